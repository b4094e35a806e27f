"""What the journal says of each record: pure functions of the record and of the map of the day."""

from collections.abc import Iterable, Iterator

from django.utils import timezone

from mentorhalo.evidence.actions import FactDraft
from mentorhalo.territory.queries import county_of

from .choices import PartyStatus
from .models import Community, Consortium, ConsortiumSettlement, Organisation, Party

ORGANISATION_SOURCE = "partners.organisation"
COMMUNITY_SOURCE = "partners.community"
CONSORTIUM_SOURCE = "partners.consortium"
CHUNK = 500


def facts_of_organisation(organisation: Organisation) -> list[FactDraft]:
    """`organisation.listed`: on the books from the day it was entered. Needs `kind` at hand."""
    return _listed(organisation, kind="organisation.listed", subject_class=organisation.kind.sector)


def facts_of_community(community: Community) -> list[FactDraft]:
    """`community.listed`: on the books from the day it was entered."""
    return _listed(community, kind="community.listed", subject_class=community.field)


def facts_of_consortium(
    consortium: Consortium, covered_settlements: Iterable[ConsortiumSettlement]
) -> list[FactDraft]:
    """`consortium.granted`, and `consortium.covers` for each settlement. Needs `call`, `programme` and `lead` at hand."""
    seat = consortium.lead.settlement_id
    granted = FactDraft(
        programme=consortium.programme.code,
        kind="consortium.granted",
        subject=consortium.reference,
        occurred_on=consortium.starts_on,
        until_on=consortium.ends_on,
        home=seat,
        county=county_of(seat, consortium.starts_on),
        form=consortium.call.code,
        state="listed" if consortium.call.is_listed else "unlisted",
    )
    covers = [
        FactDraft(
            programme=consortium.programme.code,
            kind="consortium.covers",
            subject=consortium.reference,
            occurred_on=covered.starts_on,
            until_on=covered.ends_on,
            place=covered.settlement_id,
            county=county_of(covered.settlement_id, covered.starts_on),
            form=consortium.call.code,
            state="listed" if consortium.call.is_listed else "unlisted",
        )
        for covered in covered_settlements
    ]
    return [granted, *covers]


def _listed(party: Party, *, kind: str, subject_class: str) -> list[FactDraft]:
    if party.withdrawn_at is not None:
        return []
    entered_on = timezone.localdate(party.created_at)
    ended_on = party.status_on if party.status == PartyStatus.ENDED else None
    return [
        FactDraft(
            programme="",
            kind=kind,
            subject=party.reference,
            subject_class=subject_class,
            occurred_on=entered_on,
            until_on=max(entered_on, ended_on) if ended_on else None,
            home=party.settlement_id,
            county=county_of(party.settlement_id, entered_on),
        )
    ]


def derive_organisations() -> Iterator[tuple[str, list[FactDraft]]]:
    """All organisations' facts anew, in flat memory."""
    for organisation in Organisation.objects.select_related("kind").order_by("pk").iterator(CHUNK):
        yield str(organisation.pk), facts_of_organisation(organisation)


def derive_communities() -> Iterator[tuple[str, list[FactDraft]]]:
    for community in Community.objects.order_by("pk").iterator(CHUNK):
        yield str(community.pk), facts_of_community(community)


def derive_consortia() -> Iterator[tuple[str, list[FactDraft]]]:
    consortia = Consortium.objects.select_related("programme", "call", "lead").order_by("pk")
    for consortium in consortia.prefetch_related("settlements").iterator(CHUNK):
        yield str(consortium.pk), facts_of_consortium(consortium, consortium.settlements.all())
