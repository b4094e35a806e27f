"""Files among the answers: an answer that names a file knows where it lies, and on its way out gets a name that says nothing."""

import re
from collections.abc import Mapping
from typing import Any, Protocol

from ...xforms import file_name

FOLDER = "media"
ENDING = re.compile(r"\.[a-z0-9]{1,5}")


class Attached(str):
    """The name under which a file was sent, with where it is stored."""

    stored: str = ""

    @classmethod
    def at(cls, name: str, stored: str) -> "Attached":
        made = cls(name)
        made.stored = stored
        return made


class Media(Protocol):
    def give(self, attached: Attached, name: str) -> bool:
        """Give the file on under this name; whether that was possible."""


def with_files(answers: Any, stored: Mapping[str, str]) -> Any:
    """The answers, with `Attached` for each text that is the name of a file: `stored` says where those lie, by `file_name`."""
    if isinstance(answers, str):
        place = stored.get(file_name(answers))
        return answers if place is None else Attached.at(answers, place)
    if isinstance(answers, dict):
        return {key: with_files(value, stored) for key, value in answers.items()}
    if isinstance(answers, list):
        return [with_files(value, stored) for value in answers]
    return answers


def name_on_the_way_out(attached: str, response: str, column: str, table: str = "", row: str = "") -> str:
    """By the response's pseudonym, the table of a repeat, the column, and the row of a repeat: always the same, and nobody else's."""
    ending = attached[attached.rfind(".") :].lower() if "." in attached else ""
    parts = "-".join(part for part in (response, table, column, row) if part)
    return f"{parts}{ending if ENDING.fullmatch(ending) else ''}"
