"""Every page of ours, as one of those who may open it: axe, both languages, both colour schemes, 320 px."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import translation
from playwright.sync_api import Page

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
    World,
)
from tests.browser.conftest import SignIn
from tests.browser.looks import DESK_SCREEN, NARROW, assert_axe_clean, assert_fits, screenshot
from tests.house import ROOMS
from tests.test_access_walk import address_of, expectations_of

PREFERRED = (MENTOR, GROUP_LEADER, OFFICE, ADMINISTRATOR, AUDITOR, REPRESENTATIVE, STRANGER, ANONYMOUS)


def pages() -> Iterator[tuple[str, str]]:
    """(name, role) of what may be a page, with one of those who may open it."""
    for room in ROOMS:
        for name, expected in expectations_of(room).items():
            if (role := somebody_for(expected)) is not None:
                yield name, role


def expectation_of(name: str) -> Access | Foreign:
    return next(found[name] for room in ROOMS if name in (found := expectations_of(room)))


def somebody_for(expected: Access | Foreign) -> str | None:
    if isinstance(expected, Foreign):
        return ANONYMOUS if expected.anonymous == 200 else MENTOR if expected.signed_in == 200 else None
    if expected.method != "get" or expected.status not in (None, 200):
        return None
    return next((role for role in (*PREFERRED, *ROLES) if role in expected.allowed), None)


@pytest.mark.parametrize(("language", "colours"), [("hu", "light"), ("en", "dark")])
@pytest.mark.parametrize(("name", "role"), [pytest.param(*each, id=each[0]) for each in pages()])
def test_page_is_accessible(
    name: str,
    role: str,
    language: str,
    colours: str,
    new_page: Callable[..., Page],
    signed_in: SignIn,
    world: World,
) -> None:
    expected = expectation_of(name)
    with translation.override(language):
        address = address_of(name, expected, world) + getattr(expected, "query", "")
    page = new_page(viewport=NARROW, color_scheme=colours)
    if role != ANONYMOUS:
        signed_in(page, role)
    answer = page.request.get(address)
    # A part of a page, a download or an answer for programs is no page.
    if "<html" not in answer.text()[:2000]:
        return

    page.goto(address)

    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert_axe_clean(page)
    assert_fits(page)
    picture = f"{name.replace(':', '-')}-{language}"
    screenshot(page, f"{picture}-narrow")
    page.set_viewport_size(DESK_SCREEN)
    screenshot(page, picture)
