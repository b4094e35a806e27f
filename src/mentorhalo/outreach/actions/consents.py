"""The register of consents: sentences shipped, consents given, taken over with proof, taken back."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from importlib import resources

from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.core.numbers import day

from ..choices import ConsentChannel, Purpose, SubscriberState, Withdrawal
from ..models import Consent, ConsentText, OptIn, Subscriber, Subscription
from ..sealing import keyed_hash

LANGUAGES = ("hu", "en")
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
    """A consent given elsewhere, with where its proof can be seen."""

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


@transaction.atomic
def record_consent(*, consent: ProvenConsent, by: User, at: datetime) -> Consent:
    """Take over a consent given on paper or in another register. Raises `ConsentRefused`.

    Who left, complained or erased themselves after that day has said otherwise since: only their own confirmation counts then.
    """
    if consent.channel not in (ConsentChannel.PAPER, ConsentChannel.IMPORT):
        raise ConsentRefused(_("A consent of the site is given by the person alone."))
    if not consent.proof.strip():
        raise ConsentRefused(_("A consent taken over needs its proof."))
    if consent.given_at > at:
        raise ConsentRefused(_("The day of the consent is still to come."))
    email = consent.email.strip().lower()
    if (why := reason_against(email, consent.purpose, consent.given_at)) is not None:
        raise ConsentRefused(why)
    subscriber, _made = Subscriber.objects.get_or_create(
        email=email,
        defaults={"name": consent.name, "language": consent.language, "created_at": at},
    )
    given = give_consent(
        subscriber=subscriber,
        text=text_in_force(consent.purpose, consent.language),
        channel=consent.channel,
        given_at=consent.given_at,
        proof=consent.proof.strip(),
        by=by,
        at=at,
    )
    if subscriber.state != SubscriberState.ACTIVE:
        subscriber.state = SubscriberState.ACTIVE
        subscriber.left_at = None
        subscriber.save(update_fields=["state", "left_at"])
    if consent.purpose == Purpose.NEWSLETTER:
        add_wishes(subscriber, consent.wishes or (Wish(),), at)
    audit.note(
        deed="record_consent",
        subject=f"consent:{given.pk}",
        by=by.pk,
        at=at,
        details={"purpose": consent.purpose, "channel": consent.channel},
    )
    return given


def reason_against(email: str, purpose: str, given_at: datetime) -> str | None:
    """Why a consent of that moment cannot be taken over, in words; None if it can. Three queries at most."""
    subscriber = Subscriber.objects.filter(email=email).first()
    if subscriber is not None and subscriber.state == SubscriberState.COMPLAINED:
        return _("This address reported a letter as spam: only the person can subscribe it again.")
    if subscriber is not None and subscriber.state == SubscriberState.BOUNCING:
        return _("Letters to this address come back.")
    lines = Consent.objects.filter(email_hash=keyed_hash(email), purpose=purpose)
    if lines.filter(withdrawn_at=None).exists():
        return _("The register has a consent of this address already.")
    later = lines.exclude(withdrawn_by=Withdrawal.RENEWED).filter(withdrawn_at__gte=given_at).first()
    if later is not None and later.withdrawn_at is not None:
        return _("This address withdrew its consent on %(day)s, later than this consent was given.") % {
            "day": day(later.withdrawn_at.date())
        }
    return None


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
