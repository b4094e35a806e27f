"""The signed-in homes: what waits comes first."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mentorhalo.core.tests.access import World
from mentorhalo.desk.queries import week_of
from mentorhalo.mentoring.actions import return_activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(client: Client, world: World, role: str) -> Client:
    client.force_login(world.users[role], backend=BACKEND)
    return client


@pytest.mark.parametrize(
    ("role", "home"),
    [
        ("mentor", "desk:my_week"),
        ("group_leader", "desk:my_group"),
        ("office", "desk:office"),
        ("auditor", "desk:office"),
        ("administrator", "desk:office"),
        ("supervisor", "network:supervise"),
        ("expert", "questions:desk"),
        ("representative", "desk:welcome"),
        ("stranger", "desk:welcome"),
    ],
)
def test_everybody_is_sent_to_the_home_of_their_role(
    client: Client, world: World, role: str, home: str
) -> None:
    answer = signed_in(client, world, role).get(reverse("desk:home"))

    assert answer["Location"] == reverse(home)


def test_returned_entry_waits_for_its_mentor_with_the_reason(client: Client, world: World) -> None:
    return_activity(
        activity=world.activity, reason="Hány fő volt?", by=world.users["group_leader"], at=world.now
    )

    page = signed_in(client, world, "mentor").get(reverse("desk:my_week")).content.decode()

    assert "Egy bejegyzés javításra visszajött." in page
    assert "Hány fő volt?" in page


def test_silent_community_is_named_with_the_deed_beside_it(world: World) -> None:
    later = world.today + timedelta(days=80)
    week = week_of(world.mentors["mentor"], later)

    assert [one.engagement for one in week.silent] == [world.engagement]
    assert week.waiting[0].href.startswith("#")


def test_leader_sees_what_waits_and_who_covers_what(client: Client, world: World) -> None:
    page = signed_in(client, world, "group_leader").get(reverse("desk:my_group"))

    assert page.context["desk"].inbox == [world.activity]
    assert world.mentors["mentor"] in [load.mentor for load in page.context["desk"].loads]


def test_office_sees_each_figure_beside_its_target(client: Client, world: World) -> None:
    rows = signed_in(client, world, "office").get(reverse("desk:office")).context["figures"]

    assert {row.figure.code: row.target for row in rows}["communities-informed"] == world.target.value


def test_editor_is_led_to_the_pages_of_the_site(client: Client, world: World) -> None:
    page = signed_in(client, world, "editor").get(reverse("desk:welcome")).content.decode()

    assert f'href="{reverse("wagtailadmin_home")}">Honlap szerkesztése</a></h3>' in page
    assert "még nincs szerepköre" not in page


def test_who_has_no_role_is_told_how_to_get_one(client: Client, world: World) -> None:
    page = signed_in(client, world, "stranger").get(reverse("desk:welcome")).content.decode()

    assert "Van fiókja, de még nincs szerepköre" in page


def test_representative_finds_back_to_their_cards_from_any_page(client: Client, world: World) -> None:
    page = signed_in(client, world, "representative").get(reverse("core:search")).content.decode()

    assert f'href="{reverse("desk:welcome")}">Adatlapjaim</a>' in page


def test_representative_is_led_to_their_card(client: Client, world: World) -> None:
    page = signed_in(client, world, "representative").get(reverse("desk:welcome")).content.decode()

    assert reverse("partners:community", args=[world.community.pk]) in page


def test_the_public_menu_is_folded_for_who_has_much_to_work_with(client: Client, world: World) -> None:
    office, community = (
        signed_in(client, world, role).get(reverse("desk:home"), follow=True).content.decode()
        for role in ("office", "representative")
    )

    assert "<summary>A honlap</summary>" in office
    assert 'aria-label="Főmenü"' not in office
    assert 'aria-label="Főmenü"' in community
    assert reverse("website:mentors") in office
