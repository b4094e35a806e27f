"""What the journal says of an occasion (announced, cancelled, held, with whom) and of who joined the Week of Communities."""

from collections.abc import Iterator
from typing import Any

from mentorhalo.evidence.actions import FactDraft

from .choices import JoinerState, OccasionState
from .models import Attendance, Joiner, Occasion

OCCASION_SOURCE = "events.occasion"
JOINER_SOURCE = "events.joiner"
LEAST_COUNTIES = 3


def facts_of_occasion(occasion: Occasion) -> list[FactDraft]:
    """`occasion` comes with its programme and settlement. Held on its last day, once however many days. One query if it was held.

    A programme of the Week yields nothing: it is its joiner's, not the network's.
    """
    if not occasion.is_announced or occasion.is_of_week:
        return []
    about: dict[str, Any] = {
        "programme": occasion.programme.code,
        "subject": f"occasion:{occasion.pk}",
        "group": f"group:{occasion.group_id}" if occasion.group_id else "",
        "place": occasion.settlement_id or "",
        "county": occasion.settlement.county_id if occasion.settlement else "",
        "form": occasion.kind,
        "channel": "online" if occasion.is_online else "in_person",
    }
    is_cancelled = occasion.state == OccasionState.CANCELLED
    facts = [
        FactDraft(
            kind="occasion.planned",
            occurred_on=occasion.starts_on,
            until_on=occasion.ends_on,
            state="cancelled" if is_cancelled else "standing",
            **about,
        )
    ]
    if occasion.state == OccasionState.HELD:
        facts.append(_held(occasion, about))
    return facts


def facts_of_joiner(joiner: Joiner) -> list[FactDraft]:
    """`joiner` comes with its edition's programme and its settlement. On the day it was accepted, once for each edition."""
    if joiner.accepted_on is None or joiner.state == JoinerState.WITHDRAWN:
        return []
    return [
        FactDraft(
            programme=joiner.edition.programme.code,
            kind="week.joined",
            subject=f"joiner:{joiner.pk}",
            occurred_on=joiner.accepted_on,
            place=joiner.settlement_id,
            county=joiner.settlement.county_id,
            who=f"mentor:{joiner.mentor_id}" if joiner.mentor_id else "",
            form=joiner.kind,
            state=joiner.through,
            context=f"edition:{joiner.edition_id}",
        )
    ]


def all_joiners() -> Iterator[tuple[str, list[FactDraft]]]:
    """For reconciliation."""
    rows = Joiner.objects.select_related("edition__programme", "settlement").order_by("pk")
    for joiner in rows.iterator(chunk_size=500):
        yield str(joiner.pk), facts_of_joiner(joiner)


def all_occasions() -> Iterator[tuple[str, list[FactDraft]]]:
    """For reconciliation. One query for each that was held."""
    rows = Occasion.objects.select_related("programme", "settlement").order_by("pk")
    for occasion in rows.iterator(chunk_size=500):
        yield str(occasion.pk), facts_of_occasion(occasion)


def _held(occasion: Occasion, about: dict[str, Any]) -> FactDraft:
    there = list(
        Attendance.objects.filter(attendee__occasion=occasion)
        .values_list("attendee", "county")
        .order_by("pk")
    )
    counties = sorted({county for _attendee, county in there if county})
    is_network = occasion.is_whole_network or len(counties) >= LEAST_COUNTIES
    return FactDraft(
        kind="occasion.held",
        occurred_on=occasion.ends_on,
        state="network" if is_network else "local",
        quantity=len({attendee for attendee, _county in there}),
        attributes={"counties": counties},
        **about,
    )
