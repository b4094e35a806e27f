"""Repetitions inside others, in forms made by hand without what a new one is copied from."""

import re

from lxml import etree
from pyxform.xls2xform import convert

from mentorhalo.surveys.engine import prepare

SHEETS = """
| survey |
| | type         | name   | label     |
| | begin_repeat | house  | Ház       |
| | text         | street | Utca      |
| | begin_repeat | person | Személy   |
| | text         | name   | Neve      |
| | begin_repeat | pet    | Állat     |
| | text         | kind   | Fajta     |
| | end_repeat   |        |           |
| | end_repeat   |        |           |
| | end_repeat   |        |           |
| | begin_repeat | visit  | Látogatás |
| | text         | day    | Nap       |
| | end_repeat   |        |           |
"""
TEMPLATES = re.compile(r'<(house|visit) jr:template="">.*?</\1>', re.DOTALL)
TEMPLATE = "{http://openrosa.org/javarosa}template"


def instance(xform: str) -> etree._Element:
    model = etree.fromstring(prepare(xform.encode()).model)
    found = model.find(".//{*}data")
    assert found is not None
    return found


def shape(element: etree._Element) -> str:
    mark = "*" if element.get(TEMPLATE) is not None else ""
    name = etree.QName(element).localname
    return f"{name}{mark}" + (f"({' '.join(shape(child) for child in element)})" if len(element) else "")


def test_inner_repetitions_are_copied_from_what_pyxform_would_write() -> None:
    made = str(convert(xlsform=SHEETS, file_type=".md").xform)
    by_hand = TEMPLATES.sub("", made)
    assert "jr:template" not in by_hand

    houses = [[shape(one) for one in instance(xform).iterfind("{*}house")] for xform in (made, by_hand)]

    assert houses[1] == houses[0]
    assert houses[1] == [
        "house*(street person*(name pet*(kind)))",
        "house(street person(name pet(kind)))",
    ]


def test_one_of_several_that_stand_there_is_copied() -> None:
    by_hand = TEMPLATES.sub("", str(convert(xlsform=SHEETS, file_type=".md").xform))
    person = by_hand[by_hand.index("<person>") : by_hand.index("</person>") + len("</person>")]

    houses = [shape(one) for one in instance(by_hand.replace(person, person * 2)).iterfind("{*}house")]

    assert houses == [
        "house*(street person*(name pet*(kind)))",
        "house(street person(name pet(kind)) person(name pet(kind)))",
    ]


def test_template_that_somebody_wrote_is_left_as_it_is() -> None:
    made = str(convert(xlsform=SHEETS, file_type=".md").xform)
    written = made.replace('<person jr:template="">', "<person>").replace('<pet jr:template="">', "<pet>")

    first = next(instance(written).iterfind("{*}house"))
    assert shape(first) == "house*(street person(name pet(kind)))"
