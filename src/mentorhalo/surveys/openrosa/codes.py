"""The QR code that sets ODK Collect up: its settings as JSON, compressed, in letters."""

import json
import zlib
from base64 import b64encode
from typing import Any

import segno

PROJECT_NAME_LONGEST = 40


def collect_settings(address: str, name: str) -> dict[str, Any]:
    """`general` and `admin` are asked for by Collect; what is not named goes back to its default."""
    return {
        "general": {
            "server_url": address,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
        },
        "admin": {},
        "project": {"name": name[:PROJECT_NAME_LONGEST], "icon": "📋", "color": "#1b5e4b"},
    }


def packed(settings: dict[str, Any]) -> bytes:
    return b64encode(zlib.compress(json.dumps(settings).encode(), 9))


def collect_code(address: str, name: str) -> str:
    """As SVG that stands in a page: attributes alone, so that a strict policy shows it."""
    code: str = segno.make(packed(collect_settings(address, name)), micro=False, error="l").svg_inline(
        border=4, dark="#000", light="#fff", svgclass="mh-qr", lineclass=None, omitsize=True
    )
    return code
