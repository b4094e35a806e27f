"""Figures as they are defined: which rules are in force, and what they stand on."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from ..language import Rule, figures_used, kinds_used, with_overrides
from ..models import Definition, DefinitionState, Indicator
from ..scope import Book


class UnknownFigure(LookupError):
    """No indicator has this code or number."""


@dataclass(frozen=True)
class Asked:
    """One figure as asked for: its definition, the rule with what-ifs, and what it stands on."""

    indicator: Indicator
    definition: Definition
    rule: Rule
    book: Book
    overrides: Mapping[str, Any]


def published() -> dict[str, Definition]:
    """The definitions in force, by code in their order. One query."""
    rows = Definition.objects.filter(state=DefinitionState.PUBLISHED).select_related("indicator")
    return {row.indicator.code: row for row in rows.order_by("indicator__order", "indicator__code")}


def book_of(definitions: Mapping[str, Definition]) -> Book:
    return Book(
        rules={code: row.rule_read for code, row in definitions.items()},
        versions={code: row.version for code, row in definitions.items()},
    )


def found_code(name: str, definitions: Mapping[str, Definition]) -> str:
    """The code a person meant: the code itself or the number, I7 or i7."""
    if name in definitions:
        return name
    for code, definition in definitions.items():
        if name.casefold() in (code, definition.indicator.number.casefold()):
            return code
    raise UnknownFigure(name)


def uses_of(rule: Rule, book: Book) -> dict[str, int]:
    """Versions of all figures a rule stands on, near and far."""
    found: dict[str, int] = {}
    waiting = figures_used(rule)
    while waiting:
        code = waiting.pop()
        if code not in found:
            found[code] = book.versions[code]
            waiting += figures_used(book.rules[code])
    return dict(sorted(found.items()))


def kinds_of(rule: Rule, book: Book) -> set[str]:
    """Kinds of fact a rule reads, near and far."""
    found = set(kinds_used(rule))
    for code in uses_of(rule, book):
        found |= set(kinds_used(book.rules[code]))
    return found


def asked_for(code: str, overrides: Mapping[str, Any] | None = None) -> Asked:
    """The figure as defined now. Raises `UnknownFigure`, `RuleRefused`. One query."""
    return ask(code, overrides, published())


def ask(code: str, overrides: Mapping[str, Any] | None, definitions: Mapping[str, Definition]) -> Asked:
    """`asked_for` among definitions that are already read. No query."""
    own = found_code(code, definitions)
    book = book_of(definitions)
    return Asked(
        indicator=definitions[own].indicator,
        definition=definitions[own],
        rule=with_overrides(book.rules[own], overrides or {}),
        book=book,
        overrides=dict(overrides or {}),
    )


def in_language(record: Any, field: str) -> str:
    """A record's text in the reader's language, the Hungarian one where there is no other."""
    text = getattr(record, f"{field}_{(get_language() or 'hu')[:2]}", "")
    return str(text or getattr(record, f"{field}_hu"))


def indicator_coded(code: str) -> Indicator:
    """Raises `DoesNotExist`."""
    return Indicator.objects.get(code=code)


@dataclass(frozen=True)
class UnitOf:
    """One unit of one figure: what the page of a row is about."""

    indicator: Indicator
    unit: str

    @property
    def is_public(self) -> bool:
        return self.indicator.is_public


def unit_of(code: str, unit: str) -> UnitOf:
    return UnitOf(indicator_coded(code), unit)


def draft_of(indicator: Indicator) -> Definition | None:
    return indicator.definitions.filter(state=DefinitionState.DRAFT).select_related("indicator").first()


@dataclass(frozen=True)
class Version:
    """A definition that is or was in force, and what it changed in the rule: (place, before, after)."""

    definition: Definition
    sentence: str
    changes: list[tuple[str, str, str]]


def versions_of(indicator: Indicator) -> list[Version]:
    """Every version that was ever in force, the latest first. One query."""
    rows = list(indicator.definitions.exclude(state=DefinitionState.DRAFT).order_by("version"))
    found = []
    for before, row in zip([None, *rows], rows, strict=False):
        changes = rule_changes(before.rule, row.rule) if before else []
        found.append(Version(row, in_language(row, "sentence"), changes))
    return found[::-1]


def rule_changes(before: Any, after: Any) -> list[tuple[str, str, str]]:
    """Where two rules differ, place by place, as JSON."""
    first, second = dict(_leaves(before)), dict(_leaves(after))
    return [
        (place, first.get(place, "–"), second.get(place, "–"))
        for place in sorted({*first, *second})
        if first.get(place) != second.get(place)
    ]


def _leaves(document: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(document, Mapping):
        for key, value in document.items():
            yield from _leaves(value, f"{place}.{key}" if place else str(key))
    elif isinstance(document, list) and any(isinstance(value, Mapping) for value in document):
        for index, value in enumerate(document):
            yield from _leaves(value, f"{place}[{index}]")
    else:
        yield place, json.dumps(document, ensure_ascii=False)
