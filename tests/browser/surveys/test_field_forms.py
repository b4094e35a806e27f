"""What forms of other tools bring along: scales that go down, seeds that are moments, words outside of all groups."""

import pytest
from playwright.sync_api import expect

from mentorhalo.surveys.engine import prepare
from tests.browser.surveys.conftest import OpenForm, from_sheets
from tests.browser.surveys.test_engine import answers

DOWN = """
| survey |
| | type  | name | label | parameters              |
| | range | need | Mennyire? | start=10 end=0 step=-2 |
"""

SHUFFLED = """
| survey |
| | type              | name  | label | calculation | parameters                      |
| | calculate         | seed  |       | {seed}      |                                 |
| | select_one fruits | first | Mi?   |             | randomize=true, seed=${{seed}}  |
| | rank fruits       | order | Rend? |             | randomize=true, seed=${{seed}}  |
| choices |
| | list_name | name | label  |
| | fruits    | a    | Alma   |
| | fruits    | b    | Barack |
"""

NAMED = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t</h:title>
<model><instance><data id="x"><r><b/></r><who/></data></instance></model></h:head>
<h:body><group ref="/data/r"><label>R</label><repeat nodeset="/data/r"><input ref="/data/r/b"><label>B</label></input></repeat></group>
<select1 ref="/data/who"><label>Who?</label><itemset nodeset="/data/r[b != '']"><value ref="b"/><label ref="b"/></itemset></select1>
</h:body></h:html>"""

WORDS = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t</h:title>
<model><instance><data id="x"><a/><r><b/></r><c/></data></instance></model></h:head>
<h:body><label>Above <output value="/data/a"/></label><input ref="/data/a"><label>A</label></input>
<repeat nodeset="/data/r"><label>Of <output value="/data/r/b"/></label><input ref="/data/r/b"><label>B</label></input></repeat>
<group><label>In <output value="/data/a"/></label><input ref="/data/c"><label>C</label></input></group></h:body></h:html>"""


def test_a_scale_may_go_down(open_form: OpenForm) -> None:
    page = open_form(from_sheets(DOWN))
    slider = page.get_by_role("slider")

    slider.press("Home")
    assert answers(page) == {"need": "0"}
    slider.press("ArrowLeft")

    assert answers(page) == {"need": "2"}


@pytest.mark.parametrize("seed", ["once(decimal-date-time(now()))", "''", "now()"])
def test_choices_are_mixed_by_whatever_the_seed_is(open_form: OpenForm, seed: str) -> None:
    page = open_form(from_sheets(SHUFFLED.format(seed=seed)))

    page.get_by_role("group", name="Mi?").get_by_label("Alma").check()

    assert answers(page)["first"] == "a"


def test_values_are_shown_in_words_outside_of_all_groups(open_form: OpenForm) -> None:
    page = open_form(prepare(WORDS))

    page.get_by_label("A", exact=True).fill("there")
    page.get_by_label("B", exact=True).fill("here")
    page.get_by_label("B", exact=True).blur()

    expect(page.get_by_text("Of here")).to_be_visible()
    expect(page.get_by_text("In there")).to_be_visible()
    assert answers(page) == {"a": "there", "r/b": "here"}


@pytest.mark.parametrize("nodeset", [b"/data/r[", b"../r["])
def test_who_was_named_may_be_chosen(open_form: OpenForm, nodeset: bytes) -> None:
    page = open_form(prepare(NAMED.replace(b"/data/r[", nodeset)))

    page.get_by_label("B", exact=True).fill("Eva")
    page.get_by_label("B", exact=True).blur()
    page.get_by_role("group", name="Who?").get_by_label("Eva").check()

    assert answers(page) == {"r/b": "Eva", "who": "Eva"}
