from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import OccasionKind, OccasionState, QuestionKind
from ..hours import last_day

ANNOUNCED = (OccasionState.PUBLISHED, OccasionState.CANCELLED, OccasionState.HELD)
CALLED_OFF = (OccasionState.CANCELLED, OccasionState.TAKEN_DOWN)
LONGEST_DAYS = 31


class OccasionQuerySet(models.QuerySet["Occasion"]):
    def announced(self) -> Self:
        """What was ever announced, also what was cancelled since."""
        return self.filter(state__in=ANNOUNCED)

    def public(self) -> Self:
        return self.announced().filter(is_public=True)

    def in_feeds(self) -> Self:
        """What was ever public: who subscribed must hear, too, that it was taken down."""
        return self.filter(state__in=(*ANNOUNCED, OccasionState.TAKEN_DOWN), is_public=True)

    def touching(self, since: datetime, until: datetime) -> Self:
        """Those of which a part lies between the two moments."""
        return self.filter(starts_at__lt=until, ends_at__gt=since)

    def coming(self, now: datetime) -> Self:
        return self.filter(ends_at__gte=now)


class Occasion(Entity):
    """A workshop, a professional day, a study visit, a meeting: announced, filled, held - or cancelled.

    One that lasts several days is one occasion. `sequence` rises with each change that a calendar must hear of.
    """

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="occasions")
    kind = models.CharField(_("kind"), max_length=20, choices=OccasionKind)
    state = models.CharField(_("state"), max_length=12, choices=OccasionState, default=OccasionState.DRAFT)
    title = models.CharField(_("title"), max_length=160)
    title_search = models.CharField(max_length=330, editable=False)
    summary = models.CharField(_("in one or two sentences"), max_length=400)
    agenda = models.TextField(_("programme"), max_length=8000, blank=True)
    host = models.CharField(_("who holds it"), max_length=200)
    group = models.ForeignKey(
        "network.CountyGroup", null=True, blank=True, on_delete=models.PROTECT, related_name="occasions"
    )
    is_whole_network = models.BooleanField(_("for the whole network"), default=False)
    is_public = models.BooleanField(_("open to everybody"), default=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    settlement = models.ForeignKey(
        "territory.Settlement", null=True, blank=True, on_delete=models.PROTECT, related_name="occasions"
    )
    place = models.CharField(_("address or room"), max_length=300, blank=True)
    online_url = models.URLField(_("link for taking part online"), max_length=500, blank=True)
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    closes_at = models.DateTimeField(_("registration until"), null=True, blank=True)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    planned_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    sequence = models.PositiveSmallIntegerField(default=0)

    objects = OccasionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["state", "starts_at"], name="occasion_state_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="occasion_ends_after_start",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(settlement__isnull=False) | ~Q(online_url="") | Q(state=OccasionState.DRAFT),
                name="occasion_is_somewhere",
                violation_error_message=_("Say where it is: a settlement, or a link for taking part online."),
            ),
            models.UniqueConstraint(
                fields=["title_search", "starts_at"],
                condition=~Q(state=OccasionState.CANCELLED) & ~Q(kind=OccasionKind.WEEK),
                name="occasion_once",
                violation_error_message=_("This occasion is here already: the same title at the same time."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_online(self) -> bool:
        return self.settlement_id is None

    @property
    def is_announced(self) -> bool:
        return self.state in ANNOUNCED

    @property
    def is_taken_down(self) -> bool:
        """By those who published it: its page says so, and nothing else."""
        return self.state == OccasionState.TAKEN_DOWN

    @property
    def is_called_off(self) -> bool:
        return self.state in CALLED_OFF

    @property
    def starts_on(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def ends_on(self) -> date:
        return last_day(self.ends_at)

    @property
    def days(self) -> list[date]:
        """Every day it lasts, the first and the last included."""
        return [self.starts_on + timedelta(days=n) for n in range((self.ends_on - self.starts_on).days + 1)]

    @property
    def is_of_week(self) -> bool:
        """A programme of the Week of Communities: its joiner looks after it, nobody registers here."""
        return self.kind == OccasionKind.WEEK

    def takes_registrations(self, now: datetime) -> bool:
        if self.is_of_week:
            return False
        return self.state == OccasionState.PUBLISHED and now < (self.closes_at or self.starts_at)


class OccasionQuestion(Entity):
    """Something the organiser asks whoever registers."""

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=200)
    kind = models.CharField(_("kind of answer"), max_length=8, choices=QuestionKind)
    options = models.TextField(_("choices"), max_length=2000, blank=True)  # one a line
    is_required = models.BooleanField(_("has to be answered"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def choices(self) -> list[str]:
        return [line.strip() for line in self.options.splitlines() if line.strip()]


class OccasionFile(Entity):
    """A document of the occasion: what was shown, an attendance sheet, minutes."""

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("name"), max_length=200)
    file = models.FileField(_("file"), upload_to="occasions/%Y/%m/")
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    is_public = models.BooleanField(_("everybody who sees the occasion may read it"), default=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["occasion", "sha256"],
                name="occasion_file_once",
                violation_error_message=_("This file is here already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
