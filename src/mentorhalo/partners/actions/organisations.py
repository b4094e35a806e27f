from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from mentorhalo.accounts.models import User

from ..facts import ORGANISATION_SOURCE, facts_of_organisation
from ..models import Organisation, OrganisationKind
from .consortia import derive_again_of_leads
from .parties import PartyDraft, announce, fill, new_party, write_new, write_revised
from .sites import follow_sites


@dataclass(frozen=True, kw_only=True)
class OrganisationDraft(PartyDraft):
    kind: OrganisationKind
    short_name: str = ""
    legal_form: str = ""
    tax_number: str = ""
    address: str = ""
    part_of: Organisation | None = None
    maintainer: Organisation | None = None


def register_organisation(*, draft: OrganisationDraft, by: User | None, at: datetime) -> Organisation:
    """Enter an organisation. It counts as listed from the day of entry."""
    return register_organisations(drafts=[draft], by=by, at=at)[0]


@transaction.atomic
def register_organisations(
    *, drafts: Iterable[OrganisationDraft], by: User | None, at: datetime
) -> list[Organisation]:
    """Enter many at once, in the order given (an institution before its sites); a fixed number of queries a batch."""
    organisations = [new_party(Organisation, draft, by=by, at=at) for draft in drafts]
    write_new(organisations, source_type=ORGANISATION_SOURCE, facts_of=facts_of_organisation, by=by, at=at)
    follow_sites([each for each in organisations if each.part_of_id], by=by, at=at)
    return organisations


def revise_organisation(
    *, organisation: Organisation, draft: OrganisationDraft, by: User | None, at: datetime
) -> Organisation:
    """Make the card say what the draft says (`replace(OrganisationDraft.of(organisation), name=…)`)."""
    revise_organisations(revisions=[(organisation, draft)], by=by, at=at)
    return organisation


@transaction.atomic
def revise_organisations(
    *, revisions: Sequence[tuple[Organisation, OrganisationDraft]], by: User | None, at: datetime
) -> list[Organisation]:
    """Revise many at once; answers with those that changed."""
    from_day = timezone.localdate(at)
    revised = [
        (organisation, changed)
        for organisation, draft in revisions
        if (changed := fill(organisation, draft, on=from_day))
    ]
    write_revised(revised, source_type=ORGANISATION_SOURCE, facts_of=facts_of_organisation, by=by, at=at)
    follow_sites([each for each, changed in revised if "part_of" in changed], by=by, at=at)
    derive_again_of_leads([each for each, changed in revised if "settlement" in changed], by=by, at=at)
    announce(revised, by=by, at=at)
    return [organisation for organisation, _changed in revised]


def change_organisation_status(
    *, organisation: Organisation, status: str, on: date, by: User | None, at: datetime
) -> Organisation:
    """Active, sleeping or ended since `on`. An ended one is listed until that day."""
    draft = replace(OrganisationDraft.of(organisation), status=status, status_on=on)
    return revise_organisation(organisation=organisation, draft=draft, by=by, at=at)
