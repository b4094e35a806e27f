"""Every mistake is told at its sheet, row and column, and all of them at once."""

from pathlib import Path
from typing import Any

import pytest

from mentorhalo.surveys import xforms
from mentorhalo.surveys.tests.xforms.books import survey, workbook
from mentorhalo.surveys.tests.xforms.found import NAME, SETTINGS, YN, places, problems, warned
from mentorhalo.surveys.xforms import SENTENCES, convert_workbook


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ((None, "q", "Q"), "type-missing", "type"),
        (("intager", "q", "Q"), "type-near", "type"),
        (("Select_one yn", "q", "Q"), "type-near", "type"),
        (("hologram", "q", "Q"), "type-unknown", "type"),
        (("select_one", "q", "Q"), "list-missing", "type"),
        (("select_one ny", "q", "Q"), "list-unknown", "type"),
        (("select_one_from_file towns.doc", "q", "Q"), "file-name-expected", "type"),
        (("text", None, "Q"), "name-missing", "name"),
        (("text", "1st", "Q"), "name-invalid", "name"),
        (("text", "a b", "Q"), "name-invalid", "name"),
        (("text", "meta", "Q"), "name-reserved", "name"),
        (("text", "name", "Q"), "name-twice", "name"),
        (("calculate", "q", None), "calculation-missing", "type"),
        (("text", "q", None), "label-missing", "label"),
        (("audit", "q", None), "audit-name", "name"),
        (("end group", None, None), "group-not-opened", "type"),
        (("begin repeat", "q", "Q"), "group-not-closed", "type"),
        (("text", "q", "Hello ${nobody}"), "reference-unknown", "label"),
        (("text", "q", "Hello ${nam}"), "reference-near", "label"),
        (("text", "q", "Hello ${name"), "reference-open", "label"),
        (("text", "q", "Hello ${ name }"), "reference-wrong", "label"),
    ],
)
def test_mistakes_in_a_row_are_told_at_their_cell(row: Any, code: str, column: str) -> None:
    assert places(survey(NAME, row, choices=YN)) == [(code, "survey", 3, column)]


def test_crossed_groups_are_told_where_they_cross() -> None:
    found = problems(
        survey(("begin group", "g", "G"), ("begin repeat", "r", "R"), NAME, ("end group",), ("end repeat",))
    )

    assert [(problem.code, problem.row, dict(problem.params)) for problem in found] == [
        ("group-crossed", 5, {"kind": "group", "open": "repeat", "name": "r", "other": "3"}),
        ("group-not-opened", 6, {"kind": "repeat"}),
    ]


def test_the_same_name_in_two_groups_is_a_problem_only_for_who_points_at_it() -> None:
    groups = [
        ("begin group", "g", "G"),
        NAME,
        ("end group",),
        ("begin group", "h", "H"),
        NAME,
        ("end group",),
    ]

    assert warned(survey(*groups, settings=SETTINGS)) == []
    assert places(survey(*groups, ("note", "n", "Hello ${name}"))) == [
        ("reference-ambiguous", "survey", 8, "label")
    ]


@pytest.mark.parametrize(
    ("rows", "code", "row", "column"),
    [
        ([("yn", None, "Yes")], "choice-name-missing", 2, "name"),
        ([("yn", "1", "Yes"), ("yn", "1", "No")], "choice-twice", 3, "name"),
        ([("yn", "a b", "Yes")], "choice-space", 2, "name"),
        ([("yn", "a", "Hello ${nobody}")], "reference-unknown", 2, "label"),
    ],
)
def test_mistakes_in_choices_are_told_at_their_cell(
    rows: list[Any], code: str, row: int, column: str
) -> None:
    data = survey(("select_multiple yn", "q", "Q"), choices=[YN[0], *rows])

    assert places(data) == [(code, "choices", row, column)]


def test_a_list_like_a_file_is_refused() -> None:
    data = survey(("select_one_from_file yn.csv", "a", "A"), ("select_one yn", "b", "B"), choices=YN)

    assert places(data) == [("list-like-file", "survey", 3, "type")]


