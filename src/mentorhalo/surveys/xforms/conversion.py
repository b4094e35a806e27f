"""From an uploaded file to a form: a workbook by pyxform, an XForm as it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from mentorhalo.surveys.xforms.form import Form
from mentorhalo.surveys.xforms.formreader import read_form
from mentorhalo.surveys.xforms.nodes import Question
from mentorhalo.surveys.xforms.problems import Problem, problem, refusal
from mentorhalo.surveys.xforms.safexml import MalformedXml
from mentorhalo.surveys.xforms.xpaths import fault_of


@dataclass(frozen=True, slots=True)
class Converted:
    """`itemsets`: the table `itemsets.csv` that a form with external choices asks for, None where there is none."""

    xform: bytes
    form: Form
    warnings: tuple[Problem, ...] = ()
    itemsets: bytes | None = None


def convert_workbook(data: bytes, file_name: str, *, form_id: str = "", version: str = "") -> Converted:
    """The form of an XLSForm. A given `form_id` or `version` takes the place of what the workbook says.

    Raises `WorkbookRefused` with everything that stands in the way.
    """
    from mentorhalo.surveys.xforms import (
        making,
    )  # late: weighs 45 MB, which servers that take submissions shall not carry

    made, form, warnings = making.made_of(data, file_name, form_id, version)
    return Converted(made.xform, form, warnings, made.itemsets)


def check_xform(data: bytes) -> Converted:
    """The same for an XForm made elsewhere, which is kept byte by byte."""
    try:
        form = read_form(data)
    except MalformedXml as fault:
        code = "not-an-xform" if fault.reason.startswith("no ") else "xform-broken"
        raise refusal(code, reason=fault.reason) from None
    if not form.form_id:
        raise refusal("form-id-missing")
    return Converted(data, form, tuple(_faulty_expressions(form)))


def _faulty_expressions(form: Form) -> Iterator[Problem]:
    """Expressions a device could not read, at the path of their question in the place of a column."""
    for node in form.walk():
        expressions = [node.relevant]
        if isinstance(node, Question):
            expressions += [node.constraint, node.calculate, node.required, node.readonly]
        for fault in (fault_of(text) for text in expressions if text):
            if fault is not None:
                yield problem(fault[0], column=node.path, **fault[1])
