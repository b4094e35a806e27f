"""What stands on a card."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from mentorhalo.accounts.models import User

from ..choices import PartyType
from ..models import Community, Consortium, Contact, Merge, Organisation, Party, Split
from .matching import Match, likely_duplicates

type AnyParty = Organisation | Community


@dataclass
class Card:
    """A party and what hangs on it. The network's part is empty for those who may not see it."""

    party: AnyParty
    party_type: str
    public_contacts: list[Contact]
    counted_as: Party | None = None
    absorbed: list[Any] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    consortia: list[Consortium] = field(default_factory=list)
    hosted: list[Community] = field(default_factory=list)
    sites: list[Organisation] = field(default_factory=list)
    merges: list[tuple[Merge, Any]] = field(default_factory=list)  # in force, with the other side
    splits: list[tuple[Split, AnyParty]] = field(default_factory=list)  # in force, with the other side
    hints: list[Match] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """Its own id and those of all that count as it directly."""
        return [str(self.party.pk), *(str(each.pk) for each in self.absorbed)]


def organisation(pk: UUID) -> Organisation:
    """Raises `DoesNotExist`."""
    related = (
        "settlement__county",
        "kind",
        "part_of__settlement",
        "maintainer__settlement",
        "merged_into__settlement",
    )
    return Organisation.objects.select_related(*related).get(pk=pk)


def community(pk: UUID) -> Community:
    """Raises `DoesNotExist`."""
    related = ("settlement__county", "host__settlement", "merged_into__settlement")
    return Community.objects.select_related(*related).get(pk=pk)


def consortium(pk: UUID) -> Consortium:
    """Raises `DoesNotExist`."""
    return Consortium.objects.select_related("programme", "call", "lead__settlement__county").get(pk=pk)


def public_card(party: AnyParty, day: date) -> Card:
    """The part everybody sees. One query."""
    shown = Contact.objects.filter(**{party.party_type: party}).on(day).shown_publicly()
    return Card(
        party=party, party_type=party.party_type, public_contacts=list(shown), counted_as=party.merged_into
    )


def network_card(party: AnyParty, day: date) -> Card:
    """The whole card. Some ten queries, whatever hangs on it."""
    card = public_card(party, day)
    card.absorbed = list(party.absorbed.select_related("settlement"))
    everyone = [party, *card.absorbed]
    card.contacts = contacts_of(card.party_type, everyone)
    card.merges = _merges(card)
    card.splits = _splits(card)
    if isinstance(party, Organisation):
        card.sites = list(party.sites.not_merged().select_related("settlement"))
        card.hosted = list(
            Community.objects.not_merged()
            .filter(host__in=[each.pk for each in everyone])
            .select_related("settlement")
        )
        card.consortia = list(consortia_of([each.pk for each in everyone]))
    if party.merged_into_id is None and party.withdrawn_at is None:
        kind = party.kind if isinstance(party, Organisation) else party.field
        known = [party.pk, *(other.pk for _split, other in card.splits)]
        card.hints = likely_duplicates(
            party.name, party.settlement, kind, party_type=card.party_type, except_for=known
        )
    return card


def contacts_of(party_type: str, parties: list[AnyParty]) -> list[Contact]:
    """All contacts, those in the role first. One query."""
    found = Contact.objects.filter(**{f"{party_type}__in": parties})
    rows = list(found.select_related("user", "organisation", "community"))
    return sorted(rows, key=lambda row: (row.ends_on is not None, -row.starts_on.toordinal(), str(row.pk)))


def consortia_of(organisations: list[UUID]) -> QuerySet[Consortium]:
    """Consortia that one of these leads or is a member of."""
    held = Q(lead__in=organisations) | Q(members__organisation__in=organisations)
    return Consortium.objects.filter(held).select_related("call").distinct()


def contact(pk: UUID) -> Contact:
    """Raises `DoesNotExist`."""
    related = ("organisation__settlement", "community__settlement", "user")
    return Contact.objects.select_related(*related).get(pk=pk)


def merge(pk: UUID) -> Merge:
    """A merge in force; raises `DoesNotExist`."""
    return Merge.objects.get(pk=pk, undone_at=None)


def split(pk: UUID) -> Split:
    """A split in force; raises `DoesNotExist`."""
    return Split.objects.get(pk=pk, undone_at=None)


def account_named(email: str) -> User | None:
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def _merges(card: Card) -> list[tuple[Merge, Any]]:
    sides = Q(absorbed_id=card.party.pk) | Q(survivor_id=card.party.pk)
    found = list(Merge.objects.filter(sides, party_type=card.party_type, undone_at=None))
    others = {each.pk: each for each in card.absorbed}
    if card.counted_as is not None:
        others[card.counted_as.pk] = card.counted_as
    pairs = [
        (row, others.get(row.survivor_id if row.absorbed_id == card.party.pk else row.absorbed_id))
        for row in found
    ]
    return [(row, other) for row, other in pairs if other is not None]


def _splits(card: Card) -> list[tuple[Split, AnyParty]]:
    sides = Q(origin_id=card.party.pk) | Q(offshoot_id=card.party.pk)
    found = list(Split.objects.filter(sides, party_type=card.party_type, undone_at=None))
    wanted = {row.offshoot_id if row.origin_id == card.party.pk else row.origin_id for row in found}
    model = Organisation if card.party_type == PartyType.ORGANISATION else Community
    others = {each.pk: each for each in model._default_manager.filter(pk__in=wanted)} if wanted else {}
    return [
        (row, others[row.offshoot_id if row.origin_id == card.party.pk else row.origin_id]) for row in found
    ]
