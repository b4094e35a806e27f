"""Links of drawn units: a researcher makes them and takes them home, somebody answers by one, and the unit knows."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from mentorhalo.core.tests.access import RESEARCHER, World
from mentorhalo.surveys.actions.reading import read_waiting
from tests.browser.conftest import SignIn
from tests.browser.looks import NARROW, assert_axe_clean, assert_fits

from .test_journeys import REVIEW, answer_what_is_needed

ADDRESS = re.compile(r"http\S+/answer/[A-Z2-9]{16}/")


def test_a_unit_answers_by_its_own_link(
    new_page: Callable[..., Page], signed_in: SignIn, world: World
) -> None:
    desk = signed_in(new_page(viewport=NARROW), RESEARCHER)
    desk.goto(f"/fill/links/{world.wave.pk}/")
    desk.get_by_role("link", name="Linkek készítése a címeknek").click()
    desk.get_by_label("A0002").uncheck()
    assert_axe_clean(desk)
    assert_fits(desk)
    desk.get_by_role("button", name="Linkek készítése a kijelölteknek").click()
    expect(desk.get_by_text("Ezek csak most láthatók")).to_be_visible()
    assert_axe_clean(desk)
    assert_fits(desk)
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Letöltés CSV-ként").click()
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines] == ["A cím kódja", "B0001", "A0001"]

    guest = new_page()
    guest.goto(ADDRESS.findall(next(line for line in lines if line.startswith("A0001")))[0])
    guest.get_by_label("Elolvastam, és részt veszek benne.").check()
    guest.get_by_role("button", name="Megkezdés").click()
    answer_what_is_needed(guest)
    guest.get_by_role("button", name=REVIEW).click()
    guest.get_by_role("button", name="Küldés", exact=True).click()
    expect(guest.get_by_role("heading", name="Köszönjük")).to_be_visible()
    read_waiting(at=world.now)

    desk.goto(f"/surveys/units/{world.unit.pk}/")
    expect(desk.get_by_text("Kérdőív: beérkezett")).to_be_visible()
    expect(desk.get_by_role("link", name="Link készítése a válaszadáshoz")).to_have_count(0)
    assert_axe_clean(desk)
    assert_fits(desk)


def test_a_table_that_goes_on_has_a_shade_at_its_edge(
    new_page: Callable[..., Page], signed_in: SignIn, world: World
) -> None:
    page = signed_in(new_page(viewport=NARROW), RESEARCHER)
    page.goto(f"/surveys/waves/{world.wave.pk}/units/")
    scroller = page.locator(".mh-scroll").first

    assert scroller.evaluate("box => box.scrollWidth > box.clientWidth")
    drawn = scroller.evaluate(
        "box => [getComputedStyle(box).backgroundAttachment, getComputedStyle(box.querySelector('table')).backgroundColor]"
    )
    assert drawn == ["local, local, scroll, scroll, scroll", "rgba(0, 0, 0, 0)"]
