"""Whatever is done, the journal says what the records say, and what was known earlier stays as it was."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorhalo.accounts.tests.factories import holder
from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.reconciliation import reconcile
from mentorhalo.mentoring.actions import (
    ActivityDraft,
    ClosingRefused,
    DecisionRefused,
    EngagementRefused,
    EntryRefused,
    FileCut,
    FileRefused,
    NotYours,
    approve_activity,
    attach_evidence,
    close_engagement,
    close_period,
    correct_activity,
    discard_draft,
    draft_of,
    log_activities,
    log_activity,
    move_engagement,
    pause_engagement,
    resume_engagement,
    return_activity,
    revise_activity,
    submit_activity,
)
from mentorhalo.mentoring.models import Activity, Engagement, EvidenceFile
from mentorhalo.mentoring.tests.factories import (
    DECIDED_AT,
    LOGGED_AT,
    OPENED_ON,
    VISITED_ON,
    ActivityFactory,
    EngagementFactory,
    leader_of,
)
from mentorhalo.partners.actions import CommunityDraft, PartnersRefusal, merge_parties, revise_community
from mentorhalo.partners.tests.factories import OrganisationFactory
from mentorhalo.territory.models import SettlementRecord
from mentorhalo.territory.queries import forget_places
from mentorhalo.territory.signals import register_changed
from mentorhalo.territory.tests.factories import CountyFactory, SettlementFactory

pytestmark = pytest.mark.django_db
REFUSALS = (EntryRefused, DecisionRefused, EngagementRefused, ClosingRefused, FileRefused, PartnersRefusal)


def known_at(moment):
    """Everything the journal said at a moment, in an order of its own."""
    facts = Fact.objects.known_at(moment).filter(source_type__startswith="mentoring.")
    return sorted(facts.values_list("kind", "subject", "occurred_on", "state", "quantity", "source_id"))


def differences():
    """Where journal and records of this room disagree; the least network of the factories has told it nothing."""
    return [one for one in reconcile().differences if one.source_type.startswith("mentoring.")]


def a_pdf():
    return SimpleUploadedFile("iv.pdf", b"%PDF" + uuid4().bytes)


class Deeds:
    """One mentor's small world, and what may happen in it next."""

    def __init__(self):
        self.engagement = EngagementFactory()
        self.other = EngagementFactory(mentor=self.engagement.mentor)
        self.mentor = self.engagement.mentor
        self.user = self.mentor.user
        self.office = holder("office")
        self.at = LOGGED_AT

    def later(self):
        self.at += timedelta(days=1)
        return self.at

    def entry(self, number):
        entries = list(Activity.objects.order_by("created_at", "pk"))
        return entries[number % len(entries)] if entries else None

    def do(self, deed, number):
        with suppress(*REFUSALS):
            getattr(self, deed)(number, self.later())

    def log(self, number, at):
        engagement = Engagement.objects.get(pk=(self.engagement, self.other)[number % 2].pk)
        draft = ActivityDraft(
            kind="consultation",
            occurred_on=VISITED_ON + timedelta(days=number % 20),
            mentor=self.mentor.pk,
            engagement=engagement.pk,
            settlement=engagement.community.settlement_id,
            participants=number,
            state="draft" if number % 5 == 0 else "submitted",
        )
        log_activity(draft=draft, by=self.user, at=at)

    def edit(self, number, at):
        entry = self.entry(number)
        if entry:
            draft = draft_of(entry, participants=number + 1, state="submitted")
            revise_activity(activity=entry, draft=draft, by=self.user, at=at)

    def send(self, number, at):
        if entry := self.entry(number):
            submit_activity(activity=entry, by=self.user, at=at)

    def approve(self, number, at):
        if entry := self.entry(number):
            approve_activity(activity=entry, by=self.office, at=at)

    def give_back(self, number, at):
        if entry := self.entry(number):
            return_activity(activity=entry, reason="Hiányos", by=self.office, at=at)

    def correct(self, number, at):
        if entry := self.entry(number):
            draft = draft_of(entry, id=uuid4(), participants=number + 2, state="submitted")
            correct_activity(
                original=entry,
                draft=draft,
                reason="Elírás",
                is_annulment=number % 3 == 0,
                by=self.user,
                at=at,
            )

    def discard(self, number, at):
        if entry := self.entry(number):
            discard_draft(activity=entry, by=self.user)

    def attach(self, number, at):
        if entry := self.entry(number):
            attach_evidence(activity=entry, kind="sheet", upload=a_pdf(), by=self.user, at=at)

    def activate(self, number, at):
        move_engagement(
            engagement=self.engagement, to_state="active", on=OPENED_ON, reason="", by=self.user, at=at
        )

    def pause(self, number, at):
        pause_engagement(engagement=self.engagement, on=VISITED_ON, reason="Ok", by=self.user, at=at)

    def resume(self, number, at):
        resume_engagement(engagement=self.engagement, on=VISITED_ON + timedelta(days=1), by=self.user, at=at)

    def close(self, number, at):
        close_engagement(
            engagement=self.engagement, on=VISITED_ON + timedelta(days=20), reason="Vége", by=self.user, at=at
        )

    def close_books(self, number, at):
        close_period(
            programme=self.engagement.programme,
            until=VISITED_ON + timedelta(days=number % 20),
            by=self.office,
            at=at,
        )

    def merge(self, number, at):
        merge_parties(
            absorbed=self.other.community,
            survivor=self.engagement.community,
            reason="Ugyanaz",
            by=self.office,
            at=at,
        )


