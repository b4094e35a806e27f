"""Files whose record was never written: somebody was killed, or the transaction failed, after the file had its name."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db.models import Model

from ..models import DraftFile, Export, FormFile, InstrumentVersion, SubmissionFile

# Where files lie (by year and month), and whoever may name one that lies there.
FOLDERS: dict[str, list[tuple[type[Model], str]]] = {
    "submissions": [(SubmissionFile, "file")],
    "drafts": [(DraftFile, "file")],
    "exports": [(Export, "file")],
    "instruments": [(InstrumentVersion, "workbook"), (FormFile, "file")],
}
# A file is there before its record is: for so long it may still be waiting for it.
LEFT_ALONE = timedelta(days=1)


def remove_ownerless_files(*, at: datetime, should_stop: Callable[[], bool] = lambda: False) -> int:
    """Delete what no record names; how many. A query or two for each month that holds old files."""
    removed = 0
    for folder, owners in FOLDERS.items():
        for month in _months(folder):
            if should_stop():
                return removed
            old = _old_files(
                month, at - LEFT_ALONE
            )  # before the records are asked: what is written meanwhile is young
            ownerless = old - _named_in(month, owners) if old else set()
            delete_stored(ownerless)
            removed += len(ownerless)
    return removed


def delete_stored(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _months(folder: str) -> Iterator[str]:
    for year in _folders_in(folder):
        yield from _folders_in(year)


def _folders_in(folder: str) -> list[str]:
    if not default_storage.exists(folder):
        return []
    return [f"{folder}/{name}" for name in sorted(default_storage.listdir(folder)[0])]


def _old_files(month: str, before: datetime) -> set[str]:
    names = (f"{month}/{name}" for name in default_storage.listdir(month)[1])
    return {name for name in names if default_storage.get_modified_time(name) < before}


def _named_in(month: str, owners: list[tuple[type[Model], str]]) -> set[str]:
    named: set[str] = set()
    for model, field in owners:
        rows = model._default_manager.filter(**{f"{field}__startswith": f"{month}/"})
        named.update(rows.order_by().values_list(field, flat=True))
    return named
