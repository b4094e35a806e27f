"""Writing, changing and correcting entries, and what the journal says of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhalo.accounts.tests.factories import holder
from mentorhalo.evidence.models import Fact
from mentorhalo.mentoring.actions import (
    ActivityDraft,
    EngagementClosed,
    EntryRefused,
    FileRefused,
    FutureDay,
    NotYet,
    NotYours,
    PeriodClosed,
    UnknownCode,
    approve_activity,
    attach_evidence,
    close_engagement,
    close_period,
    correct_activity,
    discard_draft,
    draft_of,
    log_activity,
    revise_activity,
    save_draft,
    submit_activity,
)
from mentorhalo.mentoring.models import Activity, ActivityRevision, PrivateNote
from mentorhalo.mentoring.tests.factories import (
    DECIDED_AT,
    LOGGED_AT,
    VISITED_ON,
    ActivityFactory,
    EngagementFactory,
    leader_of,
)
from mentorhalo.partners.tests.factories import ConsortiumFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def told(activity):
    """What the journal says of the entry now: (kind, state)."""
    live = Fact.objects.known_at(None).of_source("mentoring.activity", str(activity.pk))
    return sorted(live.values_list("kind", "state"))


def a_draft(engagement, **fields):
    values = {
        "kind": "consultation",
        "occurred_on": VISITED_ON,
        "mentor": engagement.mentor_id,
        "engagement": engagement.pk,
        "settlement": engagement.community.settlement_id,
    }
    return ActivityDraft(**(values | fields))


def test_logged_entry_waits_for_approval_and_stands_in_the_journal():
    activity = ActivityFactory()

    assert activity.state == "submitted"
    assert told(activity) == [("activity.community", "submitted")]
    fact = Fact.objects.get(kind="activity.community")
    assert fact.subject == f"community:{activity.engagement.community_id}"
    assert fact.context == f"engagement:{activity.engagement_id}"
    assert fact.who == f"mentor:{activity.mentor_id}"
    assert fact.group == f"group:{activity.group_id}"
    assert fact.home == activity.engagement.community.settlement_id
    assert fact.county == activity.engagement.community.settlement.county_id


def test_entry_tells_of_each_party():
    engagement = EngagementFactory()
    organisation, consortium = OrganisationFactory(), ConsortiumFactory()
    draft = a_draft(engagement, organisations=(organisation.pk,), consortium=consortium.pk, participants=12)

    activity = log_activity(draft=draft, by=engagement.mentor.user, at=LOGGED_AT)

    assert [kind for kind, _state in told(activity)] == [
        "activity.community",
        "activity.consortium",
        "activity.organisation",
    ]
    assert set(Fact.objects.filter(kind__startswith="activity.").values_list("quantity", flat=True)) == {12}


def test_entry_of_no_party_speaks_of_itself():
    mentor = EngagementFactory().mentor
    draft = ActivityDraft(kind="own_training", occurred_on=VISITED_ON, mentor=mentor.pk, channel="online")

    activity = log_activity(draft=draft, by=mentor.user, at=LOGGED_AT)

    assert told(activity) == [("activity.other", "submitted")]


def test_sending_twice_makes_one_entry():
    engagement = EngagementFactory()
    draft = a_draft(engagement)

    first = log_activity(draft=draft, by=engagement.mentor.user, at=LOGGED_AT)
    second = log_activity(draft=draft, by=engagement.mentor.user, at=LOGGED_AT + timedelta(minutes=1))

    assert first == second
    assert Activity.objects.count() == 1
    assert Fact.objects.filter(kind="activity.community").count() == 1


def test_anothers_identifier_is_refused():
    engagement = EngagementFactory()
    draft = a_draft(engagement)
    log_activity(draft=draft, by=engagement.mentor.user, at=LOGGED_AT)

    with pytest.raises(NotYours):
        log_activity(draft=draft, by=EngagementFactory().mentor.user, at=LOGGED_AT)


@pytest.mark.parametrize(
    ("fields", "refusal", "field"),
    [
        ({"occurred_on": date(2025, 4, 11)}, FutureDay, "occurred_on"),
        ({"occurred_on": date(2001, 1, 1)}, EntryRefused, "occurred_on"),
        ({"kind": "dancing"}, UnknownCode, "kind"),
        ({"channel": "pigeon"}, UnknownCode, "channel"),
        ({"settlement": None}, EntryRefused, "settlement"),
        ({"participants": 3, "new_participants": 4}, EntryRefused, "new_participants"),
        ({"new_participants": 4}, EntryRefused, "participants"),
        ({"minutes": 1500}, EntryRefused, "minutes"),
        ({"public_sentence": "a" * 201}, EntryRefused, "public_sentence"),
        ({"kind": "supervision", "group_note": "Miről beszéltünk?"}, EntryRefused, "group_note"),
        ({"kind": "supervision", "private_note": "Csak magamnak."}, EntryRefused, "private_note"),
    ],
)
def test_what_cannot_have_been_is_refused(fields, refusal, field):
    engagement = EngagementFactory()

    with pytest.raises(refusal) as refused:
        log_activity(draft=a_draft(engagement, **fields), by=engagement.mentor.user, at=LOGGED_AT)

    assert refused.value.field == field
    assert not Activity.objects.exists()


def test_of_supervision_the_hours_alone_are_kept():
    engagement = EngagementFactory()
    draft = replace(a_draft(engagement, kind="supervision", minutes=90), engagement=None)

    entry = log_activity(draft=draft, by=engagement.mentor.user, at=LOGGED_AT)

    assert entry.minutes == 90
    photo = SimpleUploadedFile("kep.pdf", b"%PDF-1.7", "application/pdf")
    with pytest.raises(FileRefused):
        attach_evidence(activity=entry, kind="photo", upload=photo, by=engagement.mentor.user, at=LOGGED_AT)


def test_an_entry_with_a_file_or_a_sealed_note_does_not_become_one_of_hours_alone():
    engagement = EngagementFactory()
    author = engagement.mentor.user
    entry = log_activity(draft=a_draft(engagement, private_note="Csak magamnak."), by=author, at=LOGGED_AT)
    hours = replace(draft_of(entry), kind="supervision", engagement=None)

    with pytest.raises(EntryRefused):
        revise_activity(activity=entry, draft=replace(hours, private_note=None), by=author, at=LOGGED_AT)
    revise_activity(activity=entry, draft=replace(hours, private_note=""), by=author, at=LOGGED_AT)

    assert not PrivateNote.objects.exists()


def test_closed_engagement_refuses_later_entries_and_takes_earlier_ones():
    engagement = EngagementFactory()
    closed_on = VISITED_ON - timedelta(days=1)
    close_engagement(
        engagement=engagement, on=closed_on, reason="Elköltöztek", by=engagement.mentor.user, at=LOGGED_AT
    )

    with pytest.raises(EngagementClosed):
        log_activity(draft=a_draft(engagement), by=engagement.mentor.user, at=LOGGED_AT)

    late = a_draft(engagement, occurred_on=closed_on)
    assert log_activity(draft=late, by=engagement.mentor.user, at=LOGGED_AT).occurred_on == closed_on


def test_entry_without_mandate_is_refused():
    engagement = EngagementFactory()
    draft = ActivityDraft(
        kind="administration", occurred_on=date(2023, 5, 5), mentor=engagement.mentor_id, channel="online"
    )

    with pytest.raises(UnknownCode):
        log_activity(draft=draft, by=engagement.mentor.user, at=LOGGED_AT)


def test_draft_counts_nowhere_until_it_is_sent_in():
    engagement = EngagementFactory()
    user = engagement.mentor.user
    activity = save_draft(draft=a_draft(engagement, state="draft", settlement=None), by=user, at=LOGGED_AT)
    assert told(activity) == []

    with pytest.raises(EntryRefused):
        submit_activity(activity=activity, by=user, at=LOGGED_AT)

    whole = a_draft(engagement, id=activity.pk, state="submitted")
    activity = revise_activity(activity=activity, draft=whole, by=user, at=LOGGED_AT)
    assert activity.state == "submitted"
    assert told(activity) == [("activity.community", "submitted")]


def test_only_an_unsent_draft_can_be_thrown_away():
    engagement = EngagementFactory()
    user = engagement.mentor.user
    activity = save_draft(draft=a_draft(engagement, state="draft"), by=user, at=LOGGED_AT)
    discard_draft(activity=activity, by=user)
    assert not Activity.objects.exists()

    sent = log_activity(draft=a_draft(engagement), by=user, at=LOGGED_AT)
    with pytest.raises(EntryRefused):
        discard_draft(activity=sent, by=user)


def test_edit_keeps_what_stood_there():
    activity = ActivityFactory(participants=8)
    draft = draft_of(activity, participants=9)

    revised = revise_activity(activity=activity, draft=draft, by=activity.mentor.user, at=LOGGED_AT)

    assert revised.participants == 9
    assert ActivityRevision.objects.get().before == {"participants": 8}
    assert Fact.objects.known_at(None).get(kind="activity.community").quantity == 9


def test_edit_without_a_change_does_nothing():
    activity = ActivityFactory()

    revise_activity(activity=activity, draft=draft_of(activity), by=activity.mentor.user, at=LOGGED_AT)

    assert not ActivityRevision.objects.exists()


def test_edited_approved_entry_waits_again():
    activity = ActivityFactory(is_approved=True)
    draft = draft_of(activity, participants=9, state="submitted")

    revised = revise_activity(activity=activity, draft=draft, by=activity.mentor.user, at=DECIDED_AT)

    assert revised.state == "submitted"
    assert revised.decided_by is None
    assert told(revised) == [("activity.community", "submitted")]


def test_stranger_changes_nothing():
    activity = ActivityFactory()
    stranger = EngagementFactory().mentor.user

    with pytest.raises(NotYours):
        revise_activity(
            activity=activity, draft=draft_of(activity, participants=9), by=stranger, at=LOGGED_AT
        )


def test_closed_period_takes_corrections_alone():
    activity = ActivityFactory(is_approved=True)
    close_period(
        programme=activity.programme,
        until=date(2025, 6, 30),
        by=holder("office"),
        at=DECIDED_AT.replace(month=7),
    )
    later = DECIDED_AT.replace(month=8)
    with pytest.raises(PeriodClosed):
        revise_activity(
            activity=activity, draft=draft_of(activity, participants=9), by=activity.mentor.user, at=later
        )

    draft = draft_of(activity, id=a_draft(activity.engagement).id, participants=9, state="submitted")
    correction = correct_activity(
        original=activity, draft=draft, reason="Elírtam", by=activity.mentor.user, at=later
    )
    assert told(activity) == [("activity.community", "approved")]

    approve_activity(activity=correction, by=leader_of(activity.group), at=later)
    assert told(activity) == []
    assert told(correction) == [("activity.community", "approved")]


def test_annulment_takes_the_original_back_and_says_nothing():
    activity = ActivityFactory(is_approved=True)
    draft = draft_of(activity, id=a_draft(activity.engagement).id, state="submitted")

    annulment = correct_activity(
        original=activity,
        draft=draft,
        reason="Kétszer szerepelt",
        is_annulment=True,
        by=activity.mentor.user,
        at=DECIDED_AT,
    )
    approve_activity(activity=annulment, by=leader_of(activity.group), at=DECIDED_AT)

    assert told(activity) == []
    assert told(annulment) == []


def test_correction_edited_after_approval_gives_the_original_back_until_it_is_approved_again():
    activity = ActivityFactory(is_approved=True)
    user = activity.mentor.user
    draft = draft_of(activity, id=a_draft(activity.engagement).id, participants=5, state="submitted")
    correction = correct_activity(original=activity, draft=draft, reason="Elírtam", by=user, at=DECIDED_AT)
    correction = approve_activity(activity=correction, by=leader_of(activity.group), at=DECIDED_AT)

    revise_activity(
        activity=correction,
        draft=draft_of(correction, participants=6, state="submitted"),
        by=user,
        at=DECIDED_AT,
    )

    assert told(activity) == [("activity.community", "approved")]
    assert told(correction) == [("activity.community", "submitted")]


def test_correction_is_for_approved_entries():
    activity = ActivityFactory()
    draft = draft_of(activity, id=a_draft(activity.engagement).id)

    with pytest.raises(NotYet):
        correct_activity(original=activity, draft=draft, reason="x", by=activity.mentor.user, at=LOGGED_AT)


def test_correction_needs_a_reason_and_happens_once():
    activity = ActivityFactory(is_approved=True)
    user = activity.mentor.user
    draft = draft_of(activity, id=a_draft(activity.engagement).id, state="submitted")
    with pytest.raises(EntryRefused):
        correct_activity(original=activity, draft=draft, reason=" ", by=user, at=DECIDED_AT)

    first = correct_activity(original=activity, draft=draft, reason="Elírtam", by=user, at=DECIDED_AT)
    again = correct_activity(original=activity, draft=draft, reason="Elírtam", by=user, at=DECIDED_AT)
    assert first == again

    other = draft_of(activity, id=a_draft(activity.engagement).id, state="submitted")
    with pytest.raises(EntryRefused):
        correct_activity(original=activity, draft=other, reason="Mégis", by=user, at=DECIDED_AT)
