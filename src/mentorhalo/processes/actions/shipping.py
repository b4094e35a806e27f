"""What the room brings along as data."""

import json
from importlib import resources
from typing import Any


def shipped(name: str) -> list[dict[str, Any]]:
    path = resources.files("mentorhalo.processes").joinpath(f"data/{name}.json")
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found
