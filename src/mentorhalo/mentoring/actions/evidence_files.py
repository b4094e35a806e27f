"""Files that prove an entry, hashed as they arrive."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.core.uploads import FileRefused, check_file, sha256_of
from mentorhalo.evidence.actions import sync_many

from ..choices import EvidenceKind
from ..facts import EVIDENCE_SOURCE, all_surroundings, facts_of_evidence_file
from ..models import Activity, EvidenceFile, PeriodClosing
from ..models.activities import COUNTING_STATES
from ..queries.derivations import organisations_of
from .activities import NotYours, is_author, is_locked
from .journal import tell_of_activities


class AlreadyAttached(FileRefused):
    """The entry has this very file."""


class FileCut(FileRefused):
    """What arrived is not what was sent: the line broke. Sending it again may help."""


@dataclass(frozen=True, slots=True)
class FileDraft:
    """A file of an earlier entry, which arrived in its own time."""

    activity: UUID
    kind: str
    upload: UploadedFile
    arrived_at: datetime
    id: UUID = field(default_factory=uuid4)


def attach_evidence(
    *,
    activity: Activity,
    kind: str,
    upload: UploadedFile,
    key: UUID | None = None,
    sha256: str = "",
    by: User | None,
    at: datetime,
) -> EvidenceFile:
    """Keep the file with its SHA-256. A closed period takes no more; the same file twice is refused.

    A `key` minted by who sends makes repeating harmless: the first one is returned. A `sha256` said by who sends must be
    that of what arrived.
    """
    if by is not None and not is_author(activity, by) and not by.holds("office"):
        raise NotYours(_("Only who wrote this entry can add a file to it."))
    earlier = _sent_before(activity, key)
    if earlier is not None:
        return earlier
    row = _row(
        activity,
        FileDraft(activity.pk, kind, upload, at, key or uuid4()),
        is_locked=is_locked(activity),
        by=by,
    )
    name = row.original_name
    if sha256 and row.sha256 != sha256:
        raise FileCut(_("“%(name)s” did not arrive whole.") % {"name": name})
    if EvidenceFile.objects.filter(activity=activity, sha256=row.sha256).exists():
        raise _attached_already(name)
    _keep(row, upload)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            tell_of_activities([activity.pk], by=by, at=at)
    except IntegrityError:
        row.file.delete(save=False)
        earlier = _sent_before(activity, key)  # the same sending, twice at once
        if earlier is not None:
            return earlier
        raise _attached_already(name) from None
    except BaseException:
        row.file.delete(save=False)
        raise
    return row


@transaction.atomic
def attach_many(*, files: Iterable[FileDraft], by: User) -> int:
    """Keep files of earlier entries, as the office alone may: all or none, in a fixed number of queries. How many.

    Each is known to the journal from its arrival on; one that the entry has already is refused.
    """
    if not by.holds("office"):
        raise NotYours(_("Only who wrote this entry can add a file to it."))
    files = list(files)
    wanted = {one.activity for one in files}
    entries = Activity.objects.filter(pk__in=wanted).with_replaced().select_related("kind").in_bulk()
    closings = list(PeriodClosing.objects.values_list("programme_id", "until"))
    closed = {
        pk
        for pk, one in entries.items()
        if one.state in COUNTING_STATES
        and any(programme == one.programme_id and one.occurred_on <= until for programme, until in closings)
    }
    there = set(EvidenceFile.objects.filter(activity__in=wanted).values_list("activity_id", "sha256"))
    rows: list[EvidenceFile] = []
    try:
        for draft in files:
            row = _row(entries[draft.activity], draft, is_locked=draft.activity in closed, by=by)
            if (row.activity_id, row.sha256) in there:
                raise _attached_already(row.original_name)
            there.add((row.activity_id, row.sha256))
            _keep(row, draft.upload)
            rows.append(row)
        EvidenceFile.objects.bulk_create(rows)
        _tell_of_new(rows, by)
    except BaseException:
        for row in rows:
            row.file.delete(save=False)
        raise
    return len(rows)


def _tell_of_new(rows: list[EvidenceFile], by: User) -> None:
    entries = {row.activity_id for row in rows}
    search.changed("entry", entries)
    organisations, around = organisations_of(list(entries)), all_surroundings()
    told = (
        (
            str(row.pk),
            facts_of_evidence_file(
                row,
                row.activity,
                organisations.get(row.activity_id, ()),
                around,
                is_replaced=row.activity.is_replaced,  # type: ignore[attr-defined]
            ),
        )
        for row in rows
    )
    sync_many(EVIDENCE_SOURCE, told, by=by, at={str(row.pk): row.arrived_at for row in rows}, fresh=True)


def _row(activity: Activity, draft: FileDraft, *, is_locked: bool, by: User | None) -> EvidenceFile:
    """The file as a row, not yet kept. Raises `FileRefused`."""
    if is_locked:
        raise FileRefused(_("The period of this entry is closed: it takes no more files."))
    if not activity.kind.has_content:
        raise FileRefused(_("Of this kind of entry the hours alone are kept: it takes no files."))
    if draft.kind not in EvidenceKind.values:
        raise FileRefused(_("There is no kind of file called “%(kind)s”.") % {"kind": draft.kind})
    name, media_type = check_file(draft.upload)
    return EvidenceFile(
        id=draft.id,
        activity=activity,
        kind=draft.kind,
        original_name=name,
        media_type=media_type,
        size=draft.upload.size or 0,
        sha256=sha256_of(draft.upload),
        arrived_at=draft.arrived_at,
        arrived_by=by,
    )


def _keep(row: EvidenceFile, upload: UploadedFile) -> None:
    upload.seek(0)
    row.file.save(f"{row.pk}{PurePosixPath(row.original_name).suffix.lower()}", upload, save=False)


def _attached_already(name: str) -> AlreadyAttached:
    return AlreadyAttached(_("“%(name)s” is attached to this entry already.") % {"name": name})


def _sent_before(activity: Activity, key: UUID | None) -> EvidenceFile | None:
    earlier = EvidenceFile.objects.filter(pk=key).first() if key else None
    if earlier is not None and earlier.activity_id != activity.pk:
        raise NotYours(_("Another entry has a file under this identifier."))
    return earlier
