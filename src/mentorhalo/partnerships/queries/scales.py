"""Scales, and the rule in force on a day."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from ..ladder import Ladder, read_ladder
from ..models import Scale, ScaleRule


def scale(code: str) -> Scale:
    """With its levels and rules. Raises `DoesNotExist`. Three queries."""
    return Scale.objects.prefetch_related("levels", "rules__published_by").get(code=code)


def scales() -> list[Scale]:
    """All, the one that parties are asked by first. Three queries."""
    rows = Scale.objects.prefetch_related("levels", "rules__published_by")
    return sorted(rows, key=lambda one: (not one.is_default, one.order, one.code))


def default_scale() -> Scale:
    return Scale.objects.prefetch_related("levels", "rules").get(is_default=True)


def rule_on(rules: Sequence[ScaleRule], day: date) -> ScaleRule:
    """The latest published by that day; before the first, the first."""
    ordered = sorted(rules, key=lambda one: one.number)
    published = [one for one in ordered if timezone.localdate(one.published_at) <= day]
    return published[-1] if published else ordered[0]


def ladder_of(scale: Scale, rule: ScaleRule) -> Ladder:
    """Of a published rule: it was read before it was published. Needs `levels` at hand."""
    return read_ladder(rule.rule, [level.value for level in scale.levels.all()])
