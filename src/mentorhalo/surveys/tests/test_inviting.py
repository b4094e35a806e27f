"""Links of drawn units: made once, shown once, answered once; what is answered belongs to the unit."""

import csv
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mentorhalo.core.models import AuditLine
from mentorhalo.core.tests.access import INTERVIEWER, OFFICE, RESEARCHER, World
from mentorhalo.surveys.actions import filling
from mentorhalo.surveys.actions.attempts import lose_unit
from mentorhalo.surveys.actions.invitations import InvitationRefused, invite_units, revoke
from mentorhalo.surveys.actions.reading import read_waiting
from mentorhalo.surveys.actions.receiving import FormClosed, Sending, receive
from mentorhalo.surveys.actions.reviewing import (
    DecisionRefused,
    accept_responses,
    reject_response,
    return_response,
)
from mentorhalo.surveys.actions.sampling import SampleRefused, discard_sample
from mentorhalo.surveys.choices import FileSource, UnitState, VersionState, WaveState, Way
from mentorhalo.surveys.facts import POINTED_AT, facts_of_response
from mentorhalo.surveys.models import FieldAssignment, Invitation, Response, SampleUnit, Submission, WebDraft
from mentorhalo.surveys.queries.datasets import live_data_set
from mentorhalo.surveys.queries.inviting import letters_of, links_of, units_lacking_links, units_to_invite
from mentorhalo.surveys.queries.progress import progress_of

from .factories import (
    InstrumentFactory,
    InstrumentVersionFactory,
    ResponseFactory,
    SampleUnitFactory,
    WaveFactory,
)
from .pages import SignedIn
from .sendings import household_xml

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


def invited(world: World, *units: SampleUnit, **more: Any) -> list[tuple[Invitation, str]]:
    return invite_units(
        wave=world.wave,
        instrument=world.instrument,
        units=[one.pk for one in units],
        by=world.users[RESEARCHER],
        at=world.now,
        **more,
    )


def begun(world: World, invitation: Invitation) -> tuple[WebDraft, str]:
    """A questionnaire that is ready to be sent, and the code by which it goes on."""
    draft, key = filling.begin_invited(invitation=invitation, at=world.now)
    xml = household_xml(instance=draft.instance_id).decode()
    ready = filling.keep_answers(draft=draft, xml=xml, seen=draft.mark, is_ready=True, at=world.now)
    return ready, key


def answered_by_link(world: World, unit: SampleUnit) -> Response:
    [(invitation, _code)] = invited(world, unit)
    draft, _key = begun(world, invitation)
    filling.send_draft(draft=draft, by=None, at=world.now)
    read_waiting(at=world.now)
    return Response.objects.get(unit=unit)


def answered_by_interviewer(world: World, unit: SampleUnit) -> None:
    sending = Sending(
        xml=household_xml(unit=unit.code),
        way=Way.COLLECT,
        interviewer=world.interviewers[INTERVIEWER],
        unit=unit,
    )
    receive(sending=sending, at=world.now)


def told(client: Client, name: str, code: str) -> tuple[int, str]:
    answer = client.get(reverse(f"answering:{name}", args=[code]))
    return answer.status_code, answer.content.decode()


def test_what_is_answered_by_a_link_is_the_answer_of_its_unit(world: World) -> None:
    response = answered_by_link(world, world.unit)

    world.unit.refresh_from_db()
    assert (response.unit, response.wave, response.settlement) == (world.unit, world.wave, world.settlement)
    assert world.unit.state == UnitState.ANSWERED
    assert not FieldAssignment.objects.filter(unit=world.unit, ended_at=None).exists()


def test_progress_counts_it_where_the_unit_is(world: World) -> None:
    answered_by_link(world, world.unit)

    progress = progress_of(world.wave, world.today)

    assert (progress.whole.came, progress.whole.rates.complete) == (1, 1)
    assert [(one.code, one.came) for one in progress.settlements if one.came] == [(world.settlement.pk, 1)]
    assert [one.came for one in progress.strata if one.code == world.stratum.code] == [1]


def test_the_accepted_questionnaire_counts_for_its_unit_and_for_no_mentor(world: World) -> None:
    response = answered_by_link(world, world.mentor_unit)
    accept_responses(responses=[response.pk], by=world.users[RESEARCHER], at=world.now)

    [fact] = facts_of_response(Response.objects.select_related(*POINTED_AT).get(pk=response.pk))

    assert (fact.subject, fact.who, fact.state) == (f"unit:{world.mentor_unit.pk}", "", "by_others")


def test_units_with_an_answer_or_a_living_link_wait_for_none(world: World) -> None:
    answered_by_interviewer(world, world.unit)
    invited(world, world.mentor_unit)

    waiting = list(units_to_invite(world.wave, world.today))

    assert waiting == [world.free_unit]


