"""A workbook made into a form, with all that this needs: openpyxl, xlrd, pyxform."""

from dataclasses import replace

from mentorhalo.surveys.xforms import converter
from mentorhalo.surveys.xforms.checking import Findings, check_book
from mentorhalo.surveys.xforms.form import Form
from mentorhalo.surveys.xforms.formreader import read_form
from mentorhalo.surveys.xforms.problems import Problem, WorkbookRefused, refusal
from mentorhalo.surveys.xforms.safexml import MalformedXml
from mentorhalo.surveys.xforms.translations import with_texts_filled
from mentorhalo.surveys.xforms.workbook import Book, read_workbook

# What is called nearly as it should be is why much else is missing.
NEARLY = frozenset({"column-near", "sheet-name-near"})


def made_of(
    data: bytes, file_name: str, form_id: str, version: str
) -> tuple[converter.Made, Form, tuple[Problem, ...]]:
    """What pyxform made, the form it is, and remarks; `WorkbookRefused` with everything that stands in the way."""
    book = read_workbook(data, file_name)
    findings = check_book(book, has_id=bool(form_id), has_version=bool(version))
    try:
        made = converter.convert(book, form_id=form_id, version=version)
    except converter.Refused as refused:
        raise WorkbookRefused(_all_errors(book, findings, refused.messages)) from None
    if findings.errors:
        raise WorkbookRefused(_all_errors(book, findings, []))
    try:
        made = replace(made, xform=with_texts_filled(made.xform))
        form = read_form(made.xform)
    except MalformedXml as fault:
        raise refusal(fault.code, **fault.params) from None
    remarks = converter.told(made.warnings, book, "converter-warns")
    return made, form, (*findings.warnings, *remarks)


def _all_errors(book: Book, findings: Findings, messages: list[str]) -> list[Problem]:
    """Our own findings, and what pyxform says of rows we found nothing wrong with."""
    errors = findings.errors
    nearly = [one for one in findings.warnings if one.code in NEARLY] if errors else []
    if any(found.row <= 1 for found in errors):
        # Without its columns, every row is wrong.
        return sorted([*errors, *nearly], key=findings.place)
    own = {(found.sheet, found.row) for found in errors}
    said = [
        found for found in converter.told(messages, book, "converter") if (found.sheet, found.row) not in own
    ]
    if errors:
        # A message without a row repeats what stopped pyxform at one of ours.
        said = [found for found in said if found.row]
    return [*sorted([*errors, *nearly], key=findings.place), *dict.fromkeys(said)]
