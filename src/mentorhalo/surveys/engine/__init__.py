"""Form definitions for the browser: what the web-form engine needs, made once from an XForm."""

from mentorhalo.surveys.engine.definition import Definition, External, NotPrepared, prepare
from mentorhalo.surveys.engine.external import NotReadable, instance_xml
from mentorhalo.surveys.engine.languages import Language
from mentorhalo.surveys.engine.sheets import fingerprint

__all__ = [
    "Definition",
    "External",
    "Language",
    "NotPrepared",
    "NotReadable",
    "fingerprint",
    "instance_xml",
    "prepare",
]
