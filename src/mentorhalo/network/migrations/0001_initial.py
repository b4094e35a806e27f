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
            name="CountyGroup",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="county_groups",
                        to="territory.county",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="county_groups",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["county__name_sort", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "county"),
                        name="group_once",
                        violation_error_message="This county already has a group in the programme.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="group_ends_after_start",
                        violation_error_message="A group cannot end before it starts.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mentor",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "external_id",
                    models.CharField(blank=True, max_length=80, verbose_name="identifier in earlier records"),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("name_sort", models.CharField(editable=False, max_length=600)),
                ("name_search", models.CharField(editable=False, max_length=300)),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                ("introduction_hu", models.TextField(blank=True, verbose_name="introduction in Hungarian")),
                ("introduction_en", models.TextField(blank=True, verbose_name="introduction in English")),
                (
                    "home",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="territory.settlement",
                        verbose_name="home settlement",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mentor",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name_sort", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("external_id",),
                        name="mentor_external_id_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("term", "its term ran out"),
                            ("left", "the mentor left the network"),
                            ("moved", "moved to another group"),
                            ("parental", "parental leave"),
                            ("health", "health"),
                            ("dismissed", "ended by the office"),
                            ("other", "other reason"),
                        ],
                        max_length=16,
                        verbose_name="reason of end",
                    ),
                ),
                (
                    "working_time",
                    models.PositiveSmallIntegerField(
                        default=100, verbose_name="share of working time, percent"
                    ),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        default=20, verbose_name="communities that can be mentored at once"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="network.countygroup",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="programmes.programme",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="network.mentor",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="mandate_ends_after_start",
                        violation_error_message="A mandate cannot end before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("working_time__gte", 1), ("working_time__lte", 100)),
                        name="mandate_working_time_percent",
                        violation_error_message="The share of working time is between 1 and 100 percent.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("ends_on", None)),
                            models.Q(("ends_on__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="mandate_end_has_reason",
                        violation_error_message="A mandate that ends needs a reason, and a reason needs an end.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Leadership",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaderships",
                        to="network.countygroup",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaderships",
                        to="network.mentor",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="leadership_ends_after_start",
                        violation_error_message="Leading a group cannot end before it starts.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("name", "name"),
                            ("introduction", "introduction"),
                            ("email", "e-mail address"),
                            ("phone", "telephone number"),
                        ],
                        max_length=16,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="network.mentor",
                    ),
                ),
            ],
            options={
                "ordering": ["given_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("mentor", "scope"),
                        name="consent_open_once",
                    )
                ],
            },
        ),
    ]
