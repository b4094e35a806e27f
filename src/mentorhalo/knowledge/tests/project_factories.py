"""Calls and model projects at each step of their way, by the room's own actions."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.knowledge.actions import projects as actions
from mentorhalo.knowledge.actions.projects import ApplicationDraft, CallDraft
from mentorhalo.knowledge.models import ModelProject, ProjectCall, Reading
from mentorhalo.partners.models import Organisation, OrganisationKind
from mentorhalo.partners.tests.factories import OrganisationFactory
from mentorhalo.programmes.models import Programme
from mentorhalo.programmes.tests.factories import ProgrammeFactory
from mentorhalo.territory.models import Settlement
from mentorhalo.territory.tests.factories import SettlementFactory

AT = datetime(2025, 3, 3, 9, tzinfo=UTC)
TODAY = date(2025, 3, 3)
THREE = ("museum", "library", "community")


def organisation(sector: str, settlement: Settlement | None = None, **fields: Any) -> Organisation:
    kind = OrganisationKind.objects.filter(sector=sector).order_by("pk")[0]
    place = {"settlement": settlement} if settlement else {}
    made: Organisation = OrganisationFactory(kind=kind, **place, **fields)
    return made


def call_draft(**fields: Any) -> CallDraft:
    whole: dict[str, Any] = {
        "title_hu": "Kulturális közösségi mintaprojektek",
        "title_en": "Cultural community model projects",
        "summary_hu": "Három szakterület együtt.",
        "opens_on": TODAY - timedelta(days=10),
        "closes_on": TODAY + timedelta(days=20),
        "budget": Decimal(10_000_000),
        "most_for_one": Decimal(1_000_000),
        "activities": ["traditions", "exhibition"],
    }
    return CallDraft(**{**whole, **fields})


def call(
    *, programme: Programme | None = None, by: User | None = None, at: datetime = AT, **fields: Any
) -> ProjectCall:
    by, programme = by or holder(Role.OFFICE), programme or ProgrammeFactory()
    made = actions.open_call(programme=programme.pk, draft=call_draft(**fields), by=by, at=at)
    return actions.publish_call(call=made, by=by, at=at)


def draft(settlement: Settlement, **fields: Any) -> ApplicationDraft:
    words = {
        name: f"{name}." for name in ("summary", "need", "audience", "plan", "participation", "afterwards")
    }
    whole: dict[str, Any] = {
        "title": "Padláson talált falu",
        "settlement": settlement.pk,
        **words,
        "activities": ["exhibition"],
        "lines": [("anyagok", Decimal(300_000)), ("utazás", Decimal(100_000))],
    }
    return ApplicationDraft(**{**whole, **fields})


def begun(
    sectors: tuple[str, ...] = THREE,
    *,
    on: ProjectCall | None = None,
    by: User | None = None,
    at: datetime = AT,
    settlement: Settlement | None = None,
    **fields: Any,
) -> ModelProject:
    """A draft; the first sector is the one that applies, the others are partners."""
    by, settlement = by or holder(Role.REPRESENTATIVE), settlement or SettlementFactory()
    lead, *others = (organisation(sector, settlement) for sector in sectors)
    project = actions.begin_application(
        call=on or call(at=at), lead=lead, draft=draft(settlement, **fields), by=by, at=at
    )
    for other in others:
        actions.add_partner(project=project, organisation=other, by=by, at=at)
    return project


def handed_in(*args: Any, at: datetime = AT, **fields: Any) -> ModelProject:
    project = begun(*args, at=at, **fields)
    assert project.created_by is not None
    return actions.hand_in_application(project=project, by=project.created_by, at=at)


def with_readers(
    *, first: User | None = None, second: User | None = None, at: datetime = AT, **fields: Any
) -> ModelProject:
    project = handed_in(at=at, **fields)
    actions.ask_readers(
        project=project,
        first=first or holder(Role.EXPERT),
        second=second or holder(Role.EXPERT),
        by=holder(Role.OFFICE),
        at=at,
    )
    project.refresh_from_db()
    return project


def score(reading: Reading, share: float, *, at: datetime = AT, opinion: str = "Jó terv.") -> Reading:
    """Hand in this share of the points of every criterion."""
    criteria = reading.project.call.criteria
    return actions.hand_in_reading(
        reading=reading,
        scores={one["code"]: int(one["most"] * share) for one in criteria},
        reasons={one["code"]: "Mert így látom." for one in criteria},
        opinion=opinion,
        by=reading.reader,
        at=at,
    )


def read(one: float = 0.8, two: float = 0.8, /, *, at: datetime = AT, **fields: Any) -> ModelProject:
    project = with_readers(at=at, **fields)
    for reading, share in zip(project.readings.order_by("asked_at", "pk"), (one, two), strict=True):
        score(reading, share, at=at)
    project.refresh_from_db()
    return project


def accepted(
    *, granted: int = 400_000, at: datetime = AT, office: User | None = None, **fields: Any
) -> ModelProject:
    return actions.decide_application(
        project=read(at=at, **fields),
        decision="accept",
        granted=Decimal(granted),
        reason="A legjobbak között.",
        by=office or holder(Role.OFFICE),
        at=at,
    )


def contracted(*, at: datetime = AT, office: User | None = None, **fields: Any) -> ModelProject:
    day = timezone.localdate(at)
    return actions.sign_contract(
        project=accepted(at=at, office=office, **fields),
        number="MP/1",
        signed_on=day,
        ends_on=day + timedelta(days=300),
        by=office or holder(Role.OFFICE),
        at=at,
    )


def report(project: ModelProject, *, at: datetime, by: User | None = None) -> ModelProject:
    by = by or project.created_by
    assert by is not None
    return actions.send_report(
        project=project, results="Kiállítás.", lessons="Előbb kezdjük.", adaptability="Kell egy padlás.",
        by=by, at=at,
    )  # fmt: skip


def completed(*, at: datetime = AT, office: User | None = None, **fields: Any) -> ModelProject:
    """Contracted at the moment, completed a hundred days later."""
    later = at + timedelta(days=100)
    office = office or holder(Role.OFFICE)
    project = report(contracted(at=at, office=office, **fields), at=later)
    return actions.complete_project(
        project=project, completed_on=timezone.localdate(later), by=office, at=later
    )
