"""Letters about model projects: to who applied, and to readers."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from mentorhalo.accounts.models import User
from mentorhalo.core.letters import send_letter

from ...models.projects import ModelProject


def tell_applicant(project: ModelProject, letter: str, **content: Any) -> None:
    if project.created_by is not None:
        _send(project.created_by, letter, project, "knowledge:application", **content)


def tell_reader(project: ModelProject, reader: User) -> None:
    _send(reader, "reader_asked", project, "knowledge:read_application")


def _send(person: User, letter: str, project: ModelProject, page: str, **content: Any) -> None:
    if not person.is_active:
        return
    with translation.override(person.language):
        send_letter(
            f"knowledge/projects/letters/{letter}",
            to=person.email,
            language=person.language,
            context={
                "project": project,
                "url": settings.SITE_URL + reverse(page, args=[project.pk]),
                **content,
            },
        )