def test_another_questionnaire_of_the_study_answers_no_link(
    client: Client, signed_in: SignedIn, world: World
) -> None:
    other = InstrumentVersionFactory(
        instrument=InstrumentFactory(study=world.study, form_id="household-other", title="Másik")
    ).instrument
    [(link, code)] = invited(world, world.unit)
    ResponseFactory(wave=world.wave, unit=world.unit, version=other.versions.get())
    of_wave = signed_in(RESEARCHER).get(reverse("filling:links", args=[world.wave.pk]))
    assert {title: count for title, count, _href in of_wave.context["waiting"]} == {
        world.instrument.title: 2,
        "Másik": 2,
    }
    researcher = signed_in(RESEARCHER)
    offered = reverse("filling:unit_links", args=[world.wave.pk])

    assert [one.state for one in links_of(world.unit, world.today)] == ["nyitott"]
    assert "más úton" not in told(client, "invitation", code)[1]
    revoke(invitation=link, by=world.users[RESEARCHER], at=world.now)
    rows = {
        one.pk: researcher.get(offered, {"instrument": one.pk}).context["rows"]
        for one in (world.instrument, other)
    }
    assert (world.unit in rows[world.instrument.pk], world.unit in rows[other.pk]) == (True, False)
    made = researcher.post(
        f"{offered}?instrument={world.instrument.pk}",
        {"instrument": world.instrument.pk, "unit": [world.unit.pk]},
    )
    assert [one.unit for one, _code, _address in made.context["letters"]] == [world.unit]


def test_a_link_that_is_over_or_taken_back_makes_room_for_another(world: World) -> None:
    invited(world, world.unit, closes_on=world.today)
    [(other, _code)] = invited(world, world.mentor_unit)
    revoke(invitation=other, by=world.users[RESEARCHER], at=world.now)

    tomorrow = set(units_to_invite(world.wave, world.today + timedelta(days=1)))

    assert {world.unit, world.mentor_unit} <= tomorrow


def test_a_unit_whose_answer_was_rejected_can_be_asked_by_a_link_again(world: World) -> None:
    response = answered_by_link(world, world.unit)
    reject_response(response=response, reason="Más töltötte ki.", by=world.users[RESEARCHER], at=world.now)

    assert len(invited(world, world.unit)) == 1


def test_no_link_is_made_where_one_of_the_units_has_one(world: World) -> None:
    invited(world, world.unit)

    with pytest.raises(InvitationRefused):
        invited(world, world.unit, world.free_unit)

    assert not Invitation.objects.filter(unit=world.free_unit).exists()


def test_links_that_nobody_could_answer_by_are_refused(world: World) -> None:
    with pytest.raises(InvitationRefused):
        invited(world)
    with pytest.raises(InvitationRefused):
        invited(world, world.unit, closes_on=world.today - timedelta(days=1))
    with pytest.raises(InvitationRefused):
        invited(world, world.reserve_unit)
    world.wave.state = WaveState.CLOSED
    with pytest.raises(InvitationRefused):
        invited(world, world.unit)
    assert not Invitation.objects.exists()


def test_a_unit_answered_meanwhile_is_told_kindly_and_nothing_is_taken_twice(
    client: Client, world: World
) -> None:
    [(invitation, code)] = invited(world, world.unit)
    draft, key = begun(world, invitation)
    answered_by_interviewer(world, world.unit)

    draft = WebDraft.objects.select_related("invitation__wave", "invitation__unit").get(pk=draft.pk)
    with pytest.raises(FormClosed):
        filling.send_draft(draft=draft, by=None, at=world.now)

    assert Submission.objects.count() == 1
    for name, secret in (("invitation", code), ("fill", key), ("review", key)):
        status, words = told(client, name, secret)
        assert (status, "időközben más úton már rögzítettük" in words) == (410, True)


@pytest.mark.parametrize("state", [UnitState.LOST, UnitState.SUBSTITUTED])
def test_a_unit_that_is_not_asked_any_more_is_told(client: Client, world: World, state: UnitState) -> None:
    [(_invitation, code)] = invited(world, world.unit)
    SampleUnit.objects.filter(pk=world.unit.pk).update(state=state)

    assert told(client, "invitation", code)[0] == 410


def test_what_was_begun_says_when_it_cannot_be_sent(client: Client, world: World) -> None:
    [(invitation, code)] = invited(world, world.unit)
    _draft, key = begun(world, invitation)

    world.instrument_version.state = VersionState.RETIRED
    world.instrument_version.save()
    assert "változatát visszavonták" in told(client, "fill", key)[1]
    assert "most nem fogad választ" in told(client, "invitation", code)[1]

    world.wave.state = WaveState.CLOSED
    world.wave.save()
    world.instrument_version.state = VersionState.FROZEN
    world.instrument_version.save()
    assert "A válaszadás ideje lejárt" in told(client, "fill", key)[1]
    assert "A válaszadás ideje lejárt" in told(client, "invitation", code)[1]

    revoke(invitation=invitation, by=world.users[RESEARCHER], at=world.now)
    status, words = told(client, "fill", key)
    assert (status, "készítői visszavonták" in words) == (410, True)
    assert reverse("answering:discard", args=[key]) in words


