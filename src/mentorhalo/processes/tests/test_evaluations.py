"""Two looks at a community: each written by its own side, with evidence, kept with the words it was given by."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.registry import registry
from mentorhalo.network.tests.factories import MentorFactory
from mentorhalo.partners.tests.factories import CommunityFactory
from mentorhalo.processes import actions
from mentorhalo.processes.actions import DimensionDraft, MarkDraft, PlanDraft, ProcessRefused
from mentorhalo.processes.choices import ConditionKind, Perspective
from mentorhalo.processes.models import Condition, Dimension, Evaluation
from mentorhalo.processes.queries.evaluations import (
    beside_each_other,
    dimensions_for,
    stamp_of,
    standings,
    yearly_due,
)

from . import factories
from .factories import AT, STARTS_ON, TODAY

pytestmark = pytest.mark.django_db
LEAP = dict.fromkeys(Evaluation.LEAP, "Saját szavunk.")


@pytest.fixture
def office():
    return holder(Role.OFFICE)


@pytest.fixture
def process(office):
    return factories.process(by=office)


def opened(process, by, perspective=Perspective.PICTURE):
    return actions.open_evaluation(process=process, perspective=perspective, held_on=TODAY, by=by, at=AT)


def written(evaluation, by, *marks, **said):
    return actions.write_evaluation(
        evaluation=evaluation, held_on=TODAY, said=said, marks=marks, by=by, at=AT
    )


def closed(evaluation, by, *marks, **said):
    return actions.close_evaluation(evaluation=written(evaluation, by, *marks, **said), by=by, at=AT)


def trust(value, sentence="Nyíltan szóltak."):
    return MarkDraft(dimension="trust", value=value, sentence=sentence)


def test_who_writes_at_the_same_time_is_not_written_over(process, office):
    evaluation = opened(process, office)
    seen = stamp_of(evaluation)
    written(evaluation, office, trust(2), summary="Egyikük szava.")

    with pytest.raises(ProcessRefused) as refused:
        actions.write_evaluation(
            evaluation=evaluation, held_on=TODAY, said={}, marks=(), seen=seen, by=office, at=AT
        )

    assert refused.value.field == "seen"
    evaluation.refresh_from_db()
    assert (evaluation.summary, evaluation.marks.count()) == ("Egyikük szava.", 1)


def test_picture_comes_first_and_once(process, office):
    with pytest.raises(ProcessRefused, match="helyzetkép"):
        opened(process, office, Perspective.YEARLY)
    closed(opened(process, office), office, trust(2), summary="Jó alap.")
    with pytest.raises(ProcessRefused, match="helyzetkép"):
        opened(process, office)

    yearly = opened(process, office, Perspective.YEARLY)

    assert yearly.is_open
    with pytest.raises(ProcessRefused, match="már"):
        opened(process, office, Perspective.YEARLY)


def test_every_mark_needs_evidence_of_this_process(process, office):
    picture = opened(process, office)
    foreign = actions.add_plan_item(
        process=factories.process(by=office), draft=PlanDraft(goal="Másé"), by=office, at=AT
    )
    for draft, field in (
        (trust(2, " "), "shows_trust"),
        (trust(5), "mark_trust"),
        (MarkDraft(dimension="trust", value=1, plan_item=foreign.pk), "item_trust"),
        (MarkDraft(dimension="trust", value=1, activity=foreign.pk), "entry_trust"),
    ):
        with pytest.raises(ProcessRefused) as refusal:
            written(picture, office, draft, summary="Jó.")
        assert refusal.value.field == field


def test_closing_needs_the_words_and_a_mark_and_is_for_good(process, office):
    picture = opened(process, office)
    with pytest.raises(ProcessRefused):
        closed(picture, office, trust(2))
    with pytest.raises(ProcessRefused):
        closed(picture, office, summary="Jó.")
    closed(picture, office, trust(2), summary="Jó.")

    with pytest.raises(ProcessRefused):
        written(picture, office, trust(4), summary="Szebb.")


def test_self_evaluation_says_what_is_missing_and_opens_when_all_holds(office):
    settlement = factories.process(by=office).settlement
    process = factories.process(by=office, community=CommunityFactory(settlement=settlement).pk)
    entries = Condition.objects.get(kind=ConditionKind.ENTRIES)
    actions.set_condition(condition=entries, least=1, is_asked=False, by=office, at=AT)
    assert [one.holds for one in standings(process)] == [True, False, False, False]
    with pytest.raises(ProcessRefused, match="közösségi beszélgetések"):
        actions.open_self_evaluation(process=process, held_on=TODAY, by=office, at=AT)

    closed(opened(process, office), office, trust(2), summary="Jó.")
    factories.done(process, "discussions", by=office)
    actions.add_plan_item(process=process, draft=PlanDraft(goal="Kórus"), by=office, at=AT)
    own = actions.open_self_evaluation(process=process, held_on=TODAY, by=office, at=AT)

    assert closed(own, office, trust(3), **LEAP).closed_at == AT


def test_sides_stand_beside_each_other_and_marks_keep_their_words(process, office):
    picture = closed(opened(process, office), office, trust(2), summary="Jó.")
    yearly = opened(process, office, Perspective.YEARLY)
    wording = Dimension.objects.in_use().get(code="trust")
    anchors = [f"{mark}. fok" for mark in range(5)]
    draft = DimensionDraft(
        name_hu="Egymásba vetett bizalom", name_en="Mutual trust", anchors_hu=anchors, anchors_en=anchors
    )
    later = actions.reword_dimension(dimension=wording, draft=draft, by=office, at=AT.replace(hour=11))
    assert wording in dimensions_for(yearly)
    assert later not in dimensions_for(yearly)
    with pytest.raises(ProcessRefused):
        actions.reword_dimension(dimension=wording, draft=draft, by=office, at=AT)
    closed(yearly, office, trust(3), summary="Jobb.")
    own = Evaluation.objects.create(
        process=process, perspective=Perspective.OWN, held_on=TODAY, opened_at=AT.replace(hour=12)
    )
    closed(own, office, trust(1), **LEAP)

    row = beside_each_other(yearly, own, picture)[0]

    assert (row.external.value, row.own.value, row.change, row.gap) == (3, 1, 1, -2)
    assert row.external.anchor == wording.anchors[3]
    assert row.own.anchor == "1. fok"


def test_office_adds_and_retires_dimensions(office):
    anchors = ["a", "b", "c", "d", "e"]
    draft = DimensionDraft(name_hu="Kedv", name_en="Mood", anchors_hu=anchors, anchors_en=anchors)
    made = actions.add_dimension(draft=draft, by=office, at=AT)
    with pytest.raises(ProcessRefused):
        actions.add_dimension(draft=draft, by=office, at=AT)
    with pytest.raises(ProcessRefused):
        actions.add_dimension(
            draft=DimensionDraft(name_hu="Ok", name_en="Cause", anchors_hu=["a"], anchors_en=anchors),
            by=office,
            at=AT,
        )
    actions.ship_dimensions()
    for one in Dimension.objects.in_use().exclude(pk=made.pk):
        actions.retire_dimension(dimension=one, by=office, at=AT)

    with pytest.raises(ProcessRefused):
        actions.retire_dimension(dimension=made, by=office, at=AT)


def test_nothing_is_evaluated_before_the_process_or_in_the_future(process, office):
    for day in (STARTS_ON.replace(year=2020), TODAY.replace(year=2999)):
        with pytest.raises(ProcessRefused) as refusal:
            actions.open_evaluation(
                process=process, perspective=Perspective.PICTURE, held_on=day, by=office, at=AT
            )
        assert refusal.value.field == "held_on"


def test_yearly_evaluation_waits_for_the_mentor_a_year_after_the_last_look_from_outside(office):
    mentor = MentorFactory(user=holder(Role.MENTOR))
    process = factories.process(by=office, mentor=mentor.pk)
    never = factories.process(by=office, mentor=mentor.pk)
    closed(opened(process, office), office, trust(2), summary="Jó alap.")
    year = TODAY + timedelta(days=365)

    assert yearly_due(mentor.user, year - timedelta(days=1)) == []
    assert yearly_due(mentor.user, year) == [process]
    assert yearly_due(office, year) == []
    waits = registry.waiting_for(mentor.user, AT + timedelta(days=365))
    addresses = [one.href for one in waits]
    assert reverse("processes:evaluations", args=[process.pk]) in addresses
    assert reverse("processes:evaluations", args=[never.pk]) not in addresses
    opened(process, office, Perspective.YEARLY)
    assert yearly_due(mentor.user, year) == []
