"""Units are given to interviewers, taken back, and handed over when somebody leaves."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit

from ..choices import UnitState, WaveState
from ..models import Enrolment, FieldAssignment, Interviewer, SampleUnit, Wave
from ..queries.assigning import Portion, candidates, free_units, suggest

BATCH = 500


class AssignmentRefused(Exception):
    """The message is meant for the person; `field` names what it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


@transaction.atomic
def assign_units(
    *,
    wave: Wave,
    units: Collection[UUID],
    interviewer: Interviewer,
    due_on: date | None = None,
    by: User | None,
    at: datetime,
) -> list[FieldAssignment]:
    """Give these units to one interviewer. All or none: a unit that is somebody's already refuses the whole."""
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    _check_wave(wave, due_on)
    _check_enrolled(wave, [interviewer.pk], timezone.localdate(at))
    locked = SampleUnit.objects.select_for_update().filter(wave=wave, pk__in=list(units)).order_by("pk")
    found = list(locked)
    if len(found) != len(set(units)) or any(one.state != UnitState.OPEN or one.is_reserve for one in found):
        raise AssignmentRefused(
            _("Some of these units are somebody's already, or reserves: look at the list again."), "units"
        )
    given = _give([(one, interviewer.pk) for one in found], due_on, by, at)
    _note(wave, "assign_units", by, at, {"interviewer": str(interviewer.pk), "units": len(given)})
    return given


@transaction.atomic
def assign_settlement(
    *,
    wave: Wave,
    settlement: str,
    interviewer: Interviewer,
    count: int | None = None,
    due_on: date | None = None,
    by: User | None,
    at: datetime,
) -> list[FieldAssignment]:
    """Give the settlement's free units, or the first so many in drawn order, to one interviewer."""
    Wave.objects.select_for_update().get(pk=wave.pk)
    rows = free_units(wave).filter(settlement=settlement).values_list("pk", flat=True)
    units = list(rows if count is None else rows[:count])
    if not units:
        raise AssignmentRefused(_("Nothing waits to be given in this settlement."), "settlement")
    return assign_units(wave=wave, units=units, interviewer=interviewer, due_on=due_on, by=by, at=at)


@transaction.atomic
def assign_as_suggested(
    *,
    wave: Wave,
    digest: str,
    counties: frozenset[str] | None,
    due_on: date | None = None,
    by: User | None,
    at: datetime,
) -> int:
    """Do what `queries.assigning.suggest` said, if it still says so. Tells how many units were given."""
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    _check_wave(wave, due_on)
    plan = suggest(wave, timezone.localdate(at), counties)
    if plan.digest != digest:
        raise AssignmentRefused(_("Something has changed meanwhile: please look at the new suggestion."))
    pairs = _units_of(wave, plan.portions, counties)
    _give(pairs, due_on, by, at)
    _note(wave, "assign_as_suggested", by, at, {"units": len(pairs), "left": plan.left})
    return len(pairs)


@transaction.atomic
def take_back(*, assignments: Iterable[FieldAssignment], reason: str, by: User | None, at: datetime) -> int:
    """Let units be nobody's again. Those ended already are left alone. Tells how many were taken back."""
    reason = _reason(reason)
    standing = _locked([one.pk for one in assignments])
    _end(standing, reason, at)
    SampleUnit.objects.filter(pk__in=[one.unit_id for one in standing], state=UnitState.ASSIGNED).update(
        state=UnitState.OPEN
    )
    for wave, count in _by_wave(standing).items():
        _note(wave, "take_back", by, at, {"units": count, "reason": reason})
    return len(standing)


@transaction.atomic
def hand_over(
    *,
    leaver: Interviewer,
    wave: Wave,
    to: Interviewer | None,
    reason: str,
    by: User | None,
    at: datetime,
) -> int:
    """What the leaver has in hand in a wave goes on with another, with the same due days.

    Without `to` it is spread: each unit to whoever of its county holds the least. Tells how many were handed over.
    """
    reason = _reason(reason)
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    day = timezone.localdate(at)
    rows = FieldAssignment.objects.filter(interviewer=leaver, unit__wave=wave, ended_at=None)
    standing = _locked(rows.values_list("pk", flat=True))
    if to is not None:
        if to.pk == leaver.pk:
            raise AssignmentRefused(_("Nobody hands over to themselves."), "to")
        _check_enrolled(wave, [to.pk], day)
        heirs = dict.fromkeys((one.pk for one in standing), to.pk)
    else:
        heirs = _spread(wave, standing, leaver, day)
    _end(standing, reason, at)
    FieldAssignment.objects.bulk_create(
        [
            FieldAssignment(
                unit_id=one.unit_id,
                interviewer_id=heirs[one.pk],
                assigned_at=at,
                assigned_by=by,
                due_on=one.due_on,
            )
            for one in standing
        ],
        batch_size=BATCH,
    )
    _note(
        wave, "hand_over_units", by, at, {"leaver": str(leaver.pk), "units": len(standing), "reason": reason}
    )
    return len(standing)


