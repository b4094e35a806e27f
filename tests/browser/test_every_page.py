"""Every page of ours, as one of those who may open it: axe, both languages, both colour schemes, 320 px."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.utils import translation
from playwright.sync_api import Browser, Error, Page

from mentorhalo.core.tests.access import (
    ADMINISTRATOR,
    ANONYMOUS,
    AUDITOR,
    GROUP_LEADER,
    MENTOR,
    OFFICE,
    REPRESENTATIVE,
    ROLES,
    STRANGER,
    Access,
    Foreign,
    Machine,
    World,
)
from tests.browser.conftest import new_context, session_of, watch
from tests.browser.looks import DESK_SCREEN, NARROW, are_taken, assert_axe_clean, assert_fits, screenshot
from tests.house import ROOMS
from tests.test_access_walk import address_of, expectations_of

PREFERRED = (MENTOR, GROUP_LEADER, OFFICE, ADMINISTRATOR, AUDITOR, REPRESENTATIVE, STRANGER, ANONYMOUS)


def pages() -> Iterator[tuple[str, str]]:
    """(name, role) of what may be a page, with one of those who may open it."""
    for room in ROOMS:
        for name, expected in expectations_of(room).items():
            if (role := somebody_for(expected)) is not None:
                yield name, role


def expectation_of(name: str) -> Access | Foreign | Machine:
    return next(found[name] for room in ROOMS if name in (found := expectations_of(room)))


def somebody_for(expected: Access | Foreign | Machine) -> str | None:
    if isinstance(expected, Machine):
        return None
    if isinstance(expected, Foreign):
        return ANONYMOUS if expected.anonymous == 200 else MENTOR if expected.signed_in == 200 else None
    if expected.method != "get" or expected.status not in (None, 200):
        return None
    return next((role for role in (*PREFERRED, *ROLES) if role in expected.allowed), None)


@dataclass
class Visitor:
    """A window that goes from page to page, and what went wrong in it."""

    page: Page
    faults: list[str]


class Visitors:
    """Windows of people that go from page to page of a room, as people do: what was fetched once is there."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.room = ""
        self.windows: dict[tuple[str, str], Visitor] = {}

    def visitor(self, room: str, role: str, colours: str, site: str) -> Visitor:
        if room != self.room:
            self.leave()
            self.room = room
        if (role, colours) not in self.windows:
            # A worker would still be fetching its shell in the middle of the next test.
            context = new_context(
                self.browser, site, viewport=NARROW, color_scheme=colours, service_workers="block"
            )
            visitor = Visitor(context.new_page(), [])
            watch(visitor.page, site, visitor.faults)
            self.windows[role, colours] = visitor
        return self.windows[role, colours]

    def leave(self) -> None:
        for visitor in self.windows.values():
            visitor.page.context.close()
        self.windows.clear()


@pytest.fixture(scope="session")
def visitors(browser: Browser) -> Iterator[Visitors]:
    visitors = Visitors(browser)
    yield visitors
    visitors.leave()


@pytest.mark.parametrize(("language", "colours"), [("hu", "light"), ("en", "dark")])
@pytest.mark.parametrize(("name", "role"), [pytest.param(*each, id=each[0]) for each in pages()])
def test_page_is_accessible(
    name: str, role: str, language: str, colours: str, visitors: Visitors, site: str, world: World
) -> None:
    expected = expectation_of(name)
    with translation.override(language):
        address = address_of(name, expected, world) + getattr(expected, "query", "")
    visitor = visitors.visitor(name.partition(":")[0], role, colours, site)
    page = visitor.page
    if role != ANONYMOUS:
        page.context.add_cookies([session_of(world, role, site)])
    visitor.faults.clear()
    try:
        if is_page(page, address):
            look_at(page, language, f"{name.replace(':', '-')}-{language}")
            assert visitor.faults == []
        page.goto("about:blank")  # a page that asks for news would ask in the middle of the next test
    except Exception:
        visitors.leave()  # whoever comes next begins with a window of its own
        raise


def is_page(page: Page, address: str) -> bool:
    """Open it. A part of a page, a download or an answer for programs is no page."""
    try:
        answer = page.goto(address)
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return False
    assert answer is not None
    return "html" in answer.headers.get("content-type", "") and "<html" in answer.text()[:2000]


def look_at(page: Page, language: str, picture: str) -> None:
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert_axe_clean(page)
    assert_fits(page)
    if are_taken():
        screenshot(page, f"{picture}-narrow")
        page.set_viewport_size(DESK_SCREEN)
        screenshot(page, picture)
        page.set_viewport_size(NARROW)
