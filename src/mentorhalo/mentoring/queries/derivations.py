"""Records with all that their facts are derived from, read in batches with a fixed number of queries each."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import batched
from uuid import UUID

from ..models import Activity, Engagement, EvidenceFile, Pause

BATCH = 500


def organisations_of(activities: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """The organisations of some entries. One query."""
    through = Activity.organisations.through.objects.filter(activity__in=activities)
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for activity, organisation in through.order_by("pk").values_list("activity_id", "organisation_id"):
        found[activity].append(organisation)
    return found


def all_activities() -> Iterator[tuple[Activity, list[UUID], bool]]:
    """Every entry with its organisations, and whether a correction stands in its place."""
    rows = Activity.objects.with_replaced().order_by("pk").iterator(chunk_size=BATCH)
    for batch in batched(rows, BATCH):
        organisations = organisations_of([activity.pk for activity in batch])
        for activity in batch:
            yield activity, organisations.get(activity.pk, []), activity.is_replaced  # type: ignore[attr-defined]


def all_evidence_files() -> Iterator[tuple[EvidenceFile, Activity, list[UUID], bool]]:
    """Every file with its entry, the entry's organisations, and whether a correction stands in the entry's place."""
    rows = EvidenceFile.objects.order_by("pk").iterator(chunk_size=BATCH)
    for batch in batched(rows, BATCH):
        wanted = {evidence_file.activity_id for evidence_file in batch}
        activities = Activity.objects.with_replaced().in_bulk(wanted)
        organisations = organisations_of(list(wanted))
        for evidence_file in batch:
            activity = activities[evidence_file.activity_id]
            own = organisations.get(activity.pk, [])
            yield evidence_file, activity, own, activity.is_replaced  # type: ignore[attr-defined]


def all_engagements() -> Iterator[Engagement]:
    return Engagement.objects.order_by("pk").iterator(chunk_size=BATCH)


def all_pauses() -> Iterator[Pause]:
    return Pause.objects.select_related("engagement").order_by("pk").iterator(chunk_size=BATCH)
