import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("programmes", "0001_initial"),
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrganisationKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("library", "library"),
                            ("museum", "museum"),
                            ("community", "community culture"),
                            ("municipality", "municipality"),
                            ("civil", "civil society organisation"),
                            ("church", "church"),
                            ("business", "business"),
                            ("school", "school"),
                            ("other", "other"),
                        ],
                        max_length=16,
                        verbose_name="field",
                    ),
                ),
                ("code", models.SlugField(max_length=16, verbose_name="code")),
                ("name_hu", models.CharField(max_length=120, verbose_name="Hungarian name")),
                ("name_en", models.CharField(max_length=120, verbose_name="English name")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "ordering": ["sector", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("sector", "code"), name="organisation_kind_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "external_id",
                    models.CharField(blank=True, max_length=80, verbose_name="identifier in earlier records"),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_sort", models.CharField(editable=False, max_length=800)),
                ("name_search", models.CharField(editable=False, max_length=400)),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "active"), ("sleeping", "sleeping"), ("ended", "ended")],
                        default="active",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("status_on", models.DateField(blank=True, null=True, verbose_name="since when")),
                ("website", models.URLField(blank=True, verbose_name="website")),
                ("description_hu", models.TextField(blank=True, verbose_name="public introduction")),
                (
                    "description_en",
                    models.TextField(blank=True, verbose_name="public introduction in English"),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("short_name", models.CharField(blank=True, max_length=80, verbose_name="short name")),
                (
                    "legal_form",
                    models.CharField(blank=True, max_length=4, verbose_name="legal form (GFO code)"),
                ),
                ("tax_number", models.CharField(blank=True, max_length=13, verbose_name="tax number")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "maintainer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="maintained",
                        to="partners.organisation",
                        verbose_name="maintainer",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorbed",
                        to="partners.organisation",
                    ),
                ),
                (
                    "part_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sites",
                        to="partners.organisation",
                        verbose_name="site of",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="territory.settlement",
                        verbose_name="settlement",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="partners.organisationkind",
                        verbose_name="kind",
                    ),
                ),
            ],
            options={
                "ordering": ["name_sort", "pk"],
                "indexes": [
                    models.Index(fields=["name_search"], name="organisation_search"),
                    models.Index(fields=["name_sort", "id"], name="organisation_order"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("external_id",),
                        name="organisation_external_id_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into", None),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="organisation_not_merged_into_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consortium",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("grant_id", models.CharField(max_length=80, verbose_name="grant identifier")),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                ("title_sort", models.CharField(editable=False, max_length=1000)),
                ("title_search", models.CharField(editable=False, max_length=500)),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=0, max_digits=14, null=True, verbose_name="amount"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consortia",
                        to="programmes.grantcall",
                        verbose_name="grant call",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consortia",
                        to="programmes.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_consortia",
                        to="partners.organisation",
                        verbose_name="lead",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "consortia",
                "ordering": ["title_sort", "pk"],
                "indexes": [models.Index(fields=["title_sort", "id"], name="consortium_order")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "grant_id"),
                        name="grant_id_once",
                        violation_error_message="This grant identifier is already in the programme.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="consortium_ends_after_start",
                        violation_error_message="A grant cannot end before it starts.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Community",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "external_id",
                    models.CharField(blank=True, max_length=80, verbose_name="identifier in earlier records"),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_sort", models.CharField(editable=False, max_length=800)),
                ("name_search", models.CharField(editable=False, max_length=400)),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "active"), ("sleeping", "sleeping"), ("ended", "ended")],
                        default="active",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("status_on", models.DateField(blank=True, null=True, verbose_name="since when")),
                ("website", models.URLField(blank=True, verbose_name="website")),
                ("description_hu", models.TextField(blank=True, verbose_name="public introduction")),
                (
                    "description_en",
                    models.TextField(blank=True, verbose_name="public introduction in English"),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("aliases", models.CharField(blank=True, max_length=300, verbose_name="other names")),
                ("is_formal", models.BooleanField(default=False, verbose_name="registered organisation")),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("arts", "amateur arts"),
                            ("tradition", "keeping traditions"),
                            ("craft", "crafts"),
                            ("learning", "learning circle"),
                            ("reading", "reading circle"),
                            ("local_history", "local history"),
                            ("youth", "young people"),
                            ("senior", "pensioners"),
                            ("family", "families"),
                            ("sport", "sport and outdoors"),
                            ("nature", "nature and gardens"),
                            ("faith", "faith"),
                            ("minority", "nationality"),
                            ("volunteer", "volunteering"),
                            ("other", "other"),
                        ],
                        default="other",
                        max_length=16,
                        verbose_name="field",
                    ),
                ),
                (
                    "founded_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="year of foundation"
                    ),
                ),
                (
                    "size_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("10", "up to 10 people"),
                            ("25", "11-25 people"),
                            ("50", "26-50 people"),
                            ("100", "51-100 people"),
                            ("101", "more than 100 people"),
                        ],
                        max_length=4,
                        verbose_name="size",
                    ),
                ),
                (
                    "meets_every_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="meets every … days"
                    ),
                ),
                ("target_group", models.CharField(blank=True, max_length=120, verbose_name="for whom")),
                (
                    "existence_proof",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("declaration", "declaration of its members"),
                            ("host", "confirmed by its host institution"),
                            ("visit", "seen by the mentor"),
                            ("register", "in a public register"),
                        ],
                        max_length=16,
                        verbose_name="proof of existence",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorbed",
                        to="partners.community",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="territory.settlement",
                        verbose_name="settlement",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hosted",
                        to="partners.organisation",
                        verbose_name="host",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "communities",
                "ordering": ["name_sort", "pk"],
                "indexes": [
                    models.Index(fields=["name_search"], name="community_search"),
                    models.Index(fields=["name_sort", "id"], name="community_order"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("external_id",),
                        name="community_external_id_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into", None),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="community_not_merged_into_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Split",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "party_type",
                    models.CharField(
                        choices=[("organisation", "organisation"), ("community", "community")], max_length=12
                    ),
                ),
                ("origin_id", models.UUIDField()),
                ("offshoot_id", models.UUIDField()),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("split_on", models.DateField()),
                ("split_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "split_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-split_at", "pk"],
                "indexes": [models.Index(fields=["party_type", "origin_id"], name="split_origin")],
                "constraints": [
                    models.UniqueConstraint(fields=("party_type", "offshoot_id"), name="split_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsortiumSettlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "consortium",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="settlements",
                        to="partners.consortium",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.settlement",
                    ),
                ),
            ],
            options={
                "ordering": ["settlement__name_sort", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consortium", "settlement"), name="consortium_settlement_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="cover_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "party_type",
                    models.CharField(
                        choices=[("organisation", "organisation"), ("community", "community")], max_length=12
                    ),
                ),
                ("absorbed_id", models.UUIDField()),
                ("survivor_id", models.UUIDField()),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("merged_on", models.DateField()),
                ("merged_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "merged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-merged_at", "pk"],
                "indexes": [models.Index(fields=["party_type", "survivor_id"], name="merge_survivor")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("party_type", "absorbed_id"),
                        name="merge_in_force_once",
                        violation_error_message="This one is already merged into another.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("absorbed_id", models.F("survivor_id")), _negated=True),
                        name="merge_not_into_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("head", "head"),
                            ("contact", "contact"),
                            ("professional", "professional"),
                            ("mayor", "mayor"),
                            ("volunteer", "volunteer"),
                        ],
                        default="contact",
                        max_length=16,
                        verbose_name="role",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "consent_given_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="consent to keep the data, given at"
                    ),
                ),
                (
                    "consent_channel",
                    models.CharField(blank=True, max_length=80, verbose_name="how consent was given"),
                ),
                ("consent_public", models.BooleanField(default=False, verbose_name="may be shown publicly")),
                ("consent_withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "community",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="partners.community",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contacts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="partners.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("community__isnull", False), ("organisation", None)),
                            models.Q(("community", None), ("organisation__isnull", False)),
                            _connector="OR",
                        ),
                        name="contact_of_one_party",
                        violation_error_message="A contact belongs to one organisation or one community.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="contact_ends_after_start",
                        violation_error_message="A contact cannot end before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("consent_public", False), ("consent_given_at__isnull", False), _connector="OR"
                        ),
                        name="contact_public_by_consent",
                        violation_error_message="Nobody is shown publicly without their consent.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsortiumMember",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "consortium",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="partners.consortium",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="partners.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consortium", "organisation", "starts_on"), name="consortium_member_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="member_ends_after_start",
                    ),
                ],
            },
        ),
    ]