def test_a_link_opened_before_the_wave_says_when_answering_begins(client: Client, world: World) -> None:
    world.wave.starts_on, world.wave.state = world.today + timedelta(days=1), WaveState.PLANNED
    world.wave.ends_on = world.today + timedelta(days=9)
    world.wave.save()
    [(_invitation, code)] = invited(world, world.unit)

    assert "A válaszadás kezdete" in told(client, "invitation", code)[1]


def test_the_questionnaire_knows_its_unit_and_not_who_it_is(client: Client, world: World) -> None:
    [(invitation, _code)] = invited(world, world.unit)
    _draft, key = begun(world, invitation)

    package = client.get(reverse("answering:package", args=[key])).json()
    rows = live_data_set(FileSource.ASSIGNMENTS, None, world.unit).rows

    assert world.unit.code in package["prefill"].values()
    assert rows == [
        ("A0001", f"{world.settlement.name}, A0001", world.settlement.pk, world.settlement.name, "", "", "")
    ]


def test_a_researcher_makes_links_and_takes_them_home(signed_in: SignedIn, world: World) -> None:
    client = signed_in(RESEARCHER)
    page = reverse("filling:unit_links", args=[world.wave.pk])
    offered = client.get(page, {"stratum": world.stratum.code}).context
    assert [one.code for one in offered["rows"]] == ["A0001", "A0002"]
    assert offered["ticked"] == {world.unit.pk, world.mentor_unit.pk}

    made = client.post(page, {"instrument": world.instrument.pk, "unit": [world.unit.pk], "with_names": "on"})
    [(letter, _shown, address)] = made.context["letters"]
    assert made["Cache-Control"] == "no-store"
    assert letter.key.name in made.content.decode()

    file = client.post(
        reverse("filling:unit_links_file", args=[world.wave.pk]), {"code": letter.code, "with_names": "on"}
    )
    text = b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    [row] = csv.DictReader(text.splitlines(), delimiter=";")
    assert (row["A cím kódja"], row["Név"], row["Település"], row["Link"]) == (
        "A0001",
        letter.key.name,
        world.settlement.name,
        address,
    )
    assert AuditLine.objects.filter(deed="show_unit_keys").count() == 2
    assert client.get(page).context["ticked"] == {world.mentor_unit.pk, world.free_unit.pk}


def test_whoever_holds_no_key_gets_no_names(signed_in: SignedIn, world: World) -> None:
    [(_invitation, code)] = invited(world, world.unit)
    client = signed_in(OFFICE)

    file = client.post(
        reverse("filling:unit_links_file", args=[world.wave.pk]), {"code": code, "with_names": "on"}
    )

    text = b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]
    assert ("A0001" in text, "Minta Mária" in text) == (True, False)
    assert not AuditLine.objects.filter(deed="show_unit_keys").exists()


def test_codes_that_were_not_shown_open_no_table(signed_in: SignedIn, world: World) -> None:
    client = signed_in(RESEARCHER)

    answer = client.post(reverse("filling:unit_links_file", args=[world.wave.pk]), {"code": "ABCDEFGHJKMN"})

    assert answer.status_code == 302


def test_what_is_refused_keeps_what_was_ticked(signed_in: SignedIn, world: World) -> None:
    client = signed_in(RESEARCHER)
    invited(world, world.unit)

    answer = client.post(
        reverse("filling:unit_links", args=[world.wave.pk]),
        {"instrument": world.instrument.pk, "unit": [world.unit.pk, world.free_unit.pk], "label": "Levél"},
    )

    assert answer.context["form"].non_field_errors()
    assert world.free_unit.pk in answer.context["ticked"]
    assert world.mentor_unit.pk not in answer.context["ticked"]


def test_the_page_of_a_unit_makes_shows_and_takes_back_its_link(signed_in: SignedIn, world: World) -> None:
    client = signed_in(RESEARCHER)
    unit_page = reverse("surveys:unit", args=[world.unit.pk])
    assert client.get(unit_page).context["may_make_link"]

    client.post(reverse("filling:unit_link", args=[world.unit.pk]), {"instrument": world.instrument.pk})
    invitation = Invitation.objects.get(unit=world.unit)
    shown = client.get(unit_page)
    assert (len(shown.context["links"]), shown.context["may_make_link"]) == (1, False)

    back = f"{reverse('filling:revoke', args=[invitation.pk])}?unit"
    assert back in shown.content.decode()
    assert client.get(back).status_code == 200
    assert client.post(back).headers["Location"] == unit_page
    shown = client.get(unit_page)
    assert ([one.is_living for one in shown.context["links"]], shown.context["may_make_link"]) == (
        [False],
        True,
    )


