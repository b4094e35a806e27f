"""Whoever comes by themself: searched for, confirmed, recognised by the address on record or by the county group, answered in time."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.accounts.tests.factories import GrantFactory
from mentorhalo.mentoring import actions
from mentorhalo.mentoring.choices import Decider, RegistrationState
from mentorhalo.mentoring.models import Registration
from mentorhalo.partners.actions import let_represent, withdraw_contact_consent
from mentorhalo.partners.models import Community, Contact
from mentorhalo.partners.tests.factories import CommunityFactory, ContactFactory, OrganisationKindFactory

from .factories import group_of, leader_of, mentor_at_work

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def mentor():
    return mentor_at_work()


@pytest.fixture
def community(mentor):
    settlement = CommunityFactory().settlement
    settlement.county = group_of(mentor).county
    settlement.save()
    return CommunityFactory(name="Pacsirta Népdalkör", settlement=settlement)


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def claim(client, community, commit):
    """Fill in the form of the card as somebody who signs in nowhere."""

    def claim(email="kati@example.org", **typed):
        data = {
            "key": uuid4(),
            "name": "Dalos Kati",
            "email": email,
            "role": "head",
            "agrees": "on",
            **typed,
        }
        with commit():
            return client.post(reverse("registration:claim", args=["community", community.pk]), data)

    return claim


def links_in(letter):
    return re.findall(r"https?://[^/\s]+(/\S+)", letter.body)


def letter_to(address):
    return [letter for letter in mail.outbox if letter.to == [address]][-1]


def press(client, commit, address, **data):
    with commit():
        return client.post(address, data)


# --- search first -------------------------------------------------------------------------------


def test_a_community_finds_its_card_before_it_registers(client, community):
    page = client.get(reverse("registration:search", args=["community"]), {"q": "pacsirta nepdal"})

    assert reverse("registration:claim", args=["community", community.pk]) in page.content.decode()


def test_the_search_forgives_a_nearly_right_name_in_the_settlement(client, community):
    query = {
        "q": "Pacsirta Népdal Kör",
        "settlement": community.settlement.name,
        "settlement_value": community.settlement_id,
    }

    page = client.get(reverse("registration:search", args=["community"]), query)

    assert reverse("registration:claim", args=["community", community.pk]) in page.content.decode()


@pytest.mark.parametrize("words", ['"', "'", "%", "x" * 5000, "\x00", "<script>"])
def test_no_words_break_the_search(client, community, words):
    assert client.get(reverse("registration:search", args=["community"]), {"q": words}).status_code == 200


@pytest.mark.parametrize("who", ["citizen", "professional", "nobody"])
def test_who_has_no_card_searches_none(client, who):
    assert client.get(f"/registration/{who}/{uuid4()}/").status_code == 404


# --- claiming -----------------------------------------------------------------------------------


def test_the_address_on_record_makes_the_card_theirs_at_once(client, claim, community, commit):
    contact = ContactFactory(party=community, email="kati@example.org", name="Dalos Katalin")
    claim("Kati@Example.org")
    (address, *_more) = links_in(letter_to("kati@example.org"))

    client.get(address)
    assert Registration.objects.get().state == RegistrationState.UNCONFIRMED

    press(client, commit, address)
    registration = Registration.objects.get()
    assert (registration.state, registration.decider) == (RegistrationState.ACCEPTED, Decider.RECORD)
    contact.refresh_from_db()
    assert contact.user.email == "kati@example.org"
    assert contact.user.holds(Role.REPRESENTATIVE)

    (entry,) = [one for one in links_in(letter_to("kati@example.org")) if "/enter/" in one]
    assert client.post(entry)["Location"] == reverse("partners:community", args=[community.pk])
    assert client.get(reverse("partners:revise_community", args=[community.pk])).status_code == 200


def test_those_on_record_are_asked_about_somebody_else(client, claim, community, commit):
    ContactFactory(party=community, email="elnok@example.org")
    claim()
    press(client, commit, links_in(letter_to("kati@example.org"))[0])
    assert Registration.objects.get().state == RegistrationState.RECEIVED
    agree = links_in(letter_to("elnok@example.org"))[0]

    assert "Dalos Kati" in client.get(agree).content.decode()
    assert not User.objects.filter(email="kati@example.org").exists()
    press(client, commit, agree)

    assert User.objects.get(email="kati@example.org").holds(Role.REPRESENTATIVE)
    assert client.post(agree).status_code == 200  # a second time changes nothing
    assert Contact.objects.filter(community=community, email="kati@example.org").count() == 1


def test_an_address_that_left_the_card_meanwhile_agrees_to_nothing(client, claim, community, commit):
    contact = ContactFactory(party=community, email="elnok@example.org")
    ContactFactory(party=community, email="titkar@example.org")
    claim()
    press(client, commit, links_in(letter_to("kati@example.org"))[0])
    leaving, staying = (links_in(letter_to(f"{who}@example.org"))[0] for who in ("elnok", "titkar"))
    withdraw_contact_consent(contact=contact, by=None, at=timezone.now())

    press(client, commit, leaving)
    press(client, commit, leaving.split(".")[0] + "/")
    assert Registration.objects.get().state == RegistrationState.RECEIVED

    press(client, commit, staying)
    assert Registration.objects.get().state == RegistrationState.ACCEPTED


def test_an_erased_address_is_not_asked(client, claim, community, commit):
    contact = ContactFactory(party=community, email="regi@example.org")
    contact.consent_withdrawn_at = timezone.now()
    contact.save()
    claim()

    press(client, commit, links_in(letter_to("kati@example.org"))[0])

    assert [letter.to for letter in mail.outbox] == [["kati@example.org"]]


def test_the_same_form_twice_is_one_registration(claim):
    key = uuid4()

    claim(key=key)
    claim(key=key)

    assert Registration.objects.count() == 1
    assert len(mail.outbox) == 1


def test_without_agreeing_nothing_is_kept_and_nothing_lost(claim):
    page = claim(agrees="", message="Három éve éneklünk.")

    assert not Registration.objects.exists()
    assert "Három éve éneklünk." in page.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "kati"},
        {"email": "kati@example.org\nBcc: all@example.org"},
        {"name": ""},
        {"message": "x" * 3001},
        {"role": "king"},
    ],
)
def test_wrong_input_is_named_and_writes_nothing(claim, wrong):
    page = claim(**wrong)

    assert page.status_code == 200
    assert not Registration.objects.exists()
    assert not mail.outbox


def test_a_machine_that_registers_many_is_stopped(claim):
    for _time in range(6):
        claim()

    assert Registration.objects.count() == 5


def test_a_link_that_waited_four_days_confirms_nothing(client, claim, commit):
    claim()
    Registration.objects.update(asked_at=timezone.now() - timedelta(days=4))

    press(client, commit, links_in(letter_to("kati@example.org"))[0])

    assert Registration.objects.get().state == RegistrationState.UNCONFIRMED


def test_withdrawing_erases_name_and_address(client, claim, commit):
    claim()
    address = links_in(letter_to("kati@example.org"))[0]
    press(client, commit, address)

    press(client, commit, address, withdraw="1")

    registration = Registration.objects.get()
    assert registration.state == RegistrationState.WITHDRAWN
    assert (registration.name, registration.email, registration.message) == ("", "", "")


@pytest.mark.parametrize("name", ["registration:confirm", "registration:agree"])
def test_a_forged_link_says_nothing(client, claim, name):
    claim()

    assert client.post(reverse(name, args=["x" * 300])).status_code == 404


# --- the county group ---------------------------------------------------------------------------


@pytest.fixture
def received(client, claim, commit):
    claim(asks_mentor="on", message="Szeretnénk egy falunapot.")
    press(client, commit, links_in(letter_to("kati@example.org"))[0])
    mail.outbox.clear()
    return Registration.objects.get()


def test_the_group_of_the_county_sees_who_waits_until_when(client, received, mentor):
    client.force_login(mentor.user, backend=BACKEND)

    page = client.get(reverse("mentoring:registrations")).content.decode()

    assert "Pacsirta Népdalkör" in page
    assert received.group == group_of(mentor)
    assert (
        "Szeretnénk egy falunapot."
        in client.get(reverse("mentoring:registration", args=[received.pk])).content.decode()
    )


def test_a_group_elsewhere_sees_none_of_it(client, received):
    client.force_login(mentor_at_work().user, backend=BACKEND)

    assert "Pacsirta" not in client.get(reverse("mentoring:registrations")).content.decode()
    assert client.get(reverse("mentoring:registration", args=[received.pk])).status_code == 404


def test_the_group_accepts_and_answers(client, received, mentor, commit):
    client.force_login(mentor.user, backend=BACKEND)

    press(
        client,
        commit,
        reverse("mentoring:registration", args=[received.pk]),
        decision="accept",
        answer="Kedden jövünk.",
    )

    received.refresh_from_db()
    assert (received.state, received.decider, received.decided_by) == ("accepted", "group", mentor.user)
    assert "Kedden jövünk." in letter_to("kati@example.org").body
    assert User.objects.get(email="kati@example.org").holds(Role.REPRESENTATIVE)


def test_a_refusal_needs_its_reason(client, received, mentor, commit):
    client.force_login(mentor.user, backend=BACKEND)
    address = reverse("mentoring:registration", args=[received.pk])

    press(client, commit, address, decision="decline", answer=" ")
    received.refresh_from_db()
    assert received.state == RegistrationState.RECEIVED

    press(client, commit, address, decision="decline", answer="Nem ismerik Önt.")
    received.refresh_from_db()
    assert received.state == RegistrationState.DECLINED
    assert "Nem ismerik Önt." in letter_to("kati@example.org").body
    assert not User.objects.filter(email="kati@example.org").exists()


def test_what_is_answered_is_not_answered_again(received, mentor):
    at = timezone.now()
    actions.decline_registration(registration=received, answer="Nem.", by=mentor.user, at=at)

    with pytest.raises(actions.RegistrationRefused):
        actions.accept_registration(registration=received, answer="", by=mentor.user, at=at)


def test_a_new_community_enters_the_register_when_the_group_accepts(client, community, mentor, commit):
    data = {
        "key": uuid4(),
        "proposed_name": "Ördögszekér Bringások",
        "settlement": community.settlement.name,
        "settlement_value": community.settlement_id,
        "proposed_kind": "sport",
        "name": "Futó Pál",
        "email": "pal@example.org",
        "role": "head",
        "agrees": "on",
    }
    press(client, commit, reverse("registration:new", args=["community"]), **data)
    press(client, commit, links_in(letter_to("pal@example.org"))[0])
    assert not Community.objects.filter(name="Ördögszekér Bringások").exists()

    registration = Registration.objects.get()
    actions.accept_registration(registration=registration, answer="", by=mentor.user, at=timezone.now())

    entered = Community.objects.get(name="Ördögszekér Bringások")
    assert (entered.field, entered.settlement) == ("sport", community.settlement)
    assert entered.contacts.get().user.email == "pal@example.org"


def test_an_institution_whose_kind_is_gone_is_not_entered(community, mentor, commit):
    kind = OrganisationKindFactory(sector="library", code="gone")
    draft = actions.RegistrationDraft(
        client_key=uuid4(),
        registrant="institution",
        settlement=community.settlement,
        name="A",
        email="a@example.org",
        language="hu",
        proposed_name="Könyvtár",
        proposed_kind=str(kind.pk + 1000),
    )
    with commit():
        actions.register(draft=draft, at=timezone.now())
    token = links_in(letter_to("a@example.org"))[0].rstrip("/").rsplit("/", 1)[1]
    registration = actions.confirm_registration(token=token, at=timezone.now())

    with pytest.raises(actions.RegistrationRefused):
        actions.accept_registration(registration=registration, answer="", by=mentor.user, at=timezone.now())


def test_a_professional_gets_an_answer_and_no_card(client, community, mentor, commit):
    data = {
        "key": uuid4(),
        "name": "Kis Éva",
        "email": "eva@example.org",
        "settlement": community.settlement.name,
        "settlement_value": community.settlement_id,
        "message": "Helytörténész vagyok.",
        "agrees": "on",
    }
    press(client, commit, reverse("registration:professional"), **data)
    press(client, commit, links_in(letter_to("eva@example.org"))[0])

    registration = Registration.objects.get()
    actions.accept_registration(registration=registration, answer="Írjon!", by=mentor.user, at=timezone.now())

    assert not registration.claims_card
    assert not User.objects.filter(email="eva@example.org").exists()


def test_a_representative_asks_for_a_mentor_from_the_own_card(client, community, mentor):
    user = GrantFactory(role=Role.REPRESENTATIVE).user
    contact = ContactFactory(party=community)
    let_represent(contact=contact, user=user, by=None, at=timezone.now())
    user.forget_grants()
    client.force_login(user, backend=BACKEND)
    address = reverse("registration:ask_for_mentor", args=["community", community.pk])

    assert address in client.get(reverse("partners:community", args=[community.pk])).content.decode()
    client.post(address, {"key": uuid4(), "message": "Jöjjenek el!"})

    registration = Registration.objects.get()
    assert (registration.state, registration.asks_mentor, registration.claims_card) == (
        "received",
        True,
        False,
    )
    assert registration.group == group_of(mentor)


# --- the promise --------------------------------------------------------------------------------


def test_a_late_answer_is_told_to_leader_and_office_once(received, mentor, commit):
    leader, clerk = leader_of(group_of(mentor)), GrantFactory(role=Role.OFFICE).user
    later = received.due_at + timedelta(hours=1)

    for _time in range(2):
        with commit():
            actions.remind_of_registrations(at=later)

    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([leader.email, clerk.email])
    assert "Kati" not in mail.outbox[0].body


def test_it_is_due_after_five_working_days(received):
    assert received.due_at > received.received_at + timedelta(days=4)
    assert timezone.localtime(received.due_at).weekday() < 5


def test_what_nobody_confirmed_is_dropped_and_old_senders_are_forgotten(claim, received, mentor):
    at = timezone.now()
    actions.accept_registration(registration=received, answer="", by=mentor.user, at=at)
    claim("masik@example.org")

    actions.tidy_registrations(at=at + timedelta(days=366))

    assert Registration.objects.get().email == ""


def test_the_list_asks_as_many_questions_for_one_as_for_three(client, claim, commit, mentor):
    client.force_login(mentor.user, backend=BACKEND)

    def queries_of_list():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("mentoring:registrations"))
        return len(captured)

    claim("a@example.org")
    press(client, commit, links_in(letter_to("a@example.org"))[0])
    one = queries_of_list()
    for email in ("b@example.org", "c@example.org"):
        claim(email)
        press(client, commit, links_in(letter_to(email))[0])

    assert queries_of_list() == one


# --- a card that is no more -----------------------------------------------------------------------


@pytest.mark.parametrize("is_merged", [True, False])
def test_nobody_gets_a_card_that_was_merged_or_taken_back_meanwhile(
    client, claim, community, commit, mentor, is_merged
):
    ContactFactory(party=community, email="regi@example.org")
    claim()
    press(client, commit, links_in(letter_to("kati@example.org"))[0])
    agree = links_in(letter_to("regi@example.org"))[0]
    if is_merged:
        Community.objects.filter(pk=community.pk).update(merged_into=CommunityFactory())
    else:
        Community.objects.filter(pk=community.pk).update(withdrawn_at=timezone.now())

    assert "összevonták" in press(client, commit, agree).content.decode()

    client.force_login(mentor.user, backend=BACKEND)
    registration = Registration.objects.get()
    answer = reverse("mentoring:registration", args=[registration.pk])
    page = press(client, commit, answer, decision="accept", answer="")
    assert "összevonták" in page.content.decode()
    registration.refresh_from_db()
    assert registration.state == RegistrationState.RECEIVED
    assert not User.objects.filter(email="kati@example.org").exists()


def test_the_record_of_a_merged_card_gives_nothing_by_itself(client, claim, community, commit):
    ContactFactory(party=community, email="kati@example.org")
    claim()
    Community.objects.filter(pk=community.pk).update(merged_into=CommunityFactory())

    press(client, commit, links_in(letter_to("kati@example.org"))[0])

    assert Registration.objects.get().state == RegistrationState.RECEIVED


def test_those_on_record_get_no_link_of_a_strangers(client, claim, community, commit):
    ContactFactory(party=community, email="regi@example.org")
    claim(name="Nyert https://csapda.pelda/x")
    press(client, commit, links_in(letter_to("kati@example.org"))[0])

    letter = letter_to("regi@example.org")
    assert "Nyert" in letter.body
    assert "csapda.pelda" not in letter.body
