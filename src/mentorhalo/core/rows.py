"""Rows written past the model layer: a whole programme's records in seconds, where `bulk_create` needs half a minute."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from django.db import connection, models
from django.db.models.base import ModelState

SEEN = 4096  # different moments of a column that are kept ready

_json: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False).encode
_hex: Callable[[Any], str] = attrgetter("hex")


def insert_rows(model: type[models.Model], records: Iterable[models.Model]) -> None:
    """Insert unsaved records that are whole: every column is taken as it stands, nothing is read back.

    Numbers that the database gives are left to it, so that nobody knows them afterwards.
    """
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    lines = _lines(fields, records)
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(str(field.column)) for field in fields)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for line in lines:
                    copy.write_row(line)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", list(lines))


def update_rows(model: type[models.Model], records: Iterable[models.Model], names: Sequence[str]) -> None:
    """Write these fields of records that are there; others stay as they are in the database.

    One statement each, sent together: a `bulk_update` has the database look through all its cases for every row.
    """
    known = {field.name: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in names]
    key = model._meta.pk
    quote = connection.ops.quote_name
    values = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {values} WHERE {quote(str(key.column))} = %s"
    if lines := list(_lines([*fields, key], records)):
        with connection.cursor() as cursor:
            cursor.executemany(statement, lines)


def whole(model: type[models.Model], values: Mapping[str, Any]) -> Any:
    """A record of these values by column name, every other column at its default.

    Many times as fast as by keyword, for bulk work alone: no signal tells of it.
    """
    blank = _blank(model)
    record = model.__new__(model)
    record._state = ModelState()
    columns = record.__dict__
    columns.update(blank.same)
    columns.update(values)
    for name, default in blank.made:
        if name not in values:
            columns[name] = default()
    return record


@dataclass(frozen=True, slots=True)
class _Blank:
    """The columns of a model with nothing in them: what is the same in all records, and what is made for each."""

    same: dict[str, Any]
    made: list[tuple[str, Callable[[], Any]]]


@cache
def _blank(model: type[models.Model]) -> _Blank:
    fields = model._meta.concrete_fields
    made = {
        field.attname: field.get_default
        for field in fields
        if field.has_default() and callable(field.default)
    }
    same = {field.attname: None if field.attname in made else field.get_default() for field in fields}
    return _Blank(same, list(made.items()))


def _lines(fields: Sequence[Any], records: Iterable[models.Model]) -> Iterator[list[Any]]:
    """The records' values, as the database wants them."""
    names = [field.attname for field in fields]
    turns = [(at, turn) for at, field in enumerate(fields) if (turn := _adapter(field)) is not None]
    for record in records:
        values = record.__dict__
        line = [values[name] for name in names]
        for at, turn in turns:
            if (value := line[at]) is not None:
                line[at] = turn(value)
        yield line


def _adapter(field: "models.Field[Any, Any]") -> Callable[[Any], Any] | None:
    """How the database wants the field's values; None where Python's will do. Days and moments come again and again."""
    operations = connection.ops
    match getattr(field, "target_field", field):
        case models.UUIDField() if not connection.features.has_native_uuid_field:
            return _hex
        case models.DateTimeField():
            return lru_cache(SEEN)(operations.adapt_datetimefield_value)
        case models.DateField():
            return lru_cache(SEEN)(operations.adapt_datefield_value)
        case models.TimeField():
            return operations.adapt_timefield_value
        case models.CharField() | models.TextField():
            return str
        case models.JSONField():
            return _json
    return None
