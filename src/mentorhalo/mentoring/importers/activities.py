"""`mentorhalo import activities`: log entries from earlier records."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.hungarian import fold
from mentorhalo.core.imports import ImportPlan, PlannedRow
from mentorhalo.core.tabular import CellError, ColumnSpec, Table, parse_count, parse_day
from mentorhalo.partners.models import Consortium, Organisation

from ..actions.activities import log_activities, revise_activities
from ..actions.entries import ActivityDraft, Desk, EntryRefused
from ..choices import ActivityState, Channel, CountingMethod
from ..models import Activity, Engagement
from .cells import Kinds, Reader, channel_of, not_in_future, readers, rows_named, several, yes_or_no
from .parties import Mentors, Settlements

# Columns of a draft that a row may leave unsaid, and then what stands already holds.
COMPARED = {
    "engagement": "engagement_id",
    "occurred_on": "occurred_on",
    "channel": "channel",
    "is_two_way": "is_two_way",
    "participants": "participants",
    "mentor": "mentor_id",
    "minutes": "minutes",
    "settlement": "settlement_id",
    "consortium": "consortium_id",
    "public_sentence": "public_sentence",
    "counting_method": "counting_method",
    "state": "state",
}
# In which of the file's columns a refusal of the domain is shown.
COLUMN_OF = {"is_two_way": "two_way", "settlement": "settlement_code"}


class ActivityImporter:
    label = _("log entries")
    can_create_missing = True
    deeds: Mapping[str, Any] = {
        "mentor": _("mentors created"),
        "add": _("entries added"),
        "change": _("entries changed"),
    }
    columns: Sequence[ColumnSpec] = (
        ColumnSpec(
            "external_id",
            _("Identifier"),
            required=True,
            aliases=("azonosító", "id", "bejegyzés azonosító", "activity", "activity id", "naplóazonosító"),
            help=_("The same identifier again changes that entry."),
        ),
        ColumnSpec(
            "engagement",
            _("Engagement"),
            required=True,
            aliases=(
                "engagement id",
                "kapcsolat",
                "kapcsolat azonosító",
                "mentori kapcsolat",
                "közösség azonosító",
            ),
            help=_("The identifier by which the engagement was imported."),
        ),
        ColumnSpec(
            "occurred_on",
            _("Day"),
            required=True,
            aliases=("dátum", "nap", "date", "day", "mikor", "időpont", "alkalom napja", "occurred"),
        ),
        ColumnSpec(
            "kind",
            _("What was done"),
            required=True,
            aliases=(
                "típus",
                "fajta",
                "type",
                "tevékenység",
                "tevékenység típusa",
                "activity type",
                "activity kind",
                "jelleg",
            ),
        ),
        ColumnSpec(
            "channel",
            _("Channel"),
            required=True,
            aliases=("csatorna", "forma", "mód", "módja", "kapcsolattartás módja"),
        ),
        ColumnSpec(
            "two_way",
            _("Two-way"),
            required=True,
            aliases=(
                "kétirányú",
                "kétoldalú",
                "two way contact",
                "is two way",
                "kölcsönös",
                "kétirányú kapcsolat",
            ),
        ),
        ColumnSpec(
            "approved",
            _("Approved"),
            required=True,
            aliases=(
                "jóváhagyott",
                "jóváhagyva",
                "elfogadva",
                "elfogadott",
                "is approved",
                "állapot",
                "state",
                "status",
            ),
        ),
        ColumnSpec(
            "participants",
            _("Participants"),
            required=True,
            aliases=(
                "résztvevők",
                "résztvevő",
                "résztvevők száma",
                "létszám",
                "fő",
                "attendance",
                "headcount",
            ),
        ),
        ColumnSpec("mentor", _("Mentor"), required=True, aliases=("mentor neve", "mentor kód", "mentor id")),
        ColumnSpec(
            "minutes", _("Minutes"), aliases=("perc", "időtartam", "duration", "hossz", "időtartam perc")
        ),
        ColumnSpec(
            "settlement_code",
            _("Where (KSH code)"),
            aliases=(
                "település",
                "településkód",
                "település kódja",
                "ksh kód",
                "ksh",
                "settlement",
                "helyszín",
                "place",
            ),
        ),
        ColumnSpec(
            "consortium",
            _("Consortium (grant identifier)"),
            aliases=("konzorcium", "projekt", "támogatás azonosító", "grant", "grant id"),
        ),
        ColumnSpec(
            "organisation",
            _("Organisations"),
            aliases=("szervezet", "intézmény", "organisations", "institution"),
            help=_("Several: parted by semicolons."),
        ),
        ColumnSpec(
            "public_sentence",
            _("Public sentence"),
            aliases=("nyilvános mondat", "mondat", "leírás", "description", "summary"),
        ),
        ColumnSpec("counting_method", _("How counted"), aliases=("számlálás módja", "számlálás", "method")),
    )

    def plan(
        self, table: Table, *, create_missing: bool = False, decisions: Mapping[str, str] | None = None
    ) -> ImportPlan:
        plan = ImportPlan()
        book = _Book(create_missing=create_missing)
        seen: dict[str, int] = {}
        early: list[int] = []
        for row in readers(table):
            draft = book.draft_of(row, seen)
            if draft is not None and not row.errors:
                number = row.record.number
                earlier = book.standing.get(draft.external_id)
                if draft.engagement and draft.occurred_on < book.desk.engagements[draft.engagement][1]:
                    early.append(number)
                if earlier is None:
                    plan.rows.append(PlannedRow(number, "add", draft.external_id, data=draft))
                elif book.differs(draft, earlier, row):
                    plan.rows.append(
                        PlannedRow(number, "change", draft.external_id, data=(draft, earlier["id"]))
                    )
                else:
                    plan.unchanged += 1
            plan.errors += row.errors
        plan.rows = [*book.mentors.planned(), *plan.rows]
        if early:
            plan.notes.append(
                gettext("Rows %(rows)s are dated before their engagement's opening; they were let through.")
                % {"rows": rows_named(early)}
            )
        plan.context = book
        return plan

    @transaction.atomic
    def apply(self, plan: ImportPlan, *, by: User | None, at: datetime) -> dict[str, int]:
        book: _Book = plan.context
        mentors = book.mentors.create(by=by, at=at)

        def settled(draft: ActivityDraft) -> ActivityDraft:
            if draft.mentor in mentors:
                return replace(draft, mentor=mentors[draft.mentor])
            return draft

        log_activities(drafts=(settled(row.data) for row in plan.rows if row.deed == "add"), by=by, at=at)
        changed = [row.data for row in plan.rows if row.deed == "change"]
        if changed:
            standing = Activity.objects.in_bulk([pk for _draft, pk in changed])
            lists = _lists_of(list(standing))
            drafts = (settled(_laid_over(draft, standing[pk], lists.get(pk, ()))) for draft, pk in changed)
            revise_activities(drafts=drafts, by=by, at=at)
        return plan.counts()


class _Book:
    """All a row may name, read once. Ten queries."""

    def __init__(self, *, create_missing: bool) -> None:
        self.today = timezone.localdate()
        self.settlements = Settlements()
        self.mentors = Mentors(create_missing=create_missing)
        self.kinds = Kinds()
        self.engagements: dict[str, UUID] = dict(
            Engagement.objects.exclude(external_id="").values_list("external_id", "pk")
        )
        self.consortia: dict[str, UUID] = {
            fold(grant): pk for grant, pk in Consortium.objects.values_list("grant_id", "pk")
        }
        self.organisations = _organisations()
        self.desk = Desk.for_everything()
        columns = ["id", "external_id", "kind_id", *COMPARED.values()]
        self.standing = {
            one["external_id"]: one for one in Activity.objects.exclude(external_id="").values(*columns)
        }
        self.past = cache(not_in_future(self.today, parse_day))
        self.only_programme = self._only_programme()

    def draft_of(self, row: Reader, seen: dict[str, int]) -> ActivityDraft | None:
        """The entry a row stands for; None, and errors in the row, where it cannot be."""
        external_id = row.identifier(Activity)
        if external_id in seen:
            row.refuse(
                "external_id",
                gettext("This identifier stands in row %(row)s already.") % {"row": seen[external_id]},
            )
        elif external_id:
            seen[external_id] = row.record.number
        engagement = row.read("engagement", self._engagement)
        occurred_on: date | None = row.needed("occurred_on", self.past)
        kind = row.read("kind", self.kinds.of)
        channel = row.read("channel", channel_of)
        two_way = row.read("two_way", yes_or_no)
        approved = row.read("approved", yes_or_no)
        participants = row.read("participants", parse_count)
        mentor = row.read("mentor", self.mentors.of)
        minutes = row.read("minutes", parse_count)
        settlement = row.read("settlement_code", self.settlements.of)
        consortium = row.read("consortium", self._consortium)
        organisations = row.read("organisation", self._organisations)
        counted = row.read("counting_method", _counting_method)
        if engagement is None and not row["engagement"] and not (consortium or organisations):
            row.refuse("engagement", _("This cell must not be empty."))
        if row.errors or occurred_on is None:
            return None
        draft = ActivityDraft(
            external_id=external_id,
            kind=kind,
            occurred_on=occurred_on,
            mentor=mentor,
            engagement=engagement,
            programme=None if engagement else self.only_programme,
            consortium=consortium,
            organisations=organisations or (),
            settlement=settlement,
            channel=channel or Channel.IN_PERSON,
            is_two_way=bool(two_way),
            minutes=minutes,
            participants=participants,
            counting_method=counted or "",
            public_sentence=row["public_sentence"],
            state=ActivityState.APPROVED if approved else ActivityState.SUBMITTED,
        )
        try:
            self.desk.refuse(draft, self.desk.programme_of(draft), self.today)
        except EntryRefused as refusal:
            row.refuse(COLUMN_OF.get(refusal.field, refusal.field) or "external_id", str(refusal))
            return None
        return draft

    def differs(self, draft: ActivityDraft, earlier: Mapping[str, Any], row: Reader) -> bool:
        if self.kinds.ids[draft.kind] != earlier["kind_id"]:
            return True
        for name, column in COMPARED.items():
            said = row[COLUMN_OF.get(name, "approved" if name == "state" else name)]
            if said and getattr(draft, name) != earlier[column]:
                return True
        return False

    def _engagement(self, text: str) -> UUID | None:
        if not text:
            return None
        if text not in self.engagements:
            raise CellError(_("No engagement has this identifier. Import the engagements first."))
        return self.engagements[text]

    def _consortium(self, text: str) -> UUID | None:
        if not text:
            return None
        if fold(text) not in self.consortia:
            raise CellError(_("No consortium has this grant identifier."))
        return self.consortia[fold(text)]

    def _organisations(self, text: str) -> tuple[UUID, ...]:
        found = []
        for name in several(text):
            pk = self.organisations.get(fold(name))
            if pk is None:
                raise CellError(_("No organisation, or more than one, is called so. Give its identifier."))
            found.append(pk)
        return tuple(dict.fromkeys(found))

    def _only_programme(self) -> UUID | None:
        return next(iter(self.desk.programmes)) if len(self.desk.programmes) == 1 else None


def _organisations() -> dict[str, UUID]:
    """By folded identifier, and by folded name where it is the only one."""
    found: dict[str, UUID] = {}
    twice: set[str] = set()
    rows = Organisation.objects.not_merged().values_list("pk", "external_id", "name_search")
    identifiers: dict[str, UUID] = {}
    for pk, external_id, name in rows:
        if name in found:
            twice.add(name)
        found[name] = pk
        if external_id:
            identifiers[fold(external_id)] = pk
    for name in twice:
        del found[name]
    return found | identifiers


@cache
def _counting_method(text: str) -> str:
    words = fold(text)
    if not words:
        return ""
    for method in CountingMethod:
        if words in (fold(method.value), fold(str(method.label))):
            return str(method)
    raise CellError(_("Not a known way of counting: sheet, headcount or estimate."))


def _lists_of(activities: Sequence[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    rows = Activity.organisations.through.objects.filter(activity__in=activities).order_by("pk")
    found: dict[UUID, tuple[UUID, ...]] = {}
    for activity, organisation in rows.values_list("activity_id", "organisation_id"):
        found[activity] = (*found.get(activity, ()), organisation)
    return found


def _laid_over(draft: ActivityDraft, earlier: Activity, organisations: tuple[UUID, ...]) -> ActivityDraft:
    """What the row says, over what stands there already."""
    return replace(
        draft,
        id=earlier.pk,
        engagement=draft.engagement or earlier.engagement_id,
        mentor=draft.mentor or earlier.mentor_id,
        consortium=draft.consortium or earlier.consortium_id,
        organisations=draft.organisations or organisations,
        settlement=draft.settlement or earlier.settlement_id,
        minutes=earlier.minutes if draft.minutes is None else draft.minutes,
        participants=earlier.participants if draft.participants is None else draft.participants,
        counting_method=draft.counting_method or earlier.counting_method,
        public_sentence=draft.public_sentence or earlier.public_sentence,
        group_note=earlier.group_note,
        new_participants=earlier.new_participants,
        started_at=earlier.started_at,
        outcome=earlier.outcome,
        next_step=earlier.next_step,
        next_step_on=earlier.next_step_on,
        topics=earlier.topics,
        travel_from=earlier.travel_from,
        travel_km=earlier.travel_km,
    )
