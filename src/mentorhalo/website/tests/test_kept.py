"""Pages are made once for each edition, and an edition ends with the first deed that may change anything shown."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentorhalo.network.actions import withdraw_consent
from mentorhalo.website.tests import factories

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def queries_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_second_visitor_gets_the_page_for_the_cost_of_its_edition(client, world):
    address = reverse("website:network")

    first = queries_of(client, address)

    assert queries_of(client, address) == 5 < first


def test_a_page_of_the_editors_is_kept_until_it_is_published_anew(client):
    page = factories.a_content_page()
    before = client.get(page.url)
    assert client.get(page.url, headers={"If-None-Match": before["ETag"]}).status_code == 304

    page.lead = "Egészen más bevezető."
    page.save_revision().publish()

    assert "Egészen más bevezető." in client.get(page.url).content.decode()


def test_a_withdrawn_consent_is_seen_at_once(client, world):
    mentor = world.mentors["mentor"]
    address = reverse("website:mentor", args=[mentor.pk])
    assert mentor.name in client.get(address).content.decode()

    withdraw_consent(mentor=mentor, scope="name", by=world.users["office"], at=timezone.now())

    assert client.get(address).status_code == 404


def test_each_visitor_has_a_token_of_their_own(client, client_too):
    address = reverse("website:network")

    first, second = (one.get(address).cookies["csrftoken"].value for one in (client, client_too))

    assert first != second


def test_whoever_is_signed_in_gets_their_own_page(client, world):
    address = reverse("website:network")
    client.get(address)
    client.force_login(world.users["mentor"], backend=BACKEND)

    assert reverse("desk:my_week") in client.get(address).content.decode()


def test_a_page_of_before_the_cookie_changed_is_not_called_fresh(client):
    address = reverse("website:network")
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    client.cookies.clear()

    answer = client.get(address, headers={"If-None-Match": etag})

    assert answer.status_code == 200
    assert answer.cookies["csrftoken"].value


@pytest.fixture
def client_too():
    return Client()
