"""The pages of filling: what is offered for a unit, what is said once it is sent, what waits, going on later."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from mentorhalo.core.registry import registry
from mentorhalo.core.tests.access import INTERVIEWER, RESEARCHER, World
from mentorhalo.surveys.actions import filling as actions
from mentorhalo.surveys.actions.invitations import invite
from mentorhalo.surveys.actions.reading import read_waiting
from mentorhalo.surveys.actions.receiving import Sending, receive
from mentorhalo.surveys.actions.reviewing import return_response
from mentorhalo.surveys.choices import InvitationKind, WaveState, Way
from mentorhalo.surveys.models import Instrument, Response, WebDraft
from mentorhalo.surveys.tests.factories import (
    EnrolmentFactory,
    InstrumentFactory,
    InstrumentVersionFactory,
    StudyFactory,
    WaveFactory,
)

from .sendings import household_xml

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]

HOME = reverse("filling:home")


@pytest.fixture
def interviewing(client: Client, world: World) -> Client:
    client.force_login(world.users[INTERVIEWER], "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def another(world: World) -> Instrument:
    """The questionnaire of another study with an open wave, in which the same interviewer works."""
    study = StudyFactory(programme=world.the_programme, code="libraries")
    WaveFactory(study=study, number=1)
    EnrolmentFactory(interviewer=world.interviewers[INTERVIEWER], study=study)
    instrument: Instrument = InstrumentFactory(study=study, form_id="libraries", title="Könyvtárak")
    InstrumentVersionFactory(instrument=instrument)
    return instrument


def offered(client: Client, **asked: UUID) -> set[object]:
    return {
        one.instrument_id
        for one in client.get(HOME, {name: str(value) for name, value in asked.items()}).context["forms"]
    }


def ready(world: World) -> WebDraft:
    draft = actions.begin_draft(
        version=world.instrument_version,
        interviewer=world.interviewers[INTERVIEWER],
        unit=world.unit,
        at=world.now,
    )
    xml = household_xml(instance=draft.instance_id, unit="A0001").decode()
    return actions.keep_answers(draft=draft, xml=xml, seen=draft.mark, is_ready=True, at=world.now)


def returned(world: World) -> Response:
    sending = Sending(
        xml=household_xml(instance="uuid:1", unit="A0001"),
        way=Way.COLLECT,
        interviewer=world.interviewers[INTERVIEWER],
    )
    receive(sending=sending, at=world.now)
    read_waiting(at=world.now)
    return return_response(
        response=Response.objects.get(), reason="Kevés.", by=world.users[RESEARCHER], at=world.now
    )


def correction(world: World) -> WebDraft:
    draft = actions.begin_correction(response=returned(world), by=world.users[INTERVIEWER], at=world.now)
    xml = household_xml(instance=draft.instance_id, deprecated="uuid:1", unit="A0001").decode()
    return actions.keep_answers(draft=draft, xml=xml, seen=draft.mark, is_ready=True, at=world.now)


def test_a_unit_is_asked_only_by_its_own_study(
    interviewing: Client, world: World, another: Instrument
) -> None:
    assert offered(interviewing) == {world.instrument.pk, another.pk}
    assert offered(interviewing, unit=world.unit.pk) == {world.instrument.pk}

    begin = reverse("filling:begin", args=[another.pk])
    assert interviewing.post(begin, {"unit": world.unit.pk}).status_code == 404
    assert not WebDraft.objects.exists()
    assert interviewing.post(begin).status_code == 302


def test_what_no_wave_asks_for_is_not_begun(interviewing: Client, world: World, another: Instrument) -> None:
    another.study.waves.update(state=WaveState.CLOSED)

    assert offered(interviewing) == {world.instrument.pk}
    assert interviewing.post(reverse("filling:begin", args=[another.pk])).status_code == 404


def test_a_unit_of_a_closed_wave_is_not_begun(interviewing: Client, world: World) -> None:
    world.study.waves.update(state=WaveState.CLOSED)

    assert offered(interviewing, unit=world.unit.pk) == set()
    begin = reverse("filling:begin", args=[world.instrument.pk])
    assert interviewing.post(begin, {"unit": world.unit.pk}).status_code == 404


def test_it_is_said_that_it_was_sent_and_of_whom(interviewing: Client, world: World) -> None:
    draft = ready(world)

    page = interviewing.post(reverse("filling:send", args=[draft.pk]), follow=True)

    assert [str(one) for one in page.context["messages"]] == [
        f"„{world.instrument.title}” beküldve; a felkeresett cím: A0001. Köszönjük!"
    ]


def test_a_correction_says_why_and_loses_nothing_without_it(interviewing: Client, world: World) -> None:
    draft = correction(world)
    send = reverse("filling:send", args=[draft.pk])

    refused = interviewing.post(send, {"reason": " "})
    assert "Írja meg" in refused.context["refusal"]
    assert WebDraft.objects.get().ready_xml == draft.ready_xml

    page = interviewing.post(send, {"reason": "Pótoltam a hiányzót."}, follow=True)
    assert list(page.context["returned"]) == []


def test_what_came_back_waits_at_home_and_among_the_visits(interviewing: Client, world: World) -> None:
    def waits() -> bool:
        found = registry.waiting_for(world.users[INTERVIEWER], world.now)
        listed = any("javításra" in one.words and HOME in one.href for one in found)
        mine = interviewing.get(reverse("surveys:mine"))
        assert bool(mine.context["came_back"]) == listed
        return listed

    assert not waits()
    draft = correction(world)
    assert waits()
    actions.send_draft(draft=draft, reason="Pótoltam.", by=world.users[INTERVIEWER], at=world.now)
    assert not waits()


def test_who_goes_on_later_is_told_how_and_until_when(client: Client, world: World) -> None:
    [(invitation, _code)] = invite(
        wave=world.wave,
        instrument=world.instrument,
        kind=InvitationKind.PUBLIC,
        by=world.users[RESEARCHER],
        at=world.now,
    )
    draft, key = actions.begin_invited(invitation=invitation, at=world.now)
    fill = reverse("answering:fill", args=[key])
    assert client.get(fill).context["leave"] == reverse("answering:later", args=[key])

    page = client.get(reverse("answering:later", args=[key]))

    assert (page.context["code"].replace("-", ""), page.context["until"]) == (
        key.replace("-", ""),
        draft.changed_at + timedelta(days=60),
    )
    assert f"http://testserver{fill}" in page.content.decode()
