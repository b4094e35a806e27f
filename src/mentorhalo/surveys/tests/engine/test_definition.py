"""A form as the browser gets it: what the markup says, and what it must not hold."""

from typing import Any

import pytest
from django.utils.translation import override
from lxml import html
from pyxform.xls2xform import convert

from mentorhalo.surveys.engine import Definition, External, NotPrepared, prepare
from mentorhalo.surveys.engine.definition import LARGEST


def prepared(survey: str, choices: str = "", settings: str = "") -> Definition:
    sheets = f"| survey |\n{survey}"
    if choices:
        sheets += f"\n| choices |\n{choices}"
    if settings:
        sheets += f"\n| settings |\n{settings}"
    return prepare(convert(xlsform=sheets, file_type=".md").xform.encode())


def markup(definition: Definition) -> Any:
    return html.fromstring(definition.form)


LANGUAGES = """
| | type             | name  | label::magyar (hu) | label::English (en) | label::lovári | media::image |
| | text             | who   | Név                | Name                | Anav          | person.png   |
| | select_one yesno | known | Ismeri?            | Known?              | Prinʒarel?    |              |"""
YESNO = """
| | list_name | name | label::magyar (hu) | label::English (en) | label::lovári |
| | yesno     | yes  | Igen               | Yes                 | Va            |
| | yesno     | no   | Nem                | No                  | Na            |"""


def test_same_form_gives_the_same_definition() -> None:
    one = prepared(LANGUAGES, YESNO)

    assert one == prepared(LANGUAGES, YESNO)
    assert one.as_json()["form"] == one.form


def test_languages_have_tags_and_the_default_comes_first() -> None:
    settings = "| | form_id | version | default_language |\n| | proba | 7 | English (en) |"
    definition = prepared(LANGUAGES, YESNO, settings)

    assert {language.source: (language.code, language.name) for language in definition.languages} == {
        "magyar (hu)": ("hu", "magyar"),
        "English (en)": ("en", "English"),
        "lovári": ("rmy", "lovári"),
    }
    assert (definition.language, definition.form_id, definition.version) == ("en", "proba", "7")
    active = markup(definition).xpath("//span[contains(@class, 'active')]/@lang")
    assert set(active) - {""} == {"en"}


def test_pictures_are_named_and_have_no_address() -> None:
    definition = prepared(LANGUAGES, YESNO)

    assert definition.media == ["person.png"]
    assert {image.get("data-media") for image in markup(definition).iter("img")} == {"person.png"}
    assert "jr://" not in definition.form


def test_markup_holds_no_styles_handlers_or_addresses() -> None:
    survey = """
| | type | name | label                                                                                    |
| | note | a    | <span style="color:red">Fontos</span> <script>alert(1)</script> [x](javascript:alert(1)) |
| | text | b    | <img src=x onerror=alert(1)>                                                             |"""
    form = markup(prepared(survey))

    attributes = {name for element in form.iter() for name in element.attrib}
    assert [
        name for name in attributes if name.startswith("on") or name in ("style", "src", "href", "action")
    ] == []
    assert list(form.iter("script", "img")) == []
    assert form.xpath("string(//strong)") == "Fontos"


def test_markdown_keeps_the_values_shown_in_it() -> None:
    survey = """
| | type | name | label |
| | text | who  | Név   |
| | note | said | Kedves **${who}**, _köszönjük_ |"""
    label = markup(prepared(survey)).xpath("//span[contains(@class, 'question-label')][.//strong]")[0]

    assert [child.tag for child in label] == ["strong", "em"]
    assert label.find("strong/span").get("data-value").strip() == "/data/who"


def test_groups_are_headings_in_the_order_of_the_page() -> None:
    survey = """
| | type        | name  | label |
| | begin_group | outer | Kinn  |
| | begin_group | inner | Benn  |
| | text        | q     | Kérdés |
| | end_group   |       |       |
| | end_group   |       |       |"""
    form = markup(prepared(survey))

    assert [(element.tag, element.text_content().strip()) for element in form.iter("h2", "h3", "h4")] == [
        ("h2", "Kinn"),
        ("h3", "Benn"),
    ]


def test_external_data_sets_are_named_and_cascades_keep_their_filter() -> None:
    survey = """
| | type                             | name   | label | choice_filter  |
| | select_one_from_file counties.csv | county | Vármegye |             |
| | select_one_from_file places.csv   | place  | Hely  | county=${county} |"""
    definition = prepared(survey)

    assert definition.externals == [External("counties", "counties.csv"), External("places", "places.csv")]
    paths = markup(definition).xpath("//*[@data-items-path]/@data-items-path")
    assert paths == [
        "instance('counties')/root/item",
        "instance('places')/root/item[county= /data/county ]",
    ]


def test_choices_with_several_languages_bring_all_of_them() -> None:
    survey = """
| | type             | name  | label::magyar (hu) | label::lovári | choice_filter |
| | text             | who   | Név                | Anav          |               |
| | select_one yesno | known | Ismeri?            | Prinʒarel?    | name != ${who} |"""
    form = markup(prepared(survey, YESNO))

    labels = form.xpath("//span[contains(@class, 'itemset-labels')]/span[@lang='rmy']")
    assert [label.text for label in labels] == ["Va", "Na"]


def test_last_saved_is_an_empty_one() -> None:
    survey = """
| | type | name | label | default |
| | text | town | Hely  | ${last-saved#town} |"""
    definition = prepared(survey)

    assert definition.externals == []
    assert "last-saved" not in definition.model.replace("__last-saved", "")


