from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import Grant, User

from .factories import GrantFactory, UserFactory, holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = holder(Role.ADMINISTRATOR, user__name="Admin Anna")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return user


def test_people_are_found_by_name_without_accents(client, administrator):
    UserFactory(name="Őri Géza", email="geza@pelda.hu")
    UserFactory(name="Kis Béla", email="bela@pelda.hu")

    page = client.get(reverse("accounts:people"), {"q": "ori geza"})

    assert [person.name for person in page.context["page"].object_list] == ["Őri Géza"]


def test_people_are_filtered_by_the_role_they_hold_today(client, administrator):
    yesterday = timezone.localdate() - timedelta(days=1)
    GrantFactory(role=Role.AUDITOR, ends_on=yesterday)
    auditor = holder(Role.AUDITOR)

    page = client.get(reverse("accounts:people"), {"role": Role.AUDITOR})

    assert list(page.context["page"].object_list) == [auditor]


def test_people_page_takes_as_many_queries_for_three_as_for_one(
    client, administrator, django_assert_max_num_queries
):
    address = reverse("accounts:people")
    client.get(address)
    with django_assert_max_num_queries(12) as one:
        client.get(address)
    for _ in range(3):
        GrantFactory(role=Role.OFFICE)

    with django_assert_max_num_queries(len(one)):
        client.get(address)


def test_fragment_is_the_same_page_without_its_frame(client, administrator):
    answer = client.get(reverse("accounts:people"), headers={"HX-Request": "true"})

    assert answer.content.decode().lstrip().startswith('<div class="mh-stack" id="rows">')


def test_administrator_gives_a_role(client, administrator):
    person = UserFactory()

    answer = client.post(
        reverse("accounts:person", args=[person.pk]), {"role": Role.OFFICE, "starts_on": "2026-01-01"}
    )

    assert answer.status_code == HTTPStatus.FOUND
    assert person.holds(Role.OFFICE)


def test_refused_role_keeps_what_was_typed_and_says_why(client, administrator):
    person = holder(Role.OFFICE)

    answer = client.post(
        reverse("accounts:person", args=[person.pk]),
        {"role": Role.OFFICE, "starts_on": "2026-01-01", "reason": "kérte"},
    )

    assert answer.context["form"].non_field_errors() == [
        "Ez a személy ezt a szerepkört e napok némelyikén már betölti."
    ]
    assert answer.context["form"]["reason"].value() == "kérte"


def test_role_from_a_mandate_has_no_way_to_end_it_here(client, administrator):
    grant = GrantFactory(role=Role.MENTOR, source="network.mandate:1")

    page = client.get(reverse("accounts:person", args=[grant.user_id]))

    assert [row.may_end for row in page.context["rows"]] == [False]


def test_administrator_ends_a_role(client, administrator):
    grant = GrantFactory(role=Role.OFFICE)

    answer = client.post(reverse("accounts:end_grant", args=[grant.pk]), {"ends_on": "2026-01-31"})

    assert answer["Location"] == reverse("accounts:person", args=[grant.user_id])
    assert Grant.objects.get(pk=grant.pk).ends_on == date(2026, 1, 31)


def test_last_administrator_is_told_why_the_role_stays(client, administrator):
    grant = administrator.grants.get()

    answer = client.post(reverse("accounts:end_grant", args=[grant.pk]), {"ends_on": "2026-01-31"})

    assert answer.context["form"].non_field_errors() == [
        "Senki sem maradna, aki a programot kezeli. Előbb adja meg a szerepkört valaki másnak."
    ]


def test_person_page_tells_what_was_done(client, administrator):
    person = UserFactory()
    client.post(
        reverse("accounts:person", args=[person.pk]), {"role": Role.OFFICE, "starts_on": "2026-01-01"}
    )

    page = client.get(reverse("accounts:person", args=[person.pk]))

    assert [(deed.words, deed.by) for deed in page.context["deeds"]] == [
        ("szerepkör megadva: programiroda (2026. 01. 01.–)", administrator)
    ]


def test_everybody_changes_their_own_profile(client):
    user = UserFactory()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.post(reverse("accounts:profile"), {"name": "Új Név", "language": "en"})

    assert answer["Location"] == reverse("accounts:profile")
    assert User.objects.values_list("name", "language").get() == ("Új Név", "en")


def test_profile_without_a_name_is_not_saved(client):
    user = UserFactory(name="Régi Név")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.post(reverse("accounts:profile"), {"name": " ", "language": "hu"})

    assert list(answer.context["form"].errors) == ["name"]
    assert User.objects.get().name == "Régi Név"


def test_the_password_follows_the_address_and_the_way_out_of_a_forgotten_one_both(client):
    page = client.get(reverse("account_login")).content.decode()

    fields = [page.index(f'name="{name}"') for name in ("login", "password", "remember")]
    forgotten = page.index(reverse("account_reset_password"))
    assert fields[0] < fields[1] < forgotten < fields[2]
    assert 'aria-describedby="id_password_helptext"' in page
