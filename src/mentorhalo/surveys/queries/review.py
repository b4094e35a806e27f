"""Responses for the desk: those of a wave that somebody may see, one with all that is known of it, what was returned to whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from lxml import etree

from mentorhalo.accounts.models import User

from ..choices import FlagState, ResponseState
from ..models import Decision, Interviewer, QualityFlag, Response, Submission, SubmissionFile, Wave
from ..xforms import file_name, parse_xml
from .parts import COUNTY_DIGITS, NONE

type Counties = frozenset[str] | None


def response(pk: UUID) -> Response:
    rows = Response.objects.select_related(
        "version__instrument__study", "wave__study", "unit", "interviewer", "settlement__county", "submission"
    )
    return rows.defer("version__xform", "version__schema", "version__definition", "submission__xml").get(
        pk=pk
    )


def response_file(pk: UUID, file: UUID) -> SubmissionFile:
    found = SubmissionFile.objects.select_related("submission").get(pk=file)
    if found.submission.thread != pk or found.erased_at is not None:
        raise SubmissionFile.DoesNotExist
    return found


def response_of(file: SubmissionFile) -> Response | None:
    """What the file was sent with, whatever version of it. One query."""
    rows = Response.objects.lists().select_related("settlement")
    return rows.filter(pk=file.submission.thread).first()


def answers_sent(response: Response) -> tuple[str, set[str]]:
    """The answers as they were sent last, as text whatever they were encoded in; and all texts in them, as files are named."""
    xml = bytes(response.submission.xml)
    root = parse_xml(xml)
    said = {file_name(str(text)) for text in root.itertext()}
    encoding = (root.getroottree().docinfo.encoding or "UTF-8").upper()
    plain = xml.decode("utf-8-sig") if encoding in ("UTF-8", "US-ASCII", "ASCII") else None
    return plain or etree.tostring(root, encoding="unicode"), said


def files_of(response: Response) -> list[SubmissionFile]:
    """All that came with any of its versions, the latest of each name. One query."""
    rows = SubmissionFile.objects.filter(submission__thread=response.pk).order_by("received_at", "pk")
    return sorted({row.name: row for row in rows}.values(), key=lambda row: row.name)


def files_named(response: Response, said: set[str]) -> list[SubmissionFile]:
    """Those of its files that its answers name. One query."""
    return [file for file in files_of(response) if file_name(file.name) in said]


def within(counties: Counties) -> Q:
    """None: the whole country."""
    return Q() if counties is None else Q(settlement__county__in=counties)


def at_place(rows: QuerySet[Response], code: str) -> QuerySet[Response]:
    """Of a county or a settlement; one without a settlement of its own is where its unit is, as in the progress of a wave."""
    if code == NONE:
        return rows.filter(settlement=None, unit=None)
    path = "settlement" if len(code) > COUNTY_DIGITS else "settlement__county"
    return rows.filter(Q(**{path: code}) | Q(**{"settlement": None, f"unit__{path}": code}))


def responses_of(wave: Wave, counties: Counties) -> QuerySet[Response]:
    """With the number of flags nobody has answered, without the answers. One query."""
    open_flags = (
        QualityFlag.objects.filter(response=OuterRef("pk"), state=FlagState.OPEN)
        .order_by()
        .values("response")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = Response.objects.of_wave(wave).lists().filter(within(counties))
    return rows.select_related("interviewer", "settlement__county", "unit").annotate(
        flag_count=Coalesce(Subquery(open_flags), 0)
    )


def with_flags(rows: QuerySet[Response]) -> QuerySet[Response]:
    """Those with a flag that nobody has answered."""
    return rows.filter(Exists(QualityFlag.objects.filter(response=OuterRef("pk"), state=FlagState.OPEN)))


IN_SIGHT = timedelta(days=30)  # for so long interviewers read what of theirs was rejected
COUNTED = "counted"  # what is numbered among those that came: all but the rejected


def chosen_of(rows: QuerySet[Response], chosen: Mapping[str, Any]) -> QuerySet[Response]:
    """Those a filter shows, in the order they came; what it does not say narrows nothing."""
    if chosen.get("state") == COUNTED:
        rows = rows.exclude(state=ResponseState.REJECTED)
    elif chosen.get("state"):
        rows = rows.filter(state=chosen["state"])
    if chosen.get("interviewer"):
        rows = rows.filter(interviewer=chosen["interviewer"])
    if chosen.get("place"):
        rows = at_place(rows, chosen["place"])
    if chosen.get("stratum") == NONE:
        rows = rows.filter(unit__stratum=None)
    elif chosen.get("stratum"):
        rows = rows.filter(unit__stratum__code=chosen["stratum"])
    if chosen.get("flagged"):
        rows = with_flags(rows)
    return rows.order_by("received_at", "pk")


def states_of(wave: Wave, counties: Counties) -> dict[str, int]:
    """How many there are in each state. One query."""
    rows = Response.objects.of_wave(wave).filter(within(counties)).order_by().values_list("state")
    return dict(rows.annotate(n=Count("pk")))


def interviewers_of(wave: Wave, counties: Counties) -> QuerySet[Interviewer]:
    """Who recorded something of it. One query."""
    made = Response.objects.of_wave(wave).filter(within(counties)).order_by().values("interviewer")
    return Interviewer.objects.filter(pk__in=made).order_by("name_sort", "pk")


@dataclass(frozen=True)
class Version:
    """One sending of a response's thread, with its place in it."""

    number: int
    submission: Submission
    is_newest: bool

    @property
    def has_former(self) -> bool:
        return self.number > 1


