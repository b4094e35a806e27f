"""What a rule is made of: a code, words, parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


def gettext_noop(message: str) -> str:
    """Marks a text for the catalogue of translations; whoever shows it translates it."""
    return message


class Level(StrEnum):
    """What a flag of the rule speaks of."""

    INTERVIEW = "interview"
    INTERVIEWER = "interviewer"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that may be chosen, between `least` and `most`. With `options`, its values 0, 1, … have names."""

    name: str
    default: float
    words: str
    unit: str = ""
    least: float = 0.0
    most: float | None = None
    options: tuple[str, ...] = ()
    # May be set for single questions, too: "k_of_iqr:income".
    is_per_question: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """All that a person needs to set a check and to understand what it says.

    `explanation` has places `%(name)s` for the details of a flag. `crowd`: from which share of an interviewer's interviews on
    flags of this rule tell something of the interviewer (None: they do not).
    """

    code: str
    level: Level
    title: str
    explanation: str
    parameters: tuple[Parameter, ...] = ()
    crowd: float | None = None

    def settings(self, given: Mapping[str, Any] | None = None) -> dict[str, float]:
        """The defaults with what was given in their place."""
        return {parameter.name: parameter.default for parameter in self.parameters} | dict(given or {})