DEEDS = [
    "log", "log", "edit", "send", "approve", "approve", "give_back", "correct", "discard", "attach",
    "activate", "pause", "resume", "close", "close_books", "merge",
]  # fmt: skip


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 30)), min_size=3, max_size=14))
def test_any_sequence_of_deeds_leaves_the_journal_true(steps):
    with transaction.atomic():
        world = Deeds()
        seen = []
        for deed, number in steps:
            world.do(deed, number)
            seen.append((world.at, known_at(world.at)))

        assert differences() == []
        assert [known_at(moment) for moment, _ in seen] == [said for _, said in seen]
        transaction.set_rollback(True)


def test_moved_community_takes_its_facts_along():
    moved_to = SettlementFactory()
    activity = ActivityFactory()
    attach_evidence(activity=activity, kind="sheet", upload=a_pdf(), by=None, at=LOGGED_AT)
    community = activity.engagement.community
    draft = CommunityDraft(name=community.name, settlement=moved_to, field="arts")

    revise_community(community=community, draft=draft, by=None, at=LOGGED_AT + timedelta(days=1))

    live = Fact.objects.known_at(None).filter(source_type__startswith="mentoring.")
    assert set(live.values_list("home", "county", "subject_class")) == {
        (moved_to.pk, moved_to.county_id, "arts")
    }
    assert differences() == []


def test_work_in_a_place_that_moves_to_another_county_moves_along():
    activity = ActivityFactory()
    place, other = activity.settlement, CountyFactory()
    moved_on = VISITED_ON - timedelta(days=1)
    place.records.update(valid_until=moved_on - timedelta(days=1))
    SettlementRecord.objects.create(
        settlement=place,
        valid_from=moved_on,
        name=place.name,
        status=place.status,
        size_type=place.size_type,
        county=other,
    )
    forget_places()

    register_changed.send(
        sender=SettlementRecord, day=moved_on, codes=[place.pk], by=None, at=LOGGED_AT + timedelta(days=1)
    )

    fact = Fact.objects.known_at(None).get(kind="activity.community")
    assert fact.county == other.pk
    assert differences() == []


def test_evidence_counts_with_its_entry():
    activity = ActivityFactory()
    attach_evidence(activity=activity, kind="sheet", upload=a_pdf(), by=activity.mentor.user, at=LOGGED_AT)
    fact = Fact.objects.known_at(None).get(kind="evidence.attached")
    assert fact.subject == f"community:{activity.engagement.community_id}"

    return_activity(
        activity=activity, reason="x", by=leader_of(activity.group), at=LOGGED_AT + timedelta(days=1)
    )

    assert not Fact.objects.known_at(None).filter(kind="evidence.attached").exists()


