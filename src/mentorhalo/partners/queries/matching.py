"""Who is who: parties that are probably the same as one about to be entered."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from mentorhalo.territory.models import Settlement

from ..choices import PartyType
from ..models import Community, Organisation, OrganisationKind
from .names import Essence, essence

LIKELY = 84
LIKELY_ELSEWHERE = 93
SURE = 97
OTHER_SECTOR = 6
HOLDS_THE_OTHER = 0.91
MOST = 5


@dataclass(frozen=True)
class Match:
    """A party that may be the one meant: how sure (to 100) and why."""

    party: Organisation | Community
    score: int
    why: str | Promise


class Duplicates:
    """Candidates around some settlements, read by one query; `of` compares without asking the database."""

    def __init__(self, party_type: str, settlements: Iterable[Settlement]) -> None:
        settlements = list(settlements)
        codes = {one.code for one in settlements}
        districts = {one.district_id for one in settlements if one.district_id}
        self.by_settlement: dict[str, list[Organisation | Community]] = defaultdict(list)
        self.by_district: dict[str, list[Organisation | Community]] = defaultdict(list)
        for party in _candidates(party_type, codes, districts):
            self.by_settlement[party.settlement_id].append(party)
            if party.settlement.district_id:
                self.by_district[party.settlement.district_id].append(party)

    def of(
        self,
        name: str,
        settlement: Settlement,
        kind: OrganisationKind | str | None = None,
        *,
        except_for: Collection[UUID] = (),
    ) -> list[Match]:
        """The likely ones, the likeliest first: in the same settlement, and those of its district by their own name."""
        found = []
        for party in self.by_settlement[settlement.code]:
            score, why = _likeness(name, settlement, kind, party)
            if score >= LIKELY and party.pk not in except_for:
                found.append(Match(party, score, why))
        for party in self.by_district[settlement.district_id or ""]:
            if party.settlement_id == settlement.code or party.pk in except_for:
                continue
            if _generic(name, settlement.name) or _generic(party.name, party.settlement.name):
                continue
            score, _why = _likeness(name, settlement, kind, party)
            if score >= LIKELY_ELSEWHERE:
                found.append(Match(party, score - 5, _("nearly the same name in the same district")))
        return sorted(found, key=lambda match: (-match.score, match.party.name_sort, str(match.party.pk)))[
            :MOST
        ]


def likely_duplicates(
    name: str,
    settlement: Settlement,
    kind: OrganisationKind | str | None = None,
    *,
    party_type: str = PartyType.ORGANISATION,
    except_for: Collection[UUID] = (),
) -> list[Match]:
    """Parties probably the same as one of this name, settlement and kind (or field of a community). One query."""
    return Duplicates(party_type, [settlement]).of(name, settlement, kind, except_for=except_for)


def _candidates(party_type: str, codes: set[str], districts: set[str]) -> Iterable[Organisation | Community]:
    near = {"settlement__district__in": districts} if districts else {"settlement__in": codes}
    if party_type == PartyType.ORGANISATION:
        return (
            Organisation.objects.not_merged()
            .filter(**near)
            .select_related("settlement", "kind", "part_of", "maintainer")
        )
    return Community.objects.not_merged().filter(**near).select_related("settlement", "host")


def _generic(name: str, settlement: str) -> bool:
    return essence(name, settlement).is_generic


def _likeness(
    name: str, settlement: Settlement, kind: OrganisationKind | str | None, party: Organisation | Community
) -> tuple[int, str | Promise]:
    wanted = essence(name, settlement.name)
    score, is_part = max(_compared(wanted, essence(other, party.settlement.name)) for other in _names(party))
    if kind is not None and _sector(kind) != _sector_of(party):
        score -= OTHER_SECTOR
    if is_part:
        return score, _("one name holds the other")
    return score, _("the same name") if score >= SURE else _("nearly the same name")


@lru_cache(maxsize=65536)
def _compared(one: Essence, other: Essence) -> tuple[int, bool]:
    """How alike, and whether only because one holds the other."""
    whole = max(fuzz.ratio(one.words, other.words), fuzz.ratio(one.joined, other.joined))
    part = fuzz.token_set_ratio(one.words, other.words) * HOLDS_THE_OTHER
    score = round(max(whole, part))
    if one.numbers != other.numbers:
        score = min(score, LIKELY - 14)
    return score, part > whole


def _names(party: Organisation | Community) -> list[str]:
    others = party.aliases if isinstance(party, Community) else ""
    return [party.name, *(name.strip() for name in others.replace(";", ",").split(",") if name.strip())]


def _sector(kind: OrganisationKind | str) -> str:
    return kind.sector if isinstance(kind, OrganisationKind) else kind


def _sector_of(party: Organisation | Community) -> str:
    return party.kind.sector if isinstance(party, Organisation) else party.field