def test_what_a_type_of_question_needs_is_told() -> None:
    data = survey(
        (*NAME, None, None, None),
        ("background-geopoint", "a", None, None, "1", None),
        ("text", "b", "B", "name", None, None),
        ("select_one_external towns", "c", "C", None, None, None),
        columns=("type", "name", "label", "trigger", "calculation", "choice_filter"),
        external_choices=[("list_name", "name", "label"), ("towns", "1", "Town")],
    )

    assert places(data) == [
        ("trigger-missing", "survey", 3, "trigger"),
        ("calculation-unwanted", "survey", 3, "calculation"),
        ("trigger-wrong", "survey", 4, "trigger"),
        ("external-needs-filter", "survey", 5, "choice_filter"),
    ]


def test_repeated_codes_may_be_allowed() -> None:
    choices = [YN[0], ("yn", "1", "Yes"), ("yn", "1", "No")]
    settings = [("form_id", "version", "allow_choice_duplicates"), ("f", "1", "yes")]

    assert warned(survey(("select_one yn", "q", "Q"), choices=choices, settings=settings)) == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (workbook(sheet_one=[("a", "b")], sheet_two=[("a",)]), [("survey-missing", "", 0, "")]),
        (workbook(survey=[(None, None), ("text", "q")]), [("header-row-missing", "survey", 1, "")]),
        (workbook(survey=[("name", "label"), ("q", "Q")]), [("column-missing", "survey", 1, "type")]),
        (workbook(survey=[("type", "label"), ("text", "Q")]), [("column-missing", "survey", 1, "name")]),
        (survey(NAME, choices=[("name", "label"), ("1", "Yes")]), [("column-missing", "choices", 1, "list_name")]),
        (survey((*NAME, "b"), columns=("type", "name", "label", "name")), [("column-twice", "survey", 1, "name")]),
        (
            survey((*NAME, "1", "1"), columns=("type", "name", "label", "relevant", "relevance")),
            [("column-synonym", "survey", 1, "relevance")],
        ),
        (survey(NAME, columns=("type", "name", "label::a label::b")), [("column-parts", "survey", 1, "label::a label::b")]),
    ],
)  # fmt: skip
def test_mistakes_of_sheets_and_columns_are_told(data: bytes, expected: list[Any]) -> None:
    assert places(data) == expected


def test_sheets_are_told_by_the_name_they_have() -> None:
    data = workbook(
        Survey=[("Type", "Name", "Label"), ("text", "1", "Q")], Choices=[("list_name", "name"), ("a", None)]
    )

    assert places(data) == [
        ("name-invalid", "Survey", 2, "Name"),
        ("choice-name-missing", "Choices", 2, "name"),
    ]


def test_all_mistakes_are_told_at_once_and_in_order() -> None:
    data = survey(
        ("intager", "a", "A", None),
        ("text", None, "B", None),
        ("begin group", "g", "G", "(1"),
        ("select_one yn_", "c", "C", "${nobody} = 1"),
        ("range", "d", "D", None),
        columns=("type", "name", "label", "relevant"),
        choices=[YN[0], ("yn", None, "Yes")],
    )

    assert places(data) == [
        ("type-near", "survey", 2, "type"),
        ("name-missing", "survey", 3, "name"),
        ("group-not-closed", "survey", 4, "type"),
        ("bracket-open", "survey", 4, "relevant"),
        ("list-near", "survey", 5, "type"),
        ("reference-unknown", "survey", 5, "relevant"),
        ("choice-name-missing", "choices", 2, "name"),
    ]


def test_what_only_the_converter_knows_is_told_at_its_row_too() -> None:
    columns = ("type", "name", "label", "parameters")
    data = survey(
        ("range", "a", "A", "start=0 end=ten"),
        ("text", "b", "B", "colour=red"),
        ("text", "c", "C", "rows"),
        ("geopoint", "d", "D", "capture-accuracy=near"),
        columns=columns,
    )

    assert [(found.code, found.row, found.column) for found in problems(data)] == [
        ("parameter-number", 2, "parameters"),
        ("parameter-unknown", 3, "parameters"),
        ("parameters-wrong", 4, "parameters"),
        ("parameter-value", 5, "parameters"),
    ]


