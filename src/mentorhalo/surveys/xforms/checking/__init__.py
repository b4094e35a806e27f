"""What is wrong with a workbook, told all at once and at its place, before pyxform stops at the first mistake."""

from mentorhalo.surveys.xforms.checking.choices import check_choices
from mentorhalo.surveys.xforms.checking.data_sets import check_data_sets
from mentorhalo.surveys.xforms.checking.expressions import check_expressions
from mentorhalo.surveys.xforms.checking.findings import Findings
from mentorhalo.surveys.xforms.checking.headers import check_headers
from mentorhalo.surveys.xforms.checking.languages import check_languages
from mentorhalo.surveys.xforms.checking.outline import read_outline
from mentorhalo.surveys.xforms.checking.parameters import check_parameters
from mentorhalo.surveys.xforms.checking.references import check_references
from mentorhalo.surveys.xforms.checking.settings import check_settings
from mentorhalo.surveys.xforms.checking.tables import Tables
from mentorhalo.surveys.xforms.workbook import Book

__all__ = ["Findings", "check_book"]


def check_book(book: Book, *, has_id: bool = False, has_version: bool = False) -> Findings:
    """Everything found, errors and warnings apart. `has_id`, `has_version`: these are given from outside."""
    findings = Findings(book)
    tables = Tables(book)
    if not check_headers(book, tables, findings):
        return findings
    outline = read_outline(tables, findings)
    check_parameters(tables, outline, findings)
    check_choices(tables, outline, findings)
    check_data_sets(tables, outline, findings)
    check_expressions(tables, findings)
    check_references(tables, outline, findings)
    check_languages(tables, outline, findings)
    check_settings(tables, findings, stem=book.stem, has_id=has_id, has_version=has_version)
    return findings
