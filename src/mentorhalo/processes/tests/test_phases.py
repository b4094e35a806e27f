"""A process goes through its phases; the survey waits for what has to come before it."""

from datetime import date, timedelta

import pytest

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.queries import reconcile
from mentorhalo.processes import actions
from mentorhalo.processes.actions import ProcessRefused
from mentorhalo.processes.choices import Column
from mentorhalo.processes.models import PhaseKind, Process
from mentorhalo.processes.queries.phases import board_of, card_of

from . import factories
from .factories import AT, TODAY, done, phase

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return holder(Role.OFFICE)


@pytest.fixture
def process(office):
    return factories.process(by=office)


def columns(process: Process) -> dict[str, str]:
    return {card.phase.kind.code: column.code for column in board_of(process) for card in column.cards}


def facts(kind: str) -> list[str]:
    return list(Fact.objects.known_at(None).filter(kind=kind).values_list("form", flat=True))


def test_shipped_phases_need_only_phases_there_are():
    kinds = {kind.code: kind for kind in PhaseKind.objects.all()}

    assert set(kinds) >= {"interviews", "discussions", "survey", "plan", "evaluation"}
    assert {code for kind in kinds.values() for code in kind.needs} <= set(kinds)


def test_open_process_stands_in_the_journal_with_every_phase_before_it(process):
    assert facts("process.opened") == [""]
    assert columns(process)["survey"] == Column.BLOCKED
    assert columns(process)["interviews"] == Column.READY
    assert reconcile().ok


def test_same_draft_opens_one_process(office, process):
    draft = actions.ProcessDraft(
        id=process.pk, programme=process.programme_id, settlement=process.settlement_id, starts_on=TODAY
    )

    assert actions.open_process(draft=draft, by=office, at=AT) == process
    assert Process.objects.count() == 1


def test_area_has_one_process_under_a_grant(office, process):
    with pytest.raises(ProcessRefused):
        factories.process(by=office, consortium=process.consortium)

    assert factories.process(by=office, consortium=process.consortium, area="Alvég").area == "Alvég"


def test_survey_stays_blocked_until_interviews_and_discussions_are_analysed(office, process):
    done(process, "interviews", by=office)
    survey = phase(process, "survey")
    waits_for = [kind.code for kind in card_of(survey).waits_for]
    assert waits_for == ["discussions"]
    with pytest.raises(ProcessRefused) as refused:
        actions.begin_phase(phase=survey, began_on=TODAY, by=office, at=AT)
    assert str(refused.value) == card_of(survey).reason

    done(process, "discussions", by=office)
    actions.begin_phase(phase=survey, began_on=TODAY, by=office, at=AT)

    assert columns(process)["survey"] == Column.RUNNING


def test_analysed_phase_is_completed_only_with_what_was_found(office, process):
    actions.begin_phase(phase=phase(process, "interviews"), began_on=TODAY, by=office, at=AT)

    with pytest.raises(ProcessRefused) as refused:
        actions.complete_phase(
            phase=phase(process, "interviews"), done_on=TODAY, findings=" ", opinion="", by=office, at=AT
        )

    assert refused.value.field == "findings"
    assert facts("process.phase") == []


@pytest.mark.parametrize(
    ("began_on", "field"), [(TODAY + timedelta(days=1), "began_on"), (date(2024, 2, 1), "began_on")]
)
def test_phase_begins_neither_in_the_future_nor_before_its_process(office, process, began_on, field):
    with pytest.raises(ProcessRefused) as refused:
        actions.begin_phase(phase=phase(process, "interviews"), began_on=began_on, by=office, at=AT)

    assert refused.value.field == field


def test_phase_opened_again_takes_its_fact_back_and_blocks_what_has_not_begun(office, process):
    done(process, "interviews", "discussions", by=office)
    assert sorted(facts("process.phase")) == ["discussions", "interviews"]

    actions.reopen_phase(phase=phase(process, "interviews"), reason="Két interjú kimaradt.", by=office, at=AT)

    assert facts("process.phase") == ["discussions"]
    assert columns(process)["survey"] == Column.BLOCKED
    assert phase(process, "interviews").findings == "Kevés a közös tér."
    assert reconcile().ok


def test_ended_process_changes_no_more(office, process):
    actions.end_process(process=process, ended_on=TODAY, reason="Lezárult a támogatás.", by=office, at=AT)

    with pytest.raises(ProcessRefused):
        actions.begin_phase(phase=phase(process, "interviews"), began_on=TODAY, by=office, at=AT)
    assert Fact.objects.known_at(None).get(kind="process.opened").until_on == TODAY
    assert reconcile().ok


def test_process_cannot_end_before_it_began(office, process):
    with pytest.raises(ProcessRefused) as refused:
        actions.end_process(process=process, ended_on=date(2024, 1, 1), reason="x", by=office, at=AT)

    assert refused.value.field == "ended_on"
