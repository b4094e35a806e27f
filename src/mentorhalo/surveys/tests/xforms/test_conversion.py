import pytest

from mentorhalo.surveys.tests.xforms.books import survey
from mentorhalo.surveys.tests.xforms.samples import FOREIGN, HOUSEHOLD
from mentorhalo.surveys.xforms import WorkbookRefused, check_xform, convert_workbook
from mentorhalo.surveys.xforms.nodes import Question


def test_an_xform_is_kept_byte_by_byte() -> None:
    converted = check_xform(FOREIGN)

    assert converted.xform == FOREIGN
    assert converted.form.title == "Visit to a club"
    assert converted.warnings == ()


def test_an_xform_without_a_version_is_given_one() -> None:
    bare = FOREIGN.replace(b'version="3"', b"")
    assert bare != FOREIGN

    converted = check_xform(bare, version="20261129")

    assert converted.form.version == "20261129"
    assert check_xform(converted.xform).form == converted.form
    assert check_xform(FOREIGN, version="20261129").xform == FOREIGN


def test_what_keeps_answers_away_is_a_warning() -> None:
    settings = [
        ("form_id", "version", "submission_url", "public_key"),
        ("f", "1", "https://a.example/s", "MIIB"),
    ]
    data = survey(("text", "q", "Q"), settings=settings)

    converted = convert_workbook(data, "form.xlsx")

    found = [problem.code for problem in converted.warnings]
    assert found[:2] == ["sends-elsewhere", "sealed-answers"]
    assert "https://a.example/s" in converted.warnings[0].message
    assert [problem.code for problem in check_xform(converted.xform).warnings] == found[:2]


def test_a_question_without_a_place_in_the_form_is_a_warning() -> None:
    astray = FOREIGN.replace(b'ref="/visit/score"', b'ref="/visit/scores"')
    assert astray != FOREIGN

    warnings = check_xform(astray).warnings

    assert [(found.code, found.column) for found in warnings] == [("control-astray", "scores")]


def test_a_converted_workbook_passes_as_an_xform() -> None:
    made = convert_workbook(HOUSEHOLD, "household.xlsx")

    assert check_xform(made.xform).form == made.form


TWO_LANGUAGES = (
    "type", "name", "required",
    "label::Magyar (hu)", "label::English (en)", "hint::Magyar (hu)",
    "constraint", "constraint_message::Magyar (hu)", "constraint_message::English (en)",
    "required_message::Magyar (hu)", "required_message::English (en)",
)  # fmt: skip


def test_a_text_missing_in_a_language_is_that_of_the_default_one() -> None:
    data = survey(
        (
            "integer",
            "age",
            "yes",
            "Kora?",
            "Age?",
            "Évek",
            ". < 120",
            "Ennyi nem lehet.",
            None,
            "Kell.",
            None,
        ),
        ("text", "job", None, "${age} évesen mi a munkája?", None, None, None, None, None, None, None),
        ("text", "dash", None, "-", "-", None, None, None, None, None, None),
        columns=TWO_LANGUAGES,
        settings=[("form_id", "version", "default_language"), ("f", "1", "Magyar (hu)")],
    )

    converted = convert_workbook(data, "form.xlsx")

    age, job, dash = (node for node in converted.form.walk() if isinstance(node, Question) and node.labels)
    assert age.hints["English (en)"] == "Évek"
    assert job.labels["English (en)"] == "{age} évesen mi a munkája?"
    assert dash.labels["English (en)"] == "-"
    english = (
        converted.xform.decode().partition('<translation lang="English (en)"')[2].partition("</transl")[0]
    )
    assert english.count("<value>-</value>") == 1
    for text in ("Ennyi nem lehet.", "Kell.", "évesen mi a munkája?", "<output "):
        assert text in english


def test_the_same_workbook_gives_the_same_bytes() -> None:
    assert convert_workbook(HOUSEHOLD, "a.xlsx").xform == convert_workbook(HOUSEHOLD, "b.xlsx").xform


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (FOREIGN[:-9], "xml-cut"),
        (b"<html><body/></html>", "not-an-xform"),
        (b"<model><instance><data/></instance></model>", "form-id-missing"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + FOREIGN.partition(b"?>")[2], "xml-doctype"),
    ],
)
def test_what_is_no_xform_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(WorkbookRefused) as refused:
        check_xform(data)

    assert [problem.code for problem in refused.value.problems] == [code]


def test_expressions_of_an_xform_that_cannot_be_calculated_are_warnings() -> None:
    data = FOREIGN.replace(b'relevant="/visit/score &gt; 0"', b'relevant="(/visit/score &gt; 0"')

    assert [(problem.code, problem.column) for problem in check_xform(data).warnings] == [
        ("bracket-open", "club")
    ]


def test_functions_of_an_xform_that_nobody_knows_are_warnings() -> None:
    data = FOREIGN.replace(b'relevant="/visit/score &gt; 0"', b'relevant="comment-status(/visit/score) = 1"')

    assert [(problem.code, problem.column) for problem in check_xform(data).warnings] == [
        ("function-unknown", "club")
    ]


def test_patterns_of_an_xform_that_are_read_in_two_ways_are_warnings() -> None:
    data = FOREIGN.replace(b'relevant="/visit/score &gt; 0"', b"relevant=\"regex(/visit/score, '[1-9]')\"")

    assert [(problem.code, problem.column) for problem in check_xform(data).warnings] == [
        ("pattern-loose", "club")
    ]


def test_columns_of_choices_that_no_form_can_hold_are_left_out() -> None:
    data = survey(
        ("select_one yn", "a", "A"),
        choices=[("list_name", "name", "label", "2011", "%", "név"), ("yn", "1", "Igen", "x", "y", "z")],
        settings=[("form_id", "version"), ("f", "1")],
    )

    warnings = convert_workbook(data, "form.xlsx").warnings
    assert [(one.code, one.column) for one in warnings if one.sheet == "choices"] == [
        ("choice-column-unused", "2011"),
        ("choice-column-unused", "%"),
    ]
