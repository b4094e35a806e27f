"""The life of an entry until it is sent in: written, kept as a draft, changed, corrected."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.core.rows import insert_rows, whole
from mentorhalo.evidence.actions import FactDraft, sync_many

from .. import sealing
from ..choices import ActivityState
from ..facts import ACTIVITY_SOURCE, all_surroundings, facts_of_activity
from ..models import Activity, ActivityRevision, Appointment, PeriodClosing, PrivateNote
from ..models.activities import COUNTING_STATES
from ..queries.derivations import organisations_of
from ..signals import activities_revised, activity_revised, activity_submitted
from .entries import PLAIN, POINTING, ActivityDraft, Desk, EntryRefused, moments_of
from .journal import tell_of_activities

BATCH = 2000
# What an entry names several of, and the column that names one.
LISTS = {"organisations": "organisation_id", "other_mentors": "mentor_id", "methods": "method_id"}


class NotYours(EntryRefused):
    """Only who wrote an entry (or the office) changes it."""


class PeriodClosed(EntryRefused):
    """The period of the entry is closed: it changes by a correction alone."""


class NotYet(EntryRefused):
    """A correction is for what was approved; before that the entry itself is changed."""


def log_activity(
    *, draft: ActivityDraft, appointment: Appointment | None = None, by: User | None, at: datetime
) -> Activity:
    """Write an entry; with state `draft` it waits for its author. Repeating it (the same id) returns the first one.

    The same id from somebody else is refused. What it was planned as (`appointment`) counts as done.
    """
    earlier = Activity.objects.filter(pk=draft.id).first()
    if earlier is not None:
        return _repeated(earlier, by)
    activity = Desk.for_drafts([draft]).built(draft, at=at, by=by)
    try:
        with transaction.atomic():
            activity.save(force_insert=True)
            _set_lists(activity, draft)
            if draft.private_note:
                _seal_note(activity, draft, by, at)
            if appointment is not None:
                Appointment.objects.filter(pk=appointment.pk, activity=None).update(activity=activity)
            if activity.state in COUNTING_STATES:
                tell_of_activities([activity.pk], by=by, at=at, fresh=True)
                activity_submitted.send(Activity, activity=activity, by=by, at=at)
    except IntegrityError:
        earlier = Activity.objects.filter(pk=draft.id).first()  # the same sending, twice at once
        if earlier is None:
            raise
        return _repeated(earlier, by)
    return activity


def save_draft(*, draft: ActivityDraft, by: User, at: datetime) -> Activity:
    """Keep an unfinished entry: nobody but its author sees it and it counts nowhere."""
    if draft.state != ActivityState.DRAFT:
        raise ValueError("a draft has the state draft")
    return log_activity(draft=draft, by=by, at=at)


@transaction.atomic
def log_activities(*, drafts: Iterable[ActivityDraft], by: User | None, at: datetime) -> int:
    """Write many new entries at once, each known to the journal from its own decision or sending.

    The ids are promised to be new. Returns how many were written.
    """
    drafts = list(drafts)
    desk = Desk.for_drafts(drafts)
    around = all_surroundings()
    for batch in batched(drafts, BATCH):
        activities = [desk.built(draft, at=at, by=by) for draft in batch]
        insert_rows(Activity, activities)
        _bulk_lists(batch)
        notes = [
            PrivateNote(
                activity_id=draft.id,
                author=by,
                sealed_text=sealing.seal(draft.private_note, author=by.pk),
                written_at=activity.created_at,
            )
            for draft, activity in zip(batch, activities, strict=True)
            if draft.private_note and by
        ]
        PrivateNote.objects.bulk_create(notes)
        search.changed("entry", [activity.pk for activity in activities])
        facts: Iterator[tuple[str, list[FactDraft]]] = (
            (str(activity.pk), facts_of_activity(activity, draft.organisations, around))
            for draft, activity in zip(batch, activities, strict=True)
        )
        sync_many(ACTIVITY_SOURCE, facts, by=by, at=moments_of(activities), fresh=True)
    return len(drafts)


@transaction.atomic
def revise_activity(*, activity: Activity, draft: ActivityDraft, by: User | None, at: datetime) -> Activity:
    """Change what an entry says. What it said before is kept; an approved entry waits for approval again.

    A draft or a returned entry is sent in if `draft.state` says submitted. Nothing changed: nothing happens.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    _refuse_stranger(activity, by)
    _refuse_closed(activity, draft.occurred_on)
    desk = Desk.for_drafts([draft])
    wanted = desk.built(draft, at=at, by=by)
    if draft.kind in desk.wordless:
        _refuse_what_stays(activity, draft, by)
    changed = _apply(activity, wanted, draft, by=by, at=at)
    _seal_note(activity, draft, by, at)
    sends_in = draft.state == ActivityState.SUBMITTED and activity.state not in COUNTING_STATES
    if not changed and not sends_in:
        return activity
    if (changed and activity.state == ActivityState.APPROVED) or sends_in:
        activity.state = ActivityState.SUBMITTED
        activity.submitted_at = at
        activity.decided_at = activity.decided_by = None
    activity.save()
    tell_of_activities([activity.pk], by=by, at=at)
    if sends_in:
        activity_submitted.send(Activity, activity=activity, by=by, at=at)
    elif activity.state in COUNTING_STATES:
        activity_revised.send(Activity, activity=activity, by=by, at=at)
    return activity


