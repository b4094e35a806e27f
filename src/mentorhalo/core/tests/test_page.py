"""The frame of every page: menus, languages, notices, funding, errors."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.safestring import mark_safe

from mentorhalo.core import context
from mentorhalo.core.registry import MenuEntry, MenuGroup, Registry


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    own = Registry()
    monkeypatch.setattr(context, "registry", own)
    return own


def page(client: Client, address: str = "/style/") -> str:
    return client.get(address).content.decode()


def test_menu_shows_only_what_this_person_may_open(client: Client, registry: Registry) -> None:
    registry.add_menu(
        MenuEntry("core:style", "Nyitott", order=2),
        MenuEntry("core:sample_places", "Belső", perm="core.signed_in", order=1),
    )

    html = page(client)

    assert '<a href="/style/" aria-current="page">Nyitott</a>' in html
    assert "Belső" not in html


class SignedIn(AnonymousUser):
    """Somebody who may what everybody may, without the room of accounts."""

    @property
    def is_authenticated(self) -> bool:  # type: ignore[override]
        return True


def row(registry: Registry) -> list[tuple[str, list[str]]]:
    """The words of the row of work, each with what is folded under it."""
    request = RequestFactory().get("/style/")
    request.user = SignedIn()
    lines = context.work_menu(request)
    return [(str(line["label"]), [each["label"] for each in line.get("lines", [])]) for line in lines]


def test_row_of_work_folds_a_group_and_ends_with_the_tools(registry: Registry) -> None:
    registry.add_menu_group("letters", MenuGroup("Tájékoztatás", order=20))
    registry.add_menu(
        MenuEntry("core:work", "Háttérfeladatok", place="tools", order=1),
        MenuEntry("core:inbound", "Beérkezett", place="tools", order=2),
        MenuEntry("core:letters", "Levelek", place="desk", group="letters", order=90),
        MenuEntry("core:search", "Keresés", place="desk", group="letters", order=91),
        MenuEntry("core:style", "Hetem", place="desk", order=10),
        MenuEntry("core:sample_places", "Kutatás", place="desk", group="nobody signed in", order=30),
    )

    assert row(registry) == [
        ("Hetem", []),
        ("Tájékoztatás", ["Levelek", "Keresés"]),
        ("Kutatás", []),
        ("Továbbiak", ["Háttérfeladatok", "Beérkezett"]),
    ]


def test_group_with_one_entry_is_that_entry(registry: Registry) -> None:
    registry.add_menu_group("letters", MenuGroup("Tájékoztatás", order=20))
    registry.add_menu(
        MenuEntry("core:letters", "Levelek", place="desk", group="letters"),
        MenuEntry("core:work", "Belső", place="desk", group="letters", perm="core.manage_work"),
    )

    assert row(registry) == [("Levelek", [])]


def test_phone_bar_is_there_only_with_places(client: Client, registry: Registry) -> None:
    assert "mh-phone" not in page(client)

    registry.add_menu(MenuEntry("core:style", "Hetem", place="phone"))

    assert 'class="mh-phone"' in page(client)


def test_language_switch_keeps_the_page_and_its_filters(client: Client) -> None:
    assert 'href="/en/style/?q=k%C3%B6r&amp;page=2"' in page(client, "/style/?q=k%C3%B6r&page=2")
    assert 'href="/style/?q=k%C3%B6r"' in page(client, "/en/style/?q=k%C3%B6r")


def test_english_page_speaks_english(client: Client) -> None:
    html = page(client, "/en/style/")

    assert '<html lang="en"' in html
    assert "Skip to the content" in html


def test_notice_and_funding_stand_on_every_page(client: Client, registry: Registry) -> None:
    registry.notices.append(lambda request: "Kitalált adatok.")
    registry.notices.append(lambda request: None)
    registry.funding = lambda request: mark_safe("<strong>Támogató</strong>")

    html = page(client)

    assert html.count('class="mh-notice"') == 1
    assert "Kitalált adatok." in html
    assert "<strong>Támogató</strong>" in html


def test_sign_in_leads_back_here(client: Client) -> None:
    assert 'href="/account/login/?next=/style/%3Fpage%3D2"' in page(client, "/style/?page=2")


@pytest.mark.django_db
def test_missing_page_says_so_in_the_language_of_its_address(client: Client) -> None:
    assert "Nincs ilyen oldal" in page(client, "/nincs-ilyen/")
    assert "There is no such page" in page(client, "/en/nothing-here/")


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "500"])
def test_error_page_stands_without_any_help(name: str) -> None:
    request = HttpRequest()
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    html = render_to_string(f"{name}.html", request=None if name == "500" else request)

    assert html.count("<h1") == 1


@pytest.mark.django_db
def test_ten_megabytes_of_text_are_refused_by_a_page_of_ours(client: Client) -> None:
    answer = client.post("/style/", {"place": "a" * 10_000_000})

    assert answer.status_code == 413
    assert "Túl nagy, amit elküldött" in answer.content.decode()


def test_style_page_forgets_nothing_that_was_typed(client: Client) -> None:
    html = client.post(
        "/style/", {"place": "Atlantisz", "participants": "sok", "kind": "visit"}
    ).content.decode()

    assert 'value="Atlantisz"' in html
    assert 'value="sok"' in html
    assert "minden beírt adat megmaradt" in html


@pytest.mark.parametrize(("typed", "found"), [("kö", ["Kömlő"]), ("ko", ["Komló"]), ("", [])])
def test_sample_suggestions(client: Client, typed: str, found: list[str]) -> None:
    answer = client.get("/style/places/", {"q": typed})

    assert [row["label"] for row in answer.json()["results"]] == found
