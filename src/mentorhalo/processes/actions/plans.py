"""The action plan is written, carried out, given up in parts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.evidence.actions import sync
from mentorhalo.knowledge.models import Method

from ..choices import EXPLOITABLE, ItemState
from ..facts import PLAN_SOURCE, SWOT_SOURCE, facts_of_plan_item, facts_of_swot_item, first_done
from ..models import PlanItem, Process, SwotItem
from ..queries.plans import entries_for
from .refusals import ProcessRefused, held, held_process, refuse_ended, refuse_future, words

ENDED = (ItemState.DONE, ItemState.DROPPED)


@dataclass(frozen=True, kw_only=True)
class PlanDraft:
    goal: str
    action: str = ""
    responsible: str = ""
    partners: str = ""
    resources: str = ""
    measure: str = ""
    deadline: date | None = None
    methods: tuple[UUID, ...] = ()
    id: UUID = field(default_factory=uuid4)


NAMES = ("goal", "action", "responsible", "partners", "resources", "measure", "deadline")


@transaction.atomic
def add_plan_item(
    *, process: Process, draft: PlanDraft, source: SwotItem | None = None, by: User, at: datetime
) -> PlanItem:
    """The same draft again is the same item. Raises `ProcessRefused`."""
    process = held_process(process.pk)
    standing = PlanItem.objects.filter(pk=draft.id, process=process).first()
    if standing is not None:
        return standing
    refuse_ended(process)
    item = PlanItem(
        id=draft.id,
        process=process,
        source=source,
        written_on=timezone.localdate(at),
        written_at=at,
        written_by=by,
    )
    return _written(_filled(item, draft), by=by, at=at, methods=draft.methods)


@transaction.atomic
def plan_from_strength(*, item: SwotItem, by: User, at: datetime) -> PlanItem:
    """In one tap: the strength or opportunity is the goal, the rest is written later. Again gives the same item."""
    if item.quadrant not in EXPLOITABLE:
        raise ProcessRefused(_("Only a strength or an opportunity can be exploited."))
    process = held_process(item.session.process_id)
    standing = PlanItem.objects.filter(source=item).exclude(state=ItemState.DROPPED).first()
    if standing is not None:
        return standing
    return add_plan_item(process=process, draft=PlanDraft(goal=item.text), source=item, by=by, at=at)


@transaction.atomic
def write_plan_item(*, item: PlanItem, draft: PlanDraft, by: User, at: datetime) -> PlanItem:
    item = _held(item)
    return _written(_filled(item, draft), by=by, at=at, methods=draft.methods)


@transaction.atomic
def begin_plan_item(*, item: PlanItem, by: User, at: datetime) -> PlanItem:
    item = _held(item)
    item.state = ItemState.RUNNING
    return _written(item, by=by, at=at)


@transaction.atomic
def complete_plan_item(
    *, item: PlanItem, done_on: date, result: str, activity: UUID | None, by: User, at: datetime
) -> PlanItem:
    """Carried out on a day, with a sentence on what came of it; a log entry may show it."""
    item = _held(item)
    refuse_future(done_on, at, "done_on")
    if done_on < item.process.starts_on:
        raise ProcessRefused(_("This is before the process began."), field="done_on")
    item.result = words(result, "result", _("Say in a sentence what came of it."))[:400]
    offered = {one.pk: one for one in entries_for(item.process)} if activity else {}
    if activity is not None and activity not in offered:
        raise ProcessRefused(_("Choose from the list."), field="activity")
    item.activity = offered[activity] if activity else None
    item.state, item.done_on = ItemState.DONE, done_on
    return _written(item, by=by, at=at)


@transaction.atomic
def drop_plan_item(*, item: PlanItem, reason: str, by: User, at: datetime) -> PlanItem:
    """Given up, with the reason as its result."""
    item = _held(item)
    item.result = words(reason, "reason", _("Say why."))[:400]
    item.state = ItemState.DROPPED
    return _written(item, by=by, at=at)


@transaction.atomic
def renew_calendar_link(*, process: Process, by: User, at: datetime) -> Process:
    """The link there was opens nothing any more."""
    process = held_process(process.pk)
    process.calendar_number += 1
    process.save()
    audit.note(deed="renew_calendar_link", subject=process.reference, by=by.pk, at=at)
    return process


def tell_of_strengths(items: Iterable[SwotItem], *, by: User | None, at: datetime) -> None:
    """Let the journal say of these strengths and opportunities what holds now. Needs them as `facts_of_swot_item` does."""
    for item in items:
        holds = item.removed_at is None and item.quadrant in EXPLOITABLE and not item.session.is_open
        drafts = facts_of_swot_item(item, first_done(item.plan_items.all())) if holds else []
        sync(SWOT_SOURCE, item.pk, drafts, by=by, at=at)


def _held(item: PlanItem) -> PlanItem:
    process = held_process(item.process_id)
    refuse_ended(process)
    found = held(PlanItem.objects.all(), item.pk)
    found.process = process
    if found.state in ENDED:
        raise ProcessRefused(_("This action is carried out or given up already."))
    return found


def _filled(item: PlanItem, draft: PlanDraft) -> PlanItem:
    for name in NAMES:
        value = getattr(draft, name)
        setattr(item, name, value.replace("\r\n", "\n").strip() if isinstance(value, str) else value)
    item.goal = words(draft.goal, "goal", _("Say what you want to reach."))[:300]
    return item


def _written(item: PlanItem, *, by: User, at: datetime, methods: tuple[UUID, ...] | None = None) -> PlanItem:
    item.save()
    if methods is not None:
        withdrawn = item.methods.exclude(withdrawn_at=None)  # no form offers these any more: they stay
        item.methods.set([*Method.objects.filter(pk__in=methods), *withdrawn])
    sync(PLAN_SOURCE, item.pk, facts_of_plan_item(item), by=by, at=at)
    if item.source_id:
        rows = SwotItem.objects.select_related("session__process__programme", "session__process__settlement")
        tell_of_strengths(rows.filter(pk=item.source_id), by=by, at=at)
    return item
