"""Two studies of the demonstration: institutions once, residents twice, asked by the mentors."""

from datetime import date, timedelta
from itertools import islice
from random import Random
from uuid import UUID

from mentorhalo.accounts.choices import Role
from mentorhalo.surveys.actions.studies import WaveDraft, plan_wave
from mentorhalo.surveys.choices import StudyKind
from mentorhalo.surveys.models import InstrumentVersion, Interviewer, Study, Wave

from .answers import Mood
from .fieldwork import Field
from .interviews import places_asked
from .parties import Place
from .plan import SEED, Seat
from .site import Site
from .studies import enrol, found, new_version
from .words import people
from .write_institutions import ask_institutions
from .write_residents import ask_residents

SETTLEMENTS = 600
NAMES = 2_000


def write_studies(site: Site, seats: list[Seat], places: list[Place]) -> None:
    """932 of 1,125 institution questionnaires by mentors, and 15,000 of residents in each of two waves, at scale 1."""
    random = Random(f"{SEED}-studies")
    interviewers: dict[UUID, Interviewer] = {}
    towns = {place.code: place for place in places}
    asked = places_asked(random, places, site.size(SETTLEMENTS))
    residents = found(site, "residents", StudyKind.RESIDENT, "Lakossági kutatás", "Study of residents")
    first = _resident_wave(site, residents, 1, site.period.starts_on + timedelta(days=270), "2026-1")
    enrol(site, residents, seats, interviewers)
    names = list(islice(people(random), NAMES))
    moods = {place.code: Mood(random.gauss(0, 0.35), random.choice((0.0, 0.0, 0.5, 1.0))) for place in asked}
    for number, wave, version in (
        (1, *first),
        (2, *_resident_wave(site, residents, 2, site.period.today - timedelta(days=75), "2026-2")),
    ):
        ground = Field(site, random, wave, version, towns, interviewers, names, moods)
        ask_residents(ground, asked, seats, is_last=number == 2)
    ask_institutions(site, random, seats, towns, interviewers, names)


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
    instrument = new_version(site, study, "residents", version, starts_on - timedelta(days=15))
    return wave, instrument
