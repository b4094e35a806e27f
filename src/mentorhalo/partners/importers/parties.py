"""What bringing in organisations and bringing in communities have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorhalo.accounts.models import User
from mentorhalo.core.imports import ImportPlan, ImportRefused, PlannedRow, Question
from mentorhalo.core.tabular import ColumnSpec, Table

from ..actions import OrganisationDraft, PartnersRefusal, merge_parties
from ..choices import PartyStatus, PartyType
from ..models import Party
from ..queries import Duplicates, Match
from ..queries.matching import SURE
from ..queries.names import essence
from .cells import Kinds, Places, Reader, choice_of

BATCH = 500
NEW = "new"
NOT_TOLD = ("id", "name", "settlement", "description_hu", "description_en")

NAME = ColumnSpec("name", gettext_lazy("Name"), required=True, aliases=("név", "megnevezés", "elnevezés"))
EXTERNAL_ID = ColumnSpec(
    "external_id",
    gettext_lazy("Identifier in your records"),
    aliases=("azonosító", "id", "külső azonosító", "nyilvántartási szám"),
    help=gettext_lazy("With it, the same table can be brought again: what is known is recognised by it."),
)
SETTLEMENT = ColumnSpec(
    "settlement", gettext_lazy("Settlement"), aliases=("település", "helység", "község", "város")
)
SETTLEMENT_CODE = ColumnSpec(
    "settlement_code", gettext_lazy("KSH code of the settlement"), aliases=("KSH kód", "ksh", "településkód")
)
COUNTY = ColumnSpec("county", gettext_lazy("County"), aliases=("megye", "vármegye"))
STATUS = ColumnSpec("status", gettext_lazy("Status"), aliases=("állapot", "státusz"))
WEBSITE = ColumnSpec("website", gettext_lazy("Website"), aliases=("honlap", "weboldal", "web"))
DESCRIPTION_HU = ColumnSpec(
    "description_hu", gettext_lazy("Public introduction"), aliases=("leírás", "bemutatkozás")
)
DESCRIPTION_EN = ColumnSpec("description_en", gettext_lazy("Public introduction in English"))


@dataclass
class Found:
    """One row that could be read: its number, what it gives (field: value), and whom it means, as far as known."""

    number: int
    given: dict[str, Any]
    known: Any = None
    matches: Sequence[Match] = ()


@dataclass
class Planned:
    """What is to be written: a new card, a card to be revised, or a new card to be counted as another."""

    draft: Any
    party: Any = None
    merge_into: Any = None


@dataclass
class Work:
    """What one planning looks things up in, and what is to be made on the way; kept as the plan's context."""

    create_missing: bool
    places: Places = field(default_factory=Places)
    taken: set[UUID] = field(default_factory=set)
    missing: list[OrganisationDraft] = field(default_factory=list)

    @cached_property
    def kinds(self) -> Kinds:
        return Kinds()


