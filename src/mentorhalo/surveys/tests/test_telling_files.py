"""Files that tell who answered: of identity questions, and logs of answers. They are for key holders, and go with the keys."""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorhalo.core.tests.access import AUDITOR, INTERVIEWER, OFFICE, RESEARCHER, World
from mentorhalo.surveys.actions.audits import read_audits
from mentorhalo.surveys.actions.filling import begin_correction
from mentorhalo.surveys.actions.keys import erase_due_keys
from mentorhalo.surveys.actions.reading import read_waiting
from mentorhalo.surveys.actions.receiving import SentFile, receive
from mentorhalo.surveys.actions.reviewing import return_response
from mentorhalo.surveys.models import DraftFile, Response, Submission, SubmissionFile, WebDraft
from mentorhalo.surveys.quality.audit import repeats_answers

from .exporting.builders import a_version
from .sendings import a_photo, a_sending

pytestmark = pytest.mark.usefixtures("shared_world")

PLAIN_LOG = "event,node,start,end\nquestion,/data/who/name,1000,61000\n"
LOG_OF_ANSWERS = (
    "event,node,start,end,old-value,new-value\nquestion,/data/who/name,1000,61000,,Kiss Piroska\n"
)


def a_log(text: str) -> SentFile:
    return SentFile("audit.csv", ContentFile(text.encode(), "audit.csv"), "text/csv")


def sent(world: World, *files: SentFile, **answers: str) -> Response:
    sending = a_sending(world.interviewers[INTERVIEWER], *files, unit="A0001", **answers)
    thread = receive(sending=sending, at=world.now).submission.thread
    read_waiting(at=world.now)
    return Response.objects.get(pk=thread)


@pytest.fixture
def portrait(world: World) -> Response:
    """A response whose photo is the answer to an identity question."""
    world.instrument_version.identity_keys = ["who/name", "who/phone", "photo"]
    world.instrument_version.save()
    return sent(world, a_photo(), photo="hall.jpg", instance="uuid:first")


def openers(world: World, response: Response, name: str) -> set[str]:
    """Who of some gets the file."""
    file = SubmissionFile.objects.get(submission__thread=response.pk, name=name)
    address = reverse("surveys:response_file", args=[response.pk, file.pk])
    found = set()
    for role in (RESEARCHER, OFFICE, AUDITOR, INTERVIEWER):
        client = Client()
        client.force_login(world.users[role], backend="allauth.account.auth_backends.AuthenticationBackend")
        if client.get(address).status_code == 200:
            found.add(role)
    return found


def names_on_page(client: Client, response: Response) -> list[str]:
    page: Any = client.get(reverse("surveys:response", args=[response.pk]))
    return [file["name"] for file in page.context["files"]]


def test_a_file_of_an_identity_question_is_for_key_holders(world: World, portrait: Response) -> None:
    assert openers(world, portrait, "hall.jpg") == {RESEARCHER}


def test_who_has_to_correct_it_gets_it_as_well(world: World, portrait: Response) -> None:
    return_response(response=portrait, reason="Elmosódott kép", by=world.users[RESEARCHER], at=world.now)

    assert openers(world, portrait, "hall.jpg") == {RESEARCHER, INTERVIEWER}


def test_a_file_of_another_question_is_for_all_who_may_read_the_response(world: World) -> None:
    response = sent(world, a_photo(), photo="hall.jpg")

    assert openers(world, response, "hall.jpg") == {RESEARCHER, OFFICE, AUDITOR, INTERVIEWER}


def test_a_log_that_repeats_answers_is_for_key_holders_another_one_is_not(world: World) -> None:
    telling = sent(world, a_log(LOG_OF_ANSWERS))
    plain = sent(world, a_log(PLAIN_LOG))

    assert openers(world, telling, "audit.csv") == {RESEARCHER}
    assert openers(world, plain, "audit.csv") == {RESEARCHER, OFFICE, AUDITOR, INTERVIEWER}


@pytest.mark.parametrize("column", ["old-value", "user", "latitude", "change-reason"])
def test_a_log_tells_by_any_of_some_columns(column: str) -> None:
    assert (repeats_answers(f"event,node,{column}\n"), repeats_answers("event,node,start\n")) == (True, False)


def test_the_page_names_only_what_one_may_open(world: World, portrait: Response, client: Client) -> None:
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(world.users[AUDITOR], backend=backend)
    assert names_on_page(client, portrait) == []

    client.force_login(world.users[RESEARCHER], backend=backend)
    assert names_on_page(client, portrait) == ["hall.jpg"]


def test_a_picture_that_was_replaced_still_tells_who_it_was(world: World, portrait: Response) -> None:
    other = a_photo("other.jpg", b"\xff\xd8 another")
    sent(world, other, photo="other.jpg", instance="uuid:second", deprecated="uuid:first")

    assert openers(world, portrait, "hall.jpg") == {RESEARCHER}