@transaction.atomic
def revise_activities(*, drafts: Iterable[ActivityDraft], by: User | None, at: datetime) -> int:
    """Make entries of earlier records (`external_id`) what the drafts say, their state too. Closed periods refuse."""
    wanted = {draft.id: draft for draft in drafts}
    if not wanted:
        return 0
    desk = Desk.for_drafts(wanted.values())
    standing = Activity.objects.select_for_update(of=("self",)).in_bulk(list(wanted))
    changed = []
    for pk, draft in wanted.items():
        activity = standing[pk]
        _refuse_closed(activity, draft.occurred_on)
        fresh = desk.built(draft, at=at, by=by)
        told = _apply(activity, fresh, draft, by=by, at=at)
        if draft.state != activity.state:
            activity.state, activity.decided_at, activity.decided_by_id = draft.state, fresh.decided_at, None
            told = True
        if told:
            activity.save()
            changed.append(pk)
    tell_of_activities(changed, by=by, at=at)
    if changed:
        activities_revised.send(Activity, activities=changed, by=by, at=at)
    return len(changed)


@transaction.atomic
def submit_activity(*, activity: Activity, by: User | None, at: datetime) -> Activity:
    """Send a draft or a returned entry in as it stands. An entry sent in already stays as it is."""
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if activity.state in COUNTING_STATES:
        return activity
    _refuse_stranger(activity, by)
    draft = draft_of(activity, state=ActivityState.SUBMITTED)
    desk = Desk.for_drafts([draft])
    desk.refuse(draft, desk.programme_of(draft), timezone.localdate(at))
    activity.state = ActivityState.SUBMITTED
    activity.submitted_at = at
    activity.save(update_fields=["state", "submitted_at"])
    tell_of_activities([activity.pk], by=by, at=at)
    activity_submitted.send(Activity, activity=activity, by=by, at=at)
    return activity


@transaction.atomic
def discard_draft(*, activity: Activity, by: User) -> None:
    """Throw away a draft nobody else has ever seen."""
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    _refuse_stranger(activity, by)
    if activity.state != ActivityState.DRAFT or activity.submitted_at or activity.corrects_id:
        raise EntryRefused(_("Only a draft that was never sent in can be thrown away."))
    for evidence_file in activity.evidence_files.all():
        transaction.on_commit(partial(evidence_file.file.delete, save=False))
    activity.delete()


@transaction.atomic
def correct_activity(
    *,
    original: Activity,
    draft: ActivityDraft,
    reason: str,
    is_annulment: bool = False,
    by: User | None,
    at: datetime,
) -> Activity:
    """A new entry in the place of an approved one; on its approval the original counts no more.

    An annulment takes the original back and says nothing instead. Repeating it (the same id) returns the first one.
    """
    original = Activity.objects.select_for_update(of=("self",)).get(pk=original.pk)
    earlier = Activity.objects.filter(corrects=original).first()
    if earlier is not None:
        if earlier.pk == draft.id:
            return _repeated(earlier, by)
        raise EntryRefused(_("There is a correction of this entry already. Change that one."))
    _refuse_stranger(original, by)
    if original.state != ActivityState.APPROVED:
        raise NotYet(_("This entry is not approved yet: change the entry itself."))
    if not reason.strip():
        raise EntryRefused(_("A correction needs a reason."), field="reason")
    correction = Desk.for_drafts([draft]).built(draft, at=at, by=by)
    correction.corrects = original
    correction.correction_reason = reason.strip()[:200]
    correction.is_annulment = is_annulment
    correction.save(force_insert=True)
    _set_lists(correction, draft)
    _seal_note(correction, draft, by, at)
    tell_of_activities([correction.pk], by=by, at=at)
    activity_submitted.send(Activity, activity=correction, by=by, at=at)
    return correction


