"""Households asked one by one: what a form reckons over all repetitions, and what one takes from another."""

import re

from playwright.sync_api import Page, expect

from mentorhalo.surveys.engine import prepare
from tests.browser.surveys.conftest import OpenForm, ask, from_sheets
from tests.browser.surveys.test_engine import answers

ROSTER = """
| survey |
| | type             | name   | label          | relevant       | calculation |
| | begin_repeat     | person | Személy        |                |             |
| | text             | pname  | Neve           |                |             |
| | select_one yesno | child  | Gyerek?        |                |             |
| | integer          | months | Hány hónapos?  | ${child} = 'yes' |           |
| | integer          | income | Jövedelme      |                |             |
| | calculate        | asked  |                |                | if(${child} = 'yes' and ${months} >= 9, 1, 0) |
| | calculate        | former |                |                | if(position(..) > 1, indexed-repeat(${pname}, ${person}, position(..) - 1), '') |
| | end_repeat       |        |                |                |             |
| | calculate        | many   |                |                | count(${person}[asked=1]) |
| | calculate        | known  |                |                | count(${months}) |
| | calculate        | oldest |                |                | max(${months}) |
| | calculate        | total  |                |                | sum(${income}) |
| | begin_repeat     | visit  | Látogatás      |                |             |
| | note             | whose  | Első: indexed  | indexed-repeat(${child}, ${person}, 2) = 'yes' |  |
| | end_repeat       |        |                |                |             |
| choices |
| | list_name | name | label |
| | yesno     | yes  | Igen  |
| | yesno     | no   | Nem   |
"""

HOUSEHOLDS = """
| survey |
| | type         | name   | label             | relevant    | calculation                 |
| | begin_repeat | home   | Háztartás         |             |                             |
| | begin_repeat | person | Személy           |             |                             |
| | integer      | age    | Kora              |             |                             |
| | begin_repeat | job    | Munkahely         | ${age} > 15 |                             |
| | integer      | pay    | Bére              |             |                             |
| | calculate    | told   |                   |             | concat(${age}, '/', ${pay}) |
| | text         | shown  | Összegezve        |             | concat(${pay}, '/', ${age}) |
| | end_repeat   |        |                   |             |                             |
| | calculate    | earned |                   |             | sum(${pay})                 |
| | end_repeat   |        |                   |             |                             |
| | end_repeat   |        |                   |             |                             |
"""

COUNTING = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
<h:title>t</h:title><model><instance><data id="x"><person><name/></person><many/></data></instance>
<instance id="sizes"><root><item><v>1</v></item><item><v>2</v></item><item><v>3</v></item></root></instance></model></h:head>
<h:body><group ref="/data/person"><label>P</label><repeat nodeset="/data/person"><input ref="/data/person/name">
<label>Neve</label></input></repeat></group><select1 ref="/data/many"><label>Rooms</label>
<itemset nodeset="instance('sizes')/root/item[v &lt;= count(/data/person)]"><value ref="v"/><label ref="v"/></itemset>
</select1></h:body></h:html>"""

OUT_OF_THE_SAME = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
<h:title>t</h:title><model><instance><data id="x"><person><id/><name/><mother/></person></data></instance>
<bind nodeset="/data/person/id" calculate="position(..)"/></model></h:head><h:body><group ref="/data/person"><label>P</label>
<repeat nodeset="/data/person"><input ref="/data/person/name"><label>Neve</label></input><select1 ref="/data/person/mother">
<label>Anyja</label><itemset nodeset="../../person[name != '']"><value ref="id"/><label ref="name"/></itemset></select1></repeat>
</group></h:body></h:html>"""

