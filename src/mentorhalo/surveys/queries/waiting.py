"""What waits."""

from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, F, Max, OuterRef, Q, QuerySet, Subquery

from ..choices import WaveState
from ..models import Decision, QualityRun, Recontact, Response, Submission, Wave


def waits_unread() -> bool:
    return Submission.objects.unread().exists()


def waves_to_check() -> list[UUID]:
    """Open waves in which something came, was decided or asked again since their last run of checks. One query."""
    of_wave = {"wave": OuterRef("pk")}
    latest = [
        _latest(Response.objects.filter(**of_wave), "submission__read_at", "wave"),
        _latest(Decision.objects.filter(response__wave=OuterRef("pk")), "at", "response__wave"),
        _latest(Recontact.objects.filter(response__wave=OuterRef("pk")), "done_at", "response__wave"),
    ]
    open_waves = Wave.objects.filter(state=WaveState.OPEN).annotate(
        came=latest[0],
        decided=latest[1],
        asked=latest[2],
        checked=_latest(QualityRun.objects.filter(**of_wave), "started_at", "wave"),
    )
    is_new = (
        Q(checked=None)
        | Q(came__gte=F("checked"))
        | Q(decided__gte=F("checked"))
        | Q(asked__gte=F("checked"))
    )
    return list(open_waves.exclude(came=None).filter(is_new).order_by("pk").values_list("pk", flat=True))


def _latest(rows: QuerySet[Any], moment: str, by: str) -> Subquery:
    return Subquery(
        rows.order_by().values(by).annotate(latest=Max(moment)).values("latest"), output_field=DateTimeField()
    )
