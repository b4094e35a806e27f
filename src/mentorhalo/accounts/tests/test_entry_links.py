"""Entering by a link in a letter: once, for a while, and only for those who answer for nobody but themselves."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts import actions
from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import EntryLink

from .factories import GrantFactory, UserFactory

pytestmark = pytest.mark.django_db


def address_in(letter):
    (address,) = re.findall(r"https?://\S+?(/people/enter/\S+)", letter.body)
    return address


def entered(client):
    return "_auth_user_id" in client.session


@pytest.fixture
def representative():
    return GrantFactory(role=Role.REPRESENTATIVE).user


@pytest.fixture
def ask(client, django_capture_on_commit_callbacks):
    def ask(email, leads_to=""):
        query = f"?next={leads_to}" if leads_to else ""
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse("accounts:ask_entry") + query, {"email": email})

    return ask


def test_a_representative_enters_without_a_password(client, ask, representative):
    ask(representative.email, "/partners/")
    address = address_in(mail.outbox[0])

    assert not entered(client)
    page = client.get(address)
    assert page.status_code == 200
    assert not entered(client)

    assert client.post(address)["Location"] == "/partners/"
    assert entered(client)
    assert EmailAddress.objects.get(user=representative).verified


def test_a_link_works_once(client, ask, representative):
    ask(representative.email)
    address = address_in(mail.outbox[0])
    client.post(address)
    client.logout()

    assert "új" in client.post(address).content.decode()
    assert not entered(client)


def test_a_link_that_waited_too_long_does_not_let_in(client, representative):
    long_ago = timezone.now() - timedelta(hours=3)
    address = actions.make_entry_link(user=representative, leads_to="", lasts=timedelta(hours=2), at=long_ago)

    client.post("/people" + address.split("/people")[1])

    assert not entered(client)


@pytest.mark.parametrize("token", ["nothing", "x" * 500, "%00"])
def test_a_forged_link_says_nothing(client, token):
    assert not entered(client)
    assert client.post(f"/people/enter/{token}/").status_code == 200
    assert not entered(client)


def test_known_and_unknown_addresses_get_the_same_answer(ask, representative):
    known, unknown = (
        re.search("<main.*</main>", ask(email).content.decode(), re.S)[0].replace(email, "A")
        for email in (representative.email, "senki@example.org")
    )

    assert known == unknown
    assert [letter.to for letter in mail.outbox] == [[representative.email]]


@pytest.mark.parametrize("role", [Role.MENTOR, Role.OFFICE, Role.ADMINISTRATOR])
def test_who_works_in_the_network_is_sent_to_the_password(client, ask, role):
    user = GrantFactory(role=role).user

    ask(user.email)

    assert "/account/login/" in mail.outbox[0].body
    assert not EntryLink.objects.exists()


def test_a_link_asked_for_before_a_role_came_lets_nobody_in(client, ask):
    user = UserFactory()
    ask(user.email)
    GrantFactory(user=user, role=Role.OFFICE)

    client.post(address_in(mail.outbox[0]))

    assert not entered(client)


def test_an_address_of_another_site_is_not_followed(client, ask, representative):
    ask(representative.email, "https://example.org/")

    assert client.post(address_in(mail.outbox[0]))["Location"] == reverse("desk:home")


def test_the_sixth_letter_within_an_hour_is_not_sent(ask, representative):
    for _time in range(6):
        ask(representative.email)

    assert len(mail.outbox) == 5


def test_the_token_is_nowhere_kept(ask, representative):
    ask(representative.email)
    token = address_in(mail.outbox[0]).rstrip("/").rsplit("/", 1)[1]

    assert token not in EntryLink.objects.get().token_hash


@pytest.mark.parametrize("leads_to", ["/" + "a" * 900, "/a%00b"])
def test_an_address_that_cannot_be_kept_is_left_out(client, ask, representative, leads_to):
    assert ask(representative.email, leads_to).status_code == 200

    assert client.post(address_in(mail.outbox[0]))["Location"] == reverse("desk:home")


def test_who_opened_an_account_in_anothers_name_is_shut_out_by_its_holder(client, ask):
    typed = {"email": "kati@example.org", "password1": "Csavarhuzo-77", "password2": "Csavarhuzo-77"}
    client.post(reverse("account_signup"), typed)
    mail.outbox.clear()
    ask("kati@example.org")

    Client().post(address_in(mail.outbox[0]))
    client.post(reverse("account_login"), {"login": "kati@example.org", "password": "Csavarhuzo-77"})

    assert not entered(client)


def test_a_password_of_a_proven_address_stays(client, ask, representative):
    assert EmailAddress.objects.get(user=representative).verified
    ask(representative.email)

    client.post(address_in(mail.outbox[0]))

    representative.refresh_from_db()
    assert representative.has_usable_password()
