import pytest

from mentorhalo.surveys.tests.xforms.samples import FOREIGN, HOUSEHOLD
from mentorhalo.surveys.xforms import WorkbookRefused, check_xform, convert_workbook


def test_an_xform_is_kept_byte_by_byte() -> None:
    converted = check_xform(FOREIGN)

    assert converted.xform == FOREIGN
    assert converted.form.title == "Visit to a club"
    assert converted.warnings == ()


def test_a_converted_workbook_passes_as_an_xform() -> None:
    made = convert_workbook(HOUSEHOLD, "household.xlsx")

    assert check_xform(made.xform).form == made.form


def test_the_same_workbook_gives_the_same_bytes() -> None:
    assert convert_workbook(HOUSEHOLD, "a.xlsx").xform == convert_workbook(HOUSEHOLD, "b.xlsx").xform


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (FOREIGN[:-9], "xform-broken"),
        (b"<html><body/></html>", "not-an-xform"),
        (b"<model><instance><data/></instance></model>", "form-id-missing"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + FOREIGN.partition(b"?>")[2], "xform-broken"),
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
