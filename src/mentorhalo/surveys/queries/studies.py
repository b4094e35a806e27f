"""Studies, their waves, and what is left to do in one."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mentorhalo.core.models import AuditLine

from ..choices import FlagState, RecontactState, ResponseState, UnitState
from ..models import FieldAssignment, KeyHolder, QualityFlag, Recontact, Response, SampleUnit, Study, Wave


def study(pk: UUID) -> Study:
    return Study.objects.select_related("programme", "created_by").get(pk=pk)


def wave(pk: UUID) -> Wave:
    return Wave.objects.select_related("study__programme").get(pk=pk)


def key_holder(pk: UUID) -> KeyHolder:
    return KeyHolder.objects.select_related("study", "user").get(pk=pk)


def studies() -> QuerySet[Study]:
    """Every study, the newest first, with how many waves are open and how many questionnaires came. One query."""
    came = Response.objects.exclude(state=ResponseState.REJECTED).filter(
        version__instrument__study=OuterRef("pk")
    )
    counted = came.order_by().values("version__instrument__study").annotate(n=Count("pk")).values("n")
    return Study.objects.select_related("programme").annotate(
        wave_count=Count("waves", distinct=True),
        open_waves=Count("waves", filter=Q(waves__state="open"), distinct=True),
        response_count=Coalesce(Subquery(counted), 0),
    )


def waves_of(study: Study) -> list[Wave]:
    """With units in play and responses that came. One query."""
    units = _counted(SampleUnit.objects.in_play().filter(wave=OuterRef("pk")))
    came = _counted(Response.objects.exclude(state=ResponseState.REJECTED).filter(wave=OuterRef("pk")))
    rows = study.waves.annotate(unit_count=Coalesce(units, 0), response_count=Coalesce(came, 0))
    return list(rows.order_by("number"))


def _counted(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().values("wave").annotate(n=Count("pk")).values("n"))


def key_holders_of(study: Study) -> list[KeyHolder]:
    """Those who hold the key now or will, then those who did. One query."""
    rows = study.key_holders.select_related("user").order_by(F("ends_on").desc(nulls_first=True), "starts_on")
    return list(rows)


def deeds_on(study: Study, limit: int = 30) -> QuerySet[AuditLine]:
    """What was done with the study itself, the latest first."""
    return AuditLine.objects.filter(subject=f"study:{study.pk}")[:limit]


@dataclass(frozen=True)
class StillOpen:
    """What would be cut off if the wave were closed now."""

    assigned: int  # units in somebody's hands
    unassigned: int  # units nobody has
    unread: int  # responses nobody has decided on
    returned: int  # responses sent back to their interviewer
    flags: int  # quality flags nobody has answered
    recontacts: int  # re-contacts not made

    @property
    def total(self) -> int:
        return sum(vars(self).values())

    @property
    def anything(self) -> bool:
        return self.total > 0


def still_open(wave: Wave) -> StillOpen:
    """Five queries."""
    units = wave.units.in_play().filter(state=UnitState.OPEN)
    states = dict(
        Response.objects.of_wave(wave)
        .order_by()
        .values_list("state")
        .annotate(n=Count("pk"))
        .values_list("state", "n")
    )
    return StillOpen(
        assigned=FieldAssignment.objects.filter(unit__wave=wave, ended_at=None).count(),
        unassigned=units.count(),
        unread=states.get(ResponseState.RECEIVED, 0),
        returned=states.get(ResponseState.RETURNED, 0),
        flags=QualityFlag.objects.filter(wave=wave, state=FlagState.OPEN).count(),
        recontacts=Recontact.objects.filter(response__wave=wave, state=RecontactState.OPEN).count(),
    )
