import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0001_occasions"),
        ("network", "0001_initial"),
        ("programmes", "0002_topics"),
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_search", models.CharField(editable=False, max_length=250)),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("motto", models.CharField(blank=True, max_length=200, verbose_name="motto")),
                ("call", models.TextField(max_length=6000, verbose_name="call")),
                ("themes", models.TextField(blank=True, max_length=2000, verbose_name="themes")),
                ("opens_at", models.DateTimeField(verbose_name="joining from")),
                ("closes_at", models.DateTimeField(verbose_name="joining until")),
                ("report_until", models.DateField(verbose_name="report until")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "year"),
                        name="edition_once",
                        violation_error_message="This year has its Week already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="edition_ends_after_start",
                        violation_error_message="It cannot end before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="edition_closes_after_opening",
                        violation_error_message="Joining cannot close before it opens.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=200, verbose_name="whom")),
                ("made_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="events.edition",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="week_invitations",
                        to="network.mentor",
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
                "ordering": ["-made_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Joiner",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("client_key", models.UUIDField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("institution", "institution (library, house of culture, school …)"),
                            ("civil", "a civil organisation"),
                            ("informal", "a community without legal form"),
                        ],
                        max_length=12,
                        verbose_name="who joins",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_search", models.CharField(editable=False, max_length=410)),
                ("contact_name", models.CharField(blank=True, max_length=150, verbose_name="contact")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("language", models.CharField(default="hu", max_length=5)),
                (
                    "heard",
                    models.CharField(
                        choices=[
                            ("mentor", "from a mentor"),
                            ("others", "from another institution or community"),
                            ("earlier", "we joined in an earlier year"),
                            ("press", "from the press or a poster"),
                            ("web", "from the internet"),
                            ("unknown", "we do not know any more"),
                        ],
                        max_length=8,
                        verbose_name="how they heard of it",
                    ),
                ),
                ("mentor_named", models.CharField(blank=True, max_length=150, verbose_name="which mentor")),
                (
                    "mentor_answer",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "yes, I invited them"), ("no", "no, not through me")],
                        max_length=3,
                        verbose_name="the mentor's answer",
                    ),
                ),
                ("logged_on", models.DateField(blank=True, null=True, verbose_name="invited by the log on")),
                ("is_mentor_logged", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "address not confirmed yet"),
                            ("submitted", "waits for the county group"),
                            ("returned", "sent back"),
                            ("accepted", "accepted"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="unconfirmed",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("written_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_on", models.DateField(blank=True, null=True)),
                (
                    "return_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="why it was sent back"),
                ),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joiners",
                        to="events.edition",
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="joiners",
                        to="events.invitation",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joiners",
                        to="network.mentor",
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
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "indexes": [models.Index(fields=["edition", "state", "asked_at"], name="joiner_list")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=("edition", "email", "name_search"),
                        name="joiner_once",
                        violation_error_message="They have joined already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WeekProgramme",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("public", "open to everybody"),
                            ("professional", "for professionals"),
                            ("action", "community action"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("theme", models.CharField(blank=True, max_length=200, verbose_name="theme")),
                ("summary", models.CharField(max_length=400, verbose_name="in one or two sentences")),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("place", models.CharField(max_length=300, verbose_name="address or room")),
                (
                    "access",
                    models.CharField(blank=True, max_length=200, verbose_name="accessibility of the place"),
                ),
                ("fee", models.CharField(blank=True, max_length=100, verbose_name="entrance")),
                ("written_at", models.DateTimeField()),
                (
                    "attendance",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="how many people came"),
                ),
                (
                    "counted_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sheet", "attendance sheet"),
                            ("headcount", "headcount"),
                            ("estimate", "estimate"),
                        ],
                        max_length=10,
                        verbose_name="how they were counted",
                    ),
                ),
                (
                    "quote",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="a sentence of somebody who was there"
                    ),
                ),
                ("reported_at", models.DateTimeField(blank=True, null=True)),
                (
                    "joiner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programmes",
                        to="events.joiner",
                    ),
                ),
                (
                    "occasion",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="of_week",
                        to="events.occasion",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="week_programme_ends_after_start",
                        violation_error_message="It cannot end before it begins.",
                    ),
                    models.UniqueConstraint(
                        fields=("joiner", "title", "starts_at", "place"),
                        name="week_programme_once",
                        violation_error_message="This programme is here already.",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="occasion",
            name="occasion_once",
        ),
        migrations.AlterField(
            model_name="occasion",
            name="kind",
            field=models.CharField(
                choices=[
                    ("workshop", "workshop"),
                    ("professional_day", "professional day"),
                    ("study_visit", "study visit"),
                    ("online_meeting", "online meeting"),
                    ("network_meeting", "network meeting"),
                    ("week", "programme of the Week of Communities"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="occasion",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state", "cancelled"), _negated=True), models.Q(("kind", "week"), _negated=True)
                ),
                fields=("title_search", "starts_at"),
                name="occasion_once",
                violation_error_message="This occasion is here already: the same title at the same time.",
            ),
        ),
    ]
