"""The document pack of a grant: every proof in one ZIP, with a list of contents and hashes."""

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.numbers import day
from mentorhalo.core.sheets import csv_lines
from mentorhalo.core.uploads import clean_name
from mentorhalo.partners.models import Consortium

from .. import signals
from ..choices import PackState, Standing
from ..models import Obligation, Pack
from ..queries.obligations import proofs_of
from .refusals import ProcessRefused

KEPT = timedelta(days=7)
MOST_WAITING = 20
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Proof:
    """A stored file and the hash it had when it arrived."""

    name: str
    file: Any
    sha256: str


@transaction.atomic
def order_pack(*, consortium: Consortium, language: str, by: User, at: datetime) -> Pack:
    """Have it made in the background; one that is being made already is given at once."""
    waiting = Pack.objects.filter(state=PackState.WAITING)
    standing = waiting.filter(consortium=consortium, language=language).first()
    if standing is not None:
        return standing
    if waiting.count() >= MOST_WAITING:
        raise ProcessRefused(_("Many packs are being made just now. Please ask again in a few minutes."))
    pack = Pack.objects.create(consortium=consortium, language=language, ordered_at=at, ordered_by=by)
    signals.pack_ordered.send(Pack, pack=pack.pk)
    return pack


def make_pack(*, pack: UUID, at: datetime, should_stop: Callable[[], bool] = lambda: False) -> Pack | None:
    """Make the pack that was ordered; repeating it is harmless. Memory stays flat: files are read piece by piece."""
    found = Pack.objects.select_related("consortium").filter(pk=pack, state=PackState.WAITING).first()
    if found is None:
        return None
    with translation.override(found.language), TemporaryFile() as target:
        if not _write(found, target, timezone.localdate(at), should_stop):
            return None
        found.size = target.tell()
        target.seek(0)
        found.sha256 = hashlib.file_digest(target, "sha256").hexdigest()
        target.seek(0)
        found.file.save(f"{found.pk}.zip", File(target), save=False)
    found.state, found.made_at, found.ends_at = PackState.READY, at, at + KEPT
    found.save()
    return found


def remove_old_packs(*, at: datetime) -> int:
    """Delete the files whose week is over; how many."""
    removed = 0
    for pack in Pack.objects.filter(ends_at__lte=at, state=PackState.READY):
        pack.file.delete(save=False)
        pack.state = PackState.GONE
        pack.save(update_fields=["state", "file"])
        removed += 1
    return removed


def _write(pack: Pack, target: IO[bytes], today: Any, should_stop: Callable[[], bool]) -> bool:
    rows: list[list[str]] = []
    sums: list[str] = []
    names: set[str] = set()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for obligation in proofs_of(pack.consortium):
            if should_stop():
                return False
            standing = obligation.standing(today)
            row = [
                obligation.rule.clause,
                obligation.rule.wording,
                str(obligation.number),
                day(obligation.due_on, "iso"),
                str(standing.label),
                day(obligation.fulfilled_on, "iso") if obligation.fulfilled_on else "",
                obligation.exception_reason if standing == Standing.EXCEPTED else obligation.note,
            ]
            proofs = list(_proofs(obligation))
            for proof in proofs:
                name = _free(f"{_('proofs')}/{proof.name}", names)
                is_whole = _copy(archive, name, proof)
                pack.files += is_whole
                pack.missing += not is_whole
                rows.append(
                    [
                        *row,
                        name if is_whole else _("the stored file is not the one that arrived"),
                        proof.sha256,
                    ]
                )
                if is_whole:
                    sums.append(f"{proof.sha256}  {name}\n")
            if not proofs:
                rows.append([*row, "", ""])
        archive.writestr(f"{_('contents')}.csv", _table(rows))
        archive.writestr("SHA256SUMS", "".join(sums))
    return True


def _proofs(obligation: Obligation) -> Iterator[Proof]:
    """The document, or every file of the log entry."""
    start = f"{obligation.rule.clause}-{obligation.number:02d}"
    if obligation.file:
        yield Proof(clean_name(f"{start} {obligation.file_name}"), obligation.file, obligation.sha256)
    if obligation.activity is not None:
        for one in obligation.activity.evidence_files.all():
            yield Proof(clean_name(f"{start} {one.original_name}"), one.file, one.sha256)


def _copy(archive: zipfile.ZipFile, name: str, proof: Proof) -> bool:
    """Read once to see that it is the file that arrived, then copied; a broken one stays out."""
    try:
        with proof.file.open("rb") as source:
            if hashlib.file_digest(source, "sha256").hexdigest() != proof.sha256:
                return False
            source.seek(0)
            with archive.open(name, "w") as inside:
                while chunk := source.read(CHUNK):
                    inside.write(chunk)
    except FileNotFoundError:
        return False
    return True


def _free(name: str, taken: set[str]) -> str:
    """A name nothing in the archive has."""
    stem, dot, suffix = name.rpartition(".")
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{stem} ({number}){dot}{suffix}"
    taken.add(found)
    return found


def _table(rows: list[list[str]]) -> bytes:
    """UTF-8 with a mark, so that a spreadsheet reads the letters; no cell wakes up as a formula."""
    head = [
        _("Clause"), _("Wording"), _("Number"), _("Due on"), _("State"), _("Fulfilled on"), _("Note"), _("File"),
        "SHA-256",
    ]  # fmt: skip
    return "".join(csv_lines([head, *rows], separator=";")).encode()
