from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from mentorhalo.core.tests.access import OFFICE, World
from mentorhalo.programmes.models import Programme
from mentorhalo.programmes.tests.factories import GrantCallFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client, world: World) -> Client:
    client.force_login(world.users[OFFICE], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_programme_page_says_who_pays_and_where_it_works(client: Client, world: World) -> None:
    programme = ProgrammeFactory(
        project_code="EFOP-1.12.1", amount=Decimal(2_560_000_000), fund_hu="Európai Szociális Alap"
    )
    programme.counties.create(county_code="02")
    GrantCallFactory(programme=programme, code="TOP-5.3.1-16")

    page = client.get(reverse("programmes:programme", kwargs={"code": programme.code})).content.decode()

    for words in (
        "EFOP-1.12.1",
        "2\u00a0560\u00a0000\u00a0000\u00a0Ft",
        "Európai Szociális Alap",
        "Baranya",
        "TOP-5.3.1-16",
    ):
        assert words in page


def test_english_page_speaks_english(client: Client) -> None:
    programme = ProgrammeFactory(name_en="Acting communities")

    with translation.override("en"):
        page = client.get(reverse("programmes:programme", kwargs={"code": programme.code})).content.decode()

    assert "Acting communities" in page


def test_every_page_warns_of_a_demonstration(client: Client) -> None:
    ProgrammeFactory(is_demo=True, ends_on=timezone.localdate() + timedelta(days=9))

    page = client.get(reverse("programmes:programmes")).content.decode()

    assert "kitaláltak" in page


@pytest.mark.usefixtures("baranya")
def test_office_founds_a_programme(office: Client) -> None:
    data = {
        "code": "uj",
        "name_hu": "Új program",
        "starts_on": "2026-01-01",
        "counties": ["02"],
        "currency": "HUF",
    }

    answer = office.post(reverse("programmes:new_programme"), data)

    assert answer.status_code == 302
    assert Programme.objects.get(code="uj").counties.get().county_code == "02"


def test_refusal_keeps_what_was_typed(office: Client) -> None:
    data = {
        "code": "uj",
        "name_hu": "Új program",
        "starts_on": "2026-01-01",
        "ends_on": "2025-01-01",
        "currency": "HUF",
    }

    page = office.post(reverse("programmes:new_programme"), data).content.decode()

    assert "Új program" in page
    assert "nem érhet véget" in page
    assert not Programme.objects.filter(name_hu="Új program").exists()


def test_code_of_an_address_is_taken(office: Client) -> None:
    data = {"code": "new", "name_hu": "Új program", "starts_on": "2026-01-01", "currency": "HUF"}

    assert office.post(reverse("programmes:new_programme"), data).status_code == 200
    assert not Programme.objects.filter(name_hu="Új program").exists()


def test_office_changes_a_programme_and_adds_a_call(office: Client) -> None:
    programme = ProgrammeFactory(code="uj")
    edit = reverse("programmes:edit_programme", kwargs={"code": "uj"})
    call = reverse("programmes:add_call", kwargs={"code": "uj"})

    office.post(edit, {"name_hu": "Más név", "starts_on": "2026-01-01", "currency": "HUF"})
    office.post(call, {"code": "TOP-1", "title_hu": "Felhívás", "is_listed": "on"})
    again = office.post(call, {"code": "TOP-1", "title_hu": "Felhívás", "is_listed": "on"})

    programme.refresh_from_db()
    assert programme.name_hu == "Más név"
    assert again.status_code == 200
    assert programme.calls.get().is_listed


def test_titles_of_a_call_are_changed(office: Client) -> None:
    call = GrantCallFactory(programme__code="uj", code="TOP-5.3.1-16")

    office.post(
        reverse("programmes:edit_call", kwargs={"code": "uj", "call": call.code}), {"title_hu": "Új cím"}
    )

    call.refresh_from_db()
    assert call.title_hu == "Új cím"


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_however_long(client: Client, count: int, django_assert_num_queries) -> None:
    ProgrammeFactory.create_batch(count)
    client.get(reverse("programmes:programmes"))

    with django_assert_num_queries(2):  # the rows; the current programme for notice and foot
        client.get(reverse("programmes:programmes"))
