"""Photos and sounds beside the tables: under names that the cells say, without what devices write, and never unasked."""

import csv
import io
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO
from unicodedata import normalize

import pytest
from django.urls import reverse
from pytest_django import Settings

from mentorhalo.core.models import AuditLine
from mentorhalo.core.tests.access import OFFICE, RESEARCHER, World
from mentorhalo.surveys.actions import exporting
from mentorhalo.surveys.actions.exporting import OrderRefused, make_export, note_taken, order_export
from mentorhalo.surveys.choices import ExportState
from mentorhalo.surveys.exporting.order import Order
from mentorhalo.surveys.exporting.pseudonyms import pseudonyms_of
from mentorhalo.surveys.exporting.writing import FORMATS, Written, write_export
from mentorhalo.surveys.models import Export, Instrument, Response
from mentorhalo.surveys.queries.exports import read_responses
from mentorhalo.surveys.queries.files import open_stored
from mentorhalo.surveys.tests.factories import InstrumentFactory

from .builders import a_file, a_form, a_photo, a_photo_instrument, a_response, a_version
from .files import plan_of

pytestmark = pytest.mark.usefixtures("shared_world")

PURPOSE = "A felújított terek állapotának felmérése"
WITH_FILES = Order("csv", files=True, purpose=PURPOSE)
SOUND = b"#!AMR\nKert es kapu"
ANSWERS = {"front": "1700.JPG", "story": "1701.amr", "room": [{"view": "1702.jpg"}, {"view": "1703.jpg"}, {}]}
IDENTITIES = {"card": "1704.jpg"}


@pytest.fixture
def instrument(world: World) -> Instrument:
    return a_photo_instrument(world.study)


@pytest.fixture
def response(instrument: Instrument) -> Response:
    """1703.jpg has not arrived."""
    made = a_response(instrument.versions.get(), ANSWERS, identities=IDENTITIES)
    for name in ("1700.JPG", "1702.jpg", "1704.jpg"):
        a_file(made, name, a_photo())
    a_file(made, "1701.amr", SOUND, "audio/amr")
    a_file(made, "audit.csv", b"event,node\n", "text/csv")
    return made


def packed(instrument: Instrument, folder: Path, order: Order = WITH_FILES) -> Written:
    order = order.settled
    return write_export(
        plan_of(instrument, order), order, read_responses(instrument, order), folder / "export",
        open_file=open_stored,
    )  # fmt: skip


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_cells_say_where_the_files_lie(response: Response, instrument: Instrument, tmp_path: Path) -> None:
    found = contents(packed(instrument, tmp_path).path)

    one = pseudonyms_of(instrument.study_id)(response.pk)
    (row,) = table(found["responses.csv"])
    assert (row["front"], row["story"]) == (f"media/{one}-front.jpg", f"media/{one}-story.amr")
    assert [row["view"] for row in table(found["room.csv"])] == [f"media/{one}-room-view-1.jpg", "", ""]
    cells = {row["front"], row["story"], f"media/{one}-room-view-1.jpg"}
    assert set(found) == {"responses.csv", "room.csv", *cells}
    assert found[row["story"]] == SOUND


def test_photos_say_no_place_and_identity_stays_out(
    response: Response, instrument: Instrument, tmp_path: Path
) -> None:
    found = contents(packed(instrument, tmp_path).path)

    whole = b"".join(found.values())
    assert found[table(found["responses.csv"])[0]["front"]].startswith(b"\xff\xd8")
    for secret in (b"Fototelefon", b"170", b"card", str(response.pk).encode()):
        assert secret not in whole


def test_key_holders_get_all_as_it_arrived(
    response: Response, instrument: Instrument, tmp_path: Path
) -> None:
    found = contents(packed(instrument, tmp_path, replace(WITH_FILES, identities=True)).path)

    (row,) = table(found["responses.csv"])
    assert found[row["card"]] == found[row["front"]] == a_photo()


