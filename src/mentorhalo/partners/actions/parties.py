"""What writing an organisation and writing a community have in common."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.core.audit import note
from mentorhalo.core.hungarian import fold, sort_key
from mentorhalo.evidence.actions import FactDraft, sync_many
from mentorhalo.territory.models import Settlement

from ..choices import PartyStatus
from ..models import Party
from ..signals import party_revised

BATCH = 500
NOT_ON_THE_CARD = ("id", "entered_at")


class PartnersRefusal(Exception):
    """Why the room says no, in words a person understands."""


class CardInvalid(PartnersRefusal):
    """What was written on the card does not hold; `errors` names the fields."""

    def __init__(self, errors: dict[str, list[str]], *, name: str = "") -> None:
        self.errors = errors
        words = " ".join(message for messages in errors.values() for message in messages)
        super().__init__(f"{name}: {words}" if name else words)


class ExternalIdTaken(PartnersRefusal):
    """Another party has this identifier already."""

    def __init__(self, external_id: str) -> None:
        self.external_id = external_id
        super().__init__(_("The identifier “%(id)s” belongs to another entry already.") % {"id": external_id})


class PartyWithdrawn(PartnersRefusal):
    """The entry was taken back; nothing more is written to it."""


class PartiesInACircle(PartnersRefusal):
    """A party would count as itself by way of others."""


@dataclass(frozen=True, kw_only=True)
class PartyDraft:
    """A card to be written. `entered_at` is for records older than this entry; without it the action's time counts."""

    name: str
    settlement: Settlement
    external_id: str = ""
    status: str = PartyStatus.ACTIVE
    status_on: date | None = None
    website: str = ""
    description_hu: str = ""
    description_en: str = ""
    id: UUID = field(default_factory=uuid4)
    entered_at: datetime | None = None

    @classmethod
    def names(cls) -> list[str]:
        """The fields of the card: all but the identity and the time of entry."""
        return [each.name for each in fields(cls) if each.name not in NOT_ON_THE_CARD]

    @classmethod
    def of(cls, party: Party) -> Self:
        """The card as it stands. Fetches the parties it names unless they are at hand."""
        card = {name: getattr(party, name) for name in cls.names()}
        return cls(id=party.pk, entered_at=party.created_at, **card)


def new_party[P: Party](model: type[P], draft: PartyDraft, *, by: User | None, at: datetime) -> P:
    party = model(id=draft.id, created_at=draft.entered_at or at, created_by=by)
    fill(party, draft, on=timezone.localdate(party.created_at))
    return party


def fill(party: Party, draft: PartyDraft, *, on: date) -> frozenset[str]:
    """Write the draft into the record (not into the database); say which fields changed."""
    changed = set()
    for name in draft.names():
        value = getattr(draft, name)
        value = " ".join(value.split()) if name == "name" else value
        relation = party._meta.get_field(name).is_relation
        before = getattr(party, f"{name}_id" if relation else name)
        if before != (value.pk if isinstance(value, models.Model) else value):
            changed.add(name)
            setattr(party, name, value)
    if party.status == PartyStatus.ENDED and party.status_on is None:
        party.status_on = on
    party.name_sort = sort_key(party.name)
    others = f"{getattr(party, 'short_name', '')} {getattr(party, 'aliases', '')}".strip()
    party.name_search = fold(f"{party.name} {others}".strip())[:400]
    return frozenset(changed)


def check_cards(parties: Sequence[Party]) -> None:
    """Refuse blanks, wrong addresses, too long words and identifiers already taken; one query for all."""
    for party in parties:
        relations = [each.name for each in party._meta.fields if each.is_relation]
        try:
            party.clean_fields(exclude={*relations, "id", "name_sort", "name_search"})
        except ValidationError as error:
            raise CardInvalid(error.message_dict, name=party.name) from error
        if party.settlement_id is None:
            raise CardInvalid({"settlement": [_("Say which settlement it belongs to.")]}, name=party.name)
    _check_external_ids(parties)


def _check_external_ids(parties: Sequence[Party]) -> None:
    wanted: dict[str, UUID] = {}
    for party in parties:
        if not party.external_id:
            continue
        if wanted.setdefault(party.external_id, party.pk) != party.pk:
            raise ExternalIdTaken(party.external_id)
    model = type(parties[0]) if parties else None
    names = list(wanted)
    for start in range(0, len(names), BATCH):
        taken = model._default_manager.filter(external_id__in=names[start : start + BATCH])  # type: ignore[union-attr]
        for external_id, pk in taken.values_list("external_id", "pk"):
            if wanted[external_id] != pk:
                raise ExternalIdTaken(external_id)


def write_new[P: Party](
    parties: list[P],
    *,
    source_type: str,
    facts_of: Callable[[P], list[FactDraft]],
    by: User | None,
    at: datetime,
) -> list[P]:
    """Insert the checked parties with their facts. To be called within a transaction."""
    if not parties:
        return []
    check_cards(parties)
    type(parties[0])._default_manager.bulk_create(parties, batch_size=BATCH)
    sync_many(
        source_type,
        {str(party.pk): facts_of(party) for party in parties},
        by=by,
        at={str(party.pk): party.created_at for party in parties},
        fresh=True,
    )
    search.changed(parties[0].party_type, [party.pk for party in parties])
    return parties


def write_revised[P: Party](
    revised: list[tuple[P, frozenset[str]]],
    *,
    source_type: str,
    facts_of: Callable[[P], list[FactDraft]],
    by: User | None,
    at: datetime,
) -> None:
    """Update the checked parties with their facts and leave an audit line each. To be called within a transaction."""
    parties = [party for party, _changed in revised]
    if not parties:
        return
    for party in parties:
        refuse_withdrawn(party)
    check_cards(parties)
    columns = {name for _party, changed in revised for name in changed}
    type(parties[0])._default_manager.bulk_update(
        parties, sorted({*columns, "status_on", "name_sort", "name_search"}), batch_size=BATCH
    )
    sync_many(source_type, {str(party.pk): facts_of(party) for party in parties}, by=by, at=at)
    search.changed(parties[0].party_type, [party.pk for party in parties])
    for party, changed in revised:
        leave_note("revise", party, by=by, at=at, details={"changed": sorted(changed)})


def announce(revised: Iterable[tuple[Party, frozenset[str]]], *, by: User | None, at: datetime) -> None:
    for party, changed in revised:
        party_revised.send(sender=type(party), party=party, changed=changed, by=by, at=at)


def leave_note(
    deed: str, party: Any, *, by: User | None, at: datetime, details: dict[str, Any] | None = None
) -> None:
    """An audit line about the party: who did what, never a name or an address of a person."""
    note(
        deed=f"partners.{deed}",
        subject=party.reference,
        by=by.pk if by is not None else None,
        at=at,
        details=details or {},
    )


def refuse_withdrawn(party: Party) -> None:
    if party.withdrawn_at is not None:
        raise PartyWithdrawn(
            _("“%(name)s” was taken back; nothing more can be written to it.") % {"name": party.name}
        )
