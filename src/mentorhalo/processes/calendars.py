"""Deadlines of a plan as a calendar that other programs subscribe to."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from .choices import ItemState
from .models import PlanItem, Process


def calendar_file(process: Process, items: Iterable[PlanItem], address: str, now: datetime) -> bytes:
    """What has a deadline and was not given up, a day each; what was carried out says so."""
    calendar = Calendar()
    calendar.add("prodid", "-//Mentorhalo//processes//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", str(process))
    for item in items:
        if item.deadline is None or item.state == ItemState.DROPPED:
            continue
        event = Event()
        event.add("uid", f"plan-item-{item.pk}@mentorhalo")
        event.add("dtstamp", now)
        event.add("dtstart", item.deadline)
        event.add("dtend", item.deadline + timedelta(days=1))
        event.add("summary", f"{'✓ ' if item.state == ItemState.DONE else ''}{item.goal}")
        told = [item.action, item.responsible, item.result]
        event.add("description", "\n".join(one for one in told if one))
        event.add("url", address)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
