"""Two studies of the demonstration: institutions once, residents twice, asked by the mentors."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.choices import Role
from mentorhalo.network.models import Mentor
from mentorhalo.partners.choices import Sector
from mentorhalo.partners.models import Organisation
from mentorhalo.surveys.actions.instruments import add_draft, mark_keys, publish_version
from mentorhalo.surveys.actions.interviewers import enrol_interviewer
from mentorhalo.surveys.actions.records import AttemptDraft, RecordDraft, enter_attempts, enter_records
from mentorhalo.surveys.actions.sampling import UnitToBring, bring_units
from mentorhalo.surveys.actions.studies import (
    StudyDraft,
    WaveDraft,
    close_wave,
    found_study,
    name_key_holder,
    open_wave,
    plan_wave,
)
from mentorhalo.surveys.choices import AttemptResult, ResponseState, StudyKind, Way
from mentorhalo.surveys.models import InstrumentVersion, Interviewer, SampleUnit, Study, Wave

from .answers import Answers, Mood, copied, of_institution, of_resident, straightened
from .interviews import AT_HOME, COPYING, HASTY, PlannedInterview, places_asked, plan_interviews, working_days
from .parties import Place
from .plan import SEED, Seat, minted
from .questionnaires import workbook
from .site import Site
from .words import people

RESIDENTS = 15_000  # accepted in each wave
SETTLEMENTS = 600
INSTITUTIONS = 1_125
BY_MENTORS = 932
LOST = 1_200
NAMES = 2_000
WAITING = 140  # of the last wave: received, not decided on yet
SECTORS = (Sector.LIBRARY, Sector.MUSEUM, Sector.COMMUNITY_CULTURE)
SIZE_NAMES = {True: "városok", False: "községek"}


@dataclass
class Field:
    """What the interviews of one wave need at hand."""

    site: Site
    random: Random
    wave: Wave
    version: InstrumentVersion
    places: dict[str, Place]
    interviewers: dict[UUID, Interviewer]  # of a mentor
    names: list[str]
    moods: dict[str, Mood] = field(default_factory=dict)
    earlier: dict[UUID, Answers] = field(default_factory=dict)  # of an interviewer who copies


def write_studies(site: Site, seats: list[Seat], places: list[Place]) -> None:
    """932 of 1,125 institution questionnaires by mentors, and 15,000 of residents in each of two waves, at scale 1."""
    random = Random(f"{SEED}-studies")
    interviewers: dict[UUID, Interviewer] = {}
    towns = {place.code: place for place in places}
    asked = places_asked(random, places, site.size(SETTLEMENTS))
    residents = _found(site, "residents", StudyKind.RESIDENT, "Lakossági kutatás", "Study of residents")
    first = _resident_wave(site, residents, 1, site.period.starts_on + timedelta(days=270), "2026-1")
    _enrol(site, residents, seats, interviewers)
    names = list(islice(people(random), NAMES))
    moods = {place.code: Mood(random.gauss(0, 0.35), random.choice((0.0, 0.0, 0.5, 1.0))) for place in asked}
    for number, wave, version in (
        (1, *first),
        (2, *_resident_wave(site, residents, 2, site.period.today - timedelta(days=75), "2026-2")),
    ):
        ground = Field(site, random, wave, version, towns, interviewers, names, moods)
        _ask_residents(ground, asked, seats, is_last=number == 2)
    _ask_institutions(site, random, seats, towns, interviewers, names)


# --- studies, questionnaires, people ----------------------------------------------------------------


def _found(site: Site, code: str, kind: StudyKind, title_hu: str, title_en: str) -> Study:
    at, by = site.at(site.period.starts_on), site.users[Role.RESEARCHER]
    study = found_study(
        programme=site.programme,
        code=code,
        draft=StudyDraft(
            title_hu=title_hu,
            title_en=title_en,
            kind=kind,
            purpose="Mit változtat a közösségfejlesztés egy település életén?",
            legal_basis="A megkérdezett hozzájárulása; a személyazonosító adatok külön, a törlés napjáig őrizve.",
            owner="Mentorhálózat, kutatási csoport",
            keys_end_on=site.period.ends_on + timedelta(days=180),
        ),
        by=by,
        at=at,
    )
    name_key_holder(
        study=study,
        user=by,
        starts_on=site.period.starts_on,
        ends_on=None,
        reason=_("leads the fieldwork"),
        by=by,
        at=at,
    )
    return study


def _version(site: Site, study: Study, what: str, version: str, day: date) -> InstrumentVersion:
    by, at = site.users[Role.RESEARCHER], site.at(day)
    upload = SimpleUploadedFile(f"{what}.xlsx", workbook(what, version=version))
    draft = add_draft(study=study, upload=upload, by=by, at=at)
    keys = [key for key in draft.identity_keys if "respondent" in key]
    mark_keys(
        version=draft,
        identity_keys=keys,
        unit_key="unit",
        settlement_key="settlement",
        notes=_("The questionnaire of this wave."),
        by=by,
        at=at,
    )
    return publish_version(version=draft, by=by, at=at)


def _resident_wave(
    site: Site, study: Study, number: int, starts_on: date, version: str
) -> tuple[Wave, InstrumentVersion]:
    by, at = site.users[Role.RESEARCHER], site.at(starts_on - timedelta(days=20))
    wave = plan_wave(
        study=study,
        draft=WaveDraft(
            title_hu=f"{number}. hullám",
            title_en=f"Wave {number}",
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=90),
        ),
        by=by,
        at=at,
    )
    instrument = _version(site, study, "residents", version, starts_on - timedelta(days=15))
    return wave, instrument


def _enrol(site: Site, study: Study, seats: list[Seat], interviewers: dict[UUID, Interviewer]) -> None:
    """Every mentor of the programme records questionnaires for as long as the mandate lasts."""
    mandates = [mandate for seat in seats for mandate in seat.mandates]
    mentors = Mentor.objects.in_bulk({mandate.mentor.id for mandate in mandates})
    for mandate in sorted(mandates, key=lambda one: one.starts_on):
        who = interviewers.get(mandate.mentor.id) or mentors[mandate.mentor.id]
        enrolment = enrol_interviewer(
            study=study,
            who=who,
            starts_on=mandate.starts_on,
            ends_on=mandate.ends_on,
            by=site.users[Role.RESEARCHER],
            at=site.at(mandate.starts_on),
        )
        interviewers[mandate.mentor.id] = enrolment.interviewer


# --- residents ----------------------------------------------------------------------------------------


def _ask_residents(ground: Field, asked: list[Place], seats: list[Seat], *, is_last: bool) -> None:
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
    rows: list[UnitToBring] = []
    for total, mark, is_reserve in ((answering, "", False), (lost, "-L", False), (lost, "-T", True)):
        for number in range(total):
            place = asked[number % len(asked)]
            rows.append(
                UnitToBring(
                    code=f"R{ground.wave.number}{place.code}{number // len(asked) + 1:03d}{mark}",
                    settlement=place.code,
                    stratum=f"{place.county}-{'t' if place.is_town else 'v'}",
                    stratum_name=f"{ground.site.settlements[place.code].county.name}, {SIZE_NAMES[place.is_town]}",
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
    return _record(ground, one, unit, answers, is_decided=is_decided)


def _record(
    ground: Field, one: PlannedInterview, unit: SampleUnit, answers: Answers, *, is_decided: bool
) -> RecordDraft:
    ended_at = one.started_at + timedelta(minutes=one.minutes)
    received_at = min(ended_at + timedelta(hours=ground.random.choice((1, 2, 9, 30))), timezone.now())
    return RecordDraft(
        id=minted("response", f"{ground.wave.study.code}/{one.unit}"),
        version=ground.version,
        wave=ground.wave,
        unit=unit,
        answers={
            "unit": one.unit,
            "settlement": one.place.code,
            "place": [one.point[0], one.point[1], 0.0, one.point[2]],
            **answers,
        },
        started_at=one.started_at,
        ended_at=ended_at,
        received_at=received_at,
        interviewer=ground.interviewers[one.mentor],
        group=minted("group", one.county),
        device_id=f"phone-{ground.interviewers[one.mentor].code}",
        point=one.point,
        state=ResponseState.ACCEPTED if is_decided else ResponseState.RECEIVED,
        decided_at=min(received_at + timedelta(days=3), timezone.now()) if is_decided else None,
    )


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
            before = max(at - timedelta(days=2), _morning(ground.wave.starts_on))
            yield AttemptDraft(standing[one.unit], interviewer, before, AttemptResult.NOT_HOME)
        yield AttemptDraft(standing[one.unit], interviewer, at, AttemptResult.COMPLETED)
    for code, unit in standing.items():
        near = by_place.get(unit.settlement_id)
        if near is None or not code.endswith("-L"):
            continue
        interviewer, last = ground.interviewers[near.mentor], near.started_at + timedelta(hours=1)
        for back in (9, 4):
            before = max(last - timedelta(days=back), _morning(ground.wave.starts_on))
            yield AttemptDraft(unit, interviewer, before, AttemptResult.NOT_HOME)
        result = random.choice((AttemptResult.REFUSED, AttemptResult.NOT_HOME, AttemptResult.VACANT))
        yield AttemptDraft(unit, interviewer, last, result, is_lost=True)


def _morning(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=timezone.get_current_timezone()) + timedelta(
        hours=9
    )


# --- institutions -------------------------------------------------------------------------------------


def _ask_institutions(
    site: Site,
    random: Random,
    seats: list[Seat],
    places: dict[str, Place],
    interviewers: dict[UUID, Interviewer],
    names: list[str],
) -> None:
    site.report(_("questionnaires of studies"), 4, 5)
    starts_on = site.period.starts_on + timedelta(days=150)
    study = _found(site, "institutions", StudyKind.INSTITUTION, "Intézményi kutatás", "Study of institutions")
    by, at = site.users[Role.RESEARCHER], site.at(starts_on - timedelta(days=20))
    wave = plan_wave(
        study=study,
        draft=WaveDraft(
            title_hu="Egyszeri felvétel",
            title_en="Single wave",
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=120),
        ),
        by=by,
        at=at,
    )
    version = _version(site, study, "institutions", "1", starts_on - timedelta(days=10))
    _enrol(site, study, seats, interviewers)
    rows = Organisation.objects.filter(kind__sector__in=SECTORS, settlement__in=places).order_by("pk")
    chosen = list(rows.select_related("kind")[: site.size(INSTITUTIONS)])
    bring_units(
        wave=wave,
        units=[
            UnitToBring(
                code=f"I{number:05d}",
                settlement=one.settlement_id,
                stratum=str(one.kind.sector),
                stratum_name=str(Sector(one.kind.sector).label),
                organisation=one.pk,
            )
            for number, one in enumerate(chosen, 1)
        ],
        by=by,
        at=at,
    )
    open_wave(wave=wave, by=by, at=site.at(starts_on))
    units = SampleUnit.objects.filter(wave=wave)
    standing = {one.code: one for one in units.select_related("wave__study__programme", "organisation__kind")}
    ground = Field(site, random, wave, version, places, interviewers, names)
    by_mentors = sorted(standing)[: site.size(BY_MENTORS)]
    to_answer: dict[str, list[str]] = {}
    for code in by_mentors:
        to_answer.setdefault(standing[code].settlement_id, []).append(code)
    days = working_days(wave.starts_on, wave.ends_on)
    zone = timezone.get_current_timezone()
    plan = list(plan_interviews(random, to_answer, places, seats, days, zone))
    enter_records(
        drafts=(
            _record(
                ground, one, standing[one.unit], _of_institution(ground, standing[one.unit]), is_decided=True
            )
            for one in plan
        ),
        by=site.office,
    )
    by_link = [code for code in sorted(standing) if code not in set(by_mentors)]
    enter_records(
        drafts=(_by_link(ground, standing[code], random.choice(days)) for code in by_link),
        by=site.office,
    )
    close_wave(wave=wave, accept_open=True, by=by, at=site.at(wave.ends_on + timedelta(days=1)))
    site.report(_("questionnaires of studies"), 5, 5)


def _of_institution(ground: Field, unit: SampleUnit) -> Answers:
    sector = str(unit.organisation.kind.sector) if unit.organisation else str(Sector.LIBRARY)
    return of_institution(ground.random, Mood(0.0, 0.4), sector, ground.random.choice(ground.names))


def _by_link(ground: Field, unit: SampleUnit, day: date) -> RecordDraft:
    """An institution that filled the questionnaire by itself."""
    began = _morning(day) + timedelta(minutes=ground.random.randint(0, 420))
    ended = began + timedelta(minutes=ground.random.uniform(12, 50))
    return RecordDraft(
        id=minted("response", f"{ground.wave.study.code}/{unit.code}"),
        version=ground.version,
        wave=ground.wave,
        unit=unit,
        answers={"unit": unit.code, "settlement": unit.settlement_id, **_of_institution(ground, unit)},
        started_at=began,
        ended_at=ended,
        received_at=ended,
        way=Way.LINK,
        decided_at=ended + timedelta(days=4),
    )
