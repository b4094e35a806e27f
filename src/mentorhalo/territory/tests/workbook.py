"""A workbook in the layout of the statistical office's `hnt_letoltes_YYYY.xlsx`."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook

from mentorhalo.territory.choices import STATUS_WORDS
from mentorhalo.territory.models import Settlement

HEADING = [
    "Helység megnevezése",
    "Helység KSH kódja",
    "Helység jogállása",
    "Vármegye megnevezése",
    "Járás kódja",
    "Járás neve",
    "Járás székhelye",
    "Polgármesteri hivatal, közös önkormányzati hivatal kódja",
    "Polgármesteri hivatal, közös önkormányzati hivatal székhelye",
    "Terület (hektár)",
    "Lakó-népesség",
    "Lakások száma",
    "Becsült terület-adatokkal",
    *["bolgár", "görög", "horvát", "lengyel", "német", "örmény", "roma"],
    *["román", "ruszin", "szerb", "szlovák", "szlovén", "ukrán"],
]
WORDS = {str(status): words for words, status in reversed(STATUS_WORDS.items())}
CAPITAL_DISTRICT = [
    "Budapest 01. ker.",
    "09566",
    "fővárosi kerület",
    "Budapest",
    "",
    "",
    "",
    "",
    "",
    341,
    24203,
    17498,
]


def line_of(settlement: Settlement, **changed: object) -> list[object]:
    """The settlement's row, as the office would write it, but for what is `changed`."""
    said = {
        "name": settlement.name,
        "code": settlement.code,
        "status": WORDS[settlement.status],
        "county": settlement.county.name,
        "district_code": settlement.district_id or "",
        "district": settlement.district.name.removesuffix(" járás") if settlement.district else "",
        "population": settlement.population,
    } | changed
    row = [said[name] for name in ("name", "code", "status", "county", "district_code", "district")]
    return [*row, "", "1", "", settlement.area_ha, said["population"], settlement.dwellings]


def workbook(rows: Iterable[Sequence[object]], day: str = "2025.01.01.") -> BytesIO:
    book = Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "Helységrészek"
    cover.append(["Ez nem az a lap"])
    sheet = book.create_sheet(f"Helységek {day}")
    sheet.append([f"Magyarország helységei, {day}"])
    sheet.append(
        ["", "", "", "", "Járás", "", "", "Hivatal", "", "", "", "", "", "Nemzetiségi önkormányzatok"]
    )
    sheet.append(HEADING)
    total = 0
    for row in [*rows, CAPITAL_DISTRICT]:
        sheet.append(list(row))
        total += row[10] if isinstance(row[10], int) else 0
    sheet.append(["Összesen", "", "", "", "", "", "", "", "", "", total])
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream
