"""Files that people send: what kinds are kept, how large they may be, their name made harmless, their SHA-256."""

import hashlib
import re
from pathlib import PurePosixPath, PureWindowsPath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from .numbers import file_size

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


def sha256_of(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
