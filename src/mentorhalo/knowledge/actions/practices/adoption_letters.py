"""Letters about “we do this too”: to who reported it, and to the owner of the practice."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from mentorhalo.core.letters import send_letter, unlinked

from ...choices import AdoptionState
from ...keys import adopter_key, owner_key
from ...models import Adoption, PracticeText


def ask_adopter(adoption: Adoption, email: str) -> None:
    """The link by which they say that it was they; of a description of its own, by which its institution says that it is so."""
    address = reverse("knowledge:adopter", args=[adopter_key(adoption)])
    _send(
        "adoption_confirm",
        email,
        adoption.language if email == adoption.reporter_email else "hu",
        adopter=unlinked(adoption.adopter_name),
        own=adoption.own_practice.code if adoption.own_practice is not None else "",
        title=_title(adoption),
        url=_absolute(address),
    )


def ask_owner(adoption: Adoption, email: str) -> None:
    """The owner of the practice is told who does it, too, and asked whether that is so."""
    _send(
        "adoption_reported",
        email,
        "hu",
        adopter=unlinked(adoption.adopter_name),
        place=adoption.settlement.name,
        since=adoption.since,
        title=_title(adoption),
        url=_absolute(reverse("knowledge:adoption_owner", args=[owner_key(adoption)])),
    )


def tell_adopter(adoption: Adoption) -> None:
    """What the owner said of it. None goes out where nobody left an address."""
    person = adoption.reported_by
    email = adoption.reporter_email or (person.email if person is not None else "")
    language = person.language if person is not None else adoption.language
    if not email:
        return
    _send(
        "adoption_decided",
        email,
        language,
        adopter=adoption.adopter_name,
        title=_title(adoption),
        is_confirmed=adoption.state == AdoptionState.CONFIRMED,
        reason=adoption.refused_because,
        url=_absolute(reverse("knowledge:practice", args=[adoption.practice.code])),
    )


def _title(adoption: Adoption) -> str:
    titles = PracticeText.objects.filter(version__public_of=adoption.practice_id).order_by("pk")
    return titles.values_list("title", flat=True).first() or adoption.practice.code


def _send(letter: str, to: str, language: str, **content: Any) -> None:
    with translation.override(language):
        send_letter(f"knowledge/letters/{letter}", to=to, language=language, context=content)


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
