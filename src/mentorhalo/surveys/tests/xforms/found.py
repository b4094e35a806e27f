"""What is found in a workbook made for the test, without the words."""

import pytest

from mentorhalo.surveys.xforms import Problem, WorkbookRefused, convert_workbook

YN = [("list_name", "name", "label"), ("yn", "1", "Yes"), ("yn", "2", "No")]
NAME = ("text", "name", "Name?")
SETTINGS = [("form_id", "version"), ("f", "1")]


def problems(data: bytes) -> list[Problem]:
    with pytest.raises(WorkbookRefused) as refused:
        convert_workbook(data, "form.xlsx")
    return list(refused.value.problems)


def places(data: bytes) -> list[tuple[str, str, int, str]]:
    return [(found.code, found.sheet, found.row, found.column) for found in problems(data)]


def warned(data: bytes) -> list[tuple[str, str, int, str]]:
    warnings = convert_workbook(data, "form.xlsx").warnings
    return [(found.code, found.sheet, found.row, found.column) for found in warnings]
