from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door
from mentorhalo.core.numbers import day, number

from .. import queries
from ..models import Community, Consortium, Organisation
from ..queries import Card

HISTORY_SHOWN = 100


@door("partners.view_card", get=queries.organisation)
def organisation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    facts = [
        (_("Kind"), str(organisation.kind)),
        (_("Address"), organisation.address),
        (_("Site of"), organisation.part_of.name if organisation.part_of else ""),
        (_("Maintainer"), organisation.maintainer.name if organisation.maintainer else ""),
    ]
    return _card(request, organisation, facts, "organisations", _("Institutions and organisations"))


@door("partners.view_card", get=queries.community)
def community(request: HttpRequest, community: Community) -> HttpResponse:
    rhythm = community.meets_every_days
    facts = [
        (_("Field"), community.get_field_display()),
        (_("Other names"), community.aliases),
        (_("Host"), community.host.name if community.host else ""),
        (_("For whom"), community.target_group),
        (_("Size"), community.get_size_band_display()),
        (_("Meets"), _("every %(days)s days") % {"days": rhythm} if rhythm else ""),
        (_("Founded"), str(community.founded_year or "")),
        (_("Registered organisation"), _("yes") if community.is_formal else ""),
    ]
    return _card(request, community, facts, "communities", _("Communities"))


@door("partners.view_lists", get=queries.consortium)
def consortium(request: HttpRequest, consortium: Consortium) -> HttpResponse:
    facts = [
        (_("Grant identifier"), consortium.grant_id),
        (_("Grant call"), consortium.call.code),
        (_("Lead"), consortium.lead.name),
        (_("From"), day(consortium.starts_on)),
        (_("Until"), day(consortium.ends_on) if consortium.ends_on else ""),
        (_("Amount of support"), f"{number(consortium.amount)} Ft" if consortium.amount is not None else ""),
    ]
    sees_network = request.user.has_perm("partners.view_network")
    content = {
        "consortium": consortium,
        "facts": [fact for fact in facts if fact[1]],
        "members": consortium.members.select_related("organisation__settlement"),
        "settlements": consortium.settlements.select_related("settlement"),
        "trail": [(_("Consortia"), reverse("partners:consortia")), (consortium.title, "")],
        "may_edit": request.user.has_perm("partners.edit_consortium"),
        "sees_network": sees_network,
        "history": queries.history(request, consortium, [str(consortium.pk)]) if sees_network else [],
        "links": _links(request, "consortium", str(consortium.pk)) if sees_network else [],
    }
    return render(request, "partners/consortium.html", content)


def _card(
    request: HttpRequest,
    party: Organisation | Community,
    facts: list[tuple[str, str]],
    list_name: str,
    list_words: str,
) -> HttpResponse:
    sees_network = request.user.has_perm("partners.view_network")
    today = timezone.localdate()
    card = queries.network_card(party, today) if sees_network else queries.public_card(party, today)
    content = {
        "card": card,
        "party": party,
        "facts": [fact for fact in facts if fact[1]],
        "trail": [(list_words, reverse(f"partners:{list_name}")), (party.name, "")],
        "sees_network": sees_network,
        "links": _links(request, card.party_type, str(party.pk)),
        **_deeds(request, card),
    }
    if sees_network:
        content["history"] = queries.history(request, party, card.ids)[:HISTORY_SHOWN]
    elif content["sees_contacts"]:
        card.contacts = queries.contacts_of(card.party_type, [party])
    return render(request, "partners/card.html", content)


def _deeds(request: HttpRequest, card: Card) -> dict[str, Any]:
    """What this person may do with the card; the addresses stand in the page."""
    party, may = card.party, request.user.has_perm
    return {
        "may_revise": may("partners.revise", party),
        "may_edit": may("partners.edit", party),
        "may_merge": may("partners.merge", party) and card.counted_as is None,
        "may_split": may("partners.split", party) and card.counted_as is None,
        "may_undo": may("partners.undo_merge"),
        "may_let_represent": may("partners.let_represent"),
        "sees_contacts": may("partners.view_contacts", party),
    }


def _links(request: HttpRequest, kind: str, pk: str) -> list[tuple[str, str]]:
    return queries.deeds_of_other_rooms(request, kind, pk)
