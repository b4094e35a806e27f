"""ZIP files that people send: looked through before anything is written, unpacked whole or not at all."""

import shutil
import stat
import unicodedata
from pathlib import Path, PurePosixPath
from typing import IO
from uuid import uuid4
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from .numbers import file_size, number
from .uploads import FileRefused

MOST_ENTRIES = 4000
MOST_BYTES = 400 * 1024 * 1024
MOST_EXPANSION = 100  # of a file above a megabyte: what is packed tighter is no learning material
LONGEST_NAME = 240
MEGABYTE = 1024 * 1024
CHUNK = 1 << 16


def looked_through(archive: IO[bytes]) -> tuple[ZipFile, list[ZipInfo]]:
    """The archive and its files. Raises `FileRefused` for what is broken, too large, or would write where it should not."""
    try:
        opened = ZipFile(archive)
        entries = opened.infolist()
    except (BadZipFile, LargeZipFile, NotImplementedError, ValueError, OSError):
        raise FileRefused(_("This file cannot be read as a ZIP.")) from None
    if len(entries) > MOST_ENTRIES:
        raise FileRefused(
            _("The ZIP holds %(count)s files; %(most)s at most are taken.")
            % {"count": number(len(entries)), "most": number(MOST_ENTRIES)}
        )
    files = [entry for entry in entries if not entry.is_dir()]
    seen: set[str] = set()
    for entry in entries:
        _check(entry)
    for entry in files:
        folded = unicodedata.normalize("NFC", entry.filename).casefold()
        if folded in seen:
            raise FileRefused(_("The ZIP holds “%(name)s” twice.") % {"name": entry.filename})
        seen.add(folded)
    if sum(entry.file_size for entry in files) > MOST_BYTES:
        raise FileRefused(_("Unpacked it is larger than %(most)s.") % {"most": file_size(MOST_BYTES)})
    return opened, files


def unpack(opened: ZipFile, files: list[ZipInfo], folder: Path) -> None:
    """Into `folder`, which appears once all is there; where it is already, nothing is done. Raises `FileRefused`."""
    if folder.exists():
        folder.touch()  # whoever tidies up sees that it is wanted
        return
    beside = folder.with_name(f".{uuid4().hex}")
    beside.mkdir(parents=True)
    try:
        left = MOST_BYTES
        for entry in files:
            left -= _written(opened, entry, beside / entry.filename, left)
        try:
            beside.rename(folder)
        except OSError:
            if not folder.exists():  # somebody was faster with the same archive
                raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _written(opened: ZipFile, entry: ZipInfo, target: Path, most: int) -> int:
    """How many bytes came out of it, whatever the archive says."""
    target.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    try:
        with opened.open(entry) as stream, target.open("xb") as written:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > most:
                    raise FileRefused(
                        _("Unpacked it is larger than %(most)s.") % {"most": file_size(MOST_BYTES)}
                    )
                written.write(chunk)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        if isinstance(error, OSError) and error.errno == 28:  # no room left: not the sender's fault
            raise
        raise FileRefused(_("“%(name)s” in the ZIP is damaged.") % {"name": entry.filename}) from None
    return size


def _check(entry: ZipInfo) -> None:
    name = entry.filename
    parts = PurePosixPath(name).parts
    if (
        not parts
        or name.startswith("/")
        or "\\" in entry.orig_filename
        or "\0" in entry.orig_filename
        or ":" in parts[0]
        or ".." in name.split("/")
        or len(name.encode()) > LONGEST_NAME
        or not name.isprintable()
    ):
        raise FileRefused(_("The ZIP names a file that cannot be kept: %(name)s") % {"name": repr(name[:80])})
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind and kind not in (stat.S_IFREG, stat.S_IFDIR):
        raise FileRefused(_("“%(name)s” in the ZIP is a link, not a file.") % {"name": name})
    if entry.flag_bits & 0x1:
        raise FileRefused(_("The ZIP is locked with a password."))
    if entry.file_size > MEGABYTE and entry.file_size > MOST_EXPANSION * max(1, entry.compress_size):
        raise FileRefused(_("“%(name)s” in the ZIP grows out of all measure when unpacked.") % {"name": name})
