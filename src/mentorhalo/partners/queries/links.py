"""What parties and their merges are called, and where their cards are, for whoever reads the journal."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.core.ids import known_ids
from mentorhalo.core.registry import SourceLink

from ..choices import PartyType
from ..models import Community, Consortium, Merge, Organisation


def organisation_links(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """One query."""
    rows = Organisation.objects.filter(pk__in=known_ids(ids)).values_list("pk", "name", "settlement__name")
    return {
        str(pk): SourceLink(_label(name, place), card_url("organisation", pk)) for pk, name, place in rows
    }


def community_links(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """One query."""
    rows = Community.objects.filter(pk__in=known_ids(ids)).values_list("pk", "name", "settlement__name")
    return {str(pk): SourceLink(_label(name, place), card_url("community", pk)) for pk, name, place in rows}


def consortium_links(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """One query."""
    rows = Consortium.objects.filter(pk__in=known_ids(ids)).values_list("pk", "title", "grant_id")
    return {
        str(pk): SourceLink(f"{title} ({grant})", card_url("consortium", pk)) for pk, title, grant in rows
    }


def merge_links(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """The two names of each merge, with the address of the one that stayed. Three queries."""
    merges = list(Merge.objects.filter(pk__in=known_ids(ids)))
    names = names_of(merges)
    return {
        str(merge.pk): SourceLink(
            _("%(absorbed)s counts as %(survivor)s")
            % {"absorbed": names.get(merge.absorbed_id, ""), "survivor": names.get(merge.survivor_id, "")},
            card_url(merge.party_type, merge.survivor_id),
        )
        for merge in merges
    }


def names_of(merges: Iterable[Merge]) -> Mapping[UUID, str]:
    """The names of both sides; two queries at most."""
    wanted: dict[str, set[UUID]] = {PartyType.ORGANISATION: set(), PartyType.COMMUNITY: set()}
    for merge in merges:
        wanted[merge.party_type] |= {merge.absorbed_id, merge.survivor_id}
    names: dict[UUID, str] = {}
    for party_type, model in ((PartyType.ORGANISATION, Organisation), (PartyType.COMMUNITY, Community)):
        if wanted[party_type]:
            names |= dict(model.objects.filter(pk__in=wanted[party_type]).values_list("pk", "name"))
    return names


def card_url(party_type: str, pk: UUID | str) -> str:
    return reverse(f"partners:{party_type}", args=[pk])


def _label(name: str, place: str) -> str:
    return f"{name}, {place}"
