"""Leaving by a letter's own link: one click is enough, opening is not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mentorhalo.outreach.actions.subscribing import erase_subscriber
from mentorhalo.outreach.choices import Purpose, SubscriberState, Withdrawal
from mentorhalo.outreach.models import Consent, Delivery

from .factories import DeliveryFactory, SubscriberFactory

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def strict() -> Client:
    """A client without cookies that is held to CSRF as browsers are."""
    return Client(enforce_csrf_checks=True)


def address(delivery: Delivery) -> str:
    return f"/outreach/u/{delivery.token}/"


def test_one_click_ends_the_subscription_and_says_ok(strict: Client) -> None:
    delivery = DeliveryFactory()

    for body in (
        {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"},
        {"data": ONE_CLICK},  # multipart, and a second time
    ):
        response = strict.post(address(delivery), HTTP_ACCEPT_LANGUAGE="en", **body)
        assert (response.status_code, response.cookies.items()) == (200, {}.items())

    consent = Consent.objects.get()
    assert consent.withdrawn_by == Withdrawal.ONE_CLICK
    delivery.subscriber.refresh_from_db()
    assert delivery.subscriber.state == SubscriberState.LEFT


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_opening_the_link_changes_nothing(strict: Client, method: str) -> None:
    delivery = DeliveryFactory()

    response = getattr(strict, method)(address(delivery) + "?List-Unsubscribe=One-Click")

    assert response.status_code == 200
    assert Consent.objects.get().withdrawn_at is None


def test_the_form_asks_which_letters_and_need_not_be_told_why(strict: Client) -> None:
    reader = SubscriberFactory(consents=(Purpose.NEWSLETTER, Purpose.COUNTY_LETTER))
    delivery = DeliveryFactory(subscriber=reader)

    strict.post(address(delivery), {"which": "these"})
    assert [one.purpose for one in Consent.objects.standing()] == [Purpose.COUNTY_LETTER]
    response = strict.post(address(DeliveryFactory(subscriber=reader)), {"which": "all", "why": "too_many"})

    assert response.context["is_done"]
    assert not Consent.objects.standing().exists()


@pytest.mark.parametrize(
    "forge", [lambda token: "0" * 30, lambda token: token + "0", lambda token: token[1:]]
)
def test_a_forged_link_says_nothing(strict: Client, forge: Callable[[str], str]) -> None:
    delivery = DeliveryFactory()
    forged = f"/outreach/u/{forge(delivery.token)}/"

    assert strict.get(forged).status_code == 404
    assert strict.post(forged, ONE_CLICK).status_code == 404
    assert Consent.objects.get().withdrawn_at is None


def test_links_outlive_a_new_key_and_the_reader(strict: Client, settings: Any) -> None:
    delivery = DeliveryFactory()
    old = address(delivery)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"

    assert strict.get(old).status_code == 200
    erase_subscriber(subscriber=delivery.subscriber, at=timezone.now())
    assert strict.post(old, ONE_CLICK).status_code == 200
