"""Community interviews of the demonstration: some processes have asked their people."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from mentorhalo.processes import actions
from mentorhalo.processes.actions import InterviewDraft
from mentorhalo.processes.models import Process

from .plan import SEED, minted
from .site import Site

# (theme, what was said, what they would do for it)
SAID = (
    ("places", "Nincs hol összejönni, a kocsma is bezárt.", "Kinyitnám a pajtámat a fiataloknak."),
    ("youth", "A gyerekeim hazajönnének, ha volna miért.", "Focit tanítanék szombatonként."),
    ("elderly", "Az idősekhez hetekig nem nyit be senki.", "Vinném a könyveket a házhoz."),
    ("culture", "A régi bálokat még sokan emlegetik.", "Megtanítanám a táncokat."),
    ("publicity", "Mindig utólag tudjuk meg, mi volt.", "Írnék a falulapba."),
    ("environment", "A patakpart szép lenne, ha kitakarítanánk.", "Elhoznám a kaszámat."),
    ("together", "A mi utcánkban még segítünk egymásnak.", "Megszervezném az utcabált."),
    ("newcomers", "A beköltözőkkel alig beszéltünk.", ""),
)
MOST, AFTER_START, KEPT = 6, 70, timedelta(days=3 * 365)


def interview_people(site: Site, processes: list[Process]) -> None:
    """Every other process; texts whose day has come are not written. Draws from numbers of its own."""
    random = Random(f"{SEED}/interviews of communities")
    today = site.period.today
    drafts = [draft for process in processes[::2] for draft in _of(random, process, today)]
    actions.record_interviews(drafts=drafts, by=site.office, at=site.at(today, 12))


def _of(random: Random, process: Process, today: date) -> Iterator[InterviewDraft]:
    day = process.starts_on + timedelta(days=AFTER_START)
    for number, (theme, said, contribution) in enumerate(random.sample(SAID, random.randint(3, MOST))):
        day += timedelta(days=random.randint(1, 9))
        if day > today or day + KEPT <= today:
            return
        yield InterviewDraft(
            id=minted("interview", f"{process.pk}/{number}"),
            process=process.pk,
            held_on=day,
            said=said,
            contribution=contribution,
            is_quotable=random.random() < 0.7,
            themes=[theme],
            text_until=day + KEPT,
        )
