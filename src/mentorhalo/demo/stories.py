"""How engagements went: the stories that the counting rules tell apart, as days of contact.

The stories under `CONTINUOUS` are invented so that the shipped rule of continuous mentoring should find them, those under
`BROKEN` so that it should not. Whether it does is for the rule to say.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from .plan import Period, add_months, quarter_start

# story: how many of them at scale 1. The first five were mentored continuously.
CONTINUOUS = {"steady": 359, "paused": 36, "completed": 15, "edge": 5, "overlapping": 4}
BROKEN = {
    "gap": 170,
    "young": 90,
    "one_way": 60,
    "brief": 56,
    "sparse": 46,
    "silent": 40,
    "undecided": 20,
    "three_pauses": 4,
}
NOT_INFORMED = {"contacted": 100, "identified": 40}


@dataclass(slots=True)
class Story:
    """One engagement's course. `contacts` are (day, two-way?, to be approved?)."""

    name: str
    opened_on: date
    closed_on: date | None = None
    pauses: list[tuple[date, date | None]] = field(default_factory=list)
    contacts: list[tuple[date, bool, bool]] = field(default_factory=list)


def tell(random: Random, name: str, period: Period) -> Story:
    return _TELLERS[name](random, name, period)


def tell_in_two(random: Random, first: Story, period: Period) -> tuple[Story, Story]:
    """Cut a steady story in two engagements that overlap by some weeks."""
    middle = first.opened_on + (period.today - first.opened_on) / 2
    early = Story(first.name, first.opened_on, middle + timedelta(days=20), contacts=[])
    late = Story(first.name, middle, contacts=[])
    for contact in first.contacts:
        (early if contact[0] <= middle else late).contacts.append(contact)
    return early, late


def _days(random: Random, start: date, end: date, least: int, most: int) -> list[date]:
    found, day = [], start + timedelta(days=random.randint(1, most))
    while day <= end:
        found.append(day if day.weekday() < 6 or day == end else day + timedelta(days=1))
        day += timedelta(days=random.randint(least, most))
    return found


def _contacts(random: Random, days: list[date], two_way: float = 0.9) -> list[tuple[date, bool, bool]]:
    return [(day, random.random() < two_way, True) for day in days]


def _opening(random: Random, period: Period, earliest: int, latest_before_today: int) -> date:
    first = period.starts_on + timedelta(days=earliest)
    last = period.today - timedelta(days=latest_before_today)
    return first + timedelta(days=random.randint(0, max(0, (last - first).days)))


def _early(random: Random, period: Period) -> date:
    """An opening that leaves at least three full quarters until today."""
    return _opening(random, period, 5, 300)


def _steady(random: Random, name: str, period: Period) -> Story:
    story = Story(name, _early(random, period))
    story.contacts = _contacts(random, _days(random, story.opened_on, period.today, 4, 12))
    return story


def _paused(random: Random, name: str, period: Period) -> Story:
    story = Story(name, _opening(random, period, 5, 900))
    starts_on = story.opened_on + timedelta(days=random.randint(220, 380))
    ends_on = starts_on + timedelta(days=random.randint(95, 170))
    story.pauses = [(starts_on, ends_on)]
    if random.random() < 0.2:
        again = ends_on + timedelta(days=120)
        story.pauses.append((again, again + timedelta(days=random.randint(30, 90))))
    days = _days(random, story.opened_on, period.today, 4, 12)
    story.contacts = _contacts(random, [day for day in days if not _rests(story, day)])
    return story


def _rests(story: Story, day: date) -> bool:
    return any(start <= day and (end is None or day <= end) for start, end in story.pauses)


def _completed(random: Random, name: str, period: Period) -> Story:
    story = Story(name, _opening(random, period, 5, 500))
    story.closed_on = story.opened_on + timedelta(days=random.randint(320, 480))
    story.contacts = _contacts(random, _days(random, story.opened_on, story.closed_on, 4, 12))
    return story


def _edge(random: Random, name: str, period: Period) -> Story:
    """Exactly 120 days without a word, each quarter still with a contact: just within the rule."""
    story = Story(name, _opening(random, period, 5, 700))
    before = add_months(quarter_start(story.opened_on), 6) + timedelta(days=14)
    after = before + timedelta(days=120)
    days = [*_days(random, story.opened_on, before - timedelta(days=1), 4, 12), before, after]
    days += _days(random, after, period.today, 4, 12)
    story.contacts = [(day, True, True) for day in days]
    return story


