"""Reading the rows of a register file, the statistical office's workbook above all."""

import re
from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _

from mentorhalo.core.hungarian import fold
from mentorhalo.core.imports import ImportPlan, ImportRefused
from mentorhalo.core.numbers import UNKNOWN
from mentorhalo.core.tabular import (
    CellError,
    ColumnSpec,
    Record,
    RowError,
    Sheet,
    Table,
    match_columns,
    parse_bool,
    parse_code,
    parse_count,
)
from mentorhalo.territory.changes import RegisterLine
from mentorhalo.territory.choices import SIZE_OF_STATUS, STATUS_WORDS, Status
from mentorhalo.territory.models import County, District

HEADER_WITHIN = 15
CAPITAL_DISTRICT = "fovarosi kerulet"


def heading_of(sheet: Sheet, columns: Sequence[ColumnSpec]) -> tuple[list[str], int] | None:
    """The heading and its row: one row, or two where the upper one spans groups of the lower."""
    above: list[str] = []
    for number, cells in sheet.rows():
        if number > HEADER_WITHIN:
            return None
        cells = [" ".join(cell.split()) for cell in cells]
        found = [(match_columns(heading, columns), heading) for heading in (cells, _joined(above, cells))]
        understood = [(len(matching.mapping), heading) for matching, heading in found if not matching.missing]
        if understood:
            return max(understood, key=lambda one: one[0])[1], number
        above = cells
    return None


def _joined(above: list[str], below: list[str]) -> list[str]:
    heading, group = [], ""
    for place, words in enumerate(below):
        group = above[place] if place < len(above) and above[place] else group
        heading.append(f"{group} {words}".strip())
    return heading


class RegisterReader:
    """The table's rows as register lines; what cannot be read goes to the plan's errors."""

    def __init__(self, table: Table, plan: ImportPlan) -> None:
        assert table.matching is not None
        if not {"county", "county_code"} & set(table.matching.mapping):
            raise ImportRefused(_("The file must have a column for the county, by name or by code."))
        self.table = table
        self.plan = plan
        self.counties = {county.code: county for county in County.objects.all()}
        self.county_by_name = {fold(county.name): county for county in self.counties.values()}
        self.districts = {district.code: district for district in District.objects.all()}
        self.district_by_name = {
            (district.county_id, fold(district.name)): district for district in self.districts.values()
        }
        self.new_districts: dict[str, tuple[str, str]] = {}
        self.codes_seen: set[str] = set()
        self.has_rows_without_code = False

    def lines(self) -> Iterator[tuple[int, RegisterLine]]:
        for record in self.table.records():
            if self._is_no_settlement(record):
                continue
            before = len(self.plan.errors)
            line = self._line(record)
            if line is not None and len(self.plan.errors) == before:
                yield record.number, line

    def county_name(self, code: str) -> str:
        return self.counties[code].name

    def district_name(self, code: str | None) -> str:
        if not code:
            return UNKNOWN
        return self.new_districts[code][0] if code in self.new_districts else self.districts[code].name

    def _is_no_settlement(self, record: Record) -> bool:
        """Totals, notes below the table, and the districts of the capital, which are parts of a settlement."""
        return (
            not record["code"]
            and (not record["type"] or fold(record["name"]) in ("osszesen", "magyarorszag"))
        ) or fold(record["type"]) == CAPITAL_DISTRICT

    def _line(self, record: Record) -> RegisterLine | None:
        code = self._cell(record, "code", lambda text: parse_code(text, 5))
        if code:
            if code in self.codes_seen:
                self._refuse(record, "code", _("This code stands in an earlier row, too."))
            self.codes_seen.add(code)
        else:
            self.has_rows_without_code = True
            if not record["code"]:
                self._refuse(record, "code", _("The KSH code is missing."))
        if not record["name"]:
            self._refuse(record, "name", _("The name is missing."))
        status = STATUS_WORDS.get(" ".join(record["type"].casefold().split()))
        if status is None:
            self._refuse(record, "type", _("No such legal status is known."))
        county = self._county(record)
        if not (code and status and county):
            return None
        return RegisterLine(
            code=code,
            name=record["name"],
            status=status,
            size_type=SIZE_OF_STATUS[status],
            county=county.code,
            district=None if status == Status.CAPITAL else self._district(record, county),
            population=self._cell(record, "population", parse_count),
            area_ha=self._cell(record, "area_ha", parse_count),
            dwellings=self._cell(record, "dwellings", parse_count),
            postal_code=self._cell(record, "postal_code", lambda text: parse_code(text, 4)),
            lat=self._cell(record, "lat", _degrees),
            lon=self._cell(record, "lon", _degrees),
            is_district_seat=self._seat(record),
        )

    def _county(self, record: Record) -> County | None:
        name = re.sub(r"\s+(var)?megye$", "", fold(record["county"]))
        if name in ("fovaros", "budapest fovaros") or fold(record["type"]) == "fovaros":
            name = "budapest"
        county = self.county_by_name.get(name)
        code = record["county_code"]
        if code.isdecimal():
            county = self.counties.get(code.zfill(2), county)
        if county is None:
            self._refuse(
                record, "county" if record["county"] else "county_code", _("No such county is known.")
            )
        return county

    def _district(self, record: Record, county: County) -> str | None:
        name = " ".join(record["district"].split())
        if name and not fold(name).endswith("jaras"):
            name = f"{name} járás"
        code = re.sub(r"\D", "", record["district_code"])[-3:]
        code = code.zfill(3) if code else ""
        if not code:
            district = self.district_by_name.get((county.code, fold(name)))
            if district is None:
                self._refuse(record, "district", _("No such district is known; a new one needs its code."))
            return district.code if district else None
        known = self.districts.get(code)
        if known is not None and known.county_id != county.code:
            self._refuse(record, "district_code", _("This district lies in another county."))
        elif (known is None or (name and known.name != name)) and code not in self.new_districts:
            if not name:
                self._refuse(
                    record, "district_code", _("No such district is known; a new one needs its name.")
                )
                return None
            self.new_districts[code] = (name, county.code)
        return code

    def _seat(self, record: Record) -> bool | None:
        """The workbook names the district's seat; a table may say 1 or 0."""
        said = record["district_seat"]
        if not said:
            return None
        if said in ("0", "1"):
            return self._cell(record, "district_seat", parse_bool)
        return fold(said) == fold(record["name"])

    def _cell[Value](self, record: Record, name: str, parse: Callable[[str], Value | None]) -> Value | None:
        try:
            return parse(record[name])
        except CellError as error:
            self._refuse(record, name, str(error))
            return None

    def _refuse(self, record: Record, name: str, message: str) -> None:
        self.plan.errors.append(RowError(record.number, self.table.heading_of(name), record[name], message))


def _degrees(text: str) -> float | None:
    if not text:
        return None
    try:
        degrees = float(text.replace(",", "."))
    except ValueError:
        raise CellError(_("Write degrees such as 47.4979.")) from None
    if not 0 < degrees < 90:
        raise CellError(_("Write degrees such as 47.4979."))
    return degrees