def test_the_page_of_a_unit_leads_to_the_questionnaire_that_lacks_a_link(
    signed_in: SignedIn, world: World
) -> None:
    other = InstrumentFactory(study=world.study, form_id="zz", title="Zárókérdőív")
    invited(world, world.unit)

    form = signed_in(RESEARCHER).get(reverse("filling:unit_link", args=[world.unit.pk])).context["form"]

    assert form["instrument"].value() == other.pk
    assert [one.pk for one in form.fields["instrument"].queryset] == [world.instrument.pk, other.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_one_query_tells_what_lacks_links(
    count: int,
    world: World,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    """Also of a questionnaire that every unit has a link to."""
    for number in range(count - 1):
        InstrumentFactory(study=world.study, form_id=f"more{number}", title=f"Z{number}")
    units = list(units_to_invite(world.wave, world.today, instrument=world.instrument))
    invited(world, *units)

    with django_assert_num_queries(1):
        lacking = units_lacking_links(world.wave, world.today)

    assert [(one.title, n) for one, n in lacking] == [
        (world.instrument.title, 0),
        *((f"Z{number}", len(units_to_invite(world.wave, world.today))) for number in range(count - 1)),
    ]


def test_the_links_of_a_wave_say_which_were_answered_otherwise(signed_in: SignedIn, world: World) -> None:
    invited(world, world.unit, world.free_unit)
    answered_by_interviewer(world, world.unit)
    lose_unit(unit=world.free_unit, reason="Bezárt.", by=world.users[RESEARCHER], at=world.now)
    client = signed_in(RESEARCHER)

    page = client.get(reverse("filling:links", args=[world.wave.pk]))

    assert set(page.context["states"].values()) == {"más úton válaszolt", "már nem kérdezzük"}


def test_what_came_by_a_link_is_returned_to_nobody(signed_in: SignedIn, world: World) -> None:
    response = answered_by_link(world, world.unit)
    client = signed_in(RESEARCHER)

    page = client.get(reverse("surveys:response", args=[response.pk])).content.decode()
    assert ('value="return"' in page, 'value="reject"' in page) == (False, True)
    with pytest.raises(DecisionRefused, match="linken"):
        return_response(response=response, reason="Hiányos.", by=world.users[RESEARCHER], at=world.now)


def test_links_that_were_lost_are_taken_back_together_and_made_anew(
    signed_in: SignedIn, world: World
) -> None:
    [(kept, _code), (lost, _other)] = invited(world, world.unit, world.free_unit)
    begun(world, kept)
    client = signed_in(RESEARCHER)
    address = reverse("filling:revoke_untouched", args=[world.wave.pk])
    assert "1 cím linkje" in client.get(address).content.decode()

    client.post(address)

    kept.refresh_from_db()
    lost.refresh_from_db()
    assert (kept.revoked_at is None, lost.revoked_at is None) == (True, False)
    assert lost.unit
    assert invited(world, lost.unit)


def test_a_sample_with_links_is_not_thrown_away(client: Client, world: World) -> None:
    """Somebody may have one of them in a letter."""
    wave = WaveFactory(study=world.wave.study)
    unit = SampleUnitFactory(wave=wave)
    invite_units(
        wave=wave, instrument=world.instrument, units=[unit.pk], by=world.users[RESEARCHER], at=world.now
    )

    with pytest.raises(SampleRefused):
        discard_sample(wave=wave, by=world.users[RESEARCHER], at=world.now)


def test_no_link_outlives_its_wave(client: Client, world: World) -> None:
    ends_on = world.wave.ends_on
    with pytest.raises(InvitationRefused):
        invited(world, world.unit, closes_on=ends_on + timedelta(days=1))
    [(_link, code)] = invited(world, world.unit)
    [letter] = letters_of(world.wave, [code], with_names=False)
    assert letter.closes_on == ends_on
    [open_still] = links_of(world.unit, ends_on)
    [over] = links_of(world.unit, ends_on + timedelta(days=1))
    assert ([open_still.is_living, over.is_living], over.state) == ([True, False], "véget ért")


def test_no_links_are_offered_once_the_wave_is_closed(signed_in: SignedIn, world: World) -> None:
    client = signed_in(RESEARCHER)
    address = reverse("filling:links", args=[world.wave.pk])
    make = reverse("filling:unit_links", args=[world.wave.pk])
    assert make in client.get(address).content.decode()
    world.wave.state = WaveState.CLOSED
    world.wave.save()

    page = client.get(address).content.decode()

    assert "A hullám véget ért" in page
    assert make not in page
    assert 'name="count"' not in page