@pytest.mark.parametrize(
    ("kind", "parameters", "code"),
    [
        ("audio", "quality=best", "parameter-word"),
        ("background-audio", "quality=external", "parameter-word"),
        ("image", "max-pixels=large", "parameter-whole"),
        ("select_one yn", "randomize=often", "parameter-word"),
        ("select_multiple yn", "randomize=true seed=dice", "seed-wrong"),
        ("rank yn", "seed=4", "seed-alone"),
        ("range", "start=0 end=10 step=0", "parameter-zero"),
        ("range", "start=0 end=10 step=11", "parameter-large"),
        ("range", "start=0 end=10 step=2 tick_interval=3", "parameter-multiple"),
        ("range", "start=0 end=10 step=1 placeholder=12", "parameter-outside"),
    ],
)
def test_wrong_parameters_are_told_at_their_row(kind: str, parameters: str, code: str) -> None:
    columns = ("type", "name", "label", "parameters")
    data = survey((*NAME, None), (kind, "q", "Q", parameters), columns=columns, choices=YN)

    assert places(data) == [(code, "survey", 3, "parameters")]


@pytest.mark.parametrize(
    ("parameters", "codes"),
    [
        ("track-changes=perhaps", ["parameter-word"]),
        ("track-changes-reasons=always", ["parameter-word"]),
        ("identify-user=1", ["parameter-word"]),
        ("location-priority=balanced", ["audit-place"]),
        ("location-priority=near location-min-interval=1 location-max-age=2", ["parameter-word"]),
        ("location-priority=balanced location-min-interval=-1 location-max-age=a", ["parameter-natural"] * 2),
        ("location-priority=balanced location-min-interval=9 location-max-age=2", ["audit-age"]),
    ],
)
def test_wrong_parameters_of_an_audit_are_told_at_their_row(parameters: str, codes: list[str]) -> None:
    columns = ("type", "name", "label", "parameters")
    data = survey((*NAME, None), ("audit", "audit", None, parameters), columns=columns)

    assert places(data) == [(code, "survey", 3, "parameters") for code in codes]


def test_right_parameters_are_taken() -> None:
    columns = ("type", "name", "label", "parameters")
    data = survey(
        ("audit", "audit", None, "location-priority=balanced location-min-interval=1 location-max-age=1"),
        ("integer", "age", "Age?", None),
        ("select_one yn", "q", "Q", "randomize=true seed=${age}"),
        ("rank yn", "r", "R", "randomize=true, seed=4.5"),
        ("image", "i", "I", "max-pixels=640"),
        ("audio", "a", "A", "quality=external"),
        columns=columns,
        choices=YN,
        settings=SETTINGS,
    )

    assert convert_workbook(data, "form.xlsx").form.by_path["i"].name == "i"


@pytest.mark.parametrize(
    "unseen",
    [("calculate", "sum", None, None, "1 + 1"), ("integer", "sum", None, None, "1 + 1")],
)
def test_what_nobody_sees_triggers_nothing(unseen: Any) -> None:
    columns = ("type", "name", "label", "trigger", "calculation")
    data = survey(unseen, ("dateTime", "q", None, "${sum}", "now()"), columns=columns)

    assert places(data) == [("trigger-unseen", "survey", 3, "trigger")]


def test_one_name_stands_for_one_data_set() -> None:
    columns = ("type", "name", "label", "calculation")
    data = survey(
        ("csv-external", "towns", None, None),
        ("select_one_from_file towns.csv", "town", "Town?", None),
        ("calculate", "size", None, "pulldata('towns', 'size', 'name', ${town})"),
        ("select_one_from_file clubs.geojson", "club", "Club?", None),
        ("calculate", "head", None, "pulldata('clubs', 'head', 'name', ${club})"),
        ("begin group", "more", "More", None),
        ("xml-external", "towns", None, None),
        ("csv-external", "towns", None, None),
        ("end group", None, None, None),
        columns=columns,
    )

    assert [place for place in places(data) if place[0] == "data-set-twice"] == [
        ("data-set-twice", "survey", 6, "calculation"),
        ("data-set-twice", "survey", 8, "name"),
        ("data-set-twice", "survey", 9, "name"),
    ]


