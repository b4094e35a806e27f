"""Good practices that phones send: once or twice, mended, worked on meanwhile, under another's name, with photos."""

import json
from hashlib import sha256
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from mentorhalo.knowledge.actions.practices import propose_version
from mentorhalo.knowledge.forms.practices import PracticeForm
from mentorhalo.knowledge.models import Practice, PracticePhoto, PracticeVersion
from mentorhalo.knowledge.tests import factories

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


@pytest.fixture
def owner(world):
    return world.users["mentor"]


@pytest.fixture
def said(world):
    return {
        "id": str(uuid4()),
        "account": str(world.users["mentor"].pk),
        "edits": 0,
        "title": "Mesekör a faluházban",
        "field": "library",
        "is_lesson": True,
        "organisation": "",
        "institution_name": "Községi Könyvtár",
        "settlement": world.settlement.pk,
        "steps": "Előbb végigjártuk a házakat.\nAztán meséltek.",
        "difficulties": "Télen hideg volt.",
    }


@pytest.fixture
def practice(phone, said):
    send(phone, said)
    return Practice.objects.get(pk=said["id"])


def send(phone, said):
    answer = phone.post(reverse("field:send_practice"), json.dumps(said), content_type="application/json")
    return answer.status_code, answer.json()


def picture(colour="green", size=(40, 30), kind="PNG"):
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, kind)
    return written.getvalue()


def send_photo(phone, world, of, **changes):
    content = changes.pop("content", None) or picture()
    said = {
        "id": str(uuid4()),
        "account": str(world.users["mentor"].pk),
        "practice": str(of.pk),
        "alt": "Nagymamák mesélnek",
        "credit": "Minta Mária",
        "rights": "own",
        "people": "agreed",
        "sha256": sha256(content).hexdigest(),
        "file": SimpleUploadedFile("kör.png", content, "image/png"),
        **changes,
    }
    answer = phone.post(reverse("field:send_practice_photo"), said)
    return answer.status_code, answer.json()


def test_practice_begins_as_one_written_on_the_website(phone, said, world):
    assert send(phone, said)[1]["outcome"] == "stored"

    version = PracticeVersion.objects.get(practice=said["id"])
    practice, text = version.practice, version.texts.get()
    assert (version.state, version.language, practice.contributor) == ("draft", "hu", world.mentors["mentor"])
    assert (practice.settlement, practice.institution_name, practice.is_lesson) == (
        world.settlement,
        "Községi Könyvtár",
        True,
    )
    assert (text.title, text.steps) == (said["title"], said["steps"])


def test_institution_of_the_phone_is_the_one_of_the_register(phone, said, world):
    send(phone, {**said, "organisation": str(world.organisation.pk)})

    assert Practice.objects.get(pk=said["id"]).organisation == world.organisation


def test_practice_sent_twice_is_there_once(phone, said):
    send(phone, said)

    assert send(phone, said) == (200, {"outcome": "repeated", "message": "", "errors": {}})
    assert PracticeVersion.objects.filter(practice=said["id"]).count() == 1


def test_change_made_after_a_lost_answer_is_taken_over_once(phone, said, practice):
    again = {**said, "edits": 1, "title": "Mesekör, javítva"}

    assert send(phone, again)[1]["outcome"] == "stored"
    assert send(phone, again)[1]["outcome"] == "repeated"
    assert practice.versions.get().texts.get().title == "Mesekör, javítva"


def test_change_made_after_it_was_worked_on_here_is_refused_and_changes_nothing(phone, said, practice):
    practice.versions.update(seen=3)

    status, told = send(phone, {**said, "edits": 1, "title": "Mesekör, javítva"})

    assert (status, told["outcome"], list(told["errors"])) == (422, "refused", [""])
    assert practice.versions.get().texts.get().title == said["title"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "á" * 161}, "title"),
        ({"field": "no such"}, "field"),
        ({"institution_name": ""}, "institution_name"),
        ({"settlement": "0"}, "settlement"),
        ({"steps": "á" * 12_001}, "steps"),
        ({"contact_email": "no address"}, "contact_email"),
        ({"id": "no uuid"}, "id"),
    ],
)
def test_what_cannot_be_so_is_refused_beside_its_field(phone, said, changes, field):
    status, told = send(phone, {**said, **changes})

    assert (status, told["outcome"], list(told["errors"])) == (422, "refused", [field])
    assert not Practice.objects.filter(institution_name=said["institution_name"], is_lesson=True).exists()


