from datetime import date
from http import HTTPStatus

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import UserFactory, holder
from mentorhalo.network.choices import ConsentScope, EndReason
from mentorhalo.network.models import CountyGroup, Leadership, Mandate, Mentor, PublicConsent
from mentorhalo.programmes.tests.factories import ProgrammeCountyFactory, ProgrammeFactory
from mentorhalo.territory.tests.factories import CountyFactory, SettlementFactory

from .factories import CountyGroupFactory, LeadershipFactory, MandateFactory, MentorFactory

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def office(client):
    user = holder(Role.OFFICE)
    client.force_login(user, backend=BACKEND)
    return user


def own(client, **fields):
    """A mentor signed in, without a mandate: consents are theirs all the same."""
    mentor = MentorFactory(user=UserFactory(), **fields)
    client.force_login(mentor.user, backend=BACKEND)
    return mentor


# --- lists


def test_mentors_are_filtered_by_county_and_day(client, office):
    there = MandateFactory(ends_on=date(2025, 12, 31))
    MandateFactory()

    page = client.get(reverse("network:mentors"), {"county": there.group.county_id, "day": "2025-12-31"})
    after = client.get(reverse("network:mentors"), {"county": there.group.county_id, "day": "2026-01-01"})

    assert [row.mentor for row in page.context["rows"]] == [there.mentor]
    assert after.context["rows"] == []


def test_former_mentors_are_listed_on_request(client, office):
    former = MandateFactory(ends_on=date(2025, 12, 31)).mentor

    page = client.get(reverse("network:mentors"), {"everybody": "on"})

    assert [(row.mentor, row.mandate) for row in page.context["rows"]] == [(former, None)]


def test_accents_typed_are_not_contradicted(client, office):
    MandateFactory(mentor__name="Komlói Béla")
    wanted = MandateFactory(mentor__name="Kömlői Éva").mentor

    page = client.get(reverse("network:mentors"), {"q": "kömlői"})

    assert [row.mentor for row in page.context["rows"]] == [wanted]


def test_wrong_day_falls_back_to_today(client, office):
    page = client.get(reverse("network:mentors"), {"day": "tegnap"})

    assert page.context["day"] == timezone.localdate()
    assert list(page.context["filters"].errors) == ["day"]


@pytest.mark.parametrize("name", ["network:mentors", "network:groups"])
def test_lists_take_as_many_queries_for_three_as_for_one(client, office, name, django_assert_max_num_queries):
    MandateFactory()
    client.get(reverse(name))
    with django_assert_max_num_queries(16) as one:
        client.get(reverse(name))
    for _ in range(3):
        mandate = MandateFactory()
        LeadershipFactory(group=mandate.group, mentor=mandate.mentor)

    with django_assert_max_num_queries(len(one)):
        client.get(reverse(name))


def test_fragment_is_the_same_page_without_its_frame(client, office):
    MandateFactory()

    answer = client.get(reverse("network:mentors"), headers={"HX-Request": "true"})

    assert answer.content.decode().lstrip().startswith('<div class="mh-stack" id="rows">')


def test_group_page_shows_members_of_a_day_and_leaders_of_all_time(client, office):
    mandate = MandateFactory(ends_on=date(2025, 12, 31))
    LeadershipFactory(group=mandate.group, mentor=mandate.mentor, ends_on=date(2025, 12, 31))
    address = reverse("network:group", args=[mandate.group_id])

    then = client.get(address, {"day": "2025-06-01"})
    today = client.get(address)

    assert [member.mentor for member in then.context["on_day"].members] == [mandate.mentor]
    assert today.context["on_day"].members == []
    assert [leadership.mentor for leadership in today.context["leaders"]] == [mandate.mentor]


def test_auditor_sees_no_buttons(client):
    client.force_login(holder(Role.AUDITOR), backend=BACKEND)
    mandate = MandateFactory()

    page = client.get(reverse("network:mentor", args=[mandate.mentor_id]))

    assert reverse("network:end_mandate", args=[mandate.pk]) not in page.content.decode()


# --- the office writes


def test_mentor_is_registered_with_home_and_account(client, office):
    home = SettlementFactory(name="Kömlő", code="10357")
    account = UserFactory(email="eva@pelda.hu")

    answer = client.post(
        reverse("network:register_mentor"), {"name": "Kiss Éva", "home": "kömlő", "user": "EVA@pelda.hu"}
    )

    mentor = Mentor.objects.get()
    assert answer["Location"] == reverse("network:mentor", args=[mentor.pk])
    assert (mentor.home, mentor.user) == (home, account)


