"""Steps in the field app that several stories take."""

from playwright.sync_api import Page, expect

ADDRESS = {"hu": "/field/", "en": "/en/field/"}


def opened(page: Page, language: str = "hu") -> Page:
    """The app with its first synchronisation done and its shell kept."""
    page.goto(ADDRESS[language])
    expect(page.locator("#agenda")).to_be_visible()
    all_is_fetched(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def all_is_fetched(page: Page) -> None:
    """The first synchronisation is over, the forms of questionnaires fetched: the agenda is told of before they are."""
    expect(page.locator("mh-field[data-mh-asking]")).to_have_count(0)


def go(page: Page, place: str) -> None:
    page.evaluate("place => { location.hash = place }", place)


def write_entry(page: Page, words: str) -> None:
    go(page, "log")
    page.locator("input[name=kind]").first.check()
    page.locator("textarea[name=public_sentence]").fill(words)
    page.locator("form button[type=submit]").click()
    expect(page.locator(".mh-saved")).to_be_visible()


def write_questionnaire(page: Page, settlement: str, name: str) -> None:
    """The household form of the world, begun from the list."""
    page.get_by_role("link", name="Megkezdés").first.click()
    page.locator(".mh-q input[name$='/settlement']").fill(settlement)
    page.locator(".mh-q input[name$='/who/name']").fill(name)
    page.locator(".mh-q input[value=no]").check()
    page.locator("mh-field .mh-submit button").click()
