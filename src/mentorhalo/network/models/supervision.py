"""Supervision: who supervises from when to when, and which sessions were held.

Hours only. Nothing here can hold what was said: there is no text, no subject, no file, and an objection is one of a list.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity
from mentorhalo.core.numbers import number

from ..choices import Answer, Objection, SupervisionKind
from .dated import DatedQuerySet
from .mentors import Mentor

STEP, LONGEST = 15, 12 * 60  # minutes
REASONED = models.CheckConstraint(
    condition=(Q(answer=Answer.CONTESTED) & ~Q(objection=""))
    | (~Q(answer=Answer.CONTESTED) & Q(objection="")),
    name="%(class)s_objection_where_contested",
)


class Supervisor(Entity):
    """A person's dated contract to supervise in a programme. They stand outside the network's hierarchy."""

    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="supervisors"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="supervisor_contracts"
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = DatedQuerySet["Supervisor"].as_manager()

    class Meta:
        ordering = ["user__name_sort", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "user"],
                name="supervisor_once",
                violation_error_message=_("This person has a contract in the programme already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="supervisor_ends_after_start",
                violation_error_message=_("A contract cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.starts_on}"

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)


class Supervisee(Entity):
    """The journal knows a supervised mentor by this id only, and nobody is told there whose it is."""

    mentor = models.OneToOneField(Mentor, on_delete=models.PROTECT, related_name="supervisee")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.pk)


class Answered(models.Model):
    """One side's word about a session."""

    answer = models.CharField(max_length=11, choices=Answer, default=Answer.UNCONFIRMED)
    objection = models.CharField(max_length=8, choices=Objection, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_confirmed(self) -> bool:
        return self.answer == Answer.CONFIRMED

    @property
    def is_contested(self) -> bool:
        return self.answer == Answer.CONTESTED


class SupervisionSessionQuerySet(models.QuerySet["SupervisionSession"]):
    def given_by(self, user: Any) -> Self:
        """Sessions of this account, whatever the contract."""
        return self.filter(supervisor__user=user)

    def with_names(self) -> Self:
        """With supervisor, programme and who took part. Two queries more."""
        return self.select_related("supervisor__user", "supervisor__programme").prefetch_related(
            "participations__supervisee__mentor"
        )


class SupervisionSession(Answered, Entity):
    """A session: its day, kind and length. The answer is the supervisor's; each mentor's stands in the participation."""

    supervisor = models.ForeignKey(Supervisor, on_delete=models.PROTECT, related_name="sessions")
    held_on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=10, choices=SupervisionKind)
    minutes = models.PositiveSmallIntegerField(_("length in minutes"))
    is_from_mentor = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    objects = SupervisionSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "pk"]
        constraints = [
            REASONED,
            models.CheckConstraint(
                condition=Q(minutes__gte=STEP, minutes__lte=LONGEST),
                name="supervision_session_length",
                violation_error_message=_("A session lasts between a quarter of an hour and 12 hours."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.kind}"

    @property
    def hours(self) -> str:
        return in_hours(self.minutes)

    @property
    def seen(self) -> str:
        """What somebody who confirms it has seen of it."""
        return f"{self.held_on}/{self.kind}/{self.minutes}"

    def is_confirmed_by_others(self) -> bool:
        """Whether a mentor confirmed it. Participations may come prefetched."""
        return any(one.is_confirmed for one in self.participations.all())

    def state(self, participations: Iterable["Participation"]) -> Answer:
        """Confirmed by both sides once the supervisor and one who took part have said so."""
        return weightiest(one.word(self) for one in participations)


class Participation(Answered, Entity):
    """That a mentor took part, and the mentor's own word about it."""

    session = models.ForeignKey(SupervisionSession, on_delete=models.CASCADE, related_name="participations")
    supervisee = models.ForeignKey(Supervisee, on_delete=models.PROTECT, related_name="participations")

    class Meta:
        ordering = ["pk"]
        constraints = [
            REASONED,
            models.UniqueConstraint(fields=["session", "supervisee"], name="participation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.answer}"

    def word(self, session: SupervisionSession) -> Answer:
        """What both sides together say of this mentor's hours."""
        return together(session.answer, self.answer)


def in_hours(minutes: int) -> str:
    """“1,5”: no more decimals than it needs."""
    return number(minutes / 60, 0 if minutes % 60 == 0 else 1 if minutes % 6 == 0 else 2)


def weightiest(words: Iterable[Answer]) -> Answer:
    """Of the words about several: confirmed, if one of them is; contested only if nothing else is left."""
    order = (Answer.CONFIRMED, Answer.UNCONFIRMED, Answer.CONTESTED)
    return min(words, key=order.index)


def together(one: str, other: str) -> Answer:
    """What two sides say: confirmed by both, contested by one, else not confirmed yet."""
    if Answer.CONTESTED in (one, other):
        return Answer.CONTESTED
    return Answer.CONFIRMED if one == other == Answer.CONFIRMED else Answer.UNCONFIRMED
