"""What somebody asks for: which responses, in which form, with or without what could tell who answered."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

NAMES = "names"
LABELS = "labels"
CODES = "codes"
SHORT = "short"
FULL = "full"
DAY = "day"
EXACT = "exact"
# Codes and labels stand side by side in these, whatever is asked for.
LABELLED_FORMATS = frozenset({"sav", "zsav", "dta"})


@dataclass(frozen=True, slots=True)
class Order:
    """`versions` empty: all that were ever published. `language` as the form writes it; "" is the form's own.

    `headings` and `values` speak of CSV, workbooks and JSON; statistical files carry codes and labels side by side. `names`:
    the question's own name, or the whole path of groups. `times` are those of the interview, not those asked for. `files`:
    photos and sounds beside the tables, which then say where in the ZIP they lie.
    """

    format: str
    versions: tuple[str, ...] = ()
    wave: str = ""
    states: tuple[str, ...] = ("accepted",)
    language: str = ""
    headings: str = NAMES
    values: str = CODES
    names: str = SHORT
    times: str = DAY
    free_text: bool = False
    files: bool = False
    identities: bool = False
    purpose: str = ""

    @property
    def needs_purpose(self) -> bool:
        """It gives what may tell who answered: what for is written down."""
        return self.identities or self.files

    @property
    def settled(self) -> "Order":
        """The same, without wishes that its format has no use for."""
        if self.format in LABELLED_FORMATS:
            return replace(self, values=CODES, headings=NAMES)
        return self

    def as_json(self) -> dict[str, Any]:
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Order":
        known = {field.name for field in fields(cls)}
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in stored.items()
            if name in known
        }
        return cls(**values)
