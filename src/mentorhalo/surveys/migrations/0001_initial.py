import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("network", "0001_initial"),
        ("partners", "0003_merges_by_command"),
        ("programmes", "0002_topics"),
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Interviewer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("name_sort", models.CharField(editable=False, max_length=600)),
                ("name_search", models.CharField(editable=False, max_length=300)),
                ("device_ha1", models.CharField(blank=True, editable=False, max_length=32)),
                ("token_hash", models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.county",
                        verbose_name="county where they work",
                    ),
                ),
                (
                    "mentor",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interviewer",
                        to="network.mentor",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="interviewer",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name_sort", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("token_hash", ""), _negated=True),
                        fields=("token_hash",),
                        name="interviewer_token_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Study",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("title_hu", models.CharField(max_length=200, verbose_name="Hungarian title")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="English title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("institution", "institutions"),
                            ("resident", "residents"),
                            ("other", "others"),
                        ],
                        max_length=12,
                        verbose_name="whom it asks",
                    ),
                ),
                ("purpose", models.TextField(verbose_name="purpose")),
                ("legal_basis", models.TextField(verbose_name="legal basis")),
                ("owner", models.CharField(max_length=200, verbose_name="who answers for it")),
                (
                    "keys_end_on",
                    models.DateField(
                        help_text="On this day names, addresses and whatever else identifies a respondent are destroyed.",
                        verbose_name="identities are deleted on",
                    ),
                ),
                ("created_at", models.DateTimeField(editable=False)),
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
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="studies",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "studies",
                "ordering": ["-created_at", "code"],
            },
        ),
        migrations.CreateModel(
            name="Instrument",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("form_id", models.CharField(max_length=120, unique=True, verbose_name="form id")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instruments",
                        to="surveys.study",
                    ),
                ),
            ],
            options={
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("order", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "being made"),
                            ("ready", "ready"),
                            ("failed", "failed"),
                            ("gone", "deleted"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(db_index=True, null=True)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("rows", models.JSONField(default=dict)),
                ("file", models.FileField(blank=True, upload_to="exports/%Y/%m/")),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("media_type", models.CharField(blank=True, max_length=120)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("trouble", models.CharField(blank=True, max_length=200)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exports",
                        to="surveys.instrument",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="InstrumentVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.CharField(max_length=60, verbose_name="version")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("published", "published"),
                            ("frozen", "frozen"),
                            ("retired", "retired"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "workbook",
                    models.FileField(blank=True, upload_to="instruments/%Y/%m/", verbose_name="workbook"),
                ),
                ("workbook_name", models.CharField(blank=True, max_length=200)),
                ("xform", models.BinaryField()),
                ("xform_md5", models.CharField(max_length=32)),
                ("content_sha256", models.CharField(max_length=64)),
                ("schema", models.JSONField(default=dict)),
                ("definition", models.JSONField(default=dict)),
                ("warnings", models.JSONField(default=list)),
                ("identity_keys", models.JSONField(default=list)),
                ("unit_key", models.CharField(blank=True, max_length=300)),
                ("settlement_key", models.CharField(blank=True, max_length=300)),
                ("notes", models.TextField(blank=True, verbose_name="what changed")),
                ("created_at", models.DateTimeField(editable=False)),
                ("published_at", models.DateTimeField(editable=False, null=True)),
                ("frozen_at", models.DateTimeField(editable=False, null=True)),
                ("retired_at", models.DateTimeField(editable=False, null=True)),
                ("test_token_hash", models.CharField(blank=True, editable=False, max_length=64)),
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
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="surveys.instrument",
                    ),
                ),
            ],
            options={
                "ordering": ["instrument", "-created_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("instrument", "version"),
                        name="instrument_version_once",
                        violation_error_message="This version is there already: give the workbook a new one.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("instrument",),
                        name="instrument_draft_once",
                        violation_error_message="There is a draft already: replace or discard it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormFile",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("upload", "uploaded"),
                            ("settlements", "settlements, live"),
                            ("institutions", "cultural institutions, live"),
                            ("assignments", "what is assigned to the interviewer, live"),
                        ],
                        default="upload",
                        max_length=12,
                        verbose_name="from",
                    ),
                ),
                ("file", models.FileField(blank=True, upload_to="instruments/%Y/%m/", verbose_name="file")),
                ("media_type", models.CharField(blank=True, max_length=80)),
                ("size", models.PositiveIntegerField(default=0)),
                ("md5", models.CharField(blank=True, max_length=32)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="surveys.instrumentversion",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [models.UniqueConstraint(fields=("version", "name"), name="form_file_once")],
            },
        ),
        migrations.CreateModel(
            name="QualityRule",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.CharField(max_length=40, verbose_name="check")),
                ("parameters", models.JSONField(default=dict)),
                ("is_on", models.BooleanField(default=True, verbose_name="on")),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quality_rules",
                        to="surveys.study",
                    ),
                ),
            ],
            options={
                "ordering": ["code", "pk"],
                "constraints": [models.UniqueConstraint(fields=("study", "code"), name="quality_rule_once")],
            },
        ),
        migrations.CreateModel(
            name="KeyHolder",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keys_held",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="key_holders",
                        to="surveys.study",
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
                        name="key_holder_ends_after_start",
                        violation_error_message="The leave cannot end before it starts.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "interviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="surveys.interviewer",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="surveys.study",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("interviewer", "study", "starts_on"), name="enrolment_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="enrolment_ends_after_start",
                        violation_error_message="It cannot end before it starts.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DataKey",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("label", models.CharField(max_length=120, verbose_name="what it is for")),
                ("key_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("used_on", models.DateField(null=True, verbose_name="last used")),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="data_keys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="data_keys",
                        to="surveys.study",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ComparedQuestion",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("key", models.CharField(max_length=300, verbose_name="question")),
                (
                    "firmness",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "a fact: the interview is in doubt"),
                            (2, "hard to ask or to code: the interviewer needs training"),
                            (3, "may change: how steady the question is"),
                        ],
                        verbose_name="what a difference says",
                    ),
                ),
                ("tolerance", models.FloatField(default=0, verbose_name="difference that is let pass")),
                (
                    "is_share",
                    models.BooleanField(default=False, verbose_name="as a share of the first answer"),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="compared_questions",
                        to="surveys.study",
                    ),
                ),
            ],
            options={
                "ordering": ["firmness", "key"],
                "constraints": [
                    models.UniqueConstraint(fields=("study", "key"), name="compared_question_once"),
                    models.CheckConstraint(
                        condition=models.Q(("tolerance__gte", 0)), name="compared_tolerance_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wave",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number of the wave")),
                ("title_hu", models.CharField(max_length=120, verbose_name="Hungarian title")),
                ("title_en", models.CharField(blank=True, max_length=120, verbose_name="English title")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("open", "open"), ("closed", "closed")],
                        default="planned",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "attempts_needed",
                    models.PositiveSmallIntegerField(default=3, verbose_name="attempts before a substitute"),
                ),
                (
                    "days_needed",
                    models.PositiveSmallIntegerField(default=2, verbose_name="on different days"),
                ),
                (
                    "recontact_percent",
                    models.PositiveSmallIntegerField(default=10, verbose_name="asked again, percent"),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="waves", to="surveys.study"
                    ),
                ),
            ],
            options={
                "ordering": ["study", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("study", "number"), name="wave_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="wave_ends_after_start",
                        violation_error_message="A wave cannot end before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recontact_percent__lte", 100)),
                        name="wave_recontact_percent_within_100",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stratum",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                ("target", models.PositiveIntegerField(verbose_name="responses wanted")),
                (
                    "population",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="size of the population"),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="strata", to="surveys.wave"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "strata",
                "ordering": ["wave", "code", "pk"],
                "constraints": [models.UniqueConstraint(fields=("wave", "code"), name="stratum_code_once")],
            },
        ),
        migrations.CreateModel(
            name="SampleUnit",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to be visited"),
                            ("assigned", "assigned"),
                            ("answered", "answered"),
                            ("lost", "lost"),
                            ("substituted", "substituted"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("drawn_order", models.PositiveIntegerField(default=0)),
                ("is_reserve", models.BooleanField(default=False, verbose_name="reserve")),
                (
                    "substitution_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="why it was substituted"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sample_units",
                        to="partners.organisation",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sample_units",
                        to="territory.settlement",
                    ),
                ),
                (
                    "substitutes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substituted_by",
                        to="surveys.sampleunit",
                    ),
                ),
                (
                    "stratum",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="surveys.stratum",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="units",
                        to="surveys.wave",
                    ),
                ),
            ],
            options={
                "ordering": ["wave", "settlement", "drawn_order", "pk"],
                "indexes": [models.Index(fields=["wave", "state"], name="unit_of_wave")],
                "constraints": [models.UniqueConstraint(fields=("wave", "code"), name="unit_code_once")],
            },
        ),
        migrations.CreateModel(
            name="UnitKey",
            fields=[
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="unit_key",
                        serialize=False,
                        to="surveys.sampleunit",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                ("name", models.CharField(blank=True, max_length=150, verbose_name="name")),
                ("contact", models.CharField(blank=True, max_length=150, verbose_name="telephone or e-mail")),
                ("delete_on", models.DateField(db_index=True, verbose_name="to be deleted on")),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["delete_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("public", "public link"), ("single", "single-use link")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=120, verbose_name="what it is for")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="open until")),
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="surveys.instrument",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="surveys.sampleunit",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="surveys.wave",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FieldAssignment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("assigned_at", models.DateTimeField()),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("end_reason", models.CharField(blank=True, max_length=200, verbose_name="reason of end")),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assigned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "interviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="surveys.interviewer",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="surveys.sampleunit",
                    ),
                ),
            ],
            options={
                "ordering": ["assigned_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("unit",),
                        name="assignment_open_once",
                        violation_error_message="This unit is somebody's already: take it back first.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactAttempt",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("attempted_at", models.DateTimeField(verbose_name="when")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("completed", "interview completed"),
                            ("partial", "interview broken off"),
                            ("appointment", "appointment made"),
                            ("not_home", "nobody at home"),
                            ("refused", "refused"),
                            ("unable", "unable to answer"),
                            ("language", "no common language"),
                            ("not_eligible", "nobody eligible lives there"),
                            ("vacant", "uninhabited"),
                            ("no_such_address", "no such address"),
                            ("other", "other"),
                        ],
                        max_length=16,
                        verbose_name="result",
                    ),
                ),
                ("appointment_at", models.DateTimeField(blank=True, null=True, verbose_name="appointment")),
                ("recorded_at", models.DateTimeField(editable=False)),
                (
                    "interviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="surveys.interviewer",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="surveys.sampleunit",
                    ),
                ),
            ],
            options={
                "ordering": ["attempted_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("instance_id", models.CharField(max_length=120)),
                ("thread", models.UUIDField(db_index=True)),
                ("xml", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("collect", "ODK Collect or another client"),
                            ("browser", "in the browser"),
                            ("link", "by an invitation link"),
                            ("field", "field app"),
                            ("records", "earlier records"),
                        ],
                        max_length=8,
                    ),
                ),
                ("device_id", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why it was changed")),
                ("received_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("trouble", models.TextField(blank=True)),
                ("blanked_at", models.DateTimeField(null=True)),
                (
                    "deprecates",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deprecated_by",
                        to="surveys.submission",
                    ),
                ),
                (
                    "interviewer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="surveys.interviewer",
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="surveys.invitation",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="surveys.sampleunit",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="surveys.instrumentversion",
                    ),
                ),
            ],
            options={
                "ordering": ["received_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["received_at"],
                        name="submission_unread",
                    ),
                    models.Index(
                        condition=models.Q(("invitation__isnull", False)),
                        fields=["invitation"],
                        name="submission_by_invitation",
                    ),
                    models.Index(
                        condition=models.Q(("unit__isnull", False)),
                        fields=["unit"],
                        name="submission_of_unit",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("instance_id",), name="submission_once")],
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("collect", "ODK Collect or another client"),
                            ("browser", "in the browser"),
                            ("link", "by an invitation link"),
                            ("field", "field app"),
                            ("records", "earlier records"),
                        ],
                        max_length=8,
                        verbose_name="way",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("returned", "returned"),
                            ("accepted", "accepted"),
                            ("rejected", "rejected"),
                        ],
                        default="received",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("misfits", models.JSONField(default=list)),
                ("missing_files", models.JSONField(default=list)),
                ("started_at", models.DateTimeField(null=True, verbose_name="began")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="finished")),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("accuracy", models.FloatField(null=True, verbose_name="accuracy, metres")),
                ("device_id", models.CharField(blank=True, max_length=200)),
                ("active_seconds", models.PositiveIntegerField(null=True)),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_responses",
                        to="network.countygroup",
                    ),
                ),
                (
                    "interviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="surveys.interviewer",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_responses",
                        to="territory.settlement",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="surveys.instrumentversion",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="surveys.sampleunit",
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="response",
                        to="surveys.submission",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="surveys.wave",
                    ),
                ),
            ],
            options={
                "ordering": ["received_at", "pk"],
                "indexes": [
                    models.Index(fields=["wave", "state", "received_at"], name="response_of_wave"),
                    models.Index(fields=["version", "received_at"], name="response_of_version"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RespondentKey",
            fields=[
                (
                    "response",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="respondent_key",
                        serialize=False,
                        to="surveys.response",
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("delete_on", models.DateField(db_index=True, verbose_name="to be deleted on")),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["delete_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Recontact",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to be asked again"),
                            ("done", "asked again"),
                            ("failed", "not reached"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("drawn_at", models.DateTimeField()),
                ("seed", models.CharField(max_length=60)),
                ("answers", models.JSONField(default=dict)),
                ("done_at", models.DateTimeField(null=True)),
                ("remark", models.CharField(blank=True, max_length=300, verbose_name="remark")),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "interviewer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recontacts",
                        to="surveys.interviewer",
                    ),
                ),
                (
                    "response",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recontact",
                        to="surveys.response",
                    ),
                ),
            ],
            options={
                "ordering": ["drawn_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("returned", "returned"),
                            ("accepted", "accepted"),
                            ("rejected", "rejected"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="surveys.response",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SubmissionFile",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=200)),
                ("file", models.FileField(upload_to="submissions/%Y/%m/")),
                ("media_type", models.CharField(blank=True, max_length=80)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField()),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="surveys.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "name"), name="submission_file_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Quota",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("target", models.PositiveIntegerField(verbose_name="responses wanted")),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.settlement",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="quotas", to="surveys.wave"
                    ),
                ),
            ],
            options={
                "ordering": ["wave", "settlement", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("wave", "settlement"), name="quota_settlement_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="QualityRun",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
                ("response_count", models.PositiveIntegerField()),
                ("flag_count", models.PositiveIntegerField()),
                ("report", models.JSONField(default=dict)),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quality_runs",
                        to="surveys.wave",
                    ),
                ),
            ],
            options={
                "ordering": ["-ended_at", "pk"],
                "get_latest_by": "ended_at",
            },
        ),
        migrations.CreateModel(
            name="QualityFlag",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("part", models.CharField(blank=True, max_length=200)),
                ("value", models.FloatField(null=True)),
                ("threshold", models.FloatField(null=True)),
                ("details", models.JSONField(default=dict)),
                ("others", models.JSONField(default=list)),
                ("found_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to be looked at"),
                            ("harmless", "harmless"),
                            ("confirmed", "confirmed"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="answer")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "interviewer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flags",
                        to="surveys.interviewer",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flags",
                        to="surveys.qualityrule",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flags",
                        to="surveys.response",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flags",
                        to="surveys.wave",
                    ),
                ),
            ],
            options={
                "ordering": ["-found_at", "pk"],
                "indexes": [models.Index(fields=["wave", "state", "-found_at"], name="flag_of_wave")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("response__isnull", False), ("interviewer__isnull", False), _connector="OR"
                        ),
                        name="flag_has_subject",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("response__isnull", False)),
                        fields=("rule", "response", "part"),
                        name="flag_of_response_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("response", None)),
                        fields=("wave", "rule", "interviewer", "part"),
                        name="flag_of_interviewer_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebDraft",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("resume_hash", models.CharField(blank=True, db_index=True, max_length=64)),
                ("instance_id", models.CharField(max_length=120, unique=True)),
                ("xml", models.TextField(blank=True)),
                ("ready_xml", models.TextField(blank=True)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="surveys.response",
                    ),
                ),
                (
                    "interviewer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="surveys.interviewer",
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="surveys.invitation",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="drafts",
                        to="surveys.sampleunit",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="surveys.instrumentversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-changed_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("interviewer__isnull", False),
                            ("invitation__isnull", False),
                            ("by__isnull", False),
                            _connector="OR",
                        ),
                        name="draft_has_owner",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=200)),
                ("file", models.FileField(upload_to="drafts/%Y/%m/")),
                ("media_type", models.CharField(blank=True, max_length=80)),
                ("size", models.PositiveBigIntegerField()),
                ("added_at", models.DateTimeField()),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="surveys.webdraft",
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "pk"],
                "constraints": [models.UniqueConstraint(fields=("draft", "name"), name="draft_file_once")],
            },
        ),
    ]
