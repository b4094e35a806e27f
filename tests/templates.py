"""Undefined template variables fail - in our templates; those of others are theirs.

Django's own `string_if_invalid` cannot tell whose template it is, and skips `|default` where it is set. What Django
forgives by design stays forgiven: `{% if name %}`, `{% for … in name %}`. A variable that may be absent says so
by `|default:""` (or `default_if_none`, `yesno`) as its first filter.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.template import Context
from django.template.base import FilterExpression, Node
from django.template.defaultfilters import default, default_if_none, yesno

OPTIONAL = {default, default_if_none, yesno}


class UndefinedVariable(Exception):
    """A template of ours named a variable that nobody gave it."""


class _Refusal(str):
    """A truthy `string_if_invalid` that raises when it is used."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, variable: object) -> str:
        raise UndefinedVariable(f"{variable} in {self!s}")


@contextmanager
def undefined_variables_fail(*, within: Path) -> Iterator[None]:
    render, resolve = Node.render_annotated, FilterExpression.resolve
    origins: list[str] = []

    def render_annotated(node: Node, context: Context) -> Any:
        origins.append(str(getattr(node, "origin", "")))
        try:
            return render(node, context)
        finally:
            origins.pop()

    def resolve_strictly(
        expression: FilterExpression, context: Context, ignore_failures: bool = False
    ) -> Any:
        engine = getattr(context.template, "engine", None)
        ours = bool(origins) and origins[-1].startswith(f"{within}/")
        if ignore_failures or engine is None or not ours or _is_optional(expression):
            return resolve(expression, context, ignore_failures)
        before = engine.string_if_invalid
        engine.string_if_invalid = _Refusal(origins[-1])
        try:
            return resolve(expression, context)
        finally:
            engine.string_if_invalid = before

    with (
        _replaced(Node, "render_annotated", render_annotated),
        _replaced(FilterExpression, "resolve", resolve_strictly),
    ):
        yield


def _is_optional(expression: FilterExpression) -> bool:
    return bool(expression.filters) and _unwrapped(expression.filters[0][0]) in OPTIONAL


def _unwrapped(function: Callable[..., Any]) -> Callable[..., Any]:
    return getattr(function, "_decorated_function", function)


@contextmanager
def _replaced(owner: type, name: str, function: Callable[..., Any]) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, function)
    try:
        yield
    finally:
        setattr(owner, name, before)
