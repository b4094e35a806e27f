"""How fast letters may go: so many to a domain, and so many over the relay, in any stretch of time.

Each letter gets a slot; slots of one pace are at least an interval apart, and a letter goes within `grace` of its slot or gives
it up. The interval is a little longer than the pace says, so that even letters late by the whole grace never exceed it: the
promise holds for every window that slides over the sending, whatever the number of workers.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured

EVERYWHERE = "*"
SECONDS = {"s": 1, "min": 60, "h": 3600, "day": 86400}

_RULE = re.compile(r"(?P<domain>\*|[a-z0-9.-]+)=(?P<count>[1-9]\d{0,8})/(?P<unit>s|min|h|day)")


@dataclass(frozen=True)
class Pace:
    """At most `count` letters in any `seconds`."""

    count: int
    seconds: int

    @property
    def grace(self) -> float:
        return min(1.0, self.seconds / 20)

    @property
    def interval(self) -> float:
        return (self.seconds + 1.05 * self.grace) / self.count  # a hair more: floats round


@cache
def paces(setting: str) -> dict[str, Pace]:
    """From `gmail.com=600/min,*=3000/min`. What cannot be read stops the start: a typing error must not mean “no limit”."""
    found = {}
    for rule in filter(None, (part.strip().lower() for part in setting.split(","))):
        read = _RULE.fullmatch(rule)
        if read is None:
            raise ImproperlyConfigured(
                f"OUTREACH_PACE: {rule!r} is no pace; write domain=number/unit, unit one of {', '.join(SECONDS)}"
            )
        found[read["domain"]] = Pace(int(read["count"]), SECONDS[read["unit"]])
    return found


class Slot(NamedTuple):
    """When a delivery may go, and until when; both in seconds since 1970. `until` is None where nothing limits it."""

    delivery: int
    domain: str
    at: float
    until: float | None


def slots(
    waiting: Iterable[tuple[int, str]],
    limits: Mapping[str, Pace],
    free_at: dict[str, float],
    *,
    now: float,
    horizon: float,
) -> list[Slot]:
    """Slots for (delivery, domain) pairs within `horizon` seconds, earliest first; `free_at` is moved on.

    Domains take turns: one whose next slot is far leaves the others the way. What finds no slot in time is not in the result.
    """
    queues: dict[str, list[int]] = {}
    names: dict[int, str] = {}
    for delivery, domain in waiting:
        queues.setdefault(domain if domain in limits else "", []).append(delivery)
        names[delivery] = domain
    if not limits:
        return [Slot(delivery, names[delivery], now, None) for delivery in queues.get("", [])]
    everywhere = limits.get(EVERYWHERE)
    heads = dict.fromkeys(queues, 0)
    found = []
    while heads:
        common = free_at.get(EVERYWHERE, now) if everywhere else now
        at, domain = min((max(now, common, free_at.get(domain, now)), domain) for domain in heads)
        if at > now + horizon:
            break
        own = limits.get(domain)
        delivery = queues[domain][heads[domain]]
        grace = min((pace.grace for pace in (own, everywhere) if pace), default=None)
        found.append(Slot(delivery, names[delivery], at, None if grace is None else at + grace))
        if own:
            free_at[domain] = at + own.interval
        if everywhere:
            free_at[EVERYWHERE] = at + everywhere.interval
        heads[domain] += 1
        if heads[domain] == len(queues[domain]):
            del heads[domain]
    return found
