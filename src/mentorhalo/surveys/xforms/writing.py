"""Answers as a submission, the inverse of reading one."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from lxml import etree

from mentorhalo.surveys.xforms.form import Form
from mentorhalo.surveys.xforms.nodes import Group, Node, Question, Repeat
from mentorhalo.surveys.xforms.safexml import to_bytes
from mentorhalo.surveys.xforms.values import write_value

OPENROSA = "http://openrosa.org/xforms"
# Characters no XML document can hold.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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
    root = etree.Element(_tag(form, form.root), nsmap={**_own_space(form), "orx": OPENROSA})
    root.set("id", form.form_id)
    if form.version:
        root.set("version", form.version)
    _Writer(form, about).fill(root, form.nodes, answers)
    meta = {
        "instanceID": instance_id,
        "deprecatedID": deprecated_id,
        "instanceName": instance_name,
        "audit": audit,
    }
    block = etree.SubElement(root, f"{{{OPENROSA}}}meta")
    for name, text in meta.items():
        if text:
            etree.SubElement(block, f"{{{OPENROSA}}}{name}").text = FORBIDDEN.sub("", text)
    return to_bytes(root)


class _Writer:
    def __init__(self, form: Form, about: Mapping[str, str]) -> None:
        self._form = form
        self._about = about

    def fill(self, element: etree._Element, nodes: Sequence[Node], answers: Mapping[str, Any]) -> None:
        for node in nodes:
            if isinstance(node, Repeat):
                for repetition in answers.get(node.key) or ():
                    self.fill(self._inner(element, node), node.children, repetition)
            elif isinstance(node, Group):
                self.fill(self._inner(element, node), node.children, answers)
            elif isinstance(node, Question):
                answer = answers.get(node.key)
                text = self._about.get(node.kind, "") if answer is None else write_value(answer, node.holds)
                self._inner(element, node).text = FORBIDDEN.sub("", text) or None

    def _inner(self, element: etree._Element, node: Node) -> etree._Element:
        return etree.SubElement(element, _tag(self._form, node.name))


def _own_space(form: Form) -> dict[Any, str]:
    """The namespace the form's own elements live in, unless it is that of XForms, which they only inherit."""
    if form.namespace and form.namespace != "http://www.w3.org/2002/xforms":
        return {None: form.namespace}
    return {}


def _tag(form: Form, name: str) -> str:
    space = _own_space(form).get(None)
    return f"{{{space}}}{name}" if space else name
