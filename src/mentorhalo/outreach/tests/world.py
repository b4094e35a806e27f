"""What the room adds to the small valid world: a subscriber, an issue of the office, a county letter of the mentor, an act of theirs."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.outreach.actions.acts import ActDraft, log_act
from mentorhalo.outreach.actions.composing import store_picture
from mentorhalo.outreach.choices import ActChannel, Audience, CountMethod, IssueKind, SubscriberState
from mentorhalo.outreach.models import OptIn
from mentorhalo.outreach.sealing import new_token
from mentorhalo.outreach.tests.factories import (
    DeliveryFactory,
    IssueFactory,
    SentIssueFactory,
    SubscriberFactory,
    consent_text,
    picture_file,
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
        title="Próba hírlevél",
        by=world.users[access.OFFICE],
        programme=world.programme,
        texts={"hu": "Hírek a közösségekről", "en": "News of the communities"},
    )
    world.sent_issue = SentIssueFactory(by=world.users[access.OFFICE], programme=world.programme)
    world.picture = store_picture(
        title="Padavató",
        alt="Új pad a téren",
        file=picture_file(),
        by=world.users[access.OFFICE],
        at=world.now,
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
    world.consent = world.subscriber.consents.get()
    world.act = log_act(
        draft=ActDraft(
            client_key=uuid4(),
            given_on=world.today,
            audience=Audience.COMMUNITY,
            channel=ActChannel.MEETING,
            message="Szó volt a pályázati lehetőségekről.",
            county=world.county_group.county_id,
            reached=12,
            counting=CountMethod.HEADCOUNT,
        ),
        upload=SimpleUploadedFile("jegyzet.txt", b"jegyzet"),
        by=mentor,
        at=world.now,
    )
