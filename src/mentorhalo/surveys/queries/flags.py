"""What the checks found in a wave, for the page that asks people about it."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from ..choices import FlagState
from ..models import InstrumentVersion, QualityFlag, QualityRun, Response, Wave
from .reading import labels_of
from .review import Counties
from .schemas import form_of


def flags_of(wave: Wave, counties: Counties) -> QuerySet[QualityFlag]:
    """Those somebody may see: on responses of their counties, and on interviewers who recorded there. One query."""
    rows = QualityFlag.objects.filter(wave=wave)
    if counties is not None:
        there = Response.objects.of_wave(wave).filter(settlement__county__in=counties)
        rows = rows.filter(
            Q(response__settlement__county__in=counties)
            | Q(response=None, interviewer__in=there.order_by().values("interviewer"))
        )
    return rows.select_related(
        "rule",
        "interviewer",
        "response__interviewer",
        "response__settlement",
        "response__unit",
        "answered_by",
    ).defer("response__answers")


def counted_by_rule(flags: QuerySet[QualityFlag]) -> dict[str, tuple[int, int]]:
    """{rule: (to be looked at, all)}. One query."""
    rows = flags.order_by().values("rule__code")
    counted = rows.annotate(n=Count("pk"), left=Count("pk", filter=Q(state=FlagState.OPEN)))
    return {row["rule__code"]: (row["left"], row["n"]) for row in counted}


def flags_on(response: Response) -> list[QualityFlag]:
    """Of one response, those to be looked at first. One query."""
    rows = response.flags.select_related("rule", "answered_by")
    return sorted(rows, key=lambda flag: (flag.state != FlagState.OPEN, flag.rule.code, flag.part))


def others_of(flags: Collection[QualityFlag]) -> dict[str, Response]:
    """The other responses that flags speak of, by id. One query."""
    ids = {UUID(pk) for flag in flags for pk in flag.others}
    rows = Response.objects.lists().filter(pk__in=ids).select_related("interviewer", "settlement", "unit")
    return {str(row.pk): row for row in rows}


def last_run(wave: Wave) -> QualityRun | None:
    return wave.quality_runs.order_by("-ended_at", "pk").first()


def labels_in(wave: Wave) -> dict[str, str]:
    """The words of the wave's questions, of the newest version that has each. One query, and the forms once a process."""
    versions = InstrumentVersion.objects.lists().filter(
        pk__in=Response.objects.of_wave(wave).order_by().values("version")
    )
    found: dict[str, str] = {}
    for version in versions.order_by("created_at", "pk"):
        found |= labels_of(form_of(version))
    return found
