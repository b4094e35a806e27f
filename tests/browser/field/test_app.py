"""The field app as its people hold it: on a small screen, without a signal, interrupted."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from mentorhalo.core.tests.access import World
from mentorhalo.mentoring.models import Activity
from tests.browser.conftest import SignIn
from tests.browser.field.steps import go, opened, write_entry
from tests.browser.looks import NARROW, assert_axe_clean, assert_fits, screenshot


def test_entry_written_without_a_signal_arrives_once_when_it_is_back(phone: Page, world: World) -> None:
    phone.context.set_offline(True)
    phone.reload()
    write_entry(phone, "Térerő nélkül írtam.")
    expect(phone.locator("#field-status")).to_have_text("Nincs térerő · Egy tétel vár")
    phone.reload()
    go(phone, "outbox")
    expect(phone.locator(".mh-items > li")).to_have_count(1)

    phone.context.set_offline(False)

    expect(phone.locator("#field-status")).to_have_text("Minden el van küldve")
    entry = Activity.objects.get(public_sentence="Térerő nélkül írtam.")
    assert (entry.mentor, entry.engagement, entry.state) == (
        world.mentors["mentor"],
        world.engagement,
        "submitted",
    )


def test_next_entry_has_a_form_of_its_own_however_soon_it_is_begun(phone: Page) -> None:
    """Before the browser has told that the screen of the saved one was left."""
    phone.context.set_offline(True)
    go(phone, "log")
    phone.locator("input[name=kind]").first.check()
    phone.locator("textarea[name=public_sentence]").fill("Az első.")
    phone.evaluate(
        "navigation.addEventListener('currententrychange', () => { location.hash = 'log' }, {once: true})"
    )
    phone.locator("form button[type=submit]").click()

    expect(phone.locator("#field-count")).to_have_text("1")
    expect(phone.locator("textarea[name=public_sentence]")).to_have_value("")


@pytest.mark.parametrize(("language", "colours"), [("hu", "light"), ("en", "dark")])
def test_every_screen_is_accessible_and_fits(
    language: str, colours: str, new_page: Callable[..., Page], signed_in: SignIn, world: World
) -> None:
    page = new_page(viewport=NARROW, color_scheme=colours)
    opened(signed_in(page, "mentor"), language)
    page.context.set_offline(True)
    page.reload()
    screens = {
        "week": "#agenda",
        "log": "form",
        "places": "#seek",
        f"place/communities/{world.engagement.pk}": "#contacts",
        "outbox": ".mh-empty",
        "leave": ".mh-actions",
    }
    for place, there in screens.items():
        go(page, place)
        expect(page.locator(there).first).to_be_visible()
        looked_at(page, place, language)
    go(page, "log")
    page.locator("form button[type=submit]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    looked_at(page, "log-refused", language)
    write_entry(page, "Egy mondat.")
    looked_at(page, "saved", language)
    go(page, "outbox")
    page.locator(".mh-items button").click()
    expect(page.locator(".mh-sure")).to_be_visible()
    looked_at(page, "outbox-sure", language)


def looked_at(page: Page, place: str, language: str) -> None:
    assert page.locator("h1").count() == 1
    assert_axe_clean(page)
    assert_fits(page)
    screenshot(page, f"field-{place.partition('/')[0]}-{language}")
