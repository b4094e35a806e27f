"""Obligations: the rules of a call, the dues they give, and how each is fulfilled."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import batched
from pathlib import PurePosixPath
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.core.rows import insert_rows, whole
from mentorhalo.core.uploads import FileRefused, check_file, sha256_of
from mentorhalo.evidence.actions import sync, sync_many
from mentorhalo.mentoring.choices import ActivityState
from mentorhalo.mentoring.models import Activity
from mentorhalo.partners.models import Consortium
from mentorhalo.programmes.models import GrantCall

from ..choices import Fulfilment
from ..facts import OBLIGATION_SOURCE, facts_of_obligation
from ..models import Obligation, ObligationRule
from ..queries import obligations as queries
from ..rhythm import MOST_A_YEAR, MOST_YEARS, due_days
from .obligation_letters import remind
from .refusals import ProcessRefused, held, refuse_future, words

BATCH = 1000
AHEAD, AGAIN = timedelta(days=14), timedelta(days=14)


@transaction.atomic
def set_rule(
    *,
    call: GrantCall,
    clause: str,
    wording_hu: str,
    wording_en: str = "",
    per_year: Sequence[int] = (),
    by_months: Sequence[int] = (),
    rule: ObligationRule | None = None,
    by: User | None,
    at: datetime,
) -> ObligationRule:
    """Write a clause, new or standing; the dues of every grant under the call follow. Raises `ProcessRefused`."""
    if not per_year and not by_months:
        raise ProcessRefused(_("Say how often, or by when."), field="per_year")
    if len(per_year) > MOST_YEARS or any(not 0 <= times <= MOST_A_YEAR for times in per_year):
        raise ProcessRefused(_("This is more than a year can hold."), field="per_year")
    if any(not 1 <= month <= 12 * MOST_YEARS for month in by_months):
        raise ProcessRefused(_("Months are counted from 1, ten years at most."), field="by_months")
    rule = held(ObligationRule.objects.all(), rule.pk) if rule else ObligationRule(call=call)
    rule.clause = words(clause, "clause", _("Name the clause."))[:20]
    rule.wording_hu = words(wording_hu, "wording_hu", _("Write the wording."))[:400]
    rule.wording_en = wording_en.strip()[:400]
    rule.per_year, rule.by_months = list(per_year), sorted(by_months)
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError:
        raise ProcessRefused(_("This clause is there already."), field="clause") from None
    if by is not None:
        audit.note(
            deed="set_rule",
            subject=f"obligation_rule:{rule.pk}",
            by=by.pk,
            at=at,
            details={"per_year": rule.per_year, "by_months": rule.by_months},
        )
    derive_obligations(consortia=Consortium.objects.filter(call=call), by=by, at=at)
    return rule


@transaction.atomic
def derive_obligations(*, consortia: Iterable[Consortium], by: User | None, at: datetime) -> int:
    """Give every grant the dues that its call's rules ask for; how many are new. Repeating it is harmless.

    A due keeps its number: its day moves with the grant and the rule. One that is no longer asked for goes, unless it was
    fulfilled, excepted or asked about. Queries do not grow with the grants, but for batches.
    """
    grants = list(
        Consortium.objects.filter(pk__in=[one.pk for one in consortia]).select_related(
            "programme", "lead__settlement"
        )
    )
    rules: dict[UUID, list[ObligationRule]] = {}
    for rule in ObligationRule.objects.filter(call__in={one.call_id for one in grants}):
        rules.setdefault(rule.call_id, []).append(rule)
    standing = {
        (one.consortium_id, one.rule_id, one.number): one
        for one in Obligation.objects.filter(consortium__in=grants).select_related("rule")
    }
    new: list[Obligation] = []
    moved: list[Obligation] = []
    for grant in grants:
        for rule in rules.get(grant.call_id, ()):
            for number, day in enumerate(
                due_days(grant.starts_on, grant.ends_on, rule.per_year, rule.by_months), 1
            ):
                found = standing.pop((grant.pk, rule.pk, number), None)
                if found is None:
                    new.append(_new_due(grant, rule, number, day))
                elif found.due_on != day:
                    found.due_on, found.consortium = day, grant
                    moved.append(found)
    gone = [one for one in standing.values() if not (one.fulfilled_on or one.exception_reason)]
    insert_rows(Obligation, new)
    Obligation.objects.bulk_update(moved, ["due_on"], batch_size=BATCH)
    facts_of_new = ((str(one.pk), facts_of_obligation(one)) for one in new)
    sync_many(OBLIGATION_SOURCE, facts_of_new, by=by, at=at, fresh=True)
    changed = {
        **{str(one.pk): facts_of_obligation(one) for one in moved},
        **{str(one.pk): [] for one in gone},
    }
    sync_many(OBLIGATION_SOURCE, changed, by=by, at=at)
    Obligation.objects.filter(pk__in=[one.pk for one in gone]).delete()
    return len(new)


def _new_due(grant: Consortium, rule: ObligationRule, number: int, day: date) -> Obligation:
    due: Obligation = whole(
        Obligation, {"consortium_id": grant.pk, "rule_id": rule.pk, "number": number, "due_on": day}
    )
    due.consortium, due.rule = grant, rule
    return due


@transaction.atomic
def fulfil_by_entry(
    *, obligation: Obligation, activity: UUID, note: str, by: User, at: datetime
) -> Obligation:
    """A log entry of the grant, or of a community in one of its processes, proves it on the entry's day."""
    obligation = _unfulfilled(obligation)
    entry = queries.proofs_for(obligation.consortium).filter(pk=activity).first()
    if entry is None:
        raise ProcessRefused(_("Choose from the list."), field="activity")
    refuse_future(entry.occurred_on, at, "activity")
    obligation.activity, obligation.how = entry, Fulfilment.ENTRY
    obligation.fulfilled_on, obligation.note = entry.occurred_on, note.strip()[:400]
    return _written(obligation, by=by, at=at)


