"""What the network adds to the world: two county groups, somebody in each, who left, and a session of supervision."""

from datetime import timedelta

from mentorhalo.accounts.models import User
from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.network.actions import (
    GroupDraft,
    LeadershipDraft,
    MandateDraft,
    MentorDraft,
    NetworkPlan,
    appoint_supervisor,
    establish_network,
    record_session,
)
from mentorhalo.network.choices import ConsentScope, EndReason, SupervisionKind
from mentorhalo.programmes.models import Programme
from mentorhalo.territory.tests.factories import CountyFactory


def build_world(world: World) -> None:
    """Adds `mentors` (role -> Mentor), `county_group`, `other_county_group`, `mandate` (MENTOR's), `supervisor` and
    `supervision_session` (of SUPERVISOR with MENTOR, who has not said anything yet)."""
    programme = Programme.objects.get(code=world.programme)
    county, other_county = (
        CountyFactory.create(code=one.county_code).pk for one in programme.counties.all()[:2]
    )
    starts_on = max(programme.starts_on, world.today - timedelta(days=1000))
    groups = [
        GroupDraft(id=world.group, county=county, starts_on=starts_on),
        GroupDraft(id=world.other_group, county=other_county, starts_on=starts_on),
    ]
    own = (access.MENTOR, access.GROUP_LEADER, access.FORMER)
    mentors = {role: _mentor(world.users[role]) for role in (*own, access.OTHER_MENTOR, access.OTHER_LEADER)}
    yesterday = world.today - timedelta(days=1)
    mandates = {
        role: MandateDraft(
            mentor=mentor.id,
            group=world.group if role in own else world.other_group,
            starts_on=starts_on,
            ends_on=yesterday if role == access.FORMER else None,
            end_reason=EndReason.LEFT if role == access.FORMER else "",
        )
        for role, mentor in mentors.items()
    }
    leaders = [(world.group, access.GROUP_LEADER), (world.other_group, access.OTHER_LEADER)]
    network = establish_network(
        NetworkPlan(
            programme=programme,
            groups=groups,
            mentors=list(mentors.values()),
            mandates=list(mandates.values()),
            leaderships=[
                LeadershipDraft(group=group, mentor=mentors[role].id, starts_on=starts_on)
                for group, role in leaders
            ],
        ),
        by=world.users[access.ADMINISTRATOR],
        at=world.now,
    )
    world.mentors = {role: network.mentors[draft.id] for role, draft in mentors.items()}
    world.county_group = network.groups[world.group]
    world.other_county_group = network.groups[world.other_group]
    world.mandate = network.mandates[mandates[access.MENTOR].id]
    world.supervisor = appoint_supervisor(
        programme=programme,
        user=world.users[access.SUPERVISOR],
        starts_on=starts_on,
        by=world.users[access.OFFICE],
        at=world.now,
    )
    world.supervision_session = record_session(
        supervisor=world.supervisor,
        mentors=[world.mentors[access.MENTOR]],
        held_on=world.today - timedelta(days=5),
        kind=SupervisionKind.INDIVIDUAL,
        minutes=90,
        by=world.users[access.SUPERVISOR],
        at=world.now,
    )


def _mentor(user: User) -> MentorDraft:
    return MentorDraft(name=user.name, user=user, consents=(ConsentScope.NAME,))
