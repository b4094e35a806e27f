"""The codebook: every column with its question, codes and counts; the XML is valid DDI 2.6 where its schema is at hand."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import etree

from mentorhalo.core.tests.access import World
from mentorhalo.surveys.exporting.codebook.contents import Codebook, Described
from mentorhalo.surveys.exporting.codebook.ddi import write_ddi
from mentorhalo.surveys.queries.codebooks import codebook_for
from mentorhalo.surveys.tests.factories import InstrumentFactory

from .builders import ANSWERS, a_response, a_version

pytestmark = pytest.mark.usefixtures("shared_world")

ROOT = Path(__file__).resolve().parents[5]
# Not in the repository: the schema has a licence of its own and lies beside a clone, where somebody put it.
SCHEMA = ROOT.parent / "shared" / "ddi26" / "schemas" / "codebook.xsd"
DDI = "{ddi:codebook:2_6}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def book(world: World) -> Codebook:
    instrument = InstrumentFactory(study=world.study, form_id="life")
    version = a_version(instrument)
    a_response(version, ANSWERS, wave=world.wave)
    a_response(version, {"content": "9", "who/age": 21, "heard": ["press", "friend"]}, wave=world.wave)
    a_response(version, {"content": "1", "wish": "\x0bcsend"}, wave=world.wave)
    made = codebook_for(instrument, on=world.today)
    assert made is not None
    return made


def described(book: Codebook, name: str) -> Described:
    return next(one for table in book.tables for one in table.described if one.variable.name == name)


def test_answers_are_counted_by_code(book: Codebook) -> None:
    content = described(book, "content")

    assert [(one.code, one.count, one.is_missing) for one in content.categories] == [
        ("1", 2, False),
        ("2", 0, False),
        ("9", 1, True),
    ]
    assert [(one.code, one.count) for one in described(book, "heard_press").categories] == [
        ("1", 1),
        ("0", 1),
    ]
    assert (described(book, "heard_press").count.answered, described(book, "heard_press").count.absent) == (
        2,
        1,
    )


def test_numbers_have_their_range_mean_and_deviation(book: Codebook) -> None:
    age = described(book, "age").count

    assert (age.answered, age.absent, age.least, age.most, age.mean) == (2, 1, 21, 41, 31)
    assert age.deviation == pytest.approx(14.142136)


def test_what_was_typed_is_counted_and_not_quoted(book: Codebook) -> None:
    wish = described(book, "wish")

    assert (wish.count.answered, wish.categories) == (2, [])
    assert "énekkar" not in write_ddi(book).decode()
    assert "Piroska" not in write_ddi(book).decode()


def test_xml_has_every_column_with_its_question_in_each_language(book: Codebook) -> None:
    root = ElementTree.fromstring(write_ddi(book))

    variables = {one.attrib["name"]: one for one in root.iter(f"{DDI}var")}
    assert set(variables) == {one.variable.name for table in book.tables for one in table.described}
    heard = variables["heard_press"]
    assert [(one.get(LANG), one.text) for one in heard.iter(f"{DDI}qstnLit")] == [
        ("hu", "Honnan hallott rólunk?"),
        ("en", "Where did you hear of us?"),
    ]
    assert heard.findtext(f"{DDI}universe") == "/data/who/age > 17"
    assert heard.findtext(f"{DDI}verStmt/{DDI}version") == "1"
    missing = variables["content"].findall(f"{DDI}catgry[@missing='Y']")
    assert [one.findtext(f"{DDI}catValu") for one in missing] == ["9"]
    assert [one.get("ID") for one in root.iter(f"{DDI}fileDscr")] == ["F1", "F2", "F3"]
    assert variables["told"].get("files") == "F3"


def test_xml_is_in_the_order_that_ddi_wants(book: Codebook) -> None:
    """What a schema would say first; the schema itself is asked below, where it is."""
    root = ElementTree.fromstring(write_ddi(book))
    order = ["labl", "qstn", "valrng", "universe", "sumStat", "catgry", "verStmt", "varFormat"]

    assert (root.tag, root.get("version")) == (f"{DDI}codeBook", "2.6")
    assert [one.tag for one in root] == [
        f"{DDI}stdyDscr",
        *[f"{DDI}fileDscr"] * 3,
        f"{DDI}dataDscr",
    ]
    for variable in root.iter(f"{DDI}var"):
        places = [order.index(child.tag.removeprefix(DDI)) for child in variable]
        assert places == sorted(places)
    identifiers = [one.get("ID") for one in root.iter() if one.get("ID")]
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.skipif(not SCHEMA.exists(), reason="the schema of DDI 2.6 is not beside this clone")
def test_xml_is_valid_by_the_schema_of_ddi(book: Codebook) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))

    schema.assertValid(etree.fromstring(write_ddi(book)))
