"""CSV: which columns there are, what their cells are, what is left out."""

from dataclasses import replace
from pathlib import Path

import pytest

from mentorhalo.core.tests.access import INTERVIEWER, World
from mentorhalo.surveys.exporting.order import EXACT, FULL, LABELS, Order
from mentorhalo.surveys.exporting.pseudonyms import pseudonyms_of
from mentorhalo.surveys.models import Instrument
from mentorhalo.surveys.tests.factories import InstrumentFactory

from .builders import ANSWERS, a_response, a_version
from .files import csv_tables, filled, plan_of, written

pytestmark = pytest.mark.usefixtures("shared_world")

CSV = Order("csv")


@pytest.fixture
def instrument(world: World) -> Instrument:
    made: Instrument = InstrumentFactory(study=world.study, form_id="life")
    return made


def test_a_row_has_its_design_and_its_answers(instrument: Instrument, world: World, tmp_path: Path) -> None:
    response = a_response(
        a_version(instrument),
        unit=world.unit,
        wave=world.wave,
        settlement=world.settlement,
        interviewer=world.interviewers[INTERVIEWER],
    )

    export = written(instrument, tmp_path, CSV)

    assert (export.ending, export.rows) == ("zip", {"responses": 1, "child": 2, "club": 2})
    assert filled(csv_tables(export.path)["responses"][0]) == {
        "response_id": pseudonyms_of(world.study.pk)(response.pk),
        "unit_code": "A0001",
        "stratum": "02-town",
        "settlement_code": world.settlement.code,
        "county_code": world.settlement.county_id,
        "wave": "1",
        "interviewer_code": "K1",
        "sent_by": "collect",
        "form_version": "1",
        "revision": "1",
        "state": "accepted",
        "received": "2026-03-02",
        "started": "2026-03-02",
        "ended": "2026-03-02",
        "duration_minutes": "12.0",
        "age": "41",
        "content": "1",
        "heard_press": "0",
        "heard_friend": "1",
        "best_press": "2",
        "best_friend": "1",
        "hours": "1.5",
        "last": "2026-02-01",
        "place_lat": "46.07",
        "place_lon": "18.23",
        "adult": "1",
    }


def test_repeats_are_tables_linked_by_response_and_row(instrument: Instrument, tmp_path: Path) -> None:
    a_response(a_version(instrument))

    tables = csv_tables(written(instrument, tmp_path, CSV).path)

    one = tables["responses"][0]["response_id"]
    assert tables["child"] == [
        {"response_id": one, "parent_row": "", "row": "1", "years": "9"},
        {"response_id": one, "parent_row": "", "row": "2", "years": "4"},
    ]
    assert tables["club"] == [
        {"response_id": one, "parent_row": "1", "row": "1.1", "told": "press"},
        {"response_id": one, "parent_row": "1", "row": "1.2", "told": "friend"},
    ]


def test_what_could_tell_who_answered_is_left_out_and_named(instrument: Instrument) -> None:
    a_version(instrument)

    assert plan_of(instrument, CSV).layout.withheld == {
        "start": "design",
        "end": "design",
        "deviceid": "device",
        "who/name": "identity",
        "wish": "free",
        "greeting": "identity",
    }


def test_free_texts_come_when_chosen_and_never_as_formulas(instrument: Instrument, tmp_path: Path) -> None:
    a_response(a_version(instrument))

    row = csv_tables(written(instrument, tmp_path, replace(CSV, free_text=True)).path)["responses"][0]

    assert row["wish"] == "'=több énekkar"
    assert not {"name", "greeting"} & row.keys()


def test_identities_come_back_to_their_places_for_an_order_with_them(
    instrument: Instrument, tmp_path: Path
) -> None:
    a_response(a_version(instrument), latitude=46.071234, longitude=18.233211)

    row = csv_tables(written(instrument, tmp_path, replace(CSV, identities=True)).path)["responses"][0]

    assert (row["name"], row["place_lat"], row["latitude"]) == ("Kiss Piroska", "46.07123", "46.071234")
    assert row["started"] == "2026-03-02T10:00:00+01:00"


def test_where_the_interview_was_is_the_middle_of_its_settlement(
    instrument: Instrument, world: World, tmp_path: Path
) -> None:
    world.settlement.lat, world.settlement.lon = 46.0, 18.0
    world.settlement.save()
    version = a_version(instrument)
    a_response(version, settlement=world.settlement, latitude=46.071234, longitude=18.233211)

    row = csv_tables(written(instrument, tmp_path, CSV).path)["responses"][0]

    assert (row["latitude"], row["longitude"]) == ("46.0", "18.0")


def test_labels_stand_for_codes_in_the_language_chosen(instrument: Instrument, tmp_path: Path) -> None:
    a_response(a_version(instrument))
    order = replace(CSV, values=LABELS, headings=LABELS, language="English (en)")

    row = csv_tables(written(instrument, tmp_path, order).path)["responses"][0]

    assert row["How content are you?"] == "Content"
    assert row["Where did you hear of us? – Friend"] == "1"
    assert row["State of the response"] == "accepted"


def test_names_may_keep_the_path_of_groups(instrument: Instrument) -> None:
    a_version(instrument)

    assert "who_age" in plan_of(instrument, replace(CSV, names=FULL)).layout.main.names


def test_moments_are_exact_when_chosen(instrument: Instrument, tmp_path: Path) -> None:
    a_response(a_version(instrument))

    row = csv_tables(written(instrument, tmp_path, replace(CSV, times=EXACT)).path)["responses"][0]

    assert row["ended"] == "2026-03-02T10:12:00+01:00"


def test_an_answer_that_is_not_of_its_type_is_left_out_and_named(
    instrument: Instrument, tmp_path: Path
) -> None:
    answers = {**ANSWERS, "who/age": "negyven", "child": [{"years": "kicsi"}, {"years": 4}]}
    misfits = [
        {"path": "who/age", "text": "negyven", "wanted": "int"},
        {"path": "child/years", "text": "kicsi", "wanted": "int"},
    ]
    a_response(a_version(instrument), answers, misfits=misfits)

    tables = csv_tables(written(instrument, tmp_path, CSV).path)

    assert (tables["responses"][0]["age"], tables["responses"][0]["misfits"]) == ("", "child/years who/age")
    assert [row["years"] for row in tables["child"]] == ["", "4"]


def test_only_what_was_asked_for_is_exported(instrument: Instrument, world: World, tmp_path: Path) -> None:
    version = a_version(instrument)
    a_response(version, wave=world.wave)
    a_response(version, wave=None)
    a_response(version, wave=world.wave, state="rejected")
    order = replace(CSV, wave=str(world.wave.pk), states=("accepted", "received"))

    assert written(instrument, tmp_path, order).rows["responses"] == 1


def test_the_same_order_gives_the_same_file(instrument: Instrument, tmp_path: Path) -> None:
    version = a_version(instrument)
    for _number in range(3):
        a_response(version)

    assert written(instrument, tmp_path, CSV).sha256 == written(instrument, tmp_path, CSV).sha256
