"""Bringing in tables: what an importer is, and the way from an uploaded file to written records.

A room offers an importer by `registry.add_importer("what", Importer())`; the command `mentorhalo import` and the pages
of `core.import_pages` do the rest. Nothing is written before `apply`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, BinaryIO, Protocol, cast
from uuid import UUID, uuid4

from django.core.files.base import File
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import TableUpload
from mentorhalo.core.registry import registry
from mentorhalo.core.tabular import (
    ColumnSpec,
    RowError,
    Sheet,
    Table,
    TableError,
    match_columns,
    read_sheet,
    table_of,
)

Words = str | Promise
KEPT_FOR = timedelta(days=7)


class ImportRefused(Exception):
    """The table cannot be applied as it stands; the message says why."""

    def __init__(self, message: Words) -> None:
        self.message = message
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class Question:
    """Something only a person can decide; `key` names it in the decisions given to `plan`."""

    key: str
    text: Words
    options: Sequence[tuple[str, Words]]
    chosen: str = ""


@dataclass
class PlannedRow:
    """What would be done for one row (0: for something that is not in the file). `data` is the importer's own."""

    row: int
    deed: str
    title: str
    details: Sequence[Words] = ()
    question: Question | None = None
    data: Any = None


@dataclass
class ImportPlan:
    """What an import would do. Any of `errors` refuses the whole file unless those rows are to be skipped."""

    rows: list[PlannedRow] = field(default_factory=list)
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    notes: list[Words] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)  # of the whole file, before those of its rows
    context: Any = None

    def counts(self) -> dict[str, int]:
        """How many rows of each deed."""
        return dict(Counter(row.deed for row in self.rows))

    @property
    def questions(self) -> list[Question]:
        return [*self.asked, *(row.question for row in self.rows if row.question)]


class Importer(Protocol):
    """What a room offers for one kind of record."""

    @property
    def label(self) -> Words:
        """What is brought in: "organisations"."""

    @property
    def columns(self) -> Sequence[ColumnSpec]: ...

    @property
    def deeds(self) -> Mapping[str, Words]:
        """What may happen to a row, in words, in the order of showing: `{"add": "added", ...}`."""

    @property
    def can_create_missing(self) -> bool:
        """Whether parties named in a column may be created on the way."""

    def plan(
        self, table: Table, *, create_missing: bool = False, decisions: Mapping[str, str] | None = None
    ) -> ImportPlan:
        """Read `table.records()` and say what would be done; write nothing.

        A row in `errors` is in none of `rows`. Raises `ImportRefused` where the file as a whole makes no sense.
        """

    def apply(self, plan: ImportPlan, *, by: Any, at: datetime) -> dict[str, int]:
        """Do what the plan says in one transaction; return the counts by deed. Doing it again changes nothing."""


def importer_of(what: str) -> Importer:
    """Raises `KeyError`."""
    importer: Importer = registry.importers[what]
    return importer


def read_for(importer: Importer, stream: BinaryIO, name: str) -> Table:
    """The file's table; by the importer's own eye (`importer.table_of(sheet)`, `importer.sheet_title`) where it has one.

    Raises `TableError`.
    """
    sheet: Sheet = read_sheet(stream, name, title=getattr(importer, "sheet_title", ""))
    own_eye = getattr(importer, "table_of", None)
    table: Table = own_eye(sheet) if own_eye else table_of(sheet)
    return table


def plan_import(
    importer: Importer,
    table: Table,
    *,
    chosen: Mapping[str, str] | None = None,
    create_missing: bool = False,
    decisions: Mapping[str, str] | None = None,
) -> ImportPlan:
    """Match the columns, plan the rows, and add the rows whose cells have slipped to those refused.

    Raises `TableError` (unreadable, or a required column is missing) and `ImportRefused`.
    """
    table.matching = match_columns(table.header, importer.columns, chosen)
    if table.matching.missing:
        names = ", ".join(f"{spec.label} ({spec.name})" for spec in table.matching.missing)
        raise TableError(_("These columns are missing: %(names)s.") % {"names": names})
    plan = importer.plan(table, create_missing=create_missing, decisions=decisions or {})
    slipped = list(table.ragged())
    refused = {error.row for error in slipped}
    if refused:
        plan.rows = [row for row in plan.rows if row.row not in refused]
        plan.errors = sorted(
            [*slipped, *(error for error in plan.errors if error.row not in refused)],
            key=lambda error: error.row,
        )
    plan.notes = [*table.notes, *plan.notes]
    return plan


