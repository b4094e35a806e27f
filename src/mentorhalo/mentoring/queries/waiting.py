"""What waits for somebody: entries to decide on, to mend, to prove; communities that have gone silent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from mentorhalo.network.models import CountyGroup, Mentor
from mentorhalo.programmes.models import Programme

from ..choices import ActivityState, EngagementState
from ..models import Activity, Engagement, EvidenceFile, Pause, PeriodClosing
from ..models.activities import COUNTING_STATES

AT_WORK = (
    EngagementState.CONTACTED,
    EngagementState.INFORMED,
    EngagementState.AGREED,
    EngagementState.ACTIVE,
    EngagementState.CLOSING,
)
MENDABLE = timedelta(days=180)


@dataclass(frozen=True)
class Silent:
    """An engagement without a two-way contact for longer than its own promised rhythm."""

    engagement: Engagement
    last_on: date | None  # the last contact; None: none since the opening
    days: int
    promised: int

    @property
    def days_over(self) -> int:
        return self.days - self.promised


def silent_engagements(
    *,
    mentor: Mentor | None = None,
    group: CountyGroup | UUID | None = None,
    programme: Programme | None = None,
    day: date,
) -> list[Silent]:
    """Silent ones of a mentor, a county group or a programme, the longest over its promise first. Two queries."""
    contacts = Activity.objects.filter(
        engagement=OuterRef("pk"), state__in=COUNTING_STATES, is_two_way=True, occurred_on__lte=day
    ).order_by("-occurred_on")
    pauses = Pause.objects.filter(engagement=OuterRef("pk"), ends_on__lte=day).order_by("-ends_on")
    rows = _of(Engagement.objects.filter(state__in=AT_WORK).open_on(day), mentor, group, programme)
    found = []
    for pk, opened_on, promised, last_on, rested in rows.annotate(
        last_on=Subquery(contacts.values("occurred_on")[:1]), rested=Subquery(pauses.values("ends_on")[:1])
    ).values_list("pk", "opened_on", "contact_every_days", "last_on", "rested"):
        days = (day - max(one for one in (opened_on, last_on, rested) if one)).days
        if days > promised:
            found.append((pk, last_on, days, promised))
    engagements = Engagement.objects.with_names().in_bulk([row[0] for row in found])
    silent = [Silent(engagements[pk], last_on, days, promised) for pk, last_on, days, promised in found]
    return sorted(silent, key=lambda one: (-one.days_over, str(one.engagement.pk)))


def inbox(
    *, group: CountyGroup | UUID | None = None, groups: Iterable[UUID] | None = None
) -> QuerySet[Activity]:
    """Entries that wait for a decision, the longest waiting first; without a group, of the whole network."""
    rows = Activity.objects.waiting().with_names().select_related("programme", "corrects", "mentor__user")
    if group is not None:
        rows = rows.filter(group=group)
    if groups is not None:
        rows = rows.filter(group__in=list(groups))
    return rows.order_by("submitted_at", "pk")


def returned_entries(mentor: Mentor) -> list[Activity]:
    """Entries sent back to the mentor, with the reason. One query."""
    rows = Activity.objects.of_mentor(mentor.pk).returned().with_names().select_related("decided_by")
    return list(rows.order_by("-decided_at", "pk"))


def drafts_of(mentor: Mentor) -> list[Activity]:
    """Entries begun and not sent in. One query."""
    rows = Activity.objects.of_mentor(mentor.pk).filter(state=ActivityState.DRAFT).with_names()
    return list(rows.order_by("-created_at", "pk"))


def missing_evidence(
    mentor: Mentor | None = None, *, group: CountyGroup | UUID | None = None, day: date
) -> list[Activity]:
    """Entries of the last half year whose kind asks for a sheet and that have no file, while they can be mended. One query."""
    files = EvidenceFile.objects.filter(activity=OuterRef("pk"))
    closed = PeriodClosing.objects.filter(programme=OuterRef("programme"), until__gte=OuterRef("occurred_on"))
    rows = Activity.objects.filter(
        ~Exists(files),
        Q(state=ActivityState.RETURNED) | (Q(state__in=COUNTING_STATES) & ~Exists(closed)),
        kind__needs_sheet=True,
        is_annulment=False,
        occurred_on__gte=day - MENDABLE,
        occurred_on__lte=day,
    )
    if mentor is not None:
        rows = rows.of_mentor(mentor.pk)
    if group is not None:
        rows = rows.filter(group=group)
    return list(rows.with_names().order_by("occurred_on", "pk"))


def _of(
    rows: QuerySet[Engagement],
    mentor: Mentor | None,
    group: CountyGroup | UUID | None,
    programme: Programme | None,
) -> QuerySet[Engagement]:
    if mentor is not None:
        rows = rows.filter(mentor=mentor)
    if group is not None:
        rows = rows.filter(group=group)
    if programme is not None:
        rows = rows.filter(programme=programme)
    return rows
