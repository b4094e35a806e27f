"""What the journal says of community processes."""

from collections.abc import Iterator
from typing import Any

from mentorhalo.core.paging import in_pages
from mentorhalo.evidence.actions import FactDraft

from .choices import PhaseState
from .models import Process, ProcessPhase

PROCESS_SOURCE = "processes.process"
PHASE_SOURCE = "processes.phase"


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
