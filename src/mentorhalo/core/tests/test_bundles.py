import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from mentorhalo.core import bundles, context
from mentorhalo.core.registry import Registry

SOURCE = "src/mentorhalo/core/client"


@pytest.fixture(autouse=True)
def _manifest_read_anew() -> Iterator[None]:
    bundles._manifest.cache_clear()
    yield
    bundles._manifest.cache_clear()


def test_entry_brings_its_styles_and_what_it_imports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = {
        f"{SOURCE}/main.ts": {
            "file": "assets/main-1.js",
            "name": "main",
            "isEntry": True,
            "css": ["assets/main-2.css"],
            "imports": ["_a.js"],
        },
        "_a.js": {"file": "assets/a-3.js", "imports": ["_b.js"]},
        "_b.js": {"file": "assets/b-4.js", "css": ["assets/b-5.css"], "imports": ["_a.js"]},
    }
    built(tmp_path, manifest, {})
    monkeypatch.setattr(bundles, "BUILD_DIR", tmp_path)

    assert bundles.tags("main").split("\n") == [
        '<link rel="stylesheet" href="/static/core/build/assets/b-5.css">',
        '<link rel="stylesheet" href="/static/core/build/assets/main-2.css">',
        '<link rel="modulepreload" href="/static/core/build/assets/a-3.js">',
        '<link rel="modulepreload" href="/static/core/build/assets/b-4.js">',
        '<script type="module" src="/static/core/build/assets/main-1.js"></script>',
    ]


def test_entry_of_another_room_tells_all_its_files_and_its_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = "src/mentorhalo/field/client"
    manifest = {
        f"{room}/app.ts": {
            "file": "assets/app-1.js",
            "name": "field",
            "isEntry": True,
            "css": ["assets/app-2.css"],
            "imports": ["_a.js"],
        },
        "_a.js": {"file": "assets/a-3.js", "css": ["assets/a-4.css"], "assets": ["assets/a-5.woff2"]},
    }
    worker = {"file": "assets/worker-6.js", "name": "field-worker", "isEntry": True}
    built(tmp_path, manifest, {f"{room}/worker.ts": worker})
    monkeypatch.setattr(bundles, "BUILD_DIR", tmp_path)

    assert [file.rpartition("/")[2] for file in bundles.files("field")] == [
        "app-1.js",
        "app-2.css",
        "a-3.js",
        "a-4.css",
        "a-5.woff2",
    ]
    assert bundles.script_url("field-worker") == "/static/core/build/assets/worker-6.js"


def built(folder: Path, pages: dict, workers: dict) -> None:
    (folder / "manifest.json").write_text(json.dumps(pages), encoding="utf-8")
    (folder / "workers.json").write_text(json.dumps(workers), encoding="utf-8")
    (folder / "players.json").write_text("{}", encoding="utf-8")


def test_page_without_a_build_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(bundles, "BUILD_DIR", tmp_path)
    monkeypatch.setattr(context, "registry", Registry())

    answer = client.get("/style/")

    assert bundles.tags("main") == ""
    assert "make setup" in answer.content.decode()
