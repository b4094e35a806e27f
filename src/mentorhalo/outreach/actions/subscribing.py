"""Subscribing by an own deed, one's own subscriptions, leaving, and being erased.

`network` is the keyed hash of the network address (`core.throttle.network_of`): the address itself is kept nowhere.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.core.letters import send_letter
from mentorhalo.core.throttle import is_within

from ..choices import ConsentChannel, DeliveryState, Purpose, SubscriberState, Withdrawal
from ..models import ConsentText, Delivery, OptIn, Subscriber
from ..sealing import new_token, own_page_key, token_hash
from .consents import Wish, add_wishes, give_consent, text_in_force, withdraw_consent

LINK_DAYS = 3  # how long a confirmation link works
UNCONFIRMED_DAYS = 7  # after these, who did not confirm is forgotten
LETTERS_TO_AN_ADDRESS = 3  # in a day
LETTERS_FROM_A_NETWORK = 20  # in an hour


class TooManyAsked(Exception):
    """Too many letters were asked for from this network address; the message is meant for the person."""


class LinkVoid(Exception):
    """The link was used, is too old, or never was; the message is meant for the person."""


@transaction.atomic
def ask_to_subscribe(
    *,
    email: str,
    language: str,
    purposes: Collection[str],
    wishes: Sequence[Wish],
    at: datetime,
    name: str = "",
    network: str = "",
) -> None:
    """Send the address a link to confirm; until then nothing changes for it, whoever typed it.

    Known and unknown addresses are treated alike. One that got enough letters today gets no more, silently. Raises
    `TooManyAsked`.
    """
    email = email.strip().lower()
    if not _may_be_sent(email, network):
        return
    subscriber, _made = Subscriber.objects.get_or_create(
        email=email, defaults={"language": language, "created_at": at}
    )
    token, hashed = new_token()
    opt_in = OptIn.objects.create(
        subscriber=subscriber,
        token_hash=hashed,
        name=name,
        language=language,
        wishes=[asdict(wish) for wish in dict.fromkeys(wishes)],
        asked_at=at,
        expires_at=at + timedelta(days=LINK_DAYS),
        address_hash=network,
    )
    opt_in.texts.set([text_in_force(purpose, language) for purpose in purposes])
    decline = _address("outreach:decline", language, token=token)
    send_letter(
        "outreach/letters/confirm",
        to=email,
        language=language,
        context={
            "confirm_url": _address("outreach:confirm", language, token=token),
            "decline_url": decline,
            "days": LINK_DAYS,
            "site": settings.SITE_URL,
        },
        headers={
            "List-Unsubscribe": f"<{decline}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def waiting_opt_in(token: str, at: datetime) -> OptIn:
    """The wish a link confirms. Raises `LinkVoid`. One query."""
    found = OptIn.objects.select_related("subscriber").filter(token_hash=token_hash(token)).first()
    if found is None or found.confirmed_at is not None or found.expires_at <= at:
        raise LinkVoid(_("This link is no longer valid: it was used, or it is too old."))
    return found


@transaction.atomic
def confirm_subscription(*, token: str, at: datetime, network: str = "") -> Subscriber:
    """The person confirms: consents are written, wishes hold, letters may go. The link works once. Raises `LinkVoid`.

    Who receives letters already keeps the earlier wishes; who comes back begins anew.
    """
    hashed = token_hash(token)
    OptIn.objects.select_for_update().filter(token_hash=hashed).first()
    opt_in = waiting_opt_in(token, at)
    opt_in.confirmed_at = at
    opt_in.save(update_fields=["confirmed_at"])
    return _let_in(
        opt_in.subscriber,
        name=opt_in.name,
        language=opt_in.language,
        texts=list(opt_in.texts.all()),
        wishes=[Wish(**wish) for wish in opt_in.wishes],
        address_hash=network or opt_in.address_hash,
        at=at,
    )


@transaction.atomic
def decline_subscription(*, token: str, at: datetime) -> None:
    """The person did not ask for it: forget the wish, and the address if nothing else is known of it. Harmless if forged.

    A mail program offers “unsubscribe” beside the letter of confirmation for ever: once confirmed, it takes back what was
    agreed to by this letter.
    """
    opt_in = OptIn.objects.filter(token_hash=token_hash(token)).first()
    if opt_in is None:
        return
    subscriber = opt_in.subscriber
    if opt_in.confirmed_at is not None:
        purposes = [text.purpose for text in opt_in.texts.all()]
        withdraw_consent(subscriber=subscriber, way=Withdrawal.ONE_CLICK, purposes=purposes, at=at)
        return
    opt_in.delete()
    if subscriber.state == SubscriberState.PENDING and not subscriber.opt_ins.exists():
        subscriber.delete()


@transaction.atomic
def subscribe_member(
    *,
    user: User,
    purposes: Collection[str],
    wishes: Sequence[Wish],
    language: str,
    at: datetime,
    network: str = "",
) -> Subscriber | None:
    """Somebody signed in subscribes their own address, which their account has proven; an unproven one is asked by letter (None)."""
    if not EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists():
        ask_to_subscribe(
            email=user.email,
            name=user.name,
            language=language,
            purposes=purposes,
            wishes=wishes,
            network=network,
            at=at,
        )
        return None
    subscriber, _made = Subscriber.objects.get_or_create(
        email=user.email.lower(), defaults={"language": language, "created_at": at}
    )
    return _let_in(
        subscriber,
        user=user,
        name=user.name,
        language=language,
        texts=[text_in_force(purpose, language) for purpose in purposes],
        wishes=wishes,
        address_hash=network,
        at=at,
    )


@transaction.atomic
def revise_subscriptions(
    *, subscriber: Subscriber, name: str, language: str, wishes: Collection[Wish], at: datetime
) -> None:
    """Own choices anew: exactly these wishes hold from now on. Consents are another deed."""
    subscriber.name = name
    subscriber.language = language
    subscriber.save(update_fields=["name", "language"])
    wanted = {(wish.topic, wish.county) for wish in wishes}
    for row in subscriber.subscriptions.all():
        if (row.topic_id or "", row.county) not in wanted:
            row.delete()
    add_wishes(subscriber, wishes, at)


@transaction.atomic
def send_own_link(*, email: str, language: str, at: datetime, network: str = "") -> None:
    """Send a link to one's own subscriptions, if the address is known here; nobody sees whether it is. Raises `TooManyAsked`."""
    email = email.strip().lower()
    if not _may_be_sent(email, network):
        return
    subscriber = Subscriber.objects.filter(email=email).exclude(state=SubscriberState.PENDING).first()
    if subscriber is None:
        return
    key = own_page_key(subscriber.pk, subscriber.email)
    send_letter(
        "outreach/letters/own_link",
        to=email,
        language=language,
        context={"own_url": _address("outreach:own", language, key=key), "site": settings.SITE_URL},
    )


