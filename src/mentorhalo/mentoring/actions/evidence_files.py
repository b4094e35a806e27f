"""Files that prove an entry, hashed as they arrive."""

import hashlib
import re
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.numbers import file_size

from ..choices import EvidenceKind
from ..models import Activity, EvidenceFile
from .activities import NotYours, is_author, is_locked
from .journal import tell_of_activities

# What a phone, a scanner or an office program makes. Anything a browser would run is not among them.
ALLOWED = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".eml": "message/rfc822",
    ".msg": "application/vnd.ms-outlook",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
}


class FileRefused(Exception):
    """The file cannot be kept; the message is meant for the person."""


def attach_evidence(
    *, activity: Activity, kind: str, upload: UploadedFile, by: User | None, at: datetime
) -> EvidenceFile:
    """Keep the file with its SHA-256. A closed period takes no more; the same file twice is refused."""
    if by is not None and not is_author(activity, by) and not by.holds("office"):
        raise NotYours(_("Only who wrote this entry can add a file to it."))
    if is_locked(activity):
        raise FileRefused(_("The period of this entry is closed: it takes no more files."))
    if kind not in EvidenceKind.values:
        raise FileRefused(_("There is no kind of file called “%(kind)s”.") % {"kind": kind})
    name, media_type = check_file(upload)
    digest = _sha256(upload)
    if EvidenceFile.objects.filter(activity=activity, sha256=digest).exists():
        raise FileRefused(_("“%(name)s” is attached to this entry already.") % {"name": name})
    row = EvidenceFile(
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
        raise FileRefused(_("“%(name)s” is attached to this entry already.") % {"name": name}) from None
    except BaseException:
        row.file.delete(save=False)
        raise
    return row


def check_file(upload: UploadedFile) -> tuple[str, str]:
    """Its name made harmless, and its media type. Raises `FileRefused` for what cannot be kept."""
    name = clean_name(upload.name or "")
    most = settings.EVIDENCE_MAX_MEGABYTES * 1024 * 1024
    if (upload.size or 0) > most:
        raise FileRefused(
            _("“%(name)s” is %(size)s; a file may be %(most)s at most. Make a smaller photo or scan of it.")
            % {"name": name, "size": file_size(upload.size or 0), "most": file_size(most)}
        )
    if not upload.size:
        raise FileRefused(_("“%(name)s” is empty.") % {"name": name})
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in ALLOWED:
        raise FileRefused(
            _("“%(name)s” is of a kind that is not kept. Send a photo, a PDF, a document or an e-mail.")
            % {"name": name}
        )
    return name, ALLOWED[suffix]


def clean_name(name: str) -> str:
    """The last part of a path, without what could mislead: control and direction marks, slashes, leading dots."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    kept = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*\\/')
    kept = re.sub(r"\s+", " ", kept).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    return f"{stem[: 190 - len(suffix)]}{dot}{suffix}" if dot else kept[:190] or "file"


def _sha256(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
