"""What the journal says of engagements, pauses, entries and evidence files: pure functions of the record and its `Surroundings`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from mentorhalo.evidence.actions import FactDraft
from mentorhalo.partners.models import Community, Consortium, Organisation
from mentorhalo.programmes.models import Programme
from mentorhalo.territory.queries import counties_now, county_of

from .models import Activity, ActivityKind, Engagement, EvidenceFile, Pause
from .models.activities import COUNTING_STATES

ENGAGEMENT_SOURCE = "mentoring.engagement"
PAUSE_SOURCE = "mentoring.pause"
ACTIVITY_SOURCE = "mentoring.activity"
EVIDENCE_SOURCE = "mentoring.evidencefile"


@dataclass
class Surroundings:
    """What records only point at: the codes, seats and fields of what they are about."""

    programmes: dict[UUID, str] = field(default_factory=dict)  # code
    kinds: dict[int, str] = field(default_factory=dict)  # code
    communities: dict[UUID, tuple[str, str]] = field(default_factory=dict)  # seat, field
    organisations: dict[UUID, tuple[str, str]] = field(default_factory=dict)  # seat, sector
    consortia: dict[UUID, str] = field(default_factory=dict)  # seat of the lead
    engagements: dict[UUID, UUID] = field(default_factory=dict)  # community
    county_of: Callable[[str, date], str] = county_of  # of a settlement on a day


def all_surroundings() -> Surroundings:
    """Six queries, whatever is asked of it afterwards: for bulk work and reconciliation."""
    return Surroundings(
        programmes=dict(Programme.objects.values_list("pk", "code")),
        kinds=dict(ActivityKind.objects.values_list("pk", "code")),
        communities={
            pk: (seat, what)
            for pk, seat, what in Community.objects.values_list("pk", "settlement_id", "field")
        },
        organisations={
            pk: (seat, sector)
            for pk, seat, sector in Organisation.objects.values_list("pk", "settlement_id", "kind__sector")
        },
        consortia=dict(Consortium.objects.values_list("pk", "lead__settlement_id")),
        engagements=dict(Engagement.objects.values_list("pk", "community_id")),
        county_of=counties_now(),
    )


def facts_of_engagement(engagement: Engagement, around: Surroundings) -> list[FactDraft]:
    """`engagement.opened` over its whole time, and `engagement.informed` on the day access was given."""
    shared = _of_engagement(engagement, around)
    opened = FactDraft(
        kind="engagement.opened",
        occurred_on=engagement.opened_on,
        until_on=engagement.closed_on,
        county=around.county_of(shared["home"], engagement.opened_on),
        **shared,
    )
    if engagement.informed_on is None:
        return [opened]
    informed = FactDraft(
        kind="engagement.informed",
        occurred_on=engagement.informed_on,
        state="acknowledged" if engagement.acknowledged_by else "claimed",
        county=around.county_of(shared["home"], engagement.informed_on),
        **shared,
    )
    return [opened, informed]


def facts_of_pause(pause: Pause, around: Surroundings) -> list[FactDraft]:
    """`engagement.paused`: continuity rules excuse it, if it has a reason. Needs `engagement` at hand."""
    shared = _of_engagement(pause.engagement, around)
    return [
        FactDraft(
            kind="engagement.paused",
            occurred_on=pause.starts_on,
            until_on=pause.ends_on,
            state="reasoned" if pause.reason.strip() else "unreasoned",
            county=around.county_of(shared["home"], pause.starts_on),
            **shared,
        )
    ]


def facts_of_activity(
    activity: Activity, organisations: Iterable[UUID], around: Surroundings, *, is_replaced: bool = False
) -> list[FactDraft]:
    """One fact for each party of the entry; none for a draft, a returned entry or one `is_replaced` by a correction."""
    if not _counts(activity, is_replaced=is_replaced):
        return []
    return _by_party(activity, organisations, around)


def facts_of_evidence_file(
    evidence_file: EvidenceFile,
    activity: Activity,
    organisations: Iterable[UUID],
    around: Surroundings,
    *,
    is_replaced: bool = False,
) -> list[FactDraft]:
    """`evidence.attached` for each party of its entry, as long as that counts."""
    if not _counts(activity, is_replaced=is_replaced):
        return []
    return [
        replace(
            fact,
            kind="evidence.attached",
            form=str(evidence_file.kind),
            channel="",
            is_two_way=None,
            quantity=1,
        )
        for fact in _by_party(activity, organisations, around)
    ]


def _by_party(activity: Activity, organisations: Iterable[UUID], around: Surroundings) -> list[FactDraft]:
    """What an entry says of each of its parties; one of no party says it of itself."""
    day = activity.occurred_on
    place = activity.settlement_id or ""
    shared: dict[str, Any] = {
        "programme": around.programmes[activity.programme_id],
        "context": f"engagement:{activity.engagement_id}" if activity.engagement_id else "",
        "who": f"mentor:{activity.mentor_id}" if activity.mentor_id else "",
        "group": f"group:{activity.group_id}" if activity.group_id else "",
        "occurred_on": day,
        "place": place,
        "form": around.kinds[activity.kind_id],
        "channel": str(activity.channel),
        "state": str(activity.state),
        "is_two_way": activity.is_two_way,
        "quantity": activity.participants or 0,
    }
    parties: list[tuple[str, str, str, str]] = []  # party, subject, home, class
    if activity.engagement_id:
        community = around.engagements[activity.engagement_id]
        parties.append(("community", f"community:{community}", *around.communities[community]))
    if activity.consortium_id:
        consortium = activity.consortium_id
        parties.append(("consortium", f"consortium:{consortium}", around.consortia[consortium], ""))
    parties += [
        ("organisation", f"organisation:{organisation}", *around.organisations[organisation])
        for organisation in organisations
    ]
    if not parties:
        parties.append(("other", f"activity:{activity.pk}", "", ""))
    return [
        FactDraft(
            kind=f"activity.{party}",
            subject=subject,
            subject_class=subject_class,
            home=home,
            county=around.county_of(home or place, day) if home or place else "",
            **shared,
        )
        for party, subject, home, subject_class in parties
    ]


def _counts(activity: Activity, *, is_replaced: bool) -> bool:
    return activity.state in COUNTING_STATES and not is_replaced and not activity.is_annulment


def _of_engagement(engagement: Engagement, around: Surroundings) -> dict[str, Any]:
    community = engagement.community_id
    home, what = around.communities[community]
    return {
        "programme": around.programmes[engagement.programme_id],
        "subject": f"community:{community}",
        "subject_class": what,
        "context": f"engagement:{engagement.pk}",
        "who": f"mentor:{engagement.mentor_id}" if engagement.mentor_id else "",
        "group": f"group:{engagement.group_id}" if engagement.group_id else "",
        "home": home,
    }
