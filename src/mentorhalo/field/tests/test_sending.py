"""What phones send: once or twice, late, cut, mended, under another's name."""

import json
from datetime import timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from mentorhalo.knowledge.queries.methods import method_choices
from mentorhalo.knowledge.tests import method_factories
from mentorhalo.mentoring.actions import close_engagement, close_period, draft_of, revise_activity
from mentorhalo.mentoring.forms.entries import EntryForm
from mentorhalo.mentoring.models import Activity, EvidenceFile
from mentorhalo.mentoring.queries.records import entry
from mentorhalo.programmes.models import Programme

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
        "engagement": str(world.engagement.pk),
        "kind": "consultation",
        "occurred_on": world.today.isoformat(),
        "channel": "in_person",
        "settlement": world.settlement.pk,
        "is_two_way": True,
        "participants": "7",
        "public_sentence": "A terem fűtéséről beszéltünk.",
        "private_note": "Csak nekem.",
    }


def send(phone, said):
    answer = phone.post(reverse("field:send_entry"), json.dumps(said), content_type="application/json")
    return answer.status_code, answer.json()


def test_methods_are_named_as_on_the_website_and_one_withdrawn_meanwhile_is_kept(phone, said, world):
    office = world.users["office"]
    named = method_factories.locked("Közösségi séta").method
    withdrawn = method_factories.withdrawn("Elavult játék", reader=office)
    (question,) = (
        one for one in phone.get(reverse("field:state")).json()["form"]["fields"] if one["name"] == "methods"
    )
    assert question["type"] == "several"
    assert [str(named.pk), "Közösségi séta"] in question["choices"]
    assert str(withdrawn.pk) not in dict(question["choices"])

    status, _told = send(phone, {**said, "methods": [str(named.pk), str(withdrawn.pk)]})

    assert status == 201
    assert set(Activity.objects.get(pk=said["id"]).methods.all()) == {named, withdrawn}


def test_phone_that_was_not_asked_about_methods_leaves_them(phone, said):
    method = method_factories.locked("Közösségi séta").method
    send(phone, {**said, "methods": [str(method.pk)]})

    status, _told = send(phone, {**said, "edits": 1, "participants": "8"})

    entry = Activity.objects.get(pk=said["id"])
    assert (status, entry.participants, list(entry.methods.all())) == (201, 8, [method])


def send_photo(phone, world, **changes):
    content = changes.pop("content", b"\xff\xd8 a photo")
    said = {
        "id": str(uuid4()),
        "account": str(world.users["mentor"].pk),
        "entry": str(world.activity.pk),
        "kind": "photo",
        "sha256": sha256(content).hexdigest(),
        "file": SimpleUploadedFile("terem.jpg", content, "image/jpeg"),
        **changes,
    }
    answer = phone.post(reverse("field:send_photo"), said)
    return answer.status_code, answer.json()


def test_entry_is_stored_as_the_phone_says_it(phone, said, world):
    status, told = send(phone, said)

    assert (status, told["outcome"]) == (201, "stored")
    stored = Activity.objects.get(pk=said["id"])
    assert (stored.mentor, stored.engagement, stored.settlement) == (
        world.mentors["mentor"],
        world.engagement,
        world.settlement,
    )
    assert (stored.kind.code, stored.participants, stored.state) == ("consultation", 7, "submitted")
    assert stored.private_note.author == world.users["mentor"]


def test_entry_sent_twice_is_stored_once(phone, said):
    send(phone, said)

    assert send(phone, said) == (200, {"outcome": "repeated", "message": "", "errors": {}})
    assert Activity.objects.filter(pk=said["id"]).count() == 1


def test_change_made_on_the_phone_after_a_lost_answer_is_taken_over(phone, said):
    send(phone, said)

    status, _told = send(phone, {**said, "edits": 1, "participants": "8"})

    assert status == 201
    assert Activity.objects.get(pk=said["id"]).participants == 8
    assert send(phone, {**said, "edits": 1, "participants": "8"})[0] == 200


