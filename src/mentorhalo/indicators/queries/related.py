"""Figures beside a figure: those whose units it counts a part of, and those that count a part of its own."""

from dataclasses import dataclass
from typing import Any

from mentorhalo.programmes.models import Programme

from ..language import wholes_of
from ..scope import Figure
from .definitions import book_of, published
from .values import figure


@dataclass(frozen=True)
class Related:
    wholes: list[Figure]
    parts: list[Figure]


def related(code: str, *, programme: Programme, only_public: bool, **scope: Any) -> Related:
    """Of the same day and place. Each asks what its own page would."""
    definitions = published()
    rules = book_of(definitions).rules
    shown = [one for one in rules if not only_public or definitions[one].indicator.is_public]
    above = wholes_of(rules[code])

    def counted(codes: list[str]) -> list[Figure]:
        return [figure(one, programme=programme, **scope) for one in codes]

    return Related(
        wholes=counted([one for one in shown if one in above]),
        parts=counted([one for one in shown if code in wholes_of(rules[one])]),
    )
