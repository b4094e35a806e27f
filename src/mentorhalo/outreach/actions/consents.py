"""The register of consents: sentences shipped, consents given, taken over with proof, taken back."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from itertools import batched

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.core.numbers import day
from mentorhalo.partners.models import Contact

from ..choices import ConsentChannel, Purpose, SubscriberState, Withdrawal
from ..models import Consent, ConsentText, OptIn, Subscriber, Subscription
from ..sealing import keyed_hash

LANGUAGES = ("hu", "en")
BATCH = 500
STAYS_SHUT = (SubscriberState.COMPLAINED, SubscriberState.BOUNCING)


class ConsentRefused(Exception):
    """The consent cannot be taken into the register; the message is meant for the person."""


@dataclass(frozen=True)
class Wish:
    """Letters on a topic ("": on all) about a county ("": the whole country)."""

    topic: str = ""
    county: str = ""


@dataclass(frozen=True)
class ProvenConsent:
    """A consent given elsewhere, with where its proof can be seen. `email` is in lower case."""

    email: str
    purpose: str
    given_at: datetime
    channel: str
    proof: str
    name: str = ""
    language: str = "hu"
    wishes: tuple[Wish, ...] = ()


@transaction.atomic
def ship_consent_texts() -> None:
    """Add the versions that are not there yet. What somebody agreed to is never changed."""
    shipped = resources.files("mentorhalo.outreach").joinpath("data/consent_texts.json")
    known = set(ConsentText.objects.values_list("purpose", "version", "language"))
    ConsentText.objects.bulk_create(
        ConsentText(
            purpose=row["purpose"],
            version=row["version"],
            language=language,
            text=row[language],
            since=datetime.fromisoformat(row["since"]),
        )
        for row in json.loads(shipped.read_text(encoding="utf-8"))
        for language in LANGUAGES
        if (row["purpose"], row["version"], language) not in known
    )


def text_in_force(purpose: str, language: str) -> ConsentText:
    """The newest wording in the language, in Hungarian where there is none. One query."""
    texts = ConsentText.objects.filter(purpose=purpose, language__in={language, "hu"}).order_by("-version")
    return sorted(texts, key=lambda text: (text.language != language, -text.version))[0]


def give_consent(
    *,
    subscriber: Subscriber,
    text: ConsentText,
    channel: str,
    at: datetime,
    given_at: datetime | None = None,
    proof: str = "",
    address_hash: str = "",
    by: User | None = None,
) -> Consent:
    """Write a line of the register; one that stood for the same purpose is replaced by it. Needs a transaction."""
    subscriber.consents.standing().filter(purpose=text.purpose).update(
        withdrawn_at=at, withdrawn_by=Withdrawal.RENEWED
    )
    return Consent.objects.create(
        subscriber=subscriber,
        email_hash=keyed_hash(subscriber.email),
        purpose=text.purpose,
        text=text,
        given_at=given_at or at,
        recorded_at=at,
        channel=channel,
        proof=proof,
        address_hash=address_hash,
        by=by,
    )


def record_consent(*, consent: ProvenConsent, by: User, at: datetime) -> Consent:
    """Take over one consent given on paper or in another register. Raises `ConsentRefused`."""
    return record_consents(consents=[consent], by=by, at=at)[0]


def record_contact_consent(
    *, contact: Contact, given_at: datetime, proof: str, by: User, at: datetime
) -> Consent:
    """A contact of a party agreed on paper to the mentor's letters. Raises `ConsentRefused`."""
    email = (contact.email or (contact.user.email if contact.user else "")).strip().lower()
    if not contact.has_consent:
        raise ConsentRefused(_("This person agreed to nothing yet: note first that their data may be kept."))
    if not email:
        raise ConsentRefused(_("This contact has no e-mail address."))
    return record_consent(
        consent=ProvenConsent(
            email=email,
            name=contact.name,
            purpose=Purpose.COUNTY_LETTER,
            given_at=given_at,
            channel=ConsentChannel.PAPER,
            proof=proof,
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def record_consents(*, consents: Sequence[ProvenConsent], by: User, at: datetime) -> list[Consent]:
    """Take over consents, each address and purpose once, all or none. Raises `ConsentRefused`. A fixed number of queries per 500.

    Who left, complained or erased themselves after that day has said otherwise since: only their own confirmation counts then.
    """
    refusals = Refusals([consent.email for consent in consents])
    for consent in consents:
        if (
            why := _wrong_with(consent, at)
            or refusals.against(consent.email, consent.purpose, consent.given_at)
        ) is not None:
            raise ConsentRefused(f"{consent.email}: {why}" if len(consents) > 1 else why)
    subscribers = _subscribers_of(consents, refusals, at)
    texts = {
        (purpose, language): text_in_force(purpose, language)
        for purpose, language in {(consent.purpose, consent.language) for consent in consents}
    }
    given = Consent.objects.bulk_create(
        [
            Consent(
                subscriber=subscribers[consent.email],
                email_hash=keyed_hash(consent.email),
                purpose=consent.purpose,
                text=texts[consent.purpose, consent.language],
                given_at=consent.given_at,
                recorded_at=at,
                channel=consent.channel,
                proof=consent.proof.strip(),
                by=by,
            )
            for consent in consents
        ],
        batch_size=BATCH,
    )
    _add_wishes_of(consents, subscribers, at)
    for batch in batched(given, BATCH):
        audit.note(
            deed="record_consents",
            subject=f"consent:{batch[0].pk}",
            by=by.pk,
            at=at,
            details={"consents": len(batch), "channels": sorted({one.channel for one in batch})},
        )
    return given


class Refusals:
    """Why consents of these addresses cannot be taken over: what the register says of them. Two queries per 500 addresses."""

    def __init__(self, emails: Sequence[str]) -> None:
        self.subscribers: dict[str, Subscriber] = {}
        self.lines: dict[tuple[str, str], list[tuple[datetime | None, str]]] = defaultdict(list)
        for batch in batched(dict.fromkeys(emails), BATCH):
            for one in Subscriber.objects.filter(email__in=batch):
                self.subscribers[one.email] = one
            rows = Consent.objects.filter(email_hash__in=[keyed_hash(email) for email in batch]).order_by()
            for email_hash, purpose, withdrawn_at, way in rows.values_list(
                "email_hash", "purpose", "withdrawn_at", "withdrawn_by"
            ):
                self.lines[email_hash, purpose].append((withdrawn_at, way))

    def stands(self, email: str, purpose: str) -> bool:
        """The register has a consent of this address to the purpose already."""
        return any(withdrawn_at is None for withdrawn_at, _way in self.lines[keyed_hash(email), purpose])

    def against(self, email: str, purpose: str, given_at: datetime) -> str | None:
        """In words; None if there is nothing against it."""
        known = self.subscribers.get(email)
        if known is not None and known.state == SubscriberState.COMPLAINED:
            return _("This address reported a letter as spam: only the person can subscribe it again.")
        if known is not None and known.state == SubscriberState.BOUNCING:
            return _("Letters to this address come back.")
        if self.stands(email, purpose):
            return _("The register has a consent of this address already.")
        for withdrawn_at, way in self.lines[keyed_hash(email), purpose]:
            if withdrawn_at is not None and way != Withdrawal.RENEWED and withdrawn_at >= given_at:
                return _(
                    "This address withdrew its consent on %(day)s, later than this consent was given."
                ) % {"day": day(timezone.localdate(withdrawn_at))}
        return None


def _wrong_with(consent: ProvenConsent, at: datetime) -> str | None:
    if consent.channel not in (ConsentChannel.PAPER, ConsentChannel.IMPORT):
        return _("A consent of the site is given by the person alone.")
    if not consent.proof.strip():
        return _("A consent taken over needs its proof.")
    if consent.given_at > at:
        return _("The day of the consent is still to come.")
    return None


def _subscribers_of(
    consents: Sequence[ProvenConsent], refusals: Refusals, at: datetime
) -> dict[str, Subscriber]:
    """Everybody consenting, as somebody who receives letters."""
    subscribers = dict(refusals.subscribers)
    new = {
        consent.email: Subscriber(
            email=consent.email,
            name=consent.name,
            language=consent.language,
            state=SubscriberState.ACTIVE,
            created_at=at,
        )
        for consent in consents
        if consent.email not in subscribers
    }
    Subscriber.objects.bulk_create(new.values(), batch_size=BATCH)
    sleeping = [one for one in subscribers.values() if one.state != SubscriberState.ACTIVE]
    for one in sleeping:
        one.state = SubscriberState.ACTIVE
        one.left_at = None
    Subscriber.objects.bulk_update(sleeping, ["state", "left_at"], batch_size=BATCH)
    return subscribers | new


def _add_wishes_of(
    consents: Sequence[ProvenConsent], subscribers: dict[str, Subscriber], at: datetime
) -> None:
    """The wishes of those who agreed to the newsletter; who named none wishes everything."""
    wanted = {
        (subscribers[consent.email].pk, wish.topic, wish.county)
        for consent in consents
        if consent.purpose == Purpose.NEWSLETTER
        for wish in consent.wishes or (Wish(),)
    }
    for batch in batched(sorted(wanted), BATCH):
        rows = Subscription.objects.filter(subscriber__in={pk for pk, _topic, _county in batch}).order_by()
        there = {
            (pk, topic or "", county)
            for pk, topic, county in rows.values_list("subscriber", "topic", "county")
        }
        Subscription.objects.bulk_create(
            Subscription(subscriber_id=pk, topic_id=topic or None, county=county, since=at)
            for pk, topic, county in batch
            if (pk, topic, county) not in there
        )


def note_export(*, by: User, lines: int, at: datetime) -> None:
    """The register left the house by this hand."""
    audit.note(deed="export_consents", subject="outreach:consents", by=by.pk, at=at, details={"lines": lines})


def add_wishes(subscriber: Subscriber, wishes: Collection[Wish], at: datetime) -> None:
    """Add what is not wished yet. Needs a transaction."""
    there = {
        (topic or "", county) for topic, county in subscriber.subscriptions.values_list("topic", "county")
    }
    Subscription.objects.bulk_create(
        Subscription(subscriber=subscriber, topic_id=wish.topic or None, county=wish.county, since=at)
        for wish in dict.fromkeys(wishes)
        if (wish.topic, wish.county) not in there
    )


@transaction.atomic
def withdraw_consent(
    *,
    subscriber: Subscriber,
    way: str,
    at: datetime,
    purposes: Collection[str] = tuple(Purpose.values),
    by: User | None = None,
) -> int:
    """Take back the consents to these purposes (all); return how many stood. Repeating it is harmless.

    Wishes waiting for a confirmation are forgotten: a link sent before does not bring anybody back. Whose last consent this was
    has left; who complained has complained.
    """
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    taken = (
        subscriber.consents.standing().filter(purpose__in=purposes).update(withdrawn_at=at, withdrawn_by=way)
    )
    OptIn.objects.filter(subscriber=subscriber, confirmed_at=None).delete()
    if way == Withdrawal.COMPLAINT:
        _move(subscriber, SubscriberState.COMPLAINED, at)
    elif subscriber.state not in STAYS_SHUT and not subscriber.consents.standing().exists():
        _move(subscriber, SubscriberState.LEFT, at)
    if taken:
        audit.note(
            deed="withdraw_consent",
            subject=f"subscriber:{subscriber.pk}",
            by=by.pk if by else None,
            at=at,
            details={"purposes": sorted(purposes), "way": way},
        )
    return taken


def _move(subscriber: Subscriber, state: SubscriberState, at: datetime) -> None:
    if subscriber.state != state:
        subscriber.state = state
        subscriber.left_at = at
        subscriber.save(update_fields=["state", "left_at"])
