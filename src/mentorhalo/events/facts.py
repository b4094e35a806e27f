"""What the journal says of an occasion: that it was announced, or cancelled, and that it was held, with whom."""

from collections.abc import Iterator
from typing import Any

from mentorhalo.evidence.actions import FactDraft

from .choices import OccasionState
from .models import Attendance, Occasion

OCCASION_SOURCE = "events.occasion"
LEAST_COUNTIES = 3


def facts_of_occasion(occasion: Occasion) -> list[FactDraft]:
    """`occasion` comes with its programme and settlement. Held on its last day, once however many days. One query if it was held."""
    if not occasion.is_announced:
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