@transaction.atomic
def fulfil_by_document(
    *, obligation: Obligation, fulfilled_on: date, upload: UploadedFile, note: str, by: User, at: datetime
) -> Obligation:
    """A document whose SHA-256 is kept proves it on a day."""
    obligation = _unfulfilled(obligation)
    refuse_future(fulfilled_on, at, "fulfilled_on")
    if fulfilled_on < obligation.consortium.starts_on:
        raise ProcessRefused(_("This is before the grant began."), field="fulfilled_on")
    try:
        name, media_type = check_file(upload)
    except FileRefused as refusal:
        raise ProcessRefused(str(refusal), field="upload") from None
    obligation.sha256 = sha256_of(upload)
    obligation.file_name, obligation.media_type = name, media_type
    obligation.file_size = upload.size or 0
    upload.seek(0)
    obligation.file.save(f"{obligation.pk}{PurePosixPath(name).suffix.lower()}", upload, save=False)
    obligation.fulfilled_on, obligation.how = fulfilled_on, Fulfilment.DOCUMENT
    obligation.note = note.strip()[:400]
    try:
        return _written(obligation, by=by, at=at)
    except BaseException:
        obligation.file.delete(save=False)
        raise


@transaction.atomic
def take_back(*, obligation: Obligation, reason: str, by: User, at: datetime) -> Obligation:
    """What was said to fulfil it does not; the file goes, the audit line says why and what it was."""
    obligation = _held(obligation)
    if obligation.fulfilled_on is None:
        raise ProcessRefused(_("This obligation is not fulfilled."))
    return _reopened(obligation, words(reason, "reason", _("Say why.")), by=by, at=at)


@transaction.atomic
def follow_entry(*, entry: Activity, by: User | None, at: datetime) -> None:
    """The entry was changed or returned, or corrects another: what it fulfilled follows it, or is open again if it proves nothing now."""
    is_correction = entry.corrects_id is not None and entry.state == ActivityState.APPROVED
    told = entry.corrects_id if is_correction else entry.pk
    for obligation in _rows().select_for_update(of=("self",)).filter(activity=told).order_by("pk"):
        if entry.is_annulment or not queries.proofs_for(obligation.consortium).filter(pk=entry.pk).exists():
            _reopened(obligation, _("The log entry was changed."), by=by, at=at)
        elif (obligation.activity_id, obligation.fulfilled_on) != (entry.pk, entry.occurred_on):
            obligation.activity, obligation.fulfilled_on = entry, entry.occurred_on
            _written(obligation, by=by, at=at)


