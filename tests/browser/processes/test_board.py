"""Two people at one SWOT board, in two browsers: what one does the other sees, and a lost connection loses nothing."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from mentorhalo.core.tests.access import World
from mentorhalo.processes.keys import board_key
from mentorhalo.processes.models import SwotItem


def put(page: Page, quadrant: str, text: str) -> None:
    page.locator(f"#text-{quadrant}").fill(text)
    page.locator(f"#text-{quadrant}").press("Enter")


def test_two_browsers_share_one_board_and_lose_nothing(
    new_page: Callable[..., Page], site: str, world: World
) -> None:
    address = site + reverse("processes:board", args=[board_key(world.swot_open)])
    one, other = new_page(), new_page(viewport={"width": 320, "height": 640})
    for page in (one, other):
        page.goto(address)
        page.evaluate("customElements.whenDefined('mh-live-board').then(() => true)")

    put(one, "strength", "Van hol találkozni")
    card = other.locator("[data-mh-item]", has_text="Van hol találkozni")
    expect(card).to_be_visible()
    card.get_by_role("button").first.click()
    expect(one.locator("[data-mh-item]", has_text="Van hol találkozni")).to_contain_text("1 szavazat")

    one.context.set_offline(True)
    put(one, "threat", "Bezár a bolt")
    expect(one.locator("[data-mh-pending=threat]")).to_contain_text("Bezár a bolt")
    expect(one.locator("[data-mh-status]")).not_to_be_empty()
    one.context.set_offline(False)

    expect(other.locator("[data-mh-item]", has_text="Bezár a bolt")).to_be_visible()
    expect(one.locator("[data-mh-pending=threat]")).to_be_hidden()
    assert SwotItem.objects.filter(text="Bezár a bolt").count() == 1
