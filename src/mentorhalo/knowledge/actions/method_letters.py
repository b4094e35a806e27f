"""Letters to who wrote a method card: it was locked, or returned."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from mentorhalo.core.letters import send_letter

from ..choices.methods import MethodVerdict
from ..models.methods import MethodReview, MethodVersion


def tell_writers(version: MethodVersion, review: MethodReview) -> None:
    """One letter for each, in their language. One query."""
    letter = "locked" if review.verdict == MethodVerdict.LOCK else "returned"
    for person in version.writers.filter(is_active=True).order_by("pk"):
        with translation.override(person.language):
            send_letter(
                f"knowledge/methods/letters/{letter}",
                to=person.email,
                language=person.language,
                context={
                    "version": version,
                    "review": review,
                    "remarks": [
                        (MethodVersion.part_name(part), words) for part, words in review.remarks.items()
                    ],
                    "url": settings.SITE_URL + reverse("knowledge:method_version", args=[version.pk]),
                },
            )
