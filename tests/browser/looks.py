"""What every page owes to whoever opens it, and pictures of it for people to look at."""

import os

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.house import ROOT

PICTURES = ROOT / "test-results"
DESK_SCREEN: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 640}

# The innermost elements that reach beyond the window, if the page as a whole does.
TOO_WIDE = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const beyond = [...document.body.querySelectorAll("*")].filter(
    (element) => element.checkVisibility() && element.getBoundingClientRect().right > page.clientWidth + 0.5,
  );
  const innermost = beyond.filter((element) => !beyond.some((other) => other !== element && element.contains(other)));
  return innermost.slice(0, 5).map((element) =>
    `${Math.round(element.getBoundingClientRect().right - page.clientWidth)} px: ${element.outerHTML.slice(0, 160)}`,
  );
}"""


# Style sheets are read anew by axe for one rule alone, which is off unless asked for. What it did not mind stays in the page.
AXE = """async () => {
  const options = { resultTypes: ["violations"], preload: { assets: ["media"] } };
  return (await axe.run(options)).violations;
}"""


def assert_axe_clean(page: Page) -> None:
    """Axe, with all of its rules, finds nothing on the page as it stands."""
    page.evaluate(Axe().axe_script)
    found = [
        f"{violation['id']} ({violation['impact']}): {node['target'][0]} - {node['html'][:160]}"
        for violation in page.evaluate(AXE)
        for node in violation["nodes"]
    ]
    assert found == [], f"{page.url}\n" + "\n".join(found)


def assert_fits(page: Page) -> None:
    """Nothing makes the page scroll sideways; what is wider has a scroller of its own."""
    page.wait_for_load_state()  # measured before its styles are there it would be as wide as it likes
    letters_are_there(page)
    wide = page.evaluate(TOO_WIDE)
    assert wide == [], f"{page.url} is too wide\n" + "\n".join(wide)


def letters_are_there(page: Page) -> None:
    """Ours have a width of their own: until they are there others stand in their place."""
    page.evaluate("document.fonts.ready.then(() => true)")


def screenshot(page: Page, name: str) -> None:
    """With MENTORHALO_PICTURES=1, leave a picture of the whole page in test-results/, for people to look at."""
    if not are_taken():
        return
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def are_taken() -> bool:
    return os.environ.get("MENTORHALO_PICTURES") == "1"
