"""XForms made by other tools than ours: how they point at their questions, and what they call them."""

from typing import Any

import pytest
from lxml import html

from mentorhalo.surveys.engine import Definition, prepare

XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t</h:title>
<model><instance><data id="x"><g><a/><b/><r><c/><d/></r></g></data></instance>{binds}</model></h:head>
<h:body>{body}</h:body></h:html>"""
PREFIXED = b"""<html xmlns="http://www.w3.org/1999/xhtml" xmlns:f="http://www.w3.org/2002/xforms"><head><title>t</title>
<f:model><f:instance><data xmlns="" id="x"><a/></data></f:instance></f:model></head>
<body><f:input ref="/data/a"><f:label>A</f:label></f:input></body></html>"""


def prepared(body: str, binds: str = "") -> Definition:
    return prepare(XFORM.format(body=body, binds=binds).encode())


def markup(definition: Definition) -> Any:
    return html.fromstring(definition.form)


def names(definition: Definition) -> list[str]:
    return list(dict.fromkeys(markup(definition).xpath("//*[contains(@class, 'question')]//@name")))


@pytest.mark.parametrize(
    "body",
    [
        '<group ref="/data/g"><input ref="a"/><repeat nodeset="r"><input ref="c"/></repeat></group>',
        '<group ref="/data/g"><input ref="./a"/><repeat nodeset="./r"><input ref="../r/c"/></repeat></group>',
        '<group><input ref="/data/g/a"/><repeat nodeset="/data/g/r"><input ref=" c "/></repeat></group>',
    ],
)
def test_relative_references_lead_to_their_questions(body: str) -> None:
    assert names(prepared(body)) == ["/data/g/a", "/data/g/r/c"]


def test_what_a_question_sets_is_seen_from_the_question() -> None:
    body = """<repeat nodeset="/data/g/r"><input ref="/data/g/r/c">
    <setvalue event="xforms-value-changed" ref=" ../d " value="1"/></input></repeat>"""

    assert names(prepared(body)) == ["/data/g/r/c", "/data/g/r/d"]


CHOSEN = """<select1 ref="{ref}"><itemset nodeset="{nodeset}"><value ref="c"/><label ref="d"/></itemset></select1>"""


@pytest.mark.parametrize("nodeset", ["../r[c != '']", " current()/../r[c != '']", "/data/g/r[c != '']"])
def test_choices_out_of_answers_are_named(nodeset: str) -> None:
    form = markup(prepared(CHOSEN.format(ref="/data/g/a", nodeset=nodeset)))

    assert form.xpath("//@data-items-path") == ["/data/g/r[./c != ''][./c or true()][./d or true()]"]


@pytest.mark.parametrize(
    ("nodeset", "path"),
    [
        ("../../r", "../../r[./c or true()][./d or true()]"),
        ("../d", "../d[./c or true()][./d or true()]"),
        ("../../b", "/data/g/b[./c or true()][./d or true()]"),
    ],
)
def test_choices_out_of_the_repetition_around_stay_relative(nodeset: str, path: str) -> None:
    body = f'<repeat nodeset="/data/g/r">{CHOSEN.format(ref="/data/g/r/c", nodeset=nodeset)}</repeat>'

    assert markup(prepared(body)).xpath("//@data-items-path") == [path]


def test_binds_may_be_relative() -> None:
    definition = prepared('<input ref="/data/g/a"/>', '<bind nodeset="g/a" type="int" required="true()"/>')

    field = markup(definition).xpath("//input[@name='/data/g/a']")[0]
    assert (field.get("data-type-xml"), field.get("data-required")) == ("int", "true()")


@pytest.mark.parametrize(("kind", "field"), [("secret", "input"), ("textarea", "textarea")])
def test_every_kind_of_text_field_is_shown(kind: str, field: str) -> None:
    definition = prepared(f'<{kind} ref="/data/g/a"><label>A</label></{kind}>')

    assert markup(definition).xpath(f"//{field}/@name") == ["/data/g/a"]


def test_an_answer_in_words_may_be_a_reference() -> None:
    definition = prepared('<input ref="/data/g/a"><label>Of <output ref="/data/g/b"/></label></input>')

    outputs = markup(definition).xpath("//*[contains(@class, 'or-output')]/@data-value")
    assert outputs == ["/data/g/b"]


def test_prefixes_are_those_of_the_form() -> None:
    definition = prepare(PREFIXED)

    assert names(definition) == ["/data/a"]
    assert "<a/><meta><instanceID/></meta></data>" in definition.model
