"""Letters to who registered or joined: in their language, with the way to their own page."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from mentorhalo.core.letters import send_letter

from ..keys import joiner_key, key_of
from ..models import Attendee, Joiner


def own_address(attendee: Attendee) -> str:
    """In the language of the moment."""
    return f"{settings.SITE_URL}{reverse('events:own', args=[key_of(attendee)])}"


def tell(attendee: Attendee, letter: str, **content: Any) -> None:
    """Send `events/letters/<letter>`, if there is an address."""
    if not attendee.email:
        return
    with translation.override(attendee.language):
        send_letter(
            f"events/letters/{letter}",
            to=attendee.email,
            language=attendee.language,
            context={
                "attendee": attendee,
                "occasion": attendee.occasion,
                "url": own_address(attendee),
                **content,
            },
        )


def joiner_address(joiner: Joiner) -> str:
    """In the language of the moment."""
    return f"{settings.SITE_URL}{reverse('events:week_own', args=[joiner_key(joiner)])}"


def tell_joiner(joiner: Joiner, letter: str, **content: Any) -> None:
    """Send `events/letters/week/<letter>`, if there is an address. `joiner` comes with its edition."""
    if not joiner.email:
        return
    with translation.override(joiner.language):
        send_letter(
            f"events/letters/week/{letter}",
            to=joiner.email,
            language=joiner.language,
            context={"joiner": joiner, "edition": joiner.edition, "url": joiner_address(joiner), **content},
        )
