import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("network", "0001_initial"),
        ("partners", "0002_organisation_kinds"),
        ("programmes", "0001_initial"),
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=32, unique=True, verbose_name="code")),
                ("name_hu", models.CharField(max_length=80, verbose_name="Hungarian name")),
                ("name_en", models.CharField(max_length=80, verbose_name="English name")),
                ("aliases", models.JSONField(default=list)),
                ("is_support", models.BooleanField(default=False, verbose_name="supports a consortium")),
                ("is_individual", models.BooleanField(default=True, verbose_name="an individual contact")),
                ("is_two_way", models.BooleanField(default=True, verbose_name="usually two-way")),
                ("needs_sheet", models.BooleanField(default=False, verbose_name="needs an attendance sheet")),
                ("order", models.PositiveSmallIntegerField(default=100)),
            ],
            options={
                "ordering": ["order", "code"],
            },
        ),
        migrations.CreateModel(
            name="Engagement",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "external_id",
                    models.CharField(blank=True, max_length=80, verbose_name="identifier in earlier records"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("identified", "identified"),
                            ("contacted", "contacted"),
                            ("informed", "informed"),
                            ("agreed", "agreed"),
                            ("active", "active"),
                            ("paused", "paused"),
                            ("closing", "closing"),
                            ("closed", "closed"),
                            ("follow_up", "follow-up"),
                        ],
                        default="identified",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="opened on")),
                ("informed_on", models.DateField(blank=True, null=True, verbose_name="informed on")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                (
                    "closing_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reason of closing"),
                ),
                ("closing_evaluation", models.TextField(blank=True, verbose_name="closing evaluation")),
                ("goals", models.TextField(blank=True, verbose_name="agreed goals")),
                ("offer", models.TextField(blank=True, verbose_name="what was offered")),
                (
                    "acknowledged_by",
                    models.CharField(blank=True, max_length=80, verbose_name="acknowledged by, role"),
                ),
                (
                    "contact_every_days",
                    models.PositiveSmallIntegerField(
                        default=45, verbose_name="promised contact, every … days"
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements",
                        to="partners.community",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements",
                        to="network.countygroup",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements",
                        to="network.mentor",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["opened_on", "pk"],
                "indexes": [
                    models.Index(fields=["programme", "state"], name="engagement_state"),
                    models.Index(fields=["mentor", "closed_on"], name="engagement_of_mentor"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("external_id",),
                        name="engagement_external_id_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on", None), ("closed_on__gte", models.F("opened_on")), _connector="OR"
                        ),
                        name="engagement_closes_after_opening",
                        violation_error_message="An engagement cannot close before it opens.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "external_id",
                    models.CharField(blank=True, max_length=80, verbose_name="identifier in earlier records"),
                ),
                ("occurred_on", models.DateField(verbose_name="day")),
                ("started_at", models.TimeField(blank=True, null=True, verbose_name="from")),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("in_person", "in person"),
                            ("online", "online meeting"),
                            ("phone", "telephone"),
                            ("email", "e-mail"),
                            ("letter", "letter"),
                        ],
                        default="in_person",
                        max_length=12,
                        verbose_name="channel",
                    ),
                ),
                ("is_two_way", models.BooleanField(default=True, verbose_name="two-way contact")),
                (
                    "participants",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="participants"),
                ),
                (
                    "counting_method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sheet", "attendance sheet"),
                            ("headcount", "headcount"),
                            ("estimate", "estimate"),
                        ],
                        max_length=12,
                        verbose_name="how counted",
                    ),
                ),
                (
                    "new_participants",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="of them new"),
                ),
                (
                    "public_sentence",
                    models.CharField(blank=True, max_length=200, verbose_name="public sentence"),
                ),
                ("group_note", models.TextField(blank=True, verbose_name="note for the county group")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nothing_yet", "nothing yet"),
                            ("agreement", "agreement"),
                            ("next_step", "next step"),
                            ("document", "document"),
                        ],
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                ("next_step", models.CharField(blank=True, max_length=200, verbose_name="next step")),
                ("next_step_on", models.DateField(blank=True, null=True, verbose_name="next step by")),
                ("topics", models.CharField(blank=True, max_length=200, verbose_name="topics")),
                ("travel_from", models.CharField(blank=True, max_length=120, verbose_name="travelled from")),
                (
                    "travel_km",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="kilometres"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "waiting for approval"),
                            ("returned", "returned"),
                            ("approved", "approved"),
                        ],
                        default="submitted",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "correction_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reason of the correction"),
                ),
                (
                    "is_annulment",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="only takes the original back"
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(editable=False)),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "return_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why it was returned"),
                ),
                (
                    "consortium",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="partners.consortium",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="mentoring.activity",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="network.countygroup",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="network.mentor",
                    ),
                ),
                (
                    "organisations",
                    models.ManyToManyField(blank=True, related_name="activities", to="partners.organisation"),
                ),
                (
                    "other_mentors",
                    models.ManyToManyField(blank=True, related_name="joined_activities", to="network.mentor"),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="programmes.programme",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="territory.settlement",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="mentoring.activitykind",
                        verbose_name="what was done",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="mentoring.engagement",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "activities",
                "ordering": ["-occurred_on", "-created_at", "pk"],
                "indexes": [
                    models.Index(fields=["mentor", "state", "-occurred_on"], name="activity_of_mentor"),
                    models.Index(fields=["group", "state", "-occurred_on"], name="activity_of_group"),
                    models.Index(fields=["engagement", "-occurred_on"], name="activity_of_engagement"),
                    models.Index(fields=["programme", "state", "occurred_on"], name="activity_of_programme"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("external_id",),
                        name="activity_external_id_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("new_participants", None),
                            ("participants", None),
                            ("new_participants__lte", models.F("participants")),
                            _connector="OR",
                        ),
                        name="activity_new_among_participants",
                        violation_error_message="The new ones cannot be more than all participants.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("title", models.CharField(max_length=120, verbose_name="what")),
                ("starts_at", models.DateTimeField(verbose_name="when")),
                ("minutes", models.PositiveSmallIntegerField(default=60, verbose_name="minutes")),
                ("called_off_at", models.DateTimeField(blank=True, null=True)),
                (
                    "activity",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="appointment",
                        to="mentoring.activity",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appointments",
                        to="network.mentor",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.settlement",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appointments",
                        to="mentoring.engagement",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "pk"],
                "indexes": [models.Index(fields=["mentor", "starts_at"], name="appointment_of_mentor")],
            },
        ),
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sheet", "attendance sheet"),
                            ("photo", "photo"),
                            ("minutes", "minutes"),
                            ("correspondence", "correspondence"),
                            ("agreement", "agreement"),
                            ("other", "other"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("file", models.FileField(upload_to="evidence/%Y/%m/", verbose_name="file")),
                ("original_name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("arrived_at", models.DateTimeField()),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence_files",
                        to="mentoring.activity",
                    ),
                ),
                (
                    "arrived_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["arrived_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("activity", "sha256"),
                        name="evidence_file_once",
                        violation_error_message="This file is already attached to the entry.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("planned_until", models.DateField(blank=True, null=True, verbose_name="planned until")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pauses",
                        to="mentoring.engagement",
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
                        name="pause_ends_after_start",
                        violation_error_message="A pause cannot end before it starts.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None)), fields=("engagement",), name="pause_open_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodClosing",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("until", models.DateField(verbose_name="closed up to and including")),
                ("closed_at", models.DateTimeField()),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="period_closings",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["-until", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "until"),
                        name="period_closed_once",
                        violation_error_message="This period is already closed.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PrivateNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed_text", models.BinaryField()),
                ("written_at", models.DateTimeField()),
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="private_note",
                        to="mentoring.activity",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Transition",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("identified", "identified"),
                            ("contacted", "contacted"),
                            ("informed", "informed"),
                            ("agreed", "agreed"),
                            ("active", "active"),
                            ("paused", "paused"),
                            ("closing", "closing"),
                            ("closed", "closed"),
                            ("follow_up", "follow-up"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("identified", "identified"),
                            ("contacted", "contacted"),
                            ("informed", "informed"),
                            ("agreed", "agreed"),
                            ("active", "active"),
                            ("paused", "paused"),
                            ("closing", "closing"),
                            ("closed", "closed"),
                            ("follow_up", "follow-up"),
                        ],
                        max_length=12,
                    ),
                ),
                ("occurred_on", models.DateField(verbose_name="day")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("recorded_at", models.DateTimeField()),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transitions",
                        to="mentoring.engagement",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["occurred_on", "recorded_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ActivityRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("before", models.JSONField()),
                ("changed_at", models.DateTimeField()),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="mentoring.activity",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["activity", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("activity", "number"), name="activity_revision_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("primary", "primary"), ("second", "second")],
                        default="primary",
                        max_length=8,
                        verbose_name="role",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("handover", "handed over"),
                            ("mandate_ended", "the mandate ended"),
                            ("completed", "completed"),
                            ("rebalanced", "load shared out anew"),
                            ("other", "other reason"),
                        ],
                        max_length=16,
                        verbose_name="reason of end",
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="partners.community",
                    ),
                ),
                (
                    "consortium",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="partners.consortium",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="network.mentor",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="programmes.programme",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="territory.settlement",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "pk"],
                "indexes": [models.Index(fields=["mentor", "ends_on"], name="assignment_of_mentor")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("community", None), ("consortium__isnull", False), ("settlement", None)
                            ),
                            models.Q(
                                ("community", None), ("consortium", None), ("settlement__isnull", False)
                            ),
                            models.Q(
                                ("community__isnull", False), ("consortium", None), ("settlement", None)
                            ),
                            _connector="OR",
                        ),
                        name="assignment_to_one_thing",
                        violation_error_message="An assignment is to one consortium, one settlement or one community.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="assignment_ends_after_start",
                        violation_error_message="An assignment cannot end before it starts.",
                    ),
                ],
            },
        ),
    ]
