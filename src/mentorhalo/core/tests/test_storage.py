from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from mentorhalo.core.storage import StaticStorage, WholeFileStorage

MODULE = "core/build/assets/main-abcd1234.js"


@pytest.fixture
def collected(tmp_path: Path, settings: Settings) -> StaticStorage:
    settings.STATIC_URL = "/static/"
    storage = StaticStorage(location=tmp_path / "root", base_url="/static/")
    found = {}
    for name, text in ((MODULE, "import './chart-efgh5678.js';"), ("other/page.css", "p { color: red }")):
        storage.save(name, ContentFile(text * 50))
        found[name] = (storage, name)
    list(storage.post_process(found))
    return storage


def test_what_vite_hashed_is_not_hashed_again(collected: StaticStorage) -> None:
    assert collected.url(MODULE) == f"/static/{MODULE}"
    assert [path.name for path in Path(collected.path(MODULE)).parent.glob("*.js")] == ["main-abcd1234.js"]


def test_what_vite_hashed_is_compressed(collected: StaticStorage) -> None:
    assert Path(collected.path(f"{MODULE}.br")).exists()


def test_other_files_get_a_hash(collected: StaticStorage) -> None:
    assert collected.url("other/page.css").startswith("/static/other/page.")
    assert collected.url("other/page.css") != "/static/other/page.css"


def test_without_collected_files_addresses_stay_plain(tmp_path: Path) -> None:
    storage = StaticStorage(location=tmp_path, base_url="/static/")

    assert storage.url("other/page.css") == "/static/other/page.css"


class CutOff(ContentFile):
    """A file whose second half never comes; tells what lies in the folder meanwhile."""

    def __init__(self, folder: Path) -> None:
        super().__init__(b"the first half")
        self.folder = folder
        self.seen: list[Path] = []

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"the first half"
        self.seen = [path for path in self.folder.rglob("*") if path.is_file()]
        raise ConnectionError


def test_file_has_no_name_before_it_is_whole(tmp_path: Path) -> None:
    content = CutOff(tmp_path)

    with pytest.raises(ConnectionError):
        WholeFileStorage(location=tmp_path).save("photos/a.jpg", content)
    assert content.seen == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_whole_file_is_there_under_its_name(tmp_path: Path) -> None:
    name = WholeFileStorage(location=tmp_path).save("photos/a.jpg", ContentFile(b"a picture"))

    assert name == "photos/a.jpg"
    assert (tmp_path / name).read_bytes() == b"a picture"


def test_text_is_written_as_text(tmp_path: Path) -> None:
    name = WholeFileStorage(location=tmp_path).save("a.txt", ContentFile("tűrő"))

    assert (tmp_path / name).read_text(encoding="utf-8") == "tűrő"


def test_second_file_of_a_name_gets_another_one(tmp_path: Path) -> None:
    storage = WholeFileStorage(location=tmp_path)
    storage.save("a.jpg", ContentFile(b"first"))

    name = storage._save("a.jpg", ContentFile(b"second"))  # as if both had looked for a free name before

    assert name != "a.jpg"
    assert (tmp_path / "a.jpg").read_bytes() == b"first"
    assert (tmp_path / name).read_bytes() == b"second"
