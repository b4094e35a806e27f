"""What the nodes of the network are called, of which sector they are, and where their cards are."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.network.queries import names_shown
from mentorhalo.partners.choices import Sector
from mentorhalo.partners.models import Community, Organisation

from ..graphs.measures import MENTOR

COMMUNITIES = "communities"  # the sector of communities; "community" is a cultural field


@dataclass(frozen=True, slots=True)
class Named:
    ref: str
    name: str
    sector: str
    place: str = ""
    href: str = ""


def sector_labels() -> dict[str, str]:
    """In the order in which they are shown."""
    return {
        **{str(code): str(label) for code, label in Sector.choices},
        COMMUNITIES: _("communities"),
        MENTOR: _("mentors"),
    }


def sectors_of(refs: Collection[str]) -> dict[str, str]:
    """One query."""
    ids = _by_type(refs)
    found: dict[str, str] = {}
    if ids["organisation"]:
        rows = Organisation.objects.filter(pk__in=ids["organisation"]).values_list("pk", "kind__sector")
        found = {f"organisation:{pk}": sector for pk, sector in rows}
    plain = {"community": COMMUNITIES, MENTOR: MENTOR}
    return found | {ref: plain[kind] for ref in refs if (kind := ref.partition(":")[0]) in plain}


def named(refs: Collection[str], viewer: Any) -> dict[str, Named]:
    """Three queries at most. A mentor whom the viewer may not know by name is „a mentor"."""
    ids = _by_type(refs)
    found: dict[str, Named] = {}
    for pk, name, sector, place in Organisation.objects.filter(pk__in=ids["organisation"]).values_list(
        "pk", "name", "kind__sector", "settlement__name"
    ):
        ref = f"organisation:{pk}"
        found[ref] = Named(ref, name, sector, place, reverse("partners:organisation", args=[pk]))
    for pk, name, place in Community.objects.filter(pk__in=ids["community"]).values_list(
        "pk", "name", "settlement__name"
    ):
        ref = f"community:{pk}"
        found[ref] = Named(ref, name, COMMUNITIES, place, reverse("partners:community", args=[pk]))
    mentors = names_shown(ids[MENTOR], viewer)
    for mentor in ids[MENTOR]:
        ref = f"{MENTOR}:{mentor}"
        found[ref] = Named(ref, mentors.get(mentor, _("a mentor")), MENTOR)
    return found


def _by_type(refs: Collection[str]) -> dict[str, list[UUID]]:
    ids: dict[str, list[UUID]] = defaultdict(list)
    for ref in refs:
        kind, _colon, pk = ref.partition(":")
        ids[kind].append(UUID(pk))
    return ids
