"""The rule of continuous mentoring, on plain days: no database, no words.

Days are ordinals (`date.toordinal`), so that gaps are differences. README.md of this room says the rule in sentences.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

type Day = int
type Stretch = tuple[Day, Day]  # first and last day, both included


@dataclass(frozen=True)
class Parameters:
    """What "continuous" means. None switches a condition off."""

    min_activities: int | None = None
    window: str | None = "quarter"  # quarter | month
    windows: str | None = "full"  # full | touched
    min_windows: int | None = 2
    grace_windows: int | None = 0
    two_way_only: bool | None = True
    max_gap_days: int | None = 120
    min_days: int | None = None
    max_pauses: int | None = 2

    @property
    def looks_at_windows(self) -> bool:
        return self.window is not None and self.windows is not None


@dataclass(frozen=True)
class Envelope:
    """One engagement: from when to when, on which days something happened, and its reasoned pauses.

    `until` and the end of a pause are None while they are open.
    """

    name: str
    opened: Day
    until: Day | None
    contacts: Sequence[Day] = ()
    pauses: Sequence[tuple[Day, Day | None]] = ()


@dataclass(frozen=True)
class Spell:
    """Overlapping engagements of one community, united, up to the day looked at."""

    names: tuple[str, ...]
    openings: tuple[Day, ...]
    end: Day
    activities: tuple[Day, ...]  # ascending; several on one day stand several times
    pauses: tuple[tuple[Day, Day | None], ...]  # reasoned ones, by their first day

    @property
    def start(self) -> Day:
        return self.openings[0]


@dataclass(frozen=True)
class Failing:
    """One condition a spell does not meet: its code, and the values its sentence needs."""

    code: str
    values: dict[str, object] = field(default_factory=dict)


def unite(envelopes: Iterable[Envelope], day: Day) -> list[Spell]:
    """The spells of one community as of `day`: engagements that share a day are one."""
    spells: list[Spell] = []
    together: list[Envelope] = []
    end = 0
    for envelope in sorted(envelopes, key=lambda each: (each.opened, each.name)):
        if envelope.opened > day:
            continue
        last = day if envelope.until is None else min(envelope.until, day)
        if together and envelope.opened > end:
            spells.append(_spell(together, end))
            together = []
        end = max(end, last) if together else last
        together.append(envelope)
    if together:
        spells.append(_spell(together, end))
    return spells


def _spell(together: list[Envelope], end: Day) -> Spell:
    start = together[0].opened
    return Spell(
        names=tuple(each.name for each in together),
        openings=tuple(each.opened for each in together),
        end=end,
        activities=tuple(sorted(day for each in together for day in each.contacts if start <= day <= end)),
        pauses=tuple(
            sorted(
                (pause for each in together for pause in each.pauses if pause[0] <= end),
                key=lambda pause: (pause[0], pause[1] or end),
            )
        ),
    )


def failings(spell: Spell, rule: Parameters) -> list[Failing]:
    """Every condition the spell does not meet; nothing means that it holds."""
    found: list[Failing] = []
    contacts = sorted({*spell.openings, *spell.activities})
    pauses = excused_pauses(spell, rule.max_pauses)
    if rule.min_activities is not None and len(spell.activities) < rule.min_activities:
        found.append(
            Failing("few_activities", {"found": len(spell.activities), "needed": rule.min_activities})
        )
    lasted = spell.end - spell.start + 1
    if rule.min_days is not None and lasted < rule.min_days:
        found.append(Failing("too_short", {"found": lasted, "needed": rule.min_days}))
    if rule.looks_at_windows:
        found += _window_failings(spell, rule, contacts, pauses)
    if rule.max_gap_days is not None:
        found += [
            Failing(
                "gap",
                {
                    "days": days,
                    "from": iso(first),
                    "to": iso(last),
                    "limit": rule.max_gap_days,
                    "is_open": last_is_end,
                },
            )
            for first, last, days, last_is_end in gaps(contacts, spell.end, pauses)
            if days > rule.max_gap_days
        ]
    return found


def _window_failings(
    spell: Spell, rule: Parameters, contacts: list[Day], pauses: Sequence[Stretch]
) -> Iterator[Failing]:
    windows = windows_of(spell, str(rule.window), str(rule.windows), pauses)
    if len(windows) < (rule.min_windows or 0):
        yield Failing(
            "few_windows",
            {
                "found": len(windows),
                "needed": rule.min_windows,
                "window": rule.window,
                "windows": rule.windows,
            },
        )
    silent = [window for window in windows if not _holds_a_contact(window, contacts)]
    if len(silent) > (rule.grace_windows or 0):
        yield Failing(
            "silent_windows",
            {
                "window": rule.window,
                "first_days": [iso(first) for first, _last in silent],
                "grace": rule.grace_windows or 0,
                "two_way_only": bool(rule.two_way_only),
            },
        )


def _holds_a_contact(window: Stretch, contacts: list[Day]) -> bool:
    position = bisect_left(contacts, window[0])
    return position < len(contacts) and contacts[position] <= window[1]


def windows_of(spell: Spell, window: str, windows: str, pauses: Sequence[Stretch]) -> list[Stretch]:
    """The calendar windows that ask for a contact.

    `full`: every day of the window lies in the spell, outside excused pauses. `touched`: at least one day does.
    """
    if windows == "full":
        return [
            (first, last)
            for first, last in calendar_windows(window, spell.start, spell.end)
            if first >= spell.start
            and last <= spell.end
            and not any(start <= last and end >= first for start, end in pauses)
        ]
    return [
        (first, last)
        for first, last in calendar_windows(window, spell.start, spell.end)
        if _is_awake(max(first, spell.start), min(last, spell.end), pauses)
    ]


def _is_awake(first: Day, last: Day, pauses: Sequence[Stretch]) -> bool:
    return paused_days(first, last, pauses) < last - first + 1


def excused_pauses(spell: Spell, max_pauses: int | None) -> list[Stretch]:
    """The first `max_pauses` reasoned pauses, cut to the spell, those that meet united."""
    united: list[Stretch] = []
    for first, last in spell.pauses[:max_pauses]:
        start, end = max(first, spell.start), spell.end if last is None else min(last, spell.end)
        if end < start:
            continue
        if united and start <= united[-1][1] + 1:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united


def gaps(contacts: list[Day], end: Day, pauses: Sequence[Stretch]) -> Iterator[tuple[Day, Day, int, bool]]:
    """(from, to, unpaused days, whether `to` is the end) between neighbouring contacts and up to the end."""
    for first, last in pairwise(contacts):
        yield first, last, last - first - paused_days(first + 1, last - 1, pauses), False
    last = contacts[-1]
    if last < end:
        yield last, end, end - last - paused_days(last + 1, end - 1, pauses), True


def paused_days(first: Day, last: Day, pauses: Sequence[Stretch]) -> int:
    return sum(max(0, min(last, end) - max(first, start) + 1) for start, end in pauses)


@lru_cache(maxsize=4096)
def calendar_windows(window: str, first: Day, last: Day) -> tuple[Stretch, ...]:
    """The calendar quarters (months) that have a day from `first` to `last`."""
    months = {"quarter": 3, "month": 1}[window]
    found = []
    start = window_start(date.fromordinal(first), window)
    while start.toordinal() <= last:
        month = start.month - 1 + months
        following = date(start.year + month // 12, month % 12 + 1, 1)
        found.append((start.toordinal(), (following - timedelta(days=1)).toordinal()))
        start = following
    return tuple(found)


def window_start(day: date, window: str) -> date:
    if window == "year":
        return day.replace(month=1, day=1)
    if window == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(day=1)


def iso(day: Day) -> str:
    return date.fromordinal(day).isoformat()
