"""The whole way in, as allauth walks it with our settings: sign-up, letter, sign-in, reset, second step."""

import re
from http import HTTPStatus

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.urls import reverse

from mentorhalo.accounts.models import User

from .factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def link_in(letter):
    (address,) = re.findall(r"https?://testserver(\S+)", letter.body)
    return address


def signed_in(client):
    return client.get(reverse("accounts:profile")).status_code == HTTPStatus.OK


def sign_in(client, user, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def sign_up(client, prefix=""):
    return client.post(
        f"{prefix}/account/signup/", {"email": "Uj@pelda.hu", "password1": PASSWORD, "password2": PASSWORD}
    )


# --- sign-up


def test_new_account_opens_after_its_address_is_confirmed(client):
    sign_up(client)
    assert not signed_in(client)
    (letter,) = mail.outbox
    client.post(link_in(letter))

    user = User.objects.get()
    assert EmailAddress.objects.get(user=user).verified
    sign_in(client, user)
    assert signed_in(client)
    assert (user.email, user.language, user.all_grants) == ("uj@pelda.hu", "hu", [])


def test_letters_name_the_program(client):
    sign_up(client)

    (letter,) = mail.outbox
    assert letter.subject == "E-mail-cím megerősítése"
    assert letter.body.startswith("Üdvözlettel: Mentorháló\n")


def test_letters_follow_the_language_of_the_page_of_sign_up(client):
    sign_up(client, prefix="/en")

    assert User.objects.get().language == "en"
    assert mail.outbox[0].subject == "Please Confirm Your Email Address"


def test_letters_follow_the_language_the_reader_chose(client):
    user = UserFactory(language="en")

    client.post(reverse("account_reset_password"), {"email": user.email})

    assert mail.outbox[0].subject == "Password Reset Email"


def test_address_with_an_account_is_not_given_away(client):
    UserFactory(email="uj@pelda.hu")

    answer = sign_up(client)

    assert answer["Location"] == reverse("account_email_verification_sent")
    assert User.objects.count() == 1
    assert mail.outbox[0].subject == "Ez a fiók már létezik"


def test_weak_password_opens_no_account(client):
    client.post(
        reverse("account_signup"),
        {"email": "uj@pelda.hu", "password1": "1234567890", "password2": "1234567890"},
    )

    assert not User.objects.exists()


# --- sign-in


def test_unconfirmed_address_does_not_open(client):
    user = UserFactory()
    EmailAddress.objects.filter(user=user).update(verified=False)

    sign_in(client, user)

    assert not signed_in(client)


def test_closed_account_does_not_open(client):
    user = UserFactory(is_active=False)

    sign_in(client, user)

    assert not signed_in(client)


def test_wrong_password_is_refused_and_soon_no_longer_tried(client):
    user = UserFactory()
    for _ in range(5):
        sign_in(client, user, "ez nem az")

    answer = sign_in(client, user)

    assert not signed_in(client)
    assert answer.context["form"].non_field_errors() == [
        "Túl sok sikertelen belépési kísérlet történt. Később újra lehet próbálni."
    ]


def test_sign_out_closes_the_door(client):
    sign_in(client, UserFactory())

    client.post(reverse("account_logout"))

    assert not signed_in(client)


# --- reset


def test_forgotten_password_is_set_anew(client):
    user = UserFactory()
    client.post(reverse("account_reset_password"), {"email": user.email})
    (letter,) = mail.outbox
    form = client.get(link_in(letter))
    client.post(form["Location"], {"password1": "egészen új jelszó", "password2": "egészen új jelszó"})

    sign_in(client, user, "egészen új jelszó")

    assert signed_in(client)


def test_reset_does_not_tell_who_has_an_account(client):
    answer = client.post(reverse("account_reset_password"), {"email": "senki@pelda.hu"})

    assert answer["Location"] == reverse("account_reset_password_done")
    assert mail.outbox[0].subject == "Ismeretlen fiók"


# --- the second step


def test_second_step_asks_for_the_code_of_the_phone(client):
    user = UserFactory()
    sign_in(client, user)
    give_password_again(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    client.post(reverse("account_logout"))

    answer = sign_in(client, user)

    assert answer["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": recovery_code_of(user)})
    assert signed_in(client)


def test_wrong_code_sets_no_second_step_up(client):
    user = UserFactory()
    sign_in(client, user)
    give_password_again(client)
    client.get(reverse("mfa_activate_totp"))

    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert list(answer.context["form"].errors) == ["code"]
    assert not user.authenticator_set.exists()


def give_password_again(client):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def code_of(secret):
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def recovery_code_of(user):
    codes = user.authenticator_set.get(type="recovery_codes").wrap()
    return codes.get_unused_codes()[0]


def test_issuer_in_the_authenticator_is_the_program():
    assert get_adapter().get_totp_issuer() == "Mentorháló"
