"""The interface for programs, described as OpenAPI 3.1. Tests hold what is answered against it."""

from typing import Any

from django.utils.translation import gettext as _

from ..choices import ResponseState
from ..exporting.media.kinds import Kind
from .asked import ALL, MOST, USUAL
from .problems import MEDIA_TYPE
from .schemas import schemas

VERSION = "1.0"
UUID = {"type": "string", "format": "uuid"}


def description(address: str) -> dict[str, Any]:
    """In the reader's language; `address` is where all paths begin."""
    return {
        "openapi": "3.1.0",
        "info": {"title": _("Data of studies"), "version": VERSION, "description": _introduction()},
        "servers": [{"url": address}],
        "security": [{"key": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": _(
                        "A key that was made on the study's page of data. It opens this one study."
                    ),
                }
            },
            "parameters": _parameters(),
            "responses": {"Problem": _problem()},
            "schemas": schemas(),
        },
    }


def _introduction() -> str:
    return " ".join(
        [
            _("Studies, their questionnaires and the responses to them, to be read by programs."),
            _(
                "Names, addresses, free texts and exact places never leave by this way; photos and sounds with keys made for them."
            ),
            _("Responses go by pseudonyms, the same ones as in the exported files."),
        ]
    )


def _paths() -> dict[str, Any]:
    return {
        "/openapi.json": {
            "get": {
                "operationId": "describe",
                "summary": _("This description"),
                "security": [],
                "responses": {"200": _answer(_("This description"), {"type": "object"})},
            }
        },
        "/studies": _reading("listStudies", _("The study that the key opens"), "Studies"),
        "/studies/{study}": _reading(
            "readStudy", _("A study, its waves and questionnaires"), "Study", ["Study"]
        ),
        "/instruments/{instrument}": _reading(
            "readInstrument", _("A questionnaire, its versions and addresses"), "Instrument", ["Instrument"]
        ),
        "/instruments/{instrument}/codebook": _reading(
            "readCodebook", _("Tables, columns, codes, and what is left out"), "Codebook", ["Instrument"]
        ),
        "/instruments/{instrument}/codebook.xml": {
            "get": {
                "operationId": "readCodebookAsDdi",
                "summary": _("The codebook with counts, as DDI Codebook 2.6"),
                "parameters": [_ref("parameters", "Instrument")],
                "responses": {
                    "200": {
                        "description": _("The codebook with counts, as DDI Codebook 2.6"),
                        "content": {"application/xml": {"schema": {"type": "string"}}},
                    },
                    "default": _ref("responses", "Problem"),
                },
            }
        },
        "/instruments/{instrument}/responses": _reading(
            "listResponses",
            _("Responses, page by page in the order of their names"),
            "Responses",
            ["Instrument", "Wave", "State", "FromVersion", "ToVersion", "ChangedSince", "After", "Limit"],
        ),
        "/instruments/{instrument}/responses/{response}": _reading(
            "readResponse", _("One accepted response"), "Response", ["Instrument", "Response"]
        ),
        "/instruments/{instrument}/responses/{response}/attachments": _reading(
            "listAttachments",
            _("Photos and sounds of a response, for keys that open them"),
            "Attachments",
            ["Instrument", "Response"],
        ),
        "/instruments/{instrument}/responses/{response}/attachments/{file}": {
            "get": {
                "operationId": "readAttachment",
                "summary": _("A photo or sound, without where, when and by what it was taken"),
                "parameters": [_ref("parameters", name) for name in ("Instrument", "Response", "File")],
                "responses": {
                    "200": {
                        "description": _("The file"),
                        "content": {kind.value: {} for kind in Kind},
                    },
                    "default": _ref("responses", "Problem"),
                },
            }
        },
    }


def _parameters() -> dict[str, Any]:
    states = [*ResponseState.values, ALL]
    return {
        "Study": _in_path("study", UUID),
        "Instrument": _in_path("instrument", UUID),
        "Response": _in_path("response", {"type": "string"}),
        "File": _in_path("file", {"type": "string"}),
        "Wave": _in_query("wave", {"type": "integer", "minimum": 0}, _("Number of the wave")),
        "State": _in_query(
            "state",
            {"type": "array", "items": {"type": "string", "enum": states}, "default": ["accepted"]},
            _("State of the response; may be given several times"),
        ),
        "FromVersion": _in_query(
            "from_version", {"type": "string"}, _("The oldest version of the questionnaire")
        ),
        "ToVersion": _in_query(
            "to_version", {"type": "string"}, _("The newest version of the questionnaire")
        ),
        "ChangedSince": _in_query(
            "changed_since",
            {"type": "string", "format": "date-time"},
            _(
                "Only what came, was changed or decided on since then. Ask for all states, and next time for what changed since"
                " `as_of` of this time's first page: a response may have been rejected in between."
            ),
        ),
        "After": _in_query(
            "after",
            {"type": "string"},
            _("Name of the last response one has; `next` gives the whole address"),
        ),
        "Limit": _in_query(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
            _("How many responses are given at once"),
        ),
    }


def _problem() -> dict[str, Any]:
    return {
        "description": _("What went wrong, in the reader's language (RFC 9457)"),
        "headers": {"Retry-After": {"description": _("Seconds to wait"), "schema": {"type": "integer"}}},
        "content": {MEDIA_TYPE: {"schema": _ref("schemas", "Problem")}},
    }


def _reading(
    operation: str, summary: str, schema: str, parameters: list[str] | None = None
) -> dict[str, Any]:
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "parameters": [_ref("parameters", name) for name in parameters or []],
            "responses": {
                "200": _answer(summary, _ref("schemas", schema)),
                "default": _ref("responses", "Problem"),
            },
        }
    }


def _answer(words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _in_path(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(name: str, schema: dict[str, Any], words: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": words}


def _ref(kind: str, name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/{kind}/{name}"}
