"""What people bring, in whatever form."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from mentorhalo.core.tabular import (
    CellError,
    ColumnSpec,
    RowError,
    TableError,
    error_report,
    match_columns,
    parse_amount,
    parse_bool,
    parse_code,
    parse_count,
    parse_day,
    read_table,
)

TEXT = "név;hely;nap\nÁrvíztűrő „kör” – Őcsény;Kömlő;2024. 03. 05.\n"
ROW = ["Árvíztűrő „kör” – Őcsény", "Kömlő", "2024. 03. 05."]


def table_of(content: bytes, name: str = "tablazat.csv"):
    return read_table(io.BytesIO(content), name)


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1250", "Windows-1250"),
    ],
)
def test_encoding_is_found_and_named(codec: str, said: str) -> None:
    table = table_of(TEXT.encode(codec))

    assert (table.header, list(table.rows()), table.encoding) == (["név", "hely", "nap"], [(2, ROW)], said)


@pytest.mark.parametrize("codec", ["iso8859-2", "cp852"])
def test_encodings_without_hungarian_quotes_are_found(codec: str) -> None:
    text = "név;hely\nŐrségi tűzoltó kör;Szőllősgyörök\nÁrvíztűrő;Kömlő\n"

    assert [cells for _row, cells in table_of(text.encode(codec)).rows()] == [
        ["Őrségi tűzoltó kör", "Szőllősgyörök"],
        ["Árvíztűrő", "Kömlő"],
    ]


def test_latin_2_is_told_from_windows_1250_by_the_neighbours_letters() -> None:
    table = table_of("név;hely\nŠkoda Žigmond köre;Őrség\n".encode("iso8859-2"))

    assert table.encoding == "ISO 8859-2 (Latin-2)"
    assert next(table.rows())[1] == ["Škoda Žigmond köre", "Őrség"]


def test_letters_of_western_europe_are_remarked() -> None:
    assert len(table_of("név;hely\nÕrség;Szöllõs\n".encode()).notes) == 1
    assert table_of("név;hely\nŐrség;João\n".encode()).notes == []


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiter_is_found(delimiter: str) -> None:
    text = f'név{delimiter}"hely, utca"{delimiter}db\n"Kör; a {delimiter} jel"{delimiter}Komló{delimiter}3\n'

    table = table_of(text.encode())

    assert table.header == ["név", "hely, utca", "db"]
    assert next(table.rows())[1] == [f"Kör; a {delimiter} jel", "Komló", "3"]


def test_excels_own_delimiter_line_is_no_row() -> None:
    table = table_of("sep=,\r\nnév,hely\r\nKör,Komló\r\n".encode())

    assert (table.header, list(table.rows())) == (["név", "hely"], [(3, ["Kör", "Komló"])])


def test_rows_keep_the_files_own_numbers() -> None:
    table = table_of('\nnév;megjegyzés\nElső;"két\nsor"\n;\n\nMásodik;\n'.encode())

    assert [(row, cells[0]) for row, cells in table.rows()] == [(3, "Első"), (6, "Második")]


def test_workbook_reads_like_typed_text() -> None:
    content = workbook(
        ["név", "kód", "nap", "igen", "arány"],
        ["Kör", 1508, date(2024, 3, 5), True, 0.5],
        [None, None, None],
        ["Két", 2.0],
    )

    assert list(table_of(content, "t.xlsx").rows()) == [
        (2, ["Kör", "1508", "2024-03-05", "1", "0.5"]),
        (4, ["Két", "2"]),
    ]


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    return stream.getvalue()


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as parts:
        parts.writestr("levél.txt", "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: b"", "A fájl üres"),
        (lambda: b"\n\n ; ;\n", "nincsenek sorok"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 regi", r"régi \(.xls\)"),
        (lambda: b"PK\x03\x04 csonka", "nem olvasható"),
        (_zip, "nem .xlsx munkafüzet"),
        (_bomb, "kibontva túl nagy"),
        (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "szövegkódolású"),
        (lambda: "имя;место\nкружок;Комло\n".encode("cp1251"), "szövegkódolású"),
        (lambda: workbook(["név"], ["Kör"])[:-900], "nem olvasható"),
        (lambda: "név;hely;Név\n1;2;3\n".encode(), "Két oszlop"),
        (lambda: b";".join([b"a"] * 300), "több mint"),
    ],
)
def test_file_that_cannot_be_used_says_why(make: Callable[[], bytes], words: str) -> None:
    with pytest.raises(TableError, match=words):
        table_of(make(), "fajl")


def test_open_quotation_mark_is_told_with_its_row() -> None:
    table = table_of('név;hely\nKör;"Komló\nMás;Pécs\n'.encode())

    with pytest.raises(TableError, match=r"2\. sor"):
        list(table.rows())


def test_file_over_the_limit_is_refused(settings) -> None:
    settings.IMPORT_MAX_MEGABYTES = 1

    with pytest.raises(TableError, match="Legfeljebb 1 MB"):
        table_of(b"a;b\n" + b"1;2\n" * 300_000)


def test_slipped_rows_are_named() -> None:
    table = table_of("név;hely\nKör;Komló;Pécs\nMás\nJó;Győr\nKör;Vác;\n".encode())

    assert [error.row for error in table.ragged()] == [2, 3]


SPECS = (
    ColumnSpec("settlement_code", "KSH-kód", required=True, aliases=("település kódja",)),
    ColumnSpec("name", "Név", required=True, aliases=("megnevezés",)),
    ColumnSpec("note", "Megjegyzés"),
)


@pytest.mark.parametrize(
    "header",
    [
        ["settlement_code", "name"],
        ["Settlement code", "NÉV"],
        ["ksh kod", "Megnevezés"],
        ["TELEPÜLÉS KÓDJA", "nev"],
    ],
)
def test_columns_are_known_by_any_of_their_names(header: list[str]) -> None:
    matching = match_columns(header, SPECS)

    assert (matching.mapping, matching.missing, matching.unused) == (
        {"settlement_code": 0, "name": 1},
        [],
        [],
    )


def test_columns_chosen_by_hand_go_first() -> None:
    matching = match_columns(
        ["name", "másik", "kód"], SPECS, {"name": "másik", "settlement_code": "kód", "note": ""}
    )

    assert matching.mapping == {"name": 1, "settlement_code": 2}
    assert matching.unused == ["name"]


def test_required_columns_that_are_not_there_are_missing() -> None:
    assert [spec.name for spec in match_columns(["name"], SPECS).missing] == ["settlement_code"]


@pytest.mark.parametrize(
    "text",
    ["2024-03-05", "2024.03.05.", "2024. 03. 05.", "2024. 3. 5", "2024/3/5", "2024. március 5.", "2024 márc. 5", "45356",
     "2024-03-05 00:00:00", "2024-03-05T10:30:00+01:00"],
)  # fmt: skip
def test_days_are_understood(text: str) -> None:
    assert parse_day(text) == date(2024, 3, 5)


@pytest.mark.parametrize("text", ["2024-02-30", "05/03/2024", "tegnap", "2024", "99999999", "2024-13-01"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        parse_day(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", True), ("igen", True), ("IGEN", True), ("x", True), ("true", True), ("0", False), ("nem", False), ("N", False), ("", None)],
)  # fmt: skip
def test_yes_and_no_are_understood(text: str, value: bool | None) -> None:
    assert parse_bool(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("1 234", 1234), ("1\u00a0234", 1234), ("12,0", 12), ("12.00", 12), ("", None)],
)
def test_counts_are_understood(text: str, value: int | None) -> None:
    assert parse_count(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1250000", "1250000"),
        ("1 250 000 Ft", "1250000"),
        ("1.250.000", "1250000"),
        ("1.250.000,50", "1250000.50"),
        ("1,250,000.50", "1250000.50"),
        ("1250000,5", "1250000.5"),
    ],
)
def test_amounts_are_understood(text: str, value: str) -> None:
    assert parse_amount(text) == Decimal(value)


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (parse_bool, "talán"),
        (parse_count, "-1"),
        (parse_count, "1,5"),
        (parse_amount, "12.345"),
        (parse_amount, "sok"),
    ],
)
def test_cells_that_mean_nothing_are_refused(parse: Callable[[str], object], text: str) -> None:
    with pytest.raises(CellError):
        parse(text)


def test_codes_get_their_leading_noughts_back() -> None:
    assert parse_code("1508", 5) == "01508"
    with pytest.raises(CellError):
        parse_code("123456", 5)


@given(st.text(max_size=30))
@settings(deadline=None)
def test_parsers_understand_or_refuse_anything(text: str) -> None:
    for parse in (parse_day, parse_bool, parse_count, parse_amount, lambda text: parse_code(text, 5)):
        try:
            parse(text)
        except CellError:
            continue


@given(st.binary(max_size=300))
@example(b"\x81\xc1\xcd\xfa")  # cp1250 but for a byte it does not know
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(TableError):
        list(table_of(content).rows())


def test_errors_come_back_in_the_files_own_rows() -> None:
    table = table_of(TEXT.encode("cp1250"))
    table.matching = match_columns(table.header, SPECS)

    report = error_report(
        table, [RowError(2, "hely", "Kömlő", "Nincs ilyen."), RowError(2, "nap", "", "Hiányzik.")]
    )

    assert report.name == "tablazat-hibak.csv"
    assert report.content.decode("utf-8-sig").splitlines() == [
        "név;hely;nap;Mi a hiba",
        "Árvíztűrő „kör” – Őcsény;Kömlő;2024. 03. 05.;hely: Nincs ilyen.; nap: Hiányzik.".replace(
            "hely: Nincs ilyen.; nap: Hiányzik.", '"hely: Nincs ilyen.; nap: Hiányzik."'
        ),
    ]


def test_errors_of_a_workbook_come_back_in_a_workbook() -> None:
    table = table_of(workbook(["cím"], [], ["név"], ["Kör"]), "t.xlsx")

    report = error_report(table, [RowError(4, "", "", "Rossz.")])

    sheet = load_workbook(io.BytesIO(report.content)).active
    assert sheet is not None
    assert [tuple(filter(None, row)) for row in sheet.iter_rows(values_only=True)] == [
        ("cím", "Mi a hiba"),
        (),
        ("név",),
        ("Kör", "Rossz."),
    ]


def test_errors_in_a_workbook_never_wake_up_as_formulas() -> None:
    table = table_of(workbook(["név"], ["Kör"]), "t.xlsx")

    report = error_report(table, [RowError(2, "=1+1", "", "Rossz.")])

    sheet = load_workbook(io.BytesIO(report.content)).active
    assert sheet is not None
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1: Rossz.", "s")


def test_hundred_thousand_rows_stay_out_of_memory() -> None:
    content = b"a;b\n" + b"1;2\n" * 100_000
    table = table_of(content)
    table.matching = match_columns(table.header, [ColumnSpec("a", "a"), ColumnSpec("b", "b")])

    records = table.records()

    assert next(records).number == 2
    assert sum(1 for _record in records) == 99_999
