"""What the journal says of community processes."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from mentorhalo.core.paging import in_pages
from mentorhalo.evidence.actions import FactDraft

from .choices import ItemState, PhaseState, Standing
from .models import Obligation, PlanItem, Process, ProcessPhase, SwotItem

PROCESS_SOURCE = "processes.process"
PHASE_SOURCE = "processes.phase"
OBLIGATION_SOURCE = "processes.obligation"
PLAN_SOURCE = "processes.plan_item"
SWOT_SOURCE = "processes.swot_item"


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


def facts_of_plan_item(item: PlanItem) -> list[FactDraft]:
    """Needs its process as `about` does."""
    return [
        FactDraft(
            kind="plan.item",
            subject=f"plan_item:{item.pk}",
            context=item.process.reference,
            occurred_on=item.written_on,
            state=item.state,
            **about(item.process),
        )
    ]


def facts_of_swot_item(item: SwotItem, done_on: date | None) -> list[FactDraft]:
    """A strength or opportunity of a closed session; `done_on` is the day of the first action out of it that was carried out."""
    process = item.session.process
    said: dict[str, Any] = {
        "subject": f"swot_item:{item.pk}",
        "context": process.reference,
        "form": item.quadrant,
        **about(process),
    }
    facts = [FactDraft(kind="strength.noted", occurred_on=item.session.held_on, **said)]
    if done_on is not None:
        facts.append(FactDraft(kind="strength.exploited", occurred_on=done_on, **said))
    return facts


def first_done(items: Iterable[PlanItem]) -> date | None:
    days = [one.done_on for one in items if one.state == ItemState.DONE and one.done_on]
    return min(days, default=None)


def all_plan_items() -> Iterator[tuple[str, list[FactDraft]]]:
    for item in in_pages(PlanItem.objects.select_related("process__programme", "process__settlement")):
        yield str(item.pk), facts_of_plan_item(item)


def all_swot_items() -> Iterator[tuple[str, list[FactDraft]]]:
    rows = SwotItem.objects.exploitable().select_related(
        "session__process__programme", "session__process__settlement"
    )
    for item in in_pages(rows.prefetch_related("plan_items")):
        yield str(item.pk), facts_of_swot_item(item, first_done(item.plan_items.all()))
