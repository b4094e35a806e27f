"""Letters to learners: in their language, with the way to their own page."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from mentorhalo.core.letters import send_letter

from ..models import Enrolment


def tell(enrolment: Enrolment, letter: str, **content: Any) -> None:
    """Send `training/letters/<letter>`, if there is an address."""
    if not enrolment.email:
        return
    with translation.override(enrolment.language):
        send_letter(
            f"training/letters/{letter}",
            to=enrolment.email,
            language=enrolment.language,
            context={
                "enrolment": enrolment,
                "cohort": enrolment.cohort,
                "course": enrolment.cohort.version.course,
                "address": f"{settings.SITE_URL}{reverse('training:own', args=[enrolment.pk])}",
                "courses": f"{settings.SITE_URL}{reverse('training:courses')}",
                **content,
            },
        )
