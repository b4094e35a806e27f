from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorhalo.accounts.models import User
from mentorhalo.core.hungarian import fold
from mentorhalo.core.imports import ImportPlan, ImportRefused, PlannedRow
from mentorhalo.core.tabular import CellError, ColumnSpec, Table, parse_amount, parse_day
from mentorhalo.programmes.models import GrantCall, Programme
from mentorhalo.territory.models import Settlement

from ..actions import (
    ConsortiumDraft,
    Coverage,
    Membership,
    OrganisationDraft,
    PartnersRefusal,
    register_consortia,
    register_organisations,
    revise_consortium,
)
from ..models import Consortium, Organisation
from .cells import Kinds, Places, Reader


class ConsortiumImporter:
    """Recognises by programme and grant identifier. An empty cell leaves what is known as it is."""

    label = gettext_lazy("consortia")
    can_create_missing = True
    deeds: ClassVar[Mapping[str, Any]] = {"add": gettext_lazy("added"), "change": gettext_lazy("changed")}
    columns = (
        ColumnSpec(
            "grant_id",
            gettext_lazy("Grant identifier"),
            required=True,
            aliases=("pályázati azonosító", "azonosító", "projekt azonosító", "projektszám"),
        ),
        ColumnSpec("title", gettext_lazy("Title"), required=True, aliases=("cím", "projekt címe", "név")),
        ColumnSpec(
            "call",
            gettext_lazy("Grant call"),
            required=True,
            aliases=("felhívás", "felhívás kódja", "konstrukció"),
        ),
        ColumnSpec("programme", gettext_lazy("Programme"), aliases=("program",)),
        ColumnSpec(
            "lead",
            gettext_lazy("Lead"),
            required=True,
            aliases=("konzorciumvezető", "vezető", "kedvezményezett"),
            help=gettext_lazy("Identifier or name of an organisation."),
        ),
        ColumnSpec(
            "lead_settlement",
            gettext_lazy("Settlement of the lead"),
            aliases=("vezető települése", "székhely", "település"),
        ),
        ColumnSpec(
            "members",
            gettext_lazy("Members"),
            aliases=("tagok", "konzorciumi tagok"),
            help=gettext_lazy(
                "Identifiers or names, parted by semicolons; the settlement may follow in brackets."
            ),
        ),
        ColumnSpec(
            "settlements",
            gettext_lazy("Settlements covered"),
            aliases=("települések", "érintett települések"),
            help=gettext_lazy("Names or KSH codes, parted by semicolons."),
        ),
        ColumnSpec(
            "starts_on", gettext_lazy("From"), required=True, aliases=("kezdete", "kezdet", "projekt kezdete")
        ),
        ColumnSpec("ends_on", gettext_lazy("Until"), aliases=("vége", "befejezés", "projekt vége")),
        ColumnSpec("amount", gettext_lazy("Amount"), aliases=("összeg", "támogatás", "támogatás összege")),
    )

    def plan(
        self, table: Table, *, create_missing: bool = False, decisions: Mapping[str, str] | None = None
    ) -> ImportPlan:
        """A fixed number of queries, and some for each consortium already known."""
        work = _Work(create_missing=create_missing)
        plan = ImportPlan(context=work)
        seen: dict[tuple[Any, str], int] = {}
        for record in table.records():
            reader = Reader(table, record)
            draft = _read(reader, work, seen)
            if reader.errors or draft is None:
                plan.errors.extend(reader.errors)
            else:
                self._decide(record.number, draft, plan)
        plan.notes.extend(
            _("%(name)s, %(settlement)s is added as an organisation.")
            % {"name": each.name, "settlement": each.settlement.name}
            for each in work.missing
        )
        return plan

    @transaction.atomic
    def apply(self, plan: ImportPlan, *, by: User | None, at: datetime) -> dict[str, int]:
        drafts = [row.data for row in plan.rows]
        named = {each.pk for draft in drafts for each in _organisations(draft)}
        try:
            missing = [draft for draft in plan.context.missing if draft.id in named]
            register_organisations(drafts=missing, by=by, at=at)
            known = plan.context.consortia
            new = [draft for draft in drafts if (draft.programme.pk, draft.grant_id) not in known]
            register_consortia(drafts=new, by=by, at=at)
            for draft in drafts:
                if consortium := known.get((draft.programme.pk, draft.grant_id)):
                    revise_consortium(consortium=consortium, draft=draft, by=by, at=at)
        except PartnersRefusal as refusal:
            raise ImportRefused(str(refusal)) from refusal
        return plan.counts()

    def _decide(self, number: int, draft: ConsortiumDraft, plan: ImportPlan) -> None:
        title = f"{draft.grant_id}: {draft.title}"
        known = plan.context.consortia.get((draft.programme.pk, draft.grant_id))
        if known is None:
            details = [
                _("lead: %(name)s") % {"name": draft.lead.name},
                _("%(members)s members, %(settlements)s settlements")
                % {"members": len(draft.members), "settlements": len(draft.settlements)},
            ]
            plan.rows.append(PlannedRow(number, "add", title, details, data=draft))
            return
        before = ConsortiumDraft.of(known)
        after = replace(
            draft,
            id=known.pk,
            ends_on=draft.ends_on or before.ends_on,
            amount=before.amount if draft.amount is None else draft.amount,
            members=_kept(draft.members, before.members, "organisation"),
            settlements=_kept(draft.settlements, before.settlements, "settlement"),
        )
        changed = [name for name in COMPARED if _told(getattr(after, name)) != _told(getattr(before, name))]
        if not changed:
            plan.unchanged += 1
            return
        labels = {spec.name: str(spec.label) for spec in self.columns}
        details = [
            f"{labels[name]}: {_told(getattr(before, name))} → {_told(getattr(after, name))}"
            for name in changed
        ]
        plan.rows.append(PlannedRow(number, "change", title, details, data=after))


