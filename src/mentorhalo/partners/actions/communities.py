from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from mentorhalo.accounts.models import User

from ..choices import CommunityField
from ..facts import COMMUNITY_SOURCE, facts_of_community
from ..models import Community, Organisation
from .parties import PartyDraft, announce, fill, new_party, write_new, write_revised


@dataclass(frozen=True, kw_only=True)
class CommunityDraft(PartyDraft):
    field: str = CommunityField.OTHER
    aliases: str = ""
    is_formal: bool = False
    host: Organisation | None = None
    founded_year: int | None = None
    size_band: str = ""
    meets_every_days: int | None = None
    target_group: str = ""
    existence_proof: str = ""


def register_community(*, draft: CommunityDraft, by: User | None, at: datetime) -> Community:
    """Enter a community. It counts as listed from the day of entry."""
    return register_communities(drafts=[draft], by=by, at=at)[0]


@transaction.atomic
def register_communities(
    *, drafts: Iterable[CommunityDraft], by: User | None, at: datetime
) -> list[Community]:
    """Enter many at once; a fixed number of queries a batch."""
    communities = [new_party(Community, draft, by=by, at=at) for draft in drafts]
    return write_new(communities, source_type=COMMUNITY_SOURCE, facts_of=facts_of_community, by=by, at=at)


def revise_community(
    *, community: Community, draft: CommunityDraft, by: User | None, at: datetime
) -> Community:
    """Make the card say what the draft says (`replace(CommunityDraft.of(community), name=…)`)."""
    revise_communities(revisions=[(community, draft)], by=by, at=at)
    return community


@transaction.atomic
def revise_communities(
    *, revisions: Sequence[tuple[Community, CommunityDraft]], by: User | None, at: datetime
) -> list[Community]:
    """Revise many at once; answers with those that changed."""
    on = timezone.localdate(at)
    revised = [
        (community, changed) for community, draft in revisions if (changed := fill(community, draft, on=on))
    ]
    write_revised(revised, source_type=COMMUNITY_SOURCE, facts_of=facts_of_community, by=by, at=at)
    announce(revised, by=by, at=at)
    return [community for community, _changed in revised]


def change_community_status(
    *, community: Community, status: str, on: date, by: User | None, at: datetime
) -> Community:
    """Active, sleeping or ended since `on`. An ended one is listed until that day."""
    draft = replace(CommunityDraft.of(community), status=status, status_on=on)
    return revise_community(community=community, draft=draft, by=by, at=at)
