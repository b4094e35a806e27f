"""What is seen of a partnership: noting it, and taking it back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.uploads import FileRefused, check_file, sha256_of
from mentorhalo.mentoring.models import Activity

from ..models import Member, Observation, Partnership
from .journal import tell_observations
from .partnerships import held
from .refusals import PartnershipRefused

__all__ = [
    "FileRefused",
    "ObservationDraft",
    "follow_activities",
    "follow_activity",
    "observe",
    "withdraw_observation",
]
BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class ObservationDraft:
    """Either a log entry, or a day and a sentence. Nobody in `between` means all parties of the day."""

    key: UUID
    kind: str
    occurred_on: date | None = None
    words: str = ""
    activity: Activity | None = None
    between: Sequence[Member] = ()


@transaction.atomic
def observe(
    *,
    partnership: Partnership,
    draft: ObservationDraft,
    by: User,
    at: datetime,
    upload: UploadedFile | None = None,
) -> Observation:
    """Note it; sent twice under one key it is one. Raises `PartnershipRefused` and `FileRefused`."""
    known = Observation.objects.filter(client_key=draft.key, partnership=partnership).first()
    if known is not None:
        return known
    partnership = held(partnership)
    day = _day_of(draft, partnership, at)
    between = _between(draft, partnership, day)
    observation = Observation(
        client_key=draft.key,
        partnership=partnership,
        kind=draft.kind,
        occurred_on=day,
        words=" ".join(draft.words.split())[:300],
        activity=draft.activity,
        entered_at=at,
        by=by,
    )
    if upload is not None:
        observation.file_name, _type = check_file(upload)
        observation.sha256 = sha256_of(upload)
        upload.seek(0)
        observation.file.save(observation.file_name, upload, save=False)
    try:
        observation.save(force_insert=True)
        observation.between.set(between)
        tell_observations([observation], by=by, at=at)
    except BaseException:
        if upload is not None:
            observation.file.delete(save=False)
        raise
    return observation


@transaction.atomic
def withdraw_observation(*, observation: Observation, reason: str, by: User, at: datetime) -> Observation:
    """It never happened, or stands twice: from now on it counts nowhere, and stays readable. Raises `PartnershipRefused`."""
    partnership = held(observation.partnership)
    observation = Observation.objects.select_for_update().get(pk=observation.pk)
    observation.partnership = partnership
    if observation.withdrawn_at is not None:
        raise PartnershipRefused(_("It is withdrawn already."))
    if not reason.strip():
        raise PartnershipRefused(_("Say why it is withdrawn."), "reason")
    observation.withdrawn_at, observation.withdrawn_reason = at, reason.strip()[:200]
    observation.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    tell_observations([observation], by=by, at=at, reason="withdrawn")
    return observation


@transaction.atomic
def follow_activity(*, activity: Activity, by: User | None, at: datetime) -> None:
    """A log entry took a step: what it says of partnerships follows, to the day of what corrected it. One query if it says nothing."""
    told = [activity.pk, *([activity.corrects_id] if activity.corrects_id else [])]
    rows = Observation.objects.filter(activity__in=told, withdrawn_at=None)
    observations = list(rows.select_related("partnership__programme"))
    if not observations:
        return
    if not activity.is_annulment:
        for one in observations:
            one.occurred_on = activity.occurred_on
        Observation.objects.bulk_update(observations, ["occurred_on"])
    tell_observations(observations, by=by, at=at, reason="log entry changed")


@transaction.atomic
def follow_activities(*, activities: Collection[UUID], by: User | None, at: datetime) -> None:
    """Many log entries were changed at once: only those that say something of partnerships, or correct such a one, are looked at."""
    saying = Observation.objects.exclude(activity=None).filter(withdrawn_at=None).values("activity")
    for batch in batched(activities, BATCH):
        changed = Activity.objects.filter(pk__in=batch)
        for activity in changed.filter(Q(pk__in=saying) | Q(corrects__in=saying)).order_by("pk"):
            follow_activity(activity=activity, by=by, at=at)


def _day_of(draft: ObservationDraft, partnership: Partnership, at: datetime) -> date:
    if draft.activity is not None:
        day = draft.activity.occurred_on
        if partnership.observations.filter(
            activity=draft.activity, kind=draft.kind, withdrawn_at=None
        ).exists():
            raise PartnershipRefused(_("This log entry says so already."), "activity")
    elif draft.occurred_on is None:
        raise PartnershipRefused(_("Say when it was, or choose the log entry."), "occurred_on")
    else:
        day = draft.occurred_on
        if not draft.words.strip():
            raise PartnershipRefused(
                _("Say in one sentence what was seen, or choose the log entry."), "words"
            )
    if day > timezone.localdate(at):
        raise PartnershipRefused(_("This day is still to come."), "occurred_on")
    if partnership.ends_on is not None and day > partnership.ends_on:
        raise PartnershipRefused(_("The partnership had ended by that day."), "occurred_on")
    return day


def _between(draft: ObservationDraft, partnership: Partnership, day: date) -> list[Member]:
    """Whom it concerns; what came before the first day of the partnership may lead to it."""
    there = {member.pk: member for member in partnership.members.all()}
    chosen = [there[one.pk] for one in draft.between if one.pk in there]
    if draft.between and len(chosen) < 2:
        raise PartnershipRefused(_("It takes two parties at least: choose two, or none for all."), "between")
    return [] if len(chosen) == len(there) else chosen
