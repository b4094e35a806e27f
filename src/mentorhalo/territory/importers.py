"""Reading a year's register: the statistical office's workbook (`hnt_letoltes_YYYY.xlsx`) or a table of the same facts."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorhalo.core.imports import ImportPlan, ImportRefused, PlannedRow, Question
from mentorhalo.core.numbers import UNKNOWN
from mentorhalo.core.numbers import day as in_words
from mentorhalo.core.tabular import (
    CellError,
    ColumnSpec,
    Sheet,
    Table,
    parse_day,
    table_at,
    table_of,
)
from mentorhalo.territory import actions
from mentorhalo.territory.actions import RegisterRefused
from mentorhalo.territory.changes import (
    Cessation,
    Change,
    RegisterChanges,
    RegisterLine,
    compare,
    likely_successors,
)
from mentorhalo.territory.choices import Status
from mentorhalo.territory.models import Settlement
from mentorhalo.territory.register import RegisterReader, heading_of

DAY_IN_TITLE = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})")
YEAR_IN_NAME = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
# More than this would not be a year's change but part of a register.
MOST_TO_CEASE = 20


class SettlementImporter:
    """The yearly register. What is missing from the file ceases; so the file must be whole."""

    label = gettext_lazy("yearly register of settlements")
    sheet_title = "Helységek"
    can_create_missing = False
    deeds = {
        "add": gettext_lazy("new settlements"),
        "return": gettext_lazy("standing again"),
        "cease": gettext_lazy("ceased or merged"),
        "move": gettext_lazy("in another county or district"),
        "rename": gettext_lazy("renamed"),
        "rank": gettext_lazy("of another rank"),
        "district": gettext_lazy("new or renamed districts"),
        "numbers": gettext_lazy("with new numbers only (population, dwellings, area)"),
    }
    columns = (
        ColumnSpec("code", gettext_lazy("KSH code"), required=True, aliases=("Helység KSH kódja", "KSH kód", "KSH kódja", "törzsszám")),
        ColumnSpec("name", gettext_lazy("Name"), required=True, aliases=("Helység megnevezése", "Helység", "Település", "megnevezése", "név")),
        ColumnSpec("type", gettext_lazy("Legal status"), required=True, aliases=("Helység jogállása", "jogállás", "jogállása")),
        ColumnSpec("county_code", gettext_lazy("County's code"), aliases=("Vármegye kódja", "Megye kódja", "Vármegye KSH kódja")),
        ColumnSpec("county", gettext_lazy("County"), aliases=("Vármegye megnevezése", "Megye megnevezése", "Vármegye", "Megye")),
        ColumnSpec("district_code", gettext_lazy("District's code"), aliases=("Járás kódja", "Járás KSH kódja")),
        ColumnSpec("district", gettext_lazy("District"), aliases=("Járás neve", "Járás megnevezése", "Járás")),
        ColumnSpec("district_seat", gettext_lazy("Seat of the district"), aliases=("Járás székhelye",)),
        ColumnSpec("population", gettext_lazy("Population"), aliases=("Lakó-népesség", "Lakónépesség", "Lakónépesség (fő)", "Népesség")),
        ColumnSpec("area_ha", gettext_lazy("Area, hectares"), aliases=("Terület (hektár)", "Terület", "Terület (ha)")),
        ColumnSpec("dwellings", gettext_lazy("Dwellings"), aliases=("Lakások száma", "Lakás")),
        ColumnSpec("postal_code", gettext_lazy("Postal code"), aliases=("Irányítószám",)),
        ColumnSpec("lat", gettext_lazy("Latitude"), aliases=("szélesség", "latitude")),
        ColumnSpec("lon", gettext_lazy("Longitude"), aliases=("hosszúság", "longitude")),
    )  # fmt: skip

    def table_of(self, sheet: Sheet) -> Table:
        """The workbook has titles above its heading, and older years a heading of two rows."""
        found = heading_of(sheet, self.columns)
        return table_at(sheet, *found) if found else table_of(sheet)

    def plan(
        self, table: Table, *, create_missing: bool = False, decisions: Mapping[str, str] | None = None
    ) -> ImportPlan:
        decisions = decisions or {}
        plan = ImportPlan()
        new = RegisterChanges(_reference_day(table, decisions, plan))
        latest = actions.latest_state()
        if latest is not None and new.day < latest:
            raise ImportRefused(
                _(
                    "The register of %(latest)s is known already; that of %(day)s would rewrite the past. "
                    "If the day is not %(day)s, say so (day=YYYY-MM-DD)."
                )
                % {"latest": in_words(latest), "day": in_words(new.day)}
            )
        reader = RegisterReader(table, plan)
        lines = {line.code: (row, line) for row, line in reader.lines()}
        known = Settlement.objects.select_related("county", "district").in_bulk()
        self._plan_changes(plan, new, lines, known, reader)
        self._plan_cessations(
            plan, new, {code: line for code, (_row, line) in lines.items()}, known, decisions, reader
        )
        new.people = {
            code: line.population for code, (_row, line) in lines.items() if line.population is not None
        }
        new.districts = reader.new_districts
        plan.rows += [
            PlannedRow(0, "district", name, [code]) for code, (name, _county) in new.districts.items()
        ]
        plan.notes.append(_("The register speaks for %(day)s.") % {"day": in_words(new.day)})
        plan.context = new
        return plan

    def apply(self, plan: ImportPlan, *, by: Any, at: datetime) -> dict[str, int]:
        kept = {row.data for row in plan.rows}
        new: RegisterChanges = plan.context
        new.changes = [change for change in new.changes if change in kept]
        try:
            return actions.apply_register(new=new, by=by, at=at)
        except RegisterRefused as refusal:
            raise ImportRefused(refusal.message) from refusal

    def _plan_changes(
        self,
        plan: ImportPlan,
        new: RegisterChanges,
        lines: Mapping[str, tuple[int, RegisterLine]],
        known: Mapping[str, Settlement],
        reader: RegisterReader,
    ) -> None:
        for code, (row, line) in lines.items():
            change = compare(known.get(code), line)
            if change is None:
                plan.unchanged += 1
                continue
            new.changes.append(change)
            plan.rows.append(
                PlannedRow(row, change.deed, line.name, _told(change, known.get(code), reader), data=change)
            )

    def _plan_cessations(
        self,
        plan: ImportPlan,
        new: RegisterChanges,
        lines: Mapping[str, RegisterLine],
        known: Mapping[str, Settlement],
        decisions: Mapping[str, str],
        reader: RegisterReader,
    ) -> None:
        if reader.has_rows_without_code:
            plan.notes.append(
                _("Rows without a readable code are refused; so nothing is taken to have ceased.")
            )
            return
        gone = [one for code, one in known.items() if one.ended_on is None and code not in reader.codes_seen]
        if len(gone) > MOST_TO_CEASE:
            raise ImportRefused(
                _(
                    "%(gone)s of the %(known)s known settlements are not in the file: it is not the whole register."
                )
                % {"gone": len(gone), "known": sum(1 for one in known.values() if one.ended_on is None)}
            )
        for one in gone:
            offered = likely_successors(one, lines, known.values())
            chosen = decisions.get(f"successor-{one.code}", offered[0] if offered else "")
            if chosen == "-" or chosen not in lines:
                chosen = ""
            options = [(code, f"{lines[code].name} ({code})") for code in offered]
            if chosen and chosen not in offered:
                options.append((chosen, f"{lines[chosen].name} ({chosen})"))
            cessation = Cessation(one.code, chosen)
            new.cessations.append(cessation)
            plan.rows.append(
                PlannedRow(
                    0,
                    "cease",
                    one.name,
                    [_("It is not in the file any more.")],
                    Question(
                        f"successor-{one.code}",
                        _("What did %(name)s become part of?") % {"name": one.name},
                        [*options, ("-", _("of none"))],
                        chosen or "-",
                    ),
                    cessation,
                )
            )


def _reference_day(table: Table, decisions: Mapping[str, str], plan: ImportPlan) -> date:
    """The day the register speaks for: as decided, else as the sheet's title or the file's name says, else asked for."""
    if decisions.get("day"):
        try:
            decided = parse_day(decisions["day"])
        except CellError as error:
            raise ImportRefused(error.message) from error
        if decided is not None:
            _ask_day(plan, decided)
            return _not_coming(decided)
    titled = DAY_IN_TITLE.search(table.title)
    if titled:
        try:
            return _not_coming(date(*map(int, titled.groups())))
        except ValueError:
            pass
    named = YEAR_IN_NAME.search(table.name)
    if named:
        return _not_coming(date(int(named[1]), 1, 1))
    guessed = date(timezone.localdate().year, 1, 1)
    _ask_day(plan, guessed)
    return guessed


def _not_coming(day: date) -> date:
    if day > timezone.localdate():
        raise ImportRefused(
            _("The register speaks for a day that has not come: %(day)s.") % {"day": in_words(day)}
        )
    return day


def _ask_day(plan: ImportPlan, chosen: date) -> None:
    this_year = timezone.localdate().year
    days = [date(year, 1, 1) for year in range(this_year, this_year - 5, -1)]
    if chosen not in days:
        days.insert(0, chosen)
    plan.asked.append(
        Question(
            "day",
            _("For which day does the register speak?"),
            [(day.isoformat(), in_words(day)) for day in days],
            chosen.isoformat(),
        )
    )


def _told(change: Change, known: Settlement | None, reader: RegisterReader) -> list[str]:
    """What happens to the settlement, one sentence each."""
    line = change.line
    where = f"{reader.county_name(line.county)}, {reader.district_name(line.district)}"
    if known is None or change.deed in ("add", "return"):
        return [where]
    told = []
    if "rename" in change.parts:
        told.append(_("%(before)s is now %(after)s") % {"before": known.name, "after": line.name})
    if "move" in change.parts:
        before = f"{known.county.name}, {known.district.name if known.district else UNKNOWN}"
        told.append(_("from %(before)s to %(after)s") % {"before": before, "after": where})
    if "rank" in change.parts:
        told.append(
            _("from %(before)s to %(after)s")
            % {"before": known.get_status_display(), "after": Status(line.status).label}
        )
    if "numbers" in change.parts and line.population not in (None, known.population):
        told.append(
            _("population: from %(before)s to %(after)s")
            % {
                "before": known.population if known.population is not None else UNKNOWN,
                "after": line.population,
            }
        )
    return told
