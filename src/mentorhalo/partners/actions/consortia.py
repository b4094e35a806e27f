from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.core.hungarian import fold, sort_key
from mentorhalo.evidence.actions import sync_many
from mentorhalo.programmes.models import GrantCall, Programme
from mentorhalo.territory.models import Settlement

from ..facts import CONSORTIUM_SOURCE, facts_of_consortium
from ..models import Consortium, ConsortiumMember, ConsortiumSettlement, Organisation
from ..signals import consortium_revised
from .parties import BATCH, CardInvalid, PartnersRefusal, leave_note, refuse_withdrawn


class GrantIdTaken(PartnersRefusal):
    """The programme has a consortium with this grant identifier."""

    def __init__(self, grant_id: str) -> None:
        self.grant_id = grant_id
        super().__init__(_("The grant identifier “%(id)s” is already in the programme.") % {"id": grant_id})


@dataclass(frozen=True)
class Membership:
    """A member; without days of its own it belongs to the consortium from its first day on."""

    organisation: Organisation
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class Coverage:
    """A settlement the grant covers; without days of its own for as long as the grant runs."""

    settlement: Settlement
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ConsortiumDraft:
    programme: Programme
    call: GrantCall
    grant_id: str
    title: str
    lead: Organisation
    starts_on: date
    ends_on: date | None = None
    amount: Decimal | int | None = None
    members: Sequence[Membership] = ()
    settlements: Sequence[Coverage] = ()
    id: UUID = field(default_factory=uuid4)
    entered_at: datetime | None = None

    @classmethod
    def of(cls, consortium: Consortium) -> "ConsortiumDraft":
        """The consortium as it stands, with its members and settlements (two queries)."""
        return cls(
            id=consortium.pk,
            members=[
                Membership(each.organisation, each.starts_on, each.ends_on)
                for each in consortium.members.select_related("organisation")
            ],
            settlements=[
                Coverage(each.settlement, each.starts_on, each.ends_on)
                for each in consortium.settlements.select_related("settlement")
            ],
            **{name: getattr(consortium, name) for name in CARD},
        )


CARD = ("programme", "call", "grant_id", "title", "lead", "starts_on", "ends_on", "amount")


def register_consortium(*, draft: ConsortiumDraft, by: User | None, at: datetime) -> Consortium:
    """Enter a consortium with its members and settlements. Its facts speak from the day the grant starts."""
    return register_consortia(drafts=[draft], by=by, at=at)[0]


@transaction.atomic
def register_consortia(
    *, drafts: Iterable[ConsortiumDraft], by: User | None, at: datetime
) -> list[Consortium]:
    """Enter many at once; a fixed number of queries a batch."""
    drafts = list(drafts)
    consortia = [_filled(Consortium(id=draft.id), draft) for draft in drafts]
    _check(consortia, drafts)
    members = [each for row, draft in zip(consortia, drafts, strict=True) for each in _members(row, draft)]
    covered = {row.pk: _covered(row, draft) for row, draft in zip(consortia, drafts, strict=True)}
    Consortium.objects.bulk_create(consortia, batch_size=BATCH)
    ConsortiumMember.objects.bulk_create(members, batch_size=BATCH)
    ConsortiumSettlement.objects.bulk_create(
        [each for rows in covered.values() for each in rows], batch_size=BATCH
    )
    sync_many(
        CONSORTIUM_SOURCE,
        {str(row.pk): facts_of_consortium(row, covered[row.pk]) for row in consortia},
        by=by,
        at={str(draft.id): draft.entered_at or at for draft in drafts},
        fresh=True,
    )
    search.changed("consortium", [row.pk for row in consortia])
    return consortia


@transaction.atomic
def revise_consortium(
    *, consortium: Consortium, draft: ConsortiumDraft, by: User | None, at: datetime
) -> Consortium:
    """Make the consortium say what the draft says; members and settlements not in the draft are struck off."""
    before = ConsortiumDraft.of(Consortium.objects.get(pk=consortium.pk))
    _filled(consortium, draft)
    _check([consortium], [draft])
    consortium.save()
    members, covered = _members(consortium, draft), _covered(consortium, draft)
    _replace_rows(consortium.members.all(), members, ("organisation_id", "starts_on", "ends_on"))
    _replace_rows(consortium.settlements.all(), covered, ("settlement_id", "starts_on", "ends_on"))
    derive_again([consortium], by=by, at=at)
    after = ConsortiumDraft.of(consortium)
    changed = [
        name for name in (*CARD, "members", "settlements") if getattr(before, name) != getattr(after, name)
    ]
    if changed:
        search.changed("consortium", [consortium.pk])
        leave_note("revise", consortium, by=by, at=at, details={"changed": changed})
        consortium_revised.send(sender=Consortium, consortium=consortium, by=by, at=at)
    return consortium


