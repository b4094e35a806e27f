"""Letters to learners, and to those who write, review and teach: in their language, with the way to their own page."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from mentorhalo.accounts.models import User
from mentorhalo.core.letters import send_letter

from ..models import Assignment, Enrolment, MaterialVersion


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


def tell_assigned(assignment: Assignment) -> None:
    """What they are to write, review or teach, and until when."""
    content = {"assignment": assignment, "course": assignment.module.version.course}
    _tell_user(assignment.user, "assigned", reverse("training:work"), content)


def tell_reviewer(version: MaterialVersion, letter: str) -> None:
    """That an opinion is asked, or is still missing."""
    if version.reviewer is not None:
        page = reverse("training:review", args=[version.pk])
        _tell_user(version.reviewer, letter, page, {"version": version})


def tell_author(version: MaterialVersion, letter: str) -> None:
    """What the reviewer decided. The opinion itself is read on the page."""
    page = reverse("training:material", args=[version.material_id])
    _tell_user(version.author, letter, page, {"version": version})


def _tell_user(user: User, letter: str, page: str, content: dict[str, Any]) -> None:
    if not user.is_active:
        return
    with translation.override(user.language):
        send_letter(
            f"training/letters/{letter}",
            to=user.email,
            language=user.language,
            context={"address": f"{settings.SITE_URL}{page}", **content},
        )
