"""Evaluations of a process: what each side wrote, beside each other, and what a self-evaluation still waits for."""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.accounts.models import User
from mentorhalo.mentoring.models import Activity

from ..choices import ConditionKind, ItemState, Perspective, PhaseState
from ..models import Condition, Dimension, Evaluation, Mark, PhaseKind, PlanItem, Process
from .plans import entries_for, own_entries

YEAR = 365  # days between two looks from outside
NAMES = ("process__programme", "process__settlement__county", "process__mentor", "process__community")


@dataclass(frozen=True)
class Standing:
    """A condition of the self-evaluation in words, and whether it holds."""

    words: str
    holds: bool


@dataclass(frozen=True)
class PairRow:
    """One dimension, as the mentor and as the group marked it; `change` is the mentor's since the evaluation before."""

    name: str
    external: Mark | None
    own: Mark | None
    change: int | None

    @property
    def gap(self) -> int | None:
        """By how much the group marks itself above the mentor. Not to be summed up."""
        if self.external is None or self.own is None:
            return None
        return self.own.value - self.external.value


def evaluation_named(pk: UUID) -> Evaluation:
    """Raises `DoesNotExist`."""
    return Evaluation.objects.select_related(*NAMES).get(pk=pk)


def yearly_due(user: User, today: date) -> list[Process]:
    """Open processes of this mentor that were looked at from outside a year ago or earlier, and are not just now. One query."""
    outside = ~Q(evaluations__perspective=Perspective.OWN)
    looked = Max("evaluations__held_on", filter=outside & Q(evaluations__closed_at__isnull=False))
    writing = Count("evaluations", filter=outside & Q(evaluations__closed_at=None))
    rows = Process.objects.open_on(today).filter(mentor__user=user).annotate(looked=looked, writing=writing)
    due = rows.filter(looked__lte=today - timedelta(days=YEAR), writing=0).select_related("settlement")
    return list(due.order_by("looked", "pk"))


def dimension_named(pk: UUID) -> Dimension:
    return Dimension.objects.in_use().get(pk=pk)


def condition_named(pk: int) -> Condition:
    return Condition.objects.get(pk=pk)


def evaluations_of(process: Process) -> list[Evaluation]:
    """The latest first, those being written too. One query."""
    return list(process.evaluations.all())


def dimensions_for(evaluation: Evaluation) -> list[Dimension]:
    """Those that were in use when it was opened: a rewording does not change what is being written. One query."""
    at = evaluation.opened_at
    then = Q(published_at=None) | Q(published_at__lte=at)
    return list(Dimension.objects.filter(then, Q(retired_at=None) | Q(retired_at__gt=at)))


def marks_of(evaluation: Evaluation | None) -> list[Mark]:
    """With the wording they were given by. One query."""
    if evaluation is None:
        return []
    return list(evaluation.marks.select_related("dimension", "activity__kind", "plan_item"))


def entries_to_point_at(evaluation: Evaluation) -> list[Activity]:
    """The newest log entries, and those that its marks point at already. Two queries."""
    newest = entries_for(evaluation.process)
    known = {one.pk for one in newest}
    pointed = Activity.objects.filter(pk__in=evaluation.marks.exclude(activity=None).values("activity"))
    older = pointed.exclude(pk__in=known).select_related("kind", "settlement")
    return [*newest, *older.order_by("-occurred_on", "pk")]


def stamp_of(evaluation: Evaluation) -> str:
    """Another one once anything in it was written anew. One query."""
    said = [getattr(evaluation, name) for name in ("held_on", "participants", "summary", *Evaluation.LEAP)]
    marks = evaluation.marks.order_by("dimension").values_list(
        "dimension", "value", "sentence", "activity", "plan_item"
    )
    return sha256(repr((said, list(marks))).encode()).hexdigest()[:16]


def beside_each_other(
    external: Evaluation | None, own: Evaluation | None, before: Evaluation | None
) -> list[PairRow]:
    """Every dimension that either side marked, in order. Three queries at most."""
    theirs = {one.dimension.code: one for one in marks_of(external)}
    ours = {one.dimension.code: one for one in marks_of(own)}
    earlier = {one.dimension.code: one.value for one in marks_of(before)}
    known = [*theirs.values(), *(one for code, one in ours.items() if code not in theirs)]

    def row(mark: Mark) -> PairRow:
        code, here = mark.dimension.code, theirs.get(mark.dimension.code)
        change = here.value - earlier[code] if here is not None and code in earlier else None
        return PairRow(str(mark.dimension), here, ours.get(code), change)

    return [row(one) for one in sorted(known, key=lambda one: (one.dimension.order, one.dimension.code))]


def standings(process: Process) -> list[Standing]:
    """Each condition that is asked for, in words. At most one query a condition."""
    names = {kind.code: str(kind) for kind in PhaseKind.objects.all()}
    asked = Condition.objects.filter(is_asked=True)
    return [Standing(words_of(one, names), _holds(one, process)) for one in asked]


def words_of(condition: Condition, phases: dict[str, str]) -> str:
    least = condition.least
    match condition.kind:
        case ConditionKind.COMMUNITY:
            return _("The process has its community: a group that evaluates itself.")
        case ConditionKind.PICTURE:
            return _("The mentor has closed the situation picture.")
        case ConditionKind.PHASE:
            return _("This phase is completed: %(phase)s.") % {
                "phase": phases.get(condition.phase, condition.phase)
            }
        case ConditionKind.PLAN:
            words = ngettext("The action plan has an action.", "The action plan has %(n)s actions.", least)
        case ConditionKind.ENTRIES:
            words = ngettext(
                "A log entry tells of the work with the group.",
                "%(n)s log entries tell of the work with the group.",
                least,
            )
        case _:
            words = ngettext("A SWOT session is closed.", "%(n)s SWOT sessions are closed.", least)
    return words % {"n": least}


def _holds(condition: Condition, process: Process) -> bool:
    rows: QuerySet[Any]
    match condition.kind:
        case ConditionKind.COMMUNITY:
            return process.community_id is not None
        case ConditionKind.PICTURE:
            rows = process.evaluations.closed().filter(perspective=Perspective.PICTURE)
            return rows.exists()
        case ConditionKind.PHASE:
            rows = process.phases.filter(kind__code=condition.phase, state=PhaseState.DONE)
            return rows.exists()
        case ConditionKind.PLAN:
            rows = PlanItem.objects.filter(process=process).exclude(state=ItemState.DROPPED)
        case ConditionKind.ENTRIES:
            rows = own_entries(process)
        case _:
            rows = process.swot_sessions.filter(closed_at__isnull=False)
    return rows.count() >= condition.least


def dimension_rows() -> list[tuple[Dimension, list[Dimension]]]:
    """Those in use with their earlier wordings, each with `given`, the number of marks. One query."""
    rows = list(Dimension.objects.annotate(given=Count("marks")))
    return [
        (one, [other for other in rows if other.code == one.code and other.pk != one.pk])
        for one in rows
        if one.retired_at is None
    ]


def condition_rows() -> list[tuple[Condition, str]]:
    names = {kind.code: str(kind) for kind in PhaseKind.objects.all()}
    return [(one, words_of(one, names)) for one in Condition.objects.all()]
