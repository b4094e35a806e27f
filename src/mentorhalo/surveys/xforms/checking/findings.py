"""Collected problems: what refuses the workbook, and what is only worth a look."""

from typing import Any

from mentorhalo.surveys.xforms.problems import Problem, problem
from mentorhalo.surveys.xforms.workbook import KNOWN_SHEETS, Book

# More of them would help nobody.
MOST = 500


class Findings:
    def __init__(self, book: Book) -> None:
        self._names = {known: book.sheet(known).name for known in KNOWN_SHEETS}
        self._errors: list[Problem] = []
        self._warnings: list[Problem] = []

    def refuse(self, code: str, sheet: str, row: int = 0, column: str = "", **params: Any) -> None:
        self._note(self._errors, self._placed(code, sheet, row, column, params))

    def warn(self, code: str, sheet: str, row: int = 0, column: str = "", **params: Any) -> None:
        self._note(self._warnings, self._placed(code, sheet, row, column, params))

    @property
    def errors(self) -> list[Problem]:
        return sorted(self._errors, key=self.place)

    @property
    def warnings(self) -> list[Problem]:
        return sorted(self._warnings, key=self.place)

    def refuses_at(self, sheet: str, row: int) -> bool:
        name = self._names.get(sheet, sheet)
        return any((found.sheet, found.row) == (name, row) for found in self._errors)

    def _placed(self, code: str, sheet: str, row: int, column: str, params: dict[str, Any]) -> Problem:
        """Sheets are told by the name they have in this workbook."""
        return problem(code, sheet=self._names.get(sheet, sheet), row=row, column=column, **params)

    def _note(self, found: list[Problem], new: Problem) -> None:
        if new not in found and len(found) < MOST:
            found.append(new)

    def place(self, found: Problem) -> tuple[int, int]:
        order = list(self._names.values())
        return (order.index(found.sheet) if found.sheet in order else -1, found.row)
