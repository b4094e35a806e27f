"""What answers are made of, as JSON Schema (2020-12)."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from ..choices import StudyKind, WaveState
from ..exporting.media.kinds import Kind
from ..exporting.variables import Holds, Measure
from .problems import KINDS, TYPES

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
DAY = {"type": "string", "format": "date"}
MOMENT = {"type": "string", "format": "date-time"}
UUID = {"type": "string", "format": "uuid"}
ADDRESS = {"type": "string", "format": "uri"}
TEXTS = {"type": "object", "additionalProperties": TEXT}  # by language tag


def _one_of(values: Sequence[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


def _list_of(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _record(required: dict[str, Any], may_have: dict[str, Any] | None = None) -> dict[str, Any]:
    """Nothing else stands in it."""
    return {
        "type": "object",
        "properties": {**required, **(may_have or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def _named(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


ROW = {
    "type": "object",
    "properties": {"response_id": TEXT},
    "required": ["response_id"],
    "additionalProperties": {"type": ["string", "number"]},
}


def schemas() -> dict[str, Any]:
    """With explanations in the reader's language."""
    return {
        "Studies": _record({"studies": _list_of(_named("Study"))}),
        "Study": _record(
            {
                "id": UUID,
                "code": TEXT,
                "titles": TEXTS,
                "kind": _one_of(StudyKind.values),
                "purpose": TEXT,
                "legal_basis": TEXT,
                "owner": TEXT,
                "waves": _list_of(_named("Wave")),
                "instruments": _list_of(_named("Instrument")),
            }
        ),
        "Wave": _record(
            {
                "number": WHOLE,
                "title": TEXT,
                "starts_on": DAY,
                "ends_on": DAY,
                "state": _one_of(WaveState.values),
            }
        ),
        "Instrument": _record(
            {
                "id": UUID,
                "form_id": TEXT,
                "title": TEXT,
                "languages": _list_of(TEXT),
                "versions": {**_list_of(TEXT), "description": _("from the oldest to the newest")},
                "links": _record(
                    {
                        "self": ADDRESS,
                        "codebook": ADDRESS,
                        "codebook_ddi": ADDRESS,
                        "responses": ADDRESS,
                        "odata": ADDRESS,
                    }
                ),
            }
        ),
        "Codebook": _record(
            {
                "instrument": UUID,
                "tables": _list_of(_named("Table")),
                "withheld": _list_of(_record({"path": TEXT, "reason": TEXT})),
                "remarks": _list_of(TEXT),
            }
        ),
        "Table": _record(
            {
                "name": TEXT,
                "path": {**TEXT, "description": _("of the repeat whose rows it holds; empty: the responses")},
                "labels": TEXTS,
                "columns": _list_of(_named("Column")),
            }
        ),
        "Column": _record(
            {
                "name": TEXT,
                "holds": _one_of([one.value for one in Holds]),
                "measure": _one_of([one.value for one in Measure]),
                "labels": TEXTS,
            },
            {
                "path": TEXT,
                "kind": TEXT,
                "part": TEXT,
                "part_labels": TEXTS,
                "hints": TEXTS,
                "codes": _list_of(
                    _record({"code": TEXT, "labels": TEXTS, "is_missing": {"type": "boolean"}})
                ),
                "versions": _list_of(TEXT),
                "condition": TEXT,
            },
        ),
        "Responses": _record({"as_of": MOMENT, "responses": _list_of(_named("Response"))}, {"next": ADDRESS}),
        "Response": _record(
            {
                "row": _named("Row"),
                "repeats": {"type": "object", "additionalProperties": _list_of(_named("Row"))},
            }
        ),
        "Row": {**ROW, "description": _("a cell by the name of its column; what was not answered is absent")},
        "Attachments": _record({"attachments": _list_of(_named("Attachment"))}),
        "Attachment": _record(
            {
                "name": {**TEXT, "description": _("the one it has in exported files")},
                "table": TEXT,
                "column": TEXT,
                "path": TEXT,
                "media_type": _one_of([kind.value for kind in Kind]),
                "href": ADDRESS,
            },
            {"row": {**TEXT, "description": _("of a repeat")}},
        ),
        "Problem": _record(
            {
                "type": _one_of([f"{TYPES}{kind}" for kind in KINDS]),
                "title": TEXT,
                "status": WHOLE,
                "instance": TEXT,
            },
            {"detail": TEXT, "parameter": TEXT},
        ),
    }
