"""Sendings that were weighed are written: files to their place, then rows."""

import hashlib
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath
from uuid import UUID

from django.db import IntegrityError

from ..choices import InvitationKind, VersionState
from ..models import InstrumentVersion, Invitation, Submission, SubmissionFile
from .inserting import Row, insert
from .sendings import Received, SentFile
from .weighing import Weighed


def needs_several_statements(weighed: dict[int, Weighed]) -> bool:
    """Most groups are one INSERT, which is a transaction in itself: so it is one turn to the database instead of three."""
    return any(
        one.earlier is not None
        or one.sending.files
        or one.sending.invitation is not None
        or one.version.state == VersionState.PUBLISHED
        for one in weighed.values()
    )


def write(weighed: dict[int, Weighed], at: datetime, stored: list[SubmissionFile]) -> dict[int, Received]:
    """Files go to their place first, then rows; `stored` tells what to take away again should this fail."""
    fresh = {place: one for place, one in weighed.items() if one.earlier is None}
    rows = {place: _row(one, at) for place, one in fresh.items()}
    keys = dict(zip(rows, insert(list(rows.values())), strict=True))
    _freeze({one.version.pk for one in fresh.values() if one.version.state == VersionState.PUBLISHED}, at)
    _use_up([one for one in fresh.values() if one.sending.invitation is not None], at)
    files = _write_files(weighed, keys, at, stored)
    outcomes = {}
    for place, one in weighed.items():
        count, earlier = files.get(place, 0), one.earlier
        if earlier is not None:
            outcomes[place] = Received(is_new=False, files=count, told=partial(_known, earlier))
        else:
            told = partial(rows[place].as_submission, keys[place])
            outcomes[place] = Received(is_new=True, files=count, told=told)
    return outcomes


def _known(earlier: Submission) -> Submission:
    return earlier


def _write_files(
    weighed: dict[int, Weighed], keys: dict[int, int], at: datetime, stored: list[SubmissionFile]
) -> dict[int, int]:
    """Those that are not here yet; how many came with each."""
    bringing = {place: one for place, one in weighed.items() if one.sending.files}
    if not bringing:
        return {}
    known = [one.earlier.pk for one in bringing.values() if one.earlier]
    arrived = set(
        SubmissionFile.objects.filter(submission__in=known).values_list("submission_id", "name")
        if known
        else []
    )
    rows: list[SubmissionFile] = []
    counts = {}
    for place, one in bringing.items():
        pk = one.earlier.pk if one.earlier else keys[place]
        wanted = {file.name: file for file in one.sending.files if (pk, file.name) not in arrived}
        rows += [_stored(file, pk, at, stored) for file in wanted.values()]
        counts[place] = len(wanted)
    if rows:
        SubmissionFile.objects.bulk_create(rows)
    if completed := {row.submission_id for row in rows} - set(keys.values()):
        Submission.objects.filter(pk__in=completed).update(read_at=None)
    return counts


def _row(one: Weighed, at: datetime) -> Row:
    sending = one.sending
    return Row(
        instance_id=one.envelope.instance_id,
        thread=one.thread,
        deprecates_id=one.deprecates.pk if one.deprecates else None,
        version_id=one.version.pk,
        xml=sending.xml,
        sha256=one.sha256,
        way=sending.way.value,
        interviewer_id=sending.interviewer.pk if sending.interviewer else None,
        invitation_id=sending.invitation.pk if sending.invitation else None,
        unit_id=sending.unit.pk if sending.unit else None,
        device_id=sending.device_id[:200],
        reason=sending.reason[:300],
        sent_by_id=sending.by.pk if sending.by else None,
        received_at=at,
    )


def _freeze(versions: set[UUID], at: datetime) -> None:
    """From its first answers on a version never changes again."""
    if versions:
        InstrumentVersion.objects.filter(pk__in=versions, state=VersionState.PUBLISHED).update(
            state=VersionState.FROZEN, frozen_at=at
        )


def _use_up(weighed: list[Weighed], at: datetime) -> None:
    """A single-use link takes one questionnaire; of two at once the second finds it used."""
    for one in weighed:
        invitation = one.sending.invitation
        if invitation is None or invitation.kind != InvitationKind.SINGLE:
            continue
        if not Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=at):
            raise IntegrityError("the link was used in the same moment")


def _stored(file: SentFile, submission: int, at: datetime, stored: list[SubmissionFile]) -> SubmissionFile:
    row = SubmissionFile(
        submission_id=submission, name=file.name, media_type=file.media_type[:80], received_at=at
    )
    digest = hashlib.sha256()
    size = 0
    for chunk in file.content.chunks():
        digest.update(chunk)
        size += len(chunk)
    row.size, row.sha256 = size, digest.hexdigest()
    file.content.seek(0)
    suffix = PurePosixPath(file.name).suffix.lower()[:12]
    row.file.save(f"{row.pk}{suffix}", file.content, save=False)
    stored.append(row)
    return row


def throw_away(stored: list[SubmissionFile]) -> None:
    for row in stored:
        row.file.delete(save=False)
