"""What a check says: flags with the numbers that explain them, and what could not be checked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from .context import Context
from .definitions.rule import Level, gettext_noop
from .table import Interviews

__all__ = ["Check", "Flag", "Level", "NotApplicable", "Note", "Settings", "gettext_noop"]

# {parameter: number}; a parameter of one question is called "k:income".
type Settings = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Flag:
    """One finding. `rule`, `subject` and `part` name it for ever; `details` fill the rule's explanation."""

    rule: str
    level: Level
    subject: str
    value: float
    threshold: float
    part: str = ""
    details: Mapping[str, str | int | float] = field(default_factory=dict)
    # Ids of the other interviews concerned.
    others: tuple[str, ...] = ()


type Check = Callable[[Interviews, Settings, Context], Iterable[Flag]]


class NotApplicable(Exception):
    """The interviews lack what the check looks at; says it in words to be translated."""


@dataclass(frozen=True, slots=True)
class Note:
    """A check that could not be made, and why."""

    rule: str
    words: str
