"""Rules of quality over a wave in the database: what is found, found again, found no more, and what was answered."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from mentorhalo.core.models import AuditLine
from mentorhalo.core.tests.access import INTERVIEWER, RESEARCHER, World
from mentorhalo.core.work.doing import run_waiting
from mentorhalo.surveys import tasks
from mentorhalo.surveys.actions.audits import read_audits
from mentorhalo.surveys.actions.quality import AnswerRefused, RuleRefused, answer_flags, run_checks, set_rule
from mentorhalo.surveys.choices import AttemptResult, FlagState, ResponseState
from mentorhalo.surveys.models import (
    ContactAttempt,
    QualityFlag,
    QualityRule,
    QualityRun,
    Response,
    SubmissionFile,
)
from mentorhalo.surveys.quality.definitions import RULES
from mentorhalo.surveys.quality.outcomes import Disposition
from mentorhalo.surveys.queries.interviews import attempts_of
from mentorhalo.surveys.tests.factories import InterviewerFactory

from .interviews import TRUST, add_interviews, honest_answers, opinion_version

pytestmark = pytest.mark.usefixtures("shared_world")

NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)


def go_on() -> None:
    return None


@pytest.fixture
def interviews(world: World) -> list[Response]:
    """Sixty of three interviewers; the first is straight down the grid, the second took two minutes."""
    answers = honest_answers(4, 60)
    answers[0] |= dict.fromkeys(TRUST, "4")
    minutes = [25 + row % 7 for row in range(60)]
    minutes[1] = 2
    people = InterviewerFactory.create_batch(3)
    version = opinion_version(instrument=world.instrument, version="2")
    return add_interviews(world.wave, answers, version=version, interviewers=people, at=NOW, minutes=minutes)


def check(world: World, at: datetime = NOW) -> QualityRun:
    return run_checks(wave=world.wave, at=at, pulse=go_on)


def flags_of(rule: str) -> list[QualityFlag]:
    return list(QualityFlag.objects.filter(rule__code=rule).order_by("response"))


def test_run_flags_interviews_and_tells_what_it_could_not_check(
    world: World, interviews: list[Response]
) -> None:
    set_rule(study=world.study, code="clock", is_on=False, parameters={}, by=world.users[RESEARCHER], at=NOW)

    run = check(world)

    (straight,), (short,) = flags_of("straight"), flags_of("short")
    assert (straight.response, straight.details["grids"]) == (interviews[0], "Bizalom")
    assert (short.response, short.details["minutes"]) == (interviews[1], 2.0)
    assert (run.response_count, run.flag_count) == (60, QualityFlag.objects.count())
    assert run.report["notes"]["outside"] == "No interview has a position."
    assert run.report["whole"]["interviews"] == 60
    assert set(run.report["interviewers"]) == {str(one.interviewer_id) for one in interviews}


def test_rejected_interviews_are_not_looked_at(world: World, interviews: list[Response]) -> None:
    Response.objects.filter(pk=interviews[0].pk).update(state=ResponseState.REJECTED)

    assert check(world).response_count == 59
    assert flags_of("straight") == []


def test_running_twice_finds_the_same_and_keeps_what_was_answered(
    world: World, interviews: list[Response]
) -> None:
    check(world)
    (straight,), (short,) = flags_of("straight"), flags_of("short")
    answer_flags(
        flags=[straight.pk],
        state=FlagState.HARMLESS,
        answer="Így gondolja",
        by=world.users[RESEARCHER],
        at=NOW,
    )
    before = set(QualityFlag.objects.values_list("pk", "found_at"))

    check(world, NOW + timedelta(hours=1))

    assert set(QualityFlag.objects.values_list("pk", "found_at")) == before
    straight.refresh_from_db()
    assert (straight.state, straight.answer) == (FlagState.HARMLESS, "Így gondolja")
    Response.objects.filter(pk__in=[straight.response_id, short.response_id]).update(
        answers=honest_answers(2, 1)[0], ended_at=F("started_at") + timedelta(minutes=27)
    )
    check(world, NOW + timedelta(hours=2))
    assert flags_of("short") == []
    assert flags_of("straight") == [straight]


def test_a_rule_is_on_with_its_defaults_until_it_is_set(world: World, interviews: list[Response]) -> None:
    keeper = world.users[RESEARCHER]
    check(world)
    assert QualityRule.objects.filter(study=world.study, is_on=True).count() == len(RULES)

    set_rule(study=world.study, code="straight", is_on=True, parameters={"grids": 2}, by=keeper, at=NOW)
    set_rule(study=world.study, code="short", is_on=False, parameters={"z": 3.5}, by=keeper, at=NOW)
    check(world)

    assert flags_of("straight") == flags_of("short") == []
    assert QualityRule.objects.get(study=world.study, code="short").parameters == {}
    assert AuditLine.objects.filter(deed="surveys.set_rule").count() == 2


@pytest.mark.parametrize(
    ("code", "parameters", "field"),
    [("short", {"z": 0}, "z"), ("outlier", {"k_of_iqr:age": 0}, "k_of_iqr:age")],
)
def test_parameters_keep_to_their_bounds(
    world: World, code: str, parameters: dict[str, float], field: str
) -> None:
    with pytest.raises(RuleRefused) as refusal:
        set_rule(
            study=world.study,
            code=code,
            is_on=True,
            parameters=parameters,
            by=world.users[RESEARCHER],
            at=NOW,
        )

    assert refusal.value.field == field


def test_a_question_may_have_a_parameter_of_its_own(world: World, interviews: list[Response]) -> None:
    parameters = {"k_of_iqr": 1.5, "k_of_iqr:age": 0.2}
    set_rule(
        study=world.study,
        code="outlier",
        is_on=True,
        parameters=parameters,
        by=world.users[RESEARCHER],
        at=NOW,
    )

    check(world)

    assert {flag.part for flag in flags_of("outlier")} == {"age"}


def test_a_stopped_run_leaves_all_as_it_was(world: World, interviews: list[Response]) -> None:
    class Ended(Exception):
        pass

    def end() -> None:
        raise Ended

    with pytest.raises(Ended):
        run_checks(wave=world.wave, at=NOW, pulse=end)

    assert (QualityFlag.objects.count(), QualityRun.objects.count()) == (0, 0)


def test_harmless_needs_its_reason_and_an_answer_may_be_changed(
    world: World, interviews: list[Response]
) -> None:
    check(world)
    (flag,) = flags_of("short")
    keeper = world.users[RESEARCHER]
    with pytest.raises(AnswerRefused):
        answer_flags(flags=[flag.pk], state=FlagState.HARMLESS, answer=" ", by=keeper, at=NOW)
    with pytest.raises(AnswerRefused):
        answer_flags(flags=[flag.pk], state=FlagState.CONFIRMED, answer="x" * 301, by=keeper, at=NOW)

    assert answer_flags(flags=[flag.pk], state=FlagState.CONFIRMED, answer="", by=keeper, at=NOW) == 1
    assert answer_flags(flags=[flag.pk], state=FlagState.HARMLESS, answer="Tévedés", by=keeper, at=NOW) == 1

    flag.refresh_from_db()
    assert (flag.state, flag.answer, flag.answered_by) == (FlagState.HARMLESS, "Tévedés", keeper)
    assert AuditLine.objects.filter(deed="surveys.answer_flag", subject=f"flag:{flag.pk}").count() == 2


def test_queries_do_not_grow_with_the_interviews(world: World, interviews: list[Response]) -> None:
    check(world)
    with CaptureQueriesContext(
        connection,
    ) as few:
        check(world)
    version = interviews[0].version
    add_interviews(
        world.wave,
        honest_answers(3, 200),
        version=version,
        interviewers=InterviewerFactory.create_batch(3),
        at=NOW,
    )
    check(world)

    with CaptureQueriesContext(connection) as many:
        check(world)

    assert len(many) == len(few)


def test_open_waves_are_checked_by_the_clock_when_something_came(
    world: World, interviews: list[Response], django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tasks.check_open_waves.call()
    run_waiting()
    assert QualityRun.objects.count() == 1

    with django_capture_on_commit_callbacks(execute=True):
        tasks.check_open_waves.call()
    run_waiting()
    assert QualityRun.objects.count() == 1


def test_audits_are_read_once_and_tell_who_left_the_form_open(
    world: World, interviews: list[Response], settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    log = (
        "event,node,start,end\nform start,,0,\nquestion,/data/age,0,60000\n"
        "question,/data/goes,30000,120000\nend screen,,200000,260000\n"
    )
    SubmissionFile.objects.create(
        submission=interviews[5].submission,
        name="audit.csv",
        file=ContentFile(log.encode(), "audit.csv"),
        size=len(log),
        sha256="",
        received_at=NOW,
    )

    assert read_audits(wave=world.wave) == 1
    assert read_audits(wave=world.wave) == 0

    interviews[5].refresh_from_db()
    assert interviews[5].active_seconds == 180
    set_rule(
        study=world.study,
        code="idle",
        is_on=True,
        parameters={"minutes": 5},
        by=world.users[RESEARCHER],
        at=NOW,
    )
    check(world)
    assert [flag.response_id for flag in flags_of("idle")] == [interviews[5].pk]


def test_of_several_tries_the_weightiest_tells_what_came_of_the_unit(world: World) -> None:
    here = world.interviewers[INTERVIEWER]
    for hours, result in (
        (5, AttemptResult.NOT_HOME),
        (4, AttemptResult.REFUSED),
        (3, AttemptResult.NOT_HOME),
    ):
        ContactAttempt.objects.create(
            unit=world.free_unit,
            interviewer=here,
            result=result,
            attempted_at=world.now - timedelta(hours=hours),
            recorded_at=world.now,
        )

    tried = attempts_of(world.wave)

    assert tried is not None
    mine = [
        (tried.disposition[at], tried.interviewers[tried.interviewer[at]])
        for at in range(len(tried.disposition))
        if tried.settlements[tried.settlement[at]] == world.free_unit.settlement_id
    ]
    assert (Disposition.REFUSAL, str(here.pk)) in mine
    assert len(tried.disposition) == ContactAttempt.objects.values("unit").distinct().count()