def test_instance_id_is_added_where_the_form_has_none() -> None:
    xform = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t</h:title>
    <model><instance><data id="x"><q/></data></instance><bind nodeset="/data/q" type="string"/></model></h:head>
    <h:body><input ref="/data/q"><label>Q</label></input></h:body></h:html>"""

    assert "<meta><instanceID/></meta>" in prepare(xform).model


@pytest.mark.parametrize(
    ("xform", "words"),
    [
        (b"<not closed", "breaks off at line 1"),
        (b"<a/>", "no XForm"),
        (b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>', "document type"),
        (b" " * (LARGEST + 1), "20 MB"),
    ],
)
def test_what_is_no_form_is_refused_with_words(xform: bytes, words: str) -> None:
    with override("en"), pytest.raises(NotPrepared, match=words):
        prepare(xform)


def test_trouble_in_the_sheet_is_told() -> None:
    xform = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t</h:title>
    <model><instance><data id="x"><q/></data></instance><bind nodeset="/data/q" type="string"/></model></h:head>
    <h:body><select appearance="minimal" ref="/data/q"><label>Q</label>
    <item><label>A</label><value>a b</value></item></select></h:body></h:html>"""

    with pytest.raises(NotPrepared, match="spaces"):
        prepare(xform.encode())


def test_lists_named_as_people_name_them_are_found_by_the_engine() -> None:
    survey = """
| | type                  | name   | label | choice_filter |
| | text                  | county | Megye |               |
| | select_one települések | town   | Hely  | county=${county} |"""
    definition = prepared(
        survey, "| | list_name | name | label | county |\n| | települések | k | Kőszeg | vas |"
    )

    assert markup(definition).xpath("//*[@data-items-path]/@data-items-path") == [
        "instance('list-1')/root/item[county= /data/county ]"
    ]
    assert '<instance id="list-1">' in definition.model


def test_texts_inside_calculations_are_looked_up_in_the_forms_own_language() -> None:
    survey = """
| | type      | name | label::magyar (hu) | label::English (en) | calculation |
| | text      | who  | Ön (kérem)         | You                 |             |
| | calculate | said |                    |                     | concat(jr:itext('/data/who:label'), '!') |"""
    settings = "| | form_id | default_language |\n| | proba | magyar (hu) |"
    definition = prepared(survey, "", settings)

    assert markup(definition).xpath("//input[@name='/data/said']/@data-calculate") == [
        "concat(string(instance('__texts')/root/text[@id = '/data/who:label']), '!')"
    ]
    assert '<text id="/data/who:label">Ön (kérem)</text>' in definition.model


def test_search_in_a_table_becomes_a_list_of_its_rows() -> None:
    survey = """
| | type           | name | label | appearance |
| | text           | zone | Zóna  |            |
| | select_one any | town | Hely  | minimal search('places', 'matches', 'zone', ${zone}) |"""
    definition = prepared(survey, "| | list_name | name | label |\n| | any | code | title |")

    assert definition.externals == [External("places", "places.csv")]
    select = markup(definition).xpath("//select[@name='/data/town']")[0]
    assert select.xpath("option/@data-items-path") == ["instance('places')/root/item[zone = /data/zone]"]
    labels = markup(definition).xpath("//span[contains(@class, 'itemset-labels')]")[0]
    assert (labels.get("data-value-ref"), labels.get("data-label-ref")) == ("code", "title")


def test_external_choices_become_a_list_of_one_table() -> None:
    xform = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t</h:title>
    <model><instance><data id="x"><county/><town/></data></instance><bind nodeset="/data/county" type="string"/>
    <bind nodeset="/data/town" type="string"/></model></h:head><h:body><input ref="/data/county"><label>County</label></input>
    <input query="instance('towns')/root/item[county= /data/county ]" ref="/data/town"><label>Town</label></input></h:body></h:html>"""
    definition = prepare(xform.encode())

    assert definition.externals == [External("itemsets", "itemsets.csv")]
    assert markup(definition).xpath("//select/option/@data-items-path") == [
        "instance('itemsets')/root/item[list_name = 'towns'][county= /data/county ]"
    ]


def test_a_default_that_is_worked_out_comes_at_the_beginning_and_with_each_repetition() -> None:
    survey = """
| | type         | name   | label | default      |
| | begin_repeat | plot   | Tábla |              |
| | integer      | number | Száma | position(..) |
| | end_repeat   |        |       |              |"""
    field = markup(prepared(survey)).xpath("//input[@name='/data/plot/number']")

    assert [(one.get("data-setvalue"), sorted(one.get("data-event").split())) for one in field] == [
        ("position(..)", ["odk-instance-first-load", "odk-new-repeat"])
    ]


def test_a_time_given_beforehand_comes_again_only_with_its_own_repetitions() -> None:
    survey = """
| | type         | name  | label  | default |
| | time         | since | Mettől | 08:00   |
| | begin_repeat | visit | Út     |         |
| | time         | at    | Mikor  | 09:00   |
| | end_repeat   |       |        |         |"""
    form = markup(prepared(survey))

    assert {one.get("name"): one.get("data-event") for one in form.xpath("//input[@data-setvalue]")} == {
        "/data/since": "odk-instance-first-load",
        "/data/visit/at": "odk-instance-first-load odk-new-repeat",
    }
