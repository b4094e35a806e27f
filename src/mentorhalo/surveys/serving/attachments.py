"""Photos and sounds of a response, for keys that open them: never those of identity questions, and without what devices write beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from ..exporting.design import ROW
from ..exporting.media.attached import FOLDER, Attached
from ..exporting.media.cleaning import cleaned
from ..exporting.media.kinds import HEAD, Kind, kind_of
from ..exporting.variables import Sheet
from ..queries.files import open_stored
from ..queries.walking import Named, Walk


@dataclass(frozen=True, slots=True)
class Attachment:
    """`name` is the one in exported ZIPs; `row` that of a repeat."""

    name: str
    kind: Kind
    stored: str
    table: str
    column: str
    path: str
    row: str = ""

    def as_json(self, address: str) -> dict[str, Any]:
        said = {
            "name": self.name,
            "table": self.table,
            "row": self.row,
            "column": self.column,
            "path": self.path,
            "media_type": self.kind.value,
            "href": address,
        }
        return {name: value for name, value in said.items() if value}


class _Seen:
    """Files of a kind that we can give on, by the names they go by; nothing is copied."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[Kind, str]] = {}

    def give(self, attached: Attached, name: str) -> bool:
        kind = _kind_at(attached.stored)
        if kind is not None:
            self.files[name] = kind, attached.stored
        return kind is not None


def attachments_of(walk: Walk, named: Named) -> list[Attachment]:
    """Of a walk with an order for files; opens each file for a look at its beginning."""
    seen = _Seen()
    sheets = walk.plan.layout.sheets
    return [
        found
        for _name, rows in walk.rows([named], seen)
        for number, row in rows
        for found in _in_row(seen, sheets[number], row)
    ]


class Content:
    """A file in blocks, cleaned; who answers with it closes it, read or not."""

    def __init__(self, file: BinaryIO, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self.close = file.close

    def __iter__(self) -> Iterator[bytes]:
        return self._blocks


def content_of(attachment: Attachment) -> Content | None:
    """None where it is broken, so that nobody can tell what stands in it."""
    file = open_stored(attachment.stored)
    found = cleaned(file)
    if found is None:
        file.close()
        return None
    return Content(file, found[1])


def _in_row(seen: _Seen, sheet: Sheet, row: Sequence[Any]) -> Iterator[Attachment]:
    names = sheet.names
    number = str(row[names.index(ROW)]) if sheet.path else ""
    for variable, cell in zip(sheet.variables, row, strict=True):
        if variable.is_file and cell:
            name = str(cell).removeprefix(f"{FOLDER}/")
            kind, stored = seen.files[name]
            yield Attachment(name, kind, stored, sheet.name, variable.name, variable.path, number)


def _kind_at(stored: str) -> Kind | None:
    try:
        with open_stored(stored) as file:
            return kind_of(file.read(HEAD))
    except OSError:
        return None
