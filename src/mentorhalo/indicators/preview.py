"""What a rule would count before it is published, beside what the one in force counts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from mentorhalo.core.registry import SourceLink
from mentorhalo.evidence.queries import identities
from mentorhalo.programmes.models import Programme

from .actions import StandsOnItself, check_standing
from .counting import Counting
from .language import QuantityRule, RatioRule, RuleRefused
from .models import Indicator
from .queries import UnknownFigure, book_of, labels, published, scope_of, speaking_day
from .reading import read_rule

NAMED = 20


@dataclass(frozen=True)
class Preview:
    """The value before and after, and the first of the units that come and go."""

    value: float | int | None
    before: float | int | None
    gained: int = 0
    lost: int = 0
    gained_names: tuple[SourceLink, ...] = ()
    lost_names: tuple[SourceLink, ...] = ()
    refusal: str = ""

    @property
    def is_same(self) -> bool:
        return not self.refusal and not self.gained and not self.lost and self.value == self.before


def preview(indicator: Indicator, document: Mapping[str, Any], programme: Programme) -> Preview:
    """Count by the rule as typed, and by the one in force. Nothing is written."""
    try:
        rule = read_rule(document)
        check_standing(indicator.code, rule)
    except (RuleRefused, StandsOnItself, UnknownFigure) as refusal:
        return Preview(None, None, refusal=refusal_words(refusal))
    book = book_of(published())
    scope = scope_of(programme, as_of=speaking_day(programme))
    merged = identities(None)
    now = book.rules.get(indicator.code)
    counting = Counting(scope, replace(book, rules={**book.rules, indicator.code: rule}), merged=merged)
    before = Counting(scope, book, merged=merged)
    without_rows = (RatioRule, QuantityRule)
    if isinstance(rule, without_rows) or now is None or isinstance(now, without_rows):
        return Preview(counting.value(rule), before.value(now) if now else None)
    return _compared(counting.units(rule), before.units(now))


def _compared(units: set[str], before: set[str]) -> Preview:
    gained, lost = sorted(units - before), sorted(before - units)
    names = labels([*gained[:NAMED], *lost[:NAMED]])
    return Preview(
        value=len(units),
        before=len(before),
        gained=len(gained),
        lost=len(lost),
        gained_names=tuple(names[unit] for unit in gained[:NAMED]),
        lost_names=tuple(names[unit] for unit in lost[:NAMED]),
    )


def refusal_words(refusal: Exception) -> str:
    if isinstance(refusal, StandsOnItself):
        return _("A figure cannot stand on itself, not even by way of others.")
    if isinstance(refusal, UnknownFigure):
        return _("There is no figure “{name}” in force.").format(name=refusal.args[0])
    return str(refusal)
