"""Photos of a practice: who sees them when, and what a picture keeps of its camera."""

import io
import json
import re
import zlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.urls import reverse
from PIL import Image

from mentorhalo.knowledge.actions import practices as actions
from mentorhalo.knowledge.actions.booklets import order_booklet
from mentorhalo.knowledge.actions.practice_photos import PhotoRefused, describe_photo, remove_photo
from mentorhalo.knowledge.cards import CARD, card_of
from mentorhalo.knowledge.choices import BookletState
from mentorhalo.knowledge.keys import consent_key
from mentorhalo.knowledge.queries.bands import ladders
from mentorhalo.knowledge.queries.practice_photos import photos_of, shown_photos

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

    describe_photo(photo=photo, **{**SAID, "people": "not_asked"}, at=factories.AT)

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
        remove_photo(photo=photo, at=factories.AT)

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


def test_photo_stands_on_the_card_with_its_words(client, begun, mentor, go_public):
    photo = factories.photographed(begun.practice, by=mentor, credit="Minta Mária", alt="Őszi mesekör")
    practice = go_public(begun)
    address = reverse("knowledge:practice_card", args=[practice.code])

    with_photo = client.get(address).content
    describe_photo(photo=photo, **{**SAID, "people": "not_asked"}, at=factories.AT)
    without = client.get(address).content

    assert words_of_figures(with_photo) == ["Őszi mesekör", "A gyakorlat címe QR-kódként"]
    assert words_of_figures(without) == ["A gyakorlat címe QR-kódként"]


def test_beside_a_photo_stands_whose_it_is_and_on_what_terms(client, begun, mentor, go_public):
    factories.photographed(begun.practice, by=mentor, credit="Minta Mária")
    factories.photographed(begun.practice, by=mentor, upload=factories.picture("red"))
    practice = go_public(begun)

    page = client.get(reverse("knowledge:practice", args=[practice.code])).content.decode()
    version = practice.public_version
    card = render_to_string(
        CARD, card_of(practice, version, version.texts.get(), photos_of(practice), ladders())
    )

    for lines in (page, card):
        for whose in ("Minta Mária", practice.institution_name):
            assert f"Fotó: {whose} · CC BY 4.0" in lines


def test_card_says_how_many_photos_it_has_no_room_for(begun, mentor):
    for number in range(6):
        shade = f"hsl({40 * number}, 60%, 50%)"
        factories.photographed(begun.practice, by=mentor, upload=factories.picture(shade))
    photos = photos_of(begun.practice)

    card = card_of(begun.practice, begun, begun.texts.get(), photos, ladders())

    assert (len(card["photos"]), card["more_photos"]) == (4, 2)
    assert "Még 2 fénykép van a gyakorlat oldalán." in render_to_string(CARD, card)


def test_card_says_all_conditions_by_which_it_is_found(begun):
    card = render_to_string(CARD, card_of(begun.practice, begun, begun.texts.get(), [], ladders()))

    told = [term.name_hu for term in begun.terms.all()]
    for words in ("könyvtár", "500–999 fő", "egy részmunkaidős munkatárs", "pénz nélkül", "egy hónap", *told):
        assert f"<dd>{words}</dd>" in card


def test_machines_are_told_whose_it_is_and_on_what_terms(client, begun, mentor, go_public):
    photo = factories.photographed(begun.practice, by=mentor, credit="Minta Mária")
    factories.photographed(begun.practice, by=mentor, alt="", upload=factories.picture("red"))
    practice = go_public(begun)

    page = client.get(reverse("knowledge:practice", args=[practice.code])).content.decode()
    said = json.loads(re.search(r'ld\+json">(.*?)</script>', page).group(1))
    rows = json.loads(b"".join(client.get("/practices.json").streaming_content))["@graph"]
    told = next(one for one in rows if one["identifier"] == practice.code)

    assert said["image"] == told["image"]
    assert said["additionalProperty"] == told["additionalProperty"]
    assert [one["value"] for one in said["additionalProperty"]] == ["00500", "1", "0", "1"]
    (image,) = said["image"]
    assert image["contentUrl"].endswith(reverse("knowledge:photo", args=[photo.pk]))
    assert (image["license"], image["creator"]["name"], image["description"]) == (
        "https://creativecommons.org/licenses/by/4.0/",
        "Minta Mária",
        "Nagymamák mesélnek",
    )
    record = client.get(
        "/oai",
        {
            "verb": "GetRecord",
            "metadataPrefix": "oai_dc",
            "identifier": f"oai:127.0.0.1:practice/{practice.code}",
        },
    )
    assert f"<dc:relation>{image['contentUrl']}</dc:relation>" in record.content.decode()


def test_what_changes_of_a_shown_photo_is_told_to_harvesters_and_takes_booklets_back(
    begun, mentor, go_public, django_capture_on_commit_callbacks
):
    photo = factories.photographed(begun.practice, by=mentor)
    practice = go_public(begun)
    booklet = order_booklet(practices=[practice.pk], title="", language="hu", at=factories.AT)
    booklet.file.save("x.pdf", ContentFile(b"%PDF-"), save=False)
    booklet.state = BookletState.READY
    booklet.save()
    later = factories.AT + timedelta(days=5)

    with django_capture_on_commit_callbacks(execute=True):
        describe_photo(photo=photo, **{**SAID, "people": "not_asked"}, at=later)

    practice.refresh_from_db()
    stored, name = booklet.file.storage, booklet.file.name
    booklet.refresh_from_db()
    assert (practice.public_changed_at, booklet.state, stored.exists(name)) == (later, "gone", False)


def words_of_figures(pdf):
    """The alternative text of every figure, in the order of the paper's tags; "" where one has none."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    inside = b"".join(zlib.decompress(one) for one in streams if one.startswith(b"\x78"))
    found = []
    for element in re.findall(
        rb"<</Type /StructElem/S /Figure.*?(?=<</Type|<</Producer|$)", inside, re.DOTALL
    ):
        told = re.search(rb"/Alt <feff([0-9a-f]+)>", element)
        found.append(bytes.fromhex(told.group(1).decode()).decode("utf-16-be") if told else "")
    return found
