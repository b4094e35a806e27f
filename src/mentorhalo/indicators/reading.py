"""Reading a rule: strictly, with every mistake named by its place."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from django.utils.translation import gettext as _

from .conditions import ATTRIBUTE, GROUPS, TESTABLE, Where
from .continuity import Parameters
from .language import (
    COUNTED,
    KIND,
    MEASURES,
    NAME,
    PERIODS,
    QUANTITIES,
    UNITS,
    Candidates,
    ContinuityRule,
    CountRule,
    Part,
    QuantityRule,
    RatioRule,
    Report,
    Restriction,
    Rule,
    RuleRefused,
    one_of,
    parameter_value,
    unit_type,
)

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
    "quantity": ("measure", "of", "per"),
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
        if measure in QUANTITIES:
            self._known_keys("", document, KEYS["quantity"])
            return QuantityRule(
                measure, self._code("of", document), self._whole("per", document.get("per", 1))
            )
        if measure in COUNTED:
            return self._count(document, measure)
        self.refuse("measure", one_of(MEASURES))
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
                self.refuse(f"parameters.{name}", one_of(sorted(known)))
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
            self.refuse("period", one_of(PERIODS))
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
            self.refuse(_at(place, "unit"), one_of(UNITS))
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
            self.refuse("candidates.unit", one_of(UNITS))
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
            self.refuse(f"{place}.by", one_of(UNITS))
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
            self.refuse(place, one_of([*TESTABLE, ATTRIBUTE + "…", *GROUPS]))
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
                self.refuse(_at(place, str(key)), one_of(known))


def _plain(wanted: Any) -> bool:
    values = wanted if isinstance(wanted, list) else [wanted]
    return bool(values) and all(isinstance(value, str | int | bool) for value in values)


def _at(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key
