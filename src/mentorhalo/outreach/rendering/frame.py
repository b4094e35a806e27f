"""What stands around the words of each letter: who pays, who sends it, and why the reader gets it."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.programmes.models import Programme
from mentorhalo.programmes.queries import current_programme, support

from ..choices import IssueKind
from ..models import Issue, IssueText


@dataclass(frozen=True)
class Frame:
    """In the active language."""

    site: str
    home: str
    view: str  # where anybody who has the address reads the letter in the browser
    reason: str
    sender: str
    postal_address: str
    programme: Programme | None
    funding: list[tuple[str, str]]


def frame_of(text: IssueText, *, base_url: str) -> Frame:
    """Two queries at most."""
    issue = text.issue
    programme = _programme_of(issue)
    return Frame(
        site="Mentorháló",
        home=f"{base_url}/",
        view=base_url + reverse("outreach:letter", kwargs={"pk": issue.pk, "language": text.language}),
        reason=_reason(issue),
        sender=issue.sender_name or settings.OPERATOR_NAME,
        postal_address=", ".join(
            part for part in (settings.OPERATOR_NAME, settings.OPERATOR_ADDRESS) if part
        ),
        programme=programme,
        funding=[(term, str(value)) for term, value in support(programme)] if programme else [],
    )


def _reason(issue: Issue) -> str:
    if issue.kind == IssueKind.COUNTY_LETTER:
        return _("This letter comes to you because you agreed to get letters from the county's mentors.")
    return _("This letter comes to you because you subscribed to the newsletter and confirmed it.")


def _programme_of(issue: Issue) -> Programme | None:
    """The issue's programme; else the one of the day it was sent, or of today."""
    if issue.programme:
        return Programme.objects.filter(code=issue.programme).first()
    return current_programme(timezone.localdate(issue.started_at) if issue.started_at else None)
