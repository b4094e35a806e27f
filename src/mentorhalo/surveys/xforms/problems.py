"""What can be wrong with an uploaded questionnaire, said at its sheet, row and column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mentorhalo.surveys.xforms.sentences import SENTENCES

type Params = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` is the row of the workbook as its program shows it, 0 where no row is meant; the same for sheet and column.

    `message` is the English sentence; its pattern is `SENTENCES[code]`, to be filled with `params` once translated.
    """

    sheet: str
    row: int
    column: str
    code: str
    message: str
    params: Params = field(default_factory=dict, hash=False)

    def to_dict(self) -> dict[str, object]:
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "code": self.code,
            "message": self.message,
            "params": dict(self.params),
        }


class WorkbookRefused(Exception):
    """The file cannot become a form; `problems` holds everything found, in the order of the workbook."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems[:3]))


def problem(code: str, *, sheet: str = "", row: int = 0, column: str = "", **params: Any) -> Problem:
    filled = {name: str(value) for name, value in params.items()}
    return Problem(sheet, row, column, code, SENTENCES[code].format_map(filled), filled)


def refusal(code: str, **params: Any) -> WorkbookRefused:
    """A refusal for one reason that concerns the file as a whole."""
    return WorkbookRefused([problem(code, **params)])