def test_late_repetition_undoes_no_change_made_on_the_website(phone, said, world):
    send(phone, said)
    stored = entry(UUID(said["id"]))
    for number in (9, 10):
        draft = draft_of(stored, participants=number)
        revise_activity(activity=stored, draft=draft, by=world.users["mentor"], at=timezone.now())

    send(phone, said)
    send(phone, {**said, "edits": 1, "participants": "10"})

    assert Activity.objects.get(pk=said["id"]).participants == 10


@pytest.mark.parametrize("edits", [1, 3])
def test_change_of_the_phone_and_one_of_the_website_are_both_kept(phone, said, world, edits):
    send(phone, said)
    stored = entry(UUID(said["id"]))
    draft = draft_of(stored, participants=9)
    revise_activity(activity=stored, draft=draft, by=world.users["mentor"], at=timezone.now())
    tried = [json.dumps({**said, "participants": "7"})]

    status, told = send(phone, {**said, "edits": edits, "tried": tried, "participants": "8"})

    assert (status, told["outcome"]) == (422, "refused")
    assert told["errors"][""][0].startswith("Ezt a bejegyzést időközben a honlapon módosították.")
    assert Activity.objects.get(pk=said["id"]).participants == 9


def test_second_change_after_a_lost_answer_is_taken_over(phone, said):
    send(phone, said)
    send(phone, {**said, "edits": 1, "participants": "8"})
    tried = [json.dumps({**said, "participants": number}) for number in ("7", "8")]

    assert send(phone, {**said, "edits": 2, "tried": tried, "participants": "9"})[0] == 201
    assert Activity.objects.get(pk=said["id"]).participants == 9


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"occurred_on": "2999-01-01"}, "occurred_on"),
        ({"settlement": ""}, "settlement"),
        ({"new_participants": "8"}, "new_participants"),
        ({"kind": "no such"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"participants": "many"}, "participants"),
        ({"engagement": str(uuid4())}, "engagement"),
        ({"public_sentence": "á" * 201}, "public_sentence"),
        ({"id": "no uuid"}, "id"),
    ],
)
def test_what_cannot_be_so_is_refused_beside_its_field(phone, said, changes, field):
    status, told = send(phone, {**said, **changes})

    assert (status, told["outcome"], list(told["errors"])) == (422, "refused", [field])
    assert all(told["errors"][field])
    assert not Activity.objects.filter(public_sentence=said["public_sentence"]).exists()


def test_refusal_speaks_the_language_of_the_phone(phone, said):
    said = {**said, "occurred_on": "2999-01-01"}

    hungarian = send(phone, said)[1]
    with translation.override("en"):
        english = send(phone, said)[1]

    assert english["errors"] == {"occurred_on": ["This day is in the future: log it when it has happened."]}
    assert hungarian["errors"] == {
        "occurred_on": ["Ez a nap a jövőben van: akkor naplózza, amikor már megtörtént."]
    }


def test_closed_engagement_is_refused_and_the_entry_can_be_mended(phone, said, world):
    close_engagement(
        engagement=world.engagement,
        on=world.today - timedelta(days=1),
        reason="Vége.",
        by=world.users["office"],
        at=timezone.now(),
    )

    status, told = send(phone, said)

    assert (status, list(told["errors"])) == (422, ["engagement"])
    assert send(phone, {**said, "engagement": ""})[0] == 201


def test_items_of_somebody_else_wait_for_their_owner(phone, said, world):
    other = str(world.users["other_mentor"].pk)

    assert send(phone, {**said, "account": other})[1]["outcome"] == "sign_in"
    assert send_photo(phone, world, account=other)[1]["outcome"] == "sign_in"
    assert not Activity.objects.filter(pk=said["id"]).exists()


@pytest.mark.parametrize("body", [b"", b'{"id": "half', b"[]", b'{"kind": {"a": 1}}', b"\xff\xfe"])
def test_cut_or_foreign_body_is_to_be_sent_again(phone, body):
    answer = phone.post(reverse("field:send_entry"), body, content_type="application/json")

    assert (answer.status_code, answer.json()["outcome"]) == (503, "later")


def test_entry_too_long_is_refused(phone, said):
    assert send(phone, {**said, "group_note": "á" * 70_000})[1]["outcome"] == "refused"


