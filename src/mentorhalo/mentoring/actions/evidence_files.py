"""Files that prove an entry, hashed as they arrive."""

from datetime import datetime
from pathlib import PurePosixPath
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.uploads import FileRefused, check_file, sha256_of

from ..choices import EvidenceKind
from ..models import Activity, EvidenceFile
from .activities import NotYours, is_author, is_locked
from .journal import tell_of_activities


class AlreadyAttached(FileRefused):
    """The entry has this very file."""


class FileCut(FileRefused):
    """What arrived is not what was sent: the line broke. Sending it again may help."""


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
    if is_locked(activity):
        raise FileRefused(_("The period of this entry is closed: it takes no more files."))
    if not activity.kind.has_content:
        raise FileRefused(_("Of this kind of entry the hours alone are kept: it takes no files."))
    if kind not in EvidenceKind.values:
        raise FileRefused(_("There is no kind of file called “%(kind)s”.") % {"kind": kind})
    name, media_type = check_file(upload)
    digest = sha256_of(upload)
    if sha256 and digest != sha256:
        raise FileCut(_("“%(name)s” did not arrive whole.") % {"name": name})
    if EvidenceFile.objects.filter(activity=activity, sha256=digest).exists():
        raise AlreadyAttached(_("“%(name)s” is attached to this entry already.") % {"name": name})
    row = EvidenceFile(
        id=key or uuid4(),
        activity=activity,
        kind=kind,
        original_name=name,
        media_type=media_type,
        size=upload.size or 0,
        sha256=digest,
        arrived_at=at,
        arrived_by=by,
    )
    upload.seek(0)
    row.file.save(f"{row.pk}{PurePosixPath(name).suffix.lower()}", upload, save=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            tell_of_activities([activity.pk], by=by, at=at)
    except IntegrityError:
        row.file.delete(save=False)
        earlier = _sent_before(activity, key)  # the same sending, twice at once
        if earlier is not None:
            return earlier
        raise AlreadyAttached(_("“%(name)s” is attached to this entry already.") % {"name": name}) from None
    except BaseException:
        row.file.delete(save=False)
        raise
    return row


def _sent_before(activity: Activity, key: UUID | None) -> EvidenceFile | None:
    earlier = EvidenceFile.objects.filter(pk=key).first() if key else None
    if earlier is not None and earlier.activity_id != activity.pk:
        raise NotYours(_("Another entry has a file under this identifier."))
    return earlier
