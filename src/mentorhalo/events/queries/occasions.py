"""What is on: for visitors, for the network, for a reader of feeds."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Q
from django.db.models.functions import TruncDate

from mentorhalo.accounts.models import User

from ..choices import OccasionKind
from ..hours import moment
from ..models import Attendee, Occasion
from ..models.attending import HOLDING
from ..models.occasions import OccasionQuerySet

KEPT_IN_FEEDS = timedelta(days=366)
LONGEST_FEED = 400
NEWS = 30


@dataclass(frozen=True)
class Asked:
    """What a visitor wants to see."""

    county: str = ""
    kind: str = ""


def occasion(pk: UUID) -> Occasion:
    """Raises `DoesNotExist`. One query."""
    return _whole(Occasion.objects.all()).get(pk=pk)


def visible_to(viewer: Any) -> OccasionQuerySet:
    """The network sees all that was announced, everybody else what is open to everybody."""
    if viewer.has_perm("events.desk"):
        return Occasion.objects.announced()
    return Occasion.objects.public()


def coming(viewer: Any, asked: Asked, now: datetime) -> OccasionQuerySet:
    return _whole(_asked(visible_to(viewer), asked).coming(now)).order_by("starts_at", "pk")


def over(viewer: Any, asked: Asked, now: datetime) -> OccasionQuerySet:
    found = _asked(visible_to(viewer), asked).filter(ends_at__lt=now)
    return _whole(found).order_by("-starts_at", "pk")


def of_month(viewer: Any, asked: Asked, first: date) -> dict[date, list[Occasion]]:
    """By day; one of several days stands on each of them. One query."""
    last = next_month(first) - timedelta(days=1)
    since, until = moment(first), moment(last + timedelta(days=1))
    days: dict[date, list[Occasion]] = defaultdict(list)
    found = _asked(visible_to(viewer), asked).touching(since, until)
    for one in _whole(found).order_by("starts_at", "pk"):
        for day in one.days:
            if first <= day <= last:
                days[day].append(one)
    return dict(sorted(days.items()))


def days_of_month(viewer: Any, asked: Asked, first: date) -> Counter[date]:
    """How many stand on each day; one of several days on each of them. One query, a row for each pair of first and last day."""
    last = next_month(first) - timedelta(days=1)
    found = _asked(visible_to(viewer), asked).touching(moment(first), moment(last + timedelta(days=1)))
    until = TruncDate(F("ends_at") - timedelta(microseconds=1))  # as `last_day`
    rows = found.order_by().values_list(TruncDate("starts_at"), until).annotate(Count("pk"))
    days: Counter[date] = Counter()
    for starts_on, ends_on, count in rows:
        for number in range((ends_on - starts_on).days + 1):
            day = starts_on + timedelta(days=number)
            if first <= day <= last:
                days[day] += count
    return days


def of_day(viewer: Any, asked: Asked, day: date) -> OccasionQuerySet:
    """What goes on on a day, by the hour."""
    found = _asked(visible_to(viewer), asked).touching(moment(day), moment(day + timedelta(days=1)))
    return _whole(found).order_by("starts_at", "pk")


def next_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def in_calendar(county: str, now: datetime) -> list[Occasion]:
    """What a subscribed calendar shows: public, from the last year on; the Week's many programmes in a county's alone. One query."""
    found = _asked(Occasion.objects.in_feeds(), Asked(county)).filter(ends_at__gte=now - KEPT_IN_FEEDS)
    if not county:
        found = found.exclude(kind=OccasionKind.WEEK)
    return _latest(found)


def of_person(user: User, now: datetime) -> list[Occasion]:
    """Those a person registered for or organises. One query."""
    taken = Attendee.objects.filter(user=user, state__in=HOLDING)
    own = Q(pk__in=taken.values("occasion")) | Q(planned_by=user)
    found = Occasion.objects.announced().filter(own, ends_at__gte=now - KEPT_IN_FEEDS)
    return _latest(found)


def latest() -> list[Occasion]:
    """The newest announcements of the network; the Week has its own page. One query."""
    return list(
        _whole(Occasion.objects.public().exclude(kind=OccasionKind.WEEK)).order_by("-published_at", "pk")[
            :NEWS
        ]
    )


def last_change() -> datetime | None:
    """When anything public last changed. One query."""
    found: datetime | None = Occasion.objects.in_feeds().aggregate(last=Max("changed_at"))["last"]
    return found


def to_find(ids: Collection[str] | None) -> Iterator[Occasion]:
    rows = Occasion.objects.public() if ids is None else Occasion.objects.public().filter(pk__in=ids)
    return _whole(rows).order_by("pk").iterator(chunk_size=500)


def attendee_of(user: User, occasion: Occasion) -> Attendee | None:
    """Whether this account registered. One query."""
    return Attendee.objects.filter(user=user, occasion=occasion, state__in=HOLDING).first()


def _latest(rows: OccasionQuerySet) -> list[Occasion]:
    """By their beginning; where there are too many, what is longest over is left out."""
    found = list(_whole(rows).order_by("-starts_at", "-pk")[:LONGEST_FEED])
    return found[::-1]


def _whole(rows: OccasionQuerySet) -> OccasionQuerySet:
    return rows.select_related("settlement__county", "programme", "group__county")


def _asked(rows: OccasionQuerySet, asked: Asked) -> OccasionQuerySet:
    if asked.county:
        rows = rows.filter(settlement__county=asked.county)
    return rows.filter(kind=asked.kind) if asked.kind else rows
