"""A questionnaire in the browser: begun, kept, looked through, sent; on two devices; by a link; corrected."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhalo.core.tests.access import INTERVIEWER, RESEARCHER, World
from mentorhalo.surveys.actions import filling as actions
from mentorhalo.surveys.actions.filling import ChangedElsewhere, DraftRefused
from mentorhalo.surveys.actions.invitations import InvitationRefused, invite, revoke
from mentorhalo.surveys.actions.reading import read_waiting
from mentorhalo.surveys.actions.receiving import Sending, receive
from mentorhalo.surveys.actions.reviewing import return_response
from mentorhalo.surveys.choices import InvitationKind, Way
from mentorhalo.surveys.models import DraftFile, Invitation, Response, Submission, WebDraft
from mentorhalo.surveys.queries.drafts import draft_by_code, to_be_corrected_by
from mentorhalo.surveys.tests.factories import InstrumentFactory

from .sendings import a_photo, household_xml

pytestmark = pytest.mark.usefixtures("shared_world")


def begun(world: World) -> WebDraft:
    return actions.begin_draft(
        version=world.instrument_version,
        interviewer=world.interviewers[INTERVIEWER],
        unit=world.unit,
        at=world.now,
    )


def xml_of(draft: WebDraft, **answers: str) -> str:
    return household_xml(instance=draft.instance_id, unit="A0001", **answers).decode()


def kept(draft: WebDraft, world: World, *, is_ready: bool = False, **answers: str) -> WebDraft:
    xml = xml_of(draft, **answers)
    return actions.keep_answers(
        draft=draft, xml=xml, seen=draft.mark, is_ready=is_ready, at=world.now + timedelta(minutes=1)
    )


def test_a_questionnaire_of_a_unit_is_begun_once(world: World) -> None:
    assert begun(world) == begun(world)
    assert WebDraft.objects.count() == 1


def test_what_is_looked_through_is_sent_as_it_is_by_the_one_door(world: World) -> None:
    draft = kept(begun(world), world, visits="3")
    draft = kept(draft, world, is_ready=True, visits="3")

    sent = actions.send_draft(draft=draft, by=world.users[INTERVIEWER], at=world.now).submission

    assert bytes(sent.xml).decode() == draft.ready_xml
    assert (sent.way, sent.interviewer, sent.unit) == (
        Way.BROWSER,
        world.interviewers[INTERVIEWER],
        world.unit,
    )
    assert not WebDraft.objects.exists()


def test_a_change_after_looking_through_asks_for_it_again(world: World) -> None:
    draft = kept(begun(world), world, is_ready=True, visits="3")
    draft = kept(draft, world, visits="4")

    with pytest.raises(DraftRefused):
        actions.send_draft(draft=draft, by=world.users[INTERVIEWER], at=world.now)
    assert not Submission.objects.exists()


def test_two_devices_overwrite_nothing(world: World) -> None:
    draft = begun(world)
    kept(draft, world, visits="3")

    with pytest.raises(ChangedElsewhere):
        actions.keep_answers(draft=draft, xml=xml_of(draft, visits="9"), seen=draft.mark, at=world.now)
    assert "<visits>3</visits>" in WebDraft.objects.get().xml


@pytest.mark.parametrize("xml", ["<data", household_xml(instance="uuid:other").decode()])
def test_answers_to_something_else_are_not_kept(world: World, xml: str) -> None:
    draft = begun(world)

    with pytest.raises(DraftRefused):
        actions.keep_answers(draft=draft, xml=xml, seen=draft.mark, at=world.now)
    assert WebDraft.objects.get().xml == ""


def test_files_that_the_answers_name_go_along_and_leave_with_the_draft(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    draft = begun(world)
    for name in ("hall.jpg", "left-out.jpg"):
        upload = SimpleUploadedFile(name, b"a picture", "image/jpeg")
        actions.keep_file(draft=draft, upload=upload, at=world.now)
        actions.keep_file(draft=draft, upload=upload, at=world.now)
    assert draft.files.count() == 2
    paths = [str(one.file.name) for one in draft.files.all()]
    draft = kept(draft, world, is_ready=True, photo="hall.jpg")

    with django_capture_on_commit_callbacks(execute=True):
        sent = actions.send_draft(draft=draft, by=world.users[INTERVIEWER], at=world.now).submission

    assert [one.name for one in sent.files.all()] == ["hall.jpg"]
    assert not DraftFile.objects.exists()
    assert [default_storage.exists(path) for path in paths] == [False, False]


def test_a_file_that_is_too_large_is_not_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "LARGEST_FILE", 10)
    upload = SimpleUploadedFile("hall.jpg", b"more than ten bytes", "image/jpeg")

    with pytest.raises(DraftRefused):
        actions.keep_file(draft=begun(world), upload=upload, at=world.now)
    assert not DraftFile.objects.exists()


def test_what_nobody_goes_on_with_is_deleted(world: World) -> None:
    begun(world)

    assert actions.forget_old_drafts(at=world.now + timedelta(days=59)) == 0
    assert actions.forget_old_drafts(at=world.now + timedelta(days=61)) == 1
    assert not WebDraft.objects.exists()


def test_a_returned_response_is_corrected_under_an_id_of_its_own(world: World) -> None:
    interviewer = world.interviewers[INTERVIEWER]
    first = Sending(
        xml=household_xml(instance="uuid:1", unit="A0001"), way=Way.COLLECT, interviewer=interviewer
    )
    receive(sending=first, at=world.now)
    read_waiting(at=world.now)
    response = return_response(
        response=Response.objects.get(), reason="Kevés.", by=world.users[RESEARCHER], at=world.now
    )

    draft = actions.begin_correction(response=response, by=world.users[INTERVIEWER], at=world.now)
    assert actions.begin_correction(response=response, by=world.users[INTERVIEWER], at=world.now) == draft
    assert "deprecatedID>uuid:1<" in draft.xml
    assert f"instanceID>{draft.instance_id}<" in draft.xml
    draft = actions.keep_answers(
        draft=draft,
        xml=household_xml(instance=draft.instance_id, deprecated="uuid:1", unit="A0001", visits="5").decode(),
        seen=draft.mark,
        is_ready=True,
        at=world.now,
    )
    actions.send_draft(draft=draft, reason="Pótoltam", by=world.users[INTERVIEWER], at=world.now)
    assert not to_be_corrected_by(interviewer).exists()
    read_waiting(at=world.now)

    response.refresh_from_db()
    assert (response.answers["life/visits"], response.revision, response.state) == (5, 2, "received")


def test_a_correction_begins_with_the_files_that_were_sent(
    world: World, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    first = Sending(
        xml=household_xml(instance="uuid:1", unit="A0001", photo="hall.jpg"),
        way=Way.COLLECT,
        files=[a_photo()],
        interviewer=world.interviewers[INTERVIEWER],
    )
    receive(sending=first, at=world.now)
    read_waiting(at=world.now)

    draft = actions.begin_correction(
        response=Response.objects.get(), by=world.users[INTERVIEWER], at=world.now
    )

    [file] = draft.files.all()
    with file.file.open("rb") as stream:
        assert (file.name, stream.read()) == ("hall.jpg", b"\xff\xd8 a picture")


def test_a_file_that_is_lost_does_not_hold_a_correction_up(
    world: World, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    sent = Sending(
        xml=household_xml(instance="uuid:1", unit="A0001", photo="hall.jpg"),
        way=Way.COLLECT,
        files=[a_photo()],
        interviewer=world.interviewers[INTERVIEWER],
    )
    receive(sending=sent, at=world.now)
    read_waiting(at=world.now)
    for path in [path for path in tmp_path.rglob("*") if path.is_file()]:
        path.unlink()

    draft = actions.begin_correction(
        response=Response.objects.get(), by=world.users[INTERVIEWER], at=world.now
    )

    assert "hall.jpg" in draft.xml
    assert not draft.files.exists()


def invited(world: World, kind: InvitationKind, **more: Any) -> tuple[Invitation, str]:
    return invite(
        wave=world.wave,
        instrument=world.instrument,
        kind=kind,
        by=world.users[RESEARCHER],
        at=world.now,
        **more,
    )[0]


def test_a_single_link_has_one_questionnaire_that_goes_on_anywhere(world: World) -> None:
    invitation, _code = invited(world, InvitationKind.SINGLE)

    draft, first_code = actions.begin_invited(invitation=invitation, at=world.now)
    again, second_code = actions.begin_invited(invitation=invitation, at=world.now)

    assert draft == again
    assert (draft_by_code(first_code), draft_by_code(second_code.lower())) == (None, draft)


def test_a_single_link_is_used_up_by_sending(world: World) -> None:
    invitation, _code = invited(world, InvitationKind.SINGLE)
    draft, _key = actions.begin_invited(invitation=invitation, at=world.now)
    draft = kept(draft, world, is_ready=True)

    sent = actions.send_draft(draft=draft, by=None, at=world.now).submission

    invitation.refresh_from_db()
    assert (sent.way, sent.invitation, invitation.is_open(world.today)) == (Way.LINK, invitation, False)
    with pytest.raises(DraftRefused):
        actions.begin_invited(invitation=invitation, at=world.now)


def test_a_public_link_begins_a_questionnaire_for_each(world: World) -> None:
    invitation, _code = invited(world, InvitationKind.PUBLIC)

    drafts = {actions.begin_invited(invitation=invitation, at=world.now)[0] for _each in range(2)}

    assert len(drafts) == 2


def test_a_link_that_was_taken_back_begins_nothing(world: World) -> None:
    invitation, _code = invited(world, InvitationKind.PUBLIC)
    revoke(invitation=invitation, by=world.users[RESEARCHER], at=world.now)
    invitation.refresh_from_db()

    with pytest.raises(DraftRefused):
        actions.begin_invited(invitation=invitation, at=world.now)


def test_links_are_made_for_each_unit(world: World) -> None:
    made = invite(
        wave=world.wave,
        instrument=world.instrument,
        kind=InvitationKind.SINGLE,
        units=[world.unit, world.free_unit],
        by=world.users[RESEARCHER],
        at=world.now,
    )

    assert [invitation.unit for invitation, _code in made] == [world.unit, world.free_unit]
    assert len({code for _invitation, code in made}) == 2


@pytest.mark.parametrize("more", [{"kind": InvitationKind.PUBLIC, "count": 2}, {"count": 501}, {"count": 0}])
def test_links_that_make_no_sense_are_refused(world: World, more: dict[str, Any]) -> None:
    with pytest.raises(InvitationRefused):
        invited(world, **{"kind": InvitationKind.SINGLE, **more})


def test_a_questionnaire_of_another_study_has_no_link_here(world: World) -> None:
    world.instrument = InstrumentFactory()

    with pytest.raises(InvitationRefused):
        invited(world, InvitationKind.SINGLE)
