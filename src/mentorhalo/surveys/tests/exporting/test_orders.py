"""Ordering files: who may, what is written down, how long they are kept."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mentorhalo.core.models import AuditLine
from mentorhalo.core.tests.access import OFFICE, RESEARCHER, World
from mentorhalo.surveys.actions import exporting
from mentorhalo.surveys.actions.exporting import (
    OrderRefused,
    Stopped,
    make_export,
    note_taken,
    order_export,
    remove_old_exports,
)
from mentorhalo.surveys.choices import ExportState
from mentorhalo.surveys.exporting.order import Order
from mentorhalo.surveys.models import Export, Instrument, KeyHolder
from mentorhalo.surveys.tests.factories import InstrumentFactory

from .builders import a_response, a_version

pytestmark = pytest.mark.usefixtures("shared_world")

CSV = Order("csv")
PURPOSE = "Ismételt megkeresés az ellenőrzéshez"


@pytest.fixture
def instrument(world: World) -> Instrument:
    made: Instrument = InstrumentFactory(study=world.study, form_id="life")
    version = a_version(made)
    a_response(version)
    a_response(version)
    return made


def ordered(instrument: Instrument, world: World, order: Order = CSV, who: str = RESEARCHER) -> Export:
    found = order_export(instrument=instrument, order=order, by=world.users[who], at=world.now)
    return make_export(export=found.export.pk, at=world.now)


def test_a_file_is_kept_for_a_day_and_leaves_an_audit_line(instrument: Instrument, world: World) -> None:
    export = ordered(instrument, world)

    assert (export.state, export.rows) == (ExportState.READY, {"responses": 2, "child": 4, "club": 4})
    assert export.ends_at == world.now + timedelta(days=1)
    assert export.file_name == f"life-{world.today.isoformat()}.zip"
    line = AuditLine.objects.get(deed="export_responses")
    assert (line.by_id, line.subject) == (world.users[RESEARCHER].pk, f"instrument:{instrument.pk}")
    assert line.details == {
        "export": str(export.pk),
        "order": CSV.as_json(),
        "rows": export.rows,
        "sha256": export.sha256,
    }


def test_making_it_again_changes_nothing(instrument: Instrument, world: World) -> None:
    export = ordered(instrument, world)

    again = make_export(export=export.pk, at=world.now + timedelta(hours=1))

    assert again.made_at == world.now
    assert AuditLine.objects.filter(deed="export_responses").count() == 1


def test_a_file_goes_when_its_day_is_over(instrument: Instrument, world: World) -> None:
    export = ordered(instrument, world)
    path = export.file.path

    assert remove_old_exports(at=world.now + timedelta(hours=23)) == 0
    assert remove_old_exports(at=world.now + timedelta(hours=25)) == 1

    export.refresh_from_db()
    assert (export.state, bool(export.file), export.sha256 != "") == (ExportState.GONE, False, True)
    assert not Path(path).exists()


def test_what_is_large_or_heavy_is_made_in_the_background(
    instrument: Instrument,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        heavy = order_export(
            instrument=instrument, order=Order("sav"), by=world.users[RESEARCHER], at=world.now
        )
        monkeypatch.setattr(exporting, "AT_ONCE", 1)
        large = order_export(instrument=instrument, order=CSV, by=world.users[RESEARCHER], at=world.now)

    assert (heavy.is_small, large.is_small) == (False, False)
    assert list(Export.objects.values_list("state", flat=True)) == ["ready", "ready"]


def test_a_stop_leaves_nothing_and_it_can_be_made_later(
    instrument: Instrument, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mentorhalo.surveys.exporting.writing.TOLD_EVERY", 1)
    found = order_export(instrument=instrument, order=CSV, by=world.users[RESEARCHER], at=world.now).export

    with pytest.raises(Stopped):
        make_export(export=found.pk, at=world.now, is_stopped=lambda: True)

    assert make_export(export=found.pk, at=world.now).state == ExportState.READY


@pytest.mark.parametrize(
    ("who", "purpose", "field"), [(OFFICE, PURPOSE, "identities"), (RESEARCHER, "csak", "purpose")]
)
def test_identities_need_the_key_and_a_purpose(
    instrument: Instrument, world: World, who: str, purpose: str, field: str
) -> None:
    with pytest.raises(OrderRefused) as refusal:
        ordered(instrument, world, replace(CSV, identities=True, purpose=purpose), who)

    assert refusal.value.field == field


def test_taking_identities_is_written_down_with_its_purpose(instrument: Instrument, world: World) -> None:
    export = ordered(instrument, world, replace(CSV, identities=True, purpose=PURPOSE))

    note_taken(export=export, by=world.users[RESEARCHER], at=world.now)

    assert AuditLine.objects.get(deed="take_export").details == {"sha256": export.sha256, "purpose": PURPOSE}


def test_identities_are_not_written_for_who_lost_the_key_meanwhile(
    instrument: Instrument, world: World
) -> None:
    order = replace(CSV, identities=True, purpose=PURPOSE)
    found = order_export(instrument=instrument, order=order, by=world.users[RESEARCHER], at=world.now).export
    KeyHolder.objects.all().delete()

    export = make_export(export=found.pk, at=world.now)

    assert (export.state, bool(export.file)) == (ExportState.FAILED, False)


def test_nothing_can_be_ordered_of_what_was_never_published(world: World) -> None:
    with pytest.raises(OrderRefused):
        ordered(InstrumentFactory(study=world.study, form_id="draft"), world)