def derive_again(
    consortia: Iterable[Consortium], *, by: User | None, at: datetime, reason: str = "correction"
) -> None:
    """Bring the journal in line with these consortia, whatever changed around them."""
    drafts = {str(each.pk): facts_of_consortium(each, each.settlements.all()) for each in consortia}
    sync_many(CONSORTIUM_SOURCE, drafts, by=by, at=at, reason=reason)


def derive_again_of_leads(leads: Sequence[Organisation], *, by: User | None, at: datetime) -> None:
    """The seat of a lead is the home of its consortia: when it moves, their facts say so."""
    if not leads:
        return
    led = Consortium.objects.filter(lead__in=leads).select_related("programme", "call", "lead")
    derive_again(led.prefetch_related("settlements"), by=by, at=at)


def _filled(consortium: Consortium, draft: ConsortiumDraft) -> Consortium:
    for name in CARD:
        value = getattr(draft, name)
        setattr(consortium, name, " ".join(value.split()) if isinstance(value, str) else value)
    consortium.title_sort = sort_key(consortium.title)
    consortium.title_search = fold(consortium.title)[:500]
    return consortium


def _check(consortia: Sequence[Consortium], drafts: Sequence[ConsortiumDraft]) -> None:
    for consortium, draft in zip(consortia, drafts, strict=True):
        errors = _errors(consortium, draft)
        if errors:
            raise CardInvalid(errors, name=consortium.title)
        for each in (draft.lead, *(member.organisation for member in draft.members)):
            refuse_withdrawn(each)
    _check_grant_ids(consortia)


def _errors(consortium: Consortium, draft: ConsortiumDraft) -> dict[str, list[str]]:
    relations = [each.name for each in consortium._meta.fields if each.is_relation]
    try:
        consortium.clean_fields(exclude={*relations, "id", "title_sort", "title_search"})
    except ValidationError as error:
        return error.message_dict
    if draft.call.programme_id != draft.programme.pk:
        return {"call": [_("This call belongs to another programme.")]}
    if draft.ends_on and draft.ends_on < draft.starts_on:
        return {"ends_on": [_("A grant cannot end before it starts.")]}
    if any(each.ends_on and each.ends_on < (each.starts_on or draft.starts_on) for each in draft.members):
        return {"members": [_("The last day lies before the first.")]}
    if any(each.ends_on and each.ends_on < each.starts_on for each in _covered(consortium, draft)):
        return {"settlements": [_("The last day lies before the first.")]}
    return {}


def _check_grant_ids(consortia: Sequence[Consortium]) -> None:
    wanted: dict[tuple[UUID, str], UUID] = {}
    for each in consortia:
        if wanted.setdefault((each.programme_id, each.grant_id), each.pk) != each.pk:
            raise GrantIdTaken(each.grant_id)
    taken = Consortium.objects.filter(programme__in={each.programme_id for each in consortia})
    for programme, grant_id, pk in taken.values_list("programme_id", "grant_id", "pk"):
        if wanted.get((programme, grant_id), pk) != pk:
            raise GrantIdTaken(grant_id)


def _members(consortium: Consortium, draft: ConsortiumDraft) -> list[ConsortiumMember]:
    """Each organisation once for each first day; the lead leads and is not repeated among the members."""
    rows = {}
    for each in draft.members:
        if each.organisation.pk == draft.lead.pk:
            continue
        starts_on = each.starts_on or draft.starts_on
        rows[each.organisation.pk, starts_on] = ConsortiumMember(
            consortium=consortium, organisation=each.organisation, starts_on=starts_on, ends_on=each.ends_on
        )
    return list(rows.values())


def _covered(consortium: Consortium, draft: ConsortiumDraft) -> list[ConsortiumSettlement]:
    rows = {}
    for each in draft.settlements:
        rows[each.settlement.pk] = ConsortiumSettlement(
            consortium=consortium,
            settlement=each.settlement,
            starts_on=each.starts_on or draft.starts_on,
            ends_on=each.ends_on or draft.ends_on,
        )
    return list(rows.values())


def _replace_rows(standing: Any, wanted: Sequence[Any], names: tuple[str, ...]) -> None:
    """Leave rows that stay as they are; strike off the others; add the new ones."""

    def key(row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in names)

    keys = {key(row) for row in wanted}
    kept = {key(row) for row in standing if key(row) in keys}
    standing.filter(pk__in=[row.pk for row in standing if key(row) not in keys]).delete()
    standing.model._default_manager.bulk_create([row for row in wanted if key(row) not in kept])
