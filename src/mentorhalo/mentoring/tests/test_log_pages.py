"""The log form and an entry's pages, as a mentor, a colleague, a leader and a stranger meet them."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.tests.factories import holder
from mentorhalo.mentoring.actions import (
    approve_activity,
    attach_evidence,
    close_engagement,
    close_period,
    plan_appointment,
)
from mentorhalo.mentoring.models import Activity, EvidenceFile
from mentorhalo.mentoring.tests.factories import (
    DECIDED_AT,
    LOGGED_AT,
    ActivityFactory,
    EngagementFactory,
    group_of,
    leader_of,
    mentor_at_work,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def engagement():
    return EngagementFactory()


@pytest.fixture
def mentor(client, engagement):
    client.force_login(engagement.mentor.user)
    return engagement.mentor


def typed(engagement, **fields):
    values = {
        "key": str(uuid4()),
        "engagement": str(engagement.pk),
        "kind": "information_visit",
        "occurred_on": timezone.localdate().isoformat(),
        "channel": "in_person",
        "settlement": engagement.community.settlement.name,
        "settlement_value": engagement.community.settlement.pk,
        "is_two_way": "on",
        "public_sentence": "Beszélgettünk az ünnepről.",
    }
    return {**values, **fields}


def words(response):
    return response.content.decode()


def test_form_knows_the_place_from_todays_calendar(client, engagement, mentor):
    plan_appointment(
        mentor=mentor,
        title="Látogatás",
        starts_at=timezone.now() + timedelta(minutes=1),
        engagement=engagement,
        by=mentor.user,
        at=timezone.now(),
    )

    form = client.get(reverse("mentoring:log")).context["form"]

    assert form.initial["engagement"] == str(engagement.pk)
    assert form.initial["settlement"] == engagement.community.settlement


def test_form_knows_the_place_of_the_last_entry(client, engagement, mentor):
    ActivityFactory(engagement=engagement, occurred_on=timezone.localdate(), at=timezone.now())

    form = client.get(reverse("mentoring:log")).context["form"]

    assert form.initial["settlement"] == engagement.community.settlement


def test_form_takes_the_engagement_of_the_address(client, engagement, mentor):
    form = client.get(reverse("mentoring:log"), {"engagement": str(engagement.pk)}).context["form"]

    assert form.initial["engagement"] == str(engagement.pk)


def test_saving_says_what_happens_next(client, engagement, mentor):
    response = client.post(reverse("mentoring:log"), typed(engagement), follow=True)

    activity = Activity.objects.get()
    assert response.redirect_chain == [(reverse("mentoring:saved", args=[activity.pk]), 302)]
    assert (activity.state, activity.mentor, activity.created_by) == ("submitted", mentor, mentor.user)
    assert activity.settlement == engagement.community.settlement
    assert "A csoportvezető már látja" in words(response)


@pytest.mark.parametrize(("more", "is_open"), [({}, False), ({"topics": "falunap"}, True)])
def test_refused_form_opens_what_is_folded_only_if_something_stands_in_it(
    client, engagement, mentor, more, is_open
):
    sent = typed(engagement, occurred_on="", minutes="", organisation="", organisation_value="", **more)

    form = client.post(reverse("mentoring:log"), sent).context["form"]

    assert list(form.errors) == ["occurred_on"]
    assert (form.more_is_needed, form.notes_are_needed) == (is_open, False)


def test_double_sending_saves_once(client, engagement, mentor):
    sent = typed(engagement)

    client.post(reverse("mentoring:log"), sent)
    client.post(reverse("mentoring:log"), sent)

    assert Activity.objects.get().revision == 1


def test_sending_again_with_other_words_is_a_change(client, engagement, mentor):
    sent = typed(engagement)
    client.post(reverse("mentoring:log"), sent)
    client.post(reverse("mentoring:log"), sent | {"participants": "7"})

    activity = Activity.objects.get()
    assert (activity.participants, activity.revision) == (7, 2)


def test_what_was_typed_is_kept_on_a_refusal(client, engagement, mentor):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    response = client.post(
        reverse("mentoring:log"),
        typed(engagement, occurred_on=tomorrow, group_note="Hosszú feljegyzés", private_note="Titok"),
    )

    assert response.context["form"].errors == {
        "occurred_on": ["Ez a nap a jövőben van: akkor naplózza, amikor már megtörtént."]
    }
    assert "Hosszú feljegyzés" in words(response)
    assert "Titok" in words(response)
    assert not Activity.objects.exists()


def test_kind_and_place_are_asked_for(client, engagement, mentor):
    response = client.post(
        reverse("mentoring:log"), typed(engagement, kind="", settlement="", settlement_value="")
    )
    assert set(response.context["form"].errors) == {"kind"}

    response = client.post(reverse("mentoring:log"), typed(engagement, settlement="", settlement_value=""))
    assert set(response.context["form"].errors) == {"settlement"}


def test_too_big_a_file_gets_a_clear_message_and_nothing_is_lost(client, engagement, mentor, settings):
    big = SimpleUploadedFile("iv.pdf", b"x" * (50 * 1024 * 1024), "application/pdf")
    response = client.post(reverse("mentoring:log"), typed(engagement, evidence=big, evidence_kind="sheet"))

    (error,) = response.context["form"].errors["evidence"]
    assert error.startswith("„iv.pdf” mérete 50")
    assert "Beszélgettünk az ünnepről." in words(response)
    assert not Activity.objects.exists()
    assert not EvidenceFile.objects.exists()


def test_files_come_with_the_entry(client, engagement, mentor):
    file = SimpleUploadedFile("jelenléti ív.pdf", b"%PDF", "application/pdf")

    client.post(reverse("mentoring:log"), typed(engagement, evidence=file, evidence_kind="sheet"))

    kept = EvidenceFile.objects.get()
    assert (kept.original_name, kept.kind, kept.size) == ("jelenléti ív.pdf", "sheet", 4)


def test_draft_is_kept_and_seen_by_its_author_alone(client, engagement, mentor):
    client.post(reverse("mentoring:log"), typed(engagement, keep="1", settlement="", settlement_value=""))
    activity = Activity.objects.get()
    assert activity.state == "draft"
    assert client.get(reverse("mentoring:entry", args=[activity.pk])).status_code == 200

    client.force_login(leader_of(activity.group))
    assert client.get(reverse("mentoring:entry", args=[activity.pk])).status_code == 404

    client.force_login(mentor.user)
    client.post(reverse("mentoring:discard_entry", args=[activity.pk]))
    assert not Activity.objects.exists()


def test_draft_is_sent_in(client, engagement, mentor):
    activity = ActivityFactory(engagement=engagement, state="draft")

    client.post(reverse("mentoring:submit_entry", args=[activity.pk]))

    activity.refresh_from_db()
    assert activity.state == "submitted"


def test_notes_are_read_by_those_they_are_for(client):
    activity = ActivityFactory(group_note="Csoportnak szól", private_note="Csak nekem szól")
    page = reverse("mentoring:entry", args=[activity.pk])
    colleague = mentor_at_work(group=group_of(activity.mentor)).user
    readers = {
        activity.mentor.user: (True, True),
        colleague: (True, False),
        leader_of(activity.group): (True, False),
        holder("office"): (True, False),
        mentor_at_work().user: (False, False),
        holder("auditor"): (False, False),
    }

    seen = {}
    for reader in readers:
        client.force_login(reader)
        html = words(client.get(page))
        seen[reader] = ("Csoportnak szól" in html, "Csak nekem szól" in html)

    assert seen == readers


def test_private_note_is_noise_in_the_database():
    activity = ActivityFactory(private_note="Csak nekem szól")

    assert "nekem" not in bytes(activity.private_note.sealed_text).decode("latin-1")


def test_entry_is_changed_and_its_past_is_told(client, engagement, mentor):
    activity = ActivityFactory(engagement=engagement, participants=8, private_note="Titok")
    page = client.get(reverse("mentoring:edit_entry", args=[activity.pk]))
    assert page.context["form"].initial["private_note"] == "Titok"

    client.post(
        reverse("mentoring:edit_entry", args=[activity.pk]),
        typed(
            engagement, occurred_on=activity.occurred_on.isoformat(), participants="9", private_note="Titok"
        ),
    )

    html = words(client.get(reverse("mentoring:entry", args=[activity.pk])))
    assert "Mi állt benne korábban" in html
    activity.refresh_from_db()
    assert activity.participants == 9


def test_closed_period_leads_to_a_correction(client, engagement, mentor):
    activity = ActivityFactory(engagement=engagement, is_approved=True)
    close_period(programme=activity.programme, until=activity.occurred_on, by=holder("office"), at=DECIDED_AT)
    correct = reverse("mentoring:correct_entry", args=[activity.pk])

    assert client.get(reverse("mentoring:edit_entry", args=[activity.pk])).headers["Location"] == correct
    client.post(
        correct,
        typed(engagement, occurred_on=activity.occurred_on.isoformat(), participants="5", reason="Elírtam"),
    )

    correction = Activity.objects.get(corrects=activity)
    assert (correction.participants, correction.correction_reason) == (5, "Elírtam")
    assert "Elírtam" in words(client.get(reverse("mentoring:entry", args=[activity.pk])))


def test_file_is_added_later_and_downloaded_safely(client, engagement, mentor):
    activity = ActivityFactory(engagement=engagement)
    file = SimpleUploadedFile("<ív>.pdf", b"%PDF-x", "application/pdf")
    client.post(reverse("mentoring:attach", args=[activity.pk]), {"evidence": file, "evidence_kind": "sheet"})
    kept = EvidenceFile.objects.get()

    response = client.get(reverse("mentoring:evidence", args=[kept.pk]))

    assert response.content == b"%PDF-x"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert kept.sha256[:12] in words(client.get(reverse("mentoring:entry", args=[activity.pk])))

    refused = SimpleUploadedFile("virus.exe", b"MZ")
    page = client.post(
        reverse("mentoring:attach", args=[activity.pk]), {"evidence": refused, "evidence_kind": "sheet"}
    )
    assert "virus.exe" in words(page)
    assert EvidenceFile.objects.count() == 1


def test_altered_file_is_not_handed_out(client, engagement, mentor):
    activity = ActivityFactory(engagement=engagement)
    kept = attach_evidence(
        activity=activity,
        kind="photo",
        upload=SimpleUploadedFile("kep.jpg", b"jpeg"),
        by=mentor.user,
        at=LOGGED_AT,
    )
    Path(kept.file.path).write_bytes(b"something else")

    assert client.get(reverse("mentoring:evidence", args=[kept.pk])).status_code == 302


@pytest.mark.parametrize("name", ["mentoring:entries", "mentoring:engagements", "mentoring:inbox"])
def test_lists_ask_as_much_for_three_as_for_one(client, engagement, name):
    ActivityFactory(engagement=engagement)
    client.force_login(holder("office"))
    with_one = _queries(client, reverse(name))
    for _ in range(2):
        ActivityFactory()

    assert _queries(client, reverse(name)) == with_one


def _queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_approved_entries_are_listed_by_state(client, engagement, mentor):
    waiting = ActivityFactory(engagement=engagement)
    approved = ActivityFactory(engagement=engagement)
    approve_activity(activity=approved, by=leader_of(approved.group), at=DECIDED_AT)

    page = client.get(reverse("mentoring:entries"), {"state": "approved"}).context["page"]

    assert [one.pk for one in page.object_list] == [approved.pk]
    assert waiting.pk != approved.pk


def test_an_engagement_closed_meanwhile_is_told_and_what_was_typed_is_kept(client, engagement, mentor):
    close_engagement(
        engagement=engagement,
        on=timezone.localdate(),
        reason="A kör feloszlott.",
        by=mentor.user,
        at=timezone.now(),
    )

    answer = client.post(reverse("mentoring:log"), typed(engagement))

    assert not Activity.objects.exists()
    assert "lezárult" in answer.context["form"].errors["engagement"][0]
    assert "Beszélgettünk az ünnepről." in words(answer)


def test_a_note_has_an_end(client, engagement, mentor):
    answer = client.post(reverse("mentoring:log"), typed(engagement, group_note="x" * 10_001))

    assert list(answer.context["form"].errors) == ["group_note"]
