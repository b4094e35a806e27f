"""Answers as a submission, the inverse of reading one."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from lxml import etree

from mentorhalo.surveys.xforms.form import Form
from mentorhalo.surveys.xforms.parts import Part
from mentorhalo.surveys.xforms.safexml import to_bytes
from mentorhalo.surveys.xforms.values import write_value

OPENROSA = "http://openrosa.org/xforms"
XFORMS = "http://www.w3.org/2002/xforms"
# Characters no XML document can hold.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Where a text cannot stand in a document as it is.
SPECIAL = re.compile("[^\t\n\u0020-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
WITHIN = "\u00a0"


def write_submission(
    form: Form,
    answers: Mapping[str, Any],
    *,
    instance_id: str,
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    device_id: str = "",
    deprecated_id: str = "",
    instance_name: str = "",
    audit: str = "",
) -> bytes:
    """One submission with these answers; every node of the form stands in it, empty where there is no answer.

    Moments and device go to the questions of the form that keep them, unless the answers have them already.
    """
    about = {
        "start": started_at.isoformat(timespec="milliseconds") if started_at else "",
        "end": ended_at.isoformat(timespec="milliseconds") if ended_at else "",
        "deviceid": device_id,
    }
    meta = {
        "instanceID": instance_id,
        "deprecatedID": deprecated_id,
        "instanceName": instance_name,
        "audit": audit,
    }
    # As text, not as a tree: tens of thousands are written at once, and a tree takes five times as long.
    opening, closing = _root_tags(form.root, form.namespace, form.form_id, form.version)
    written = [opening]
    _fill(written, form.parts, answers, about)
    told = [f"<orx:{name}>{_text(text)}</orx:{name}>" for name, text in meta.items() if text]
    written.append(f"<orx:meta>{''.join(told)}</orx:meta>" if told else "<orx:meta/>")
    written.append(closing)
    return "".join(written).encode()


@lru_cache(maxsize=64)
def _root_tags(root: str, namespace: str, form_id: str, version: str) -> tuple[str, str]:
    """What stands before and after all that is told."""
    # In the namespace of XForms elements stand only by inheritance: here they are nobody's.
    spaces: dict[Any, str] = {None: namespace} if namespace and namespace != XFORMS else {}
    tag = f"{{{namespace}}}{root}" if spaces else root
    element = etree.Element(tag, nsmap={**spaces, "orx": OPENROSA})
    element.set("id", form_id)
    if version:
        element.set("version", version)
    element.text = WITHIN
    opening, _within, closing = to_bytes(element).decode().rpartition(WITHIN)
    return opening, closing


def _fill(
    written: list[str], parts: Iterable[Part], answers: Mapping[str, Any], about: Mapping[str, str]
) -> None:
    for part in parts:
        answer = answers.get(part.key)
        if part.children is None:
            if answer is None:
                answer = about.get(part.kind, "")
            text = _text(answer if type(answer) is str else write_value(answer, part.holds))
            written.append(f"{part.opening}{text}{part.closing}" if text else part.empty)
        elif part.is_repeated:
            for repetition in answer or ():
                _fill_inner(written, part, repetition, about)
        else:
            _fill_inner(written, part, answers, about)


def _fill_inner(written: list[str], part: Part, answers: Mapping[str, Any], about: Mapping[str, str]) -> None:
    if not part.children:
        written.append(part.empty)
        return
    place = len(written)
    written.append(part.opening)
    _fill(written, part.children, answers, about)
    if len(written) > place + 1:
        written.append(part.closing)
    else:
        written[place] = part.empty  # repeats alone, and none of them


def _text(text: str) -> str:
    return FORBIDDEN.sub("", text).translate(ESCAPED) if SPECIAL.search(text) else text
