"""The deeds of the room, each way out, and the facts they leave behind."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.queries import reconcile
from mentorhalo.mentoring.actions import return_activity, revise_activities, revise_activity
from mentorhalo.mentoring.actions.activities import draft_of
from mentorhalo.mentoring.tests import factories as mentoring
from mentorhalo.partners.tests.factories import CommunityFactory, OrganisationFactory
from mentorhalo.partnerships import actions
from mentorhalo.partnerships.choices import Observed, Standing
from mentorhalo.partnerships.models import Observation, Partnership
from mentorhalo.partnerships.queries import partnerships as queries

from .factories import AT, BEGAN, draft, opened, seen

pytestmark = pytest.mark.django_db


def live(kind):
    return Fact.objects.known_at(None).filter(kind=kind)


def differences():
    """Where the journal says otherwise than the records of this room."""
    return [one for one in reconcile().differences if one.source_type.startswith("partnerships.")]


def test_opening_twice_is_once_and_says_so_in_the_journal():
    mentor = mentoring.mentor_at_work()
    one = draft(mentor=mentor)
    partnership = actions.open_partnership(draft=one, by=mentor.user, at=AT)

    assert actions.open_partnership(draft=one, by=mentor.user, at=AT) == partnership
    fact = live("partnership.opened").get()
    assert (fact.subject, fact.state, fact.who) == (
        partnership.reference,
        "by_mentor",
        f"mentor:{mentor.pk}",
    )
    assert fact.group == f"group:{mentor.mandates.get().group_id}"
    assert (fact.occurred_on, fact.until_on) == (BEGAN, None)
    with pytest.raises(actions.PartnershipRefused):
        actions.open_partnership(draft=one, by=mentoring.mentor_at_work().user, at=AT)
    assert not differences()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"starts_on": AT.date() + timedelta(days=1)}, "starts_on"),
        ({"mentor": None}, "initiative"),
    ],
)
def test_what_cannot_be_is_refused_by_name(changed, field):
    mentor = mentoring.mentor_at_work()

    with pytest.raises(actions.PartnershipRefused) as refusal:
        actions.open_partnership(draft=draft(**{"mentor": mentor, **changed}), by=mentor.user, at=AT)

    assert refusal.value.field == field
    assert not Partnership.objects.exists()


def test_one_party_twice_is_no_partnership():
    house, mentor = OrganisationFactory(), mentoring.mentor_at_work()

    with pytest.raises(actions.PartnershipRefused):
        actions.open_partnership(draft=draft(mentor=mentor, parties=[house, house]), by=mentor.user, at=AT)


def test_revising_carries_the_facts_and_the_first_day_of_the_parties():
    partnership = opened()
    seen(partnership)
    changed = draft(
        key=partnership.pk,
        title="Másképp",
        field="learning",
        starts_on=BEGAN - timedelta(days=10),
        mentor=partnership.mentor,
        settlement=partnership.settlement_id,
        parties=(),
    )

    actions.revise_partnership(partnership=partnership, draft=changed, by=partnership.created_by, at=AT)

    told = Fact.objects.known_at(None).filter(kind__startswith="partnership.")
    assert {one.subject_class for one in told} == {"learning"}
    assert {one.joined_on for one in partnership.members.all()} == {BEGAN - timedelta(days=10)}
    assert not differences()


def test_parties_come_and_go_but_two_stay():
    partnership = opened()
    by = partnership.created_by
    third = actions.add_member(
        partnership=partnership, party=CommunityFactory(), joined_on=BEGAN, by=by, at=AT
    )
    with pytest.raises(actions.PartnershipRefused):
        actions.add_member(partnership=partnership, party=third.party, joined_on=BEGAN, by=by, at=AT)
    with pytest.raises(actions.PartnershipRefused):
        actions.let_member_leave(member=third, left_on=BEGAN - timedelta(days=1), by=by, at=AT)

    actions.let_member_leave(member=third, left_on=BEGAN, by=by, at=AT)

    for member in partnership.members.all():
        with pytest.raises(actions.PartnershipRefused):
            actions.let_member_leave(member=member, left_on=BEGAN, by=by, at=AT)
    left = live("partnership.joined").get(subject=third.reference)
    assert (left.until_on, left.context) == (BEGAN, partnership.reference)
    again = actions.add_member(
        partnership=partnership, party=third.party, joined_on=BEGAN + timedelta(days=1), by=by, at=AT
    )
    assert again.pk != third.pk


def test_ending_closes_its_time_and_resuming_opens_it_again():
    partnership = opened()
    by = partnership.created_by
    with pytest.raises(actions.PartnershipRefused):
        actions.end_partnership(partnership=partnership, ends_on=BEGAN, reason=" ", by=by, at=AT)

    actions.end_partnership(partnership=partnership, ends_on=BEGAN, reason="Elérte a célját.", by=by, at=AT)

    assert live("partnership.opened").get().until_on == BEGAN
    with pytest.raises(actions.PartnershipRefused):
        actions.end_partnership(partnership=partnership, ends_on=BEGAN, reason="Újra.", by=by, at=AT)
    with pytest.raises(actions.PartnershipRefused):
        seen(partnership, day=BEGAN + timedelta(days=1))
    actions.resume_partnership(partnership=partnership, by=by, at=AT)
    assert live("partnership.opened").get().until_on is None
    with pytest.raises(actions.PartnershipRefused):
        actions.resume_partnership(partnership=partnership, by=by, at=AT)


def test_a_fact_seen_twice_under_one_key_is_one_and_is_taken_back_with_a_reason():
    partnership = opened()
    key = uuid4()
    one = seen(partnership, Observed.AGREEMENT, key=key, upload=SimpleUploadedFile("a.txt", b"x"))

    assert seen(partnership, Observed.AGREEMENT, key=key) == one
    assert live("partnership.observed").get().form == "agreement"
    with pytest.raises(actions.PartnershipRefused):
        actions.withdraw_observation(observation=one, reason="", by=partnership.created_by, at=AT)
    actions.withdraw_observation(observation=one, reason="Kétszer van.", by=partnership.created_by, at=AT)
    assert not live("partnership.observed").exists()
    assert not differences()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"occurred_on": None}, "occurred_on"),
        ({"occurred_on": AT.date() + timedelta(days=2)}, "occurred_on"),
        ({"words": " "}, "words"),
    ],
)
def test_a_fact_needs_a_day_and_a_sentence(changed, field):
    partnership = opened()

    with pytest.raises(actions.PartnershipRefused) as refusal:
        seen(partnership, **changed)

    assert refusal.value.field == field


def test_between_takes_two_and_all_means_nobody_named():
    house, choir, club = OrganisationFactory(), CommunityFactory(), CommunityFactory()
    partnership = opened(parties=[house, choir, club])
    members = list(partnership.members.all())

    assert seen(partnership, between=members).between.count() == 0
    assert seen(partnership, between=members[:2]).between.count() == 2
    with pytest.raises(actions.PartnershipRefused):
        seen(partnership, between=members[:1])


@pytest.fixture
def logged():
    """A partnership of a community with a log entry about it, not yet approved."""
    engagement = mentoring.EngagementFactory()
    mentor = engagement.mentor
    activity = mentoring.ActivityFactory(engagement=engagement, state="submitted")
    partnership = opened(mentor=mentor, parties=[engagement.community, OrganisationFactory()])
    return partnership, activity


def test_a_log_entry_is_a_fact_without_being_written_twice(logged):
    partnership, activity = logged
    one = seen(partnership, Observed.MEETING, activity=activity, occurred_on=None, words="")

    fact = live("partnership.observed").get()
    assert (fact.occurred_on, fact.context) == (activity.occurred_on, f"activity:{activity.pk}")
    with pytest.raises(actions.PartnershipRefused):
        seen(partnership, Observed.MEETING, activity=activity, occurred_on=None, words="")
    assert one in Observation.objects.counting()
    assert not differences()


@pytest.mark.parametrize("is_bulk", [True, False])
def test_what_an_entry_says_follows_to_its_new_day(logged, is_bulk):
    partnership, activity = logged
    seen(partnership, Observed.MEETING, activity=activity, occurred_on=None, words="")
    day = activity.occurred_on - timedelta(days=3)
    told = replace(draft_of(activity), occurred_on=day)

    if is_bulk:
        revise_activities(drafts=[told], by=activity.mentor.user, at=AT)
    else:
        revise_activity(activity=activity, draft=told, by=activity.mentor.user, at=AT)

    assert live("partnership.observed").get().occurred_on == day
    assert not differences()


def test_a_returned_entry_counts_nowhere_until_it_is_sent_in_again(logged):
    partnership, activity = logged
    seen(partnership, Observed.MEETING, activity=activity, occurred_on=None, words="")
    leader = mentoring.leader_of(activity.group)

    return_activity(activity=activity, reason="Hol volt?", by=leader, at=AT)

    assert not live("partnership.observed").exists()
    assert not Observation.objects.counting().exists()
    assert not differences()


def test_standing_is_reckoned_from_what_was_seen():
    partnership = opened()
    today = BEGAN + timedelta(days=400)

    def standing(on=today):
        return queries.standing_of(partnership, queries.seen_of(partnership).last_day, on)

    young = BEGAN + timedelta(days=364)
    assert standing(young) == Standing.LIVING
    assert list(queries.listed(queries.Asked(standing=Standing.LIVING), young)) == [partnership]
    assert list(queries.listed(queries.Asked(standing=Standing.DORMANT), today)) == [partnership]
    assert standing() == Standing.DORMANT
    seen(partnership, day=BEGAN)
    assert standing() == Standing.DORMANT
    seen(partnership, day=BEGAN + timedelta(days=36))
    assert standing() == Standing.LIVING
    found = queries.listed(queries.Asked(standing=Standing.LIVING), today)
    assert list(found) == [partnership]
    assert found[0].last_seen == BEGAN + timedelta(days=36)
    actions.end_partnership(
        partnership=partnership,
        ends_on=today - timedelta(days=1),
        reason="Vége.",
        by=partnership.created_by,
        at=AT,
    )
    partnership.refresh_from_db()
    assert standing() == Standing.ENDED


def test_a_list_is_narrowed_by_words_county_and_field():
    one, other = opened(), opened(title="Közös kert", field="nature")
    name = one.members.filter(organisation__isnull=False).get().party.name

    assert list(queries.listed(queries.Asked(words=name), BEGAN)) == [one]
    assert list(queries.listed(queries.Asked(words="kert"), BEGAN)) == [other]
    assert list(queries.listed(queries.Asked(field="nature"), BEGAN)) == [other]
    assert list(queries.listed(queries.Asked(mentor=one.mentor_id), BEGAN)) == [one]
    assert other in queries.listed(queries.Asked(county=other.settlement.county_id), BEGAN)
