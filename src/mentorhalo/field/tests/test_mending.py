"""Entries that came back: mended on the phone, sent once or twice, changed on the website meanwhile."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorhalo.mentoring.actions import approve_activity, draft_of, return_activity, revise_activity
from mentorhalo.mentoring.models import Activity
from mentorhalo.mentoring.tests.factories import (
    DECIDED_AT,
    ActivityFactory,
    EngagementFactory,
    leader_of,
    mentor_at_work,
)
from mentorhalo.partners.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(mentor):
    engagement = EngagementFactory(mentor=mentor)
    entry = ActivityFactory(
        engagement=engagement,
        kind="facilitation",
        settlement=engagement.community.settlement,
        occurred_on=timezone.localdate() - timedelta(days=1),
        public_sentence="Kört alakítottak.",
        private_note="Csak nekem.",
        external_id="régi-7",
        at=timezone.now(),
    )
    return_activity(activity=entry, reason="Hányan voltak?", by=leader_of(entry.group), at=DECIDED_AT)
    return entry


@pytest.fixture
def owner(mentor):
    return mentor.user


def line(phone):
    [found] = phone.get(reverse("field:state")).json()["week"]["returned"]
    return found


def mended(phone, mentor, told, *, edits=0, tried=(), **changes):
    """`tried`: changes that were sent before without an answer."""
    said = {
        **told["values"],
        **changes,
        "id": told["id"],
        "seen": told["seen"],
        "edits": edits,
        "tried": [json.dumps({**told["values"], **one}) for one in tried],
        "account": str(mentor.user.pk),
    }
    answer = phone.post(reverse("field:send_entry"), json.dumps(said), content_type="application/json")
    return answer.status_code, answer.json()


def test_entry_that_came_back_is_mended_and_sent_in(phone, mentor, entry):
    told = line(phone)

    status, answer = mended(phone, mentor, told, participants="12")

    stored = Activity.objects.get(pk=entry.pk)
    assert (status, answer["outcome"]) == (201, "stored")
    assert (stored.state, stored.participants, stored.revision) == ("submitted", 12, told["seen"] + 1)
    assert (stored.public_sentence, stored.external_id) == ("Kört alakítottak.", "régi-7")
    assert stored.private_note.author == entry.created_by
    assert phone.get(reverse("field:state")).json()["week"]["returned"] == []


def test_mended_entry_that_is_sent_twice_counts_once(phone, mentor, entry):
    told = line(phone)
    mended(phone, mentor, told, participants="12")

    assert mended(phone, mentor, told, participants="12") == (
        200,
        {"outcome": "repeated", "message": "", "errors": {}},
    )
    assert Activity.objects.get(pk=entry.pk).revision == told["seen"] + 1


def test_entry_that_is_right_as_it_stands_is_sent_in_once_more(phone, mentor, entry):
    told = line(phone)

    assert mended(phone, mentor, told)[0] == 201
    assert mended(phone, mentor, told)[0] == 200
    assert Activity.objects.get(pk=entry.pk).state == "submitted"


def test_change_made_after_a_lost_answer_is_taken_over(phone, mentor, entry):
    told = line(phone)
    mended(phone, mentor, told, participants="12")

    sent = {"edits": 2, "tried": [{"participants": "12"}, {"participants": "12", "topics": "Fűtés"}]}
    assert mended(phone, mentor, told, **sent, participants="13")[0] == 201
    assert Activity.objects.get(pk=entry.pk).participants == 13


def test_what_was_changed_on_the_website_since_is_not_overwritten(phone, mentor, entry):
    told = line(phone)
    revise_activity(activity=entry, draft=draft_of(entry, participants=9), by=mentor.user, at=timezone.now())

    status, answer = mended(phone, mentor, told, participants="12")

    assert (status, answer["outcome"]) == (422, "refused")
    assert answer["errors"][""][0].startswith("Ezt a bejegyzést időközben a honlapon módosították.")
    assert Activity.objects.get(pk=entry.pk).participants == 9


def test_refused_change_that_is_sent_again_overwrites_nothing_either(phone, mentor, entry):
    told = line(phone)
    revise_activity(activity=entry, draft=draft_of(entry, participants=9), by=mentor.user, at=timezone.now())
    mended(phone, mentor, told, participants="12")

    status, answer = mended(phone, mentor, told, edits=1, participants="12")

    assert (status, answer["outcome"]) == (422, "refused")
    assert Activity.objects.get(pk=entry.pk).participants == 9


def test_change_that_was_tried_without_a_signal_overwrites_nothing_either(phone, mentor, entry):
    told = line(phone)
    revise_activity(activity=entry, draft=draft_of(entry, participants=9), by=mentor.user, at=timezone.now())

    status, _answer = mended(phone, mentor, told, edits=1, tried=[{"participants": "12"}], participants="13")

    assert status == 422
    assert Activity.objects.get(pk=entry.pk).participants == 9


@pytest.mark.parametrize("tried", [["no JSON"], ['"a text"'], [json.dumps({"kind": {"a": 1}})]])
def test_what_was_tried_and_cannot_be_read_counts_as_not_tried(phone, mentor, entry, tried):
    told = line(phone)
    mended(phone, mentor, told, participants="12")
    said = {**told["values"], "id": told["id"], "seen": told["seen"], "edits": 1, "tried": tried}
    said |= {"account": str(mentor.user.pk), "participants": "13"}

    answer = phone.post(reverse("field:send_entry"), json.dumps(said), content_type="application/json")

    assert answer.status_code == 422
    assert Activity.objects.get(pk=entry.pk).participants == 12


def test_what_was_approved_meanwhile_stays_approved(phone, mentor, entry):
    told = line(phone)
    mended(phone, mentor, told, participants="12")
    standing = Activity.objects.get(pk=entry.pk)
    approve_activity(activity=standing, by=leader_of(entry.group), at=timezone.now())

    changed = mended(phone, mentor, told, edits=1, tried=[{"participants": "12"}], participants="13")
    assert changed[0] == 422
    assert mended(phone, mentor, told, participants="12")[0] == 200
    stored = Activity.objects.get(pk=entry.pk)
    assert (stored.state, stored.participants) == ("approved", 12)


def test_entry_of_somebody_else_is_not_mended(client, phone, mentor, entry):
    told = line(phone)
    other = mentor_at_work()
    client.force_login(other.user)

    status, answer = mended(client, other, told, engagement="", participants="12")

    assert (status, answer["outcome"]) == (422, "refused")
    assert Activity.objects.get(pk=entry.pk).state == "returned"


def test_what_the_phone_cannot_show_whole_is_mended_on_the_website(phone, entry):
    entry.organisations.set([OrganisationFactory(), OrganisationFactory()])

    told = line(phone)

    assert "values" not in told
    assert told["edit"] == reverse("mentoring:edit_entry", args=[entry.pk])
