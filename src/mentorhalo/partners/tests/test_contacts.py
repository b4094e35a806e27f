"""People at a party, and what becomes of them when they withdraw their leave."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.core.models import AuditLine
from mentorhalo.partners.actions import (
    ContactDraft,
    ContactEnded,
    ContactInvalid,
    NoConsent,
    add_contact,
    end_contact,
    give_contact_consent,
    let_represent,
    revise_contact,
    withdraw_contact_consent,
)
from mentorhalo.partners.models import Contact
from mentorhalo.partners.tests.factories import CommunityFactory, ContactFactory

pytestmark = pytest.mark.django_db
AT = datetime(2024, 5, 6, 8, tzinfo=UTC)
DAY = date(2024, 5, 6)


def test_contact_of_a_community_is_noted_with_its_days():
    community = CommunityFactory()

    contact = add_contact(
        draft=ContactDraft(party=community, name="Nagy Anna", starts_on=date(2024, 1, 1)), by=None, at=AT
    )

    assert (contact.party, contact.is_ongoing(DAY), contact.has_consent) == (community, True, False)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"email": "nem cím"}, "email"),
        ({"starts_on": date(2024, 6, 1)}, "starts_on"),
        ({"ends_on": date(2023, 6, 1)}, "ends_on"),
        ({"consent_public": True}, "consent_public"),
        ({"consent_given_at": AT}, "consent_channel"),
        (
            {"consent_given_at": datetime(2025, 1, 1, tzinfo=UTC), "consent_channel": "levél"},
            "consent_given_at",
        ),
    ],
)
def test_contact_that_does_not_hold_is_refused_by_field(fields, wrong):
    draft = ContactDraft(
        **{"party": CommunityFactory(), "name": "Nagy Anna", "starts_on": date(2024, 1, 1), **fields}
    )

    with pytest.raises(ContactInvalid) as refusal:
        add_contact(draft=draft, by=None, at=AT)

    assert list(refusal.value.errors) == [wrong]
    assert not Contact.objects.exists()


def test_contact_ends_once_and_not_before_it_began():
    contact = ContactFactory()

    with pytest.raises(ContactInvalid):
        end_contact(contact=Contact.objects.get(), on=date(2020, 1, 1), by=None, at=AT)
    end_contact(contact=contact, on=DAY, by=None, at=AT)
    with pytest.raises(ContactEnded):
        end_contact(contact=contact, on=DAY, by=None, at=AT)


def test_consent_is_given_with_day_and_channel():
    contact = ContactFactory(consent_given_at=None, consent_channel="")

    give_contact_consent(
        contact=contact, channel="papíron", is_public=True, on=date(2024, 5, 1), by=UserFactory(), at=AT
    )

    assert contact.has_consent
    assert list(Contact.objects.shown_publicly()) == [contact]
    assert AuditLine.objects.get(deed="partners.give_contact_consent").details == {
        "contact": str(contact.pk),
        "role": "contact",
    }


def test_consent_needs_a_channel():
    with pytest.raises(ContactInvalid):
        give_contact_consent(contact=ContactFactory(), channel=" ", is_public=False, on=DAY, by=None, at=AT)


def test_withdrawn_consent_erases_the_person_and_keeps_the_days():
    contact = ContactFactory(user=UserFactory())

    withdraw_contact_consent(contact=contact, by=None, at=AT)

    contact = Contact.objects.get()
    assert (contact.name, contact.email, contact.phone, contact.user, contact.ends_on) == (
        "",
        "",
        "",
        None,
        DAY,
    )
    assert contact.starts_on == date(2023, 2, 1)
    with pytest.raises(NoConsent):
        withdraw_contact_consent(contact=contact, by=None, at=AT)
    with pytest.raises(NoConsent):
        give_contact_consent(contact=contact, channel="e-mail", is_public=True, on=DAY, by=None, at=AT)
    with pytest.raises(NoConsent):
        revise_contact(contact=contact, name="Újra", role="head", email="", phone="", by=None, at=AT)


def test_contact_is_corrected():
    contact = ContactFactory()

    revise_contact(contact=contact, name="Kiss Anna", role="head", email="", phone="30", by=None, at=AT)

    contact.refresh_from_db()
    assert (contact.name, contact.role, contact.email, contact.phone) == ("Kiss Anna", "head", "", "30")
    with pytest.raises(ContactInvalid):
        revise_contact(contact=contact, name="", role="head", email="", phone="", by=None, at=AT)


def test_account_speaks_for_the_party_while_the_contact_lasts():
    contact, user = ContactFactory(), UserFactory()

    let_represent(contact=contact, user=user, by=None, at=AT)
    assert Contact.objects.get().user == user
    assert user.holds(Role.REPRESENTATIVE, on=DAY)

    end_contact(contact=contact, on=date(2024, 5, 5), by=None, at=AT)
    user.forget_grants()
    assert not user.holds(Role.REPRESENTATIVE, on=DAY)
    with pytest.raises(ContactEnded):
        let_represent(contact=contact, user=UserFactory(), by=None, at=AT)
    let_represent(contact=contact, user=None, by=None, at=AT)
    assert Contact.objects.get().user is None


def test_a_representative_decides_what_of_themself_is_shown(client):
    contact, user = ContactFactory(), UserFactory()
    let_represent(contact=contact, user=user, by=None, at=timezone.now())
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("partners:give_contact_consent", args=[contact.pk])

    client.post(address, {"is_public": "on"})
    contact.refresh_from_db()
    assert contact.consent_public

    client.post(address, {})
    contact.refresh_from_db()
    assert (contact.consent_public, contact.has_consent) == (False, True)