def test_evidence_speaks_for_every_party_of_its_entry():
    house = OrganisationFactory()
    activity = ActivityFactory(organisations=(house.pk,))

    attach_evidence(activity=activity, kind="sheet", upload=a_pdf(), by=activity.mentor.user, at=LOGGED_AT)

    facts = Fact.objects.known_at(None).filter(kind="evidence.attached")
    assert set(facts.values_list("subject", flat=True)) == {
        f"community:{activity.engagement.community_id}",
        f"organisation:{house.pk}",
    }
    assert differences() == []


@pytest.mark.parametrize(
    ("name", "content"), [("a.exe", b"x"), ("a.svg", b"x"), ("a.html", b"x"), ("a.pdf", b""), ("pdf", b"x")]
)
def test_what_cannot_be_kept_is_refused(name, content):
    activity = ActivityFactory()

    with pytest.raises(FileRefused):
        attach_evidence(
            activity=activity, kind="sheet", upload=SimpleUploadedFile(name, content), by=None, at=LOGGED_AT
        )

    assert not EvidenceFile.objects.exists()


def test_same_file_twice_is_refused():
    activity = ActivityFactory()
    for expected in (None, FileRefused):
        upload = SimpleUploadedFile("../../ív\u202egpj.pdf", b"%PDF")
        if expected is None:
            kept = attach_evidence(activity=activity, kind="sheet", upload=upload, by=None, at=LOGGED_AT)
            continue
        with pytest.raises(expected):
            attach_evidence(activity=activity, kind="sheet", upload=upload, by=None, at=LOGGED_AT)

    assert kept.original_name == "ívgpj.pdf"
    assert ".." not in kept.file.name


def test_file_sent_again_under_its_key_is_the_first_one():
    activity = ActivityFactory()
    key, content = uuid4(), b"\xff\xd8 jpeg"
    sent = {"key": key, "sha256": sha256(content).hexdigest(), "kind": "photo", "by": None}

    first, again = (
        attach_evidence(activity=activity, upload=SimpleUploadedFile("kép.jpg", content), at=at, **sent)
        for at in (LOGGED_AT, DECIDED_AT)
    )

    assert (first.pk, again.pk, again.arrived_at) == (key, key, LOGGED_AT)
    other = ActivityFactory()
    with pytest.raises(NotYours):
        attach_evidence(activity=other, upload=SimpleUploadedFile("kép.jpg", content), at=LOGGED_AT, **sent)


def test_file_that_is_not_the_promised_one_is_refused_as_cut():
    activity = ActivityFactory()
    with pytest.raises(FileCut):
        attach_evidence(
            activity=activity,
            kind="photo",
            upload=SimpleUploadedFile("kép.jpg", b"half"),
            sha256=sha256(b"half and half").hexdigest(),
            by=None,
            at=LOGGED_AT,
        )

    assert not activity.evidence_files.exists()


def test_many_entries_are_written_at_once_as_one_by_one(django_assert_max_num_queries):
    engagement = EngagementFactory()
    organisation = OrganisationFactory()
    decided_at = datetime(2025, 4, 20, 8, tzinfo=UTC)
    drafts = [
        ActivityDraft(
            kind="consultation",
            occurred_on=VISITED_ON,
            mentor=engagement.mentor_id,
            engagement=engagement.pk,
            settlement=engagement.community.settlement_id,
            organisations=(organisation.pk,),
            participants=number,
            private_note="Titok",
            state="approved",
            submitted_at=LOGGED_AT,
            decided_at=decided_at,
        )
        for number in range(50)
    ]

    with django_assert_max_num_queries(40):
        count = log_activities(drafts=drafts, by=engagement.mentor.user, at=decided_at)

    assert count == Activity.objects.count() == 50
    facts = Fact.objects.filter(kind__startswith="activity.")
    assert set(facts.values_list("kind", "recorded_at")) == {
        ("activity.community", decided_at),
        ("activity.organisation", decided_at),
    }
    assert Activity.objects.filter(group=None).count() == 0
    assert differences() == []