def test_rows_keep_their_numbers_over_empty_ones() -> None:
    assert places(survey(NAME, (), (), ("intager", "a", "A"))) == [("type-near", "survey", 5, "type")]


def test_texts_missing_in_a_language_are_a_warning_at_the_first() -> None:
    data = survey(
        ("text", "a", "A", "A", "h"),
        ("text", "b", "B", None, None),
        ("text", "c", "C", None, None),
        columns=("type", "name", "label::Magyar (hu)", "label::English (en)", "hint::Magyar (hu)"),
        settings=[("form_id", "version", "default_language"), ("f", "1", "Deutsch (de)")],
    )

    assert warned(data) == [
        ("language-column-missing", "survey", 1, ""),
        ("language-unfilled", "survey", 3, "label::English (en)"),
        ("language-unknown", "settings", 2, "default_language"),
    ]


def test_small_things_are_warnings() -> None:
    data = workbook(
        survey=[
            ("type", "name", "label", "relevent"),
            ("text", "Name", "A", None),
            ("text", "name", "B", None),
        ],
        setings=[("form_id",), ("f",)],
    )

    assert warned(data) == [
        ("sheet-name-near", "setings", 0, ""),
        ("column-near", "survey", 1, "relevent"),
        ("name-alike", "survey", 3, "name"),
        ("form-id-of-file", "settings", 0, ""),
        ("version-missing", "settings", 0, ""),
    ]


def test_remarks_of_the_converter_are_told_in_our_words() -> None:
    data = survey(
        ("image", "a", "A"),
        ("begin repeat", "r", None),
        ("select_one yn or_other", "b", "B"),
        ("end repeat", None, None),
        columns=("type", "name", "label::Magyar"),
        choices=[("list_name", "name", "label::Magyar", "my notes"), ("yn", "1", "Igen", "x")],
        settings=SETTINGS,
    )

    assert warned(data) == [
        ("choice-column-unused", "choices", 1, "my notes"),
        ("image-size", "survey", 2, ""),
        ("repeat-label-missing", "survey", 3, ""),
        ("other-untranslated", "", 0, ""),
        ("language-code-missing", "", 0, ""),
    ]


def test_every_sentence_is_said_somewhere() -> None:
    home = Path(xforms.__file__).parent
    code = "".join(
        path.read_text(encoding="utf-8") for path in home.rglob("*.py") if path.name != "sentences.py"
    )

    assert [name for name in SENTENCES if f'"{name}"' not in code] == []


def test_a_sentence_is_filled_with_its_parameters() -> None:
    found = problems(survey(("intager", "a", "A")))[0]

    assert found.message == "There is no type of question called “intager”. Should it be “integer”?"
    assert SENTENCES[found.code].format_map(found.params) == found.message
    assert found.to_dict()["params"] == {"type": "intager", "near": "integer"}


def test_groups_begun_and_ended_in_capitals_are_told_once() -> None:
    data = survey(("Begin Group", "g", "G"), ("text", "q", "Q"), ("END GROUP", None, None))

    assert places(data) == [("type-near", "survey", 2, "type"), ("type-near", "survey", 4, "type")]


def test_headers_of_mixed_letters_are_not_near_to_themselves() -> None:
    data = workbook(
        survey=[("type", "name", "label"), ("text", "q", "Q")],
        settings=[("form_id", "version", "omit_instanceID"), ("f", "1", "yes")],
    )

    assert warned(data) == []


def test_what_is_called_nearly_right_is_told_beside_what_is_missing_for_it() -> None:
    data = survey(("text", "q", "Q", "yes"), columns=("type", "name", "lable", "requierd"))

    assert places(data) == [
        ("column-near", "survey", 1, "lable"),
        ("column-near", "survey", 1, "requierd"),
        ("label-missing", "survey", 2, "label"),
    ]


def test_a_workbook_without_questions_is_refused() -> None:
    assert places(survey()) == [("survey-empty", "survey", 0, "")]
