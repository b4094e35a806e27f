"""Photos of a practice: who sees them when, and what a picture keeps of its camera."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from PIL import Image

from mentorhalo.knowledge.actions import practices as actions
from mentorhalo.knowledge.actions.practice_photos import PhotoRefused, describe_photo, remove_photo
from mentorhalo.knowledge.keys import consent_key
from mentorhalo.knowledge.queries.practice_photos import shown_photos

from . import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]

SAID = {"alt": "Nagymamák mesélnek", "credit": "", "rights": "own", "people": "agreed"}


@pytest.fixture
def mentor(world):
    return world.users["mentor"]


@pytest.fixture
def go_public(world, mentor):
    """Carries a version from its draft to the public."""

    def carried(version):
        office, expert = world.users["office"], world.users["expert"]
        version = actions.propose_version(version=version, by=mentor, at=factories.AT)
        version = factories.agree(actions.check_version(version=version, by=office, at=factories.AT))
        review = actions.open_review(version=version, by=expert, at=factories.AT)
        version = actions.decide_review(
            review=review, judgement=factories.judgement(), by=expert, at=factories.AT
        )
        return actions.publish_version(version=version, by=office, at=factories.AT).practice

    return carried


@pytest.fixture
def begun(world, mentor):
    return factories.begun(by=mentor, settlement=world.settlement.pk)


def sees(client, photo):
    return client.get(reverse("knowledge:photo", args=[photo.pk])).status_code == 200


def test_everybody_sees_what_is_described_and_agreed_to_with_the_public_practice(
    client, begun, mentor, go_public
):
    shown = factories.photographed(begun.practice, by=mentor)
    silent = factories.photographed(begun.practice, by=mentor, alt="", upload=factories.picture("red"))
    unasked = factories.photographed(
        begun.practice, by=mentor, people="not_asked", upload=factories.picture("blue")
    )
    assert not any(sees(client, photo) for photo in (shown, silent, unasked))

    practice = go_public(begun)

    assert [sees(client, photo) for photo in (shown, silent, unasked)] == [True, False, False]
    page = client.get(reverse("knowledge:practice", args=[practice.code])).content.decode()
    assert page.count("<figure") == 1
    assert 'alt="Nagymamák mesélnek"' in page


def test_consent_taken_back_hides_the_photo_at_once(client, begun, mentor, go_public):
    photo = factories.photographed(begun.practice, by=mentor)
    go_public(begun)

    describe_photo(photo=photo, **{**SAID, "people": "not_asked"})

    assert not sees(client, photo)


def test_photo_of_a_new_version_waits_for_its_acceptance(begun, mentor, go_public):
    practice = go_public(begun)
    later = factories.AT + timedelta(days=400)
    actions.begin_new_version(practice=practice, by=mentor, at=later)

    factories.photographed(practice, by=mentor, at=later)

    assert shown_photos(practice.public_version) == []


def test_picture_keeps_nothing_of_where_it_was_taken(begun, mentor):
    told = Image.Exif()
    told[0x010E] = "Kossuth utca 3."
    told[0x0112] = 6  # lies on its side

    photo = factories.photographed(begun.practice, by=mentor, upload=factories.picture(exif=told))

    with photo.file.open("rb") as stream:
        content = stream.read()
    with Image.open(io.BytesIO(content)) as picture:
        assert (dict(picture.getexif()), picture.size) == ({}, (30, 40))
    assert b"Kossuth" not in content


def test_removed_photo_leaves_no_file(begun, mentor, django_capture_on_commit_callbacks):
    photo = factories.photographed(begun.practice, by=mentor)
    storage, name = photo.file.storage, photo.file.name

    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(photo=photo)

    assert not storage.exists(name)


def test_a_practice_has_its_fill_of_photos(begun, mentor, monkeypatch):
    monkeypatch.setattr("mentorhalo.knowledge.actions.practice_photos.MOST_PHOTOS", 1)
    factories.photographed(begun.practice, by=mentor)

    with pytest.raises(PhotoRefused):
        factories.photographed(begun.practice, by=mentor, upload=factories.picture("red"))
    assert factories.photographed(begun.practice, by=mentor) == begun.practice.photos.get()


def test_photo_is_added_described_and_removed_on_the_website(client, begun, mentor):
    client.force_login(mentor, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("knowledge:photos", args=[begun.pk])

    refused = client.post(address, {**SAID, "alt": "", "file": factories.picture()})
    assert refused.status_code == 200
    assert not begun.practice.photos.exists()
    assert client.post(address, {**SAID, "file": factories.picture()}).status_code == 302
    photo = begun.practice.photos.get()
    assert photo.alt in client.get(reverse("knowledge:work", args=[begun.pk])).content.decode()

    client.post(reverse("knowledge:describe_photo", args=[photo.pk]), {**SAID, "credit": "Minta Mária"})
    photo.refresh_from_db()
    assert photo.credit == "Minta Mária"
    client.post(reverse("knowledge:remove_photo", args=[photo.pk]))
    assert not begun.practice.photos.exists()


def test_institution_sees_by_its_link_what_would_be_shown_and_of_its_own_practice_alone(
    client, begun, mentor, world
):
    shown = factories.photographed(begun.practice, by=mentor)
    unasked = factories.photographed(
        begun.practice, by=mentor, people="not_asked", upload=factories.picture("blue")
    )
    version = actions.propose_version(version=begun, by=mentor, at=factories.AT)
    key = consent_key(actions.check_version(version=version, by=world.users["office"], at=factories.AT))

    page = client.get(reverse("knowledge:consent", args=[key])).content.decode()

    assert reverse("knowledge:consent_photo", args=[key, shown.pk]) in page
    assert str(unasked.pk) not in page
    assert client.get(reverse("knowledge:consent_photo", args=[key, shown.pk])).status_code == 200
    other = reverse("knowledge:consent_photo", args=[key, world.practice_photo.pk])
    assert client.get(other).status_code == 302  # as anybody who is not signed in
