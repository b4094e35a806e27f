"""Subscribing by confirming, leaving, being forgotten."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.core.models import AuditLine
from mentorhalo.outreach.actions.consents import Wish, withdraw_consent
from mentorhalo.outreach.actions.subscribing import (
    LETTERS_FROM_A_NETWORK,
    LinkVoid,
    TooManyAsked,
    ask_to_subscribe,
    confirm_subscription,
    decline_subscription,
    erase_subscriber,
    forget_unconfirmed,
    revise_subscriptions,
    send_own_link,
    subscribe_member,
)
from mentorhalo.outreach.choices import DeliveryState, Purpose, SubscriberState, Withdrawal
from mentorhalo.outreach.models import Consent, Delivery, OptIn, Subscriber
from mentorhalo.outreach.queries.own import own_data
from mentorhalo.outreach.sealing import keyed_hash, own_page_key
from mentorhalo.outreach.tests.factories import DeliveryFactory, SubscriberFactory, consent_text

pytestmark = pytest.mark.django_db

AT = timezone.now()


@pytest.fixture
def asked(django_capture_on_commit_callbacks: Any) -> Any:
    """`asked("a@pelda.hu")`: somebody types the address; the token of the letter, if one was sent."""

    def asked(email: str = "anna@pelda.hu", **said: Any) -> str | None:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            ask_to_subscribe(
                **{
                    "email": email,
                    "language": "hu",
                    "purposes": [Purpose.NEWSLETTER],
                    "wishes": [Wish()],
                    "at": AT,
                    **said,
                }
            )
        found = re.search(r"/subscribe/confirm/([^/\s]+)/", str(mail.outbox[0].body)) if mail.outbox else None
        return found[1] if found else None

    return asked


def wishes_of(subscriber: Subscriber) -> list[tuple[str | None, str]]:
    return sorted(subscriber.subscriptions.values_list("topic", "county"))


def test_an_address_receives_nothing_before_it_confirms(asked: Any) -> None:
    token = asked("Anna@Pelda.hu ", wishes=[Wish(county="20"), Wish(county="20")], network="net")

    subscriber = Subscriber.objects.get()
    assert (subscriber.email, subscriber.state) == ("anna@pelda.hu", SubscriberState.PENDING)
    assert Consent.objects.count() == 0
    assert OptIn.objects.get().token_hash != token

    confirm_subscription(token=token, at=AT, network="other net")

    subscriber.refresh_from_db()
    consent = Consent.objects.get()
    assert subscriber.state == SubscriberState.ACTIVE
    assert wishes_of(subscriber) == [(None, "20")]
    assert (consent.purpose, consent.text, consent.given_at, consent.channel, consent.address_hash) == (
        Purpose.NEWSLETTER,
        consent_text(),
        AT,
        "web",
        "other net",
    )


def test_the_letter_of_confirmation_can_be_declined_by_one_click(asked: Any, client: Client) -> None:
    asked()
    headers = mail.outbox[0].extra_headers
    address = headers["List-Unsubscribe"].strip("<>")

    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(address).status_code == 200
    assert Subscriber.objects.count() == 1
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Subscriber.objects.count() == 0
    assert strict.post(address).status_code == 200


def test_unsubscribing_by_the_letter_of_confirmation_works_after_it_was_confirmed(
    asked: Any, client: Client
) -> None:
    confirm_subscription(token=asked(), at=AT)
    address = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")

    answer = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert [each.withdrawn_by for each in Consent.objects.all()] == [Withdrawal.ONE_CLICK]
    assert Subscriber.objects.get().state == SubscriberState.LEFT


def test_declining_leaves_somebody_who_is_known_as_they_are(asked: Any) -> None:
    known = SubscriberFactory(email="anna@pelda.hu")

    decline_subscription(token=asked(), at=AT)
    decline_subscription(token="forged", at=AT)

    known.refresh_from_db()
    assert known.state == SubscriberState.ACTIVE
    assert OptIn.objects.count() == 0


def test_a_link_works_once(asked: Any) -> None:
    token = asked()
    confirm_subscription(token=token, at=AT)

    with pytest.raises(LinkVoid):
        confirm_subscription(token=token, at=AT)


@pytest.mark.parametrize("token", ["forged", ""])
def test_a_forged_link_is_void(token: str) -> None:
    with pytest.raises(LinkVoid):
        confirm_subscription(token=token, at=AT)


def test_a_link_expires(asked: Any) -> None:
    with pytest.raises(LinkVoid):
        confirm_subscription(token=asked(), at=AT + timedelta(days=3))


def test_whoever_types_a_known_address_changes_nothing_for_it(asked: Any) -> None:
    known = SubscriberFactory(email="anna@pelda.hu", name="Anna", wishes=[(None, "03")])

    token = asked(name="Valaki", language="en", wishes=[Wish(county="20")])

    known.refresh_from_db()
    assert (known.name, known.language, wishes_of(known)) == ("Anna", "hu", [(None, "03")])
    confirm_subscription(token=token, at=AT)
    assert wishes_of(known) == [(None, "03"), (None, "20")]
    assert list(Consent.objects.values_list("withdrawn_by", flat=True).order_by("given_at")) == [
        "renewed",
        "",
    ]


def test_an_address_gets_three_letters_a_day_and_nobody_sees_it(asked: Any) -> None:
    assert [bool(asked()) for _ in range(5)] == [True, True, True, False, False]
    assert asked("bela@pelda.hu")


def test_one_network_cannot_flood_many_addresses(asked: Any) -> None:
    for number in range(LETTERS_FROM_A_NETWORK):
        asked(f"cim{number}@pelda.hu", network="net")

    with pytest.raises(TooManyAsked):
        asked("utolso@pelda.hu", network="net")
    assert asked("utolso@pelda.hu", network="other net")


def test_leaving_ends_the_consents_and_the_links_sent_before(asked: Any) -> None:
    known = SubscriberFactory(email="anna@pelda.hu", consents=(Purpose.NEWSLETTER, Purpose.COUNTY_LETTER))
    token = asked()

    assert withdraw_consent(subscriber=known, way=Withdrawal.ONE_CLICK, at=AT) == 2
    assert withdraw_consent(subscriber=known, way=Withdrawal.ONE_CLICK, at=AT) == 0

    known.refresh_from_db()
    assert (known.state, known.left_at) == (SubscriberState.LEFT, AT)
    with pytest.raises(LinkVoid):
        confirm_subscription(token=token, at=AT)


def test_who_comes_back_confirms_anew_and_begins_anew(asked: Any) -> None:
    known = SubscriberFactory(email="anna@pelda.hu", wishes=[(None, "03")])
    withdraw_consent(subscriber=known, way=Withdrawal.PAGE, at=AT)

    confirm_subscription(token=asked(wishes=[Wish(county="20")]), at=AT)

    known.refresh_from_db()
    assert (known.state, known.left_at, wishes_of(known)) == (SubscriberState.ACTIVE, None, [(None, "20")])
    assert known.consents.standing().count() == 1


def test_leaving_one_kind_of_letter_keeps_the_other() -> None:
    known = SubscriberFactory(consents=(Purpose.NEWSLETTER, Purpose.COUNTY_LETTER))

    withdraw_consent(subscriber=known, purposes=[Purpose.NEWSLETTER], way=Withdrawal.PAGE, at=AT)

    known.refresh_from_db()
    assert known.state == SubscriberState.ACTIVE
    assert [consent.purpose for consent in known.consents.standing()] == [Purpose.COUNTY_LETTER]


def test_a_complaint_shuts_the_address() -> None:
    known = SubscriberFactory()

    withdraw_consent(subscriber=known, way=Withdrawal.COMPLAINT, at=AT)
    withdraw_consent(subscriber=known, way=Withdrawal.PAGE, at=AT)

    known.refresh_from_db()
    assert known.state == SubscriberState.COMPLAINED


def test_a_member_subscribes_the_proven_address_at_once() -> None:
    user = UserFactory(email="tag@pelda.hu", name="Tag Teréz")

    subscriber = subscribe_member(user=user, purposes=[Purpose.NEWSLETTER], wishes=[], language="hu", at=AT)

    assert subscriber is not None
    assert (subscriber.state, subscriber.user, subscriber.name) == (SubscriberState.ACTIVE, user, "Tag Teréz")
    assert wishes_of(subscriber) == [(None, "")]


def test_a_member_with_an_unproven_address_gets_a_letter(django_capture_on_commit_callbacks: Any) -> None:
    user = UserFactory()
    user.emailaddress_set.update(verified=False)

    with django_capture_on_commit_callbacks(execute=True):
        assert (
            subscribe_member(user=user, purposes=[Purpose.NEWSLETTER], wishes=[], language="hu", at=AT)
            is None
        )

    assert [letter.to for letter in mail.outbox] == [[user.email]]
    assert Subscriber.objects.get().state == SubscriberState.PENDING


def test_choices_are_made_anew() -> None:
    known = SubscriberFactory(wishes=[(None, "03"), (None, "20")])

    revise_subscriptions(
        subscriber=known, name="Új", language="en", wishes=[Wish(county="20"), Wish(county="05")], at=AT
    )

    known.refresh_from_db()
    assert (known.name, known.language, wishes_of(known)) == ("Új", "en", [(None, "05"), (None, "20")])


def test_a_link_to_own_subscriptions_goes_to_known_addresses_alone(
    django_capture_on_commit_callbacks: Any,
) -> None:
    SubscriberFactory(email="anna@pelda.hu")
    SubscriberFactory(email="pending@pelda.hu", state=SubscriberState.PENDING)

    with django_capture_on_commit_callbacks(execute=True):
        for email in ("Anna@pelda.hu", "pending@pelda.hu", "nobody@pelda.hu"):
            send_own_link(email=email, language="hu", at=AT)

    assert [letter.to for letter in mail.outbox] == [["anna@pelda.hu"]]


def test_the_erased_are_forgotten_and_the_register_keeps_its_line() -> None:
    known = SubscriberFactory(email="anna@pelda.hu", name="Anna")
    Consent.objects.update(channel="paper", proof="Anna íve", address_hash="x")
    sent = DeliveryFactory(subscriber=known, state=DeliveryState.SENT, sent_at=AT)
    waiting = DeliveryFactory(subscriber=known)

    erase_subscriber(subscriber=known, at=AT)

    assert not Subscriber.objects.exists()
    consent = Consent.objects.get()
    assert (consent.subscriber, consent.email_hash, consent.withdrawn_by, consent.address_hash) == (
        None,
        keyed_hash("anna@pelda.hu"),
        Withdrawal.ERASED,
        "",
    )
    assert "Anna" not in consent.proof
    rows = {row.pk: row for row in Delivery.objects.all()}
    assert (rows[sent.pk].state, rows[waiting.pk].state) == (DeliveryState.SENT, DeliveryState.LEFT_OUT)
    assert not any("anna" in f"{row.address}{row.name}".lower() for row in rows.values())
    assert "anna" not in str(list(AuditLine.objects.values())).lower()


def test_one_can_take_own_data_away() -> None:
    known = SubscriberFactory(email="anna@pelda.hu")
    DeliveryFactory(subscriber=known)

    data = own_data(known)

    assert data["email"] == "anna@pelda.hu"
    assert data["consents"][0]["text"] == consent_text().text
    assert [len(data[part]) for part in ("wishes", "consents", "letters")] == [1, 1, 1]


def test_the_unconfirmed_are_forgotten_after_a_week(asked: Any) -> None:
    asked("anna@pelda.hu")
    SubscriberFactory(email="bela@pelda.hu", created_at=AT - timedelta(days=400))

    assert forget_unconfirmed(at=AT + timedelta(days=6)) == 0
    assert forget_unconfirmed(at=AT + timedelta(days=8)) == 1
    assert forget_unconfirmed(at=AT + timedelta(days=8)) == 0
    assert [one.email for one in Subscriber.objects.all()] == ["bela@pelda.hu"]


# --- pages ------------------------------------------------------------------------------------------------------------


def posted(client: Client, **said: Any) -> Any:
    data = {"email": "anna@pelda.hu", "language": "hu", "agree": "on", **said}
    return client.post(
        reverse("outreach:subscribe"), {key: value for key, value in data.items() if value is not None}
    )


def test_the_page_answers_alike_for_known_and_unknown(client: Client) -> None:
    SubscriberFactory(email="known@pelda.hu")

    answers = [posted(client, email=email) for email in ("known@pelda.hu", "unknown@pelda.hu")]

    assert [(one.status_code, one["Location"]) for one in answers] == [
        (302, reverse("outreach:subscribe_sent"))
    ] * 2


def test_without_consent_nothing_is_asked_and_nothing_typed_is_lost(client: Client) -> None:
    answer = posted(client, agree=None, name="Anna")

    assert answer.status_code == 200
    assert 'value="Anna"' in answer.text
    assert Subscriber.objects.count() == 0


@pytest.mark.parametrize(
    "said",
    [
        {"email": "a" * 250 + "@pelda.hu"},
        {"email": "anna@pelda.hu\nBcc: bela@pelda.hu"},
        {"name": "A" * 10_000},
        {"county": "99", "counties": ["99"]},
        {"language": "xx"},
    ],
    ids=["long address", "header", "long name", "county", "language"],
)
def test_what_cannot_be_is_said_to_be_wrong(client: Client, said: dict[str, Any]) -> None:
    assert posted(client, **said).status_code == 200
    assert Subscriber.objects.count() == 0


def test_a_name_stands_on_one_line(client: Client) -> None:
    posted(client, name="Anna\r\nBcc: bela@pelda.hu")

    assert OptIn.objects.get().name == "Anna Bcc: bela@pelda.hu"


def test_no_box_is_ticked_beforehand(client: Client) -> None:
    assert "checked" not in re.sub(
        r'<input[^>]*type="radio"[^>]*>', "", client.get(reverse("outreach:subscribe")).text
    )


def test_the_small_form_needs_no_language(client: Client) -> None:
    assert posted(client, language=None).status_code == 302
    assert OptIn.objects.get().language == "hu"


def test_a_scanner_that_opens_the_link_confirms_nothing(client: Client, asked: Any) -> None:
    address = reverse("outreach:confirm", args=[asked()])

    assert client.get(address).status_code == 200
    assert client.head(address).status_code == 200
    assert Subscriber.objects.get().state == SubscriberState.PENDING

    answer = client.post(address, follow=True)
    assert Subscriber.objects.get().state == SubscriberState.ACTIVE
    assert answer.status_code == 200
    assert client.get(address).status_code == 410


def test_own_page_by_link(client: Client) -> None:
    known = SubscriberFactory(email="anna@pelda.hu")
    key = own_page_key(known.pk, known.email)

    answer = client.post(
        reverse("outreach:own", args=[key]), {"name": "Anna", "language": "en", "counties": []}
    )
    assert answer.status_code == 302
    known.refresh_from_db()
    assert (known.name, known.language) == ("Anna", "en")
    data = client.post(reverse("outreach:own_data", args=[key]))
    assert data.json()["email"] == "anna@pelda.hu"
    assert data["Cache-Control"] == "private, no-store"

    client.post(reverse("outreach:own_leave", args=[key]), {"purpose": ""})
    known.refresh_from_db()
    assert known.state == SubscriberState.LEFT
    assert client.get(reverse("outreach:own", args=[key])).status_code == 200

    client.post(reverse("outreach:own_erase", args=[key]))
    assert Subscriber.objects.count() == 0
    assert client.get(reverse("outreach:own", args=[key])).status_code == 410


def test_a_forged_key_opens_nothing(client: Client) -> None:
    known = SubscriberFactory()
    forged = own_page_key(known.pk, known.email)[:-2] + "xx"

    assert client.get(reverse("outreach:own", args=[forged])).status_code == 410
    for name in ("own_leave", "own_erase", "own_data"):
        assert client.post(reverse(f"outreach:{name}", args=[forged])).status_code == 404
    assert (
        client.get(reverse("outreach:own", args=[own_page_key(known.pk, "mas@pelda.hu")])).status_code == 410
    )


def test_a_member_goes_to_the_own_page_or_begins(client: Client) -> None:
    user = UserFactory(email="tag@pelda.hu")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("outreach:mine")

    assert client.get(address).status_code == 200
    assert client.post(address, {"language": "hu", "agree": "on"}).status_code == 302
    assert client.get(address).status_code == 302
    assert client.get(address, follow=True).status_code == 200


def test_asking_for_the_link_answers_alike(client: Client) -> None:
    SubscriberFactory(email="known@pelda.hu")

    answers = [
        client.post(reverse("outreach:ask_own_link"), {"email": email}, follow=True).text.count(
            'role="status"'
        )
        for email in ("known@pelda.hu", "unknown@pelda.hu")
    ]

    assert answers[0] == answers[1]
