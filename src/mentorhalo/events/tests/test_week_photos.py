"""Photos of the Week: sent by the secret link with their rights, looked at by the county, shown, taken down at once."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.events import actions
from mentorhalo.events.actions import OccasionRefused
from mentorhalo.events.actions.week_photos import MOST_PHOTOS
from mentorhalo.events.keys import joiner_key
from mentorhalo.events.models import WeekPhoto
from mentorhalo.events.queries import week as queries

from . import factories
from .factories import NOW

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SAID = {"alt": "Palánták egy asztalon", "credit": "Kiss Anna", "rights": "own", "people": "nobody"}


@pytest.fixture
def programme():
    """Held ten days ago; the report is due in a month."""
    before = NOW - timedelta(days=40)
    joiner = factories.accepted(factories.edition(at=before), at=before)
    return joiner.programmes.select_related("occasion", "joiner__edition").get()


def own_page(programme):
    return reverse("events:week_photos", args=[joiner_key(programme.joiner), programme.pk])


def public_page(programme):
    return reverse("events:occasion", args=[programme.occasion_id])


def test_a_photo_is_sent_looked_at_shown_and_taken_down(
    client, programme, django_capture_on_commit_callbacks
):
    for _time in range(2):
        answer = client.post(own_page(programme), {**SAID, "file": factories.picture()})
    assert answer["Location"] == own_page(programme)
    photo = WeekPhoto.objects.get()
    with photo.file.open("rb") as stream, Image.open(stream) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (64, 40), {})
    address = reverse("events:week_photo", args=[photo.pk])
    assert client.get(address).status_code == 302  # nobody has looked at it
    assert address not in client.get(public_page(programme)).content.decode()
    own = reverse("events:week_own_photo", args=[joiner_key(programme.joiner), photo.pk])
    assert client.get(own)["Content-Type"] == "image/jpeg"

    office = holder(Role.OFFICE)
    client.force_login(office, backend=BACKEND)
    desk = client.get(reverse("events:week_desk") + f"?year={programme.joiner.edition.year}")
    assert "has_photos" in vars(desk.context["page"].object_list[0])
    check = client.get(reverse("events:week_check", args=[programme.joiner_id])).content.decode()
    assert address in check
    client.post(reverse("events:week_photo_show", args=[photo.pk]))
    client.logout()
    page = client.get(public_page(programme)).content.decode()
    assert address in page
    assert "Palánták egy asztalon" in page
    assert "Kiss Anna" in page
    assert client.get(address)["Content-Type"] == "image/jpeg"

    name, storage = photo.file.name, photo.file.storage
    key = joiner_key(programme.joiner)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("events:week_own_photo_remove", args=[key, photo.pk]))
    assert not WeekPhoto.objects.exists()
    assert not storage.exists(name)
    assert address not in client.get(public_page(programme)).content.decode()
    assert client.get(address).status_code == 302


def test_what_waits_for_the_county_stands_first(programme):
    edition, office = programme.joiner.edition, holder(Role.OFFICE)
    assert [one.waits for one in queries.to_check(office, edition)] == [False]
    photo = factories.photographed(programme)
    assert [one.waits for one in queries.to_check(office, edition)] == [True]
    actions.show_photo(photo=photo, by=office, at=NOW)
    assert [one.waits for one in queries.to_check(office, edition)] == [False]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"alt": " "}, "alt"),
        ({"credit": ""}, "credit"),
        ({"people": "not_asked"}, "people"),
        ({"rights": "found"}, "rights"),
        ({"upload": SimpleUploadedFile("kep.jpg", b"no picture", "image/jpeg")}, "file"),
    ],
)
def test_without_its_rights_nothing_is_kept(programme, wrong, field):
    with pytest.raises(OccasionRefused) as refused:
        factories.photographed(programme, **wrong)
    assert refused.value.field == field
    assert not WeekPhoto.objects.exists()


def test_what_was_typed_stays_beside_a_refused_photo(client, programme):
    bad = SimpleUploadedFile("kep.jpg", b"no picture", "image/jpeg")
    page = client.post(own_page(programme), {**SAID, "file": bad})
    assert page.status_code == 200
    assert "file" in page.context["form"].errors
    assert page.context["form"]["alt"].value() == SAID["alt"]


def test_only_what_was_held_and_only_in_time_and_only_so_many(programme):
    other = factories.accepted(
        programme.joiner.edition, name="Másik", email="b@pelda.hu", at=NOW - timedelta(days=39)
    )
    coming = other.programmes.select_related("occasion", "joiner__edition").get()
    with pytest.raises(OccasionRefused):
        factories.photographed(coming, at=NOW - timedelta(days=35))
    with pytest.raises(OccasionRefused):
        factories.photographed(programme, at=NOW + timedelta(days=60))
    for number in range(MOST_PHOTOS):
        factories.photographed(programme, upload=factories.picture(f"rgb({40 * number},0,0)"))
    with pytest.raises(OccasionRefused):
        factories.photographed(programme, upload=factories.picture("blue"))
    assert programme.photos.count() == MOST_PHOTOS


def test_words_are_corrected_until_the_photo_is_shown(programme):
    first = factories.photographed(programme)
    again = factories.photographed(programme, alt="Magok egy asztalon", rights="given")
    assert (again.pk, again.alt, again.rights) == (first.pk, "Magok egy asztalon", "given")
    kept = WeekPhoto.objects.get()
    assert (kept.alt, kept.rights) == ("Magok egy asztalon", "given")

    actions.show_photo(photo=kept, by=holder(Role.OFFICE), at=NOW)
    assert factories.photographed(programme, alt="Magok egy asztalon", rights="given") == kept
    with pytest.raises(OccasionRefused) as refused:
        factories.photographed(programme, alt="Más")
    assert refused.value.field == "file"
    assert WeekPhoto.objects.get().alt == "Magok egy asztalon"


def test_what_is_gone_meanwhile_is_told_and_ends_in_no_error(client, programme):
    photo, office = factories.photographed(programme), holder(Role.OFFICE)
    client.force_login(office, backend=BACKEND)
    photo.file.storage.delete(photo.file.name)
    assert client.get(reverse("events:week_photo", args=[photo.pk])).status_code == 404
    own = reverse("events:week_own_photo", args=[joiner_key(programme.joiner), photo.pk])
    assert client.get(own).status_code == 404

    seen = queries.photo(photo.pk)
    actions.remove_week_photo(photo=photo, by=None, at=NOW)
    with pytest.raises(OccasionRefused):
        actions.show_photo(photo=seen, by=office, at=NOW)


def test_a_photo_of_what_was_cancelled_is_neither_waited_for_nor_shown(client, programme):
    photo, office = factories.photographed(programme), holder(Role.OFFICE)
    actions.cancel_programme(programme=programme, reason="Eső.", at=NOW)
    assert [one.waits for one in queries.to_check(office, programme.joiner.edition)] == [False]
    client.force_login(office, backend=BACKEND)
    deed = reverse("events:week_photo_show", args=[photo.pk])
    page = client.get(reverse("events:week_check", args=[programme.joiner_id])).content.decode()
    assert deed not in page
    assert reverse("events:week_photo_remove", args=[photo.pk]) in page
    answer = client.post(deed, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not WeekPhoto.objects.shown().exists()


def test_nobody_opens_the_photo_of_another_joiner(client, programme):
    photo = factories.photographed(programme)
    other = factories.joined(programme.joiner.edition, at=NOW - timedelta(days=39), email="b@pelda.hu")
    for name in ("week_own_photo", "week_own_photo_remove"):
        answer = client.post(reverse(f"events:{name}", args=[joiner_key(other), photo.pk]))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))
    assert WeekPhoto.objects.get() == photo