INSIDE = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
<h:title>t</h:title><model><instance><data id="x"><house><street/><person><name/></person></house></data></instance>
<bind nodeset="/data/house/street" type="string"/></model></h:head><h:body><group ref="/data/house"><label>Telek</label>
<repeat nodeset="/data/house"><input ref="/data/house/street"><label>Utca</label></input><group ref="/data/house/person">
<label>Szoba</label><repeat nodeset="/data/house/person"><input ref="/data/house/person/name"><label>Neve</label></input>
</repeat></group></repeat></group></h:body></h:html>"""


def person(page: Page, at: int, name: str, child: str, months: str = "", income: str = "") -> None:
    page.get_by_label("Neve").nth(at).fill(name)
    page.get_by_label(child, exact=True).nth(at).check()
    if months:
        page.get_by_label("Hány hónapos?").nth(at).fill(months)
    if income:
        page.get_by_label("Jövedelme").nth(at).fill(income)
    page.get_by_label("Jövedelme").nth(at).blur()


def test_repetitions_are_counted_and_summed_as_on_phones(open_form: OpenForm) -> None:
    page = open_form(from_sheets(ROSTER))
    person(page, 0, "Anna", "Igen", months="30")
    page.get_by_role("button", name="További hozzáadása").first.click()
    person(page, 1, "Béla", "Nem", income="200")
    page.get_by_role("button", name="További hozzáadása").first.click()
    person(page, 2, "Cili", "Igen", months="12")

    found = answers(page)

    assert {name: found[name] for name in ("many", "known", "oldest", "total")} == {
        "many": "2",
        "known": "2",
        "oldest": "30",
        "total": "200",
    }


def test_a_question_is_counted_as_soon_as_it_applies(open_form: OpenForm) -> None:
    page = open_form(from_sheets(ROSTER))
    counts = []

    for child in ("Igen", "Nem", "Igen"):
        page.get_by_label(child, exact=True).check()
        counts.append(answers(page)["known"])

    assert counts == ["1", "0", "1"]


def test_one_repetition_follows_what_is_corrected_in_another(open_form: OpenForm) -> None:
    page = open_form(from_sheets(ROSTER))
    person(page, 0, "Anna", "Igen", months="30")
    page.get_by_role("button", name="További hozzáadása").first.click()
    person(page, 1, "Béla", "Nem")

    expect(page.get_by_text("Első: indexed")).to_be_hidden()

    page.get_by_label("Neve").first.fill("Panna")
    page.get_by_label("Igen", exact=True).nth(1).check()

    expect(page.get_by_text("Első: indexed")).to_be_visible()
    assert answers(page)["person/former"] == "Panna"
    assert ask(page, "q.validate()") == []


def test_choices_out_of_the_repetitions_around_follow_their_answers(open_form: OpenForm) -> None:
    page = open_form(prepare(OUT_OF_THE_SAME))
    page.get_by_label("Neve").fill("Anna")
    page.get_by_role("button", name="További hozzáadása").click()
    page.get_by_label("Neve").nth(1).fill("Éva")
    page.get_by_label("Neve").nth(1).blur()

    expect(page.get_by_role("radio", name="Éva")).to_have_count(2)

    page.get_by_label("Neve").first.fill("Panna")
    page.get_by_label("Neve").first.blur()
    page.get_by_role("radio", name="Panna").nth(1).check()

    expect(page.get_by_role("radio", name="Anna", exact=True)).to_have_count(0)
    assert answers(page)["person/mother"] == "1"


def test_repetition_inside_another_is_there_in_a_form_made_by_hand(open_form: OpenForm) -> None:
    page = open_form(prepare(INSIDE))

    expect(page.get_by_label("Neve")).to_have_count(1)
    page.get_by_role("button", name="További hozzáadása").last.click()
    expect(page.get_by_label("Utca")).to_have_count(2)
    expect(page.get_by_label("Neve")).to_have_count(2)
    for at, name in enumerate(("Anna", "Béla")):
        page.get_by_label("Neve").nth(at).fill(name)
        page.get_by_label("Neve").nth(at).blur()
    assert re.findall(r"<name>(.*?)</name>", ask(page, "q.xml()")) == ["Anna", "Béla"]


def aged(page: Page, at: int, years: str) -> None:
    page.get_by_label("Kora").nth(at).fill(years)
    page.get_by_label("Kora").nth(at).blur()


def test_repetitions_inside_others_apply_each_where_they_are(open_form: OpenForm) -> None:
    page = open_form(from_sheets(HOUSEHOLDS))
    more = page.get_by_role("button", name="További hozzáadása")
    aged(page, 0, "40")
    page.get_by_label("Bére").fill("500")
    more.nth(0).click()
    page.get_by_label("Bére").nth(1).fill("700")

    more.nth(1).click()
    expect(page.get_by_label("Kora")).to_have_count(2)
    aged(page, 1, "10")

    assert [answers(page)["home/person/job/pay"], answers(page)["home/person/earned"]] == [
        "500|700",
        "1200|0",
    ]
    aged(page, 1, "50")
    page.get_by_label("Bére").nth(2).fill("90")
    page.get_by_label("Bére").nth(2).blur()
    found = answers(page)
    assert [found["home/person/job/pay"], found["home/person/earned"]] == ["500|700|90", "1200|90"]


def test_all_that_lies_in_a_repetition_follows_what_is_corrected_in_it(open_form: OpenForm) -> None:
    page = open_form(from_sheets(HOUSEHOLDS))
    more = page.get_by_role("button", name="További hozzáadása")
    aged(page, 0, "30")
    page.get_by_label("Bére").fill("1")
    more.nth(1).click()
    aged(page, 1, "40")
    page.get_by_label("Bére").nth(1).fill("2")
    more.nth(1).click()
    page.get_by_label("Bére").nth(2).fill("3")

    aged(page, 1, "41")

    found = answers(page)
    assert found["home/person/job/told"] == "30/1|41/2|41/3"
    assert found["home/person/job/shown"] == "1/30|2/41|3/41"


def test_choices_follow_the_number_of_repetitions(open_form: OpenForm) -> None:
    page = open_form(prepare(COUNTING))
    rooms = page.get_by_role("group", name="Rooms").get_by_role("radio")
    expect(rooms).to_have_count(1)

    page.get_by_role("button", name="További hozzáadása").click()
    expect(rooms).to_have_count(2)

    page.get_by_role("button", name="1. törlése").click()
    page.get_by_role("dialog").get_by_role("button").first.click()
    expect(rooms).to_have_count(1)


def test_repetitions_inside_others_come_back_as_they_were(open_form: OpenForm) -> None:
    definition = from_sheets(HOUSEHOLDS)
    page = open_form(definition)
    more = page.get_by_role("button", name="További hozzáadása")
    aged(page, 0, "40")
    page.get_by_label("Bére").fill("5")
    more.nth(0).click()
    page.get_by_label("Bére").nth(1).fill("7")
    more.nth(1).click()
    aged(page, 1, "10")
    more.last.click()
    expect(page.get_by_label("Kora")).to_have_count(3)
    aged(page, 2, "50")
    page.get_by_label("Bére").nth(3).fill("9")
    page.get_by_label("Bére").nth(3).blur()
    before = ask(page, "q.xml()")

    again = open_form(definition, instance=ask(page, "q.draft()"))

    assert answers(again)["home/person/job/told"] == "40/5|40/7|50/9"
    assert ask(again, "q.xml()") == before
    aged(again, 1, "20")
    again.get_by_label("Bére").nth(2).fill("8")
    again.get_by_label("Bére").nth(2).blur()
    assert answers(again)["home/person/job/told"] == "40/5|40/7|20/8|50/9"


def test_of_repetitions_that_do_not_apply_none_is_sent(open_form: OpenForm) -> None:
    sheets = """
| survey |
| | type         | name | label       | relevant   |
| | integer      | size | Hány fő?    |            |
| | begin_repeat | who  | Személy     | ${size} > 1 |
| | text         | name | Neve        |            |
| | end_repeat   |      |             |            |
"""
    page = open_form(from_sheets(sheets))
    size = page.get_by_label("Hány fő?")
    size.fill("2")
    size.blur()
    page.get_by_role("button", name="További hozzáadása").click()
    expect(page.get_by_label("Neve")).to_have_count(2)

    size.fill("1")
    size.blur()

    assert "<who>" not in ask(page, "q.xml()")
