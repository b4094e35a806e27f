"""Tables as files that spreadsheets open."""

from io import BytesIO
from typing import Any

from django.utils import translation
from openpyxl import load_workbook

from mentorhalo.core.sheets import csv_response, workbook_response

LINES: list[list[object]] = [["Név", "Óra"], ["=1+1", 3], [None, 2.5]]


def text_of(response: Any) -> str:
    return b"".join(response).decode()


def test_csv_for_people_has_the_separator_of_their_language_and_a_mark() -> None:
    with translation.override("hu"):
        hungarian = text_of(csv_response(LINES, "a.csv"))
    with translation.override("en"):
        english = text_of(csv_response(LINES, "a.csv"))

    assert hungarian == "\ufeffNév;Óra\r\n'=1+1;3\r\n;2.5\r\n"
    assert english == "\ufeffNév,Óra\r\n'=1+1,3\r\n,2.5\r\n"


def test_csv_for_programs_has_commas_and_no_mark() -> None:
    assert text_of(csv_response(LINES, "a.csv", is_for_programs=True)).startswith("Név,Óra\r\n")


def test_a_table_is_a_file_that_no_cache_keeps() -> None:
    response = csv_response(LINES, "a.csv")

    assert response["Content-Disposition"] == 'attachment; filename="a.csv"'
    assert response["Cache-Control"] == "private, no-store"


def test_a_workbook_keeps_numbers_and_computes_no_text() -> None:
    response = workbook_response({"Lista": LINES, "x" * 40: [["a\x00b"]]}, "a.xlsx")

    book = load_workbook(BytesIO(response.content))
    cell, number = book["Lista"]["A2"], book["Lista"]["B2"]
    assert (cell.value, cell.data_type, number.value) == ("=1+1", "s", 3)
    assert book["x" * 31]["A1"].value == "ab"
