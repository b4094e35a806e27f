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
            name="DomainPace",
            fields=[
                ("domain", models.CharField(max_length=190, primary_key=True, serialize=False)),
                ("free_at", models.FloatField()),
            ],
            options={
                "ordering": ["domain"],
            },
        ),
        migrations.CreateModel(
            name="Issue",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("newsletter", "newsletter"), ("county_letter", "county letter")],
                        default="newsletter",
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="working title")),
                ("programme", models.CharField(blank=True, max_length=40)),
                ("county", models.CharField(blank=True, max_length=2, verbose_name="county")),
                ("group", models.UUIDField(blank=True, null=True, verbose_name="county group")),
                ("audience", models.JSONField(blank=True, default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("sending", "being sent"),
                            ("paused", "paused"),
                            ("sent", "sent"),
                            ("stopped", "stopped"),
                        ],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("sender_name", models.CharField(blank=True, max_length=100, verbose_name="sender's name")),
                ("reply_to", models.EmailField(blank=True, max_length=254, verbose_name="answers go to")),
                ("slug", models.SlugField(blank=True, max_length=180)),
                ("is_archived", models.BooleanField(default=True, verbose_name="can be read in the archive")),
                ("planned_at", models.DateTimeField(blank=True, null=True, verbose_name="to be sent at")),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issues",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issues",
                        to="programmes.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("slug", ""), _negated=True),
                        fields=("slug",),
                        name="issue_slug_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"), ("started_at__isnull", False), _connector="OR"
                        ),
                        name="issue_started",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("newsletter", "the newsletter"),
                            ("county_letter", "letters of the county's mentors"),
                        ],
                        max_length=16,
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("language", models.CharField(max_length=5)),
                ("text", models.TextField()),
                ("since", models.DateTimeField()),
            ],
            options={
                "ordering": ["purpose", "language", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("purpose", "version", "language"), name="consent_text_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InformationAct",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("client_key", models.UUIDField(unique=True)),
                ("programme", models.CharField(max_length=40)),
                ("given_on", models.DateField(verbose_name="day")),
                ("mentor", models.UUIDField(blank=True, null=True)),
                ("group", models.UUIDField(blank=True, null=True)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("municipality", "municipalities"),
                            ("civil", "civil organisations"),
                            ("community", "communities"),
                            ("institution", "institutions"),
                            ("population", "the population"),
                            ("professional", "professionals"),
                        ],
                        max_length=16,
                        verbose_name="who was told",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("newsletter", "newsletter"),
                            ("county_letter", "county letter"),
                            ("email", "e-mail"),
                            ("letter", "letter by post"),
                            ("phone", "telephone"),
                            ("meeting", "meeting, in person"),
                            ("poster", "poster, leaflet"),
                            ("website", "website"),
                            ("social", "social media"),
                            ("press", "press, radio, television"),
                        ],
                        max_length=16,
                        verbose_name="how",
                    ),
                ),
                (
                    "message",
                    models.CharField(max_length=300, verbose_name="what they were told, in one sentence"),
                ),
                ("settlement", models.CharField(blank=True, max_length=5, verbose_name="settlement")),
                ("county", models.CharField(blank=True, max_length=2, verbose_name="county")),
                ("reached", models.PositiveIntegerField(verbose_name="how many were reached")),
                (
                    "counting",
                    models.CharField(
                        choices=[
                            ("delivered", "deliveries the mail server took and that did not come back"),
                            ("sheet", "attendance sheet"),
                            ("headcount", "head count"),
                            ("print_run", "copies printed or posted"),
                            ("reported", "reported by the publisher"),
                            ("estimate", "estimate"),
                        ],
                        max_length=12,
                        verbose_name="how it was counted",
                    ),
                ),
                ("counting_note", models.CharField(blank=True, max_length=200, verbose_name="how, in words")),
                ("file", models.FileField(blank=True, upload_to="information/")),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("entered_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="why it is withdrawn"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="information_acts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issue",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="act",
                        to="outreach.issue",
                    ),
                ),
            ],
            options={
                "ordering": ["-given_on", "-entered_at", "pk"],
                "indexes": [
                    models.Index(fields=["county", "given_on"], name="information_in_county"),
                    models.Index(fields=["group", "given_on"], name="information_of_group"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("issue__isnull", False),
                            models.Q(("counting", "delivered"), _negated=True),
                            _connector="OR",
                        ),
                        name="information_counted_by_delivery",
                        violation_error_message="Only a letter sent here is counted by its deliveries.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="information_withdrawn_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("worker", models.UUIDField()),
                ("order", models.JSONField()),
                ("begun", models.PositiveIntegerField(default=0)),
                ("answered", models.PositiveIntegerField(default=0)),
                ("taken_at", models.DateTimeField()),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="outreach.issue",
                    ),
                ),
            ],
            options={
                "ordering": ["taken_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("begun__gte", models.F("answered"))),
                        name="claim_begun_before_answered",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IssueText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=5)),
                ("subject", models.CharField(max_length=160, verbose_name="subject")),
                (
                    "preview",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="first line in the list of letters"
                    ),
                ),
                ("blocks", models.JSONField(blank=True, default=list)),
                ("html", models.TextField(blank=True)),
                ("plain", models.TextField(blank=True)),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="outreach.issue"
                    ),
                ),
            ],
            options={
                "ordering": ["-language"],
                "constraints": [
                    models.UniqueConstraint(fields=("issue", "language"), name="issue_text_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Omission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("whom", models.CharField(max_length=60)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("no_consent", "no consent"),
                            ("not_confirmed", "not confirmed yet"),
                            ("left", "unsubscribed"),
                            ("bouncing", "address does not work"),
                            ("complained", "reported a letter as spam"),
                            ("no_address", "no e-mail address"),
                            ("same_address", "gets it once already, at the same address"),
                            ("heard_lately", "heard from the network lately"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="omissions",
                        to="outreach.issue",
                    ),
                ),
            ],
            options={
                "ordering": ["reason", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProviderEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=250)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "key"), name="provider_event_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscriber",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail")),
                ("name", models.CharField(blank=True, max_length=150, verbose_name="name")),
                ("language", models.CharField(default="hu", max_length=5, verbose_name="language")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "not confirmed yet"),
                            ("active", "receives letters"),
                            ("left", "unsubscribed"),
                            ("bouncing", "address does not work"),
                            ("complained", "reported a letter as spam"),
                        ],
                        default="pending",
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                ("soft_bounces", models.PositiveSmallIntegerField(default=0)),
                ("last_bounce_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="subscribers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["email", "pk"],
                "indexes": [models.Index(fields=["state", "created_at"], name="subscriber_state")],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("contact", models.UUIDField(blank=True, null=True)),
                ("party", models.CharField(blank=True, max_length=60)),
                ("address", models.EmailField(max_length=254)),
                ("name", models.CharField(blank=True, max_length=150)),
                ("domain", models.CharField(max_length=190)),
                ("language", models.CharField(max_length=5)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("claimed", "being handed over"),
                            ("sent", "taken by the mail server"),
                            ("uncertain", "perhaps sent, not repeated"),
                            ("deferred", "refused for now, tried again"),
                            ("refused", "refused"),
                            ("left_out", "unsubscribed before its turn"),
                            ("bounced", "came back"),
                            ("complained", "reported as spam"),
                            ("not_sent", "not sent, the sending was stopped"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("claim", models.UUIDField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("retry_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="outreach.issue",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deliveries",
                        to="outreach.subscriber",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["issue", "state", "id"], name="delivery_next")],
                "constraints": [
                    models.UniqueConstraint(fields=("issue", "address"), name="delivery_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="delivery_sent_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claim__isnull", False), ("state", "claimed")),
                            models.Q(models.Q(("state", "claimed"), _negated=True), ("claim", None)),
                            _connector="OR",
                        ),
                        name="delivery_claimed_by_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Bounce",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hard", "permanent"),
                            ("soft", "temporary"),
                            ("complaint", "spam complaint"),
                        ],
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=12)),
                ("told", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=250, unique=True)),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bounces",
                        to="outreach.delivery",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OptIn",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(blank=True, max_length=150)),
                ("language", models.CharField(default="hu", max_length=5)),
                ("wishes", models.JSONField(default=list)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("address_hash", models.CharField(blank=True, max_length=64)),
                ("texts", models.ManyToManyField(related_name="+", to="outreach.consenttext")),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opt_ins",
                        to="outreach.subscriber",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("email_hash", models.CharField(max_length=64)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("newsletter", "the newsletter"),
                            ("county_letter", "letters of the county's mentors"),
                        ],
                        max_length=16,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "form of the site, confirmed by e-mail"),
                            ("paper", "signed paper"),
                            ("import", "taken over with proof"),
                        ],
                        max_length=8,
                    ),
                ),
                ("proof", models.CharField(blank=True, max_length=300, verbose_name="proof")),
                ("address_hash", models.CharField(blank=True, max_length=64)),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("one_click", "by one click in a letter"),
                            ("page", "on the page of one's own subscriptions"),
                            ("mail", "by a letter"),
                            ("complaint", "by reporting a letter as spam"),
                            ("office", "by the office, asked to"),
                            ("erased", "by erasing one's own data"),
                            ("renewed", "replaced by a newer consent"),
                        ],
                        max_length=10,
                    ),
                ),
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
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="outreach.consenttext",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="consents",
                        to="outreach.subscriber",
                    ),
                ),
            ],
            options={
                "ordering": ["-given_at", "pk"],
                "indexes": [models.Index(fields=["email_hash"], name="consent_of_address")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("subscriber__isnull", False), ("withdrawn_at", None)),
                        fields=("subscriber", "purpose"),
                        name="consent_stands_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("channel", "web"), models.Q(("proof", ""), _negated=True), _connector="OR"
                        ),
                        name="consent_proven",
                        violation_error_message="A consent taken over needs its proof.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False), models.Q(("withdrawn_by", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="consent_withdrawn_somehow",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("county", models.CharField(blank=True, max_length=2, verbose_name="county")),
                ("since", models.DateTimeField()),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="outreach.subscriber",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subscriptions",
                        to="programmes.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "ordering": ["since", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("topic__isnull", False)),
                        fields=("subscriber", "topic", "county"),
                        name="subscription_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("topic__isnull", True)),
                        fields=("subscriber", "county"),
                        name="subscription_to_all_topics_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sending",
            fields=[
                (
                    "issue",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sending",
                        serialize=False,
                        to="outreach.issue",
                    ),
                ),
                ("turn", models.PositiveIntegerField(default=0)),
                ("beat_at", models.DateTimeField(blank=True, null=True)),
                ("rest_until", models.DateTimeField(blank=True, null=True)),
                ("rests", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="why it stands still")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
    ]
