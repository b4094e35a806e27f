"""A mentor at work: with an account, a mandate in a led group, and an engagement. Written by the room's own actions."""

from datetime import UTC, date, datetime
from typing import Any

import factory

from mentorhalo.accounts.actions import follow_grants
from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.accounts.tests.factories import GrantFactory, UserFactory
from mentorhalo.mentoring.actions import (
    ActivityDraft,
    EngagementDraft,
    approve_activity,
    log_activity,
    open_engagement,
)
from mentorhalo.mentoring.models import Activity, Engagement
from mentorhalo.network.actions.grants import mandate_grant
from mentorhalo.network.models import CountyGroup, Mentor
from mentorhalo.network.tests.factories import CountyGroupFactory, MandateFactory, MentorFactory
from mentorhalo.partners.tests.factories import CommunityFactory
from mentorhalo.programmes.models import Programme
from mentorhalo.territory.tests.factories import SettlementFactory

OPENED_ON = date(2025, 3, 3)
OPENED_AT = datetime(2025, 3, 3, 17, tzinfo=UTC)
VISITED_ON = date(2025, 4, 10)
LOGGED_AT = datetime(2025, 4, 10, 18, tzinfo=UTC)
DECIDED_AT = datetime(2025, 4, 14, 9, tzinfo=UTC)


def mentor_at_work(group: CountyGroup | None = None, **mandate: Any) -> Mentor:
    """A mentor with an account and a mandate since 2024, who can sign in and log."""
    mentor = MentorFactory(user=UserFactory())
    held = MandateFactory(mentor=mentor, group=group or county_group(), **mandate)
    follow_grants([mandate_grant(held)], by=None, at=OPENED_AT)
    mentor.user.forget_grants()
    return mentor


def county_group() -> CountyGroup:
    """A new group of the one programme of these tests, which began in 2024."""
    programme, _created = Programme.objects.get_or_create(
        code="halo", defaults={"name_hu": "Háló", "starts_on": date(2024, 1, 1)}
    )
    return CountyGroupFactory(programme=programme)


def leader_of(group: CountyGroup) -> User:
    """Somebody who leads the group by grant and has no entries of their own."""
    return GrantFactory(role=Role.GROUP_LEADER, group=group.pk, programme=group.programme.code).user


def group_of(mentor: Mentor) -> CountyGroup:
    return mentor.mandates.select_related("group__programme").get().group


class EngagementFactory(factory.Factory):
    """Opened on 3 March 2025 with a new community, in the group of a new mentor."""

    class Meta:
        model = Engagement

    mentor = factory.LazyFunction(mentor_at_work)
    community = factory.SubFactory(CommunityFactory)
    opened_on = OPENED_ON
    at = OPENED_AT
    by = factory.LazyAttribute(lambda engagement: engagement.mentor.user)

    @classmethod
    def _create(cls, model_class: type[Engagement], *args: Any, **fields: Any) -> Engagement:
        at, by, mentor = fields.pop("at"), fields.pop("by"), fields.pop("mentor")
        draft = EngagementDraft(
            mentor=mentor.pk,
            community=fields.pop("community").pk,
            programme=group_of(mentor).programme_id,
            **fields,
        )
        return open_engagement(draft=draft, by=by, at=at)


class ActivityFactory(factory.Factory):
    """An information visit of 10 April 2025, sent in that evening. `is_approved` has the group's leader approve it."""

    class Meta:
        model = Activity

    engagement = factory.SubFactory(EngagementFactory)
    mentor = factory.LazyAttribute(lambda activity: activity.engagement.mentor)
    settlement = factory.LazyAttribute(lambda activity: activity.engagement.community.settlement)
    kind = "information_visit"
    occurred_on = VISITED_ON
    at = LOGGED_AT
    by = factory.LazyAttribute(lambda activity: activity.mentor.user)
    is_approved = False

    @classmethod
    def _create(cls, model_class: type[Activity], *args: Any, **fields: Any) -> Activity:
        at, by, is_approved = fields.pop("at"), fields.pop("by"), fields.pop("is_approved")
        settlement = fields.pop("settlement")
        engagement, mentor = fields.pop("engagement"), fields.pop("mentor")
        draft = ActivityDraft(
            mentor=mentor.pk if mentor else None,
            engagement=engagement.pk if engagement else None,
            settlement=settlement.pk if settlement else None,
            **fields,
        )
        activity = log_activity(draft=draft, by=by, at=at)
        if is_approved:
            leader = leader_of(group_of(mentor))
            activity = approve_activity(activity=activity, by=leader, at=DECIDED_AT)
        return activity


__all__ = [
    "ActivityFactory",
    "EngagementFactory",
    "SettlementFactory",
    "group_of",
    "leader_of",
    "mentor_at_work",
]
