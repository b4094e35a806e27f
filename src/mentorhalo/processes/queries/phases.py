"""Where processes stand, phase by phase."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.hungarian import fold
from mentorhalo.network.models import Mandate, Mentor
from mentorhalo.partners.models import Community, Consortium, Contact
from mentorhalo.territory.models import Settlement

from ..choices import Column, PhaseState
from ..models import PhaseKind, Process, ProcessPhase, ProcessQuerySet


@dataclass(frozen=True)
class PhaseCard:
    """A phase on the board: its column, and the phases it still waits for."""

    phase: ProcessPhase
    column: Column
    waits_for: list[PhaseKind]

    @property
    def reason(self) -> str:
        """Why it is blocked, in a sentence; empty where it is not."""
        if not self.waits_for:
            return ""
        names = ", ".join(str(kind) for kind in self.waits_for)
        if any(kind.is_analysed for kind in self.waits_for):
            return _("It can begin once these are analysed: %(names)s.") % {"names": names}
        return _("It can begin once these are completed: %(names)s.") % {"names": names}


@dataclass(frozen=True)
class BoardColumn:
    code: Column
    cards: list[PhaseCard]

    @property
    def label(self) -> str:
        return str(self.code.label)


@dataclass(frozen=True)
class ProcessRow:
    """A process in the list: its phases in order."""

    process: Process
    cards: list[PhaseCard]

    @property
    def done(self) -> int:
        return sum(1 for card in self.cards if card.column == Column.DONE)

    @property
    def running(self) -> list[PhaseCard]:
        return [card for card in self.cards if card.column == Column.RUNNING]

    @property
    def blocked(self) -> list[PhaseCard]:
        return [card for card in self.cards if card.column == Column.BLOCKED]


def cards_of(phases: Sequence[ProcessPhase]) -> list[PhaseCard]:
    """The phases of one process with what they wait for. Needs their kinds at hand; no query."""
    by_code = {phase.kind.code: phase for phase in phases}

    def card(phase: ProcessPhase) -> PhaseCard:
        if phase.state != PhaseState.WAITING:
            return PhaseCard(phase, Column(phase.state), [])
        before = [by_code[code] for code in phase.kind.needs if code in by_code]
        missing = [one.kind for one in before if one.state != PhaseState.DONE]
        return PhaseCard(phase, Column.BLOCKED if missing else Column.READY, missing)

    return [card(phase) for phase in sorted(phases, key=lambda one: (one.kind.order, one.kind.code))]


def card_of(phase: ProcessPhase) -> PhaseCard:
    """One phase among the others of its process. One query."""
    phases = ProcessPhase.objects.filter(process=phase.process_id).select_related("kind")
    return next(card for card in cards_of(list(phases)) if card.phase.pk == phase.pk)


def board_of(process: Process) -> list[BoardColumn]:
    """Every column, empty ones too. One query."""
    cards = cards_of(list(process.phases.select_related("kind")))
    return [BoardColumn(column, [card for card in cards if card.column == column]) for column in Column]


def process_named(pk: UUID) -> Process:
    """Raises `DoesNotExist`."""
    return Process.objects.with_names().get(pk=pk)


def phase_named(pk: UUID) -> ProcessPhase:
    return ProcessPhase.objects.select_related(
        "kind", "process__programme", "process__settlement__county", "process__mentor", "process__community"
    ).get(pk=pk)


def processes_of(user: User, today: date) -> ProcessQuerySet:
    """Those in which the person takes part as a representative of the community or of the grant's organisations."""
    contacts = Contact.objects.on(today).filter(user=user)
    communities = contacts.exclude(community=None).values("community")
    organisations = list(contacts.exclude(organisation=None).values_list("organisation", flat=True))
    consortia = Consortium.objects.filter(
        Q(lead__in=organisations) | Q(members__organisation__in=organisations)
    )
    return Process.objects.filter(Q(community__in=communities) | Q(consortium__in=consortia.values("pk")))


def takes_part(user: User, process: Process, today: date) -> bool:
    return processes_of(user, today).filter(pk=process.pk).exists()


def narrowed(rows: ProcessQuerySet, *, text: str = "", county: str = "") -> QuerySet[Process]:
    if county:
        rows = rows.filter(settlement__county=county)
    for word in fold(text).split():
        rows = rows.filter(
            Q(settlement__name_search__contains=word)
            | Q(community__name_search__contains=word)
            | Q(consortium__title_search__contains=word)
        )
    return rows.with_names().order_by("settlement__name_sort", "area", "pk")


def rows_of(processes: Iterable[Process]) -> list[ProcessRow]:
    """One query however many."""
    processes = list(processes)
    phases: dict[Any, list[ProcessPhase]] = {process.pk: [] for process in processes}
    for phase in ProcessPhase.objects.filter(process__in=processes).select_related("kind"):
        phases[phase.process_id].append(phase)
    return [ProcessRow(process, cards_of(phases[process.pk])) for process in processes]


def grants_of(user: User, today: date) -> QuerySet[Consortium]:
    """The grants whose lead or members, or in whose processes a community, the person speaks for."""
    contacts = Contact.objects.on(today).filter(user=user)
    organisations = contacts.exclude(organisation=None).values("organisation")
    communities = contacts.exclude(community=None).values("community")
    found = Consortium.objects.filter(
        Q(lead__in=organisations)
        | Q(members__organisation__in=organisations)
        | Q(processes__community__in=communities)
    )
    return Consortium.objects.filter(pk__in=found.values("pk"))


def consortium_named(pk: UUID) -> Consortium:
    return Consortium.objects.select_related("programme", "call", "lead__settlement").get(pk=pk)


def settlements_of(consortium: Consortium) -> list[Settlement]:
    """Where the grant works; the lead's seat where nothing is said."""
    covered = Settlement.objects.filter(pk__in=consortium.settlements.values("settlement"))
    return list(covered.order_by("name_sort", "pk")) or [consortium.lead.settlement]


def speaks_for_community(user: User, process: Process, today: date) -> bool:
    if process.community_id is None:
        return False
    return Contact.objects.on(today).filter(user=user, community=process.community_id).exists()


def communities_in(settlements: Iterable[Settlement]) -> list[Community]:
    rows = Community.objects.not_merged().filter(settlement__in=list(settlements))
    return list(rows.select_related("settlement").order_by("name_sort", "pk")[:300])


def communities_for(process: Process) -> list[Community]:
    """Those of its settlement, and its own wherever it sits."""
    found = communities_in([process.settlement])
    known = process.community is None or process.community in found
    return found if known else [process.community, *found]  # type: ignore[list-item]


def mentors_in(
    counties: Iterable[str], programme: UUID, today: date, *, beside: Mentor | None = None
) -> list[Mentor]:
    """Those who hold a mandate in these counties, and `beside` wherever they serve. One query."""
    serving = Mandate.objects.on(today).filter(programme=programme, group__county__in=list(counties))
    found = list(Mentor.objects.filter(pk__in=serving.values("mentor")).order_by("name_sort", "pk"))
    return found if beside is None or beside in found else [beside, *found]


def mentors_for(process: Process, today: date) -> list[Mentor]:
    """Those of its county, and its own."""
    counties = [process.settlement.county_id]
    return mentors_in(counties, process.programme_id, today, beside=process.mentor)


def processes_of_consortium(consortium: Consortium) -> list[ProcessRow]:
    """Two queries."""
    return rows_of(Process.objects.with_names().filter(consortium=consortium))