def _gap(random: Random, name: str, period: Period) -> Story:
    story = Story(name, _opening(random, period, 5, 420))
    free = (period.today - story.opened_on).days
    start = story.opened_on + timedelta(days=random.randint(30, free - 300))
    end = start + timedelta(days=random.randint(121, 250))
    before = [day for day in _days(random, story.opened_on, start, 6, 22) if day <= start]
    after = [end, *_days(random, end, period.today, 6, 22)]
    story.contacts = [*_contacts(random, before), *_contacts(random, after)]
    return story


def _one_way(random: Random, name: str, period: Period) -> Story:
    """A whole quarter with letters only, though no silence is longer than the limit."""
    story = Story(name, _opening(random, period, 5, 500))
    starts_on = add_months(quarter_start(story.opened_on), 6)
    ends_on = add_months(starts_on, 3) - timedelta(days=1)
    before = [
        *_days(random, story.opened_on, starts_on - timedelta(days=8), 6, 20),
        starts_on - timedelta(days=5),
    ]
    within = _days(random, starts_on, ends_on - timedelta(days=1), 12, 30)
    after = [ends_on + timedelta(days=5), *_days(random, ends_on + timedelta(days=5), period.today, 6, 20)]
    story.contacts = [(day, True, True) for day in before]
    story.contacts += [(day, False, True) for day in within if day <= ends_on]
    story.contacts += [(day, True, True) for day in after if day <= period.today]
    return story


def _young(random: Random, name: str, period: Period) -> Story:
    first = add_months(quarter_start(period.today), -3) + timedelta(days=1)
    latest = max(0, (period.today - first).days - 8)
    story = Story(name, first + timedelta(days=random.randint(0, latest)))
    story.contacts = _contacts(random, _days(random, story.opened_on, period.today, 4, 12))
    return story


def _brief(random: Random, name: str, period: Period) -> Story:
    story = Story(name, _opening(random, period, 5, 200))
    story.closed_on = story.opened_on + timedelta(days=random.randint(60, 150))
    story.contacts = _contacts(random, _days(random, story.opened_on, story.closed_on, 6, 20))
    return story


def _sparse(random: Random, name: str, period: Period) -> Story:
    story = Story(name, _opening(random, period, 5, 400))
    quiet_until = story.opened_on + timedelta(days=random.randint(130, 180))
    days = [quiet_until, *_days(random, quiet_until, period.today, 60, 150)]
    story.contacts = [(day, True, True) for day in days if day <= period.today]
    return story


def _silent(random: Random, name: str, period: Period) -> Story:
    story = Story(name, _opening(random, period, 5, 500))
    last = period.today - timedelta(days=random.randint(122, 260))
    story.contacts = _contacts(
        random, [day for day in _days(random, story.opened_on, last, 6, 20) if day <= last]
    )
    return story


def _undecided(random: Random, name: str, period: Period) -> Story:
    """The last months' entries wait for a decision."""
    story = Story(name, _opening(random, period, 5, 500))
    since = period.today - timedelta(days=random.randint(125, 150))
    days = _days(random, story.opened_on, period.today, 10, 25)
    story.contacts = [(day, True, day < since) for day in days]
    return story


def _three_pauses(random: Random, name: str, period: Period) -> Story:
    """Two pauses are excused; the third is a silence like any other."""
    story = Story(name, period.starts_on + timedelta(days=random.randint(5, 60)))
    starts_on = story.opened_on + timedelta(days=100)
    for _number in range(3):
        story.pauses.append((starts_on, starts_on + timedelta(days=random.randint(125, 140))))
        starts_on += timedelta(days=230)
    days = _days(random, story.opened_on, period.today, 4, 12)
    story.contacts = _contacts(random, [day for day in days if not _rests(story, day)])
    return story


def _only_contacted(random: Random, name: str, period: Period) -> Story:
    story = Story(name, _opening(random, period, 5, 60))
    story.contacts = _contacts(
        random, _days(random, story.opened_on, period.today, 15, 60)[: random.randint(1, 4)]
    )
    return story


def _identified(random: Random, name: str, period: Period) -> Story:
    return Story(name, _opening(random, period, 5, 30))


_TELLERS = {
    "steady": _steady,
    "paused": _paused,
    "completed": _completed,
    "edge": _edge,
    "overlapping": _steady,
    "gap": _gap,
    "young": _young,
    "one_way": _one_way,
    "brief": _brief,
    "sparse": _sparse,
    "silent": _silent,
    "undecided": _undecided,
    "three_pauses": _three_pauses,
    "contacted": _only_contacted,
    "identified": _identified,
}
