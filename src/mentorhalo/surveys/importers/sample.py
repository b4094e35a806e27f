"""A sample drawn elsewhere: one unit a row."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.hungarian import closeness, fold, matches
from mentorhalo.core.imports import ImportPlan, ImportRefused, PlannedRow, Question
from mentorhalo.core.tabular import (
    CellError,
    ColumnSpec,
    Record,
    RowError,
    Table,
    parse_bool,
    parse_code,
    parse_count,
)
from mentorhalo.partners.models import Organisation
from mentorhalo.territory.models import Settlement

from ..actions.sampling import SampleRefused, UnitToBring, bring_units
from ..choices import WaveState
from ..models import Wave

WAVE = "wave"
KEPT_APART = ("address", "name", "contact")
# What the columns hold at most.
LONGEST = {"code": 60, "stratum": 40, "stratum_name": 160, "address": 200, "name": 150, "contact": 150}


def _waves() -> list[Wave]:
    """Those that may take a sample, the latest first."""
    rows = Wave.objects.exclude(state=WaveState.CLOSED).select_related("study")
    return list(rows.order_by("-starts_on", "pk"))


def _chosen(waves: list[Wave], decisions: Mapping[str, str]) -> Wave:
    return next((one for one in waves if str(one.pk) == decisions.get(WAVE)), waves[0])


class SampleImporter:
    label = _("sample units")
    can_create_missing = False
    decided_before = (WAVE,)
    deeds: Mapping[str, str | Promise] = {"add": _("added")}
    columns = (
        ColumnSpec(
            "code", _("Code"), required=True, aliases=("kód", "azonosító", "címkód", "sorszám", "id", "unit")
        ),
        ColumnSpec("settlement", _("Settlement"), aliases=("település", "helység", "place")),
        ColumnSpec("settlement_code", _("KSH code"), aliases=("KSH kód", "KSH-kód", "településkód", "ksh")),
        ColumnSpec("stratum", _("Code of the stratum"), aliases=("réteg", "rétegkód", "stratum")),
        ColumnSpec("stratum_name", _("Name of the stratum"), aliases=("réteg neve", "rétegnév")),
        ColumnSpec("order", _("Drawn order"), aliases=("sorrend", "sorsolási sorrend", "rank")),
        ColumnSpec("reserve", _("Reserve"), aliases=("tartalék", "pótcím", "pót", "is_reserve")),
        ColumnSpec(
            "organisation", _("Identifier of the institution"), aliases=("intézmény", "intézményazonosító")
        ),
        ColumnSpec(
            "address",
            _("Address"),
            aliases=("cím", "lakcím", "utca házszám"),
            help=_("Kept apart, for the interviewer and key holders alone."),
        ),
        ColumnSpec("name", _("Name"), aliases=("név", "válaszadó neve"), help=_("Kept apart.")),
        ColumnSpec(
            "contact",
            _("Telephone or e-mail"),
            aliases=("elérhetőség", "telefon", "e-mail"),
            help=_("Kept apart."),
        ),
    )

    def plan(
        self, table: Table, *, create_missing: bool = False, decisions: Mapping[str, str] | None = None
    ) -> ImportPlan:
        waves = _waves()
        if not waves:
            raise ImportRefused(_("There is no wave that could take a sample: plan one first."))
        wave = _chosen(waves, decisions or {})
        question = Question(
            WAVE,
            _("Which wave is this sample for?"),
            [(str(one.pk), f"{one.study.title}: {one.title}") for one in waves],
            str(wave.pk),
        )
        plan = ImportPlan(asked=[question], context=wave)
        desk = _Desk.of(wave)
        for record in table.records():
            self._row(table, record, desk, plan)
        return plan

    def trail(self, decisions: Mapping[str, str]) -> list[tuple[str, str]]:
        """The way from the sample it goes into, as far as that is decided."""
        crumbs = [(gettext("Studies"), reverse("surveys:studies"))]
        wave = next((one for one in _waves() if str(one.pk) == decisions.get(WAVE)), None)
        if wave:
            crumbs += [
                (wave.study.title, reverse("surveys:study", args=[wave.study_id])),
                (wave.title, reverse("surveys:wave", args=[wave.pk])),
                (gettext("Sample"), reverse("surveys:sample", args=[wave.pk])),
            ]
        return [*crumbs, (gettext("Bring in a table"), "")]

    def onward(self, decisions: Mapping[str, str]) -> tuple[str, str] | None:
        """Where one goes on once it is brought in: words and address of the sample it went into."""
        waves = _waves()
        if not waves:
            return None
        wave = _chosen(waves, decisions)
        return f"{wave.study.title}: {wave.title}", reverse("surveys:sample", args=[wave.pk])

    def _row(self, table: Table, record: Record, desk: "_Desk", plan: ImportPlan) -> None:
        reader = _Reader(table, record)
        code = reader.text("code", LONGEST["code"])
        if not code:
            reader.refuse("code", _("A unit needs a code."))
        elif code in desk.seen:
            reader.refuse("code", _("This code stands in the table twice."))
        desk.seen.add(code)
        if code in desk.known:
            plan.unchanged += 1
            return
        settlement = desk.settlement(reader)
        unit = UnitToBring(
            code=code,
            settlement=settlement.pk if settlement else "",
            stratum=reader.text("stratum", LONGEST["stratum"]),
            stratum_name=reader.text("stratum_name", LONGEST["stratum_name"]),
            drawn_order=reader.read("order", parse_count) or 0,
            is_reserve=reader.read("reserve", parse_bool) or False,
            organisation=desk.organisation(reader),
            **{name: reader.text(name, LONGEST[name]) for name in KEPT_APART},
        )
        if reader.errors:
            plan.errors += reader.errors
            return
        details = [_("reserve")] if unit.is_reserve else []
        # The preview names places, never people.
        place = settlement.name if settlement else ""
        plan.rows.append(PlannedRow(record.number, "add", f"{code}, {place}", details, data=unit))

    def apply(self, plan: ImportPlan, *, by: User, at: datetime) -> dict[str, int]:
        try:
            return bring_units(wave=plan.context, units=[row.data for row in plan.rows], by=by, at=at)
        except SampleRefused as refusal:
            raise ImportRefused(str(refusal)) from refusal


@dataclass
class _Reader:
    """The cells of one row; what cannot be understood is noted as an error of that row."""

    table: Table
    record: Record
    errors: list[RowError] = field(default_factory=list)

    def text(self, name: str, longest: int | None = None) -> str:
        text = " ".join(self.record[name].replace("\0", "").split())
        if longest and len(text) > longest:
            self.refuse(
                name,
                ngettext_lazy("At most %(count)s character.", "At most %(count)s characters.", longest)
                % {"count": longest},
            )
        return text

    def refuse(self, name: str, message: str | Promise) -> None:
        heading = self.table.heading_of(name)
        self.errors.append(RowError(self.record.number, heading, self.record[name], message))

    def read(self, name: str, parse: Any) -> Any:
        try:
            return parse(self.text(name))
        except CellError as error:
            self.refuse(name, error.message)
            return None


@dataclass
class _Desk:
    """What rows are held against. Three queries."""

    known: set[str]
    by_code: dict[str, Settlement]
    by_name: dict[str, list[Settlement]]
    organisations: dict[str, Any]
    seen: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, wave: Wave) -> "_Desk":
        by_code, by_name = {}, defaultdict(list)
        for one in Settlement.objects.filter(ended_on=None).only("code", "name", "county"):
            by_code[one.code] = one
            by_name[fold(one.name)].append(one)
        organisations = Organisation.objects.not_merged().exclude(external_id="")
        return cls(
            known=set(wave.units.order_by().values_list("code", flat=True)),
            by_code=by_code,
            by_name=by_name,
            organisations=dict(organisations.values_list("external_id", "pk")),
        )

    def settlement(self, reader: _Reader) -> Settlement | None:
        column = "settlement_code" if reader.text("settlement_code") else "settlement"
        typed = reader.text(column)
        if not typed:
            reader.refuse("settlement", _("Say which settlement it lies in."))
            return None
        if typed.isdecimal():
            found = self.by_code.get(reader.read(column, lambda text: parse_code(text, 5)) or "")
            if found is None:
                reader.refuse(column, _("There is no settlement with this KSH code."))
            return found
        meant = [one for one in self.by_name.get(fold(typed), []) if matches(typed, one.name)]
        meant = [one for one in meant if closeness(typed, one.name) == 0] or meant
        if len(meant) == 1:
            return meant[0]
        names = ", ".join(f"{one.name} ({one.code})" for one in meant)
        reader.refuse(
            column,
            _("This may be more than one: %(names)s. Write its KSH code.") % {"names": names}
            if meant
            else _("There is no settlement of this name. Check the spelling, or write its KSH code."),
        )
        return None

    def organisation(self, reader: _Reader) -> Any:
        typed = reader.text("organisation")
        if typed and typed not in self.organisations:
            reader.refuse("organisation", _("No institution has this identifier."))
        return self.organisations.get(typed)
