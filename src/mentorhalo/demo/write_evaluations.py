"""Evaluations of the demonstration's communities: a situation picture, yearly ones, and what some groups say of themselves."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from mentorhalo.processes import actions
from mentorhalo.processes.actions import EvaluationDraft, MarkDraft
from mentorhalo.processes.choices import HIGHEST_MARK, Perspective
from mentorhalo.processes.models import Dimension, Evaluation, Process

from .plan import SEED, minted
from .site import Site

SHOWN = (
    "A legutóbbi fórumon erről mindenki ugyanazt mondta.",
    "A jelenléti ívek ezt mutatják.",
    "A könyvtáros és a klubvezető is így látja.",
    "Három közös program volt az évben.",
    "A testületi ülésen felszólaltak, és választ kaptak.",
    "Tavaly még hívni kellett őket, idén maguk jöttek.",
)
OWN_SHOWN = (
    "Magunk szerveztük a falunapot.",
    "Már nem mindig ugyanazok jönnek.",
    "Ezt még tanulnunk kell.",
    "Kulcsot kaptunk a házhoz.",
    "Erről vitatkoztunk, de meg tudtunk egyezni.",
)
SUMMARIES = (
    "Kevesen vannak, de jó a kedvük; a következő évben a kör bővítése a cél.",
    "Az önkormányzattal javult a kapcsolat, a nyilvánosság még gyenge.",
    "A csoport már maga szervez; a mentor háttérbe léphet.",
)
LEAP = {
    "outcomes": "Azt szerettük volna, hogy legyen hol és miért összejönni.",
    "indicators": "Hányan jönnek el, és hányan vállalnak feladatot.",
    "action_plan": "A tervünkből a legtöbb dolgot elkezdtük.",
    "monitoring": "Havonta átnéztük, hol tartunk.",
    "conclusions": "Többen lettünk; jövőre a fiatalokat szeretnénk bevonni.",
}
YEAR, AFTER_START, EVALUATES_ITSELF = 365, 60, 0.5


def evaluate_processes(site: Site, processes: list[Process]) -> None:
    """Draws from numbers of its own, so that nothing written before changes. Some thousand marks, in bulk."""
    random = Random(f"{SEED}/evaluations")
    codes = list(Dimension.objects.in_use().values_list("code", flat=True))
    drafts = [draft for process in processes for draft in _of(random, process, codes, site.period.today)]
    actions.record_evaluations(drafts=drafts, by=site.office, at=site.at(site.period.today, 12))


def _of(random: Random, process: Process, codes: list[str], today: date) -> Iterator[EvaluationDraft]:
    day = process.starts_on + timedelta(days=AFTER_START)
    seen = {code: random.randint(0, 2) for code in codes}
    perspective = Perspective.PICTURE
    while day <= today:
        yield _draft(
            process, perspective, day, {"summary": random.choice(SUMMARIES)}, _marks(random, seen, SHOWN)
        )
        if perspective == Perspective.YEARLY and process.community_id and random.random() < EVALUATES_ITSELF:
            own = {
                code: min(max(mark + random.choice((-1, 0, 0, 1, 1)), 0), HIGHEST_MARK)
                for code, mark in seen.items()
            }
            held_on = min(day + timedelta(days=random.randint(1, 30)), today)
            yield _draft(process, Perspective.OWN, held_on, LEAP, _marks(random, own, OWN_SHOWN))
        seen = {code: min(mark + random.choice((0, 0, 1, 1)), HIGHEST_MARK) for code, mark in seen.items()}
        perspective, day = Perspective.YEARLY, day + timedelta(days=YEAR)


def _marks(random: Random, values: dict[str, int], shown: tuple[str, ...]) -> list[MarkDraft]:
    return [
        MarkDraft(dimension=code, value=value, sentence=random.choice(shown))
        for code, value in values.items()
    ]


def _draft(
    process: Process, perspective: Perspective, day: date, said: dict[str, str], marks: list[MarkDraft]
) -> EvaluationDraft:
    return EvaluationDraft(
        id=minted("evaluation", f"{process.pk}/{perspective}/{day}"),
        process=process,
        perspective=perspective,
        held_on=day,
        participants=None,
        said={
            name: said[name] for name in (Evaluation.LEAP if perspective == Perspective.OWN else ("summary",))
        },
        marks=marks,
    )
