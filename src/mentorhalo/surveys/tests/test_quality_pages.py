"""The desk of responses, the page of flags, the rules, asking again: as those who work there."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from mentorhalo.core.tests.access import (
    GROUP_LEADER,
    INTERVIEWER,
    MENTOR,
    OFFICE,
    OTHER_LEADER,
    RESEARCHER,
    World,
)
from mentorhalo.core.work.doing import run_waiting
from mentorhalo.surveys.actions.quality import run_checks
from mentorhalo.surveys.actions.reviewing import return_response
from mentorhalo.surveys.choices import FlagState, RecontactState, ResponseState
from mentorhalo.surveys.models import QualityFlag, QualityRule, QualityRun, Recontact, Response
from mentorhalo.surveys.tests.factories import InterviewerFactory

from .access.quality import a_response
from .interviews import add_interviews, honest_answers, opinion_version

pytestmark = pytest.mark.usefixtures("shared_world")

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def english() -> None:
    translation.activate("en")


@pytest.fixture
def checked(world: World) -> Response:
    return a_response(world)


def as_(world: World, role: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.users[role], backend=BACKEND)
    return client


def page(world: World, role: str, name: str, *args: object, **query: str | int) -> str:
    answer = as_(world, role).get(reverse(f"surveys:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(world: World, role: str, name: str, *args: object, **data: object) -> Any:
    return as_(world, role).post(reverse(f"surveys:{name}", args=args), data)


def said(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_one_response_reads_by_group_with_labels_and_keeps_its_person_apart(
    world: World, checked: Response
) -> None:
    text = page(world, RESEARCHER, "response", checked.pk)

    assert "How often did you visit the cultural centre in the last year?" in text
    assert "choir, dance group" in text
    assert "Kiss Piroska" not in text
    assert "The interview took 2 minutes" in text


def test_a_version_shows_what_it_changed_and_no_identity(world: World, checked: Response) -> None:
    text = page(world, INTERVIEWER, "response_changes", checked.pk, version=2)

    assert "<del>12</del>" in text
    assert "<ins>3</ins>" in text
    assert "Piroska" not in text
    assert (
        as_(world, RESEARCHER)
        .get(reverse("surveys:response_changes", args=[checked.pk]), {"version": "1"})
        .status_code
        == 404
    )


def test_the_leader_of_another_county_sees_and_decides_nothing(world: World, checked: Response) -> None:
    assert checked.unit.code not in page(world, OTHER_LEADER, "responses", world.wave.pk)

    post(world, OTHER_LEADER, "decide_several", world.wave.pk, deed="accept", response=[str(checked.pk)])
    flag = checked.flags.first()
    post(world, OTHER_LEADER, "answer_several", world.wave.pk, state="confirmed", flag=[str(flag.pk)])

    checked.refresh_from_db()
    flag.refresh_from_db()
    assert (checked.state, flag.state) == (ResponseState.RECEIVED, FlagState.OPEN)


def test_ticked_ones_are_accepted_or_returned_with_a_reason(world: World, checked: Response) -> None:
    ticked = {"response": [str(checked.pk), "no id"]}

    post(world, GROUP_LEADER, "decide_several", world.wave.pk, deed="accept", **ticked)
    checked.refresh_from_db()
    assert checked.state == ResponseState.ACCEPTED
    post(world, GROUP_LEADER, "decide_several", world.wave.pk, deed="return", reason="Miért?", **ticked)

    checked.refresh_from_db()
    assert checked.state == ResponseState.RETURNED
    assert [one.reason for one in checked.decisions.all()] == ["", "Miért?"]


def test_a_decision_of_several_that_cannot_be_made_keeps_ticks_reason_and_filter(
    world: World, checked: Response
) -> None:
    address = reverse("surveys:decide_several", args=[world.wave.pk]) + "?state=counted"
    desk = as_(world, RESEARCHER)

    without_reason = desk.post(address, {"deed": "return", "response": [str(checked.pk)]})
    without_ticks = desk.post(address, {"deed": "reject", "reason": "Kitalált"})

    assert list(without_reason.context["decision"].errors) == ["reason"]
    assert f'value="{checked.pk}" form="several" checked>' in without_reason.content.decode()
    assert without_reason.context["filters"]["state"].value() == "counted"
    assert "Nothing was ticked" in without_ticks.content.decode()
    assert ">\nKitalált</textarea>" in without_ticks.content.decode()


def test_the_page_of_a_refused_decision_leads_on_to_the_list(world: World) -> None:
    answer = as_(world, RESEARCHER).get(
        reverse("surveys:decide_several", args=[world.wave.pk]), {"state": "returned", "page": "2"}
    )

    address = reverse("surveys:responses", args=[world.wave.pk]) + "?state=returned&page=2"
    assert answer.headers["Location"] == address


def test_a_refused_decision_keeps_what_was_typed(world: World, checked: Response) -> None:
    answer = post(world, RESEARCHER, "decide", checked.pk, deed="return", reason=" ")

    assert answer.status_code == 200
    assert "Write why: whoever recorded it will read it." in answer.content.decode()


def test_rejecting_asks_first(world: World, checked: Response) -> None:
    """One by one and among the ticked: the first press tells what follows, the second does it, with its reason."""
    ticked = {"response": [str(checked.pk)], "deed": "reject", "reason": "Kitalált"}
    for name, pk in (("decide", checked.pk), ("decide_several", world.wave.pk)):
        asked = post(world, RESEARCHER, name, pk, **ticked)
        assert "It cannot be undone." in asked.content.decode()
        again = post(world, RESEARCHER, name, pk, **ticked | {"sure": "yes", "reason": " "})
        assert list(again.context["form"].errors) == ["reason"]
        checked.refresh_from_db()
        assert checked.state == ResponseState.RECEIVED
    form = asked.context["form"]
    sent = {one.html_name: one.value() for one in form}

    answer = post(world, RESEARCHER, "decide_several", world.wave.pk, **sent)

    checked.refresh_from_db()
    assert (answer.status_code, checked.state) == (302, ResponseState.REJECTED)
    assert checked.decisions.get().reason == "Kitalált"


def test_the_reason_of_a_decision_is_not_called_optional(world: World, checked: Response) -> None:
    text = page(world, RESEARCHER, "response", checked.pk)

    assert "Needed to return or reject." in text
    assert "(optional)" not in text


def test_who_holds_the_keys_finds_how_to_correct_an_answer(world: World, checked: Response) -> None:
    deed = reverse("filling:correct", args=[checked.pk])

    found = {role: deed in page(world, role, "response", checked.pk) for role in (RESEARCHER, OFFICE)}

    assert found == {RESEARCHER: True, OFFICE: False}


def test_the_interviewer_reads_what_was_returned_and_why(world: World, checked: Response) -> None:
    assert "Nothing was returned to you" in page(world, INTERVIEWER, "returned")
    return_response(response=checked, reason="Üres a 3.", by=world.users[RESEARCHER], at=world.now)

    assert "Üres a 3." in page(world, INTERVIEWER, "returned")
    assert "Üres a 3." not in page(world, MENTOR, "returned")


def test_what_the_checks_found_nothing_about_is_accepted_together(
    world: World, django_capture_on_commit_callbacks
) -> None:
    version = opinion_version(instrument=world.instrument, version="2")
    made = add_interviews(
        world.wave, honest_answers(4, 12), version=version, at=world.now, settlement=world.settlement
    )
    run = run_checks(wave=world.wave, at=world.now, pulse=lambda: None)
    QualityFlag.objects.all().delete()
    rule = QualityRule.objects.get(study=world.study, code="short")
    kept = [(made[0], FlagState.OPEN), (made[1], FlagState.CONFIRMED), (made[2], FlagState.HARMLESS)]
    for response, state in kept:
        QualityFlag.objects.create(
            wave=world.wave, rule=rule, response=response, state=state, found_at=run.started_at
        )
    Response.objects.filter(pk=made[3].pk).update(misfits=[{"path": "age", "text": "x", "wanted": "int"}])

    with django_capture_on_commit_callbacks(execute=True):
        post(world, RESEARCHER, "accept_clean", world.wave.pk)
    run_waiting()

    waiting = Response.objects.filter(state=ResponseState.RECEIVED)
    assert {one.pk for one in waiting} == {made[0].pk, made[1].pk, made[3].pk}


def test_accepting_together_keeps_to_what_the_filter_shows(
    world: World, django_capture_on_commit_callbacks
) -> None:
    version = opinion_version(instrument=world.instrument, version="2")
    made = add_interviews(
        world.wave, honest_answers(4, 4), version=version, at=world.now, settlement=world.settlement
    )
    elsewhere = world.free_unit.settlement
    Response.objects.filter(pk=made[0].pk).update(settlement=elsewhere)
    run_checks(wave=world.wave, at=world.now, pulse=lambda: None)
    QualityFlag.objects.all().delete()
    there = {"place": elsewhere.county_id}
    client = as_(world, RESEARCHER)
    address = reverse("surveys:responses", args=[world.wave.pk])

    counted = [
        client.get(address, query).context["unflagged"]
        for query in ({}, there, {"flagged": "on"}, {"state": "accepted"})
    ]
    assert counted == [4, 1, 0, 0]

    (deed,) = re.findall(
        r'action="([^"]+accept-unflagged[^"]+)"', page(world, RESEARCHER, "responses", world.wave.pk, **there)
    )
    with django_capture_on_commit_callbacks(execute=True):
        client.post(unescape(deed))
    run_waiting()

    assert [one.pk for one in Response.objects.filter(state=ResponseState.ACCEPTED)] == [made[0].pk]


def test_flags_are_explained_filtered_and_answered(world: World, checked: Response) -> None:
    text = page(world, RESEARCHER, "flags", world.wave.pk, rule="short")
    assert text.count("The interview took 2 minutes") == 2
    assert page(world, RESEARCHER, "flags", world.wave.pk, settlement="Sehol").count("took 2") == 0
    flag = checked.flags.get(rule__code="short")

    refused = post(world, RESEARCHER, "answer_several", world.wave.pk, state="harmless", flag=[str(flag.pk)])
    assert refused.context["form"].errors == {"answer": ["Write why it is harmless."]}
    assert f'value="{flag.pk}" form="several" checked>' in refused.content.decode()
    unticked = post(world, RESEARCHER, "answer_several", world.wave.pk, state="confirmed", answer="Kitalált")
    assert "Nothing was ticked" in unticked.content.decode()
    assert ">\nKitalált</textarea>" in unticked.content.decode()
    answered = {"state": "harmless", "answer": "Rövid út", "flag": [str(flag.pk)]}
    assert said(post(world, RESEARCHER, "answer_several", world.wave.pk, **answered)) == ["1 flag answered."]

    assert "Rövid út" in page(world, RESEARCHER, "flags", world.wave.pk, state="harmless")


def test_a_rule_is_set_on_its_page_and_keeps_to_its_bounds(world: World, checked: Response) -> None:
    address = reverse("surveys:quality_rule", args=[world.study.pk]) + "?rule=night"
    client = as_(world, RESEARCHER)

    refused = client.post(address, {"is_on": "on", "first_hour": "30", "last_hour": "20"})
    assert refused.status_code == 200
    client.post(address, {"first_hour": "8", "last_hour": "20"})

    rule = QualityRule.objects.get(study=world.study, code="night")
    assert (rule.is_on, rule.parameters) == (False, {"first_hour": 8.0, "last_hour": 20.0})
    assert client.get(address.replace("night", "nothing")).status_code == 404


def test_checks_run_by_a_button(world: World, checked: Response, django_capture_on_commit_callbacks) -> None:
    before = QualityRun.objects.count()

    with django_capture_on_commit_callbacks(execute=True):
        post(world, RESEARCHER, "run_checks", world.wave.pk)
    run_waiting()

    assert QualityRun.objects.count() == before + 1
    assert "No interview has a position." in page(world, RESEARCHER, "checks", world.wave.pk)


def test_ticked_ones_are_given_to_somebody_who_may_and_taken_back(world: World, checked: Response) -> None:
    row = Recontact.objects.get(response=checked)
    Recontact.objects.update(interviewer=None)

    asked = post(world, RESEARCHER, "assign_recontacts", world.wave.pk, recontact=row.pk)
    offered = asked.context["form"].fields["interviewer"].queryset
    assert set(offered) == {world.interviewers[MENTOR]}

    post(
        world,
        RESEARCHER,
        "assign_recontacts",
        world.wave.pk,
        recontact=row.pk,
        interviewer=world.interviewers[MENTOR].pk,
    )
    row.refresh_from_db()
    assert row.interviewer == world.interviewers[MENTOR]

    post(world, RESEARCHER, "assign_recontacts", world.wave.pk, recontact=row.pk, take_back="1")
    row.refresh_from_db()
    assert row.interviewer is None


def test_nothing_ticked_is_said_where_the_ticks_are(world: World, checked: Response) -> None:
    client = as_(world, RESEARCHER)
    address = f"{reverse('surveys:assign_recontacts', args=[world.wave.pk])}?state=open&page=1"

    answer = client.post(address, {"take_back": "1"})
    text = answer.content.decode()

    assert answer.context["form"].non_field_errors() == [
        "Nothing was ticked, or it was decided on meanwhile."
    ]
    assert 'name="recontact"' in text
    assert f'action="{address.replace("&", "&amp;")}"' in text
    there = client.get(address)
    assert there["Location"] == f"{reverse('surveys:recontacts', args=[world.wave.pk])}?state=open&page=1"


def test_asking_again_hides_the_first_answers_and_is_compared_afterwards(
    world: World, checked: Response
) -> None:
    row = Recontact.objects.get(response=checked)
    blank = page(world, MENTOR, "recontact", row.pk)
    assert "How often did you visit the cultural centre in the last year?" in blank
    assert 'value="3"' not in blank
    assert "Fő utca 1." in blank
    assert as_(world, INTERVIEWER).get(reverse("surveys:recontact", args=[row.pk])).status_code == 404

    refused = post(world, MENTOR, "recontact", row.pk, is_reached="yes")
    assert "There is no answer" in refused.content.decode()
    answers = {"is_reached": "yes", "answer_0": "10", "answer_1": "yes"}
    assert post(world, MENTOR, "recontact", row.pk, **answers).status_code == 302

    row.refresh_from_db()
    assert (row.state, row.answers) == (
        RecontactState.DONE,
        {"life/visits": 10, "life/belongs": "yes"},
    )
    told = page(world, RESEARCHER, "recontact", row.pk)
    assert told.count("otherwise") == 1
    run_checks(wave=world.wave, at=world.now, pulse=lambda: None)
    assert "1/1" in page(world, RESEARCHER, "recontact_results", world.wave.pk)


def test_questions_to_ask_again_are_chosen_on_a_page(world: World) -> None:
    text = page(world, RESEARCHER, "choose_compared", world.study.pk)
    assert "Name of the respondent" not in text

    post(world, RESEARCHER, "choose_compared", world.study.pk, firmness_0="1", tolerance_0="2")

    (one,) = world.study.compared_questions.all()
    assert (one.key, one.firmness, one.tolerance) == ("life/visits", 1, 2.0)


def test_choosing_what_is_asked_again_leads_back_to_the_wave_one_comes_from(world: World) -> None:
    client = as_(world, RESEARCHER)
    wave = reverse("surveys:recontacts", args=[world.wave.pk])
    address = client.get(wave).context["compared_url"]
    alone = reverse("surveys:choose_compared", args=[world.study.pk])

    assert client.get(address).context["back"] == wave
    assert client.post(address, {"firmness_0": "1", "tolerance_0": "2"})["Location"] == wave
    assert client.get(alone).context["back"] == reverse("surveys:study", args=[world.study.pk])


@pytest.mark.parametrize("name", ["responses", "flags", "checks", "work", "recontacts"])
def test_lists_ask_the_same_number_of_queries_however_long(
    world: World, checked: Response, name: str
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(world, RESEARCHER, name, world.wave.pk)
        return len(queries)

    checked.flags.update(others=[str(checked.pk)])
    asked()
    few = asked()
    made = add_interviews(
        world.wave,
        honest_answers(6, 6),
        version=checked.version,
        interviewers=InterviewerFactory.create_batch(3),
        at=world.now,
        settlement=world.settlement,
    )
    rule = QualityRule.objects.get(study=world.study, code="short")
    for one in made:
        Recontact.objects.create(response=one, drawn_at=world.now, seed="x")
        QualityFlag.objects.create(
            wave=world.wave, rule=rule, response=one, found_at=world.now, others=[str(made[0].pk)]
        )

    assert asked() == few
