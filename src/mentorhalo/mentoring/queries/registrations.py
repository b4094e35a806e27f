"""Registrations as their senders and the county groups see them, and the search that comes first."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import is_office
from mentorhalo.core.registry import Waiting
from mentorhalo.core.throttle import keyed_hash
from mentorhalo.network.models import CountyGroup, Mandate
from mentorhalo.partners.choices import PartyType, Sector
from mentorhalo.partners.models import Community, Organisation, Party
from mentorhalo.partners.queries import likely_duplicates
from mentorhalo.territory.models import Settlement

from ..choices import Registrant, RegistrationState
from ..models import Registration

FOUND_AT_MOST = 12


@dataclass(frozen=True)
class Found:
    """A card that may be the one meant, with the way to claim it."""

    party: Party
    href: str


def cards_like(registrant: str, words: str, settlement: Settlement | None) -> list[Found]:
    """Cards that hold the words or are nearly called so in that settlement, the likeliest first. Three queries at most."""
    found: list[Party] = []
    party_type = PartyType.COMMUNITY if registrant == Registrant.COMMUNITY else PartyType.ORGANISATION
    if settlement is not None and words.strip():
        found += [match.party for match in likely_duplicates(words, settlement, party_type=party_type)]
    rows = _cards(registrant).select_related("settlement")
    if settlement is not None:
        rows = rows.filter(settlement=settlement)
    if words.strip() or settlement is not None:
        found += [
            one
            for one in rows.matching(words).order_by("name_sort", "pk")[:FOUND_AT_MOST]
            if one not in found
        ]
    return [
        Found(one, reverse("registration:claim", args=[registrant, one.pk])) for one in found[:FOUND_AT_MOST]
    ]


def _cards(registrant: str) -> Any:
    if registrant == Registrant.COMMUNITY:
        return Community.objects.not_merged()
    organisations = Organisation.objects.not_merged()
    if registrant == Registrant.MUNICIPALITY:
        return organisations.filter(kind__sector=Sector.MUNICIPALITY)
    return organisations.exclude(kind__sector=Sector.MUNICIPALITY)


def registrations_for(user: User, day: date) -> QuerySet[Registration]:
    """Those whose answer this person may give: of their own county groups, or all for the office. Unconfirmed ones are nobody's."""
    received = Registration.objects.exclude(
        state__in=[RegistrationState.UNCONFIRMED, RegistrationState.WITHDRAWN]
    )
    if not is_office(user):
        serving = Mandate.objects.on(day).filter(mentor__user=user).values("group")
        own = Q(pk__in=user.groups_led()) | Q(pk__in=serving)
        received = received.filter(group__in=CountyGroup.objects.filter(own))
    return received.select_related("community", "organisation", "settlement", "group__county")


def what_waits(user: Any, now: datetime) -> list[Waiting]:
    """The registrations this person may answer, in a sentence. Three queries; none for who has no part in it."""
    if not isinstance(user, User) or not user.has_perm("mentoring.view_registrations"):
        return []
    waiting = registrations_for(user, timezone.localdate(now)).filter(state=RegistrationState.RECEIVED)
    late = Count("pk", filter=Q(due_at__lt=now))
    count, overdue = waiting.order_by().aggregate(count=Count("pk"), overdue=late).values()
    if not count:
        return []
    words = ngettext(
        "One registration waits for its answer.", "%(count)s registrations wait for their answer.", count
    ) % {"count": count}
    if overdue:
        words += " " + ngettext("One is late.", "%(count)s are late.", overdue) % {"count": overdue}
    return [Waiting(words, _("Read and answer"), reverse("mentoring:registrations"), is_urgent=bool(overdue))]


def card_of(registrant: str, pk: UUID) -> Party | None:
    """The card somebody claims; None where there is none of that kind."""
    found: Party | None = _cards(registrant).select_related("settlement").filter(pk=pk).first()
    return found


def registration(pk: UUID) -> Registration:
    received = Registration.objects.exclude(
        state__in=[RegistrationState.UNCONFIRMED, RegistrationState.WITHDRAWN]
    )
    return received.select_related(
        "community__settlement",
        "organisation__settlement",
        "settlement__county",
        "group__county",
        "decided_by",
    ).get(pk=pk)


def registration_by_token(token: str) -> Registration | None:
    """What the link in the sender's letter leads to."""
    found = Registration.objects.filter(token_hash=keyed_hash(token))
    return found.select_related("community__settlement", "organisation__settlement", "settlement").first()


def claim_to_agree(token: str) -> Registration | None:
    """What the link in the letter to the address on record leads to."""
    shared = token.partition(".")[0]
    found = Registration.objects.filter(record_token_hash=keyed_hash(shared))
    return found.select_related("community__settlement", "organisation__settlement", "settlement").first()
