"""Questionnaires that came back: fetched by who recorded them, corrected on the phone, sent under an id of their own."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from mentorhalo.field.queries.returned import answers_of
from mentorhalo.surveys.actions.reading import read_waiting
from mentorhalo.surveys.actions.receiving import receive
from mentorhalo.surveys.actions.reviewing import edit_response, return_response
from mentorhalo.surveys.actions.sendings import Sending, SentFile
from mentorhalo.surveys.choices import VersionState, Way
from mentorhalo.surveys.models import Response, Submission, SubmissionFile
from mentorhalo.surveys.tests.factories import EnrolmentFactory, InstrumentVersionFactory
from mentorhalo.surveys.tests.sendings import a_photo, a_sending, household_xml

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


@pytest.fixture
def came_back(world):
    sending = a_sending(
        world.interviewers["interviewer"],
        a_photo(),
        instance="uuid:first",
        unit="A0001",
        visits="400",
        photo="hall.jpg",
    )
    receive(sending=sending, at=world.now)
    read_waiting(at=world.now)
    found = Response.objects.get()
    return_response(response=found, reason="Ennyi nap nincs.", by=world.users["researcher"], at=world.now)
    return found


def returned(phone):
    return phone.get(reverse("field:state")).json()["interviews"]["returned"]


def correct(phone, world, xml, account=None):
    said = {
        "account": str((account or world.users["interviewer"]).pk),
        "unit": "",
        "xml": SimpleUploadedFile("answers.xml", xml),
        "xml_sha256": sha256(xml).hexdigest(),
    }
    return phone.post(reverse("field:send_questionnaire"), said)


def test_what_came_back_is_told_with_its_reason_and_its_form(phone, world, came_back):
    [told] = returned(phone)

    assert (told["id"], told["unit"], told["why"]) == (str(came_back.pk), "A0001", "Ennyi nap nincs.")
    assert told["form"]["id"] == str(world.instrument_version.pk)


def test_answers_and_files_are_fetched_by_who_recorded_them(client, phone, world, came_back):
    [told] = returned(phone)

    answers = phone.get(told["address"]).json()

    assert answers["xml"] == bytes(came_back.submission.xml).decode()
    [file] = answers["files"]
    assert (file["name"], phone.get(file["address"]).content) == ("hall.jpg", a_photo().content.read())
    client.force_login(world.users["mentor"], backend=BACKEND)
    assert client.get(told["address"]).status_code == 404
    assert client.get(file["address"]).status_code == 404


def test_file_that_was_deleted_or_is_lost_keeps_nobody_from_correcting(phone, came_back):
    [told] = returned(phone)
    file = SubmissionFile.objects.get()
    file.file.storage.delete(file.file.name)
    assert phone.get(told["address"]).json()["files"] == []

    file.erased_at = timezone.now()
    file.save()
    assert phone.get(told["address"]).json()["files"] == []
    assert phone.get(reverse("field:returned_file", args=[came_back.pk, file.pk])).status_code == 404


def test_file_that_is_lost_between_telling_and_fetching_is_not_there(phone, came_back):
    [told] = returned(phone)
    [file] = phone.get(told["address"]).json()["files"]
    lost = SubmissionFile.objects.get()
    lost.file.storage.delete(lost.file.name)

    assert phone.get(file["address"]).status_code == 404


def test_correction_takes_the_place_of_what_was_sent_and_leaves_the_list_at_once(phone, world, came_back):
    xml = household_xml(instance="uuid:second", deprecated="uuid:first", unit="A0001", visits="40")

    answer = correct(phone, world, xml)

    assert answer.status_code == 201
    assert returned(phone) == []
    read_waiting(at=timezone.now())
    corrected = Response.objects.get()
    assert (corrected.pk, corrected.state, corrected.submission.instance_id) == (
        came_back.pk,
        "received",
        "uuid:second",
    )
    assert Submission.objects.filter(thread=came_back.pk).count() == 2


@pytest.mark.parametrize("who", ["interviewer", "researcher"])
def test_what_was_changed_on_the_website_and_came_back_again_is_corrected_on_the_phone(
    phone, world, came_back, who
):
    xml = household_xml(instance="uuid:second", deprecated="uuid:first", unit="A0001", visits="40")
    edit_response(response=came_back, xml=xml, reason="Elírás.", by=world.users[who], at=world.now)
    read_waiting(at=timezone.now())
    came_back.refresh_from_db()
    return_response(response=came_back, reason="Még sok.", by=world.users["office"], at=timezone.now())

    [told] = returned(phone)
    answer = correct(
        phone, world, household_xml(instance="uuid:third", deprecated="uuid:second", unit="A0001", visits="4")
    )

    assert (told["why"], answer.status_code) == ("Még sok.", 201)
    read_waiting(at=timezone.now())
    came_back.refresh_from_db()
    assert (came_back.answers["life/visits"], came_back.interviewer) == (4, world.interviewers["interviewer"])


def test_only_who_recorded_it_corrects_what_was_changed_on_the_website(client, phone, world, came_back):
    xml = household_xml(instance="uuid:second", deprecated="uuid:first", unit="A0001")
    edit_response(response=came_back, xml=xml, reason="Elírás.", by=world.users["mentor"], at=world.now)

    client.force_login(world.users["mentor"], backend=BACKEND)
    answer = correct(
        client,
        world,
        household_xml(instance="uuid:third", deprecated="uuid:second"),
        account=world.users["mentor"],
    )

    assert (answer.status_code, answer.json()["outcome"]) == (422, "refused")
    assert Submission.objects.count() == 2


def test_form_of_an_earlier_version_is_still_to_be_had_for_what_came_back(phone, world, came_back):
    earlier = world.instrument_version
    InstrumentVersionFactory(instrument=earlier.instrument, version="2", published_at=timezone.now())
    address = reverse("field:form", args=[earlier.pk])

    before = phone.get(address)
    correct(phone, world, household_xml(instance="uuid:second", deprecated="uuid:first", unit="A0001"))

    assert (before.status_code, phone.get(address).status_code) == (200, 404)


def test_who_sends_nothing_to_the_study_any_more_is_led_to_the_website(phone, world, came_back):
    enrolments = world.interviewers["interviewer"].enrolments
    enrolments.update(starts_on=world.today - timedelta(days=400), ends_on=world.today - timedelta(days=300))
    EnrolmentFactory(interviewer=world.interviewers["interviewer"])  # in another study they are at work

    [told] = returned(phone)

    assert (told["form"], told["href"]) == (None, reverse("filling:home"))


def test_file_that_arrives_later_is_told(phone, world, came_back):
    [before] = returned(phone)
    late = SentFile("door.jpg", a_photo(content=b"a door").content, "image/jpeg")
    sending = Sending(
        xml=bytes(came_back.submission.xml),
        way=Way.COLLECT,
        files=[late],
        interviewer=world.interviewers["interviewer"],
    )
    receive(sending=sending, at=timezone.now())

    [after] = returned(phone)

    assert before["sent"] == after["sent"]
    assert before["files"] != after["files"] != ""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a&b.jpg", "a&amp;b.jpg"),
        ("terem\u00e9p.jpg", "tereme\u0301p.jpg"),
    ],
)
def test_file_is_known_however_its_name_is_written(world, name, said):
    first = a_sending(
        world.interviewers["interviewer"], a_photo(name), instance="uuid:odd", unit="A0001", photo=said
    )
    receive(sending=first, at=world.now)
    read_waiting(at=world.now)

    assert [one["name"] for one in answers_of(Response.objects.get())["files"]] == [name]


def test_answers_in_another_encoding_are_told_as_text(world):
    xml = household_xml(instance="uuid:odd", unit="A0001", name="Kő Ödön").decode()
    sending = Sending(
        xml=f"<?xml version='1.0' encoding='ISO-8859-2'?>{xml}".encode("iso-8859-2"),
        way=Way.COLLECT,
        interviewer=world.interviewers["interviewer"],
    )
    receive(sending=sending, at=world.now)
    read_waiting(at=world.now)

    told = answers_of(Response.objects.get())["xml"]

    assert "<name>Kő Ödön</name>" in told
    assert "encoding" not in told


def test_version_that_is_not_taken_any_more_leads_to_the_website(phone, world, came_back):
    version = world.instrument_version
    version.state = VersionState.RETIRED
    version.save()

    [told] = returned(phone)

    assert (told["form"], told["href"]) == (None, reverse("filling:home"))
    assert phone.get(reverse("field:form", args=[version.pk])).status_code == 404
