"""Letters to those who write and approve pages. They take the place of Wagtail's own, which know neither the house's look nor its work."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from mentorhalo.accounts.models import User
from mentorhalo.core.letters import send_letter

from .checks import findings
from .metadata import absolute


def tell_of_page(page: Page, letter: str, *, to: Iterable[User | None], **content: Any) -> None:
    """Send `website/letters/<letter>` to each in their language, with the way to the page in the editor and its faults."""
    people = {person.pk: person for person in to if person is not None and person.is_active}
    for person in people.values():
        with translation.override(person.language):
            send_letter(
                f"website/letters/{letter}",
                to=person.email,
                language=person.language,
                context={
                    "page": page,
                    "address": absolute(page.url),
                    "edit_url": settings.SITE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
                    "faults": [finding.words for finding in findings(page)],
                    **content,
                },
            )
