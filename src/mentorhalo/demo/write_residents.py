"""Residents are asked in a wave: whom, by whom, what they answered, and at whose door nobody opened."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.choices import Role
from mentorhalo.surveys.actions.records import AttemptDraft, RecordDraft, enter_attempts, enter_records
from mentorhalo.surveys.actions.sampling import UnitToBring, bring_units
from mentorhalo.surveys.actions.studies import close_wave, open_wave
from mentorhalo.surveys.choices import AttemptResult
from mentorhalo.surveys.models import SampleUnit
from mentorhalo.surveys.queries.frames import drawn_stratum

from .answers import Mood, copied, of_resident, straightened
from .fieldwork import Field, morning, record
from .interviews import AT_HOME, COPYING, HASTY, PlannedInterview, plan_interviews, working_days
from .parties import Place
from .plan import Seat

RESIDENTS = 15_000  # accepted in each wave
LOST = 1_200
WAITING = 140  # of the last wave: received, not decided on yet


def ask_residents(ground: Field, asked: list[Place], seats: list[Seat], *, is_last: bool) -> None:
    site, wave, size = ground.site, ground.wave, ground.site.size
    site.report(_("questionnaires of studies"), 2 * wave.number - 2, 5)
    by, at = site.users[Role.RESEARCHER], site.at(wave.starts_on - timedelta(days=10))
    units = _units_of_residents(ground, asked, size(RESIDENTS + (WAITING if is_last else 0)), size(LOST))
    bring_units(wave=wave, units=units, by=by, at=at)
    open_wave(wave=wave, by=by, at=site.at(wave.starts_on))
    standing = {one.code: one for one in SampleUnit.objects.filter(wave=wave)}
    to_answer: dict[str, list[str]] = {}
    for one in units:
        if one.code.startswith("R") and not one.is_reserve and not one.code.endswith("-L"):
            to_answer.setdefault(one.settlement, []).append(one.code)
    days = working_days(wave.starts_on, min(wave.ends_on, site.period.today - timedelta(days=4)))
    habits = {1: HASTY, 2: AT_HOME, 4: COPYING} if is_last else {}
    zone = timezone.get_current_timezone()
    plan = sorted(
        plan_interviews(ground.random, to_answer, ground.places, seats, days, zone, habits),
        key=lambda one: (one.started_at, one.unit),
    )
    waits_from = size(RESIDENTS)
    records = (
        _resident(ground, one, standing[one.unit], is_decided=number < waits_from)
        for number, one in enumerate(plan)
    )
    enter_records(drafts=records, by=site.office)
    site.report(_("questionnaires of studies"), 2 * wave.number - 1, 5)
    enter_attempts(drafts=_attempts(ground, plan, standing), at=timezone.now())
    if not is_last:
        close_wave(wave=wave, accept_open=True, by=by, at=site.at(wave.ends_on + timedelta(days=1)))


def _units_of_residents(ground: Field, asked: list[Place], answering: int, lost: int) -> list[UnitToBring]:
    """Units in even parts for the settlements; those that will be lost end with -L, reserves with -T."""
    settlements = [ground.site.settlements[place.code] for place in asked]
    strata = {one.pk: drawn_stratum(one, one.size_type) for one in settlements}
    rows: list[UnitToBring] = []
    for total, mark, is_reserve in ((answering, "", False), (lost, "-L", False), (lost, "-T", True)):
        for number in range(total):
            place = asked[number % len(asked)]
            stratum, stratum_name = strata[place.code]
            rows.append(
                UnitToBring(
                    code=f"R{ground.wave.number}{place.code}{number // len(asked) + 1:03d}{mark}",
                    settlement=place.code,
                    stratum=stratum,
                    stratum_name=stratum_name,
                    is_reserve=is_reserve,
                    address=f"{ground.random.choice(STREETS)} {ground.random.randint(1, 90)}.",
                )
            )
    return rows


STREETS = (
    "Fő utca",
    "Kossuth utca",
    "Petőfi utca",
    "Rákóczi út",
    "Ady Endre utca",
    "Templom köz",
    "Iskola utca",
)


def _resident(ground: Field, one: PlannedInterview, unit: SampleUnit, *, is_decided: bool) -> RecordDraft:
    random = ground.random
    mood = ground.moods[one.place.code]
    grown = Mood(mood.liveliness, mood.mentored if ground.wave.number == 2 else 0.0)
    answers = of_resident(random, grown, one.started_at.year, ground.random.choice(ground.names))
    if one.habit == HASTY and random.random() < 0.7:
        answers = straightened(answers)
    if one.habit == COPYING:
        earlier = ground.earlier.get(one.mentor)
        if earlier and random.random() < 0.5:
            answers = copied(random, earlier, answers)
        else:
            ground.earlier[one.mentor] = answers
    return record(ground, one, unit, answers, is_decided=is_decided)


def _attempts(
    ground: Field, plan: list[PlannedInterview], standing: dict[str, SampleUnit]
) -> Iterator[AttemptDraft]:
    """One at least for each unit that answered, and three in vain for each that was lost."""
    random = ground.random
    by_place: dict[str, PlannedInterview] = {}
    for one in plan:
        by_place[one.place.code] = one
        at = one.started_at - timedelta(minutes=2)
        interviewer = ground.interviewers[one.mentor]
        if random.random() < 0.25:
            before = max(at - timedelta(days=2), morning(ground.wave.starts_on))
            yield AttemptDraft(standing[one.unit], interviewer, before, AttemptResult.NOT_HOME)
        yield AttemptDraft(standing[one.unit], interviewer, at, AttemptResult.COMPLETED)
    for code, unit in standing.items():
        near = by_place.get(unit.settlement_id)
        if near is None or not code.endswith("-L"):
            continue
        interviewer, last = ground.interviewers[near.mentor], near.started_at + timedelta(hours=1)
        for back in (9, 4):
            before = max(last - timedelta(days=back), morning(ground.wave.starts_on))
            yield AttemptDraft(unit, interviewer, before, AttemptResult.NOT_HOME)
        result = random.choice((AttemptResult.REFUSED, AttemptResult.NOT_HOME, AttemptResult.VACANT))
        yield AttemptDraft(unit, interviewer, last, result, is_lost=True)