def test_such_files_go_with_the_keys(
    world: World, portrait: Response, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    receive(
        sending=a_sending(
            world.interviewers[INTERVIEWER], a_log(LOG_OF_ANSWERS), unit="A0001", photo="hall.jpg",
            instance="uuid:first",
        ),
        at=world.now,
    )  # fmt: skip
    plain = sent(world, a_log(PLAIN_LOG))
    kept = SubmissionFile.objects.get(submission__thread=plain.pk)
    gone = list(SubmissionFile.objects.filter(submission__thread=portrait.pk))
    day = timezone.make_aware(datetime.combine(world.study.keys_end_on, time(3)))

    with django_capture_on_commit_callbacks(execute=True):
        erase_due_keys(at=day)

    assert {file.name for file in gone} == {"hall.jpg", "audit.csv"}
    assert [Path(file.file.path).exists() for file in gone] == [False, False]
    assert Path(kept.file.path).exists()
    left = SubmissionFile.objects.filter(submission__thread=portrait.pk)
    assert set(left.values_list("file", "erased_at")) == {("", day)}
    client.force_login(world.users[RESEARCHER], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert names_on_page(client, portrait) == []
    assert read_audits(wave=world.wave) == 1  # the log that is there


def the_day(world: World, **later: int) -> datetime:
    return timezone.make_aware(datetime.combine(world.study.keys_end_on, time(3))) + timedelta(**later)


def test_an_accent_may_be_written_in_two_ways(world: World, portrait: Response) -> None:
    apart = normalize("NFD", "személyi.jpg")
    response = sent(world, a_photo(normalize("NFC", apart)), photo=f" {apart} ")

    assert openers(world, response, "személyi.jpg") == {RESEARCHER}


def test_what_comes_after_the_day_is_closed_at_once_and_goes_with_the_next_run(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    world.instrument_version.identity_keys = ["who/name", "who/phone", "photo"]
    world.instrument_version.save()
    interviewer = world.interviewers[INTERVIEWER]
    response = sent(world, photo="hall.jpg", instance="uuid:first")
    erase_due_keys(at=the_day(world))
    late = a_sending(
        interviewer, a_photo(), a_log(PLAIN_LOG), unit="A0001", photo="hall.jpg", instance="uuid:first"
    )
    receive(sending=late, at=the_day(world, hours=9))
    photo = SubmissionFile.objects.get(submission__thread=response.pk, name="hall.jpg")

    assert openers(world, response, "hall.jpg") <= {RESEARCHER}
    with django_capture_on_commit_callbacks(execute=True):
        erase_due_keys(at=the_day(world, days=1))

    assert not Path(photo.file.path).exists()
    left = SubmissionFile.objects.filter(submission__thread=response.pk, erased_at=None)
    assert [file.name for file in left] == ["audit.csv"]


def test_a_photo_of_another_question_that_comes_after_the_day_stays(world: World) -> None:
    response = sent(world, photo="hall.jpg", instance="uuid:first")
    erase_due_keys(at=the_day(world))
    late = a_sending(
        world.interviewers[INTERVIEWER], a_photo(), unit="A0001", photo="hall.jpg", instance="uuid:first"
    )
    receive(sending=late, at=the_day(world, hours=9))

    erase_due_keys(at=the_day(world, days=1))

    assert SubmissionFile.objects.get(submission__thread=response.pk).erased_at is None


def test_a_log_that_cannot_be_read_goes_on_the_day(world: World) -> None:
    response = sent(world, a_log(PLAIN_LOG))
    log = SubmissionFile.objects.get(submission__thread=response.pk)
    Path(log.file.path).unlink()

    erase_due_keys(at=the_day(world))

    log.refresh_from_db()
    assert (log.file.name, log.erased_at) == ("", the_day(world))


def test_files_of_what_cannot_be_read_go_on_the_day(world: World, portrait: Response) -> None:
    Submission.objects.filter(thread=portrait.pk).update(xml=b"<data")

    erase_due_keys(at=the_day(world))

    assert SubmissionFile.objects.get(submission__thread=portrait.pk).erased_at == the_day(world)


def test_what_another_version_marks_goes_on_the_day(world: World) -> None:
    a_version(world.instrument_version.instrument, "2", identity_keys=["photo"])
    response = sent(world, a_photo(), photo="hall.jpg")
    assert openers(world, response, "hall.jpg") == {RESEARCHER}

    erase_due_keys(at=the_day(world))

    response.refresh_from_db()
    submission = Submission.objects.get(thread=response.pk)
    assert SubmissionFile.objects.get(submission=submission).erased_at == the_day(world)
    assert ("photo" in response.answers, b"hall.jpg" in bytes(submission.xml)) == (False, False)


def test_a_correction_that_was_begun_goes_on_the_day(
    world: World, portrait: Response, django_capture_on_commit_callbacks: Any
) -> None:
    begin_correction(response=portrait, by=world.users[RESEARCHER], at=world.now)
    copied = DraftFile.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        erase_due_keys(at=the_day(world))

    assert not WebDraft.objects.filter(corrects=portrait).exists()
    assert not Path(copied.file.path).exists()
