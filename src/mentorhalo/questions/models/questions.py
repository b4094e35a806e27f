from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity
from mentorhalo.programmes.models import Topic

from ..choices import Author, Channel, Sensitivity, State, Verdict
from .experts import Expert

OPEN = (State.RECEIVED, State.TRIAGED, State.ASSIGNED, State.WAITING)


class QuestionQuerySet(models.QuerySet["Question"]):
    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED)

    def open(self) -> Self:
        """Those that still owe their asker an answer."""
        return self.filter(state__in=OPEN)

    def overdue(self, now: datetime) -> Self:
        return self.open().exclude(state=State.WAITING).filter(due_at__lt=now)

    def to_confirm(self, today: date) -> Self:
        """Published answers whose year is over: somebody says again that they still hold, or they expire."""
        return self.published().filter(confirm_on__lte=today)

    def listed(self) -> Self:
        """What the public list, the feed and the search offer: published, and not expired."""
        return self.published().filter(expired_at=None)


class Question(Entity):
    """A question somebody asked, private until a redacted version of it is published.

    `text` and the messages are what was written; `public_*` is what everybody may read, made by redaction and never by
    overwriting. Name and address of the asker are erased on their wish; the question stays without them.
    """

    client_key = models.UUIDField(unique=True)  # the asker's form: sending it twice is harmless
    title = models.CharField(_("the question in one sentence"), max_length=160)
    text = models.TextField(_("the question"), max_length=8000)
    language = models.CharField(max_length=5, default="hu")
    topic = models.ForeignKey(
        Topic,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questions",
        verbose_name=_("topic"),
    )
    practice = models.ForeignKey(
        "knowledge.Practice",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questions",
        verbose_name=_("good practice it is about"),
    )
    settlement = models.CharField(_("settlement"), max_length=5, blank=True)  # KSH code
    county = models.CharField(
        _("county"), max_length=2, blank=True
    )  # of the settlement, on the day of asking
    programme = models.CharField(max_length=40, blank=True)

    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="questions"
    )
    asker_name = models.CharField(_("name"), max_length=150, blank=True)
    asker_email = models.EmailField(_("e-mail"), blank=True)
    may_publish = models.BooleanField(_("may be published without name and settlement"), default=False)
    may_publish_at = models.DateTimeField(null=True, blank=True)  # when that was last said
    erased_at = models.DateTimeField(null=True, blank=True)  # when name and address went

    state = models.CharField(max_length=16, choices=State, default=State.UNCONFIRMED)
    asked_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)  # when the address was confirmed
    due_at = models.DateTimeField(_("answer due"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    first_answered_at = models.DateTimeField(null=True, blank=True)
    expert = models.ForeignKey(
        Expert,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questions",
        verbose_name=_("expert"),
    )
    group = models.UUIDField(_("county group"), null=True, blank=True)
    answer_draft = models.TextField(blank=True)  # of the expert; nobody else reads it

    sensitivities = models.JSONField(default=list, blank=True)  # codes of Sensitivity
    public_title = models.CharField(_("public title"), max_length=160, blank=True)
    public_text = models.TextField(_("public question"), blank=True)
    public_answer = models.TextField(_("public answer"), blank=True)
    public_language = models.CharField(max_length=5, blank=True)
    slug = models.SlugField(max_length=180, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)
    confirm_on = models.DateField(_("to be confirmed by"), null=True, blank=True)
    confirm_asked_at = models.DateTimeField(null=True, blank=True)
    expired_at = models.DateTimeField(null=True, blank=True)  # nobody confirmed it in time: out of the lists
    # When what the public may read of it last changed; the latest of all is the edition of the public pages.
    public_changed_at = models.DateTimeField(null=True, blank=True, db_index=True)
    links = models.JSONField(default=list, blank=True)  # [{"kind": "method", "label": …, "url": …}]

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "pk"]
        indexes = [
            models.Index(fields=["state", "due_at"], name="question_state_due"),
            # The public list, its count and its order, without a look at the rows.
            models.Index(fields=["state", "expired_at", "published_at", "id"], name="question_listed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=~Q(slug=""), name="question_slug_once"),
            models.CheckConstraint(
                condition=Q(state=State.UNCONFIRMED) | Q(state=State.REJECTED) | Q(received_at__isnull=False),
                name="question_received_when_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED)
                | Q(may_publish=True, published_at__isnull=False, first_answered_at__isnull=False),
                name="question_published_by_leave",
                violation_error_message=_("Only an answered question whose asker agreed is published."),
            ),
        ]

    def __str__(self) -> str:
        return self.public_title or self.title

    def is_overdue(self, now: datetime) -> bool:
        """Owes an answer that was due; while the asker is asked back nothing is overdue."""
        return (
            self.state in OPEN
            and self.state != State.WAITING
            and self.due_at is not None
            and self.due_at < now
        )


class Message(Entity):
    """One thing said about a question: a further word of the asker, an answer, a note among colleagues, a question back."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="messages")
    at = models.DateTimeField()
    author = models.CharField(max_length=8, choices=Author)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="question_messages",
    )
    text = models.TextField()
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.PAGE)
    message_id = models.CharField(max_length=250, blank=True)  # of the e-mail it came by: taken once
    is_answer = models.BooleanField(default=False)
    is_internal = models.BooleanField(default=False)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.CharField(max_length=16, choices=Sensitivity, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message_id"], condition=~Q(message_id=""), name="question_mail_taken_once"
            ),
            models.CheckConstraint(
                condition=Q(is_answer=False) | Q(is_internal=False), name="question_answer_not_internal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author} {self.at:%Y-%m-%d %H:%M}"


class Move(models.Model):
    """A change of state: who moved the question, when, why."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="moves")
    before = models.CharField(max_length=16, choices=State)
    after = models.CharField(max_length=16, choices=State)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Review(Entity):
    """What the second reader said of a public version; never the expert who answered."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="reviews")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="question_reviews"
    )
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=16, choices=Verdict, blank=True)
    reason = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64)  # sha-256 of the public version that was read

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question"], condition=Q(decided_at=None), name="question_one_open_review"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, verdict="") | (Q(decided_at__isnull=False) & ~Q(verdict="")),
                name="question_review_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.verdict}"
