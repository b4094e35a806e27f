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
            name="ConsentText",
            fields=[
                ("number", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("text_hu", models.TextField(verbose_name="Hungarian text")),
                ("text_en", models.TextField(verbose_name="English text")),
                ("valid_from", models.DateField(verbose_name="from")),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="ProjectActivity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name_hu", models.CharField(max_length=120, verbose_name="Hungarian name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="English name")),
                ("order", models.PositiveSmallIntegerField(default=100, verbose_name="order")),
            ],
            options={
                "verbose_name_plural": "project activities",
                "ordering": ["order", "code"],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("target", "for whom"), ("partner", "with whom")], max_length=8
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name_hu", models.CharField(max_length=120, verbose_name="Hungarian name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="English name")),
                ("order", models.PositiveSmallIntegerField(default=100, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "ordering": ["kind", "order", "code"],
            },
        ),
        migrations.CreateModel(
            name="Booklet",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("title", models.CharField(max_length=200)),
                ("language", models.CharField(max_length=2)),
                ("versions", models.JSONField()),
                ("fingerprint", models.CharField(db_index=True, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "being made"),
                            ("ready", "ready"),
                            ("failed", "could not be made"),
                            ("gone", "gone"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(db_index=True, null=True)),
                ("done", models.PositiveIntegerField(default=0)),
                ("file", models.FileField(blank=True, upload_to="booklets/%Y/%m/")),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["-asked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "ready"])),
                        fields=("fingerprint",),
                        name="booklet_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "code",
                    models.SlugField(max_length=40, primary_key=True, serialize=False, verbose_name="code"),
                ),
                ("name_hu", models.CharField(max_length=120, verbose_name="Hungarian name")),
                ("name_en", models.CharField(max_length=120, verbose_name="English name")),
                ("hint_hu", models.TextField(blank=True, verbose_name="what to look at, in Hungarian")),
                ("hint_en", models.TextField(blank=True, verbose_name="what to look at, in English")),
                ("order", models.PositiveSmallIntegerField(default=100, verbose_name="order")),
                ("introduced_at", models.DateTimeField(blank=True, null=True)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "follows",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="knowledge.criterion",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("follows", None),
                            models.Q(("follows", models.F("code")), _negated=True),
                            _connector="OR",
                        ),
                        name="criterion_follows_another",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FieldEditor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("library", "library"),
                            ("museum", "museum"),
                            ("community", "community culture"),
                        ],
                        max_length=16,
                        verbose_name="field",
                    ),
                ),
                ("since", models.DateField(verbose_name="from")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edited_fields",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["field", "since", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("user", "field"),
                        name="field_editor_once",
                        violation_error_message="This person already edits this field.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectCall",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.SlugField(max_length=32, unique=True, verbose_name="code")),
                ("title_hu", models.CharField(max_length=200, verbose_name="Hungarian title")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="English title")),
                ("summary_hu", models.TextField(max_length=8000, verbose_name="Hungarian summary")),
                ("summary_en", models.TextField(blank=True, max_length=8000, verbose_name="English summary")),
                ("opens_on", models.DateField(verbose_name="open from")),
                ("closes_on", models.DateField(verbose_name="open until")),
                (
                    "budget",
                    models.DecimalField(decimal_places=0, max_digits=13, verbose_name="budget of the call"),
                ),
                (
                    "most_for_one",
                    models.DecimalField(decimal_places=0, max_digits=13, verbose_name="most for one project"),
                ),
                (
                    "left_out_counties",
                    models.JSONField(blank=True, default=list, verbose_name="counties left out"),
                ),
                ("criteria", models.JSONField(default=list)),
                (
                    "tolerance",
                    models.PositiveSmallIntegerField(
                        default=20, verbose_name="points by which two readers may differ"
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "activities",
                    models.ManyToManyField(
                        related_name="calls",
                        to="knowledge.projectactivity",
                        verbose_name="activities that can be supported",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_calls",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["-opens_on", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                        name="project_call_closes_after_opening",
                        violation_error_message="A call cannot close before it opens.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("most_for_one__lte", models.F("budget"))),
                        name="project_call_one_within_budget",
                        violation_error_message="One project cannot get more than the whole call has.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ModelProject",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("submitted", "handed in"),
                            ("reading", "with its readers"),
                            ("disputed", "its readers disagree"),
                            ("read", "waiting for the decision"),
                            ("rejected", "not supported"),
                            ("accepted", "supported, waiting for the contract"),
                            ("contracted", "under contract"),
                            ("reported", "final report handed in"),
                            ("completed", "completed"),
                            ("ended", "ended before completion"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("state_at", models.DateTimeField()),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("summary", models.TextField(blank=True, max_length=1000, verbose_name="in a few sentences")),
                ("need", models.TextField(blank=True, max_length=8000, verbose_name="what it answers to")),
                ("audience", models.TextField(blank=True, max_length=8000, verbose_name="for whom")),
                (
                    "plan",
                    models.TextField(
                        blank=True, max_length=8000, verbose_name="what will be done, step by step"
                    ),
                ),
                (
                    "participation",
                    models.TextField(blank=True, max_length=8000, verbose_name="how people take part in it"),
                ),
                (
                    "afterwards",
                    models.TextField(
                        blank=True, max_length=8000, verbose_name="what stays when the money is gone"
                    ),
                ),
                ("seen", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "score",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=6, null=True, verbose_name="points"
                    ),
                ),
                (
                    "settled_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("third", "by a third reader"),
                            ("talk", "by the two readers talking it over"),
                        ],
                        max_length=8,
                    ),
                ),
                ("settled_reason", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision_reason", models.TextField(blank=True, verbose_name="reason of the decision")),
                (
                    "granted",
                    models.DecimalField(
                        blank=True, decimal_places=0, max_digits=13, null=True, verbose_name="support granted"
                    ),
                ),
                (
                    "contract_number",
                    models.CharField(blank=True, max_length=60, verbose_name="number of the contract"),
                ),
                ("contracted_on", models.DateField(blank=True, null=True, verbose_name="contract signed on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="to be completed by")),
                ("results", models.TextField(blank=True, max_length=8000, verbose_name="what came of it")),
                (
                    "lessons",
                    models.TextField(blank=True, max_length=8000, verbose_name="what we would do otherwise"),
                ),
                (
                    "adaptability",
                    models.TextField(
                        blank=True, max_length=8000, verbose_name="adaptability note: how others can do it"
                    ),
                ),
                ("reported_at", models.DateTimeField(blank=True, null=True)),
                ("completed_on", models.DateField(blank=True, null=True, verbose_name="completed on")),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("public_changed_at", models.DateTimeField(blank=True, db_index=True, null=True)),
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
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_projects",
                        to="partners.organisation",
                        verbose_name="institution that applies",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.settlement",
                        verbose_name="place",
                    ),
                ),
                (
                    "activities",
                    models.ManyToManyField(
                        blank=True,
                        related_name="projects",
                        to="knowledge.projectactivity",
                        verbose_name="activities",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="knowledge.projectcall",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "indexes": [models.Index(fields=["call", "state"], name="project_of_call")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("contracted", "reported", "completed", "ended")), _negated=True
                            ),
                            models.Q(
                                ("contracted_on__isnull", False),
                                ("ends_on__gte", models.F("contracted_on")),
                                ("granted__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="project_contract_is_whole",
                        violation_error_message="A project cannot end before its contract.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "completed"), _negated=True),
                            models.Q(
                                ("completed_on__gte", models.F("contracted_on")),
                                models.Q(("adaptability", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="project_completed_with_note",
                        violation_error_message="A completed project leaves a note on how others can do it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("title", models.CharField(max_length=200, verbose_name="what has to be done")),
                ("due_on", models.DateField(verbose_name="by when")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="what was done")),
                ("file", models.FileField(blank=True, upload_to="projects/")),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("media_type", models.CharField(blank=True, max_length=120)),
                ("file_size", models.PositiveIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("reminded_on", models.DateField(blank=True, null=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="knowledge.modelproject",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_on", None),
                            models.Q(("note", ""), _negated=True),
                            models.Q(("file", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="milestone_done_is_proven",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=120, verbose_name="for what")),
                ("amount", models.DecimalField(decimal_places=0, max_digits=13, verbose_name="forints")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="knowledge.modelproject",
                    ),
                ),
            ],
            options={
                "ordering": ["project", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "order"), name="budget_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="budget_line_is_money"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("submitted", "handed in"),
                            ("reading", "with its readers"),
                            ("disputed", "its readers disagree"),
                            ("read", "waiting for the decision"),
                            ("rejected", "not supported"),
                            ("accepted", "supported, waiting for the contract"),
                            ("contracted", "under contract"),
                            ("reported", "final report handed in"),
                            ("completed", "completed"),
                            ("ended", "ended before completion"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("submitted", "handed in"),
                            ("reading", "with its readers"),
                            ("disputed", "its readers disagree"),
                            ("read", "waiting for the decision"),
                            ("rejected", "not supported"),
                            ("accepted", "supported, waiting for the contract"),
                            ("contracted", "under contract"),
                            ("reported", "final report handed in"),
                            ("completed", "completed"),
                            ("ended", "ended before completion"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="knowledge.modelproject",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProjectPartner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(blank=True, max_length=300, verbose_name="what it takes on")),
                ("left_on", models.DateField(blank=True, null=True)),
                ("left_reason", models.CharField(blank=True, max_length=300)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined_projects",
                        to="partners.organisation",
                        verbose_name="partner",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="knowledge.modelproject",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "organisation"), name="project_partner_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("is_third", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField()),
                ("scores", models.JSONField(default=dict)),
                ("reasons", models.JSONField(default=dict)),
                ("opinion", models.TextField(blank=True, verbose_name="opinion of the whole")),
                ("total", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("handed_in_at", models.DateTimeField(blank=True, null=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="knowledge.modelproject",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_readings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "reader"), name="project_reader_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_third", True)),
                        fields=("project",),
                        name="project_one_third_reader",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("handed_in_at", None), ("total__isnull", False), _connector="OR"),
                        name="reading_handed_in_is_scored",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Shelf",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="what it is for")),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Spending",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("amount", models.DecimalField(decimal_places=0, max_digits=13, verbose_name="forints")),
                ("receipt", models.CharField(max_length=60, verbose_name="number of the receipt")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="for what")),
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
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spendings",
                        to="knowledge.budgetline",
                        verbose_name="line of the budget",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spendings",
                        to="knowledge.modelproject",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="spending_is_money"),
                    models.UniqueConstraint(fields=("project", "receipt"), name="spending_receipt_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Method",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("created_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why it was withdrawn"),
                ),
                ("public_changed_at", models.DateTimeField(blank=True, db_index=True, null=True)),
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
                    "topics",
                    models.ManyToManyField(
                        blank=True, related_name="methods", to="programmes.topic", verbose_name="topics"
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="MethodVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("hu", "Hungarian"), ("en", "English")],
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("in_review", "with a reviewer"),
                            ("returned", "returned to be mended"),
                            ("locked", "locked"),
                            ("superseded", "replaced by a newer version"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="name of the method")),
                ("title_sort", models.CharField(editable=False, max_length=640)),
                ("definition", models.TextField(blank=True, max_length=8000, verbose_name="definition")),
                ("purpose", models.TextField(blank=True, max_length=8000, verbose_name="purpose")),
                ("key_concepts", models.TextField(blank=True, max_length=8000, verbose_name="key concepts")),
                ("conditions", models.TextField(blank=True, max_length=8000, verbose_name="conditions")),
                ("steps", models.TextField(blank=True, max_length=8000, verbose_name="steps")),
                ("time_needed", models.CharField(blank=True, max_length=200, verbose_name="time it takes")),
                (
                    "group_size",
                    models.CharField(blank=True, max_length=200, verbose_name="size of the group"),
                ),
                ("tools", models.TextField(blank=True, max_length=8000, verbose_name="tools")),
                ("source", models.TextField(blank=True, max_length=8000, verbose_name="source")),
                ("begun_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("handed_in_at", models.DateTimeField(blank=True, null=True)),
                ("locked_at", models.DateTimeField(blank=True, null=True)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "method",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="knowledge.method",
                    ),
                ),
                ("writers", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["method", "language", "number"],
                "indexes": [
                    models.Index(fields=["state", "language", "title_sort"], name="method_version_listed")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("method", "language", "number"), name="method_version_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "returned", "in_review"))),
                        fields=("method", "language"),
                        name="method_version_unlocked_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "locked")),
                        fields=("method", "language"),
                        name="method_version_in_force_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("locked", "superseded")), _negated=True),
                            models.Q(
                                ("locked_at__isnull", False),
                                ("locked_by__isnull", False),
                                models.Q(("fingerprint", ""), _negated=True),
                                models.Q(("locked_by", models.F("author")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="method_version_locked_by_another",
                        violation_error_message="Who wrote a card never locks it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MethodReview",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("decided_at", models.DateTimeField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("lock", "it is right: lock it, everybody reads it"),
                            ("return", "it needs mending: return it with my remarks"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("remarks", models.JSONField(blank=True, default=dict)),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="method_reviews",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="knowledge.methodversion",
                    ),
                ),
            ],
            options={
                "ordering": ["decided_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Practice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("library", "library"),
                            ("museum", "museum"),
                            ("community", "community culture"),
                        ],
                        max_length=16,
                        verbose_name="field",
                    ),
                ),
                ("institution_name", models.CharField(max_length=200, verbose_name="institution")),
                ("county", models.CharField(max_length=2, verbose_name="county")),
                ("programme", models.CharField(blank=True, max_length=40)),
                (
                    "is_lesson",
                    models.BooleanField(
                        default=False, verbose_name="a lesson from something that did not work"
                    ),
                ),
                ("contact_name", models.CharField(blank=True, max_length=150, verbose_name="contact")),
                (
                    "contact_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="contact's e-mail"),
                ),
                (
                    "contact_is_public",
                    models.BooleanField(default=False, verbose_name="the contact may be shown publicly"),
                ),
                (
                    "contact_until",
                    models.DateField(blank=True, null=True, verbose_name="the contact's leave ends on"),
                ),
                ("offered_by_name", models.CharField(blank=True, max_length=150, verbose_name="name")),
                ("offered_by_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("created_at", models.DateTimeField()),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="accepted on")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="published on")),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="last confirmed on")),
                ("confirm_by", models.DateField(blank=True, null=True, verbose_name="to be confirmed by")),
                ("archived_on", models.DateField(blank=True, null=True, verbose_name="archived on")),
                ("asked_to_confirm", models.PositiveSmallIntegerField(default=0)),
                ("public_changed_at", models.DateTimeField(blank=True, db_index=True, null=True)),
                (
                    "contributor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practices",
                        to="network.mentor",
                        verbose_name="contributing mentor",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates",
                        to="knowledge.practice",
                        verbose_name="told already by",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practices",
                        to="partners.organisation",
                        verbose_name="institution",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.settlement",
                        verbose_name="settlement",
                    ),
                ),
                (
                    "variant_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="variants",
                        to="knowledge.practice",
                        verbose_name="variant of",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "indexes": [
                    models.Index(fields=["field", "county"], name="practice_field_county"),
                    models.Index(fields=["published_on", "number"], name="practice_published"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("variant_of", None),
                            models.Q(("variant_of", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="practice_not_its_own_variant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contact_is_public", False), ("contact_until__isnull", False), _connector="OR"
                        ),
                        name="practice_contact_leave_ends",
                        violation_error_message="Leave to show a person publicly needs a last day.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Adoption",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("client_key", models.UUIDField(unique=True)),
                ("adopter_name", models.CharField(max_length=200, verbose_name="who does it")),
                ("county", models.CharField(max_length=2, verbose_name="county")),
                ("since", models.DateField(verbose_name="since when")),
                ("changed", models.TextField(blank=True, max_length=2000, verbose_name="what was changed")),
                ("result", models.TextField(blank=True, max_length=2000, verbose_name="what came of it")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "waiting for who reported it to confirm"),
                            ("reported", "waiting for the practice's owner"),
                            ("confirmed", "confirmed"),
                            ("refused", "not confirmed"),
                            ("withdrawn", "taken back"),
                        ],
                        default="unconfirmed",
                        max_length=12,
                    ),
                ),
                ("reported_at", models.DateTimeField()),
                ("reporter_name", models.CharField(blank=True, max_length=150, verbose_name="your name")),
                (
                    "reporter_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="your e-mail address"),
                ),
                ("language", models.CharField(default="hu", max_length=5)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("refused_because", models.TextField(blank=True)),
                ("programme", models.CharField(blank=True, max_length=40)),
                (
                    "community",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="partners.community",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="partners.organisation",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.settlement",
                        verbose_name="settlement",
                    ),
                ),
                (
                    "own_practice",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="descends_by",
                        to="knowledge.practice",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="knowledge.practice",
                    ),
                ),
            ],
            options={
                "ordering": ["since", "pk"],
                "indexes": [models.Index(fields=["practice", "state"], name="adoption_of_practice")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("own_practice", None),
                            models.Q(("own_practice", models.F("practice")), _negated=True),
                            _connector="OR",
                        ),
                        name="adoption_of_another",
                        violation_error_message="A practice does not descend from itself.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticePhoto",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("alt", models.CharField(blank=True, max_length=300, verbose_name="what can be seen on it")),
                ("credit", models.CharField(blank=True, max_length=120, verbose_name="who took it")),
                (
                    "rights",
                    models.CharField(
                        choices=[
                            ("own", "I took it myself and give it on"),
                            ("given", "who took it agreed that it is given on"),
                        ],
                        max_length=8,
                        verbose_name="rights",
                    ),
                ),
                (
                    "people",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody can be recognised on it"),
                            ("agreed", "all who can be recognised agreed"),
                            ("not_asked", "not all have been asked: it is not shown publicly"),
                        ],
                        default="not_asked",
                        max_length=12,
                        verbose_name="people on it",
                    ),
                ),
                ("file", models.FileField(upload_to="practices/%Y/%m/")),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="knowledge.practice",
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("practice", "sha256"),
                        name="practice_photo_once",
                        violation_error_message="This photo is with the practice already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "waiting for who offered it to confirm"),
                            ("draft", "being written"),
                            ("proposed", "proposed"),
                            ("checked", "waiting for the institution's consent"),
                            ("consented", "waiting for a field editor"),
                            ("in_review", "in review"),
                            ("accepted", "accepted"),
                            ("published", "published"),
                            ("superseded", "replaced by a newer version"),
                            ("archived", "archived"),
                            ("returned", "returned to be mended"),
                            ("withdrawn", "withdrawn"),
                            ("rejected", "rejected"),
                            ("duplicate", "told already by another practice"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("state_at", models.DateTimeField()),
                ("language", models.CharField(default="hu", max_length=5, verbose_name="language")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="practised from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="practised until")),
                (
                    "settlement_size",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("00000", "under 500 people"),
                            ("00500", "500-999 people"),
                            ("01000", "1,000-1,999 people"),
                            ("02000", "2,000-4,999 people"),
                            ("05000", "5,000-9,999 people"),
                            ("10000", "10,000-49,999 people"),
                            ("50000", "50,000 people or more"),
                        ],
                        max_length=5,
                        verbose_name="settlement size",
                    ),
                ),
                (
                    "staff_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("0", "volunteers alone"),
                            ("1", "one part-time colleague"),
                            ("2", "one full-time colleague"),
                            ("3", "two or three colleagues"),
                            ("4", "four colleagues or more"),
                        ],
                        max_length=1,
                        verbose_name="staff",
                    ),
                ),
                (
                    "money_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("0", "no money"),
                            ("1", "up to 50,000 forints"),
                            ("2", "up to 200,000 forints"),
                            ("3", "up to 1 million forints"),
                            ("4", "more than 1 million forints"),
                        ],
                        max_length=1,
                        verbose_name="money in a year",
                    ),
                ),
                (
                    "time_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("0", "a week"),
                            ("1", "a month"),
                            ("2", "three months"),
                            ("3", "half a year"),
                            ("4", "longer than half a year"),
                        ],
                        max_length=1,
                        verbose_name="time until the first result",
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        choices=[
                            ("CC-BY-4.0", "CC BY 4.0: anybody, naming the source"),
                            ("CC-BY-SA-4.0", "CC BY-SA 4.0: naming the source, on the same terms"),
                            ("CC-BY-NC-4.0", "CC BY-NC 4.0: not for profit, naming the source"),
                        ],
                        default="CC-BY-4.0",
                        max_length=16,
                        verbose_name="licence",
                    ),
                ),
                ("seen", models.PositiveIntegerField(default=1)),
                ("edited_at", models.DateTimeField()),
                ("edited_by_name", models.CharField(blank=True, max_length=150)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "edited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="knowledge.practice",
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True,
                        related_name="practice_versions",
                        to="programmes.topic",
                        verbose_name="topics",
                    ),
                ),
                (
                    "terms",
                    models.ManyToManyField(blank=True, related_name="practice_versions", to="knowledge.term"),
                ),
            ],
            options={
                "ordering": ["practice", "number"],
                "indexes": [models.Index(fields=["state", "state_at"], name="practice_version_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("practice", "number"), name="practice_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "unconfirmed",
                                    "draft",
                                    "proposed",
                                    "checked",
                                    "consented",
                                    "in_review",
                                    "returned",
                                    "accepted",
                                ),
                            )
                        ),
                        fields=("practice",),
                        name="practice_version_open_once",
                        violation_error_message="This practice already has a version in work.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on", None),
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="practice_ends_after_start",
                        violation_error_message="It cannot end before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["accepted", "published", "superseded"]), _negated=True),
                            models.Q(
                                models.Q(("fingerprint", ""), _negated=True), ("accepted_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="practice_accepted_is_frozen",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeReview",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("opened_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accept", "accept it"),
                            ("return", "return it to be mended"),
                            ("reject", "reject it"),
                            ("duplicate", "another practice tells this already"),
                        ],
                        max_length=12,
                    ),
                ),
                ("opinion", models.TextField(blank=True)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practice_reviews",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="knowledge.practiceversion",
                    ),
                ),
            ],
            options={
                "ordering": ["opened_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)),
                        fields=("version",),
                        name="practice_review_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.PositiveSmallIntegerField(verbose_name="mark")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="knowledge.criterion",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="knowledge.practicereview",
                    ),
                ),
            ],
            options={
                "ordering": ["review", "criterion__order", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("review", "criterion"), name="practice_mark_once"),
                    models.CheckConstraint(
                        condition=models.Q(("value__lte", 3), models.Q(("reason", ""), _negated=True)),
                        name="practice_mark_has_reason",
                        violation_error_message="Each mark needs a reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=5, verbose_name="language")),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("summary", models.TextField(blank=True, max_length=600, verbose_name="in a few sentences")),
                (
                    "problem",
                    models.TextField(
                        blank=True,
                        max_length=6000,
                        verbose_name="what was the problem, in what circumstances",
                    ),
                ),
                (
                    "audience",
                    models.TextField(blank=True, max_length=6000, verbose_name="for whom it was done"),
                ),
                (
                    "steps",
                    models.TextField(
                        blank=True, max_length=12000, verbose_name="what was done, step by step"
                    ),
                ),
                (
                    "participants",
                    models.TextField(
                        blank=True, max_length=6000, verbose_name="who took part: volunteers, partners"
                    ),
                ),
                (
                    "resources",
                    models.TextField(
                        blank=True, max_length=6000, verbose_name="what it took: people, money, things"
                    ),
                ),
                (
                    "difficulties",
                    models.TextField(blank=True, max_length=6000, verbose_name="what was difficult"),
                ),
                ("results", models.TextField(blank=True, max_length=6000, verbose_name="what came of it")),
                (
                    "measured",
                    models.TextField(blank=True, max_length=6000, verbose_name="how that was measured"),
                ),
                (
                    "otherwise",
                    models.TextField(blank=True, max_length=6000, verbose_name="what we would do otherwise"),
                ),
                (
                    "transfer",
                    models.TextField(blank=True, max_length=6000, verbose_name="what others can take over"),
                ),
                (
                    "needed",
                    models.TextField(
                        blank=True, max_length=6000, verbose_name="what it needs to work elsewhere"
                    ),
                ),
                ("reasons", models.JSONField(blank=True, default=dict)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="knowledge.practiceversion",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "language"), name="practice_language_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "waiting for who offered it to confirm"),
                            ("draft", "being written"),
                            ("proposed", "proposed"),
                            ("checked", "waiting for the institution's consent"),
                            ("consented", "waiting for a field editor"),
                            ("in_review", "in review"),
                            ("accepted", "accepted"),
                            ("published", "published"),
                            ("superseded", "replaced by a newer version"),
                            ("archived", "archived"),
                            ("returned", "returned to be mended"),
                            ("withdrawn", "withdrawn"),
                            ("rejected", "rejected"),
                            ("duplicate", "told already by another practice"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "waiting for who offered it to confirm"),
                            ("draft", "being written"),
                            ("proposed", "proposed"),
                            ("checked", "waiting for the institution's consent"),
                            ("consented", "waiting for a field editor"),
                            ("in_review", "in review"),
                            ("accepted", "accepted"),
                            ("published", "published"),
                            ("superseded", "replaced by a newer version"),
                            ("archived", "archived"),
                            ("returned", "returned to be mended"),
                            ("withdrawn", "withdrawn"),
                            ("rejected", "rejected"),
                            ("duplicate", "told already by another practice"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(blank=True, max_length=150)),
                ("reason", models.TextField(blank=True)),
                ("remarks", models.JSONField(blank=True, default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="knowledge.practiceversion",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("given_at", models.DateTimeField(blank=True, null=True)),
                ("given_by", models.CharField(blank=True, max_length=150, verbose_name="name")),
                ("role", models.CharField(blank=True, max_length=120, verbose_name="position")),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_because", models.TextField(blank=True)),
                (
                    "text",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="knowledge.consenttext",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="knowledge.practiceversion",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given_at", None),
                            models.Q(
                                ("text__isnull", False),
                                models.Q(("given_by", ""), _negated=True),
                                models.Q(("fingerprint", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="practice_consent_says_to_what",
                        violation_error_message="A consent says who agreed to which words.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShelfItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("added_at", models.DateTimeField()),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="knowledge.practice"
                    ),
                ),
                (
                    "shelf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="knowledge.shelf",
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("shelf", "practice"), name="shelf_item_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="Method",
            name="practice_versions",
            field=models.ManyToManyField(blank=True, related_name="methods", to="knowledge.practiceversion"),
        ),
        migrations.AddField(
            model_name="Practice",
            name="last_public_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="knowledge.practiceversion",
            ),
        ),
        migrations.AddField(
            model_name="Practice",
            name="public_version",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="public_of",
                to="knowledge.practiceversion",
            ),
        ),
    ]
