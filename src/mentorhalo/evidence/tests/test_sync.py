from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from mentorhalo.evidence.actions import (
    FactRefused,
    NoTransaction,
    RecordedInFuture,
    Synced,
    sync,
    sync_many,
)
from mentorhalo.evidence.models import Fact, Void

from .factories import draft

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


def said(moment=None, source_id="1"):
    facts = Fact.objects.known_at(moment).filter(source_id=source_id)
    return list(facts.values_list("kind", "subject", "quantity"))


@pytest.mark.django_db
def test_new_facts_are_appended_with_who_said_them_when():
    done = sync("mentoring.activity", "1", [draft(quantity=12, attributes={"új": [1, "ő"]})], by=None, at=AT)

    fact = Fact.objects.get()
    assert done == Synced(added=1)
    assert (fact.source_type, fact.source_id, fact.recorded_at, fact.recorded_by) == (
        "mentoring.activity",
        "1",
        AT,
        "",
    )
    assert (fact.quantity, fact.attributes, fact.is_two_way, fact.until_on) == (
        12,
        {"új": [1, "ő"]},
        None,
        None,
    )


@pytest.mark.django_db
def test_repeating_a_sync_changes_nothing():
    drafts = [draft(), draft(subject="community:b", is_two_way=True, attributes={"z": 1, "a": None})]
    sync("mentoring.activity", "1", drafts, by=None, at=AT)

    assert sync("mentoring.activity", "1", drafts, by=None, at=LATER) == Synced(kept=2)
    assert (Fact.objects.count(), Void.objects.count()) == (2, 0)


@pytest.mark.django_db
def test_a_changed_draft_voids_the_old_fact_and_appends_the_new_one():
    sync("mentoring.activity", "1", [draft(quantity=3), draft(kind="evidence.attached")], by=None, at=AT)

    done = sync("mentoring.activity", "1", [draft(quantity=5)], by=None, at=LATER, reason="returned")

    assert done == Synced(added=1, voided=2)
    assert said() == [("activity.community", "community:a", 5)]
    assert said(AT) == [("activity.community", "community:a", 3), ("evidence.attached", "community:a", 1)]
    assert said(AT - timedelta(microseconds=1)) == []
    assert list(Void.objects.values_list("reason", "recorded_at")) == [("returned", LATER)] * 2


@pytest.mark.django_db
def test_other_records_are_left_alone():
    sync("mentoring.activity", "1", [draft()], by=None, at=AT)
    sync("mentoring.pause", "1", [draft(kind="engagement.paused")], by=None, at=AT)
    sync("mentoring.activity", "2", [draft()], by=None, at=AT)

    sync("mentoring.activity", "1", [], by=None, at=LATER)

    assert Fact.objects.known_at(None).count() == 2


@pytest.mark.django_db
def test_a_late_clock_does_not_rewrite_what_was_known():
    sync("mentoring.activity", "1", [draft(quantity=1)], by=None, at=LATER)

    sync("mentoring.activity", "1", [draft(quantity=2)], by=None, at=AT)

    assert said(LATER) == [("activity.community", "community:a", 2)]
    assert said(AT) == []


@pytest.mark.django_db
def test_many_records_are_synced_at_once():
    first = sync_many("mentoring.activity", {"1": [draft()], "2": [draft()]}, by=None, at=AT, fresh=True)
    second = sync_many(
        "mentoring.activity",
        (pair for pair in [("1", [draft()]), ("2", []), ("3", [draft()])]),
        by=None,
        at={"1": LATER, "2": LATER, "3": AT},
    )

    assert (first, second) == (Synced(added=2), Synced(added=1, voided=1, kept=1))
    assert list(Fact.objects.known_at(None).values_list("source_id", "recorded_at")) == [("1", AT), ("3", AT)]


@pytest.mark.django_db
def test_many_records_take_a_fixed_number_of_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        sync_many("mentoring.activity", {str(n): [draft()] for n in range(300)}, by=None, at=AT)


@pytest.mark.django_db
def test_nothing_is_recorded_in_the_future():
    tomorrow = timezone.now() + timedelta(days=1)

    with pytest.raises(RecordedInFuture):
        sync("mentoring.activity", "1", [draft()], by=None, at=tomorrow)
    with pytest.raises(RecordedInFuture):
        sync_many("mentoring.activity", {"1": [draft()]}, by=None, at={"1": tomorrow})


@pytest.mark.django_db
def test_one_record_says_one_thing_once():
    with pytest.raises(FactRefused):
        sync("mentoring.activity", "1", [draft(), draft(quantity=2)], by=None, at=AT)


@pytest.mark.django_db(transaction=True)
def test_sync_outside_a_transaction_is_refused():
    with pytest.raises(NoTransaction):
        sync("mentoring.activity", "1", [draft()], by=None, at=AT)
    with pytest.raises(NoTransaction):
        sync_many("mentoring.activity", {"1": [draft()]}, by=None, at=AT)


@pytest.mark.parametrize(
    "columns",
    [
        {"subject": "Kovács Anna"},
        {"subject": ""},
        {"who": "anna@example.org"},
        {"kind": ""},
        {"kind": "k" * 41},
        {"form": "a\0b"},
        {"day": datetime(2026, 3, 1, tzinfo=UTC)},
        {"until_on": date(2026, 2, 28)},
        {"quantity": 2**31},
        {"quantity": True},
        {"attributes": {"share": 0.5}},
        {"attributes": {"who": {1, 2}}},
        {"attributes": {1: "one"}},
        {"attributes": {"text": "\ud800"}},
    ],
)
def test_what_the_journal_cannot_hold_is_refused(columns):
    with pytest.raises(FactRefused):
        draft(**columns)
