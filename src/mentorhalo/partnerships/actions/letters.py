"""The letter that asks a party how close it is to the others."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from mentorhalo.core.letters import send_letter, unlinked

from ..keys import answer_key
from ..models import Asking

LANGUAGE = "hu"  # parties are written to in the language of the country


def ask_by_letter(asking: Asking, *, is_reminder: bool) -> None:
    """Needs its grading and partnership at hand."""
    grading = asking.grading
    with translation.override(LANGUAGE):
        send_letter(
            "partnerships/letters/asked",
            to=asking.email,
            language=LANGUAGE,
            context={
                "title": unlinked(grading.partnership.title),
                "party": unlinked(str(asking.member)),
                "until": timezone.localdate(grading.closes_at),
                "is_reminder": is_reminder,
                "url": answer_address(asking),
            },
        )


def answer_address(asking: Asking) -> str:
    return f"{settings.SITE_URL}{reverse('partnerships:answer', args=[answer_key(asking)])}"
