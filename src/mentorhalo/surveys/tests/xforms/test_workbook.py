"""Files that are no honest workbook are refused with a word, before they cost memory."""

import datetime
import re
import struct
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorhalo.surveys.tests.xforms.books import survey, workbook
from mentorhalo.surveys.tests.xforms.samples import HOUSEHOLD
from mentorhalo.surveys.xforms import WorkbookRefused, convert_workbook
from mentorhalo.surveys.xforms.archive import LARGEST_FILE, LARGEST_INSIDE, sealed_copy
from mentorhalo.surveys.xforms.workbook import Row, read_workbook

SHEET = "xl/worksheets/sheet1.xml"


def code_of(data: bytes, name: str = "f.xlsx") -> str:
    with pytest.raises(WorkbookRefused) as refused:
        convert_workbook(data, name)
    return refused.value.problems[0].code


def changed(data: bytes, **parts: bytes) -> bytes:
    """The archive with these parts in the place of, or beside, its own."""
    copy = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if entry.filename not in parts:
                target.writestr(entry.filename, source.read(entry))
        for name, content in parts.items():
            target.writestr(name, content)
    return copy.getvalue()


def zipped(*names: str) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b"type,name,label\ntext,a,A\n", "not-a-workbook"),
        (b"<xml/>", "not-a-workbook"),
        (b"PK\x03\x04 and nothing more", "workbook-broken"),
        (HOUSEHOLD[: len(HOUSEHOLD) // 2], "workbook-broken"),
        (zipped("content.xml", "mimetype"), "not-a-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "workbook-broken"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 40,
            "workbook-locked",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le") * 40, "workbook-macros"),
        (b"PK\x03\x04" + b"\x00" * LARGEST_FILE, "file-too-large"),
        (changed(HOUSEHOLD, **{"xl/vbaProject.bin": b"x"}), "workbook-macros"),
        (changed(HOUSEHOLD, **{SHEET: b"<worksheet"}), "workbook-broken"),
        (changed(HOUSEHOLD, **{"xl/workbook.xml": b""}), "workbook-broken"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_a_locked_part_is_refused() -> None:
    data = bytearray(HOUSEHOLD)
    for found in re.finditer(rb"PK\x01\x02", HOUSEHOLD):
        data[found.start() + 8] |= 1

    assert code_of(bytes(data)) == "workbook-locked"


def test_a_bomb_is_refused_by_what_it_says() -> None:
    assert (
        code_of(changed(HOUSEHOLD, **{"xl/sharedStrings.xml": b" " * (LARGEST_INSIDE + 1)}))
        == "workbook-too-large"
    )


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    data = changed(HOUSEHOLD, **{"xl/sharedStrings.xml": b" " * (LARGEST_INSIDE + 1)})
    true, claimed = struct.pack("<L", LARGEST_INSIDE + 1), struct.pack("<L", 10)

    assert code_of(data.replace(true, claimed)) == "workbook-broken"


def test_parts_that_are_not_needed_are_not_unpacked() -> None:
    data = changed(
        HOUSEHOLD, **{"xl/media/image1.png": b" " * (LARGEST_INSIDE + 1), "xl/drawings/drawing1.xml": b"<"}
    )

    with zipfile.ZipFile(BytesIO(sealed_copy(data))) as archive:
        assert not [name for name in archive.namelist() if "media" in name or "drawing" in name]
    assert convert_workbook(data, "f.xlsx").form.form_id == "household"


def test_entities_in_a_part_are_refused() -> None:
    strings = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + part(HOUSEHOLD, SHEET)

    assert code_of(changed(HOUSEHOLD, **{SHEET: strings})) == "workbook-broken"


def test_a_million_empty_rows_cost_nothing() -> None:
    data = survey(("text", "a", "A"))
    empty = b"".join(
        b'<row r="%d" s="1"><c r="A%d" s="1"/></row>' % (number, number) for number in range(3, 400_000)
    )
    sheet = part(data, SHEET).replace(b"</sheetData>", empty + b"</sheetData>")

    assert read_workbook(changed(data, **{SHEET: sheet}), "f.xlsx").sheet("survey").rows == [
        Row(2, {"type": "text", "name": "a", "label": "A"})
    ]


def test_too_many_rows_are_refused() -> None:
    data = survey(("text", "a", "A"))
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (number, number) for number in range(3, 100_005)
    )
    sheet = part(data, SHEET).replace(b"</sheetData>", rows + b"</sheetData>")

    assert code_of(changed(data, **{SHEET: sheet})) == "too-many-rows"


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mentorhalo.surveys.xforms.workbook.MOST_CELLS", 20)

    assert code_of(survey(*[("text", f"q{number}", "Q") for number in range(7)])) == "too-many-cells"
    assert (
        convert_workbook(survey(*[("text", f"q{number}", "Q") for number in range(6)]), "f.xlsx").form.form_id
        == "f"
    )


def test_a_row_with_an_endless_number_is_refused() -> None:
    data = survey(("text", "a", "A"))
    sheet = part(data, SHEET).replace(
        b"</sheetData>", b'<row r="99999999999"><c><v>1</v></c></row></sheetData>'
    )

    assert code_of(changed(data, **{SHEET: sheet})) == "too-many-rows"


def test_too_many_columns_are_refused() -> None:
    assert code_of(workbook(survey=[[f"c{number}" for number in range(500)]])) == "too-many-columns"


def test_formulas_into_other_workbooks_are_refused_and_idle_links_are_not() -> None:
    data = survey(("text", "a", "A"))
    linked = changed(data, **{"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})
    sheet = part(data, SHEET).replace(
        b"<sheetData>", b'<sheetData><row r="1"><c r="Z1"><f>[1]Sheet1!A1</f><v>1</v></c></row>'
    )

    assert convert_workbook(linked, "f.xlsx").form.form_id == "f"
    assert code_of(changed(linked, **{SHEET: sheet})) == "workbook-links"


def test_what_stands_far_below_is_left_out_with_a_word() -> None:
    converted = convert_workbook(survey(("text", "a", "A"), *[()] * 61, ("scribble", "b", "B")), "f.xlsx")

    assert [question.path for question in converted.form.questions()] == ["a"]
    assert ("rows-ignored", "survey", 64) in [
        (found.code, found.sheet, found.row) for found in converted.warnings
    ]


def test_cells_are_read_as_they_are_meant() -> None:
    rows = [
        ("a", "b", "c", "d", "e", "f"),
        (1.0, 2.5, True, datetime.datetime(2026, 1, 2, tzinfo=None), " x\u00a0y ", "   "),  # noqa: DTZ001
    ]

    assert read_workbook(workbook(survey=rows), "f.xlsx").sheet("survey").rows == [
        Row(2, {"a": "1", "b": "2.5", "c": "TRUE", "d": "2026-01-02 00:00:00", "e": "x y"})
    ]


def test_the_only_sheet_is_the_survey_whatever_its_name() -> None:
    data = workbook(Sheet1=[("type", "name", "label"), ("text", "a", "A")])

    assert convert_workbook(data, "my form.xlsx").form.form_id == "my form"


def test_form_id_and_version_from_outside_take_the_place_of_the_workbooks_own() -> None:
    data = survey(("text", "a", "A"), settings=[("set form id", "version", "form_title"), ("f", "1", "T")])

    form = convert_workbook(data, "f.xlsx", form_id="other", version="2").form

    assert (form.form_id, form.version, form.title) == ("other", "2", "T")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_workbooks_are_refused_or_read_and_nothing_else(data: st.DataObject) -> None:
    damaged = bytearray(HOUSEHOLD)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(damaged) // 2, len(damaged)))

    with suppress(WorkbookRefused):
        convert_workbook(bytes(damaged[:cut]), "f.xlsx")


CELL = st.one_of(
    st.none(),
    st.sampled_from(["text", "begin group", "end group", "begin repeat", "end repeat", "select_one a", "${a}", "a", "b", "calculate", "yes"]),
    st.text(max_size=12),
    st.integers(),
    st.booleans(),
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(CELL, min_size=8, max_size=8), max_size=6),
    st.lists(st.lists(CELL, min_size=4, max_size=4), max_size=4),
    st.lists(CELL, min_size=4, max_size=4),
)
def test_any_cells_are_a_form_or_problems(
    rows: list[list[object]], choices: list[list[object]], setting: list[object]
) -> None:
    columns = (
        "type",
        "name",
        "label",
        "relevant",
        "calculation",
        "parameters",
        "choice_filter",
        "repeat_count",
    )
    clean = [[_writable(cell) for cell in row] for row in rows]
    listed = [[_writable(cell) for cell in row] for row in choices]
    named = [_writable(cell) for cell in setting]
    data = survey(
        *clean, columns=columns, choices=[("list_name", "name", "label", "extra"), *listed],
        settings=[("form_id", "version", "name", "default_language"), named],
    )  # fmt: skip

    with suppress(WorkbookRefused):
        convert_workbook(data, "f.xlsx")


def _writable(cell: object) -> object:
    """What a workbook can hold; a formula would be calculated by its program."""
    if isinstance(cell, str):
        text = re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", cell)
        return text.lstrip("=")
    return max(-(10**15), min(cell, 10**15)) if isinstance(cell, int) and not isinstance(cell, bool) else cell
