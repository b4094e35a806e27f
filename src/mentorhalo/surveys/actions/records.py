"""Questionnaires of earlier records, many at once: written as if they had been sent, read and decided on in their time."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction

from mentorhalo.accounts.models import User
from mentorhalo.core.rows import insert_rows, whole
from mentorhalo.evidence.actions import sync_many

from ..choices import AttemptResult, ResponseState, UnitState, VersionState, Way
from ..facts import RESPONSE_SOURCE, facts_of_response
from ..models import (
    ContactAttempt,
    Decision,
    InstrumentVersion,
    Interviewer,
    RespondentKey,
    Response,
    SampleUnit,
    Submission,
    Wave,
)
from ..queries.schemas import form_of
from ..xforms import write_submission
from .reading import split_identities

BATCH = 2000


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """One questionnaire of the past. `answers` hold identities, too; `unit` and `wave` come with what they point at."""

    id: UUID
    version: InstrumentVersion
    wave: Wave
    answers: Mapping[str, Any]
    started_at: datetime
    ended_at: datetime
    received_at: datetime
    unit: SampleUnit | None = None
    interviewer: Interviewer | None = None
    group: UUID | None = None
    settlement: str | None = None
    way: Way = Way.COLLECT
    device_id: str = ""
    point: tuple[float, float, float] | None = None  # latitude, longitude, accuracy in metres
    state: ResponseState = ResponseState.ACCEPTED
    reason: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AttemptDraft:
    """A try to reach a unit, in the past. With `is_lost` the unit is given up after it."""

    unit: SampleUnit
    interviewer: Interviewer
    attempted_at: datetime
    result: AttemptResult
    is_lost: bool = False


@transaction.atomic
def enter_attempts(*, drafts: Iterable[AttemptDraft], at: datetime) -> int:
    """Write tries of earlier records; how many. Units that answered are told by their questionnaires."""
    done, lost = 0, []
    for batch in batched(drafts, BATCH):
        insert_rows(
            ContactAttempt,
            [
                whole(
                    ContactAttempt,
                    {
                        "unit_id": draft.unit.pk,
                        "interviewer_id": draft.interviewer.pk,
                        "attempted_at": draft.attempted_at,
                        "result": draft.result,
                        "recorded_at": min(draft.attempted_at, at),
                    },
                )
                for draft in batch
            ],
        )
        lost += [draft.unit.pk for draft in batch if draft.is_lost]
        done += len(batch)
    for some in batched(lost, BATCH):
        SampleUnit.objects.filter(pk__in=some).update(state=UnitState.LOST)
    return done


@transaction.atomic
def enter_records(*, drafts: Iterable[RecordDraft], by: User) -> int:
    """Write new questionnaires with their own moments, each known to the journal from its decision on; how many.

    The ids are promised to be new. `by` decided on them. Flat in memory: drafts may come from a generator.
    """
    done = 0
    for batch in batched(drafts, BATCH):
        _freeze(batch)
        submissions = _send(batch)
        pairs = [_response(draft, submission) for draft, submission in zip(batch, submissions, strict=True)]
        responses = [response for response, _identities in pairs]
        insert_rows(Response, responses)
        insert_rows(
            RespondentKey,
            [
                whole(
                    RespondentKey,
                    {"response_id": draft.id, "answers": apart, "delete_on": draft.wave.study.keys_end_on},
                )
                for draft, (_response, apart) in zip(batch, pairs, strict=True)
                if apart
            ],
        )
        insert_rows(
            Decision, [_decision(draft, by) for draft in batch if draft.state != ResponseState.RECEIVED]
        )
        sync_many(
            RESPONSE_SOURCE,
            ((str(one.pk), facts_of_response(one)) for one in responses),
            by=by,
            at={str(draft.id): draft.decided_at or draft.received_at for draft in batch},
            fresh=True,
        )
        answered = [draft.unit.pk for draft in batch if draft.unit is not None]
        SampleUnit.objects.filter(pk__in=answered).update(state=UnitState.ANSWERED)
        done += len(batch)
    return done


def _send(drafts: Sequence[RecordDraft]) -> list[Submission]:
    """The submissions, written; their numbers are read back at once, which takes less than having each row return its own."""
    submissions = [_submission(draft) for draft in drafts]
    insert_rows(Submission, submissions)
    written = Submission.objects.filter(thread__in=[draft.id for draft in drafts]).order_by()
    numbers = dict(written.values_list("thread", "pk"))
    for submission in submissions:
        submission.pk = numbers[submission.thread]
    return submissions


def _submission(draft: RecordDraft) -> Submission:
    xml = write_submission(
        form_of(draft.version),
        draft.answers,
        instance_id=f"uuid:{draft.id}",
        started_at=draft.started_at,
        ended_at=draft.ended_at,
        device_id=draft.device_id,
    )
    submission: Submission = whole(
        Submission,
        {
            "instance_id": f"uuid:{draft.id}",
            "thread": draft.id,
            "version_id": draft.version.pk,
            "xml": xml,
            "sha256": hashlib.sha256(xml).hexdigest(),
            "way": draft.way,
            "interviewer_id": draft.interviewer.pk if draft.interviewer else None,
            "unit_id": draft.unit.pk if draft.unit else None,
            "device_id": draft.device_id,
            "received_at": draft.received_at,
            "read_at": draft.received_at,
        },
    )
    return submission


def _decision(draft: RecordDraft, by: User) -> Decision:
    decision: Decision = whole(
        Decision,
        {
            "response_id": draft.id,
            "state": draft.state,
            "reason": draft.reason,
            "by_id": by.pk,
            "at": draft.decided_at or draft.received_at,
        },
    )
    return decision


def _response(draft: RecordDraft, submission: Submission) -> tuple[Response, dict[str, Any]]:
    told = {**_said_by_the_device(draft), **draft.answers}
    answers, identities = split_identities(told, draft.version.identity_keys)
    latitude, longitude, accuracy = draft.point or (None, None, None)
    response: Response = whole(
        Response,
        {
            "id": draft.id,
            "submission_id": submission.pk,
            "version_id": draft.version.pk,
            "group_id": draft.group,
            "settlement_id": draft.settlement or (draft.unit.settlement_id if draft.unit else None),
            "way": draft.way,
            "state": draft.state,
            "answers": answers,
            "started_at": draft.started_at,
            "ended_at": draft.ended_at,
            "latitude": latitude,
            "longitude": longitude,
            "accuracy": accuracy,
            "device_id": draft.device_id,
            "received_at": draft.received_at,
        },
    )
    # What the journal reads of it.
    response.wave, response.unit, response.interviewer = draft.wave, draft.unit, draft.interviewer
    return response, identities


def _said_by_the_device(draft: RecordDraft) -> dict[str, str]:
    """The questions of the form that the device answers by itself, as a reading of what is sent gives them."""
    said = {
        "start": draft.started_at.isoformat(timespec="milliseconds"),
        "end": draft.ended_at.isoformat(timespec="milliseconds"),
        "deviceid": draft.device_id,
    }
    asked = _asked_of_the_device(draft.version.pk, draft.version.content_sha256)
    return {path: said[kind] for path, kind in asked if said[kind]}


@lru_cache(maxsize=16)
def _asked_of_the_device(version: UUID, _content_sha256: str) -> list[tuple[str, str]]:
    questions = form_of(InstrumentVersion.objects.lists().get(pk=version)).questions()
    return [(one.path, one.kind) for one in questions if one.kind in ("start", "end", "deviceid")]


def _freeze(drafts: Iterable[RecordDraft]) -> None:
    """A version is frozen from its first questionnaire on."""
    firsts: dict[UUID, datetime] = {}
    for draft in drafts:
        first = firsts.setdefault(draft.version.pk, draft.received_at)
        firsts[draft.version.pk] = min(first, draft.received_at)
    for version, first in firsts.items():
        InstrumentVersion.objects.filter(pk=version, state=VersionState.PUBLISHED).update(
            state=VersionState.FROZEN, frozen_at=first
        )
