from typing import Any

import pytest

from mentorhalo.surveys.tests.xforms.books import survey
from mentorhalo.surveys.xforms import Change, Form, compare, convert_workbook, is_comparable

COLUMNS = (
    "type",
    "name",
    "label",
    "hint",
    "relevant",
    "constraint",
    "calculation",
    "appearance",
    "required",
    "parameters",
)
CHOICES = [("list_name", "name", "label"), ("yn", "1", "Yes"), ("yn", "2", "No")]


def form_of(*rows: dict[str, Any], choices: Any = CHOICES, title: str = "T") -> Form:
    table = [[row.get(column) for column in COLUMNS] for row in rows]
    book = survey(
        *table, columns=COLUMNS, choices=choices, settings=[("form_id", "form_title"), ("f", title)]
    )
    return convert_workbook(book, "f.xlsx").form


def question(name: str = "q", kind: str = "text", label: str = "Q?", **cells: Any) -> dict[str, Any]:
    return {"type": kind, "name": name, "label": label, **cells}


AGE = question("age", "integer", "Age?")


def test_the_same_form_has_no_changes() -> None:
    form = form_of(AGE, question(), question("a", "select_one yn"))

    assert compare(form, form) == []


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ([AGE], [AGE, question()], Change("q", "added", "", "Q?", "harmless")),
        ([AGE, question()], [AGE], Change("q", "removed", "Q?", "", "breaks")),
        ([question()], [question(label="How?")], Change("q", "label", "Q?", "How?", "wording")),
        ([question()], [question(hint="One word")], Change("q", "hint", "", "One word", "wording")),
        ([question()], [question(kind="integer")], Change("q", "type", "text", "integer", "breaks")),
        ([question()], [question(kind="barcode")], Change("q", "type", "text", "barcode", "harmless")),
        (
            [AGE, question(relevant="${age} > 3")],
            [AGE, question(relevant="${age} > 4")],
            Change("q", "relevant", "/data/age > 3", "/data/age > 4", "breaks"),
        ),
        ([question(required="yes")], [question()], Change("q", "required", "true()", "", "harmless")),
        ([question(constraint=". > 1")], [question(constraint=". > 2")], Change("q", "constraint", ". > 1", ". > 2", "harmless")),
        (
            [question(kind="calculate", calculation="1 + 1")],
            [question(kind="calculate", calculation="1 + 2")],
            Change("q", "calculate", "1 + 1", "1 + 2", "breaks"),
        ),
        (
            [question(kind="range", parameters="start=0 end=10 step=1")],
            [question(kind="range", parameters="start=0 end=5 step=1")],
            Change("q", "range", "0 / 10 / 1", "0 / 5 / 1", "breaks"),
        ),
        ([question(appearance="multiline")], [question()], Change("q", "appearance", "multiline", "", "harmless")),
    ],
)  # fmt: skip
def test_each_change_has_its_weight(before: list[Any], after: list[Any], change: Change) -> None:
    assert compare(form_of(*before), form_of(*after)) == [change]


@pytest.mark.parametrize(
    ("rows", "changes"),
    [
        (
            [("1", "Yes"), ("2", "No"), ("3", "Other")],
            [Change("q", "choice-added", "", "3 = Other", "breaks")],
        ),
        ([("1", "Yes")], [Change("q", "choice-removed", "2 = No", "", "breaks")]),
        ([("1", "Yes."), ("2", "No")], [Change("q", "choice-label", "1 = Yes", "1 = Yes.", "wording")]),
        ([("1", "Often"), ("2", "No")], [Change("q", "choice-meaning", "1 = Yes", "1 = Often", "breaks")]),
        ([("2", "No"), ("1", "Yes")], [Change("q", "choice-order", "1, 2", "2, 1", "wording")]),
    ],
)
def test_changes_of_choices_have_their_weight(rows: list[tuple[str, str]], changes: list[Change]) -> None:
    asked = question(kind="select_one yn")
    choices = [CHOICES[0], *[("yn", *row) for row in rows]]

    assert compare(form_of(asked), form_of(asked, choices=choices)) == changes


def test_swapped_codes_are_another_meaning() -> None:
    asked = question(kind="select_one yn")
    swapped = [CHOICES[0], ("yn", "1", "No"), ("yn", "2", "Yes")]

    changes = compare(form_of(asked), form_of(asked, choices=swapped))

    assert [(change.kind, change.effect) for change in changes] == [("choice-meaning", "breaks")] * 2


def test_a_question_in_another_group_is_followed() -> None:
    group, end = {"type": "begin group", "name": "g", "label": "G"}, {"type": "end group"}

    assert compare(form_of(AGE, question()), form_of(AGE, group, question(), end)) == [
        Change("g/q", "moved", "q", "g/q", "harmless")
    ]


def test_a_question_that_becomes_repeated_breaks() -> None:
    repeat, end = {"type": "begin repeat", "name": "g", "label": "G"}, {"type": "end repeat"}

    assert compare(form_of(AGE, question()), form_of(AGE, repeat, question(), end)) == [
        Change("g/q", "moved", "q", "g/q", "breaks")
    ]


def test_reachable_by_other_relevance_of_a_group_breaks() -> None:
    end = {"type": "end group"}
    old = form_of(AGE, {"type": "begin group", "name": "g", "label": "G"}, question(), end)
    new = form_of(
        AGE, {"type": "begin group", "name": "g", "label": "G", "relevant": "${age} > 3"}, question(), end
    )

    changes = compare(old, new)

    assert changes == [Change("g/q", "relevant", "", "/data/age > 3", "breaks")]
    assert not is_comparable(changes)


def test_a_note_breaks_nothing() -> None:
    changes = compare(form_of(AGE, question(kind="note")), form_of(AGE))

    assert changes == [Change("q", "removed", "Q?", "", "wording")]
    assert is_comparable(changes)


def test_title_and_languages_are_told() -> None:
    assert compare(form_of(AGE), form_of(AGE, title="U")) == [Change("", "title", "T", "U", "harmless")]


def test_another_order_is_told_once() -> None:
    a, b, c = question("a"), question("b"), question("c")

    assert compare(form_of(a, b, c), form_of(c, a, b)) == [Change("", "order", "c", "c", "wording")]


def test_words_above_a_group_are_wording() -> None:
    end = {"type": "end group"}
    old = form_of({"type": "begin group", "name": "g", "label": "You"}, question(), end)
    new = form_of({"type": "begin group", "name": "g", "label": "Your family"}, question(), end)

    assert compare(old, new) == [Change("g", "heading", "You", "Your family", "wording")]
