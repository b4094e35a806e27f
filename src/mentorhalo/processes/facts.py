"""What the journal says of community processes."""

from collections.abc import Iterator
from typing import Any

from mentorhalo.core.paging import in_pages
from mentorhalo.evidence.actions import FactDraft

from .choices import PhaseState, Standing
from .models import Obligation, Process, ProcessPhase

PROCESS_SOURCE = "processes.process"
PHASE_SOURCE = "processes.phase"
OBLIGATION_SOURCE = "processes.obligation"


def about(process: Process) -> dict[str, Any]:
    """What every fact of a process carries. Needs `programme` and `settlement` at hand."""
    return {
        "programme": process.programme.code,
        "place": process.settlement_id,
        "home": process.settlement_id,
        "county": process.settlement.county_id,
        "who": f"mentor:{process.mentor_id}" if process.mentor_id else "",
        "group": f"group:{process.group_id}" if process.group_id else "",
    }


def facts_of_process(process: Process) -> list[FactDraft]:
    return [
        FactDraft(
            kind="process.opened",
            subject=process.reference,
            context=f"consortium:{process.consortium_id}" if process.consortium_id else "",
            occurred_on=process.starts_on,
            until_on=process.ended_on,
            **about(process),
        )
    ]


def facts_of_phase(phase: ProcessPhase) -> list[FactDraft]:
    """A completed phase. Needs its kind and its process as `about` does."""
    if phase.state != PhaseState.DONE or phase.done_on is None:
        return []
    return [
        FactDraft(
            kind="process.phase",
            subject=phase.process.reference,
            context=phase.process.reference,
            occurred_on=phase.done_on,
            form=phase.kind.code,
            **about(phase.process),
        )
    ]


def all_processes() -> Iterator[tuple[str, list[FactDraft]]]:
    for process in in_pages(Process.objects.select_related("programme", "settlement")):
        yield str(process.pk), facts_of_process(process)


def all_phases() -> Iterator[tuple[str, list[FactDraft]]]:
    rows = ProcessPhase.objects.filter(state=PhaseState.DONE)
    for phase in in_pages(rows.select_related("kind", "process__programme", "process__settlement")):
        yield str(phase.pk), facts_of_phase(phase)


def facts_of_obligation(obligation: Obligation) -> list[FactDraft]:
    """On its due day, what became of it. Needs its rule and its consortium's programme and lead's settlement at hand."""
    consortium = obligation.consortium
    if obligation.fulfilled_on is not None:
        state = Standing.IN_TIME if obligation.fulfilled_on <= obligation.due_on else Standing.LATE
    else:
        state = Standing.EXCEPTED if obligation.excepted_at else Standing.OPEN
    return [
        FactDraft(
            kind="obligation.due",
            programme=consortium.programme.code,
            subject=f"obligation:{obligation.pk}",
            context=consortium.reference,
            home=consortium.lead.settlement_id,
            county=consortium.lead.settlement.county_id,
            occurred_on=obligation.due_on,
            form=obligation.rule.clause,
            state=state,
        )
    ]


def all_obligations() -> Iterator[tuple[str, list[FactDraft]]]:
    rows = Obligation.objects.select_related("rule", "consortium__programme", "consortium__lead__settlement")
    for obligation in in_pages(rows):
        yield str(obligation.pk), facts_of_obligation(obligation)