@transaction.atomic
def apply_import(
    importer: Importer, plan: ImportPlan, *, by: Any, at: datetime, skip_refused: bool = False
) -> dict[str, int]:
    """Write what was planned. Raises `ImportRefused` while rows are refused, and whatever the importer refuses."""
    if plan.errors and not skip_refused:
        raise ImportRefused(
            _("Nothing was written: there are refused rows. Mend them in the table, or have them left out.")
        )
    return importer.apply(plan, by=by, at=at)


# --- uploads ------------------------------------------------------------------------------------


def store_upload(
    what: str, file: File, *, by: Any, at: datetime, decisions: Mapping[str, str] | None = None
) -> TableUpload:
    """Keep a file until its import is confirmed or called off; forget those left lying for a week.

    `decisions` are those made before the file was read. Raises `TableError` for one that cannot be read.
    """
    read_for(importer_of(what), _bytes_of(file), file.name or "")
    discard_uploads(TableUpload.objects.filter(uploaded_at__lt=at - KEPT_FOR, applied_at=None))
    upload = TableUpload(
        id=uuid4(), what=what, file_name=(file.name or "")[-200:], uploaded_at=at, by_id=by.pk
    )
    if decisions:
        upload.options = {"decisions": dict(decisions)}
    file.seek(0)
    with transaction.atomic():
        upload.file.save(f"{upload.pk}.table", file, save=False)
        upload.save()
    return upload


@contextmanager
def opened(upload: TableUpload) -> Iterator[BinaryIO]:
    """The kept file's bytes, seekable."""
    with upload.file.storage.open(upload.file.name or "", "rb") as file:
        yield _bytes_of(file)


def _bytes_of(file: File) -> BinaryIO:
    return cast(BinaryIO, file.file)


def choose_columns(upload: TableUpload, columns: Mapping[str, str]) -> None:
    """Remember which heading stands for which of our columns (empty: none)."""
    upload.columns = dict(columns)
    upload.save(update_fields=["columns"])


def choose_options(upload: TableUpload, *, create_missing: bool, decisions: Mapping[str, str]) -> None:
    upload.options = {"create_missing": create_missing, "decisions": dict(decisions)}
    upload.save(update_fields=["options"])


def plan_upload(upload: TableUpload, stream: BinaryIO) -> tuple[Table, ImportPlan]:
    """Read the kept file (given open) and plan it by what was chosen. Raises `TableError` and `ImportRefused`."""
    importer = importer_of(upload.what)
    table = read_for(importer, stream, upload.file_name)
    plan = plan_import(
        importer,
        table,
        chosen=upload.columns or None,
        create_missing=bool(upload.options.get("create_missing")),
        decisions=upload.options.get("decisions", {}),
    )
    return table, plan


def apply_upload(upload_id: UUID, *, by: Any, at: datetime, skip_refused: bool = False) -> TableUpload:
    """Write what the upload says, once: a second confirmation finds it done. Raises as `plan_upload` and the importer do."""
    with transaction.atomic():
        upload = TableUpload.objects.select_for_update().get(pk=upload_id)
        if upload.applied_at is not None:
            return upload
        with opened(upload) as stream:
            _table, plan = plan_upload(upload, stream)
            counts = apply_import(importer_of(upload.what), plan, by=by, at=at, skip_refused=skip_refused)
        upload.applied_at = at
        upload.result = {
            "counts": counts,
            "unchanged": plan.unchanged,
            "refused": len({error.row for error in plan.errors}),
        }
        upload.save(update_fields=["applied_at", "result"])
        transaction.on_commit(lambda: upload.file.storage.delete(upload.file.name or ""))
    return upload


def discard_uploads(uploads: Iterable[TableUpload]) -> None:
    """Forget uploads and their files."""
    for upload in uploads:
        upload.file.delete(save=False)
        upload.delete()
