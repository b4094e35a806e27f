"""The built front end (Vite's output) as tags of a page."""

import json
import logging
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

BUILD_DIR = Path(__file__).parent / "static" / "core" / "build"
SOURCE_DIR = "src/mentorhalo/core/client"

logger = logging.getLogger(__name__)


def is_built() -> bool:
    return bool(_manifest())


def tags(name: str) -> SafeString:
    """Stylesheets, preloads and the script of the entry `name`; nothing when the front end is not built yet."""
    manifest = _manifest()
    if not manifest:
        return mark_safe("")
    entry = manifest[f"{SOURCE_DIR}/{name}.ts"]
    chunks = _imported(manifest, entry)
    styles = dict.fromkeys(
        [*entry.get("css", []), *(css for chunk in chunks for css in chunk.get("css", []))]
    )
    lines = [
        *(format_html('<link rel="stylesheet" href="{}">', _url(css)) for css in styles),
        *(format_html('<link rel="modulepreload" href="{}">', _url(chunk["file"])) for chunk in chunks),
        format_html('<script type="module" src="{}"></script>', _url(entry["file"])),
    ]
    return mark_safe("\n".join(lines))


def _url(file: str) -> str:
    return static(f"core/build/{file}")


def _imported(manifest: dict, entry: dict) -> list[dict]:
    chunks: dict[str, dict] = {}
    waiting = list(entry.get("imports", []))
    while waiting:
        key = waiting.pop(0)
        if key not in chunks:
            chunks[key] = manifest[key]
            waiting += manifest[key].get("imports", [])
    return list(chunks.values())


@cache
def _manifest() -> dict:
    path = BUILD_DIR / "manifest.json"
    if not path.exists():
        logger.warning("The front end is not built: run `make setup`.")
        return {}
    return json.loads(path.read_text())
