"""Who covers what, and how heavily."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, Sum

from mentorhalo.network.models import CountyGroup, Mandate, Mentor

from ..models import Activity, Assignment, Engagement
from ..models.activities import COUNTING_STATES

HOURS_DAYS = 30


@dataclass
class Load:
    """One mentor of a group on a day."""

    mentor: Mentor
    mandate: Mandate
    engagements: int = 0
    minutes: int = 0  # logged in the last thirty days
    waiting: int = 0  # entries that wait for approval
    assignments: list[Assignment] = field(default_factory=list)

    @property
    def capacity(self) -> int:
        return self.mandate.capacity

    @property
    def hours(self) -> int:
        return (self.minutes + 30) // 60  # halves up

    @property
    def is_over(self) -> bool:
        return self.engagements > self.mandate.capacity


def load_of(group: CountyGroup, day: date) -> list[Load]:
    """Each mentor of the group on the day, in alphabetical order. Four queries."""
    mandates = Mandate.objects.on(day).filter(group=group).select_related("mentor__home", "mentor__user")
    loads = {one.mentor_id: Load(one.mentor, one) for one in mandates.order_by("mentor__name_sort", "pk")}
    for mentor, count in (
        Engagement.objects.filter(mentor__in=loads)
        .open_on(day)
        .order_by()
        .values_list("mentor")
        .annotate(count=Count("pk"))
    ):
        loads[mentor].engagements = count
    for mentor, minutes, waiting in _worked(list(loads), day):
        loads[mentor].minutes, loads[mentor].waiting = minutes or 0, waiting
    for mentor, rows in assignments_of(list(loads), day).items():
        loads[mentor].assignments = rows
    return list(loads.values())


def assignments_of(mentors: list[UUID], day: date) -> dict[UUID, list[Assignment]]:
    """What each of these mentors is responsible for on the day. One query."""
    found: dict[UUID, list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.on(day).filter(mentor__in=mentors).with_names()
    for one in rows.order_by("role", "starts_on", "pk"):
        found[one.mentor_id].append(one)
    return found


def _worked(mentors: list[UUID], day: date) -> list[tuple[UUID, int | None, int]]:
    lately = Q(occurred_on__gt=day - timedelta(days=HOURS_DAYS), occurred_on__lte=day)
    rows = Activity.objects.filter(Q(state="submitted") | lately, mentor__in=mentors)
    return list(
        rows.order_by()
        .values_list("mentor")
        .annotate(
            minutes=Sum("minutes", filter=lately & Q(state__in=COUNTING_STATES)),
            waiting=Count("pk", filter=Q(state="submitted")),
        )
    )
