from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from mentorhalo.core.storage import StaticStorage

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