def test_photo_is_attached_with_its_own_identifier_once(phone, world):
    key = str(uuid4())

    assert send_photo(phone, world, id=key)[0] == 201
    assert send_photo(phone, world, id=key)[0] == 200
    assert EvidenceFile.objects.filter(activity=world.activity, kind="photo").count() == 1
    assert EvidenceFile.objects.get(pk=key).original_name == "terem.jpg"


def test_same_photo_under_another_identifier_is_there_already(phone, world):
    send_photo(phone, world)

    assert send_photo(phone, world)[1]["outcome"] == "repeated"


def test_photo_that_arrived_cut_is_to_be_sent_again_and_leaves_nothing(phone, world, settings):
    before = sorted(settings.MEDIA_ROOT.rglob("*"))

    status, told = send_photo(phone, world, sha256=sha256(b"the whole photo").hexdigest())

    assert (status, told["outcome"]) == (503, "later")
    assert not EvidenceFile.objects.filter(activity=world.activity, kind="photo").exists()
    assert sorted(settings.MEDIA_ROOT.rglob("*")) == before


def test_photo_for_an_entry_that_is_not_there_is_refused(phone, world):
    status, told = send_photo(phone, world, entry=str(uuid4()))

    assert (status, list(told["errors"])) == (422, ["entry"])


def test_photo_for_the_entry_of_somebody_else_is_refused(client, world):
    client.force_login(world.users["other_mentor"], backend=BACKEND)

    status, told = send_photo(client, world, account=str(world.users["other_mentor"].pk))

    assert (status, told["outcome"]) == (422, "refused")


def test_photo_for_a_closed_period_is_refused(phone, world):
    close_period(
        programme=Programme.objects.get(code=world.programme),
        until=world.today - timedelta(days=1),
        by=world.users["office"],
        at=timezone.now(),
    )

    assert send_photo(phone, world)[1]["outcome"] == "refused"


def test_file_of_a_kind_that_is_not_kept_is_refused(phone, world):
    file = SimpleUploadedFile("kép.svg", b"\xff\xd8 a photo", "image/svg+xml")

    assert send_photo(phone, world, file=file)[0] == 422


def test_file_too_large_is_refused(phone, world, settings):
    settings.EVIDENCE_MAX_MEGABYTES = 1

    assert send_photo(phone, world, content=b"x" * (1024 * 1024 + 1))[1]["outcome"] == "refused"
    assert send_photo(phone, world, content=b"x" * (3 * 1024 * 1024))[1]["outcome"] == "refused"


def test_sending_needs_the_token_of_the_last_synchronisation(said, world):
    from django.test import Client  # late: this client alone checks tokens

    phone = Client(enforce_csrf_checks=True)
    phone.force_login(world.users["mentor"], backend=BACKEND)
    address, body = reverse("field:send_entry"), json.dumps(said)
    token = phone.get(reverse("field:state"))["X-Field-Token"]

    without = phone.post(address, body, content_type="application/json")
    with_token = phone.post(address, body, content_type="application/json", headers={"X-CSRFToken": token})

    assert (without.status_code, with_token.status_code) == (403, 201)


@pytest.mark.parametrize("language", ["hu", "en"])
def test_phone_asks_the_same_as_the_website(phone, world, language):
    from mentorhalo.mentoring.queries import habits_of  # late: named beside the form it fills

    with translation.override(language):
        told = phone.get(reverse("field:state")).json()["form"]["fields"]
        form = EntryForm(habits=habits_of(world.mentors["mentor"], world.today), methods=method_choices())
        asked = {one["name"]: one for one in told}
        elsewhere = {"key", "appointment", "other_kind", "kept_organisations", "evidence", "evidence_kind"}
        gone = {"other_mentors", "consortium", "methods"} - set(
            form.fields
        )  # without a choice the website does not ask

        assert set(asked) - gone == set(form.fields) - elsewhere
        for name, field in form.fields.items():
            if name in elsewhere:
                continue
            one = asked[name]
            assert (one["label"], one["help"], one["required"]) == (
                str(field.label),
                str(field.help_text),
                field.required,
            ), name
            assert one.get("maxLength") == getattr(field, "max_length", None), name
            assert one.get("min") == getattr(field, "min_value", None), name
            assert one.get("max") == getattr(field, "max_value", None), name
