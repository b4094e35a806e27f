"""Questionnaires begun in the browser, and the links by which somebody begins one."""

from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from ..choices import WaveState
from ..codes import hash_of
from ..models import (
    Decision,
    InstrumentVersion,
    Interviewer,
    Invitation,
    Response,
    SampleUnit,
    Submission,
    Wave,
    WebDraft,
)

WITH_ALL = (
    "version__instrument__study",
    "invitation__wave",
    "invitation__unit",
    "interviewer",
    "unit__settlement",
    "unit__organisation",
    "corrects",
)


def draft(pk: UUID) -> WebDraft:
    """Raises `DoesNotExist`."""
    return WebDraft.objects.select_related(*WITH_ALL).get(pk=pk)


def draft_by_code(code: str) -> WebDraft | None:
    """What somebody without an account began."""
    found = WebDraft.objects.select_related(*WITH_ALL).exclude(resume_hash="")
    return found.filter(resume_hash=hash_of(code)).first()


def drafts_of(interviewer: Interviewer) -> list[WebDraft]:
    """What an interviewer began and has not sent, the last changed first. One query."""
    begun = interviewer.drafts.select_related("version__instrument", "unit__settlement")
    return list(begun.defer("xml", "ready_xml"))


def assigned_units(interviewer: Interviewer) -> QuerySet[SampleUnit]:
    """What an interviewer is to visit now."""
    units = SampleUnit.objects.filter(assignments__interviewer=interviewer, assignments__ended_at=None)
    return units.select_related("settlement", "wave").distinct()


def to_be_corrected_by(interviewer: Interviewer) -> QuerySet[Response]:
    """What came back to be corrected, the oldest first, with `why`; not what was corrected and waits to be read. One query."""
    decisions = Decision.objects.filter(response=OuterRef("pk")).order_by("-at", "-pk")
    returned = Response.objects.filter(interviewer=interviewer).to_correct()
    returned = returned.annotate(why=Subquery(decisions.values("reason")[:1]))
    return returned.select_related("version__instrument", "unit", "settlement").order_by("received_at", "pk")


def invitation_by_token(token: str) -> Invitation | None:
    found = Invitation.objects.select_related("wave__study", "instrument", "unit")
    return found.filter(token_hash=hash_of(token)).first()


def newest_version(instrument: UUID) -> InstrumentVersion | None:
    """The version published last, of those that take answers."""
    served = InstrumentVersion.objects.served().filter(instrument=instrument)
    return served.select_related("instrument__study").order_by("-published_at", "pk").first()


def is_wave_open(invitation: Invitation, day: date) -> bool:
    return Wave.objects.on(day).filter(pk=invitation.wave_id, state=WaveState.OPEN).exists()


def invitations_of(wave: Wave) -> QuerySet[Invitation]:
    """The links of a wave, the newest first, with `begun` and `sent`, and the `number` each has in the wave."""
    links = Invitation.objects.filter(wave=wave).select_related("instrument", "unit", "wave")
    begun = WebDraft.objects.filter(invitation=OuterRef("pk")).order_by().values("invitation")
    sent = (
        Submission.objects.filter(invitation=OuterRef("pk"), deprecates=None).order_by().values("invitation")
    )
    return links.annotate(
        begun=Coalesce(Subquery(begun.annotate(n=Count("pk")).values("n")), 0),
        sent=Coalesce(Subquery(sent.annotate(n=Count("pk")).values("n")), 0),
        number=Window(RowNumber(), order_by=["created_at", "pk"]),
    ).order_by("-created_at", "-pk")


def numbers_of(wave: Wave) -> dict[UUID, int]:
    """Of each link of a wave its number. One query."""
    rows = Invitation.objects.filter(wave=wave).order_by("created_at", "pk")
    return {pk: number for number, pk in enumerate(rows.values_list("pk", flat=True), start=1)}
