"""What machines read of an occasion: schema.org's Event."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from mentorhalo.core.linked_data import linked_data

from ..choices import OccasionState
from ..models import Occasion

SCHEMA = "https://schema.org/"


def event_data(occasion: Occasion, *, pictures: Sequence[str] = ()) -> SafeString:
    """JSON-LD, safe inside a script element: what the page says. The occasion comes with its settlement."""
    address = page_address(occasion)
    is_cancelled = occasion.state == OccasionState.CANCELLED
    mode = "Online" if occasion.is_online else "Mixed" if occasion.online_url else "Offline"
    return linked_data(
        {
            "@type": "Event",
            "name": occasion.title,
            "description": occasion.summary,
            "url": address,
            **({"image": list(pictures)} if pictures else {}),
            "startDate": timezone.localtime(occasion.starts_at).isoformat(),
            "endDate": timezone.localtime(occasion.ends_at).isoformat(),
            "eventStatus": f"{SCHEMA}{'EventCancelled' if is_cancelled else 'EventScheduled'}",
            "eventAttendanceMode": f"{SCHEMA}{mode}EventAttendanceMode",
            "location": _location(occasion, address),
            "organizer": {"@type": "Organization", "name": occasion.host},
            "isAccessibleForFree": True,
            "maximumAttendeeCapacity": occasion.capacity,
        }
    )


def page_address(occasion: Occasion) -> str:
    return settings.SITE_URL + reverse("events:occasion", args=[occasion.pk])


def _location(occasion: Occasion, address: str) -> dict[str, Any]:
    if occasion.settlement is None:
        return {"@type": "VirtualLocation", "url": address}
    return {
        "@type": "Place",
        "name": occasion.place or occasion.settlement.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": occasion.place,
            "addressLocality": occasion.settlement.name,
            "addressCountry": "HU",
        },
    }
