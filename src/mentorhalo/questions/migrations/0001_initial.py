import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("programmes", "0002_topics"),
    ]

    operations = [
        migrations.CreateModel(
            name="Expert",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("name_sort", models.CharField(editable=False, max_length=600)),
                ("title_hu", models.CharField(blank=True, max_length=200, verbose_name="Hungarian title")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="English title")),
                ("about_hu", models.TextField(blank=True, verbose_name="about the expert, in Hungarian")),
                ("about_en", models.TextField(blank=True, verbose_name="about the expert, in English")),
                ("county_codes", models.JSONField(blank=True, default=list, verbose_name="counties")),
                ("is_public", models.BooleanField(default=False, verbose_name="has a public profile")),
                ("is_available", models.BooleanField(default=True, verbose_name="takes new questions")),
                ("away_until", models.DateField(blank=True, null=True, verbose_name="away until")),
                (
                    "most_open",
                    models.PositiveSmallIntegerField(default=5, verbose_name="open questions at most"),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        related_name="experts", to="programmes.topic", verbose_name="topics"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expert",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name_sort", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("client_key", models.UUIDField(unique=True)),
                ("title", models.CharField(max_length=160, verbose_name="the question in one sentence")),
                ("text", models.TextField(max_length=8000, verbose_name="the question")),
                ("language", models.CharField(default="hu", max_length=5)),
                ("settlement", models.CharField(blank=True, max_length=5, verbose_name="settlement")),
                ("county", models.CharField(blank=True, max_length=2, verbose_name="county")),
                ("programme", models.CharField(blank=True, max_length=40)),
                ("asker_name", models.CharField(blank=True, max_length=150, verbose_name="name")),
                ("asker_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "may_publish",
                    models.BooleanField(
                        default=False, verbose_name="may be published without name and settlement"
                    ),
                ),
                ("may_publish_at", models.DateTimeField(blank=True, null=True)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "waiting for the asker to confirm"),
                            ("received", "received"),
                            ("triaged", "sorted"),
                            ("assigned", "with an expert"),
                            ("waiting", "the asker was asked back"),
                            ("answered", "answered"),
                            ("in_review", "with the second reader"),
                            ("published", "published"),
                            ("private", "answered privately"),
                            ("rejected", "not taken"),
                            ("withdrawn", "withdrawn by the asker"),
                        ],
                        default="unconfirmed",
                        max_length=16,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("received_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="answer due")),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("escalated_at", models.DateTimeField(blank=True, null=True)),
                ("first_answered_at", models.DateTimeField(blank=True, null=True)),
                ("group", models.UUIDField(blank=True, null=True, verbose_name="county group")),
                ("answer_draft", models.TextField(blank=True)),
                ("sensitivities", models.JSONField(blank=True, default=list)),
                ("public_title", models.CharField(blank=True, max_length=160, verbose_name="public title")),
                ("public_text", models.TextField(blank=True, verbose_name="public question")),
                ("public_answer", models.TextField(blank=True, verbose_name="public answer")),
                ("public_language", models.CharField(blank=True, max_length=5)),
                ("slug", models.SlugField(blank=True, max_length=180)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="last confirmed on")),
                ("confirm_on", models.DateField(blank=True, null=True, verbose_name="to be confirmed by")),
                ("confirm_asked_at", models.DateTimeField(blank=True, null=True)),
                ("expired_at", models.DateTimeField(blank=True, null=True)),
                ("public_changed_at", models.DateTimeField(blank=True, db_index=True, null=True)),
                ("links", models.JSONField(blank=True, default=list)),
                (
                    "asker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="questions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="questions.expert",
                        verbose_name="expert",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="programmes.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "pk"],
                "indexes": [
                    models.Index(fields=["state", "due_at"], name="question_state_due"),
                    models.Index(
                        fields=["state", "expired_at", "published_at", "id"], name="question_listed"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("slug", ""), _negated=True),
                        fields=("slug",),
                        name="question_slug_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "unconfirmed"),
                            ("state", "rejected"),
                            ("received_at__isnull", False),
                            _connector="OR",
                        ),
                        name="question_received_when_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(
                                ("first_answered_at__isnull", False),
                                ("may_publish", True),
                                ("published_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="question_published_by_leave",
                        violation_error_message="Only an answered question whose asker agreed is published.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Move",
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
                            ("unconfirmed", "waiting for the asker to confirm"),
                            ("received", "received"),
                            ("triaged", "sorted"),
                            ("assigned", "with an expert"),
                            ("waiting", "the asker was asked back"),
                            ("answered", "answered"),
                            ("in_review", "with the second reader"),
                            ("published", "published"),
                            ("private", "answered privately"),
                            ("rejected", "not taken"),
                            ("withdrawn", "withdrawn by the asker"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "waiting for the asker to confirm"),
                            ("received", "received"),
                            ("triaged", "sorted"),
                            ("assigned", "with an expert"),
                            ("waiting", "the asker was asked back"),
                            ("answered", "answered"),
                            ("in_review", "with the second reader"),
                            ("published", "published"),
                            ("private", "answered privately"),
                            ("rejected", "not taken"),
                            ("withdrawn", "withdrawn by the asker"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=300)),
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
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="questions.question",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField()),
                (
                    "author",
                    models.CharField(
                        choices=[
                            ("asker", "asker"),
                            ("expert", "expert"),
                            ("office", "office"),
                            ("program", "the program"),
                        ],
                        max_length=8,
                    ),
                ),
                ("text", models.TextField()),
                (
                    "channel",
                    models.CharField(
                        choices=[("page", "page"), ("email", "e-mail")], default="page", max_length=8
                    ),
                ),
                ("message_id", models.CharField(blank=True, max_length=250)),
                ("is_answer", models.BooleanField(default=False)),
                ("is_internal", models.BooleanField(default=False)),
                ("hidden_at", models.DateTimeField(blank=True, null=True)),
                (
                    "hidden_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("person", "names or identifies a person"),
                            ("place", "a small place identifies people"),
                            ("health", "health, origin, faith or other special data"),
                            ("conflict", "a dispute or accusation"),
                            ("contact", "an address, number or account"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="question_messages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="questions.question",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("message_id", ""), _negated=True),
                        fields=("message_id",),
                        name="question_mail_taken_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_answer", False), ("is_internal", False), _connector="OR"),
                        name="question_answer_not_internal",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FurtherStep",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("peer_call", "call with peers (two hours)"),
                            ("peer_review", "peer review visit (two days)"),
                        ],
                        max_length=16,
                        verbose_name="step",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "offered"),
                            ("arranged", "arranged"),
                            ("held", "held"),
                            ("called_off", "called off"),
                        ],
                        default="offered",
                        max_length=16,
                    ),
                ),
                ("offered_at", models.DateTimeField()),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="begins")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends")),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="place or link")),
                ("agenda", models.TextField(blank=True, verbose_name="what it is about")),
                ("outcome", models.TextField(blank=True, verbose_name="what came of it")),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="further_steps",
                        to="questions.question",
                    ),
                ),
            ],
            options={
                "ordering": ["offered_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at", None),
                            models.Q(("ends_at__gt", models.F("starts_at")), ("starts_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="further_step_ends_after_start",
                        violation_error_message="It cannot end before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "offered"),
                            ("state", "called_off"),
                            ("starts_at__isnull", False),
                            _connector="OR",
                        ),
                        name="further_step_arranged_has_time",
                        violation_error_message="What is arranged has a time.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accept", "can be published"),
                            ("return", "needs changes"),
                            ("keep_private", "should stay private"),
                        ],
                        max_length=16,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="questions.question",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="question_reviews",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)),
                        fields=("question",),
                        name="question_one_open_review",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("verdict", "")),
                            models.Q(("decided_at__isnull", False), models.Q(("verdict", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="question_review_decided",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StepGuest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("asked_at", models.DateTimeField()),
                ("is_coming", models.BooleanField(null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guests",
                        to="questions.furtherstep",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("step", "email"), name="step_guest_once")],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("voter", models.CharField(max_length=80)),
                ("is_useful", models.BooleanField()),
                ("change", models.CharField(blank=True, max_length=500, verbose_name="what changed since")),
                ("at", models.DateTimeField()),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="questions.question",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("question", "voter"), name="question_vote_once")
                ],
            },
        ),
    ]