def versions_of(response: Response) -> list[Version]:
    """Every sending, the first first. One query."""
    rows = list(
        Submission.objects.lists()
        .filter(thread=response.pk)
        .select_related("interviewer", "sent_by")
        .order_by("received_at", "pk")
    )
    return [Version(at, row, is_newest=at == len(rows)) for at, row in enumerate(rows, start=1)]


def pair_of(response: Response, number: int) -> tuple[Submission, Submission] | None:
    """A version with the one before it, with their XML; None where there is no such pair. One query."""
    rows = Submission.objects.filter(thread=response.pk).select_related("version", "interviewer", "sent_by")
    found = list(rows.order_by("received_at", "pk")[max(number - 2, 0) : number])
    return (found[0], found[1]) if number > 1 and len(found) == 2 else None


def decisions_on(response: Response) -> list[Decision]:
    return list(response.decisions.select_related("by").order_by("at", "pk"))


def corrections_asked_of(interviewer: Interviewer) -> list[tuple[Response, Decision | None]]:
    """What waits to be mended by them and was not sent again, the longest waiting first, each with the last reason. Two queries."""
    rows = list(
        Response.objects.lists()
        .filter(interviewer=interviewer)
        .to_correct()
        .select_related("wave__study", "settlement", "unit", "version__instrument")
        .defer("version__xform", "version__schema", "version__definition")
    )
    last: dict[Any, Decision] = {}
    for one in Decision.objects.filter(response__in=rows, state=ResponseState.RETURNED).order_by("at", "pk"):
        last[one.response_id] = one
    found = [(row, last.get(row.pk)) for row in rows]
    return sorted(found, key=lambda pair: (pair[1].at if pair[1] else pair[0].received_at, str(pair[0].pk)))


def rejected_lately(interviewer: Interviewer, at: datetime) -> QuerySet[Decision]:
    """What of theirs was rejected in the last weeks, the latest first, each with its reason."""
    rows = Decision.objects.filter(
        state=ResponseState.REJECTED,
        response__state=ResponseState.REJECTED,
        response__interviewer=interviewer,
        at__gte=at - IN_SIGHT,
    )
    shown = rows.select_related("response__version__instrument", "response__settlement", "response__unit")
    return shown.defer(
        "response__answers",
        "response__version__xform",
        "response__version__schema",
        "response__version__definition",
    ).order_by("-at", "pk")


def unflagged(wave: Wave, counties: Counties, by: User) -> QuerySet[Response]:
    """What waits and the last run of checks looked at without finding anything, and `by` had no hand in. One query."""
    run = wave.quality_runs.order_by("-ended_at", "pk").first()
    rows = Response.objects.of_wave(wave).filter(within(counties), state=ResponseState.RECEIVED, misfits=[])
    if run is None:
        return rows.none()
    flagged = QualityFlag.objects.filter(response=OuterRef("pk")).exclude(state=FlagState.HARMLESS)
    seen = rows.filter(submission__read_at__lte=run.started_at).exclude(Exists(flagged))
    # `exclude` of a null is no match in SQL: both are asked the other way round.
    others = Q(interviewer=None) | Q(interviewer__user=None) | ~Q(interviewer__user=by)
    return seen.filter(others, Q(submission__sent_by=None) | ~Q(submission__sent_by=by)).order_by(
        "received_at", "pk"
    )


def next_waiting(response: Response, counties: Counties) -> Response | None:
    """The next one to be looked at, in the order they came; after the last the first. One query, two at the end."""
    rows = Response.objects.lists().filter(within(counties), wave=response.wave, state=ResponseState.RECEIVED)
    rows = rows.exclude(pk=response.pk).order_by("received_at", "pk")
    later = Q(received_at__gt=response.received_at) | Q(received_at=response.received_at, pk__gt=response.pk)
    return rows.filter(later).first() or rows.first()
