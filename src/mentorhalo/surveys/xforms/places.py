"""Places among the answers: an exact one says in which house somebody answered, one to a kilometre does not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mentorhalo.surveys.xforms.form import Form, flatten

COARSE = 2  # decimals of a degree: about a kilometre


@dataclass(frozen=True, slots=True)
class Places:
    """Paths of questions. Of a point something is left when it is made coarse; of a line, or of where a phone was meanwhile, nothing."""

    points: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.points or self.lines)


def places_of(form: Form) -> Places:
    questions = [placed.question for placed in flatten(form)]
    lines = {one.path for one in questions if one.holds == "geolist" or one.kind == "background-geopoint"}
    points = {one.path for one in questions if one.holds == "geopoint" or one.kind == "start-geopoint"}
    return Places(frozenset(points - lines), frozenset(lines))


def coarse_text(text: str) -> str:
    """A point as it is sent, `latitude longitude altitude accuracy`, to a kilometre; empty where it is none."""
    try:
        latitude, longitude = (round(float(part), COARSE) for part in text.split()[:2])
    except ValueError:
        return ""
    return f"{latitude} {longitude} 0 0"


def with_places_coarse(answers: Mapping[str, Any], places: Places, above: str = "") -> dict[str, Any]:
    """Answers as they are stored, within repeats too, with no exact place left."""
    kept: dict[str, Any] = {}
    for key, value in answers.items():
        path = f"{above}{key}"
        if path in places.lines:
            continue
        if path in places.points and isinstance(value, list):
            kept[key] = [*(round(part, COARSE) for part in value[:2]), None, None]
        elif isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
            kept[key] = [with_places_coarse(row, places, f"{path}/") for row in value]
        else:
            kept[key] = value
    return kept
