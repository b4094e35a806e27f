"""Conditions, calculations and constraints: mistakes at their cell, circles, and what devices read in two ways."""

import pytest

from mentorhalo.surveys.tests.xforms.books import survey
from mentorhalo.surveys.tests.xforms.found import NAME, SETTINGS, YN, places, problems, warned
from mentorhalo.surveys.xforms.xpaths import loose_patterns


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("(${name} = 'a'", "bracket-open"),
        ("${name} = 'a')", "bracket-closed"),
        ("selected(${name}, 'a", "quote-open"),
        ("${name} == 'a'", "operator-strange"),
        ("${name} = 1 && ${name} = 2", "operator-strange"),
        ("${name} = 'a' or", "expression-wrong"),
        ("${name} 'a'", "expression-wrong"),
        ("${name} = 'a' OR ${name} = 'b'", "operator-strange"),
        ("${name} = 'a' vagy ${name} = 'b'", "operator-strange"),
        ("${name} = „a”", "operator-strange"),
        ("if(${name} = 'a'; 1; 0)", "operator-strange"),
        ("${name} > 1,5", "number-comma"),
        ("if(${name} = 'a', 1)", "if-parts"),
        ("if(${name} = 'a', concat('b', 'c'), 2, 3)", "if-parts"),
    ],
)
def test_mistakes_in_expressions_are_told_at_their_cell(expression: str, code: str) -> None:
    data = survey(
        (*NAME, None), ("text", "q", "Q", expression), columns=("type", "name", "label", "relevant")
    )

    assert places(data) == [(code, "survey", 3, "relevant")]


@pytest.mark.parametrize(
    "expression",
    [
        "selected(${name}, 'it is (not) \"so\"')",
        ". >= 0 and . <= 120",
        "if(string-length(${name}) > 3, 'a', concat('b', \"'\"))",
        "jr:choice-name(${name}, '${name}')",
        "instance('towns')/root/item[name = current()/../name]/label",
        "not(${name} != ‘’)",
        "regex(., '^[0-9]{3}-[0-9]{4}$')",
        "if(selected(${name}, 'a'), if(. > 1, 'b', 'c'), concat('d,e', 'f'))",
        "count(/f/name[kind = 'a' and position() > 1]) + /f/name div 2",
        ". > date('2020-01-01') and . < today() - 1",
    ],
)
def test_good_expressions_pass(expression: str) -> None:
    data = survey(
        (*NAME, None),
        ("text", "q", "Q", expression),
        columns=("type", "name", "label", "constraint"),
        settings=SETTINGS,
    )

    assert warned(data) == []


def test_texts_and_days_without_quotation_marks_are_a_warning() -> None:
    rows = [
        (*NAME, None, None),
        ("text", "a", "A", "${name} = igen", None),
        ("date", "b", "B", ". > 2020-01-01", None),
        ("text", "c", "C", None, "igen"),
        ("text", "d", "D", None, "yes"),
    ]
    columns = ("type", "name", "label", "relevant", "required")

    found = warned(survey(*rows, columns=columns, settings=SETTINGS))

    assert found == [
        ("text-unquoted", "survey", 3, "relevant"),
        ("date-unquoted", "survey", 4, "relevant"),
        ("text-unquoted", "survey", 5, "required"),
    ]


def test_unknown_functions_are_a_warning() -> None:
    rows = [
        (*NAME, None),
        ("text", "a", "A", "regexx(${name}, 'a')"),
        ("text", "b", "B", "frobnicate(${name})"),
    ]

    found = warned(survey(*rows, columns=("type", "name", "label", "constraint"), settings=SETTINGS))

    assert found == [
        ("function-near", "survey", 3, "constraint"),
        ("function-unknown", "survey", 4, "constraint"),
    ]


@pytest.mark.parametrize(
    ("constraint", "patterns"),
    [
        ("regex(., '[0-9]{5}')", ["[0-9]{5}"]),
        ("regex(string(${name}), '^[0-9]{5}') or regex(., \"[a-z]$\")", ["^[0-9]{5}", "[a-z]$"]),
        ("regex(., '^[0-9]{5}$') and regex(${name}, '.*@.*')", []),
        ("regex(., ${name})", []),
    ],
)
def test_patterns_that_phones_and_browsers_read_in_two_ways_are_a_warning(
    constraint: str, patterns: list[str]
) -> None:
    data = survey(
        (*NAME, None),
        ("text", "q", "Q", constraint),
        columns=("type", "name", "label", "constraint"),
        settings=SETTINGS,
    )

    assert warned(data) == [("pattern-loose", "survey", 3, "constraint")] * len(patterns)
    assert loose_patterns(constraint) == patterns


def test_values_that_wait_for_each_other_are_a_circle() -> None:
    rows = [
        ("calculate", "a", None, "${b} + 1"),
        ("calculate", "b", None, "${c}"),
        ("calculate", "c", None, "${a}"),
    ]

    found = problems(survey(*rows, columns=("type", "name", "label", "calculation")))

    assert [(problem.code, problem.row, problem.params["names"]) for problem in found] == [
        ("circle", 2, "a → b → c → a")
    ]


def test_a_value_of_itself_is_a_warning() -> None:
    rows = [("calculate", "a", None, "if(${a} = '', now(), ${a})")]

    found = warned(survey(*rows, columns=("type", "name", "label", "calculation"), settings=SETTINGS))

    assert found == [("waits-for-itself", "survey", 2, "calculation")]


def test_a_value_set_by_a_trigger_may_look_at_itself() -> None:
    rows = [(*NAME, None, None), ("calculate", "a", None, "${a} + 1", "${name}")]
    data = survey(*rows, columns=("type", "name", "label", "calculation", "trigger"), settings=SETTINGS)

    assert warned(data) == []


def test_what_does_no_harm_is_a_warning() -> None:
    data = survey(
        ("select_one yn", "q", "#REF!", None),
        columns=("type", "name", "label", "label"),
        choices=[YN[0], ("yn", "1", "Yes"), (None, None, "No more")],
        settings=[("form_id", "id_string", "version"), ("f", "f", "1")],
    )

    assert warned(data)[:2] == [
        ("cell-error", "survey", 2, "label"),
        ("choice-list-missing", "choices", 3, "list_name"),
    ]


def test_looking_at_another_repetition_is_no_circle() -> None:
    rows = [
        ("begin repeat", "r", "R", None),
        (
            "calculate",
            "sum",
            None,
            "if(position(..) = 1, 0, indexed-repeat(${sum}, ${r}, position(..) - 1)) + 1",
        ),
        ("end repeat", None, None, None),
    ]

    assert warned(survey(*rows, columns=("type", "name", "label", "calculation"), settings=SETTINGS)) == []
