"""Several versions in one export: their union, with what no longer means the same told apart."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mentorhalo.core.tests.access import World
from mentorhalo.surveys.exporting.order import Order
from mentorhalo.surveys.exporting.variables import Remark
from mentorhalo.surveys.models import Instrument
from mentorhalo.surveys.tests.factories import FOUNDED_AT, InstrumentFactory

from .builders import CHOICES, ROWS, a_form, a_response, a_version
from .files import csv_tables, plan_of, written

pytestmark = pytest.mark.usefixtures("shared_world")

CSV = Order("csv")
CONTENT = ROWS.index(next(row for row in ROWS if row[1] == "content"))


def with_row(place: int, *row: Any) -> list[Any]:
    return [*ROWS[:place], row, *ROWS[place:]]


def with_label(code: str, label: str) -> list[Any]:
    return [(one[0], one[1], label, one[3]) if one[1] == code else one for one in CHOICES]


def an_instrument(world: World, second: Any) -> Instrument:
    instrument: Instrument = InstrumentFactory(study=world.study, form_id="life")
    answers = {"content": "1", "who/age": 30}
    a_response(a_version(instrument, "1"), answers)
    later = a_version(instrument, "2", second, published_at=FOUNDED_AT + timedelta(days=1))
    a_response(later, {**answers, "more": 5})
    return instrument


def test_columns_are_the_union_of_the_versions(world: World, tmp_path: Path) -> None:
    second = a_form(with_row(CONTENT, "integer", "more", "Hány?", "How many?", None, None))
    instrument = an_instrument(world, second)

    export = written(instrument, tmp_path, CSV)

    rows = csv_tables(export.path)["responses"]
    assert [(row["form_version"], row["content"], row["more"]) for row in rows] == [
        ("1", "1", ""),
        ("2", "1", "5"),
    ]
    assert plan_of(instrument, CSV).layout.remarks == (Remark("some-versions", "more", "2"),)


def test_a_code_that_came_to_mean_something_else_stands_apart(world: World, tmp_path: Path) -> None:
    instrument = an_instrument(world, a_form(ROWS, with_label("1", "Hetente többször")))

    export = written(instrument, tmp_path, CSV)

    rows = csv_tables(export.path)["responses"]
    assert [(row["content_v1"], row["content"]) for row in rows] == [("1", ""), ("", "1")]
    assert plan_of(instrument, CSV).layout.remarks == (
        Remark("apart", "content", "1", "1 = Elégedett / Hetente többször"),
    )


def test_other_words_for_the_same_keep_the_column(world: World) -> None:
    instrument = an_instrument(world, a_form(ROWS, with_label("1", "Elégedettek")))

    assert plan_of(instrument, CSV).layout.remarks == ()


def test_an_answer_of_another_type_stands_apart(world: World) -> None:
    rows: list[Any] = [("decimal", *row[1:]) if row[1] == "age" else row for row in ROWS]
    instrument = an_instrument(world, a_form(rows))

    layout = plan_of(instrument, CSV).layout

    assert {"age", "age_v1"} <= set(layout.main.names)
    assert layout.remarks == (Remark("apart", "who/age", "1", "type"),)


def test_one_version_may_be_asked_for(world: World, tmp_path: Path) -> None:
    instrument = an_instrument(world, a_form())
    order = replace(CSV, versions=(str(instrument.versions.get(version="2").pk),))

    assert written(instrument, tmp_path, order).rows["responses"] == 1


def test_what_is_an_identity_in_one_version_is_withheld_from_all(world: World) -> None:
    instrument = an_instrument(world, a_form())
    instrument.versions.filter(version="1").update(identity_keys=["who/name", "who/age"])

    layout = plan_of(instrument, CSV).layout

    assert layout.withheld["who/age"] == "identity"
    assert "age" not in layout.main.names


def test_what_a_version_marks_that_was_not_asked_for_is_withheld_as_well(world: World) -> None:
    instrument = an_instrument(world, a_form())
    instrument.versions.filter(version="2").update(identity_keys=["who/name", "who/age"])
    order = replace(CSV, versions=(str(instrument.versions.get(version="1").pk),))

    assert plan_of(instrument, order).layout.withheld["who/age"] == "identity"
