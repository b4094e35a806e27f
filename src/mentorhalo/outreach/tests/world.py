"""What the room adds to the small valid world: a subscriber, an issue of the office, a county letter of the mentor, an act of theirs."""

from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.outreach.choices import IssueKind
from mentorhalo.outreach.tests.factories import (
    DeliveryFactory,
    InformationActFactory,
    IssueFactory,
    SubscriberFactory,
)


def build_world(world: World) -> None:
    mentor = world.users[access.MENTOR]
    world.subscriber = SubscriberFactory(email="flora@pelda.hu", name="Próba Flóra")
    world.issue = IssueFactory(
        title="Próba hírlevél", by=world.users[access.OFFICE], programme=world.programme
    )
    world.county_letter = IssueFactory(
        title="Próba megyei levél",
        kind=IssueKind.COUNTY_LETTER,
        by=mentor,
        programme=world.programme,
        group=world.group,
        audience={"own_of": str(world.mentors[access.MENTOR].pk)},
    )
    world.delivery = DeliveryFactory(issue=world.issue, subscriber=world.subscriber)
    world.act = InformationActFactory(
        programme=world.programme, by=mentor, mentor=world.mentors[access.MENTOR].pk, group=world.group
    )
