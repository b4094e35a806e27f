"""The Week of Communities: its editions, who joins, with what, and through whom they came."""

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import (
    CountedBy,
    Heard,
    JoinerKind,
    JoinerState,
    MentorAnswer,
    OccasionState,
    ProgrammeKind,
    Through,
)
from .occasions import Occasion

# After the call has closed, joiners may still write their programmes down and mend what was sent back.
GRACE = timedelta(days=7)
STANDING = (OccasionState.PUBLISHED, OccasionState.HELD)


class Edition(Entity):
    """The Week in one year: its days, its call, its deadline."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="editions")
    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("name"), max_length=120)
    name_search = models.CharField(max_length=250, editable=False)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    motto = models.CharField(_("motto"), max_length=200, blank=True)
    call = models.TextField(_("call"), max_length=6000)
    themes = models.TextField(_("themes"), max_length=2000, blank=True)  # one a line
    opens_at = models.DateTimeField(_("joining from"))
    closes_at = models.DateTimeField(_("joining until"))
    report_until = models.DateField(_("report until"))

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "year"],
                name="edition_once",
                violation_error_message=_("This year has its Week already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="edition_ends_after_start",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="edition_closes_after_opening",
                violation_error_message=_("Joining cannot close before it opens."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    @property
    def days(self) -> list[date]:
        return [self.starts_on + timedelta(days=n) for n in range((self.ends_on - self.starts_on).days + 1)]

    @property
    def theme_list(self) -> list[str]:
        return [line.strip() for line in self.themes.splitlines() if line.strip()]

    def takes_joiners(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at

    def takes_programmes(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at + GRACE


class Invitation(Entity):
    """A mentor's own link for somebody to join by. The mentor hands it over; the program writes to nobody."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="invitations")
    mentor = models.ForeignKey("network.Mentor", on_delete=models.PROTECT, related_name="week_invitations")
    name = models.CharField(_("whom"), max_length=200)
    settlement = models.ForeignKey("territory.Settlement", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "pk"]

    def __str__(self) -> str:
        return self.name


class JoinerQuerySet(models.QuerySet["Joiner"]):
    def accepted(self) -> Self:
        return self.filter(state=JoinerState.ACCEPTED)

    def not_written_since(self, moment: datetime) -> Self:
        """Whose last letter, or whose joining if none was sent, is older."""
        return self.alias(last=Coalesce("written_at", "asked_at")).filter(last__lt=moment)


class Joiner(Entity):
    """An institution, a civil organisation or a community that joins an edition; it needs no account.

    `mentor_answer` and `logged_on` are the proofs that it came through a mentor; see `through`.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="joiners")
    client_key = models.UUIDField(unique=True)  # the form's: sending it twice is harmless
    kind = models.CharField(_("who joins"), max_length=12, choices=JoinerKind)
    name = models.CharField(_("name"), max_length=200)
    name_search = models.CharField(max_length=410, editable=False)
    settlement = models.ForeignKey(
        "territory.Settlement", on_delete=models.PROTECT, related_name="+", verbose_name=_("settlement")
    )
    contact_name = models.CharField(_("contact"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(max_length=5, default="hu")
    heard = models.CharField(_("how they heard of it"), max_length=8, choices=Heard)
    mentor_named = models.CharField(_("which mentor"), max_length=150, blank=True)
    mentor = models.ForeignKey(
        "network.Mentor", null=True, blank=True, on_delete=models.PROTECT, related_name="joiners"
    )
    invitation = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.SET_NULL, related_name="joiners"
    )
    mentor_answer = models.CharField(_("the mentor's answer"), max_length=3, choices=MentorAnswer, blank=True)
    logged_on = models.DateField(_("invited by the log on"), null=True, blank=True)
    is_mentor_logged = models.BooleanField(default=False)  # the log alone says which mentor it was
    state = models.CharField(_("state"), max_length=12, choices=JoinerState, default=JoinerState.UNCONFIRMED)
    asked_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)  # the last letter with the link
    confirmed_at = models.DateTimeField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    return_reason = models.CharField(_("why it was sent back"), max_length=500, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = JoinerQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["edition", "state", "asked_at"], name="joiner_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "email", "name_search"],
                condition=~Q(email=""),
                name="joiner_once",
                violation_error_message=_("They have joined already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_accepted(self) -> bool:
        return self.state == JoinerState.ACCEPTED

    @property
    def through(self) -> Through:
        """Through a mentor only where the log says so, or they said so and the mentor said yes; who does not know stays unknown."""
        says_mentor = self.heard == Heard.MENTOR or self.invitation_id is not None
        if self.logged_on is not None or (says_mentor and self.mentor_answer == MentorAnswer.YES):
            return Through.MENTOR
        if says_mentor and self.mentor_answer != MentorAnswer.NO:
            return Through.CLAIMED
        if self.heard in (Heard.UNKNOWN, Heard.MENTOR):
            return Through.UNKNOWN
        return Through.OTHER


class WeekProgrammeQuerySet(models.QuerySet["WeekProgramme"]):
    def untold(self) -> Self:
        """Published, and the joiner has no letter of it yet."""
        return self.filter(occasion__isnull=False, told_at=None)


class WeekProgramme(Entity):
    """Something a joiner holds in the Week. `occasion` is its public form, once the county group has accepted it."""

    joiner = models.ForeignKey(Joiner, on_delete=models.CASCADE, related_name="programmes")
    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("kind"), max_length=12, choices=ProgrammeKind)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    summary = models.CharField(_("in one or two sentences"), max_length=400)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("address or room"), max_length=300)
    access = models.CharField(_("accessibility of the place"), max_length=200, blank=True)
    fee = models.CharField(_("entrance"), max_length=100, blank=True)
    occasion = models.OneToOneField(
        Occasion, null=True, blank=True, on_delete=models.SET_NULL, related_name="of_week"
    )
    written_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)  # the letter that it is published
    attendance = models.PositiveIntegerField(_("how many people came"), null=True, blank=True)
    counted_by = models.CharField(_("how they were counted"), max_length=10, choices=CountedBy, blank=True)
    quote = models.CharField(_("a sentence of somebody who was there"), max_length=300, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)

    objects = WeekProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["told_at"], condition=Q(told_at=None), name="week_programme_untold")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="week_programme_ends_after_start",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.UniqueConstraint(
                fields=["joiner", "title", "starts_at", "place"],
                name="week_programme_once",
                violation_error_message=_("This programme is here already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_seen(self) -> bool:
        """Visitors see its page, also if it was cancelled. Comes with its occasion."""
        return self.occasion is not None and self.occasion.is_announced

    @property
    def is_standing(self) -> bool:
        """Announced to visitors, or held. Comes with its occasion."""
        return self.occasion is not None and self.occasion.state in STANDING
