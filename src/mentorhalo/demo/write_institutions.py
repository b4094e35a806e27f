"""Institutions are asked once: most by mentors, the others fill the questionnaire by themselves."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.choices import Role
from mentorhalo.partners.choices import Sector
from mentorhalo.partners.models import Organisation
from mentorhalo.surveys.actions.records import RecordDraft, enter_records
from mentorhalo.surveys.actions.sampling import UnitToBring, bring_units
from mentorhalo.surveys.actions.studies import WaveDraft, close_wave, open_wave, plan_wave
from mentorhalo.surveys.choices import StudyKind, Way
from mentorhalo.surveys.models import Interviewer, SampleUnit
from mentorhalo.surveys.queries.frames import drawn_stratum

from .answers import Answers, Mood, of_institution
from .fieldwork import Field, morning, record
from .interviews import plan_interviews, working_days
from .parties import Place
from .plan import Seat, minted
from .site import Site
from .studies import enrol, found, new_version

INSTITUTIONS = 1_125
BY_MENTORS = 932
SECTORS = (Sector.LIBRARY, Sector.MUSEUM, Sector.COMMUNITY_CULTURE)


def ask_institutions(
    site: Site,
    random: Random,
    seats: list[Seat],
    places: dict[str, Place],
    interviewers: dict[UUID, Interviewer],
    names: list[str],
) -> None:
    site.report(_("questionnaires of studies"), 4, 5)
    starts_on = site.period.starts_on + timedelta(days=150)
    study = found(site, "institutions", StudyKind.INSTITUTION, "Intézményi kutatás", "Study of institutions")
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
    version = new_version(site, study, "institutions", "1", starts_on - timedelta(days=10))
    enrol(site, study, seats, interviewers)
    rows = Organisation.objects.filter(kind__sector__in=SECTORS, settlement__in=places).order_by("pk")
    chosen = list(rows.select_related("kind")[: site.size(INSTITUTIONS)])
    units_to_bring = [_unit(site, number, one) for number, one in enumerate(chosen, 1)]
    bring_units(wave=wave, units=units_to_bring, by=by, at=at)
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
            record(
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


def _unit(site: Site, number: int, one: Organisation) -> UnitToBring:
    settlement = site.settlements[str(one.settlement_id)]
    stratum, stratum_name = drawn_stratum(settlement, str(one.kind.sector))
    return UnitToBring(
        code=f"I{number:05d}",
        settlement=settlement.pk,
        stratum=stratum,
        stratum_name=stratum_name,
        organisation=one.pk,
    )


def _of_institution(ground: Field, unit: SampleUnit) -> Answers:
    sector = str(unit.organisation.kind.sector) if unit.organisation else str(Sector.LIBRARY)
    return of_institution(ground.random, Mood(0.0, 0.4), sector, ground.random.choice(ground.names))


def _by_link(ground: Field, unit: SampleUnit, day: date) -> RecordDraft:
    """An institution that filled the questionnaire by itself."""
    began = morning(day) + timedelta(minutes=ground.random.randint(0, 420))
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
