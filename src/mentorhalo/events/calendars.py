"""Occasions as iCalendar (RFC 5545): what a phone, Outlook or Thunderbird subscribes to."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vText

from .models import Occasion

PRODUCT = "-//Mentorhalo//Events//HU"
REFRESH = timedelta(hours=6)


def calendar_of(occasions: Iterable[Occasion], *, name: str) -> bytes:
    """UTC times; the same UID always; SEQUENCE rises with each change; what is cancelled stays, as cancelled.

    The occasions come with their settlement. No query.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for occasion in occasions:
        calendar.add_component(_event(occasion))
    return calendar.to_ical()


def where(occasion: Occasion) -> str:
    """Settlement and address in one line; empty for what is online."""
    if occasion.settlement is None:
        return ""
    return ", ".join(filter(None, (occasion.settlement.name, occasion.place)))


def _event(occasion: Occasion) -> Event:
    address = f"{settings.SITE_URL}{reverse('events:occasion', args=[occasion.pk])}"
    event = Event()
    event.add("uid", f"occasion-{occasion.pk}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}")
    event.add("dtstamp", occasion.changed_at)
    event.add("last-modified", occasion.changed_at)
    event.add("dtstart", occasion.starts_at)
    event.add("dtend", occasion.ends_at)
    event.add("sequence", occasion.sequence)
    event.add("summary", vText(occasion.title))
    said = occasion.cancel_reason if occasion.is_taken_down else occasion.summary
    event.add("description", vText(f"{said}\n\n{address}"))
    event.add("url", address)
    event.add("categories", [occasion.get_kind_display()])
    event.add("status", "CANCELLED" if occasion.is_called_off else "CONFIRMED")
    if place := where(occasion):
        event.add("location", vText(place))
    if occasion.settlement is not None and occasion.settlement.lat is not None:
        event.add("geo", (occasion.settlement.lat, occasion.settlement.lon))
    return event