@transaction.atomic
def follow_entries(*, entries: Collection[UUID], by: User | None, at: datetime) -> None:
    """Many log entries were changed at once: only those that fulfilled something, or correct such a one, are looked at."""
    proofs = Obligation.objects.exclude(activity=None).values("activity")
    for batch in batched(entries, BATCH):
        changed = Activity.objects.filter(pk__in=batch)
        for entry in changed.filter(Q(pk__in=proofs) | Q(corrects__in=proofs)).order_by("pk"):
            follow_entry(entry=entry, by=by, at=at)


@transaction.atomic
def ask_exception(*, obligation: Obligation, reason: str, by: User, at: datetime) -> Obligation:
    obligation = _unfulfilled(obligation)
    obligation.exception_reason = words(reason, "reason", _("Say why."))[:400]
    return _written(obligation, by=by, at=at)


@transaction.atomic
def decide_exception(*, obligation: Obligation, accept: bool, by: User, at: datetime) -> Obligation:
    """The office accepts it, or not: then the obligation stands as before."""
    obligation = _unfulfilled(obligation)
    if not obligation.exception_reason:
        raise ProcessRefused(_("No exception is asked for."))
    audit.note(
        deed="decide_exception",
        subject=f"obligation:{obligation.pk}",
        by=by.pk,
        at=at,
        details={"accept": accept, "reason": obligation.exception_reason},
    )
    if accept:
        obligation.excepted_at, obligation.excepted_by = at, by
    else:
        obligation.exception_reason = ""
    return _written(obligation, by=by, at=at)


@transaction.atomic
def remind_of_obligations(*, at: datetime) -> int:
    """By the clock: one letter to each mentor with all that is due within two weeks or late. How many letters."""
    today = timezone.localdate(at)
    dues = queries.to_remind(today, today + AHEAD, AGAIN)
    people = queries.mentors_of({one.consortium_id for one in dues})
    by_mentor: dict[User, list[Obligation]] = {}
    for one in dues:
        for mentor in people.get(one.consortium_id, ()):
            by_mentor.setdefault(mentor, []).append(one)
    for mentor, theirs in by_mentor.items():
        remind(mentor, theirs, today)
    Obligation.objects.filter(pk__in=[one.pk for one in dues]).update(reminded_on=today)
    return len(by_mentor)


def _rows() -> QuerySet[Obligation]:
    return Obligation.objects.select_related("rule", "consortium__programme", "consortium__lead__settlement")


def _held(obligation: Obligation) -> Obligation:
    return held(_rows(), obligation.pk)


def _reopened(obligation: Obligation, reason: str, *, by: User | None, at: datetime) -> Obligation:
    assert obligation.fulfilled_on is not None
    audit.note(
        deed="take_back_fulfilment",
        subject=f"obligation:{obligation.pk}",
        by=by.pk if by else None,
        at=at,
        details={"reason": reason[:400], "how": obligation.how, "sha256": obligation.sha256,
                 "on": obligation.fulfilled_on.isoformat(), "note": obligation.note},
    )  # fmt: skip
    if obligation.file:
        stored, storage = str(obligation.file.name), obligation.file.storage
        transaction.on_commit(lambda: storage.delete(stored))
    obligation.file, obligation.file_name, obligation.media_type = "", "", ""
    obligation.file_size, obligation.sha256 = 0, ""
    obligation.activity, obligation.how, obligation.fulfilled_on, obligation.note = None, "", None, ""
    return _written(obligation, by=by, at=at)


def _unfulfilled(obligation: Obligation) -> Obligation:
    found = _held(obligation)
    if found.fulfilled_on is not None:
        raise ProcessRefused(_("This obligation is fulfilled already."))
    if found.excepted_at is not None:
        raise ProcessRefused(_("An exception is accepted for this obligation already."))
    return found


def _written(obligation: Obligation, *, by: User | None, at: datetime) -> Obligation:
    obligation.recorded_at, obligation.recorded_by = at, by
    obligation.save()
    sync(OBLIGATION_SOURCE, obligation.pk, facts_of_obligation(obligation), by=by, at=at)
    return obligation