def test_unknown_home_and_account_are_told_and_typing_is_kept(client, office):
    answer = client.post(
        reverse("network:register_mentor"),
        {"name": "Kiss Éva", "home": "Sehol", "user": "senki@pelda.hu"},
    )

    form = answer.context["form"]
    assert list(form.errors) == ["home", "user"]
    assert form["name"].value() == "Kiss Éva"
    assert not Mentor.objects.exists()


def test_taken_account_is_told(client, office):
    user = UserFactory(email="eva@pelda.hu")
    MentorFactory(user=user)

    answer = client.post(reverse("network:register_mentor"), {"name": "Kiss Éva", "user": "eva@pelda.hu"})

    assert answer.context["form"].non_field_errors() == ["Ez a fiók egy másik mentoré."]


def test_card_is_revised(client, office):
    mentor = MentorFactory(home=SettlementFactory(name="Abda"), user=UserFactory())

    page = client.get(reverse("network:revise_mentor", args=[mentor.pk]))
    shown = page.context["form"].initial | {"home": "Abda", "home_value": mentor.home.pk, "phone": "123"}
    answer = client.post(reverse("network:revise_mentor", args=[mentor.pk]), shown)

    assert answer.status_code == HTTPStatus.FOUND
    revised = Mentor.objects.get()
    assert (revised.phone, revised.home, revised.user) == ("123", mentor.home, mentor.user)


def test_mandate_is_given(client, office):
    mentor, group = MentorFactory(), CountyGroupFactory()

    client.post(
        reverse("network:give_mandate", args=[mentor.pk]),
        {"group": group.pk, "starts_on": "2026-01-01", "working_time": 50, "capacity": 12},
    )

    mandate = Mandate.objects.get()
    assert (mandate.mentor, mandate.group, mandate.working_time, mandate.capacity) == (mentor, group, 50, 12)


def test_second_mandate_on_a_day_is_told_and_typing_is_kept(client, office):
    mandate = MandateFactory(mentor__name="Kiss Éva")

    answer = client.post(
        reverse("network:give_mandate", args=[mandate.mentor_id]),
        {"group": mandate.group_id, "starts_on": "2026-01-01", "working_time": 50, "capacity": 12},
    )

    form = answer.context["form"]
    assert form.non_field_errors() == [
        "Kiss Éva 2024. január 1. napjától más megbízással rendelkezik ebben a programban."
    ]
    assert form["working_time"].value() == "50"


def test_mandate_is_corrected(client, office):
    mandate = MandateFactory()

    page = client.get(reverse("network:revise_mandate", args=[mandate.pk]))
    client.post(
        reverse("network:revise_mandate", args=[mandate.pk]),
        {"starts_on": "2024-02-01", "working_time": 80, "capacity": 20},
    )

    assert list(page.context["form"].fields) == [
        "starts_on",
        "ends_on",
        "working_time",
        "capacity",
        "end_reason",
    ]
    assert Mandate.objects.values_list("starts_on", "working_time").get() == (date(2024, 2, 1), 80)


def test_refused_correction_is_told(client, office):
    mandate = MandateFactory()

    answer = client.post(
        reverse("network:revise_mandate", args=[mandate.pk]),
        {"starts_on": "2020-02-01", "working_time": 80, "capacity": 20},
    )

    assert answer.context["form"].non_field_errors() == [
        "A mentorcsoport csak 2024. január 1. napjától működik."
    ]


def test_mandate_is_ended_with_a_reason(client, office):
    mandate = MandateFactory()
    address = reverse("network:end_mandate", args=[mandate.pk])

    without = client.post(address, {"ends_on": "2026-01-31", "reason": ""})
    answer = client.post(address, {"ends_on": "2026-01-31", "reason": EndReason.PARENTAL})

    assert list(without.context["form"].errors) == ["reason"]
    assert answer["Location"] == reverse("network:mentor", args=[mandate.mentor_id])
    assert Mandate.objects.values_list("ends_on", "end_reason").get() == (date(2026, 1, 31), "parental")


