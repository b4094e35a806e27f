"""Who is drawn to be asked again, who may ask, and what comes of it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from mentorhalo.core.tests.access import INTERVIEWER, MENTOR, OFFICE, RESEARCHER, World
from mentorhalo.surveys.actions.quality import run_checks
from mentorhalo.surveys.actions.recontacts import (
    Chosen,
    RecontactRefused,
    assign_recontacts,
    choose_compared,
    draw_recontacts,
    drawn_of,
    record_recontact,
)
from mentorhalo.surveys.choices import Firmness, RecontactState, ResponseState
from mentorhalo.surveys.models import (
    Interviewer,
    QualityFlag,
    QualityRun,
    Recontact,
    Response,
    Submission,
)
from mentorhalo.surveys.queries.recontacts import ticked_of, who_may_ask

from .interviews import add_interviews, honest_answers, opinion_version

NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)


@pytest.fixture
def interviews(world: World) -> list[Response]:
    """Thirty of the interviewer, ten of the mentor."""
    version = opinion_version(instrument=world.instrument, version="2")
    made = [
        add_interviews(
            world.wave,
            honest_answers(seed, size),
            version=version,
            interviewers=[world.interviewers[who]],
            at=NOW,
        )
        for seed, size, who in ((1, 30, INTERVIEWER), (2, 10, MENTOR))
    ]
    return [one for some in made for one in some]


def compare(world: World) -> None:
    questions = [Chosen("age", Firmness.FACT, tolerance=1), Chosen("goes", Firmness.OPINION)]
    choose_compared(study=world.study, questions=questions, by=world.users[RESEARCHER], at=NOW)


def draw(world: World, seed: str = "próba") -> int:
    return draw_recontacts(wave=world.wave, by=world.users[RESEARCHER], at=NOW, seed=seed)


def record(world: World, row: Recontact, who: str, **answers: object) -> Recontact:
    return record_recontact(
        recontact=row, answers=answers, remark="", is_reached=bool(answers), by=world.users[who], at=NOW
    )


def test_a_tenth_of_each_interviewers_work_is_drawn_and_the_seed_draws_it_again(
    world: World, interviews: list[Response]
) -> None:
    assert draw(world) == 3 + 1

    ids = [one.pk for one in interviews]
    again = [
        *drawn_of(ids[:30], taken=(), percent=10, seed="próba"),
        *drawn_of(ids[30:], taken=(), percent=10, seed="próba"),
    ]
    assert {one.response_id for one in Recontact.objects.all()} == set(again)
    assert {one.seed for one in Recontact.objects.all()} == {"próba"}
    assert set(drawn_of(ids[:30], taken=(), percent=10, seed="más")) != set(again[:3])


def test_drawing_again_only_adds_what_the_share_asks_for(world: World, interviews: list[Response]) -> None:
    draw(world)
    assert draw(world, seed="nem ez") == 0

    more = honest_answers(3, 11)
    add_interviews(
        world.wave, more, version=interviews[0].version, interviewers=[world.interviewers[MENTOR]], at=NOW
    )

    assert draw(world) == 2
    assert {one.seed for one in Recontact.objects.all()} == {"próba"}


def test_what_was_rejected_or_returned_is_not_drawn(world: World, interviews: list[Response]) -> None:
    Response.objects.filter(pk__in=[one.pk for one in interviews[:29]]).update(state=ResponseState.REJECTED)
    Response.objects.filter(pk__in=[one.pk for one in interviews[30:]]).update(state=ResponseState.RETURNED)

    assert draw(world) == 1
    assert Recontact.objects.get().response == interviews[29]


def test_every_interviewer_is_as_likely_anywhere_in_their_work() -> None:
    ids = [UUID(int=at) for at in range(50)]

    hits = [0] * 50
    for seed in range(2000):
        for pk in drawn_of(ids, taken=(), percent=10, seed=str(seed)):
            hits[pk.int] += 1

    # 200 expected, standard deviation 13.4.
    assert 140 < min(hits) <= max(hits) < 260


def test_nobody_asks_again_whom_they_asked_first(world: World, interviews: list[Response]) -> None:
    compare(world)
    draw(world)
    row, *_ = Recontact.objects.filter(response__interviewer=world.interviewers[INTERVIEWER])
    keeper = world.users[RESEARCHER]

    with pytest.raises(RecontactRefused):
        assign_recontacts(recontacts=[row.pk], interviewer=world.interviewers[INTERVIEWER], by=keeper, at=NOW)
    with pytest.raises(RecontactRefused):
        record(world, row, INTERVIEWER, age=40)
    assert (
        assign_recontacts(recontacts=[row.pk], interviewer=world.interviewers[MENTOR], by=keeper, at=NOW) == 1
    )
    done = record(world, row, MENTOR, age=40, unheard="x")
    assert (done.state, done.answers, done.done_by) == (RecontactState.DONE, {"age": 40}, world.users[MENTOR])


def test_whoever_made_one_of_the_ticked_is_not_offered(world: World, interviews: list[Response]) -> None:
    draw(world)
    rows = ticked_of(world.wave, None, [str(one.pk) for one in Recontact.objects.all()])
    first = [one for one in rows if one.response.interviewer == world.interviewers[INTERVIEWER]]
    everybody = Interviewer.objects.in_study(world.study, world.today)

    assert set(who_may_ask(everybody, first)) == set(everybody) - {world.interviewers[INTERVIEWER]}
    assert set(who_may_ask(everybody, rows)) == set(everybody) - {one.response.interviewer for one in rows}


def test_who_sent_the_answers_in_place_of_the_interviewer_is_not_offered(
    world: World, interviews: list[Response]
) -> None:
    draw(world)
    Submission.objects.update(sent_by=world.users[MENTOR])
    rows = ticked_of(world.wave, None, [str(one.pk) for one in Recontact.objects.all()])
    everybody = Interviewer.objects.in_study(world.study, world.today)

    assert world.interviewers[MENTOR] not in who_may_ask(everybody, rows)
    with pytest.raises(RecontactRefused):
        assign_recontacts(
            recontacts=[rows[0].pk],
            interviewer=world.interviewers[MENTOR],
            by=world.users[RESEARCHER],
            at=world.now,
        )


def test_answers_are_recorded_once_and_nobody_reached_is_said_so(
    world: World, interviews: list[Response]
) -> None:
    compare(world)
    draw(world)
    row, other, *_ = Recontact.objects.filter(response__interviewer=world.interviewers[INTERVIEWER])
    record(world, row, OFFICE, age=40)

    with pytest.raises(RecontactRefused):
        record(world, row, OFFICE, age=41)
    with pytest.raises(RecontactRefused):
        record_recontact(
            recontact=other, answers={"age": ""}, remark="", is_reached=True, by=world.users[OFFICE], at=NOW
        )
    assert record(world, other, OFFICE).state == RecontactState.FAILED


def test_only_questions_of_the_form_that_identify_nobody_are_compared(
    world: World, interviews: object
) -> None:
    for key in ("name", "nothing"):
        with pytest.raises(RecontactRefused):
            choose_compared(
                study=world.study, questions=[Chosen(key, Firmness.FACT)], by=world.users[RESEARCHER], at=NOW
            )

    compare(world)
    only = [Chosen("age", Firmness.SKILL)]
    choose_compared(study=world.study, questions=only, by=world.users[RESEARCHER], at=NOW)
    assert [(one.key, one.firmness) for one in world.study.compared_questions.all()] == [("age", 2)]


def test_differences_are_counted_and_flagged(world: World, interviews: list[Response]) -> None:
    compare(world)
    draw(world)
    for row in Recontact.objects.select_related("response"):
        said = row.response.answers
        is_false = row.response.interviewer == world.interviewers[MENTOR]
        age = said["age"] + (20 if is_false else 1)
        record(world, row, OFFICE, age=age, goes=said["goes"])
    QualityRun.objects.all().delete()

    run = run_checks(wave=world.wave, at=NOW, pulse=lambda: None)

    found = run.report["rechecks"]
    assert found["errors"] == {"1": [1, 4], "2": [0, 0], "3": [0, 4]}
    assert found["interviewers"][str(world.interviewers[MENTOR].pk)]["1"] == [1, 1]
    assert found["questions"]["goes"]["differences"] == 0
    assert [flag.rule.code for flag in QualityFlag.objects.filter(rule__code__startswith="recheck")] == []