class PartyImporter:
    """Recognises by identifier, then by the very name in the settlement; asks where a name is nearly known.

    An empty cell leaves what is known as it is.
    """

    party_type: ClassVar[PartyType]
    model: ClassVar[Any]
    draft_class: ClassVar[Any]
    columns: Sequence[ColumnSpec]
    deeds: ClassVar[Mapping[str, Any]] = {
        "add": gettext_lazy("added"),
        "change": gettext_lazy("changed"),
        "link": gettext_lazy("taken for one already known"),
        "merge": gettext_lazy("added and counted as one already known"),
    }
    can_create_missing = False

    def plan(
        self, table: Table, *, create_missing: bool = False, decisions: Mapping[str, str] | None = None
    ) -> ImportPlan:
        assert table.matching is not None  # core.imports matches first
        if not {"settlement", "settlement_code"} & set(table.matching.mapping):
            raise ImportRefused(
                _("A column with the settlement's name (settlement) or KSH code (settlement_code) is needed.")
            )
        plan = ImportPlan(context=Work(create_missing=create_missing))
        found = self._read(table, plan)
        self._recognise(found)
        plan.notes.extend(_twins(found))
        for row in found:
            self._decide(row, plan, decisions or {})
        return plan

    @transaction.atomic
    def apply(self, plan: ImportPlan, *, by: User | None, at: datetime) -> dict[str, int]:
        try:
            self._prepare(plan, by=by, at=at)
            planned = [row.data for row in plan.rows]
            added = self._register([each.draft for each in planned if each.party is None], by=by, at=at)
            self._revise(
                [(each.party, each.draft) for each in planned if each.party is not None], by=by, at=at
            )
            by_id = {party.pk: party for party in added}
            for each in planned:
                if each.merge_into is not None:
                    reason = _("Found to be the same when a table was brought in.")
                    absorbed = by_id[each.draft.id]
                    merge_parties(absorbed=absorbed, survivor=each.merge_into, reason=reason, by=by, at=at)
        except PartnersRefusal as refusal:
            raise ImportRefused(str(refusal)) from refusal
        return plan.counts()

    # --- what each importer says ----------------------------------------------------------------

    def _fields(self, reader: Reader, work: Work) -> dict[str, Any]:
        """The fields of a row that stand in no other importer."""
        raise NotImplementedError

    def _finish(self, found: list[Found], table: Table, plan: ImportPlan) -> list[Found]:
        """After the last row; may refuse some more."""
        return found

    def _prepare(self, plan: ImportPlan, *, by: User | None, at: datetime) -> None:
        """Before anything is written."""

    def _register(self, drafts: list[Any], *, by: User | None, at: datetime) -> list[Any]:
        raise NotImplementedError

    def _revise(self, revisions: list[tuple[Any, Any]], *, by: User | None, at: datetime) -> None:
        raise NotImplementedError

    def _likeness_kind(self, given: dict[str, Any]) -> Any:
        """What is compared beside the name."""
        raise NotImplementedError

    # --- reading --------------------------------------------------------------------------------

    def _read(self, table: Table, plan: ImportPlan) -> list[Found]:
        work: Work = plan.context
        found: list[Found] = []
        seen: dict[str, int] = {}
        for record in table.records():
            reader = Reader(table, record)
            given = self._common(reader, work.places) | self._fields(reader, work)
            self._refuse_twin(reader, given, seen)
            if not reader.text("name"):
                reader.refuse("name", _("The name is missing."))
            if reader.errors:
                plan.errors.extend(reader.errors)
            else:
                found.append(
                    Found(
                        record.number, {name: each for name, each in given.items() if each not in (None, "")}
                    )
                )
        return self._finish(found, table, plan)

    def _common(self, reader: Reader, places: Places) -> dict[str, Any]:
        given: dict[str, Any] = {
            name: self._bounded(reader, name)
            for name in ("name", "external_id", "website", "description_hu", "description_en")
        }
        given["settlement"] = places.of_row(reader)
        given["status"] = reader.read("status", parse_status)
        if given["website"] and "://" not in given["website"]:
            given["website"] = f"https://{given['website']}"
        return given

    def _bounded(self, reader: Reader, name: str) -> str:
        text = reader.text(name)
        limit = self.model._meta.get_field(name).max_length
        if limit and len(text) > limit:
            reader.refuse(name, _("At most %(limit)s characters fit here.") % {"limit": limit})
        return text

    def _refuse_twin(self, reader: Reader, given: dict[str, Any], seen: dict[str, int]) -> None:
        """The same identifier, or the same name and settlement without one, stands once in a table."""
        if given["external_id"]:
            name, key = "external_id", f"id {given['external_id']}"
            message = _("This identifier stands in row %(row)s already.")
        elif given["settlement"]:
            name, key = "name", f"name {given['settlement'].code} {given['name'].casefold()}"
            message = _("This name and settlement stand in row %(row)s already.")
        else:
            return
        if key in seen:
            reader.refuse(name, message % {"row": seen[key]})
        seen.setdefault(key, reader.record.number)

    # --- who is meant ---------------------------------------------------------------------------

    def _recognise(self, found: list[Found]) -> None:
        """Three queries, however many rows."""
        by_external_id = self._by_external_id([row.given.get("external_id", "") for row in found])
        for row in found:
            row.known = by_external_id.get(row.given.get("external_id", ""))
        unknown = [row for row in found if row.known is None]
        around = Duplicates(self.party_type, {row.given["settlement"] for row in unknown})
        taken = frozenset(row.known.pk for row in found if row.known is not None)
        for row in unknown:
            row.matches = around.of(
                row.given["name"],
                row.given["settlement"],
                self._likeness_kind(row.given),
                except_for=taken,
            )
            row.known = next(
                (each.party for each in row.matches if _is_the_very(each.party, row.given)), None
            )

    def _by_external_id(self, ids: Sequence[str]) -> dict[str, Party]:
        wanted = sorted({each for each in ids if each})
        known: dict[str, Party] = {}
        for start in range(0, len(wanted), BATCH):
            batch = self._with_relations().filter(external_id__in=wanted[start : start + BATCH])
            known |= {party.external_id: party for party in batch}
        return known

    def _with_relations(self) -> Any:
        return self.model.objects.standing().select_related("settlement")

    def _decide(self, row: Found, plan: ImportPlan, decisions: Mapping[str, str]) -> None:
        if row.known is not None:
            plan.context.taken.add(row.known.pk)
            self._change(row, row.known, "change", plan)
            return
        question = self._question(row, taken=plan.context.taken) if row.matches else None
        chosen = decisions.get(question.key, question.chosen) if question else NEW
        match = next((each for each in row.matches if str(each.party.pk) == chosen), None)
        if match is None:
            details = [_describe(self.columns, row.given)]
            self._add(row, plan, Planned(self.draft_class(**row.given)), "add", details, question)
        elif match.party.external_id and row.given.get("external_id"):
            planned = Planned(self.draft_class(**row.given), merge_into=match.party)
            details = [_("counted as %(name)s from today") % {"name": match.party.name}]
            self._add(row, plan, planned, "merge", details, question)
        else:
            plan.context.taken.add(match.party.pk)
            self._change(row, match.party, "link", plan, question)

    def _add(
        self,
        row: Found,
        plan: ImportPlan,
        planned: Planned,
        deed: str,
        details: Sequence[Any],
        question: Question | None,
    ) -> None:
        title = f"{row.given['name']}, {row.given['settlement'].name}"
        plan.rows.append(PlannedRow(row.number, deed, title, details, question, planned))

    def _change(
        self, row: Found, party: Any, deed: str, plan: ImportPlan, question: Question | None = None
    ) -> None:
        card = self.draft_class.of(party)
        given = {name: value for name, value in row.given.items() if name != "id"}
        if deed == "link":
            given.pop("name")  # the card's own name stays
        changes = {name: value for name, value in given.items() if getattr(card, name) != value}
        if not changes and question is None:
            plan.unchanged += 1
            return
        details = [
            _("%(what)s: %(before)s → %(after)s")
            % {"what": _label(self.columns, name), "before": getattr(card, name) or "–", "after": value}
            for name, value in changes.items()
        ]
        if deed == "link":
            details.insert(0, _("the same as %(name)s") % {"name": party.name})
        self._add(row, plan, Planned(replace(card, **changes), party), deed, details, question)

    def _question(self, row: Found, *, taken: set[UUID]) -> Question:
        """Whoever has the same name but for spelling is taken to be meant, unless an identifier or another row says no."""
        best = row.matches[0]
        is_other = bool(best.party.external_id and row.given.get("external_id")) or best.party.pk in taken
        options = [(NEW, _("Another one: add it"))] + [
            (
                str(each.party.pk),
                _("The same as %(name)s, %(settlement)s (%(why)s)")
                % {"name": each.party.name, "settlement": each.party.settlement.name, "why": each.why},
            )
            for each in row.matches
        ]
        return Question(
            key=f"row-{row.number}",
            text=_("Row %(row)s: %(name)s, %(settlement)s")
            % {"row": row.number, "name": row.given["name"], "settlement": row.given["settlement"].name},
            options=options,
            chosen=str(best.party.pk) if best.score >= SURE and not is_other else NEW,
        )


