"""Answers in words, by groups, before they are sent."""

import pytest
from django.core.files.base import ContentFile
from pyxform.xls2xform import convert

from mentorhalo.core.tests.access import World
from mentorhalo.surveys.models import FormFile
from mentorhalo.surveys.queries.lookthrough import Section, look_through
from mentorhalo.surveys.tests.factories import InstrumentFactory, InstrumentVersionFactory

from .sendings import household_xml

pytestmark = pytest.mark.usefixtures("shared_world")


def shown(sections: list[Section]) -> list[tuple[str, int, list[tuple[str, str]]]]:
    return [
        (section.heading, section.level, [(line.label, line.answer) for line in section.lines])
        for section in sections
    ]


def test_answers_are_said_in_the_words_of_the_form(world: World) -> None:
    xml = household_xml(unit="A0001", visits="12").decode()

    sections = look_through(world.instrument_version, xml, language="en", interviewer=None)

    assert shown(sections) == [
        (
            "Household questionnaire",
            2,
            [("KSH code of the settlement", ""), ("Code of the address", "A0001")],
        ),
        ("The respondent", 2, [("Name of the respondent", "Kiss Piroska"), ("Telephone", "+36 30 123 4567")]),
        (
            "Community life",
            2,
            [
                ("How often did you visit the cultural centre in the last year?", "12"),
                ("Do you belong to a community?", "yes"),
                ("To what kind?", "choir, dance group"),
            ],
        ),
        ("Household questionnaire", 2, [("Picture of the building", "")]),
    ]
    assert sections[1].lines[0].place == "/data/who/name"


SHEETS = """
| survey |
| | type                            | name   | label                |
| | begin_group                     | about  | Rólunk               |
| | select_one_from_file places.csv | town   | Település            |
| | date                            | since  | Mióta?               |
| | begin_repeat                    | person | Tagok                |
| | text                            | name   | Neve                 |
| | integer                         | age    | {name} kora          |
| | end_repeat                      |        |                      |
| | rank topics                     | order  | Rangsor              |
| | geopoint                        | where  | Hol?                 |
| | note                            | thanks | Köszönjük            |
| | end_group                       |        |                      |
| choices |
| | list_name | name | label |
| | topics | a | Tánc |
| | topics | b | Ének |
| settings |
| | form_id | version |
| | circle  | 1       |
"""
CIRCLE = """<data id="circle" version="1"><about><town>kom</town><since>2019-05-01</since>
<person><name>Anna</name><age>7</age></person><person><name>Béla</name><age/></person>
<order>b a</order><where>46.19 18.26 120 8.5</where><thanks/></about><meta><instanceID>uuid:1</instanceID></meta></data>"""


def test_repeats_orders_days_and_choices_from_tables_are_said(world: World) -> None:
    xform = convert(xlsform=SHEETS.replace("{name} kora", "${name} kora"), file_type=".md").xform.encode()
    version = InstrumentVersionFactory(xform=xform, instrument=InstrumentFactory(form_id="circle"))
    content = ContentFile("name,label\nkom,Komló\n".encode(), "places.csv")
    FormFile.objects.create(version=version, name="places.csv", file=content, sha256="1")

    sections = look_through(version, CIRCLE, language="hu", interviewer=None)

    assert shown(sections) == [
        ("Rólunk", 2, [("Település", "Komló"), ("Mióta?", "2019. május 1.")]),
        ("Tagok 1.", 3, [("Neve", "Anna"), ("Anna kora", "7")]),
        ("Tagok 2.", 3, [("Neve", "Béla"), ("Béla kora", "")]),
        ("Rólunk", 2, [("Rangsor", "Ének → Tánc"), ("Hol?", "46,19000, 18,26000 (±9 m)")]),
    ]
    assert sections[2].lines[0].place == "/data/about/person[2]/name"
