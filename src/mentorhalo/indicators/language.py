"""The rule language: what a definition may say. README.md of this room documents it with examples; reading.py reads it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from django.utils.translation import gettext as _

from .conditions import Where
from .continuity import Parameters

UNITS = ("subject", "place", "home", "who", "group", "county", "context", "source")
COUNTED = ("stock", "cumulative", "flow")
QUANTITIES = ("sum", "median")
MEASURES = (*COUNTED, "continuity", "ratio", *QUANTITIES)
PERIODS = ("month", "quarter", "year", "programme")
NONE_WORDS = ("none", "null", "off", "")
TRUE_WORDS = ("true", "yes", "1", "igen")
FALSE_WORDS = ("false", "no", "0", "nem")
KIND = re.compile(r"^[a-z_]+\.[a-z_]+$")
NAME = re.compile(r"^[a-z][a-z0-9_-]*$")
CHOICES = {"window": ("quarter", "month"), "windows": ("full", "touched")}
SWITCHES = ("two_way_only",)


class RuleRefused(ValueError):
    """A definition says something the language does not know; `errors` are (place, sentence)."""

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        self.errors = errors
        super().__init__("; ".join(f"{place}: {words}" if place else words for place, words in errors))


@dataclass(frozen=True)
class Restriction:
    """Only facts whose `by` is counted by another figure."""

    figure: str
    by: str = "subject"
    otherwise: Mapping[str, str] = field(default_factory=dict)  # by language: what to say of those left out


@dataclass(frozen=True)
class Part:
    """One way a unit gets counted."""

    facts: tuple[str, ...]
    unit: str
    name: str = ""
    label: Mapping[str, str] = field(default_factory=dict)  # by language
    where: Where = field(default_factory=dict)
    at_least: int = 1
    at_least_days: int = 1
    restricted_to: Restriction | None = None


@dataclass(frozen=True)
class Candidates:
    """Who might have been counted: the excluded rows are those of them that are not."""

    facts: tuple[str, ...]
    unit: str = "subject"
    where: Where = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """What the figure's details add: the head count day by day, or the sizes of groups."""

    headcount: bool = False
    group_sizes: tuple[str, ...] = ()  # kinds of fact whose subjects are the members of `group`
    group_size_below: int = 3


@dataclass(frozen=True)
class CountRule:
    measure: str
    parts: tuple[Part, ...]
    candidates: Candidates | None = None
    period: str = "programme"
    report: Report = Report()
    joined: bool = False  # whether the rule names its parts (a union)

    @property
    def unit(self) -> str:
        return self.parts[0].unit


@dataclass(frozen=True)
class ContinuityRule:
    spells: str
    contacts: tuple[str, ...]
    parameters: Parameters
    contacts_where: Where = field(default_factory=dict)
    pauses: str = ""
    pauses_where: Where = field(default_factory=dict)
    restricted_to: Restriction | None = None

    measure = "continuity"
    unit = "subject"


@dataclass(frozen=True)
class RatioRule:
    numerator: str
    denominator: str

    measure = "ratio"
    unit = ""


@dataclass(frozen=True)
class QuantityRule:
    """The sum or the median of the quantities that stand in the facts another figure counts. Its rows are that figure's.

    `per` units of the facts (60 minutes) are one of the figure's (an hour), rounded once, after the sum.
    """

    measure: str
    of: str
    per: int = 1

    unit = ""


type Rule = CountRule | ContinuityRule | RatioRule | QuantityRule


def one_of(known: Iterable[str]) -> str:
    return _("This is not known here. Possible: {possible}.").format(possible=", ".join(known))


def parameter_value(name: str, given: Any) -> Any:
    """Read one parameter of the continuity rule; `none` (or null) switches it off."""
    if given is None or (isinstance(given, str) and given.strip().casefold() in NONE_WORDS):
        return None
    word = str(given).strip().casefold()
    if name in CHOICES:
        if word not in CHOICES[name]:
            raise ValueError(one_of([*CHOICES[name], "none"]))
        return word
    if name in SWITCHES:
        if word not in (*TRUE_WORDS, *FALSE_WORDS):
            raise ValueError(one_of(["true", "false", "none"]))
        return word in TRUE_WORDS
    return _count_from(word, least=0, or_none=True)


