"""The one door for questionnaires: what is taken, what is refused, and that nothing half-written stays."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from mentorhalo.core.tests.access import INTERVIEWER, World
from mentorhalo.core.tests.clock import noon
from mentorhalo.surveys.actions import receiving
from mentorhalo.surveys.actions.receiving import Received, SentFile, receive, receive_many, try_out
from mentorhalo.surveys.choices import InvitationKind, VersionState
from mentorhalo.surveys.models import Enrolment, InstrumentVersion, Invitation, Submission, SubmissionFile

from .sendings import a_photo, a_sending, household_xml

pytestmark = pytest.mark.usefixtures("shared_world")


@pytest.fixture(autouse=True)
def _own_files(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def kept_files(root: Path) -> list[Path]:
    return [path for path in (root / "submissions").rglob("*") if path.is_file()]


def test_questionnaire_is_kept_as_it_was_sent(world: World) -> None:
    sending = a_sending(world.interviewers[INTERVIEWER], a_photo(), photo="hall.jpg")

    received = receive(sending=sending, at=world.now)

    submission = Submission.objects.get()
    assert (received.submission, received.is_new, received.files) == (submission, True, 1)
    assert bytes(submission.xml) == sending.xml
    assert submission.device_id == "phone-1"
    file = submission.files.get()
    with file.file.open() as kept:
        assert (file.name, kept.read()) == ("hall.jpg", b"\xff\xd8 a picture")


def test_first_answers_freeze_the_version(world: World) -> None:
    receive(sending=a_sending(), at=world.now)

    version = InstrumentVersion.objects.get()
    assert (version.state, version.frozen_at) == (VersionState.FROZEN, world.now)


def test_same_again_is_harmless_and_brings_what_was_missing(world: World) -> None:
    sending = a_sending(world.interviewers[INTERVIEWER], photo="hall.jpg")
    receive(sending=sending, at=world.now)

    again = receive(sending=replace(sending, files=(a_photo(),)), at=world.now)
    third = receive(sending=replace(sending, files=(a_photo(),)), at=world.now)

    assert (again.is_new, again.files) == (False, 1)
    assert (third.is_new, third.files) == (False, 0)
    assert Submission.objects.count() == SubmissionFile.objects.count() == 1


def test_other_answers_under_the_same_name_overwrite_nothing(world: World) -> None:
    receive(sending=a_sending(instance="uuid:1", visits="1"), at=world.now)

    with pytest.raises(receiving.OtherContent):
        receive(sending=a_sending(instance="uuid:1", visits="2"), at=world.now)

    assert b"<visits>1</visits>" in bytes(Submission.objects.get().xml)


def test_edit_goes_on_with_the_thread(world: World) -> None:
    first = receive(sending=a_sending(instance="uuid:1"), at=world.now).submission

    edit = receive(sending=a_sending(instance="uuid:2", deprecated="uuid:1"), at=world.now).submission

    assert (edit.thread, edit.deprecates) == (first.thread, first)


def test_second_edit_of_the_same_version_is_too_late(world: World) -> None:
    receive(sending=a_sending(instance="uuid:1"), at=world.now)
    receive(sending=a_sending(instance="uuid:2", deprecated="uuid:1"), at=world.now)

    with pytest.raises(receiving.OutdatedEdit):
        receive(sending=a_sending(instance="uuid:3", deprecated="uuid:1"), at=world.now)


def test_superseded_original_may_be_sent_again(world: World) -> None:
    original = a_sending(instance="uuid:1")
    receive(sending=original, at=world.now)
    receive(sending=a_sending(instance="uuid:2", deprecated="uuid:1"), at=world.now)

    assert receive(sending=original, at=world.now).is_new is False


def test_interviewer_edits_only_own_work(world: World) -> None:
    receive(sending=a_sending(world.interviewers["mentor"], instance="uuid:1"), at=world.now)

    with pytest.raises(receiving.UnknownOriginal):
        receive(
            sending=a_sending(world.interviewers[INTERVIEWER], instance="uuid:2", deprecated="uuid:1"),
            at=world.now,
        )


@pytest.mark.parametrize(
    ("xml", "refusal"),
    [
        (b"<data", receiving.MalformedSending),
        (household_xml()[:-20], receiving.MalformedSending),
        (
            b'<!DOCTYPE d [<!ENTITY e "x">]><data id="household" version="1">&e;</data>',
            receiving.MalformedSending,
        ),
        (b'<data id="household" version="1"/>', receiving.MalformedSending),
        (household_xml(instance="u" * 121), receiving.MalformedSending),
        (household_xml(form="unheard-of"), receiving.UnknownForm),
        (household_xml(version="99"), receiving.UnknownVersion),
        (household_xml(deprecated="uuid:never"), receiving.UnknownOriginal),
        (b" " * (receiving.LARGEST_XML + 1), receiving.TooLarge),
    ],
)
def test_refused_sending_leaves_nothing(
    world: World, tmp_path: Path, xml: bytes, refusal: type[receiving.SendingRefused]
) -> None:
    with pytest.raises(refusal) as refused:
        receive(sending=replace(a_sending(None, a_photo()), xml=xml), at=world.now)

    assert str(refused.value)
    assert not Submission.objects.exists()
    assert kept_files(tmp_path) == []


@pytest.mark.parametrize("state", [VersionState.DRAFT, VersionState.RETIRED])
def test_draft_and_retired_versions_take_no_answers(world: World, state: VersionState) -> None:
    InstrumentVersion.objects.update(state=state)

    with pytest.raises(receiving.FormClosed):
        receive(sending=a_sending(), at=world.now)


def test_draft_can_be_tried_and_keeps_nothing(world: World) -> None:
    InstrumentVersion.objects.update(state=VersionState.DRAFT)

    assert try_out(sending=a_sending(), at=world.now).form_id == "household"
    assert not Submission.objects.exists()


def test_who_left_the_study_may_still_send_what_the_phone_held(world: World) -> None:
    last_day = timezone.localdate(world.now)
    Enrolment.objects.update(ends_on=last_day)
    interviewer = world.interviewers[INTERVIEWER]

    assert receive(sending=a_sending(interviewer), at=noon(last_day + timedelta(days=30))).is_new
    with pytest.raises(receiving.FormClosed):
        receive(sending=a_sending(interviewer), at=noon(last_day + timedelta(days=31)))


def test_single_use_link_takes_one_questionnaire(world: World) -> None:
    invitation = Invitation.objects.create(
        wave=world.wave,
        instrument=world.instrument,
        kind=InvitationKind.SINGLE,
        token_hash="h",
        created_at=world.now,
    )
    receive(sending=replace(a_sending(), invitation=invitation), at=world.now)
    invitation.refresh_from_db()

    assert invitation.used_at == world.now
    with pytest.raises(receiving.FormClosed):
        receive(sending=replace(a_sending(), invitation=invitation), at=world.now)


def test_many_at_once_are_each_answered_in_their_place(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    original = a_sending(world.interviewers[INTERVIEWER], instance="uuid:1")
    batch = [
        original,
        a_sending(form="unheard-of"),
        original,
        a_sending(instance="uuid:2", deprecated="uuid:1"),
        *(a_sending() for _turn in range(20)),
    ]

    with django_assert_max_num_queries(30):
        outcomes = receive_many(sendings=batch, at=world.now)

    assert [type(one) for one in outcomes[:4]] == [Received, receiving.UnknownForm, Received, Received]
    assert [one.is_new for one in outcomes[:4] if isinstance(one, Received)] == [True, False, True]
    assert Submission.objects.count() == 22


def test_broken_file_leaves_nothing(world: World, tmp_path: Path) -> None:
    class Cut(ContentFile):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            raise OSError("the line was cut")

    with pytest.raises(OSError, match="cut"):
        receive(
            sending=a_sending(None, a_photo(), SentFile("second.jpg", Cut(b"")), photo="hall.jpg"),
            at=world.now,
        )

    assert not Submission.objects.exists()
    assert kept_files(tmp_path) == []
