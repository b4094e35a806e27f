"""The world of the tests, built once per process and put back from its rows: building it takes a hundred times as long."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.utils import timezone, translation

from mentorhalo.core.tests.access import World
from tests.house import ROOMS
from tests.world import build_world

# A world has a `now`: whoever asks for one gets one of the last minutes.
KEPT_FOR = timedelta(minutes=5)

type Row = tuple[Any, ...]
type Rows = dict[type[Model], dict[Row, Row]]  # by primary key


@dataclass(frozen=True)
class Kept:
    """A world, and the rows that were there before it and came with it."""

    world: World
    before: Rows
    added: Rows
    changed: Rows


_kept: dict[tuple[object, ...], Kept] = {}


def world_of(rooms: Sequence[str] = ROOMS) -> World:
    """What `build_world` makes. Where the database does not stand as it did then, it is built in earnest.

    So it is where a test commits: what the rooms do after that is part of such a world.
    """
    if not connection.in_atomic_block:
        return build_world(rooms)
    made_for = (tuple(rooms), str(settings.MEDIA_ROOT), translation.get_language())
    kept = _kept.get(made_for)
    if kept is not None and _is_fresh(kept.world) and _stands_as_before(kept):
        _put_back(kept)
    else:
        kept = _kept[made_for] = _built(rooms)
    return deepcopy(kept.world)


def _is_fresh(world: World) -> bool:
    now = timezone.now()
    return abs(now - world.now) < KEPT_FOR and timezone.localdate(now) == world.today


def _built(rooms: Sequence[str]) -> Kept:
    before = {model: rows_of(model) for model in models_with_tables()}
    world = build_world(rooms)
    added: Rows = {}
    changed: Rows = {}
    for model, there in before.items():
        rows = rows_of(model)
        assert there.keys() <= rows.keys(), f"The world takes rows out of {model._meta.db_table}."
        added[model] = {key: row for key, row in rows.items() if key not in there}
        changed[model] = {key: row for key, row in rows.items() if key in there and row != there[key]}
    return Kept(world, before, added, changed)


def _stands_as_before(kept: Kept) -> bool:
    touched = (model for model, rows in kept.before.items() if rows or kept.added[model])
    return all(rows_of(model) == kept.before[model] for model in touched)


def _put_back(kept: Kept) -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model, rows in kept.added.items():
            if rows:
                columns = ", ".join(map(quote, _columns(model)))
                places = "(" + ", ".join(["%s"] * len(_columns(model))) + ")"
                cursor.execute(
                    f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {', '.join([places] * len(rows))}",
                    [value for row in rows.values() for value in row],
                )
        for model, rows in kept.changed.items():
            columns = ", ".join(f"{quote(column)} = %s" for column in _columns(model))
            same = " AND ".join(f"{quote(column)} = %s" for column in _key(model))
            for key, row in rows.items():
                cursor.execute(
                    f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {same}", [*row, *key]
                )


def rows_of(model: type[Model]) -> dict[Row, Row]:
    quote = connection.ops.quote_name
    columns = _columns(model)
    at = [columns.index(column) for column in _key(model)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(map(quote, columns))} FROM {quote(model._meta.db_table)}")
        return {tuple(row[place] for place in at): tuple(row) for row in cursor.fetchall()}


def models_with_tables() -> Iterator[type[Model]]:
    """Those with a table. A full-text index of SQLite is none: triggers fill it."""
    there = {name for name in connection.introspection.table_names() if not name.endswith("_fts")}
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy and model._meta.db_table in there:
            yield model


def _columns(model: type[Model]) -> list[str]:
    return [
        field.column for field in model._meta.local_concrete_fields if field.column and not field.generated
    ]


def _key(model: type[Model]) -> list[str]:
    return [field.column for field in model._meta.pk_fields if field.column]
