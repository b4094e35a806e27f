"""The living page of the look under hands and keys: forms, suggestions, figures, map and chart."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from mentorhalo.core.tests.access import MENTOR
from tests.browser.conftest import SignIn
from tests.browser.looks import NARROW, assert_axe_clean, letters_are_there, screenshot

# The pieces of the bar's words (they may part at a soft hyphen) that stand on more than one line, and what is cut off.
# Of each letter its last box: the hyphen before it is the first one.
BROKEN = """() => [...document.querySelectorAll(".mh-phone a")].flatMap((link) => {
  const cut = link.scrollWidth > link.clientWidth ? [`cut: ${link.textContent}`] : [];
  const text = document.createTreeWalker(link, NodeFilter.SHOW_TEXT).nextNode();
  const line = (at) => {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return [...range.getClientRects()].at(-1)?.top;
  };
  for (const { index, 0: piece } of text.data.matchAll(/[^\\s\\u00ad]+/g))
    if (new Set([...piece].map((_, nth) => line(index + nth))).size > 1) cut.push(`broken: ${piece}`);
  return cut;
})"""


@pytest.fixture
def style(page: Page) -> Page:
    page.goto("/style/")
    return page


def test_first_key_leads_to_the_content(style: Page) -> None:
    style.keyboard.press("Tab")
    expect(style.get_by_role("link", name="Ugrás a tartalomra")).to_be_focused()

    style.keyboard.press("Enter")

    expect(style.locator("#main")).to_be_focused()


def test_every_stop_of_the_keyboard_is_seen(style: Page) -> None:
    # What they take the place of cannot keep the focus.
    expect(style.locator("mh-chart svg")).to_be_visible()
    expect(style.locator("mh-map [data-mh-code='20']")).to_be_visible()
    unseen = []
    for _ in range(60):
        style.keyboard.press("Tab")
        seen = style.evaluate(
            """() => {
                const at = document.activeElement;
                if (at.type === "date") return "";  // its parts show themselves, as the browser likes
                const look = getComputedStyle(at);
                const path = at.querySelector && at.querySelector("path");
                const drawn = path ? getComputedStyle(path).strokeWidth !== "1px" : false;
                return drawn || look.outlineStyle !== "none" || look.boxShadow !== "none" ? "" : at.outerHTML.slice(0, 90);
            }"""
        )
        if seen:
            unseen.append(seen)

    assert unseen == []


def test_suggestion_is_chosen_by_keyboard(style: Page) -> None:
    box = style.get_by_label("Település", exact=True)
    box.press_sequentially("kö")
    # Alone: what the first letter alone may mean is more, and was asked for, too, if the second came late.
    expect(style.locator("mh-suggest").get_by_role("option")).to_have_text(["KömlőKSH 10357"])
    assert_axe_clean(style)

    box.press("ArrowDown")
    box.press("Enter")

    expect(box).to_have_value("Kömlő")
    assert style.locator("[name=place_value]").input_value() == "10357"


def test_refused_form_is_heard_first_and_keeps_what_was_typed(style: Page) -> None:
    style.get_by_label("Település", exact=True).fill("Atlantisz")
    style.get_by_label("Jelenlévők száma").fill("12")
    style.get_by_role("button", name="Látogatás mentése").click()

    expect(style.get_by_role("alert")).to_be_focused()
    expect(style.get_by_label("Település", exact=True)).to_have_value("Atlantisz")
    expect(style.get_by_label("Jelenlévők száma")).to_have_value("12")
    assert_axe_clean(style)


def test_draft_comes_back_after_the_page_was_left(style: Page) -> None:
    style.get_by_label("Mi mondható el róla nyilvánosan?").fill("Új kör alakult Őrimagyarósdon.")
    style.goto("/en/style/")
    style.goto("/style/")

    expect(style.get_by_label("Mi mondható el róla nyilvánosan?")).to_have_value(
        "Új kör alakult Őrimagyarósdon."
    )
    assert_axe_clean(style)

    style.get_by_role("button", name="Eldobás").click()

    expect(style.get_by_label("Mi mondható el róla nyilvánosan?")).to_have_value("")


def test_figure_tells_in_place_how_it_is_counted(style: Page) -> None:
    figure = style.locator(".mh-figure", has_text="Elért emberek")
    figure.locator("summary").press("Enter")

    expect(figure).to_contain_text("Mindenki egyszer számít")


def test_chart_has_its_table_one_key_away(style: Page) -> None:
    chart = style.locator("mh-chart")
    expect(chart.locator("svg")).to_be_visible()

    chart.locator("summary").press("Enter")

    expect(chart.get_by_role("table")).to_be_visible()


def test_county_is_opened_by_keyboard(style: Page) -> None:
    county = style.locator("mh-map [data-mh-code='20']")
    expect(county).to_have_attribute("aria-label", "Zala: 31")
    county.focus()

    with style.expect_navigation():
        style.keyboard.press("Enter")


def test_page_reads_and_sends_without_javascript(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False, viewport=NARROW)
    page.goto("/style/")

    page.get_by_text("Menü").click()
    expect(page.get_by_role("link", name="English")).to_be_visible()
    expect(page.get_by_role("table", name="Mentorált közösségek vármegyénként")).to_be_visible()
    page.get_by_label("Település", exact=True).fill("Komló")
    page.get_by_role("button", name="Látogatás mentése").click()

    expect(page.get_by_label("Település", exact=True)).to_have_value("Komló")
    expect(page.get_by_role("alert")).to_contain_text("A látogatás napja")


@pytest.mark.parametrize("language", ["", "en/"])
def test_five_places_stand_on_a_narrow_phone_with_their_words_whole(
    new_page: Callable[..., Page], signed_in: SignIn, language: str
) -> None:
    page = signed_in(new_page(viewport=NARROW), MENTOR)
    page.goto(f"/{language}desk/week/")

    bar = page.locator(".mh-phone")
    expect(bar.get_by_role("link")).to_have_count(5)
    letters_are_there(page)
    assert page.evaluate(BROKEN) == []
    assert bar.locator("ul").evaluate("bar => bar.scrollWidth <= bar.clientWidth")
    screenshot(page, f"bar-{language[:2] or 'hu'}")


@pytest.mark.parametrize("weight", [300, 400, 600, 700])
def test_our_own_letters_are_used_in_every_weight(style: Page, weight: int) -> None:
    assert style.evaluate(
        """async weight => {
            const faces = await document.fonts.load(`${weight} 16px "Source Sans 3 Variable"`, "őűŐŰáé");
            return faces.length > 0 && faces.every(face => face.status === "loaded");
        }""",
        weight,
    )


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_pictures_to_look_at(new_page: Callable[..., Page], width: int, colours: str) -> None:
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=colours)
    page.goto("/style/")
    expect(page.locator("mh-chart svg")).to_be_visible()

    screenshot(page, f"style-{width}-{colours}")
