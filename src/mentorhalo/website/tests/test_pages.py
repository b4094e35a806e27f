"""The public site as a visitor finds it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentorhalo.core.tests.access import World
from mentorhalo.network.actions import give_mandate, register_mentor, withdraw_consent
from mentorhalo.network.choices import ConsentScope
from mentorhalo.website import queries

pytestmark = pytest.mark.django_db


def test_site_without_a_programme_says_what_to_do(client: Client) -> None:
    assert "Még nincs felvett program" in client.get("/").content.decode()


def test_home_shows_every_public_figure_with_the_way_to_its_rule(client: Client, world: World) -> None:
    page = client.get("/").content.decode()

    for shown in queries.shown_figures(world.the_programme, world.today):
        assert shown.figure.name in page
        assert shown.href in page


def test_every_county_on_the_map_stands_in_the_table(client: Client, world: World) -> None:
    page = client.get("/")
    rows = page.context["rows"]

    linked = [shape["href"] for shape in page.context["counties"] if shape["href"]]
    assert sorted(linked) == sorted(row.href for row in rows)
    assert {row.code for row in rows} == set(
        world.the_programme.counties.values_list("county_code", flat=True)
    )


def test_home_speaks_english_under_its_own_address(client: Client, world: World) -> None:
    assert "What came of it" in client.get("/en/").content.decode()


def test_mentor_without_consent_is_not_named_anywhere(client: Client, world: World) -> None:
    mentor = world.mentors["mentor"]
    page = reverse("website:mentor", args=[mentor.pk])
    county = reverse("website:county", args=[world.county_group.county_id])
    assert page in client.get(reverse("website:mentors")).content.decode()

    withdraw_consent(mentor=mentor, scope=ConsentScope.NAME, by=mentor.user, at=world.now)

    for address in (reverse("website:mentors"), county):
        assert page not in client.get(address).content.decode()
    assert client.get(page).status_code == 404


def test_county_outside_the_programme_has_no_page(client: Client, world: World) -> None:
    assert client.get(reverse("website:county", args=["01"])).status_code == 404


def test_home_asks_as_often_however_many_mentors_there_are(client: Client, world: World) -> None:
    def asked() -> int:
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        return len(queries)

    def add_mentors(count: int) -> None:
        for _number in range(count):
            mentor = register_mentor(name="Új Mentor", by=world.users["office"], at=world.now)
            give_mandate(
                mentor=mentor,
                group=world.county_group,
                starts_on=world.today,
                by=world.users["office"],
                at=world.now,
            )

    asked()
    add_mentors(1)
    before = asked()
    add_mentors(3)

    assert asked() == before
