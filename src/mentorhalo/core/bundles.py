"""The built front end (Vite's output) as tags of a page."""

import json
import logging
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

BUILD_DIR = Path(__file__).parent / "static" / "core" / "build"
MANIFESTS = ("manifest.json", "workers.json", "players.json")

logger = logging.getLogger(__name__)


def is_built() -> bool:
    return bool(_manifest())


def tags(name: str) -> SafeString:
    """Stylesheets, preloads and the script of the entry `name`; nothing when the front end is not built yet."""
    manifest = _manifest()
    if not manifest:
        return mark_safe("")
    entry = _entry(manifest, name)
    chunks = _imported(manifest, entry)
    # What is imported comes first, so that the entry's own styles have the last word.
    styles = dict.fromkeys(css for chunk in [*reversed(chunks), entry] for css in chunk.get("css", []))
    lines = [
        *(format_html('<link rel="stylesheet" href="{}">', _url(css)) for css in styles),
        *(format_html('<link rel="modulepreload" href="{}">', _url(chunk["file"])) for chunk in chunks),
        format_html('<script type="module" src="{}"></script>', _url(entry["file"])),
    ]
    return mark_safe("\n".join(lines))


def files(name: str) -> list[str]:
    """The addresses of all that the entry may ever need to run: scripts, also those loaded when needed, styles, fonts."""
    manifest = _manifest()
    if not manifest:
        return []
    entry = _entry(manifest, name)
    found: dict[str, None] = {}
    for chunk in [entry, *_imported(manifest, entry, kinds=("imports", "dynamicImports"))]:
        for file in [chunk["file"], *chunk.get("css", []), *chunk.get("assets", [])]:
            found[_url(file)] = None
    return list(found)


def script_url(name: str) -> str:
    """The address of the entry's script; empty when the front end is not built yet."""
    manifest = _manifest()
    return _url(_entry(manifest, name)["file"]) if manifest else ""


def _entry(manifest: dict, name: str) -> dict:
    return next(chunk for chunk in manifest.values() if chunk.get("isEntry") and chunk["name"] == name)


def _url(file: str) -> str:
    return static(f"core/build/{file}")


def _imported(manifest: dict, entry: dict, kinds: tuple[str, ...] = ("imports",)) -> list[dict]:
    chunks: dict[str, dict] = {}
    waiting = [key for kind in kinds for key in entry.get(kind, [])]
    while waiting:
        key = waiting.pop(0)
        if key not in chunks:
            chunks[key] = manifest[key]
            waiting += [other for kind in kinds for other in manifest[key].get(kind, [])]
    return list(chunks.values())


@cache
def _manifest() -> dict:
    """What Vite built, of pages, of workers and of players; empty as long as something is missing."""
    paths = [BUILD_DIR / name for name in MANIFESTS]
    if not all(path.exists() for path in paths):
        logger.warning("The front end is not built: run `make setup`.")
        return {}
    return {name: chunk for path in paths for name, chunk in json.loads(path.read_text()).items()}
