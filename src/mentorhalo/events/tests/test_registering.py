"""Registering with and without an account, places, the waiting list, withdrawing, letters."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.events import actions
from mentorhalo.events.actions import AttendeeDraft, OccasionRefused
from mentorhalo.events.choices import AttendeeState
from mentorhalo.events.keys import key_of
from mentorhalo.events.models import Attendee

from . import factories
from .factories import GUEST, NOW

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sent(**fields):
    return {"name": "Kiss Anna", "email": GUEST, "key": str(uuid4()), **fields}


def states(occasion):
    return dict(occasion.attendees.values_list("email", "state"))


def test_guest_registers_confirms_and_has_a_place(client, django_capture_on_commit_callbacks, mailoutbox):
    occasion = factories.announced(capacity=5)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("events:register", args=[occasion.pk]), sent())
    assert answer["Location"] == reverse("events:registered", args=[occasion.pk])
    [link] = re.findall(r"https?://\S+/events/own/\S+", mailoutbox[0].body)
    path = link[link.index("/events/") :]

    client.get(path)
    assert states(occasion) == {GUEST: AttendeeState.UNCONFIRMED}  # a link scanner opened it
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{path}confirm/")

    assert states(occasion) == {GUEST: AttendeeState.REGISTERED}
    assert mailoutbox[-1].subject == "Van helye: Közösségi tervezés"


def test_member_has_a_place_at_once(client):
    occasion, member = factories.announced(), UserFactory()
    client.force_login(member, backend=BACKEND)

    answer = client.post(reverse("events:register", args=[occasion.pk]), sent(email=""))

    attendee = Attendee.objects.get()
    assert answer["Location"] == reverse("events:own", args=[key_of(attendee)])
    assert (attendee.user, attendee.email, attendee.state) == (
        member,
        member.email,
        AttendeeState.REGISTERED,
    )


def test_sent_twice_and_the_same_address_again_is_one():
    occasion, key = factories.announced(), uuid4()
    first = factories.asked(occasion, key=key)

    assert factories.asked(occasion, key=key) == first
    assert factories.asked(occasion, GUEST.upper()) == first
    confirmed = actions.confirm_attendee(attendee=first, at=NOW)
    assert factories.asked(occasion) == confirmed
    assert states(occasion) == {GUEST: AttendeeState.REGISTERED}


def test_who_has_a_place_gets_the_letter_again_but_not_without_end(
    django_capture_on_commit_callbacks, mailoutbox
):
    occasion = factories.announced()
    factories.confirmed(occasion)

    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(6):
            factories.asked(occasion)

    assert [letter.to for letter in mailoutbox] == [[GUEST]] * 3


def test_waiting_list_moves_up_by_itself_in_order(django_capture_on_commit_callbacks, mailoutbox):
    occasion = factories.announced(capacity=1)
    first = factories.confirmed(occasion, "a@pelda.hu")
    factories.confirmed(occasion, "b@pelda.hu", at=NOW + timedelta(minutes=1))
    factories.confirmed(occasion, "c@pelda.hu", at=NOW + timedelta(minutes=2))
    assert states(occasion) == {
        "a@pelda.hu": AttendeeState.REGISTERED,
        "b@pelda.hu": AttendeeState.WAITING,
        "c@pelda.hu": AttendeeState.WAITING,
    }

    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_attendee(attendee=first, at=NOW)

    assert states(occasion) == {
        "": AttendeeState.WITHDRAWN,
        "b@pelda.hu": AttendeeState.REGISTERED,
        "c@pelda.hu": AttendeeState.WAITING,
    }
    assert [(letter.to, letter.subject) for letter in mailoutbox] == [
        (["b@pelda.hu"], "Felszabadult egy hely Önnek: Közösségi tervezés")
    ]


def test_more_places_move_the_list_up():
    occasion = factories.announced(capacity=1)
    for email in ("a@pelda.hu", "b@pelda.hu", "c@pelda.hu"):
        factories.confirmed(occasion, email)

    actions.revise_occasion(
        occasion=occasion, draft=factories.draft(capacity=3), by=occasion.planned_by, at=NOW
    )

    assert set(states(occasion).values()) == {AttendeeState.REGISTERED}


def test_who_withdraws_is_forgotten():
    attendee = factories.confirmed(factories.announced(), organisation="Olvasókör", answers={"a": "b"})

    actions.withdraw_attendee(attendee=attendee, at=NOW)

    attendee.refresh_from_db()
    assert (attendee.name, attendee.email, attendee.organisation, attendee.answers) == ("", "", "", {})


def test_closed_registration_refuses_and_keeps_what_was_typed(client):
    occasion = factories.announced(closes_at=NOW + timedelta(days=1))
    late = factories.announced(title="Lezárt", closes_at=NOW - timedelta(days=1))

    with pytest.raises(OccasionRefused):
        factories.asked(late)
    page = client.post(reverse("events:register", args=[occasion.pk]), sent(email="nem cím"))

    assert page.context["form"]["name"].value() == "Kiss Anna"
    assert Attendee.objects.count() == 0


def test_questions_of_the_organiser_are_asked_and_answered(client):
    occasion = factories.announced()
    lunch = actions.ask_of_attendees(
        occasion=occasion, text="Kér ebédet?", kind="yes_no", options="", is_required=True
    )
    address = reverse("events:register", args=[occasion.pk])

    assert f"question_{lunch.pk.hex}" in client.post(address, sent()).context["form"].errors
    client.post(address, sent(**{f"question_{lunch.pk.hex}": "no"}))

    assert Attendee.objects.get().answers == {str(lunch.pk): "no"}
    actions.drop_question(question=lunch)
    assert Attendee.objects.get().answers == {}


def test_choice_needs_choices():
    with pytest.raises(OccasionRefused):
        actions.ask_of_attendees(
            occasion=factories.announced(), text="Melyik?", kind="choice", options="egy", is_required=False
        )


def test_those_with_a_place_are_reminded_once(django_capture_on_commit_callbacks, mailoutbox):
    starts_at = NOW + timedelta(days=7)
    occasion = factories.announced(starts_at=starts_at, capacity=1)
    factories.confirmed(occasion)
    factories.confirmed(occasion, "varo@pelda.hu")

    with django_capture_on_commit_callbacks(execute=True):
        early = actions.remind(at=starts_at - timedelta(days=3))
        told = actions.remind(at=starts_at - timedelta(days=1))
        again = actions.remind(at=starts_at - timedelta(hours=20))

    assert (early, told, again) == (0, 1, 0)
    assert [letter.to for letter in mailoutbox] == [[GUEST]]


def test_unconfirmed_is_deleted_after_a_week():
    occasion = factories.announced(starts_at=NOW + timedelta(days=30))
    factories.asked(occasion)
    factories.confirmed(occasion, "b@pelda.hu")

    actions.forget_unconfirmed(at=NOW + timedelta(days=6))
    assert occasion.attendees.count() == 2
    actions.forget_unconfirmed(at=NOW + timedelta(days=8))
    assert list(states(occasion)) == ["b@pelda.hu"]


def test_forged_link_opens_nothing(client):
    attendee = factories.confirmed(factories.announced())

    assert client.get(reverse("events:own", args=[key_of(attendee)])).status_code == 200
    assert client.get(reverse("events:own", args=[key_of(attendee)[:-1] + "_"])).status_code == 302


def test_a_new_time_and_a_cancellation_are_told(django_capture_on_commit_callbacks, mailoutbox):
    occasion = factories.announced()
    factories.confirmed(occasion)
    office = occasion.planned_by

    with django_capture_on_commit_callbacks(execute=True):
        moved = factories.draft(starts_at=NOW + timedelta(days=8))
        actions.revise_occasion(occasion=occasion, draft=moved, by=office, at=NOW)
        actions.cancel_occasion(occasion=occasion, reason="Megbetegedett az előadó.", by=office, at=NOW)

    assert [letter.subject.split(":")[0] for letter in mailoutbox] == ["Változás", "Elmarad"]
    assert "Megbetegedett az előadó." in mailoutbox[1].body


def test_key_of_another_occasion_does_not_register_there():
    key = uuid4()
    factories.asked(factories.announced(), key=key)
    other = factories.announced(title="Másik")

    with pytest.raises(OccasionRefused):
        actions.register(
            occasion=other,
            draft=AttendeeDraft(key=key, name="X", email="x@pelda.hu"),
            by=None,
            at=NOW,
        )
