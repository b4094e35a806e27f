"""The plan of a process: its items, and their deadlines on a line of time."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from mentorhalo.knowledge.queries.methods import titles_by_id
from mentorhalo.mentoring.models import Activity

from ..choices import ItemState
from ..models import PlanItem, Process

WIDTH, ROW, LEFT = 1000, 26, 10


@dataclass(frozen=True)
class Bar:
    """An action from the day it was written to its deadline or end, in the units of the drawing."""

    item: PlanItem
    x: int
    y: int
    width: int
    is_late: bool


@dataclass(frozen=True)
class TimePicture:
    bars: list[Bar]
    ticks: list[tuple[int, date]]
    today_x: int
    height: int


def plan_item_named(pk: UUID) -> PlanItem:
    """Raises `DoesNotExist`."""
    return PlanItem.objects.select_related(
        "process__programme", "process__settlement__county", "process__mentor", "source__session", "activity"
    ).get(pk=pk)


def plan_of(process: Process) -> list[PlanItem]:
    """By deadline, those without one last. One query."""
    return list(process.plan_items.select_related("source", "activity__kind", "activity__settlement"))


def methods_of(items: list[PlanItem]) -> dict[UUID, list[tuple[str, str]]]:
    """(name, address) of the public methods that each item names. Two queries."""
    named = PlanItem.methods.through.objects.filter(planitem__in=items).values_list("planitem", "method")
    pairs = list(named)
    titles = titles_by_id({method for _item, method in pairs})
    found: dict[UUID, list[tuple[str, str]]] = {}
    for pk, title in titles.items():
        for item, method in pairs:
            if method == pk:
                found.setdefault(item, []).append(title)
    return found


def entries_for(process: Process) -> list[Activity]:
    """Log entries that may show what was done: of the grant, or of the community; newest first."""
    rows = own_entries(process).select_related("kind", "settlement")
    return list(rows.order_by("-occurred_on", "pk")[:60])


def own_entries(process: Process) -> QuerySet[Activity]:
    own = Q(engagement__community=process.community_id) if process.community_id else Q(pk=None)
    if process.consortium_id:
        own |= Q(consortium=process.consortium_id)
    return Activity.objects.counting().filter(own)


def time_picture(items: list[PlanItem], today: date) -> TimePicture | None:
    """None where nothing has a deadline."""
    dated = [one for one in items if one.deadline and one.state != ItemState.DROPPED]
    if not dated:
        return None
    first = min(min(one.written_on for one in dated), today)
    last = max(max(max(one.deadline or today, one.done_on or today) for one in dated), today)
    span = max((last - first).days, 30)

    def place(day: date) -> int:
        return LEFT + (WIDTH - 2 * LEFT) * max((day - first).days, 0) // span

    bars = []
    for number, one in enumerate(dated):
        x, end = place(one.written_on), place(one.done_on or one.deadline or today)
        is_late = one.done_on is None and one.deadline is not None and one.deadline < today
        bars.append(Bar(one, x, 30 + number * ROW, max(end - x, 6), is_late))
    ticks = [first + timedelta(days=span * part // 4) for part in range(5)]
    return TimePicture(bars, [(place(day), day) for day in ticks], place(today), 40 + len(dated) * ROW)
