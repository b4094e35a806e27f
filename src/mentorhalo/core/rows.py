"""Rows written past the model layer: a whole programme's records in seconds, where `bulk_create` needs half a minute."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models


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


def _lines(fields: Sequence[Any], records: Iterable[models.Model]) -> Iterator[tuple[Any, ...]]:
    """The records' values, as the database wants them."""
    turns = [(field.attname, _adapter(field)) for field in fields]
    for record in records:
        values = record.__dict__
        yield tuple(
            value if (value := values[name]) is None or turn is None else turn(value) for name, turn in turns
        )


def whole(model: type[models.Model], values: dict[str, Any]) -> Any:
    """A record of these values by column name, every other column at its default; several times as fast as by keyword."""
    return model(*(values[name] if name in values else default() for name, default in _defaults(model)))


def _defaults(model: type[models.Model]) -> Sequence[tuple[str, Callable[[], Any]]]:
    found = _DEFAULTS.get(model)
    if found is None:
        found = [(field.attname, field.get_default) for field in model._meta.concrete_fields]
        _DEFAULTS[model] = found
    return found


_DEFAULTS: dict[type[models.Model], Sequence[tuple[str, Callable[[], Any]]]] = {}


def _adapter(field: "models.Field[Any, Any]") -> Callable[[Any], Any] | None:
    """How the database wants the field's values; None where Python's will do."""
    match getattr(field, "target_field", field):
        case models.UUIDField() if not connection.features.has_native_uuid_field:
            return lambda value: value.hex
        case models.DateTimeField():
            return connection.ops.adapt_datetimefield_value
        case models.DateField():
            return connection.ops.adapt_datefield_value
        case models.TimeField():
            return connection.ops.adapt_timefield_value
        case models.CharField() | models.TextField():
            return str
        case models.JSONField():
            return lambda value: json.dumps(value, ensure_ascii=False)
    return None