def test_unasked_there_are_no_files_and_no_column(
    response: Response, instrument: Instrument, tmp_path: Path
) -> None:
    written = packed(instrument, tmp_path, Order("csv"))

    assert written.ending == "csv"
    assert written.path.read_bytes().count(b"media/") == 0
    assert plan_of(instrument, Order("csv")).layout.withheld == {
        "front": "file", "story": "file", "card": "identity", "room/view": "file",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_files_come_beside_every_format(
    name: str, response: Response, instrument: Instrument, tmp_path: Path
) -> None:
    written = packed(instrument, tmp_path, replace(WITH_FILES, format=name))

    assert (written.ending, written.files_given, written.files_left_out) == ("zip", 3, 0)
    assert sum(entry.startswith("media/") for entry in contents(written.path)) == 3


def test_what_cannot_be_cleaned_or_is_lost_is_left_out_and_counted(
    response: Response, instrument: Instrument, tmp_path: Path
) -> None:
    version = instrument.versions.get()
    a_file(a_response(version, {"front": "plan.pdf"}), "plan.pdf", b"%PDF-1.7 Kiss Piroska")
    lost = a_file(a_response(version, {"front": "gone.jpg"}), "gone.jpg", a_photo())
    Path(lost.file.path).unlink()

    written = packed(instrument, tmp_path)

    assert (written.files_given, written.files_left_out) == (3, 2)
    assert sorted(row["front"][-4:] for row in table(contents(written.path)["responses.csv"])) == [
        "",
        "",
        ".jpg",
    ]


def test_files_are_read_one_after_the_other(
    response: Response, instrument: Instrument, tmp_path: Path
) -> None:
    opened: list[BinaryIO] = []

    def opener(name: str) -> BinaryIO:
        assert [file.closed for file in opened] == [True] * len(opened)
        opened.append(open_stored(name))
        return opened[-1]

    write_export(
        plan_of(instrument, WITH_FILES), WITH_FILES, read_responses(instrument, WITH_FILES), tmp_path / "export",
        open_file=opener,
    )  # fmt: skip

    assert [file.closed for file in opened] == [True] * 3


def test_what_they_are_needed_for_is_written_down(
    response: Response, instrument: Instrument, world: World
) -> None:
    by = world.users[OFFICE]
    with pytest.raises(OrderRefused) as refusal:
        order_export(instrument=instrument, order=Order("csv", files=True), by=by, at=world.now)
    ordered = order_export(instrument=instrument, order=WITH_FILES, by=by, at=world.now)

    export = make_export(export=ordered.export.pk, at=world.now)
    note_taken(export=export, by=by, at=world.now)

    assert (refusal.value.field, ordered.is_small) == ("purpose", False)
    assert export.rows == {"responses": 1, "room": 3, "files/given": 3, "files/left-out": 0}
    assert export.file_name.endswith(".zip")
    assert AuditLine.objects.get(deed="take_export").details["purpose"] == PURPOSE


def test_a_full_disk_is_told_before_it_is_full(
    response: Response, instrument: Instrument, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "SPARE", 1 << 60)
    ordered = order_export(instrument=instrument, order=WITH_FILES, by=world.users[RESEARCHER], at=world.now)

    export = make_export(export=ordered.export.pk, at=world.now)

    assert (export.state, bool(export.trouble)) == (ExportState.FAILED, True)


@pytest.fixture
def page(client: Any, world: World) -> Iterator[Any]:
    client.force_login(world.users[OFFICE], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_page_says_how_many_and_how_large(page: Any, response: Response, instrument: Instrument) -> None:
    address = reverse("surveys:data", args=[instrument.pk])

    preview = page.get(address, {"photos": "on", "purpose": PURPOSE}).context["preview"]

    assert (preview.files, preview.files_size) == (4, 3 * len(a_photo()) + len(SOUND))
    page.post(reverse("surveys:order_export", args=[instrument.pk]) + f"?photos=on&purpose={PURPOSE}")
    assert Export.objects.get().order["files"] is True


REPEATS = [
    ("begin repeat", "child", "Gyermek", "Child", None, None),
    ("image", "photo", "Kép", "Picture", None, None),
    ("end repeat", None, None, None, None, None),
    ("begin repeat", "media", "Állat", "Animal", None, None),
    ("image", "photo", "Kép", "Picture", None, None),
    ("end repeat", None, None, None, None, None),
]


@pytest.fixture
def namesakes(world: World) -> Instrument:
    """Two repeats with questions of the same name; one is called as the files are."""
    made: Instrument = InstrumentFactory(study=world.study, form_id="farm")
    a_version(made, form=a_form(REPEATS), identity_keys=[])
    return made


def test_photos_of_two_repeats_are_told_apart(namesakes: Instrument, tmp_path: Path) -> None:
    answers = {"child": [{"photo": "1.jpg"}], "media": [{"photo": "2.jpg"}]}
    response = a_response(namesakes.versions.get(), answers, identities={})
    a_file(response, "1.jpg", a_photo("N"))
    a_file(response, "2.jpg", a_photo("S"))

    found = contents(packed(namesakes, tmp_path, replace(WITH_FILES, identities=True)).path)

    cells = [table(found[f"{name}.csv"])[0]["photo"] for name in ("child", "media")]
    assert [found[cell] for cell in cells] == [a_photo("N"), a_photo("S")]


def test_a_table_may_be_called_media(namesakes: Instrument, world: World, page: Any) -> None:
    answers = {"media": [{"photo": "1.jpg"}, {"photo": "2.jpg"}]}
    a_file(a_response(namesakes.versions.get(), answers, identities={}), "1.jpg", a_photo())
    ordered = order_export(instrument=namesakes, order=WITH_FILES, by=world.users[OFFICE], at=world.now)

    export = make_export(export=ordered.export.pk, at=world.now)

    tables = page.get(reverse("surveys:export", args=[export.pk])).context["tables"]
    assert tables == {"responses": 1, "child": 0, "media": 2}


def test_an_accent_may_be_written_in_two_ways(instrument: Instrument, tmp_path: Path) -> None:
    apart = normalize("NFD", "udvaré.jpg")
    response = a_response(instrument.versions.get(), {"front": f" {apart} "})
    a_file(response, normalize("NFC", apart), a_photo())

    assert packed(instrument, tmp_path).files_given == 1


def test_what_cannot_be_written_fails_with_words(
    response: Response, instrument: Instrument, world: World, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "exports").write_text("no folder")
    ordered = order_export(instrument=instrument, order=WITH_FILES, by=world.users[OFFICE], at=world.now)

    export = make_export(export=ordered.export.pk, at=world.now)

    assert (export.state, export.rows, bool(export.trouble)) == (ExportState.FAILED, {}, True)


def test_room_is_needed_where_the_file_is_kept(
    response: Response,
    instrument: Instrument,
    world: World,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(
        shutil, "disk_usage", lambda place: usage._replace(free=0 if place == tmp_path else 1 << 40)
    )
    ordered = order_export(instrument=instrument, order=WITH_FILES, by=world.users[OFFICE], at=world.now)

    assert make_export(export=ordered.export.pk, at=world.now).state == ExportState.FAILED
