"""Lists of parties, searched and narrowed; each list costs a fixed number of queries."""

from collections.abc import Iterable, Sequence
from typing import Any, overload
from uuid import UUID

from django.db.models import Count, QuerySet

from mentorhalo.core.hungarian import closeness, matches
from mentorhalo.territory.queries import settlement_named

from ..choices import PartyType
from ..models import Community, Consortium, Organisation

type AnyParty = Organisation | Community


class Rows(Sequence[Any]):
    """Records known by their keys, fetched a page at a time."""

    def __init__(self, records: QuerySet[Any], keys: list[UUID]) -> None:
        self.records = records
        self.keys = keys

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> list[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, int):
            return self[place : place + 1][0]
        keys = self.keys[place]
        found = {row.pk: row for row in self.records.filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]


def organisations(text: str = "", *, county: str = "", sector: str = "", status: str = "") -> Sequence[Any]:
    """Organisations that stand for themselves, in Hungarian order."""
    rows = Organisation.objects.not_merged().select_related("settlement__county", "kind")
    if county:
        rows = rows.in_county(county)
    if status:
        rows = rows.filter(status=status)
    if sector:
        rows = rows.filter(kind__sector=sector)
    return _searched(rows, text, ("name", "short_name", "settlement__name"))


def communities(text: str = "", *, county: str = "", field: str = "", status: str = "") -> Sequence[Any]:
    """Communities that stand for themselves, in Hungarian order."""
    rows = Community.objects.not_merged().select_related("settlement__county")
    if county:
        rows = rows.in_county(county)
    if status:
        rows = rows.filter(status=status)
    if field:
        rows = rows.filter(field=field)
    return _searched(rows, text, ("name", "aliases", "settlement__name"))


def consortia(text: str = "", *, county: str = "", call: str = "") -> Sequence[Any]:
    """Consortia in the order of their titles, with the numbers of their members and settlements."""
    rows = Consortium.objects.select_related("lead__settlement__county", "call", "programme").annotate(
        member_count=Count("members__organisation", distinct=True),
        settlement_count=Count("settlements", distinct=True),
    )
    rows = rows.order_by("title_sort", "pk")
    if county:
        rows = rows.in_county(county)
    if call:
        rows = rows.filter(call__code=call)
    return _searched(rows, text, ("title", "grant_id", "lead__name", "lead__settlement__name"))


def find_parties(
    text: str, limit: int = 20, *, party_types: Iterable[str] = (PartyType.COMMUNITY, PartyType.ORGANISATION)
) -> list[AnyParty]:
    """Parties that stand for themselves whose name or settlement holds each word, the closest first.

    One query for each type; typed without accents, a letter stands for any.
    """
    if not text.strip():
        return []
    found: list[AnyParty] = []
    for party_type in party_types:
        model = Organisation if party_type == PartyType.ORGANISATION else Community
        rows: Any = model._default_manager.not_merged().select_related("settlement")
        more = "short_name" if model is Organisation else "aliases"
        found += [
            party
            for party in rows.matching(text)
            if matches(text, party.name, getattr(party, more), party.settlement.name)
        ]
    found.sort(key=lambda party: (closeness(text, party.name), party.name_sort, str(party.pk)))
    return found[:limit]


def find_organisations(text: str, limit: int = 20) -> list[Organisation]:
    """`find_parties` among organisations alone."""
    found = find_parties(text, limit, party_types=[PartyType.ORGANISATION])
    return [party for party in found if isinstance(party, Organisation)]


def organisation_called(words: str) -> Organisation | None:
    """The one organisation meant by “Name, Settlement”, a name, or an identifier; None if there is none or several."""
    standing = Organisation.objects.not_merged().select_related("settlement")
    name, _comma, place = words.rpartition(", ")
    settlement = settlement_named(place) if name else None
    if settlement is not None:
        meant = [one for one in standing.filter(settlement=settlement) if closeness(name, one.name) <= 1]
        if len(meant) == 1:
            return meant[0]
    meant = [one for one in standing.matching(words)[:200] if closeness(words, one.name) == 0]
    meant = meant or list(standing.filter(external_id=words)[:2])
    return meant[0] if len(meant) == 1 else None


def _searched(rows: QuerySet[Any], text: str, names: tuple[str, ...]) -> Sequence[Any]:
    """First a sieve in the database, then the exact look that tells Komló from Kömlő."""
    if not text.strip():
        return rows  # type: ignore[return-value]
    sieved = rows.matching(text).values_list("pk", *names)  # type: ignore[attr-defined]
    keys = [pk for pk, *words in sieved if matches(text, *words)]
    return Rows(rows, keys)
