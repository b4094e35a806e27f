"""The rule language: what a definition may say, read strictly, with every mistake named by its place.

README.md of this room documents the language with examples.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from django.utils.translation import gettext as _

from .conditions import ATTRIBUTE, GROUPS, TESTABLE, Where
from .continuity import Parameters

UNITS = ("subject", "place", "home", "who", "group", "county", "context", "source")
COUNTED = ("stock", "cumulative", "flow")
MEASURES = (*COUNTED, "continuity", "ratio")
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


type Rule = CountRule | ContinuityRule | RatioRule

PART_KEYS = ("facts", "unit", "where", "at_least", "at_least_days", "restricted_to")
KEYS = {
    "count": ("measure", *PART_KEYS, "candidates", "period", "report"),
    "union": ("measure", "union", "candidates", "period", "report"),
    "part": ("name", "label", *PART_KEYS),
    "continuity": (
        "measure",
        "spells",
        "contacts",
        "contacts_where",
        "pauses",
        "pauses_where",
        "restricted_to",
        "parameters",
    ),
    "ratio": ("measure", "numerator", "denominator"),
}


def read_rule(document: Any) -> Rule:
    """Read a rule; refuse with every mistake at once."""
    reader = _Reader()
    rule = reader.rule(document)
    if reader.errors or rule is None:
        raise RuleRefused(reader.errors)
    return rule


class _Reader:
    """Walks a document once and keeps what is wrong with it."""

    def __init__(self) -> None:
        self.errors: list[tuple[str, str]] = []

    def refuse(self, place: str, words: str) -> None:
        self.errors.append((place, words))

    def rule(self, document: Any) -> Rule | None:
        if not isinstance(document, Mapping):
            self.refuse("", _("A rule is a JSON object."))
            return None
        measure = document.get("measure")
        if measure == "ratio":
            return self._ratio(document)
        if measure == "continuity":
            return self._continuity(document)
        if measure in COUNTED:
            return self._count(document, measure)
        self.refuse("measure", _one_of(MEASURES))
        return None

    def _ratio(self, document: Mapping[str, Any]) -> Rule:
        self._known_keys("", document, KEYS["ratio"])
        return RatioRule(self._code("numerator", document), self._code("denominator", document))

    def _continuity(self, document: Mapping[str, Any]) -> Rule:
        self._known_keys("", document, KEYS["continuity"])
        pauses = document.get("pauses", "")
        return ContinuityRule(
            spells=self._kind("spells", document.get("spells")),
            contacts=self._kinds("contacts", document.get("contacts")),
            contacts_where=self._where("contacts_where", document.get("contacts_where", {})),
            pauses=self._kind("pauses", pauses) if pauses else "",
            pauses_where=self._where("pauses_where", document.get("pauses_where", {})),
            restricted_to=self._restriction("restricted_to", document.get("restricted_to")),
            parameters=self._parameters(document.get("parameters", {})),
        )

    def _parameters(self, given: Any) -> Parameters:
        if not isinstance(given, Mapping):
            self.refuse("parameters", _("The parameters are a JSON object."))
            return Parameters()
        known = {each.name for each in fields(Parameters)}
        values = {}
        for name, value in given.items():
            if name not in known:
                self.refuse(f"parameters.{name}", _one_of(sorted(known)))
                continue
            try:
                values[name] = parameter_value(name, value)
            except ValueError as refusal:
                self.refuse(f"parameters.{name}", str(refusal))
        return Parameters(**values)

    def _count(self, document: Mapping[str, Any], measure: str) -> Rule:
        joined = "union" in document
        self._known_keys("", document, KEYS["union" if joined else "count"])
        parts = self._union(document["union"]) if joined else (self._part("", document),)
        period = document.get("period", "programme")
        if period not in PERIODS:
            self.refuse("period", _one_of(PERIODS))
        return CountRule(
            measure=measure,
            parts=parts,
            candidates=self._candidates(document.get("candidates"), parts[0].unit if parts else "subject"),
            period=period,
            report=self._report(document.get("report", {})),
            joined=joined,
        )

    def _union(self, given: Any) -> tuple[Part, ...]:
        if not isinstance(given, list) or not given:
            self.refuse("union", _("A union is a list of at least one part."))
            return ()
        parts = []
        for index, document in enumerate(given):
            place = f"union[{index}]"
            if not isinstance(document, Mapping):
                self.refuse(place, _("A part is a JSON object."))
                continue
            self._known_keys(place, document, KEYS["part"])
            parts.append(self._part(place, document))
        names = [part.name for part in parts]
        if len(set(names)) < len(names) or not all(NAME.match(name) for name in names):
            self.refuse("union", _("Each part has a name of its own, in small letters."))
        if len({unit_type(part.unit) for part in parts}) > 1:
            self.refuse("union", _("The parts of a union count the same kind of unit."))
        return tuple(parts)

    def _part(self, place: str, document: Mapping[str, Any]) -> Part:
        unit = document.get("unit", "subject")
        if unit not in UNITS:
            self.refuse(_at(place, "unit"), _one_of(UNITS))
        label = document.get("label", {})
        if not isinstance(label, Mapping):
            self.refuse(
                _at(place, "label"),
                _("A label is given by language, as in {example}.").format(example='{"hu": "…"}'),
            )
            label = {}
        return Part(
            facts=self._kinds(_at(place, "facts"), document.get("facts")),
            unit=unit,
            name=str(document.get("name", "")),
            label=label,
            where=self._where(_at(place, "where"), document.get("where", {})),
            at_least=self._whole(_at(place, "at_least"), document.get("at_least", 1)),
            at_least_days=self._whole(_at(place, "at_least_days"), document.get("at_least_days", 1)),
            restricted_to=self._restriction(_at(place, "restricted_to"), document.get("restricted_to")),
        )

    def _candidates(self, given: Any, unit: str) -> Candidates | None:
        if given is None:
            return None
        if not isinstance(given, Mapping):
            self.refuse("candidates", _("The candidates are a JSON object."))
            return None
        self._known_keys("candidates", given, ("facts", "unit", "where"))
        own = given.get("unit", unit)
        if own not in UNITS:
            self.refuse("candidates.unit", _one_of(UNITS))
        return Candidates(
            facts=self._kinds("candidates.facts", given.get("facts")),
            unit=own,
            where=self._where("candidates.where", given.get("where", {})),
        )

    def _report(self, given: Any) -> Report:
        if not isinstance(given, Mapping):
            self.refuse("report", _("A report is a JSON object."))
            return Report()
        self._known_keys("report", given, ("headcount", "group_sizes", "group_size_below"))
        sizes = given.get("group_sizes")
        return Report(
            headcount=bool(given.get("headcount")),
            group_sizes=self._kinds("report.group_sizes", sizes) if sizes is not None else (),
            group_size_below=self._whole("report.group_size_below", given.get("group_size_below", 3)),
        )

    def _restriction(self, place: str, given: Any) -> Restriction | None:
        if given is None:
            return None
        if not isinstance(given, Mapping):
            self.refuse(
                place,
                _("A restriction names the other figure, as in {example}.").format(example='{"figure": "…"}'),
            )
            return None
        self._known_keys(place, given, ("figure", "by", "otherwise"))
        by = given.get("by", "subject")
        if by not in UNITS:
            self.refuse(f"{place}.by", _one_of(UNITS))
        otherwise = given.get("otherwise", {})
        if not isinstance(otherwise, Mapping):
            self.refuse(
                f"{place}.otherwise",
                _("A label is given by language, as in {example}.").format(example='{"hu": "…"}'),
            )
            otherwise = {}
        return Restriction(figure=self._code("figure", given, place), by=by, otherwise=otherwise)

    def _where(self, place: str, given: Any) -> Where:
        if not isinstance(given, Mapping):
            self.refuse(place, _("Conditions are a JSON object."))
            return {}
        for key, wanted in given.items():
            self._condition(f"{place}.{key}", key, wanted)
        return given

    def _condition(self, place: str, key: str, wanted: Any) -> None:
        if key == "any":
            if not isinstance(wanted, list) or not wanted:
                self.refuse(place, _("“any” is a list of conditions."))
                return
            for index, part in enumerate(wanted):
                self._where(f"{place}[{index}]", part)
        elif key == "not":
            self._where(place, wanted)
        elif key not in TESTABLE and not (
            key.startswith(ATTRIBUTE) and NAME.match(key.removeprefix(ATTRIBUTE))
        ):
            self.refuse(place, _one_of([*TESTABLE, ATTRIBUTE + "…", *GROUPS]))
        elif isinstance(wanted, Mapping):
            if set(wanted) == {"not"} and not key.startswith(ATTRIBUTE) and _plain(wanted["not"]):
                return
            if set(wanted) == {"at_least"} and key == "quantity" and isinstance(wanted["at_least"], int):
                return
            self.refuse(
                place, _("Here stand a value, a list of values, or {example}.").format(example='{"not": …}')
            )
        elif not _plain(wanted):
            self.refuse(
                place, _("Here stand a value, a list of values, or {example}.").format(example='{"not": …}')
            )

    def _kinds(self, place: str, given: Any) -> tuple[str, ...]:
        kinds = [given] if isinstance(given, str) else given
        if not isinstance(kinds, list) or not kinds:
            self.refuse(place, _("Name at least one kind of fact."))
            return ()
        return tuple(self._kind(place, kind) for kind in kinds)

    def _kind(self, place: str, given: Any) -> str:
        if not isinstance(given, str) or not KIND.match(given):
            self.refuse(
                place,
                _("A kind of fact has two words with a dot, as in {example}.").format(
                    example="activity.community"
                ),
            )
            return ""
        return given

    def _code(self, key: str, document: Mapping[str, Any], place: str = "") -> str:
        code = document.get(key)
        if not isinstance(code, str) or not NAME.match(code):
            self.refuse(_at(place, key), _("Name another figure by its code."))
            return ""
        return code

    def _whole(self, place: str, given: Any) -> int:
        if isinstance(given, bool) or not isinstance(given, int) or given < 1:
            self.refuse(place, _("Here stands a whole number, at least 1."))
            return 1
        return given

    def _known_keys(self, place: str, document: Mapping[str, Any], known: Iterable[str]) -> None:
        for key in document:
            if key not in known:
                self.refuse(_at(place, str(key)), _one_of(known))


def _plain(wanted: Any) -> bool:
    values = wanted if isinstance(wanted, list) else [wanted]
    return bool(values) and all(isinstance(value, str | int | bool) for value in values)


def _at(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _one_of(known: Iterable[str]) -> str:
    return _("This is not known here. Possible: {possible}.").format(possible=", ".join(known))


def parameter_value(name: str, given: Any) -> Any:
    """Read one parameter of the continuity rule; `none` (or null) switches it off."""
    if given is None or (isinstance(given, str) and given.strip().casefold() in NONE_WORDS):
        return None
    word = str(given).strip().casefold()
    if name in CHOICES:
        if word not in CHOICES[name]:
            raise ValueError(_one_of([*CHOICES[name], "none"]))
        return word
    if name in SWITCHES:
        if word not in (*TRUE_WORDS, *FALSE_WORDS):
            raise ValueError(_one_of(["true", "false", "none"]))
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
    if isinstance(rule, ContinuityRule):
        return [rule.restricted_to.figure] if rule.restricted_to else []
    return list(dict.fromkeys(part.restricted_to.figure for part in rule.parts if part.restricted_to))


def kinds_used(rule: Rule) -> list[str]:
    """Kinds of fact this rule reads."""
    if isinstance(rule, RatioRule):
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