def _twins(found: Sequence[Found]) -> list[str]:
    """Rows of one settlement whose names are the same but for spelling: both are written, and somebody should look."""
    first: dict[tuple[str, str], int] = {}
    notes = []
    for row in found:
        place = row.given["settlement"]
        key = (place.pk, essence(row.given["name"], place.name).words)
        if first.setdefault(key, row.number) != row.number:
            said = {
                "one": first[key],
                "other": row.number,
                "name": row.given["name"],
                "settlement": place.name,
            }
            notes.append(
                _("Rows %(one)s and %(other)s are probably the same: %(name)s, %(settlement)s.") % said
            )
    return notes


def _is_the_very(party: Any, given: Mapping[str, Any]) -> bool:
    """The same name in the same settlement, and no other identifier."""
    return (
        party.settlement_id == given["settlement"].pk
        and party.name.casefold() == given["name"].casefold()
        and not (party.external_id and given.get("external_id"))
    )


parse_status = choice_of(PartyStatus)


def _label(columns: Sequence[ColumnSpec], name: str) -> str:
    return next((str(spec.label) for spec in columns if spec.name == name), name)


def _describe(columns: Sequence[ColumnSpec], given: Mapping[str, Any]) -> str:
    told = [str(value) for name, value in given.items() if name not in NOT_TOLD]
    return ", ".join(told)