def test_practice_and_photo_of_somebody_else_wait_for_their_owner(phone, said, world, practice):
    other = str(world.users["other_mentor"].pk)

    assert send(phone, {**said, "id": str(uuid4()), "account": other})[1]["outcome"] == "sign_in"
    assert send_photo(phone, world, practice, account=other)[1]["outcome"] == "sign_in"
    assert not PracticePhoto.objects.filter(practice=practice).exists()


def test_nobody_writes_under_the_identifier_of_another(client, said, world, practice):
    other = world.users["other_mentor"]
    client.force_login(other, backend=BACKEND)

    taken = send(client, {**said, "account": str(other.pk), "title": "Más", "edits": 1})[1]
    photo = send_photo(client, world, practice, account=str(other.pk))[1]

    assert (taken["outcome"], photo["outcome"]) == ("refused", "refused")
    assert practice.versions.get().texts.get().title == said["title"]


@pytest.mark.parametrize("body", [b"", b'{"id": "half', b"[]"])
def test_cut_practice_is_to_be_sent_again(phone, body):
    answer = phone.post(reverse("field:send_practice"), body, content_type="application/json")

    assert (answer.status_code, answer.json()["outcome"]) == (503, "later")


def test_photo_is_kept_once_as_a_picture_alone(phone, world, practice):
    key = str(uuid4())

    assert send_photo(phone, world, practice, id=key, content=picture(size=(4000, 100)))[0] == 201
    assert send_photo(phone, world, practice, id=key, content=picture(size=(4000, 100)))[0] == 200
    photo = practice.photos.get()
    with photo.file.open("rb") as stream, Image.open(stream) as shown:
        assert (shown.format, shown.size) == ("JPEG", (photo.width, photo.height))
    assert (str(photo.pk), photo.width, photo.alt, photo.people) == (
        key,
        2048,
        "Nagymamák mesélnek",
        "agreed",
    )


def test_photo_that_arrived_cut_leaves_nothing(phone, world, practice, settings):
    before = sorted(settings.MEDIA_ROOT.rglob("*"))

    assert send_photo(phone, world, practice, sha256="0" * 64)[1]["outcome"] == "later"
    assert sorted(settings.MEDIA_ROOT.rglob("*")) == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"content": b"<svg/>"}, "file"),
        ({"content": picture()[:40]}, "file"),
        ({"rights": "none"}, "rights"),
        ({"people": ""}, "people"),
        ({"practice": str(uuid4())}, "practice"),
    ],
)
def test_photo_that_cannot_be_kept_is_refused(phone, world, practice, changes, field):
    status, told = send_photo(phone, world, practice, **changes)

    assert (status, list(told["errors"])) == (422, [field])
    assert not practice.photos.exists()


def test_practice_on_its_way_takes_no_more_photos(phone, world):
    consent = world.practice_consent

    assert send_photo(phone, world, consent.version.practice)[1]["outcome"] == "refused"


def test_photo_still_comes_to_a_practice_that_was_handed_in(phone, world):
    mentor = world.users["mentor"]
    version = factories.begun(by=mentor, settlement=world.settlement.pk)
    propose_version(version=version, by=mentor, at=timezone.now())

    assert send_photo(phone, world, version.practice)[1]["outcome"] == "stored"


@pytest.mark.parametrize("language", ["hu", "en"])
def test_phone_asks_in_the_words_of_the_website(phone, language):
    with translation.override(language):
        told = phone.get(reverse("field:state")).json()["practice"]["fields"]
        form = PracticeForm()
        for one in told:
            if one["name"] == "organisation":
                continue
            field = form.fields[one["name"]]
            assert (one["label"], one["help"]) == (str(field.label), str(field.help_text)), one["name"]
        needed = {one["name"] for one in told if one["required"]}
    assert needed == {"title", "field", "institution_name", "settlement"}
    assert needed == {name for name, field in form.fields.items() if field.required} - {"licence"}
