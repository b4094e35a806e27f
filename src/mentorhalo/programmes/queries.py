"""Which programmes there are, and which one a page is about."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.core.numbers import NO_BREAK_SPACE, number
from mentorhalo.core.registry import registry
from mentorhalo.programmes.models import GrantCall, Programme

UNASKED = object()


def current_programme(day: date | None = None) -> Programme | None:
    """The programme running on the day, else the latest that ran, else the next to come. One query."""
    today = day or timezone.localdate()

    def rank(programme: Programme) -> int:
        if programme.starts_on > today:
            return 2
        return 0 if programme.ends_on is None or programme.ends_on >= today else 1

    # There are a few, and every page asks: ranking them here costs half of what the database's ranking does.
    found = Programme.objects.order_by("is_demo", "-starts_on", "code")
    return min(found, key=rank, default=None)


def programme_of(request: HttpRequest) -> Programme | None:
    """The current programme, asked for once in each request however many ask."""
    found: Any = getattr(request, "_programme", UNASKED)
    if found is UNASKED:
        found = current_programme()
        request._programme = found  # type: ignore[attr-defined]
    return found


def programme_named(code: str) -> Programme:
    """Raises `DoesNotExist`. Three queries, with its counties and calls."""
    return Programme.objects.prefetch_related("counties", "calls").get(code=code)


def call_of(code: str, call: str) -> GrantCall:
    """Raises `DoesNotExist`. One query."""
    return GrantCall.objects.select_related("programme").get(programme__code=code, code=call)


def all_programmes() -> list[Programme]:
    return list(Programme.objects.order_by("-starts_on", "code"))


def programme_choices() -> list[tuple[str, str]]:
    """What a form of another room offers: code and name."""
    return [(programme.code, programme.name) for programme in all_programmes()]


def county_names() -> dict[str, str]:
    """The counties by code, in their order, as the territory offers them."""
    return dict(registry.choices["county"]())


def support(programme: Programme) -> list[tuple[str, Any]]:
    """Fund, project identifier and amount, as far as they are known."""
    amount = None
    if programme.amount is not None:
        decimals = 0 if programme.amount == programme.amount.to_integral_value() else 2
        unit = "Ft" if programme.currency == "HUF" else programme.currency
        amount = f"{number(programme.amount, decimals)}{NO_BREAK_SPACE}{unit}"
    said = [
        (_("Fund"), programme.fund),
        (_("Project identifier"), programme.project_code),
        (_("Amount of support"), amount),
    ]
    return [(term, value) for term, value in said if value]
