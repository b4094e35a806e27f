"""Every page of ours, as one of those who may open it: axe, both languages, both colour schemes, 320 px."""

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
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
    STRANGER,
    Access,
    World,
)
from tests.browser.conftest import SignIn
from tests.browser.looks import DESK_SCREEN, NARROW, assert_axe_clean, assert_fits, screenshot
from tests.house import ROOMS
from tests.test_access_walk import expectations_of

PREFERRED = (MENTOR, GROUP_LEADER, OFFICE, ADMINISTRATOR, AUDITOR, REPRESENTATIVE, STRANGER, ANONYMOUS)


def pages() -> Iterator[tuple[str, Access]]:
    for room in ROOMS:
        for name, expected in expectations_of(room).items():
            if isinstance(expected, Access) and expected.method == "get" and expected.status in (None, 200):
                yield name, expected


@pytest.mark.parametrize(("language", "colours"), [("hu", "light"), ("en", "dark")])
@pytest.mark.parametrize(("name", "expected"), [pytest.param(*each, id=each[0]) for each in pages()])
def test_page_is_accessible(
    name: str,
    expected: Access,
    language: str,
    colours: str,
    new_page: Callable[..., Page],
    signed_in: SignIn,
    world: World,
) -> None:
    with translation.override(language):
        address = reverse(name, kwargs=dict(expected.kwargs(world))) + expected.query
    page = new_page(viewport=NARROW, color_scheme=colours)
    role = next(role for role in PREFERRED if role in expected.allowed)
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
