"""Exact places go on the day of deletion: what is left of them is what exports give without identities; and notes of cameras go."""

from datetime import datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from mentorhalo.core.tests.access import AUDITOR, INTERVIEWER, OFFICE, RESEARCHER, World
from mentorhalo.surveys.actions.keys import erase_due_keys, erase_keys
from mentorhalo.surveys.actions.reading import read_waiting
from mentorhalo.surveys.actions.receiving import Sending, SentFile, receive
from mentorhalo.surveys.choices import Way
from mentorhalo.surveys.models import InstrumentVersion, Response, Submission, SubmissionFile
from mentorhalo.surveys.xforms.places import coarse_text

from .exporting.builders import a_form, a_photo, a_version
from .sendings import a_sending

pytestmark = pytest.mark.usefixtures("shared_world")

ROWS = [
    ("start-geopoint", "begun", None, None, None, None),
    ("geopoint", "place", "Hol?", "Where?", None, None),
    ("geotrace", "way", "Merre jár?", "Which way?", None, None),
    ("begin repeat", "field", "Föld", "Field", None, None),
    ("geopoint", "corner", "Sarka?", "Its corner?", None, None),
    ("text", "crop", "Mi terem?", "What grows?", None, None),
    ("end repeat", None, None, None, None, None),
]  # fmt: skip
SENT = """<data xmlns:orx="http://openrosa.org/xforms" id="household" version="places">
<begun>46.07123 18.23321 120 4</begun><place>46.07124 18.23329 121.5 3.2</place>
<way>46.07121 18.23322 0 0; 46.07127 18.23327 0 0</way>
<field><corner>46.07125 18.23326 0 0</corner><crop>kukorica</crop></field>
<orx:meta><orx:instanceID>uuid:places</orx:instanceID></orx:meta></data>"""
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CAMERA = b"Fototelefon"
EXACT = ("46.0712", "18.2332", "121.5")


@pytest.fixture
def version(world: World) -> InstrumentVersion:
    return a_version(world.instrument, "places", a_form(ROWS), identity_keys=[])


@pytest.fixture
def response(world: World, version: InstrumentVersion) -> Response:
    xml = SENT.replace('id="household"', f'id="{version.instrument.form_id}"').encode()
    sending = Sending(xml=xml, way=Way.COLLECT, files=(), interviewer=next(iter(world.interviewers.values())))
    thread = receive(sending=sending, at=world.now).submission.thread
    read_waiting(at=world.now)
    return Response.objects.get(pk=thread)


def is_exact_anywhere() -> bool:
    kept = [bytes(one.xml).decode() for one in Submission.objects.all()]
    kept += [f"{one.answers} {one.latitude} {one.longitude}" for one in Response.objects.all()]
    return any(digits in text for text in kept for digits in EXACT)


def content_of(file: SubmissionFile) -> bytes:
    with file.file.open("rb") as stream:
        content: bytes = stream.read()
    return content


def test_they_go_on_the_day_in_answers_in_what_was_sent_and_where_it_was_asked(
    world: World, response: Response
) -> None:
    day = timezone.make_aware(datetime.combine(world.study.keys_end_on, time(3)))
    assert response.accuracy == 4.0

    erase_due_keys(at=day - timedelta(days=1))
    assert is_exact_anywhere()
    erase_due_keys(at=day)

    assert not is_exact_anywhere()
    after = Response.objects.get()
    assert (after.latitude, after.longitude, after.accuracy) == (46.07, 18.23, None)
    assert after.answers["place"] == [46.07, 18.23, None, None]
    assert after.answers["field"] == [{"corner": [46.07, 18.23, None, None], "crop": "kukorica"}]
    assert "way" not in after.answers
    xml = bytes(Submission.objects.get(instance_id="uuid:places").xml)
    assert b"<place>46.07 18.23 0 0</place>" in xml
    assert b"kukorica" in xml


def test_they_go_with_a_study_whose_identities_go_before_their_day(world: World, response: Response) -> None:
    erase_keys(study=world.study, by=world.users[RESEARCHER], at=world.now)

    assert not is_exact_anywhere()


def test_they_go_but_once(world: World, response: Response) -> None:
    day = timezone.make_aware(datetime.combine(world.study.keys_end_on, time(3)))
    erase_due_keys(at=day)
    before = Response.objects.values_list("latitude", "longitude", "answers").get(pk=response.pk)

    erase_due_keys(at=day + timedelta(days=1))

    assert Response.objects.values_list("latitude", "longitude", "answers").get(pk=response.pk) == before
    assert Submission.objects.get(instance_id="uuid:places").blanked_at == day


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("46.07123 18.23321 120 4", "46.07 18.23 0 0"),
        ("-46.07999 -18.23321", "-46.08 -18.23 0 0"),
        ("in the garden", ""),
        ("46.07123", ""),
    ],
)
def test_a_point_is_made_coarse(sent: str, kept: str) -> None:
    assert coarse_text(sent) == kept


@pytest.mark.parametrize(("role", "is_exact"), [(RESEARCHER, True), (AUDITOR, False), (OFFICE, False)])
def test_only_key_holders_read_where_exactly(
    world: World, response: Response, client: Client, role: str, is_exact: bool
) -> None:
    client.force_login(world.users[role], backend=BACKEND)

    page = client.get(reverse("surveys:response", args=[response.pk])).content.decode()

    assert ("46,07124" in page) is is_exact
    assert ("46,07000, 18,23000" in page) is not is_exact


@pytest.mark.parametrize("identity_keys", [["who/name"], []])
def test_photos_that_stay_lose_what_the_camera_wrote_beside_them(
    world: World,
    identity_keys: list[str],
    django_capture_on_commit_callbacks: Any,
    settings: Settings,
    tmp_path: Path,
    client: Client,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    InstrumentVersion.objects.update(identity_keys=identity_keys)
    files = [("hall.jpg", a_photo(), "image/jpeg"), ("note.txt", b"no picture", "text/plain")]
    sending = a_sending(
        world.interviewers[INTERVIEWER],
        *(SentFile(name, ContentFile(content, name), kind) for name, content, kind in files),
        photo="hall.jpg",
    )
    receive(sending=sending, at=world.now)
    read_waiting(at=world.now)
    sent = SubmissionFile.objects.get(name="hall.jpg")
    assert CAMERA in content_of(sent)
    day = timezone.make_aware(datetime.combine(world.study.keys_end_on, time(3)))

    for each in (day, day + timedelta(days=1)):
        with django_capture_on_commit_callbacks(execute=True):
            erase_due_keys(at=each)

    kept = SubmissionFile.objects.get(name="hall.jpg")
    content = content_of(kept)
    assert CAMERA not in content
    assert (kept.size, kept.sha256) == (len(content), sent.sha256)
    assert kept.stored_sha256 == sha256(content).hexdigest() != sent.stored_sha256
    client.force_login(world.users[RESEARCHER], backend=BACKEND)
    opened = client.get(reverse("surveys:response_file", args=[kept.submission.thread, kept.pk]))
    assert (opened.status_code, opened.content) == (200, content)
    assert sorted(path.suffix for path in tmp_path.rglob("*.*")) == [".jpg", ".txt"]
    assert content_of(SubmissionFile.objects.get(name="note.txt")) == b"no picture"
    assert (b"Piroska" in bytes(Submission.objects.get().xml)) is (not identity_keys)