def test_refused_end_of_a_mandate_is_told(client, office):
    mandate = MandateFactory()

    answer = client.post(
        reverse("network:end_mandate", args=[mandate.pk]), {"ends_on": "2020-01-31", "reason": "left"}
    )

    assert answer.context["form"].non_field_errors() == ["A megbízás nem érhet véget a kezdete előtt."]


def test_group_is_formed_in_the_current_programme(client, office):
    programme = ProgrammeFactory(ends_on=None)
    county = CountyFactory(code="10")
    ProgrammeCountyFactory(programme=programme, county_code="10")

    client.post(reverse("network:form_group"), {"county": "10"})

    assert CountyGroup.objects.values_list("programme", "county").get() == (programme.pk, county.pk)


def test_group_of_a_county_outside_is_told(client, office):
    ProgrammeFactory(ends_on=None)
    CountyFactory(code="10")

    answer = client.post(reverse("network:form_group"), {"county": "10"})

    assert answer.context["form"].non_field_errors() == ["A program ebben a vármegyében nem működik."]


def test_group_needs_a_programme(client, office):
    page = client.get(reverse("network:form_group"))

    assert "Nincs program, amelyben csoportot lehetne létrehozni." in page.content.decode()


def test_leader_is_appointed_from_the_members(client, office):
    mandate = MandateFactory()
    stranger = MandateFactory().mentor
    address = reverse("network:appoint_leader", args=[mandate.group_id])

    refused = client.post(address, {"mentor": stranger.pk, "starts_on": "2026-01-01"})
    client.post(address, {"mentor": mandate.mentor_id, "starts_on": "2026-01-01"})

    assert list(refused.context["form"].errors) == ["mentor"]
    assert Leadership.objects.get().mentor == mandate.mentor


def test_leader_before_the_mandate_is_told(client, office):
    mandate = MandateFactory(mentor__name="Kiss Éva")

    answer = client.post(
        reverse("network:appoint_leader", args=[mandate.group_id]),
        {"mentor": mandate.mentor_id, "starts_on": "2023-12-31"},
    )

    assert answer.context["form"].non_field_errors() == [
        "Kiss Éva 2023. december 31. napján nem rendelkezik megbízással ebben a csoportban."
    ]


def test_group_is_ended_when_empty(client, office):
    group = CountyGroupFactory()
    busy = MandateFactory().group

    client.post(reverse("network:end_group", args=[group.pk]), {"ends_on": "2026-01-31"})
    answer = client.post(reverse("network:end_group", args=[busy.pk]), {"ends_on": "2026-01-31"})

    group.refresh_from_db()
    assert group.ends_on == date(2026, 1, 31)
    assert answer.context["form"].non_field_errors() == [
        "A csoportban van ennél tovább tartó megbízás. Előbb azokat kell lezárni vagy áthelyezni."
    ]


# --- the mentor about themself


def test_consent_is_given_and_withdrawn_at_once(client):
    mentor = own(client)

    client.post(reverse("network:consent"), {"scope": ConsentScope.NAME, "deed": "give"})
    given = PublicConsent.objects.in_force().filter(mentor=mentor).count()
    client.post(reverse("network:consent"), {"scope": ConsentScope.NAME, "deed": "withdraw"})

    assert given == 1
    assert not PublicConsent.objects.in_force().exists()
    page = client.get(reverse("network:own_card"))
    assert [consent.scope for consent in page.context["history"]] == ["name"]


def test_consent_to_nothing_is_told(client):
    own(client)

    answer = client.post(reverse("network:consent"), {"scope": "shoe", "deed": "give"}, follow=True)

    assert [str(message) for message in answer.context["messages"]] == ["Nincs ilyen közzétehető adat."]


def test_mentor_writes_their_own_introduction(client):
    mentor = own(client, name="Kiss Éva")

    client.post(
        reverse("network:own_card"),
        {"email": "eva@pelda.hu", "introduction_hu": "Faluról jövök.", "name": "Nagy Éva"},
    )

    mentor.refresh_from_db()
    assert (mentor.name, mentor.email, mentor.introduction_hu) == (
        "Kiss Éva",
        "eva@pelda.hu",
        "Faluról jövök.",
    )


def test_wrong_address_on_the_own_card_is_told(client):
    own(client)

    answer = client.post(reverse("network:own_card"), {"email": "nem cím"})

    assert list(answer.context["form"].errors) == ["email"]