COMPARED = ("title", "call", "lead", "starts_on", "ends_on", "amount", "members", "settlements")


@dataclass
class _Work:
    """What the rows are held against, read once."""

    create_missing: bool
    places: Places = field(default_factory=Places)
    missing: list[OrganisationDraft] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.programmes = {one.code: one for one in Programme.objects.order_by("-starts_on", "code")}
        self.calls = {(one.programme_id, fold(one.code)): one for one in GrantCall.objects.all()}
        self.consortia = {
            (one.programme_id, one.grant_id): one
            for one in Consortium.objects.select_related("programme", "call", "lead")
        }
        self.by_id: dict[str, Organisation] = {}
        self.by_name: dict[str, list[Organisation]] = {}
        for one in Organisation.objects.not_merged().select_related("settlement"):
            if one.external_id:
                self.by_id[one.external_id] = one
            self.by_name.setdefault(fold(one.name), []).append(one)
        self.kinds = Kinds()

    def programme(self, text: str) -> Programme:
        """The one named, else the only one there is; raises `CellError`."""
        if text in self.programmes:
            return self.programmes[text]
        if not text and len(self.programmes) == 1:
            return next(iter(self.programmes.values()))
        names = ", ".join(self.programmes)
        raise CellError(_("Write the code of a programme: %(names)s.") % {"names": names})

    def call(self, programme: Programme, text: str) -> GrantCall:
        """Raises `CellError`."""
        found = self.calls.get((programme.pk, fold(text)))
        if found is None:
            raise CellError(_("The programme has no grant call of this code."))
        return found

    def organisation(self, text: str, near: Iterable[Settlement]) -> Organisation:
        """By identifier, else by name: in the places given, else the only one of the country; raises `CellError`."""
        if text in self.by_id:
            return self.by_id[text]
        same = self.by_name.get(fold(text), [])
        for place in near:
            here = [one for one in same if one.settlement_id == place.pk]
            if len(here) == 1:
                return here[0]
        places = list(near)
        if len(same) == 1 and not places:
            return same[0]
        if self.create_missing and places:
            return self._create(text, places[0])
        if len(same) > 1:
            raise CellError(
                _("More than one organisation has this name. Write its identifier or its settlement.")
            )
        raise CellError(
            _("No organisation is known by this identifier, or by this name in the settlements of the row.")
        )

    def _create(self, name: str, settlement: Settlement) -> Organisation:
        draft = OrganisationDraft(
            name=name[:200], settlement=settlement, kind=self.kinds.named("other/other")
        )
        self.missing.append(draft)
        future = Organisation(id=draft.id, name=draft.name, settlement=settlement)
        self.by_name.setdefault(fold(name), []).append(future)
        return future


