"""The least that is valid: an address that receives letters, a wish, a consent, an issue, a delivery, an information act."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

import factory
from django.core.files.base import ContentFile
from PIL import Image

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.outreach.blocks import cleaned
from mentorhalo.outreach.choices import (
    ActChannel,
    Audience,
    ConsentChannel,
    CountMethod,
    IssueState,
    Purpose,
    SubscriberState,
)
from mentorhalo.outreach.models import (
    Consent,
    ConsentText,
    Delivery,
    InformationAct,
    Issue,
    IssueText,
    Subscriber,
    Subscription,
)
from mentorhalo.outreach.rendering import render
from mentorhalo.outreach.sealing import keyed_hash

BEGAN_AT = datetime(2025, 1, 10, 8, tzinfo=UTC)
SENT_AT = datetime(2025, 2, 3, 8, tzinfo=UTC)


def consent_text(purpose: str = Purpose.NEWSLETTER, language: str = "hu") -> ConsentText:
    """The sentence in force, shipped with the room."""
    return ConsentText.objects.filter(purpose=purpose, language=language).order_by("-version")[0]


class SubscriberFactory(factory.django.DjangoModelFactory):
    """Somebody who receives the newsletter on everything, with the consent that says so.

    `consents` names other purposes, `wishes` pairs (topic code or None, county code or "").
    """

    class Meta:
        model = Subscriber
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"feliratkozo{n}@pelda.hu")
    name = factory.Sequence(lambda n: f"Feliratkozó Flóra {n}")
    state = SubscriberState.ACTIVE
    created_at = BEGAN_AT

    @factory.post_generation
    def consents(self, create: bool, extracted: Any, **_kwargs: Any) -> None:
        if self.state == SubscriberState.PENDING and extracted is None:
            return
        for purpose in (Purpose.NEWSLETTER,) if extracted is None else extracted:
            ConsentFactory(subscriber=self, purpose=purpose)

    @factory.post_generation
    def wishes(self, create: bool, extracted: Any, **_kwargs: Any) -> None:
        for topic, county in ((None, ""),) if extracted is None else extracted:
            Subscription.objects.create(subscriber=self, topic_id=topic, county=county, since=BEGAN_AT)


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Consent

    subscriber = factory.SubFactory(SubscriberFactory, consents=())
    email_hash = factory.LazyAttribute(lambda consent: keyed_hash(consent.subscriber.email))
    purpose = Purpose.NEWSLETTER
    text = factory.LazyAttribute(lambda consent: consent_text(consent.purpose))
    channel = ConsentChannel.WEB
    given_at = BEGAN_AT
    recorded_at = BEGAN_AT


class IssueFactory(factory.django.DjangoModelFactory):
    """A draft newsletter to everybody who subscribed, with its Hungarian text."""

    class Meta:
        model = Issue
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"{n}. hírlevél")
    by = factory.SubFactory(UserFactory)
    created_at = BEGAN_AT
    changed_at = BEGAN_AT

    @factory.post_generation
    def texts(self, create: bool, extracted: Any, **_kwargs: Any) -> None:
        for language, subject in (extracted or {"hu": "Hírek a közösségekről"}).items():
            IssueText.objects.create(issue=self, language=language, subject=subject)


class SentIssueFactory(IssueFactory):
    """A newsletter that went out and stands in the archive, in both languages."""

    class Meta:
        skip_postgeneration_save = True

    state = IssueState.SENT
    slug = factory.Sequence(lambda n: f"2025-02-hirek-{n}")
    started_at = SENT_AT
    finished_at = SENT_AT

    @factory.post_generation
    def texts(self, create: bool, extracted: Any, **_kwargs: Any) -> None:
        for language, subject in (extracted or {"hu": "Elment hírek", "en": "News that went out"}).items():
            text = IssueText(issue=self, language=language, subject=subject, preview=f"{subject} – első sor")
            text.blocks = cleaned([{"type": "text", "text": f"{{name}}! {subject}."}])
            made = render(text, base_url="http://testserver")
            text.html, text.plain = made.html, made.plain
            text.save()


def picture_file(name: str = "pad.png") -> ContentFile[bytes]:
    """A small red picture."""
    kept = BytesIO()
    Image.new("RGB", (40, 30), "#a3271f").save(kept, "PNG")
    return ContentFile(kept.getvalue(), name)


class DeliveryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Delivery

    issue = factory.SubFactory(IssueFactory)
    subscriber = factory.SubFactory(SubscriberFactory)
    address = factory.LazyAttribute(lambda delivery: delivery.subscriber.email)
    name = factory.LazyAttribute(lambda delivery: delivery.subscriber.name)
    domain = factory.LazyAttribute(lambda delivery: delivery.address.rpartition("@")[2])
    language = "hu"


class InformationActFactory(factory.django.DjangoModelFactory):
    """Written past the actions: no facts."""

    class Meta:
        model = InformationAct

    client_key = factory.LazyFunction(uuid4)
    programme = "proba"
    given_on = date(2026, 3, 2)
    by = factory.SubFactory(UserFactory)
    audience = Audience.COMMUNITY
    channel = ActChannel.MEETING
    message = "Szó volt a pályázati lehetőségekről."
    reached = 12
    counting = CountMethod.HEADCOUNT
    entered_at = datetime(2026, 3, 2, 18, tzinfo=UTC)
