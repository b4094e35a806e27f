"""What interviews are about, summed up so that nobody is recognised; each alone for those who may read it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from ..choices import Purpose
from ..models import CommunityInterview, ConsentWording, InterviewText, Process, Theme

ENOUGH = 3
"""From how many interviews on themes are shown to those who do not read the texts."""


@dataclass(frozen=True)
class ThemeRow:
    theme: Theme
    interviews: int
    contributions: int  # of them with something they would do for it


def interview_named(pk: UUID) -> CommunityInterview:
    """Raises `DoesNotExist`. Without its text and its respondent."""
    return CommunityInterview.objects.select_related(
        "process__programme", "process__settlement__county", "process__mentor", "wording"
    ).get(pk=pk)


def interviews_of(process: Process) -> list[CommunityInterview]:
    """Two queries."""
    return list(CommunityInterview.objects.filter(process=process).prefetch_related("themes"))


def theme_rows(process: Process) -> list[ThemeRow]:
    """The most spoken of first. One query."""
    own = Q(interviews__process=process)
    found = (
        Theme.objects.filter(own)
        .annotate(
            many=Count("interviews", filter=own, distinct=True),
            giving=Count("interviews", filter=own & Q(interviews__text__contribution__gt=""), distinct=True),
        )
        .order_by("-many", "order", "code")
    )
    return [ThemeRow(one, one.many, one.giving) for one in found]


def quotable_contributions(process: Process) -> list[str]:
    """What people would do for it, where it may be shown; by the alphabet, so that it follows no order of interviews."""
    rows = InterviewText.objects.filter(interview__process=process, interview__is_quotable=True)
    return sorted(rows.exclude(contribution="").values_list("contribution", flat=True))


def text_of(interview: CommunityInterview) -> InterviewText | None:
    """Gone after its day."""
    return InterviewText.objects.filter(interview=interview).first()


def themes_offered() -> list[Theme]:
    return list(Theme.objects.filter(is_offered=True))


def wording_asked(purpose: Purpose) -> ConsentWording:
    """Raises `DoesNotExist` where the office has none."""
    return ConsentWording.objects.filter(purpose=purpose).order_by("-number")[:1].get()
