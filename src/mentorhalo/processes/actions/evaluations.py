"""Evaluations from outside and from within: opened, written, closed for good."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit

from ..choices import HIGHEST_MARK, Perspective
from ..models import Dimension, Evaluation, Mark, PlanItem, Process
from ..queries.evaluations import dimensions_for, entries_to_point_at, stamp_of, standings
from .refusals import ProcessRefused, held, held_process, refuse_ended, refuse_future

BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class MarkDraft:
    """A mark with what shows it: a sentence, a log entry, an action of the plan, or several of them."""

    dimension: str  # code
    value: int
    sentence: str = ""
    activity: UUID | None = None
    plan_item: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class EvaluationDraft:
    """A closed evaluation that is brought in."""

    process: Process
    perspective: Perspective
    held_on: date
    said: dict[str, str]
    marks: Sequence[MarkDraft]
    participants: int | None = None
    id: UUID = field(default_factory=uuid4)


@transaction.atomic
def open_evaluation(
    *, process: Process, perspective: Perspective, held_on: date, by: User, at: datetime
) -> Evaluation:
    """From outside: the situation picture first, once; then the yearly ones. Raises `ProcessRefused`."""
    process = _begun(process, held_on, at)
    pictures = process.evaluations.filter(perspective=Perspective.PICTURE)
    if perspective == Perspective.YEARLY and not pictures.closed().exists():
        raise ProcessRefused(_("The situation picture comes first: write and close it."), field="perspective")
    return _opened(process, perspective, held_on, by, at)


@transaction.atomic
def open_self_evaluation(*, process: Process, held_on: date, by: User, at: datetime) -> Evaluation:
    """From within; refused with every condition that does not hold yet."""
    process = _begun(process, held_on, at)
    missing = [one.words for one in standings(process) if not one.holds]
    if missing:
        raise ProcessRefused(_("Not yet: %(missing)s") % {"missing": " ".join(missing)})
    return _opened(process, Perspective.OWN, held_on, by, at)


@transaction.atomic
def write_evaluation(
    *,
    evaluation: Evaluation,
    held_on: date,
    said: dict[str, str],
    marks: Sequence[MarkDraft],
    participants: int | None = None,
    seen: str = "",
    by: User,
    at: datetime,
) -> Evaluation:
    """What is known so far; `said` holds the summary, or the steps of LEAP by name. The marks take the place of earlier ones.

    `seen` is `stamp_of` what the writer began from: whoever wrote meanwhile is not written over.
    """
    evaluation = _held(evaluation)
    if seen and seen != stamp_of(evaluation):
        raise ProcessRefused(
            _(
                "Somebody else wrote in it meanwhile. Look at it in another window: what you keep now takes its place."
            ),
            field="seen",
        )
    _refuse_day(evaluation.process, held_on, at)
    evaluation.held_on, evaluation.participants = held_on, participants
    _say(evaluation, said)
    evaluation.save()
    made = _marks(evaluation, marks)
    evaluation.marks.all().delete()
    Mark.objects.bulk_create(made)
    return evaluation


@transaction.atomic
def close_evaluation(*, evaluation: Evaluation, by: User, at: datetime) -> Evaluation:
    """From now on everybody who may see the process sees it, and it stays as it is."""
    evaluation = _held(evaluation)
    asked = Evaluation.LEAP if evaluation.is_own else ("summary",)
    for name in asked:
        if not getattr(evaluation, name):
            label = Evaluation._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            raise ProcessRefused(_("Write this before closing: %(part)s.") % {"part": label})
    if not evaluation.marks.exists():
        raise ProcessRefused(_("Mark at least one dimension before closing."))
    evaluation.closed_at, evaluation.closed_by = at, by
    evaluation.save()
    audit.note(deed="close_evaluation", subject=f"evaluation:{evaluation.pk}", by=by.pk, at=at)
    return evaluation


@transaction.atomic
def record_evaluations(*, drafts: Iterable[EvaluationDraft], by: User | None, at: datetime) -> int:
    """Closed ones, by the hundred. Four queries and one for each thousand rows."""
    dimensions = {one.code: one for one in Dimension.objects.in_use()}
    made, marks = [], []
    for draft in drafts:
        one = Evaluation(
            id=draft.id,
            process=draft.process,
            perspective=draft.perspective,
            held_on=draft.held_on,
            participants=draft.participants,
            opened_at=at,
            opened_by=by,
            closed_at=at,
            closed_by=by,
        )
        _say(one, draft.said)
        made.append(one)
        marks += [_mark(one, dimensions[said.dimension], said) for said in draft.marks]
    Evaluation.objects.bulk_create(made, batch_size=BATCH)
    Mark.objects.bulk_create(marks, batch_size=BATCH)
    return len(made)


def _begun(process: Process, held_on: date, at: datetime) -> Process:
    process = held_process(process.pk)
    refuse_ended(process)
    _refuse_day(process, held_on, at)
    return process


def _refuse_day(process: Process, held_on: date, at: datetime) -> None:
    refuse_future(held_on, at, "held_on")
    if held_on < process.starts_on:
        raise ProcessRefused(_("This is before the process began."), field="held_on")


def _opened(process: Process, perspective: Perspective, held_on: date, by: User, at: datetime) -> Evaluation:
    try:
        with transaction.atomic():
            return Evaluation.objects.create(
                process=process, perspective=perspective, held_on=held_on, opened_by=by, opened_at=at
            )
    except IntegrityError:
        if perspective == Perspective.PICTURE:
            raise ProcessRefused(_("This process has its situation picture already.")) from None
        raise ProcessRefused(_("One is being written already.")) from None


def _held(evaluation: Evaluation) -> Evaluation:
    process = held_process(evaluation.process_id)
    refuse_ended(process)
    found = held(Evaluation.objects.all(), evaluation.pk)
    found.process = process
    if not found.is_open:
        raise ProcessRefused(_("This evaluation is closed: it stays as it is."))
    return found


def _say(evaluation: Evaluation, said: dict[str, str]) -> None:
    for name in Evaluation.LEAP if evaluation.is_own else ("summary",):
        setattr(evaluation, name, said.get(name, "").replace("\r\n", "\n").strip())


def _marks(evaluation: Evaluation, drafts: Sequence[MarkDraft]) -> list[Mark]:
    dimensions = {one.code: one for one in dimensions_for(evaluation)}
    process = evaluation.process
    asked = any(one.activity for one in drafts)
    entries = {one.pk for one in entries_to_point_at(evaluation)} if asked else set()
    items = set(PlanItem.objects.filter(process=process).values_list("pk", flat=True))
    for draft in drafts:
        if draft.dimension not in dimensions or not 0 <= draft.value <= HIGHEST_MARK:
            raise ProcessRefused(_("Choose from the list."), field=f"mark_{draft.dimension}")
        if draft.activity is not None and draft.activity not in entries:
            raise ProcessRefused(_("Choose from the list."), field=f"entry_{draft.dimension}")
        if draft.plan_item is not None and draft.plan_item not in items:
            raise ProcessRefused(_("Choose from the list."), field=f"item_{draft.dimension}")
        if not (draft.sentence.strip() or draft.activity or draft.plan_item):
            raise ProcessRefused(
                _("Say in a sentence what shows it, or choose a log entry or an action."),
                field=f"shows_{draft.dimension}",
            )
    return [_mark(evaluation, dimensions[draft.dimension], draft) for draft in drafts]


def _mark(evaluation: Evaluation, dimension: Dimension, draft: MarkDraft) -> Mark:
    return Mark(
        evaluation=evaluation,
        dimension=dimension,
        value=draft.value,
        sentence=" ".join(draft.sentence.split())[:400],
        activity_id=draft.activity,
        plan_item_id=draft.plan_item,
    )