def _read(reader: Reader, work: _Work, seen: dict[tuple[Any, str], int]) -> ConsortiumDraft | None:
    programme = _programme(reader, work)
    call = reader.read("call", lambda text: work.call(programme, text)) if programme else None
    starts_on, ends_on = reader.read("starts_on", parse_day), reader.read("ends_on", parse_day)
    amount = reader.read("amount", _whole_amount)
    settlements = _places(reader, work)
    seat = reader.read("lead_settlement", work.places.named)
    near = [seat] if seat else settlements
    lead = reader.read("lead", lambda text: work.organisation(text, near))
    members = _members(reader, work, [*near, *settlements])
    for name in ("grant_id", "title", "call", "lead", "starts_on"):
        if not reader.text(name):
            reader.refuse(name, _("This cell must not be empty."))
    if starts_on and ends_on and ends_on < starts_on:
        reader.refuse("ends_on", _("A grant cannot end before it starts."))
    _refuse_long(reader)
    if programme:
        _refuse_twin(reader, programme, seen)
    if reader.errors or not (programme and call and lead and starts_on):
        return None
    return ConsortiumDraft(
        programme=programme,
        call=call,
        grant_id=reader.text("grant_id"),
        title=reader.text("title"),
        lead=lead,
        starts_on=starts_on,
        ends_on=ends_on,
        amount=amount,
        members=[Membership(each) for each in members if each.pk != lead.pk],
        settlements=[Coverage(each) for each in settlements],
    )


def _programme(reader: Reader, work: _Work) -> Programme | None:
    try:
        return work.programme(reader.text("programme"))
    except CellError as error:
        reader.refuse("programme", error.message)
        return None


def _places(reader: Reader, work: _Work) -> list[Settlement]:
    found = []
    for text in _parts(reader.text("settlements")):
        try:
            found.append(work.places.named(text))
        except CellError as error:
            reader.refuse("settlements", f"{text}: {error}")
    return list(dict.fromkeys(found))


def _members(reader: Reader, work: _Work, near: list[Settlement]) -> list[Organisation]:
    found = []
    for text in _parts(reader.text("members")):
        try:
            name, places = text, near
            if text.endswith(")") and "(" in text and text not in work.by_id:
                name, place = text[:-1].rsplit("(", 1)
                name, places = name.strip(), [work.places.named(place.strip())]
            found.append(work.organisation(name, places))
        except CellError as error:
            reader.refuse("members", f"{text}: {error}")
    return list(dict.fromkeys(found))


def _refuse_long(reader: Reader) -> None:
    for name in ("grant_id", "title"):
        limit = {"grant_id": 80, "title": 250}[name]
        if len(reader.text(name)) > limit:
            reader.refuse(name, _("At most %(limit)s characters fit here.") % {"limit": limit})


def _refuse_twin(reader: Reader, programme: Programme, seen: dict[tuple[Any, str], int]) -> None:
    key = (programme.pk, reader.text("grant_id"))
    if key in seen:
        reader.refuse("grant_id", _("This identifier stands in row %(row)s already.") % {"row": seen[key]})
    seen.setdefault(key, reader.record.number)


def _parts(text: str) -> list[str]:
    return [part for part in (each.strip() for each in text.replace("|", ";").split(";")) if part]


def _whole_amount(text: str) -> Decimal | None:
    amount = parse_amount(text)
    return None if amount is None else amount.quantize(Decimal(1))


def _organisations(draft: ConsortiumDraft) -> list[Organisation]:
    return [draft.lead, *(each.organisation for each in draft.members)]


def _kept(given: Any, before: Any, name: str) -> Any:
    """Rows already there keep their days; a table without any leaves them all."""
    if not given:
        return before
    known = {getattr(each, name): each for each in before}
    return [known.get(getattr(each, name), each) for each in given]


def _told(value: Any) -> str:
    """How a value is shown, and compared."""
    if isinstance(value, list | tuple):
        names = (str(getattr(each, "organisation", None) or each.settlement) for each in value)
        return ", ".join(sorted(names)) or "–"
    if isinstance(value, date):
        return value.isoformat()
    return "–" if value is None else str(value)
