"""Snapshots, the difference of two runs, and the guards of what was published."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.indicators import actions, comparing, queries
from mentorhalo.indicators.language import RuleRefused
from mentorhalo.indicators.models import Definition, Indicator, Snapshot
from mentorhalo.indicators.tests.journal import KNOWN, Journal, day

AS_OF = day("2018-12-31")
LATER = KNOWN + timedelta(days=100)


@pytest.fixture
def journal(db):
    return Journal()


def freeze(journal, code="communities-informed", known_at=KNOWN + timedelta(days=1), as_of=AS_OF, **more):
    return actions.take_snapshot(
        code=code,
        programme=journal.programme,
        as_of=as_of,
        known_at=known_at,
        by=None,
        at=timezone.now(),
        **more,
    )


def run(snapshot):
    return comparing.run_named(str(snapshot.pk))


def changes(first, second):
    found = comparing.difference(run(first), run(second))
    assert found.first_value == len(run(first).counted())
    return {
        change.unit: ("+" if change.gained else "-") + ",".join(cause.code for cause in change.causes)
        for change in found.changes
    }


# --- snapshots -----------------------------------------------------------------------------------


def test_a_snapshot_is_found_unchanged_and_counted_again(journal):
    journal.engage("a", "2018-01-01")
    taken = freeze(journal)
    journal.engage("b", "2018-01-01", at=LATER)

    checked = comparing.check(comparing.run_named(str(taken.pk)[:8]).snapshot)

    assert taken.value == 1
    assert [row["unit"] for row in taken.rows["counted"]] == ["community:a"]
    assert (checked.is_untouched, checked.is_reproduced) == (True, True)


def test_a_snapshot_keeps_its_rule(journal):
    journal.engage("a", "2018-01-01")
    journal.record("engagement.informed", "community:c", "2018-03-01", state="acknowledged")
    taken = freeze(journal)
    _publish("communities-informed", where={"state": "acknowledged"})

    assert queries.figure("I6", programme=journal.programme, as_of=AS_OF).value == 1
    assert comparing.check(run(taken).snapshot).is_reproduced


def test_a_snapshot_is_never_changed(journal):
    taken = freeze(journal)

    for deed in (
        lambda: Snapshot.objects.filter(pk=taken.pk).update(value=7),
        lambda: Snapshot.objects.filter(pk=taken.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    Snapshot.objects.filter(pk=taken.pk).update(taken_by=None)  # a person may be forgotten


def test_what_is_frozen_says_who_is_left_out_and_why(journal):
    journal.engage("a", "2018-01-01", informed=None)

    taken = freeze(journal)

    assert taken.rows["excluded"][0]["reasons"] == [{"code": "no_entry"}]


# --- differences ---------------------------------------------------------------------------------


def test_a_late_entry_a_new_one_and_a_withdrawn_one(journal):
    gone = journal.record("engagement.informed", "community:x", "2018-01-01")
    first = freeze(journal)
    journal.engage("late", "2018-01-01", at=LATER)
    journal.engage("new", "2019-02-01", at=LATER)
    journal.withdraw("engagement.informed", gone, at=LATER)
    second = freeze(journal, known_at=LATER, as_of=day("2019-03-01"))

    assert changes(first, second) == {
        "community:late": "+late",
        "community:new": "+new",
        "community:x": "-withdrawn",
    }


def test_an_approval_and_a_correction(journal):
    for name in "ab":
        journal.engage(name, "2018-01-01", closed="2018-09-30")
        journal.meet(name, "2018-03-01", "2018-08-15")
    (waiting,) = journal.meet("a", "2018-05-15", state="submitted")
    (wrong,) = journal.meet("b", "2018-01-15")
    first = freeze(journal, "I7")
    columns = {"context": "engagement:a", "channel": "in_person", "is_two_way": True, "state": "approved"}
    journal.record("activity.community", "community:a", "2018-05-15", source=waiting, at=LATER, **columns)
    columns["context"] = "engagement:b"
    journal.record("activity.community", "community:b", "2018-05-15", source=wrong, at=LATER, **columns)
    second = freeze(journal, "I7", known_at=LATER)

    assert changes(first, second) == {"community:a": "+approval", "community:b": "+correction"}


def test_a_merge_and_its_undoing(journal):
    for name in "ab":
        journal.engage(name, "2018-01-01")
    first = freeze(journal)
    link = journal.merge("community:a", "community:b", at=LATER)
    second = freeze(journal, known_at=LATER)
    journal.unmerge(link, at=LATER + timedelta(days=1))
    third = freeze(journal, known_at=LATER + timedelta(days=1))

    assert changes(first, second) == {"community:a": "-merge"}
    assert changes(second, third) == {"community:a": "+undo"}
    assert changes(first, third) == {}


def test_another_day_another_filter_another_rule(journal):
    journal.engage("a", "2018-01-01", county="02")
    journal.engage("b", "2018-06-01", county="02")
    journal.engage("c", "2018-01-01", county="03")
    early = freeze(journal, as_of=day("2018-03-01"))
    whole = freeze(journal)
    baranya = freeze(journal, filters={"county": "02"})
    _publish("communities-informed", where={"county": "03"})
    other_rule = freeze(journal)

    assert changes(early, whole) == {"community:b": "+as_of"}
    assert changes(whole, baranya) == {"community:c": "-filters"}
    assert changes(whole, other_rule) == {"community:a": "-rule", "community:b": "-rule"}


def test_a_what_if_is_a_change_of_parameters(journal):
    journal.engage("a", "2018-01-01", closed="2018-09-30")
    journal.meet("a", "2018-03-01", "2018-05-15", "2018-09-30")
    first = freeze(journal, "I7")
    second = freeze(journal, "I7", overrides={"max_gap_days": 183})

    assert changes(first, second) == {"community:a": "+parameters"}


def test_a_figure_it_stands_on_may_be_the_cause(journal):
    journal.record("consortium.granted", "consortium:a", "2018-01-01", state="listed")
    journal.record("consortium.covers", "consortium:a", "2018-01-01", place="10001")
    first = freeze(journal, "I4")
    journal.record(
        "activity.consortium", "consortium:a", "2018-02-01", form="consultation", state="approved", at=LATER
    )
    second = freeze(journal, "I4", known_at=LATER)

    assert changes(first, second) == {"settlement:10001": "+restriction"}


def test_what_was_entered_under_an_earlier_moment_is_named(journal):
    journal.engage("a", "2018-01-01")
    first = freeze(journal)
    journal.engage("b", "2018-01-01", at=KNOWN)
    second = freeze(journal)

    assert changes(first, second) == {"community:b": "+backdated"}
    assert not comparing.check(run(first).snapshot).is_reproduced


def test_runs_may_be_named_by_day_and_moment(journal):
    journal.engage("a", "2018-01-01")
    journal.engage("b", "2018-06-01", at=LATER)

    found = comparing.difference(
        comparing.run_named("I6@2018-12-31@2020-01-02"), comparing.run_named("I6@2018-12-31@2021-01-02T12:00")
    )

    assert [(change.unit, change.causes[0].code) for change in found.changes] == [("community:b", "late")]


@pytest.mark.parametrize(
    "name", ["", "mentors", "mentors@", "mentors@yesterday", "12345678", "mentors@2018-02-30"]
)
def test_an_unknown_run_is_refused(journal, name):
    with pytest.raises(comparing.UnknownRun):
        comparing.run_named(name)


def test_two_different_figures_cannot_be_compared(journal):
    with pytest.raises(comparing.NotComparable):
        comparing.difference(comparing.run_named("I6@2018-12-31"), comparing.run_named("I7@2018-12-31"))


# --- definitions ---------------------------------------------------------------------------------


def _publish(code, **changed):
    at = timezone.now()
    person = UserFactory()
    draft = actions.draft_definition(indicator=Indicator.objects.get(code=code), by=person, at=at)
    draft = actions.revise_draft(
        definition=draft,
        rule=draft.rule | changed,
        sentence_hu="Új szabály.",
        sentence_en="New rule.",
        change_note="próba",
        by=person,
        at=at,
    )
    return actions.publish_definition(definition=draft, by=person, at=at)


def test_publishing_supersedes_the_version_before(journal):
    published = _publish("communities-informed", where={"state": "acknowledged"})

    assert published.version == 2
    assert list(published.indicator.definitions.values_list("version", "state")) == [
        (2, "published"),
        (1, "superseded"),
    ]


def test_a_published_definition_is_never_changed(journal):
    published = _publish("communities-informed")

    with pytest.raises(actions.NotADraft):
        actions.revise_draft(
            definition=published, rule=published.rule, sentence_hu="", sentence_en="", change_note="",
            by=None, at=timezone.now(),
        )  # fmt: skip
    with pytest.raises(actions.NotADraft):
        actions.publish_definition(definition=published, by=None, at=timezone.now())
    with pytest.raises(actions.NotADraft):
        actions.discard_draft(definition=published, by=None, at=timezone.now())
    own = Definition.objects.filter(pk=published.pk)
    for deed in (
        lambda: own.update(rule={}),
        lambda: own.update(sentence_hu="más"),
        lambda: own.update(state="draft"),
        own.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    own.update(published_by=None)  # a person may be forgotten


def test_one_draft_at_a_time_which_may_be_thrown_away(journal):
    indicator = Indicator.objects.get(code="mentors")
    draft = actions.draft_definition(indicator=indicator, by=None, at=timezone.now())

    with pytest.raises(actions.DraftExists):
        actions.draft_definition(indicator=indicator, by=None, at=timezone.now())
    actions.discard_draft(definition=draft, by=None, at=timezone.now())

    assert indicator.definitions.count() == 1


@pytest.mark.parametrize(
    ("restriction", "refusal"),
    [
        ({"figure": "communities-mentored-continuously"}, actions.StandsOnItself),
        ({"figure": "communities-informed"}, actions.StandsOnItself),
        ({"figure": "nothing"}, queries.UnknownFigure),
        ({"number": "I6"}, RuleRefused),
    ],
)
def test_a_rule_stands_on_other_figures_only(journal, restriction, refusal):
    with pytest.raises(refusal):
        _publish("communities-informed", restricted_to=restriction)


def test_shipping_twice_is_harmless(journal):
    assert actions.ship_definitions(at=timezone.now()) == []


def test_a_target_is_set_once_for_each_day(journal):
    indicator = Indicator.objects.get(code="mentors")
    for value in (60, 70):
        actions.set_target(
            programme=journal.programme,
            indicator=indicator,
            due_on=AS_OF,
            value=value,
            by=None,
            at=timezone.now(),
        )

    (target,) = queries.targets_of(journal.programme)["mentors"]
    assert target.value == 70
    actions.withdraw_target(target=target, by=None, at=timezone.now())
    assert queries.targets_of(journal.programme) == {}