@transaction.atomic
def move_due_day(
    *, assignment: FieldAssignment, due_on: date | None, by: User | None, at: datetime
) -> FieldAssignment:
    """A new deadline may be reminded of anew."""
    found = FieldAssignment.objects.select_for_update(of=("self",)).select_related("unit__wave")
    assignment = found.get(pk=assignment.pk)
    _check_wave(assignment.unit.wave, due_on)
    assignment.due_on, assignment.reminded_at = due_on, None
    assignment.save(update_fields=["due_on", "reminded_at"])
    return assignment


def _give(
    pairs: list[tuple[SampleUnit, UUID]], due_on: date | None, by: User | None, at: datetime
) -> list[FieldAssignment]:
    given = [
        FieldAssignment(unit=unit, interviewer_id=pk, assigned_at=at, assigned_by=by, due_on=due_on)
        for unit, pk in pairs
    ]
    FieldAssignment.objects.bulk_create(given, batch_size=BATCH)
    for start in range(0, len(pairs), BATCH):
        ids = [unit.pk for unit, _pk in pairs[start : start + BATCH]]
        SampleUnit.objects.filter(pk__in=ids).update(state=UnitState.ASSIGNED)
    return given


def _units_of(
    wave: Wave, portions: list[Portion], counties: frozenset[str] | None
) -> list[tuple[SampleUnit, UUID]]:
    """The units of each portion, dealt in drawn order, so that each gets early and late ones."""
    free: dict[str, list[SampleUnit]] = defaultdict(list)
    for unit in free_units(wave, counties).select_for_update():
        free[unit.settlement_id].append(unit)
    shares: dict[str, dict[UUID, int]] = defaultdict(dict)
    for portion in portions:
        shares[portion.settlement.pk][portion.interviewer.pk] = portion.count
    pairs = []
    for code, wanted in shares.items():
        waiting = iter(free[code])
        while any(wanted.values()):
            for pk in [one for one, count in wanted.items() if count]:
                pairs.append((next(waiting), pk))
                wanted[pk] -= 1
    return pairs


def _spread(wave: Wave, standing: list[FieldAssignment], leaver: Interviewer, day: date) -> dict[UUID, UUID]:
    people = [(one, held) for one, held in candidates(wave, day) if one.pk != leaver.pk]
    load = {one.pk: held for one, held in people}
    heirs = {}
    for assignment in standing:
        county = assignment.unit.settlement.county_id
        able = [one.pk for one, _held in people if one.county_id in (None, county)]
        if not able:
            raise AssignmentRefused(
                _("Nobody else enrolled works in %(county)s county: choose somebody, or take the units back.")
                % {"county": assignment.unit.settlement.county.name},
                "to",
            )
        heirs[assignment.pk] = min(able, key=lambda pk: (load[pk], able.index(pk)))
        load[heirs[assignment.pk]] += 1
    return heirs


def _locked(ids: Iterable[UUID]) -> list[FieldAssignment]:
    rows = FieldAssignment.objects.select_for_update(of=("self",)).filter(ended_at=None, pk__in=list(ids))
    return list(rows.select_related("unit__settlement__county", "unit__wave").order_by("pk"))


def _end(standing: list[FieldAssignment], reason: str, at: datetime) -> None:
    for assignment in standing:
        assignment.ended_at, assignment.end_reason = at, reason
    FieldAssignment.objects.bulk_update(standing, ["ended_at", "end_reason"], batch_size=BATCH)


def _by_wave(standing: list[FieldAssignment]) -> dict[Wave, int]:
    counts: dict[Wave, int] = defaultdict(int)
    for assignment in standing:
        counts[assignment.unit.wave] += 1
    return counts


def _reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise AssignmentRefused(_("Say why."), "reason")
    return reason


def _check_wave(wave: Wave, due_on: date | None) -> None:
    if wave.state == WaveState.CLOSED:
        raise AssignmentRefused(_("This wave is closed."))
    if due_on is not None and not wave.starts_on <= due_on <= wave.ends_on:
        raise AssignmentRefused(_("The day is outside the days of the wave."), "due_on")


def _check_enrolled(wave: Wave, ids: Collection[UUID], day: date) -> None:
    """On the first day of the wave, where that is yet to come."""
    on = max(day, wave.starts_on)
    enrolled = set(
        Enrolment.objects.on(on)
        .filter(study=wave.study_id, interviewer__in=ids)
        .values_list("interviewer", flat=True)
    )
    if set(ids) - enrolled:
        raise AssignmentRefused(_("This person is not enrolled in the study on that day."), "interviewer")


def _note(wave: Wave, deed: str, by: User | None, at: datetime, details: dict[str, object]) -> None:
    audit.note(deed=deed, subject=f"wave:{wave.pk}", by=by.pk if by else None, at=at, details=details)