def draft_of(activity: Activity, **changes: Any) -> ActivityDraft:
    """The entry as a draft of itself, e.g. to begin a correction. Four queries."""
    values: dict[str, Any] = {name: getattr(activity, name) for name in PLAIN}
    values |= {name: getattr(activity, column) for name, column in POINTING.items()}
    values |= {
        "id": activity.pk,
        "kind": activity.kind.code,
        "state": activity.state,
        "organisations": tuple(organisations_of([activity.pk]).get(activity.pk, ())),
        "other_mentors": tuple(activity.other_mentors.values_list("pk", flat=True)),
        "methods": tuple(activity.methods.values_list("pk", flat=True)),
    }
    return ActivityDraft(**(values | changes))


def is_locked(activity: Activity) -> bool:
    """Sent in, and its period closed: it changes by a correction alone. One query."""
    return activity.state in COUNTING_STATES and _closed(activity.programme_id, activity.occurred_on)


def _closed(programme_id: UUID, day: date) -> bool:
    return PeriodClosing.objects.filter(programme=programme_id, until__gte=day).exists()


def _refuse_closed(activity: Activity, day: date) -> None:
    if activity.state not in COUNTING_STATES:
        return
    if _closed(activity.programme_id, min(activity.occurred_on, day)):
        raise PeriodClosed(_("The period of this entry is closed. It can be changed by a correction alone."))


def _refuse_stranger(activity: Activity, by: User | None) -> None:
    if by is None or is_author(activity, by) or by.holds("office"):
        return
    raise NotYours(_("Only who wrote this entry can change it."))


def is_author(activity: Activity, user: User) -> bool:
    """Who wrote the entry, or whose deed it tells. One query at most."""
    if activity.created_by_id == user.pk:
        return True
    return activity.mentor is not None and activity.mentor.user_id == user.pk


def _repeated(earlier: Activity, by: User | None) -> Activity:
    if by is None or earlier.created_by_id == by.pk:
        return earlier
    raise NotYours(_("Somebody else has sent an entry under this identifier."))


def _apply(
    activity: Activity, wanted: Activity, draft: ActivityDraft, *, by: User | None, at: datetime
) -> bool:
    """Take over what differs and keep what stood there. True if anything did."""
    names = [*PLAIN, *POINTING.values(), "kind_id"]
    before: dict[str, Any] = {
        name: getattr(activity, name) for name in names if getattr(activity, name) != getattr(wanted, name)
    }
    before |= _list_changes(activity, draft)
    if not before:
        return False
    for name in [*names, "group_id"]:
        setattr(activity, name, getattr(wanted, name))
    ActivityRevision.objects.create(
        activity=activity, number=activity.revision, before=_plain(before), changed_at=at, changed_by=by
    )
    activity.revision += 1
    _set_lists(activity, draft)
    return True


def _list_changes(activity: Activity, draft: ActivityDraft) -> dict[str, Any]:
    found = {}
    for name in LISTS:
        wanted = getattr(draft, name)
        standing = set(getattr(activity, name).values_list("pk", flat=True))
        if wanted is not None and standing != set(wanted):
            found[name] = sorted(str(pk) for pk in standing)
    return found


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """For keeping as JSON."""
    return {
        name: value if value is None or isinstance(value, str | int | bool | list) else str(value)
        for name, value in values.items()
    }


def _set_lists(activity: Activity, draft: ActivityDraft) -> None:
    for name in LISTS:
        wanted = getattr(draft, name)
        if wanted or (activity.revision > 1 and wanted is not None):
            getattr(activity, name).set(wanted)


def _bulk_lists(drafts: Sequence[ActivityDraft]) -> None:
    for name, column in LISTS.items():
        through = getattr(Activity, name).through
        insert_rows(
            through,
            [
                whole(through, {"activity_id": draft.id, column: pk})
                for draft in drafts
                for pk in getattr(draft, name) or ()
            ],
        )


def _refuse_what_stays(activity: Activity, draft: ActivityDraft, by: User | None) -> None:
    """An entry does not become one of hours alone while files or a sealed note hang on it."""
    notes = PrivateNote.objects.filter(activity=activity)
    if by is not None and draft.private_note is not None:
        notes = notes.exclude(author=by)  # that one is taken away with this deed
    if activity.evidence_files.exists() or notes.exists():
        raise EntryRefused(
            _("Of this kind of entry the hours alone are kept, and files or a note hang on it: annul it."),
            field="kind",
        )


def _seal_note(activity: Activity, draft: ActivityDraft, by: User | None, at: datetime) -> None:
    """The note of whoever writes; the note of another author is left alone, for nobody else can have read it."""
    if draft.private_note is None or by is None:
        return
    standing = PrivateNote.objects.filter(activity=activity).first()
    if standing is not None and standing.author_id != by.pk:
        return
    text = draft.private_note.strip()
    if not text:
        if standing is not None:
            standing.delete()
        return
    PrivateNote.objects.update_or_create(
        activity=activity,
        defaults={"author": by, "sealed_text": sealing.seal(text, author=by.pk), "written_at": at},
    )
