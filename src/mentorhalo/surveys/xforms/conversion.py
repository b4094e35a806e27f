"""From an uploaded file to a form: a workbook by pyxform, an XForm as it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mentorhalo.surveys.xforms.form import Form
from mentorhalo.surveys.xforms.formreader import controls_astray, read_form, with_version
from mentorhalo.surveys.xforms.nodes import Question
from mentorhalo.surveys.xforms.problems import Problem, problem, refusal
from mentorhalo.surveys.xforms.safexml import MalformedXml
from mentorhalo.surveys.xforms.xpaths import (
    fault_of,
    functions_of_phones,
    loose_patterns,
    shortened,
    unknown_functions,
)


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
    return Converted(made.xform, form, (*_consequences(form), *warnings), made.itemsets)


def check_xform(data: bytes, *, version: str = "") -> Converted:
    """The same for an XForm made elsewhere, which is kept byte by byte; one without a version is given this one."""
    try:
        form = read_form(data)
        if version and not form.version:
            data = with_version(data, version)
            form = replace(form, version=version)
    except MalformedXml as fault:
        raise refusal(fault.code, **fault.params) from None
    if not form.form_id:
        raise refusal("form-id-missing")
    astray = [problem("control-astray", column=path) for path in controls_astray(data)]
    return Converted(data, form, (*_consequences(form), *astray, *_faulty_expressions(form)))


def _consequences(form: Form) -> Iterator[Problem]:
    """What is sound and yet keeps answers away."""
    if form.submission_url:
        yield problem("sends-elsewhere", address=form.submission_url)
    if form.public_key:
        yield problem("sealed-answers")


def _faulty_expressions(form: Form) -> Iterator[Problem]:
    """Expressions a device could not read, at the path of their question in the place of a column."""
    for node in form.walk():
        expressions = [node.relevant]
        if isinstance(node, Question):
            expressions += [node.constraint, node.calculate, node.required, node.readonly]
        for text in filter(None, expressions):
            fault = fault_of(text)
            if fault is not None:
                yield problem(fault[0], column=node.path, **fault[1])
                continue
            for name in unknown_functions(text):
                yield problem("function-unknown", column=node.path, name=name)
            for name in functions_of_phones(text):
                yield problem("function-of-phones", column=node.path, name=name)
            for pattern in loose_patterns(text):
                yield problem("pattern-loose", column=node.path, pattern=shortened(pattern))
