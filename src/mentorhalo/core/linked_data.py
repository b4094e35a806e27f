"""What machines read of a page: schema.org as JSON-LD."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# Nothing in a text may end the script it stands in, whatever somebody wrote; the last two end a line in JavaScript.
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def linked_data(about: Mapping[str, Any]) -> SafeString:
    """The content of `<script type="application/ld+json">`; empty values are left out."""
    said = {"@context": "https://schema.org", **_filled(about)}
    return mark_safe(json.dumps(said, ensure_ascii=False).translate(ESCAPES))


def publisher(address: str) -> dict[str, str]:
    return {"@type": "Organization", "name": "Mentorháló", "url": f"{address}/"}


def _filled(about: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _filled(value) if isinstance(value, Mapping) else value
        for name, value in about.items()
        if value not in ("", None, [], {})
    }
