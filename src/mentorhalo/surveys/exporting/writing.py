"""One pass over the responses, into one file. What a format needs beyond that is in its own module."""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .csvs import CsvWriter
from .layout import Plan
from .lines import LinesWriter
from .media.packing import FIXED_DATE, Opener, PackedMedia
from .order import Order
from .rows import Cells, Reader, readers_of
from .statistical import ParquetWriter, SavWriter, StataWriter, ZsavWriter
from .variables import Layout
from .workbooks import WorkbookWriter

BLOCK = 1 << 20
TOLD_EVERY = 500
TOLD_OFTEN = 20  # responses, where their files go along

type Read = tuple[Any, list[Any], dict[str, Any]]
type Progress = Callable[[int], None]


class Writer(Protocol):
    """Takes rows of all tables in the order in which they are read; `close` names the files it made."""

    def __init__(self, layout: Layout, order: Order, folder: Path) -> None: ...

    def add(self, sheet: int, row: Cells) -> None: ...

    def add_all(self, rows: Iterator[Cells]) -> None:
        """Rows of the first table, where there is no other."""

    def close(self) -> list[Path]: ...

    def drop(self) -> None:
        """Let go of what is open: the file is not wanted any more."""


@dataclass(frozen=True, slots=True)
class Format:
    """`is_heavy`: it holds the table in memory, or takes long, so that it is always made in the background."""

    words: str | Promise
    note: str | Promise
    ending: str
    media_type: str
    writer: type[Writer]
    is_heavy: bool = False


FORMATS: dict[str, Format] = {
    "csv": Format("CSV", _("for every program; commas, UTF-8"), "csv", "text/csv; charset=utf-8", CsvWriter),
    "xlsx": Format(
        _("Workbook (XLSX)"),
        _("for Excel and LibreOffice, with a sheet of variables"),
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        WorkbookWriter,
    ),
    "sav": Format(
        "SPSS (.sav)",
        _("labels, missing values and levels of measurement included"),
        "sav",
        "application/x-spss-sav",
        SavWriter,
        is_heavy=True,
    ),
    "zsav": Format(
        "SPSS (.zsav)",
        _("the same, compressed: for SPSS 21 and later"),
        "zsav",
        "application/x-spss-sav",
        ZsavWriter,
        is_heavy=True,
    ),
    "dta": Format(
        "Stata (.dta)",
        _("labels included; codes that are words are numbered in their order"),
        "dta",
        "application/x-stata-dta",
        StataWriter,
        is_heavy=True,
    ),
    "parquet": Format(
        "Parquet",
        _("typed and compressed, for R, Python and databases"),
        "parquet",
        "application/vnd.apache.parquet",
        ParquetWriter,
        is_heavy=True,
    ),
    "jsonl": Format(
        "JSON",
        _("one response in each line, its repeats within"),
        "jsonl",
        "application/x-ndjson",
        LinesWriter,
    ),
}


@dataclass(frozen=True, slots=True)
class Written:
    """`rows` by table; photos and sounds that were given, and those that were lost or of a kind that we cannot clean."""

    path: Path
    ending: str
    media_type: str
    rows: Mapping[str, int]
    sha256: str
    size: int
    files_given: int = 0
    files_left_out: int = 0


def write_export(
    plan: Plan,
    order: Order,
    reads: Iterable[Read],
    target: Path,
    told: Progress | None = None,
    open_file: Opener | None = None,
) -> Written:
    """Write what is read into `target`; one file, or a ZIP of the tables, with the photos and sounds if they were asked for.

    `open_file` opens what was sent along, by where it is stored.
    """
    chosen = FORMATS[order.format]
    given = left_out = 0
    with TemporaryDirectory(dir=target.parent) as folder, ExitStack() as stack:
        media, every = None, TOLD_EVERY
        if order.files and open_file is not None:
            archive = stack.enter_context(zipfile.ZipFile(target, "w"))
            media, every = PackedMedia(archive, open_file, is_bare=not order.identities), TOLD_OFTEN
        writer = chosen.writer(plan.layout, order, Path(folder))
        try:
            rows = _pass(plan, readers_of(plan, order, media), reads, writer, told or _nobody, every=every)
        except BaseException:
            writer.drop()
            raise
        files = writer.close()
        is_one = len(files) == 1 and media is None
        if media is not None:
            _pack(files, archive)
            given, left_out = media.given, media.left_out
        elif is_one:
            files[0].replace(target)
        else:
            _pack(files, stack.enter_context(zipfile.ZipFile(target, "w")))
    named = {sheet.name: count for sheet, count in zip(plan.layout.sheets, rows, strict=True)}
    return Written(
        target,
        chosen.ending if is_one else "zip",
        chosen.media_type if is_one else "application/zip",
        named,
        _sha256(target),
        target.stat().st_size,
        given,
        left_out,
    )


def _pass(
    plan: Plan,
    readers: Mapping[Any, Reader],
    reads: Iterable[Read],
    writer: Writer,
    told: Progress,
    *,
    every: int,
) -> list[int]:
    counts = [0] * len(plan.layout.sheets)
    if len(counts) == 1:
        writer.add_all(_simple(readers, reads, counts, told, every))
        return counts
    for version, design, answers in reads:
        for sheet, row in readers[version].rows(design, answers):
            writer.add(sheet, row)
            counts[sheet] += 1
        if counts[0] % every == 0:
            told(counts[0])
    return counts


def _simple(
    readers: Mapping[Any, Any], reads: Iterable[Read], counts: list[int], told: Progress, every: int
) -> Iterator[Cells]:
    makers = {version: reader.make for version, reader in readers.items()}
    done = 0
    for version, design, answers in reads:
        yield makers[version](design, answers)
        done += 1
        if done % every == 0:
            told(done)
    counts[0] = done


def _nobody(_done: int) -> None:
    return


def _pack(files: list[Path], archive: zipfile.ZipFile) -> None:
    for file in files:
        entry = zipfile.ZipInfo(file.name, FIXED_DATE)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with file.open("rb") as source, archive.open(entry, "w", force_zip64=True) as packed:
            while block := source.read(BLOCK):
                packed.write(block)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
