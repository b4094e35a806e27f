"""The knowledge pool of the demonstration: in some target areas people offer what they can teach. All of them are invented."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from mentorhalo.processes import actions
from mentorhalo.processes.actions import OfferDraft
from mentorhalo.processes.choices import Channel
from mentorhalo.processes.models import Process

from .plan import SEED, minted
from .site import Site
from .words import people

# (topic, what they teach, to whom, how often)
TAUGHT: tuple[tuple[str, str, str, str], ...] = (
    ("crafts", "Kosárfonás fűzből", "kezdőknek", "havonta egyszer"),
    ("crafts", "Hímzés helyi mintákkal", "bárkinek", "csütörtökönként"),
    ("music", "Citera", "gyerekeknek", "hetente"),
    ("dance", "Csárdás és verbunk", "fiataloknak", "péntekenként"),
    ("kitchen", "Lekvár és savanyúság", "bárkinek", "idényben"),
    ("kitchen", "Kemencés kenyér", "kis csoportnak", "havonta"),
    ("garden", "Metszés és oltás", "kerttulajdonosoknak", "tavasszal"),
    ("repair", "Kerékpárjavítás", "iskolásoknak", "kéthetente"),
    ("digital", "Okostelefon időseknek", "nyugdíjasoknak", "hetente"),
    ("languages", "Német beszélgetés", "felnőtteknek", "hetente"),
    ("history", "A falu régi képei", "osztályoknak", "egyeztetve"),
)
EVERY, MOST, SHOWS_NAME, KEPT = 4, 3, 0.6, timedelta(days=365)
LEAST_LEFT, MOST_LEFT = 45, 340  # days: nobody has to be reminded on the first day


def fill_pool(site: Site, processes: list[Process]) -> None:
    """Every fourth process. Draws from numbers of its own, so that nothing written before changes."""
    random = Random(f"{SEED}/knowledge pool")
    names = people(random)
    drafts = [
        (process, draft) for process in processes[::EVERY] for draft in _of(random, names, site, process)
    ]
    actions.record_offers(drafts=drafts, by=site.office, at=site.at(site.period.today, 12))


def _of(random: Random, names: Iterator[str], site: Site, process: Process) -> Iterator[OfferDraft]:
    chosen = random.sample(TAUGHT, random.randint(1, MOST))
    for number, (topic, what, audience, frequency) in enumerate(chosen):
        until = site.period.today + timedelta(days=random.randint(LEAST_LEFT, MOST_LEFT))
        yield OfferDraft(
            id=minted("offer", f"{process.pk}/{number}"),
            topic=topic,
            what=what,
            audience=audience,
            frequency=frequency,
            name=next(names),
            shows_name=random.random() < SHOWS_NAME,
            phone=f"06 30 555 {4000 + number}",
            channel=random.choice((Channel.SPOKEN, Channel.PAPER)),
            agreed_on=until - KEPT,
            until=until,
        )
