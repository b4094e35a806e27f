"""Keeps the journal in step with records of this room, inside the action's transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.evidence.actions import FactDraft, sync, sync_many
from mentorhalo.partners.models import Community, Organisation

from ..facts import (
    ACTIVITY_SOURCE,
    ENGAGEMENT_SOURCE,
    EVIDENCE_SOURCE,
    PAUSE_SOURCE,
    Surroundings,
    facts_of_activity,
    facts_of_engagement,
    facts_of_evidence_file,
    facts_of_pause,
)
from ..models import Activity, Engagement, EvidenceFile, Pause
from ..queries.derivations import organisations_of

FEW = 20  # up to here each source is locked by itself, so that two people need not wait for each other


def tell_of_engagements(
    engagements: Sequence[Engagement], *, by: User | None, at: datetime, reason: str = "correction"
) -> None:
    """Engagements and their pauses. Two queries besides the journal's own."""
    around = _around(engagements)
    pauses = list(
        Pause.objects.filter(engagement__in=[one.pk for one in engagements]).select_related("engagement")
    )
    _tell(
        ENGAGEMENT_SOURCE, [(one.pk, facts_of_engagement(one, around)) for one in engagements], by, at, reason
    )
    search.changed("engagement", [one.pk for one in engagements])
    _tell(PAUSE_SOURCE, [(pause.pk, facts_of_pause(pause, around)) for pause in pauses], by, at, reason)


def tell_of_activities(
    ids: Iterable[UUID],
    *,
    by: User | None,
    at: datetime,
    reason: str = "correction",
    fresh: bool = False,
) -> None:
    """Entries, the entries they correct, and the evidence files of both. Five queries besides the journal's own.

    `fresh` entries correct nothing and have no files yet: three queries.
    """
    wanted = set(ids)
    if not fresh:
        corrections = Activity.objects.filter(pk__in=wanted, corrects__isnull=False).order_by()
        wanted |= set(corrections.values_list("corrects_id", flat=True))
    activities = list(
        Activity.objects.filter(pk__in=wanted)
        .with_replaced()
        .select_related("programme", "kind", "engagement__programme", "consortium__lead")
        .order_by("created_at", "pk")
    )
    search.changed("entry", wanted)
    organisations = organisations_of(list(wanted))
    around = _around([one.engagement for one in activities if one.engagement], activities, organisations)
    files = [] if fresh else list(EvidenceFile.objects.filter(activity__in=wanted))
    by_id = {one.pk: one for one in activities}
    _tell(
        ACTIVITY_SOURCE,
        [
            (
                one.pk,
                facts_of_activity(one, organisations.get(one.pk, []), around, is_replaced=one.is_replaced),  # type: ignore[attr-defined]
            )
            for one in activities
        ],
        by,
        at,
        reason,
    )
    _tell(
        EVIDENCE_SOURCE,
        [
            (
                file.pk,
                facts_of_evidence_file(
                    file,
                    by_id[file.activity_id],
                    organisations.get(file.activity_id, []),
                    around,
                    is_replaced=by_id[file.activity_id].is_replaced,  # type: ignore[attr-defined]
                ),
            )
            for file in files
        ],
        by,
        at,
        reason,
    )


def _around(
    engagements: Sequence[Engagement],
    activities: Iterable[Activity] = (),
    organisations: dict[UUID, list[UUID]] | None = None,
) -> Surroundings:
    around = Surroundings()
    for engagement in engagements:
        around.engagements[engagement.pk] = engagement.community_id
    communities = Community.objects.filter(pk__in=set(around.engagements.values()))
    around.communities = {
        pk: (seat, what) for pk, seat, what in communities.values_list("pk", "settlement_id", "field")
    }
    for engagement in engagements:
        around.programmes[engagement.programme_id] = engagement.programme.code
    for activity in activities:
        around.programmes[activity.programme_id] = activity.programme.code
        around.kinds[activity.kind_id] = activity.kind.code
        if activity.consortium is not None:
            around.consortia[activity.consortium.pk] = activity.consortium.lead.settlement_id
    if organisations:
        meant = {pk for one in organisations.values() for pk in one}
        rows = Organisation.objects.filter(pk__in=meant).values_list("pk", "settlement_id", "kind__sector")
        around.organisations = {pk: (seat, sector) for pk, seat, sector in rows}
    return around


def _tell(
    source_type: str,
    drafts: Sequence[tuple[UUID, list[FactDraft]]],
    by: User | None,
    at: datetime,
    reason: str,
) -> None:
    if len(drafts) > FEW:
        sync_many(source_type, ((str(pk), found) for pk, found in drafts), by=by, at=at, reason=reason)
        return
    for pk, found in drafts:
        sync(source_type, pk, found, by=by, at=at, reason=reason)
