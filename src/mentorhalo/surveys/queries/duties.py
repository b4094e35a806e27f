"""What waits for interviewers, leaders and researchers in the field."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.accounts.models import User
from mentorhalo.core.registry import Waiting

from ..choices import FlagState, ResponseState, UnitState, WaveState
from ..models import FieldAssignment, Response, SampleUnit, Wave
from .drafts import to_be_corrected_by
from .people import interviewer_of
from .reach import counties_of
from .recontacts import waiting_for
from .review import within

STUCK_AFTER = timedelta(days=7)  # overdue for so long: somebody else must look at it


@dataclass(frozen=True)
class Stuck:
    """What does not move in an open wave."""

    wave: Wave
    unassigned: int
    overdue: int  # for more than a week

    @property
    def total(self) -> int:
        return self.unassigned + self.overdue


def stuck_in(wave: Wave, day: date, counties: frozenset[str] | None = None) -> Stuck:
    """Two queries."""
    units = SampleUnit.objects.in_play().filter(wave=wave, state=UnitState.OPEN)
    late = FieldAssignment.objects.filter(unit__wave=wave, ended_at=None, due_on__lt=day - STUCK_AFTER)
    if counties is not None:
        units = units.filter(settlement__county__in=counties)
        late = late.filter(unit__settlement__county__in=counties)
    return Stuck(wave, units.count(), late.count())


def open_waves(day: date) -> QuerySet[Wave]:
    return Wave.objects.filter(state=WaveState.OPEN, starts_on__lte=day).select_related("study__programme")


def to_remind(
    day: date, ahead: timedelta, again_after: datetime, wave: Wave | None = None
) -> QuerySet[FieldAssignment]:
    """Assignments due soon or overdue whose interviewer was not written to since `again_after`."""
    rows = FieldAssignment.objects.filter(
        Q(reminded_at=None) | Q(reminded_at__lt=again_after),
        ended_at=None,
        due_on__lte=day + ahead,
        unit__wave__state=WaveState.OPEN,
    )
    return rows.filter(unit__wave=wave) if wave is not None else rows


def what_waits(user: Any, now: datetime) -> list[Waiting]:
    """For an interviewer what came back, the units in hand and whom to ask again; for leaders and researchers what is stuck, and what is to be looked at.

    Eleven queries at most.
    """
    if not isinstance(user, User):
        return []
    day = timezone.localdate(now)
    found = []
    interviewer = interviewer_of(user)
    if interviewer is not None:
        found += _came_back(to_be_corrected_by(interviewer).order_by().count())
        mine = FieldAssignment.objects.filter(
            interviewer=interviewer, ended_at=None, unit__wave__state=WaveState.OPEN
        )
        counted = mine.order_by().aggregate(n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=day)))
        found += _of_interviewer(counted["n"], counted["late"])
        found += _to_ask_again(waiting_for(interviewer).count())
    if user.has_perm("surveys.assign"):
        found += _of_leader(user, day)
    if user.has_perm("surveys.review"):
        found += _of_reviewer(user, day)
    return found


def _came_back(count: int) -> list[Waiting]:
    if not count:
        return []
    return [
        Waiting(words_of_returned(count), _("See why"), f"{reverse('filling:home')}#returned", is_urgent=True)
    ]


def words_of_returned(count: int) -> str:
    words = ngettext(
        "%(count)s questionnaire came back to you to be corrected.",
        "%(count)s questionnaires came back to you to be corrected.",
        count,
    )
    return words % {"count": count}


def _of_interviewer(count: int, late: int) -> list[Waiting]:
    if not count:
        return []
    words = ngettext("%(count)s unit waits for your visit.", "%(count)s units wait for your visit.", count)
    words = words % {"count": count}
    if late:
        words += " " + ngettext("%(count)s is overdue.", "%(count)s are overdue.", late) % {"count": late}
    return [Waiting(words, _("See them"), reverse("surveys:mine"), is_urgent=bool(late))]


def _to_ask_again(count: int) -> list[Waiting]:
    if not count:
        return []
    return [Waiting(words_of_recontacts(count), _("See them"), reverse("surveys:my_recontacts"))]


def words_of_recontacts(count: int) -> str:
    words = ngettext(
        "%(count)s interview that somebody else made is to be asked again by you.",
        "%(count)s interviews that others made are to be asked again by you.",
        count,
    )
    return words % {"count": count}


def _of_leader(user: User, day: date) -> list[Waiting]:
    counties = counties_of(user, day)
    units = SampleUnit.objects.in_play().filter(state=UnitState.OPEN, wave__state=WaveState.OPEN)
    late = FieldAssignment.objects.filter(
        ended_at=None, due_on__lt=day - STUCK_AFTER, unit__wave__state=WaveState.OPEN
    )
    if counties is not None:
        units = units.filter(settlement__county__in=counties)
        late = late.filter(unit__settlement__county__in=counties)
    free = Counter(dict(units.order_by().values_list("wave").annotate(n=Count("pk"))))
    stuck = Counter(dict(late.order_by().values_list("unit__wave").annotate(n=Count("pk"))))
    waves = Wave.objects.filter(pk__in=set(free) | set(stuck)).select_related("study")
    found = []
    for wave in waves.order_by("study__code", "number"):
        if count := free[wave.pk]:
            words = ngettext(
                "%(study)s: %(count)s unit is nobody's yet.",
                "%(study)s: %(count)s units are nobody's yet.",
                count,
            )
            href = reverse("surveys:assign", args=[wave.pk])
            found.append(Waiting(words % {"study": wave.study.title, "count": count}, _("Give them"), href))
        if count := stuck[wave.pk]:
            words = ngettext(
                "%(study)s: %(count)s unit is overdue for more than a week.",
                "%(study)s: %(count)s units are overdue for more than a week.",
                count,
            )
            href = reverse("surveys:wave", args=[wave.pk]) + "#people"
            said = words % {"study": wave.study.title, "count": count}
            found.append(Waiting(said, _("See whose"), href, is_urgent=True))
    return found


def _of_reviewer(user: User, day: date) -> list[Waiting]:
    """Three queries."""
    counties = counties_of(user, day)
    unread = Response.objects.filter(within(counties), state=ResponseState.RECEIVED, wave__isnull=False)
    flagged = unread.filter(flags__state=FlagState.OPEN)
    waiting = Counter(dict(unread.order_by().values_list("wave").annotate(n=Count("pk"))))
    doubtful = Counter(dict(flagged.order_by().values_list("wave").annotate(n=Count("pk", distinct=True))))
    waves = Wave.objects.filter(pk__in=set(waiting)).select_related("study")
    found = []
    for wave in waves.order_by("study__code", "number"):
        words = ngettext(
            "%(study)s, %(wave)s: %(count)s questionnaire is to be looked at.",
            "%(study)s, %(wave)s: %(count)s questionnaires are to be looked at.",
            waiting[wave.pk],
        ) % {"study": wave.study.title, "wave": wave.title, "count": waiting[wave.pk]}
        if flags := doubtful[wave.pk]:
            words += " " + ngettext(
                "%(count)s of them has a flag.", "%(count)s of them have a flag.", flags
            ) % {"count": flags}
        found.append(Waiting(words, _("Look at them"), reverse("surveys:responses", args=[wave.pk])))
    return found
