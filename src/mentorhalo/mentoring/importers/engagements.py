"""`mentorhalo import engagements`: relations with communities from earlier records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.imports import ImportPlan, PlannedRow
from mentorhalo.core.tabular import CellError, ColumnSpec, Table, parse_count, parse_day
from mentorhalo.programmes.models import Programme

from ..actions.openings import (
    EngagementDraft,
    EngagementRefused,
    PauseDraft,
    open_engagements,
    refuse_engagement,
    revise_engagements,
)
from ..models import Engagement
from .cells import Reader, not_in_future, readers, rows_named, several
from .parties import Communities, Mentors, Programmes, Settlements, community_field


@dataclass
class Context:
    settlements: Settlements
    programmes: Programmes
    communities: Communities
    mentors: Mentors


class EngagementImporter:
    label = _("engagements")
    can_create_missing = True
    deeds: Mapping[str, Any] = {
        "programme": _("programmes created"),
        "community": _("communities created"),
        "mentor": _("mentors created"),
        "add": _("engagements added"),
        "change": _("engagements changed"),
    }
    columns: Sequence[ColumnSpec] = (
        ColumnSpec(
            "external_id",
            _("Identifier"),
            required=True,
            aliases=("azonosító", "id", "kapcsolat azonosító", "engagement", "engagement id"),
            help=_("The same identifier again changes that engagement."),
        ),
        ColumnSpec(
            "programme",
            _("Programme"),
            required=True,
            aliases=("program", "program kód", "programkód", "projekt", "project"),
        ),
        ColumnSpec(
            "community",
            _("Community"),
            required=True,
            aliases=("közösség", "közösség neve", "community name", "közösség megnevezése"),
        ),
        ColumnSpec(
            "settlement_code",
            _("Settlement (KSH code)"),
            required=True,
            aliases=(
                "settlement",
                "település",
                "településkód",
                "település kód",
                "település kódja",
                "ksh kód",
                "ksh",
                "ksh_code",
                "ksh azonosító",
            ),
        ),
        ColumnSpec(
            "opened_on",
            _("Opened on"),
            required=True,
            aliases=(
                "megnyitás",
                "megnyitva",
                "kezdete",
                "kezdet",
                "nyitás",
                "opened",
                "start",
                "kapcsolat kezdete",
                "megnyitás napja",
            ),
        ),
        ColumnSpec(
            "informed_on",
            _("Access given on"),
            required=True,
            aliases=(
                "informed",
                "tájékoztatás",
                "tájékoztatva",
                "hozzáférés",
                "elérés",
                "hozzáférés napja",
                "tájékoztatás napja",
                "access given",
            ),
        ),
        ColumnSpec(
            "closed_on",
            _("Closed on"),
            required=True,
            aliases=(
                "closed",
                "lezárás",
                "lezárva",
                "vége",
                "zárás",
                "end",
                "lezárás napja",
                "kapcsolat vége",
            ),
        ),
        ColumnSpec("closing_reason", _("Reason of closing"), aliases=("lezárás oka", "zárás oka", "reason")),
        ColumnSpec("mentor", _("Mentor"), aliases=("mentor neve", "mentor kód", "mentor id")),
        ColumnSpec(
            "contact_every_days",
            _("Promised contact, every … days"),
            aliases=("kapcsolattartás napokban", "ritmus", "rhythm"),
        ),
        ColumnSpec(
            "pause_from",
            _("Paused from"),
            aliases=("szünet kezdete", "szünet", "pause start"),
            help=_("Several: parted by semicolons."),
        ),
        ColumnSpec(
            "pause_until",
            _("Paused until"),
            aliases=("szünet vége", "pause end"),
            help=_("The last paused day."),
        ),
        ColumnSpec("pause_reason", _("Reason of the pause"), aliases=("szünet oka",)),
        ColumnSpec(
            "field", _("Field of the community"), aliases=("terület", "tevékenységi kör", "közösség területe")
        ),
    )

    def plan(
        self, table: Table, *, create_missing: bool = False, decisions: Mapping[str, str] | None = None
    ) -> ImportPlan:
        plan = ImportPlan()
        around = Context(
            Settlements(),
            Programmes(create_missing=create_missing),
            Communities(create_missing=create_missing),
            Mentors(create_missing=create_missing),
        )
        standing = {
            one.external_id: one
            for one in Engagement.objects.exclude(external_id="")
            .select_related("programme")
            .prefetch_related("pauses")
        }
        today = timezone.localdate()
        seen: dict[str, int] = {}
        odd: list[int] = []
        parsed: list[tuple[Reader, EngagementDraft, Programme]] = []
        for row in readers(table):
            found = self._row(row, around, seen, today)
            if found is not None and not row.errors:
                draft, programme = found
                around.programmes.begins(programme, draft.opened_on)
                parsed.append((row, draft, programme))
            plan.errors += row.errors
        for row, draft, programme in parsed:
            earlier = standing.get(draft.external_id)
            whole = _settled_pauses(draft if earlier is None else _laid_over(draft, earlier, row))
            try:
                refuse_engagement(whole, programme, today, strict=False)
            except EngagementRefused as refusal:
                row.refuse(refusal.field or "external_id", str(refusal))
                plan.errors += row.errors
                continue
            if whole.informed_on and not _within(whole.informed_on, whole.opened_on, whole.closed_on):
                odd.append(row.record.number)
            if earlier is None:
                plan.rows.append(PlannedRow(row.record.number, "add", draft.external_id, data=whole))
            elif earlier.programme.code != programme.code:
                row.refuse("programme", _("This engagement stands in another programme."))
                plan.errors += row.errors
            elif _differs(whole, earlier):
                plan.rows.append(PlannedRow(row.record.number, "change", draft.external_id, data=whole))
            else:
                plan.unchanged += 1
        plan.errors.sort(key=lambda error: error.row)
        plan.rows = [
            *around.programmes.planned(),
            *around.communities.planned(),
            *around.mentors.planned(),
            *plan.rows,
        ]
        if around.settlements.was_empty:
            plan.notes.append(
                _("The register of settlements was empty; the one that is shipped is loaded first.")
            )
        if odd:
            plan.notes.append(
                gettext(
                    "Access is dated before the opening or after the closing in rows %(rows)s; it was let through."
                )
                % {"rows": rows_named(odd)}
            )
        plan.context = around
        return plan

    @transaction.atomic
    def apply(self, plan: ImportPlan, *, by: User | None, at: datetime) -> dict[str, int]:
        around: Context = plan.context
        around.settlements.create()
        programmes = around.programmes.create(by=by, at=at)
        around.communities.create(by=by, at=at)
        mentors = around.mentors.create(by=by, at=at)

        def settled(draft: EngagementDraft) -> EngagementDraft:
            mentor = mentors.get(draft.mentor, draft.mentor) if draft.mentor else None
            return replace(draft, programme=programmes.get(draft.programme, draft.programme), mentor=mentor)

        new = [settled(row.data) for row in plan.rows if row.deed == "add"]
        changed = [settled(row.data) for row in plan.rows if row.deed == "change"]
        open_engagements(drafts=new, by=by, at=at, strict=False)
        if changed:
            revise_engagements(drafts=changed, by=by, at=at, strict=False)
        return plan.counts()

    def _row(
        self, row: Reader, around: Context, seen: dict[str, int], today: date
    ) -> tuple[EngagementDraft, Programme] | None:
        past = not_in_future(today, parse_day)
        external_id = row.identifier(Engagement)
        if external_id in seen:
            row.refuse(
                "external_id",
                gettext("This identifier stands in row %(row)s already.") % {"row": seen[external_id]},
            )
        elif external_id:
            seen[external_id] = row.record.number
        programme = row.needed("programme", around.programmes.of)
        settlement = row.read("settlement_code", around.settlements.of)
        what = row.read("field", community_field)
        community = None
        if not any(error.column == row.table.heading_of("settlement_code") for error in row.errors):
            community = row.needed(
                "community", lambda text: around.communities.of(text, settlement, what or "other")
            )
        days = {name: row.read(name, past) for name in ("informed_on", "closed_on")}
        opened_on = row.needed("opened_on", past)
        mentor = row.read("mentor", around.mentors.of)
        every = row.read("contact_every_days", parse_count)
        if every is not None and not 1 <= every <= 366:
            row.refuse("contact_every_days", _("Promise a contact at least once a year, at most once a day."))
        pauses = _pauses(row, past)
        if row.errors or community is None:
            return None
        draft = EngagementDraft(
            programme=programme.pk,
            community=community,
            opened_on=opened_on,
            mentor=mentor,
            closing_reason=row["closing_reason"][:200],
            contact_every_days=every or 45,
            pauses=pauses,
            external_id=external_id,
            **days,
        )
        return draft, programme


def _pauses(row: Reader, past: Any) -> tuple[PauseDraft, ...]:
    starts, ends, reasons = (several(row[name]) for name in ("pause_from", "pause_until", "pause_reason"))
    if (ends or reasons) and not starts:
        row.refuse("pause_from", _("A pause needs the day it began."))
        return ()
    if len(starts) > 1 and len(ends) not in (len(starts), len(starts) - 1):
        row.refuse("pause_until", _("There are more or fewer ends than beginnings of pauses."))
        return ()
    found = []
    for place, start in enumerate(starts):
        try:
            found.append(
                PauseDraft(
                    starts_on=past(start),
                    ends_on=parse_day(ends[place]) if place < len(ends) else None,
                    reason=(reasons[min(place, len(reasons) - 1)] if reasons else "")[:200],
                )
            )
        except CellError as error:
            row.refuse("pause_from", error.message)
    return tuple(found)


def _laid_over(draft: EngagementDraft, earlier: Engagement, row: Reader) -> EngagementDraft:
    """What the row says, over what stands there already."""
    pauses = tuple(PauseDraft(one.starts_on, one.ends_on, one.reason) for one in earlier.pauses.all())
    return replace(
        draft,
        id=earlier.pk,
        programme=earlier.programme_id,
        informed_on=draft.informed_on or earlier.informed_on,
        closed_on=draft.closed_on or earlier.closed_on,
        closing_reason=draft.closing_reason or earlier.closing_reason,
        mentor=draft.mentor or earlier.mentor_id,
        contact_every_days=draft.contact_every_days
        if row["contact_every_days"]
        else earlier.contact_every_days,
        pauses=draft.pauses or pauses,
    )


def _settled_pauses(draft: EngagementDraft) -> EngagementDraft:
    """A pause ends with its engagement at the latest."""
    last = draft.closed_on
    if last is None:
        return draft
    pauses = (
        replace(one, ends_on=min(one.ends_on or last, max(last, one.starts_on))) for one in draft.pauses
    )
    return replace(draft, pauses=tuple(pauses))


def _differs(draft: EngagementDraft, earlier: Engagement) -> bool:
    pauses = sorted((one.starts_on, one.ends_on or date.max, one.reason) for one in earlier.pauses.all())
    return (
        draft.community != earlier.community_id
        or draft.opened_on != earlier.opened_on
        or draft.informed_on != earlier.informed_on
        or draft.closed_on != earlier.closed_on
        or draft.closing_reason != earlier.closing_reason
        or draft.mentor != earlier.mentor_id
        or draft.contact_every_days != earlier.contact_every_days
        or sorted((one.starts_on, one.ends_on or date.max, one.reason) for one in draft.pauses) != pauses
    )


def _within(day: date, first: date, last: date | None) -> bool:
    return first <= day and (last is None or day <= last)