@transaction.atomic
def erase_subscriber(*, subscriber: Subscriber, at: datetime, by: User | None = None) -> None:
    """Forget the person. The register keeps its lines without them, deliveries keep that there was one, and nothing goes out."""
    subscriber.consents.standing().update(withdrawn_at=at, withdrawn_by=Withdrawal.ERASED)
    subscriber.consents.update(address_hash="")
    subscriber.consents.exclude(proof="").update(proof=_("erased at the person's wish"))
    Delivery.objects.filter(
        subscriber=subscriber, state__in=(DeliveryState.WAITING, DeliveryState.DEFERRED)
    ).update(state=DeliveryState.LEFT_OUT)
    for delivery in Delivery.objects.filter(subscriber=subscriber).only("pk"):
        delivery.address = f"{delivery.pk}@erased.invalid"
        delivery.name = ""
        delivery.contact = None
        delivery.save(update_fields=["address", "name", "contact"])
    audit.note(
        deed="erase_subscriber", subject=f"subscriber:{subscriber.pk}", by=by.pk if by else None, at=at
    )
    subscriber.delete()


@transaction.atomic
def forget_unconfirmed(*, at: datetime) -> int:
    """Forget wishes and addresses that were never confirmed; return how many addresses. Repeating it is harmless."""
    OptIn.objects.filter(asked_at__lt=at - timedelta(days=UNCONFIRMED_DAYS)).delete()
    stale = Subscriber.objects.filter(
        state=SubscriberState.PENDING,
        created_at__lt=at - timedelta(days=UNCONFIRMED_DAYS),
        opt_ins=None,
        consents=None,
    )
    number = stale.count()
    stale.delete()
    return number


def _let_in(
    subscriber: Subscriber,
    *,
    name: str,
    language: str,
    texts: Sequence[ConsentText],
    wishes: Sequence[Wish],
    address_hash: str,
    at: datetime,
    user: User | None = None,
) -> Subscriber:
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)  # two links at once: one waits
    was_active = subscriber.state == SubscriberState.ACTIVE
    subscriber.state = SubscriberState.ACTIVE
    subscriber.left_at = None
    subscriber.soft_bounces = 0
    subscriber.language = language
    subscriber.name = name or subscriber.name
    subscriber.user = user or subscriber.user
    subscriber.save()
    for text in texts:
        give_consent(
            subscriber=subscriber, text=text, channel=ConsentChannel.WEB, address_hash=address_hash, at=at
        )
    if any(text.purpose == Purpose.NEWSLETTER for text in texts):
        if not was_active:
            subscriber.subscriptions.all().delete()
        add_wishes(subscriber, wishes or (Wish(),), at)
    return subscriber


def _may_be_sent(email: str, network: str) -> bool:
    """Count this wish for a letter; False if the address had its share today. Raises `TooManyAsked`."""
    if network and not is_within("letters-from", network, most=LETTERS_FROM_A_NETWORK, seconds=3600):
        raise TooManyAsked(
            _("Too many letters were asked for from this network. Please try again in an hour.")
        )
    return is_within("letters-to", email, most=LETTERS_TO_AN_ADDRESS, seconds=86400)


def _address(name: str, language: str, **kwargs: Any) -> str:
    with translation.override(language):
        return settings.SITE_URL + reverse(name, kwargs=kwargs)