def _count_from(word: str, *, least: int, or_none: bool) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", word) or int(word) < least:
        if or_none:
            raise ValueError(_("Here stands a whole number, or none."))
        raise ValueError(_("Here stands a whole number, at least 1."))
    return int(word)


def parameters_of(rule: Rule) -> dict[str, Any]:
    """What a what-if may change, with the values in force."""
    if isinstance(rule, ContinuityRule):
        return {each.name: getattr(rule.parameters, each.name) for each in fields(Parameters)}
    if isinstance(rule, CountRule):
        return {
            f"{part.name}.{name}" if rule.joined else name: getattr(part, name)
            for part in rule.parts
            for name in ("at_least", "at_least_days")
        }
    return {}


def with_overrides(rule: Rule, overrides: Mapping[str, Any]) -> Rule:
    """The rule with some parameters set otherwise; refuses a name or value it does not know."""
    known = parameters_of(rule)
    errors = []
    values: dict[str, Any] = {}
    for name, given in overrides.items():
        if name not in known:
            possible = ", ".join(known) or _("none")
            errors.append(
                (name, _("This rule has no such parameter. Possible: {possible}.").format(possible=possible))
            )
            continue
        try:
            if isinstance(rule, ContinuityRule):
                values[name] = parameter_value(name, given)
            else:
                word = str(given).strip().casefold()
                values[name] = (
                    1 if given is None or word in NONE_WORDS else _count_from(word, least=1, or_none=False)
                )
        except ValueError as refusal:
            errors.append((name, str(refusal)))
    if errors:
        raise RuleRefused(errors)
    if isinstance(rule, ContinuityRule):
        return replace(rule, parameters=replace(rule.parameters, **values))
    if isinstance(rule, CountRule):
        return replace(rule, parts=tuple(_part_with(part, values, joined=rule.joined) for part in rule.parts))
    return rule


def _part_with(part: Part, values: Mapping[str, Any], *, joined: bool) -> Part:
    own = {
        name: values[key]
        for name in ("at_least", "at_least_days")
        if (key := f"{part.name}.{name}" if joined else name) in values
    }
    return replace(part, **own)


def figures_used(rule: Rule) -> list[str]:
    """Codes of the figures this rule stands on."""
    if isinstance(rule, RatioRule):
        return [rule.numerator, rule.denominator]
    if isinstance(rule, QuantityRule):
        return [rule.of]
    if isinstance(rule, ContinuityRule):
        return [rule.restricted_to.figure] if rule.restricted_to else []
    return list(dict.fromkeys(part.restricted_to.figure for part in rule.parts if part.restricted_to))


def wholes_of(rule: Rule) -> list[str]:
    """Codes of the figures whose units it counts a part of, as I7 does of I6."""
    if isinstance(rule, ContinuityRule) and rule.restricted_to:
        return [rule.restricted_to.figure]
    if isinstance(rule, CountRule) and not rule.joined:
        return [
            part.restricted_to.figure
            for part in rule.parts
            if part.restricted_to and part.restricted_to.by == part.unit
        ]
    return []


def kinds_used(rule: Rule) -> list[str]:
    """Kinds of fact this rule reads."""
    if isinstance(rule, RatioRule | QuantityRule):
        return []
    if isinstance(rule, ContinuityRule):
        return [rule.spells, *rule.contacts, *([rule.pauses] if rule.pauses else [])]
    kinds = [kind for part in rule.parts for kind in part.facts]
    kinds += rule.candidates.facts if rule.candidates else ()
    kinds += rule.report.group_sizes
    return list(dict.fromkeys(kinds))


def unit_type(unit: str) -> str:
    """Places and homes are both settlements."""
    return "settlement" if unit in ("place", "home") else unit
