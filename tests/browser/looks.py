"""What every page owes to whoever opens it, and pictures of it for people to look at."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.house import ROOT

PICTURES = ROOT / "test-results"
DESK_SCREEN: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 640}


def assert_axe_clean(page: Page) -> None:
    """Axe, with all of its rules, finds nothing on the page as it stands."""
    response = Axe().run(page).response
    found = [
        f"{violation['id']} ({violation['impact']}): {node['target'][0]} - {node['html'][:160]}"
        for violation in response["violations"]
        for node in violation["nodes"]
    ]
    assert found == [], f"{page.url}\n" + "\n".join(found)


def assert_fits(page: Page) -> None:
    """Nothing makes the page scroll sideways; what is wider has a scroller of its own."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"


def screenshot(page: Page, name: str) -> None:
    """Leave a picture of the whole page in test-results/, for people to look at."""
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
