"""What the room adds to the small valid world: a subscriber, an issue of the office, a county letter of the mentor, an act of theirs."""

from datetime import timedelta

from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.outreach.choices import IssueKind, SubscriberState
from mentorhalo.outreach.models import OptIn
from mentorhalo.outreach.sealing import new_token
from mentorhalo.outreach.tests.factories import (
    DeliveryFactory,
    InformationActFactory,
    IssueFactory,
    SubscriberFactory,
    consent_text,
)


def build_world(world: World) -> None:
    mentor = world.users[access.MENTOR]
    world.subscriber = SubscriberFactory(email="flora@pelda.hu", name="Próba Flóra")
    world.opt_in_token, hashed = new_token()
    opt_in = OptIn.objects.create(
        subscriber=SubscriberFactory(email="gizi@pelda.hu", state=SubscriberState.PENDING),
        token_hash=hashed,
        asked_at=world.now,
        expires_at=world.now + timedelta(days=3),
    )
    opt_in.texts.set([consent_text()])
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
