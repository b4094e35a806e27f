"""What devices write beside photos and sounds - where, when and by what they were taken - goes on the day of deletion, too."""

from collections.abc import Iterable
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO
from uuid import UUID

from django.core.files import File
from django.db import transaction

from ..exporting.media.cleaning import cleaned
from ..models import SubmissionFile
from ..quality.audit import AUDIT_LOG
from ..queries.files import open_stored
from .sweeping import delete_stored

IN_MEMORY, BLOCK = 4 << 20, 1 << 16


def take_notes_out(threads: Iterable[UUID]) -> int:
    """Of the files of these threads that are still there; of how many. The hash of what arrived stays, as that of the answers does.

    Each is a transaction of its own, so that nobody waits for a thousand photos; again is harmless. What we do not know how to
    clean is left as it is: exports leave it out.
    """
    files = SubmissionFile.objects.filter(submission__thread__in=list(threads), erased_at=None)
    files = files.exclude(name=AUDIT_LOG).exclude(file="")
    return sum(_is_cleaned(file) for file in files.order_by("pk"))


def _is_cleaned(file: SubmissionFile) -> bool:
    former = file.file.name or ""
    if not _written_bare(file, former):
        return False
    with transaction.atomic():
        file.save(update_fields=["file", "size", "cleaned_sha256"])
        transaction.on_commit(partial(delete_stored, [former]))
    return True


def _written_bare(file: SubmissionFile, stored: str) -> bool:
    """Whether it lies cleaned beside what it was now; its record does not say so yet."""
    try:
        source = open_stored(stored)
    except OSError:  # lost: nothing of it is left to tell
        return False
    with source, SpooledTemporaryFile(IN_MEMORY) as bare:
        found = cleaned(source)
        if found is None:
            return False
        bare.writelines(found[1])
        size = bare.tell()
        digest = _digest(bare)
        if digest == _digest(source):
            return False
        bare.seek(0)
        file.file.save(f"{file.pk}{PurePosixPath(stored).suffix}", File(bare), save=False)
        file.size, file.cleaned_sha256 = size, digest
    return True


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    digest = sha256()
    for block in iter(partial(file.read, BLOCK), b""):
        digest.update(block)
    return digest.hexdigest()
