"""What the foot of each page, and the programme's own page, say about who pays."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mentorhalo.core.numbers import NO_BREAK_SPACE, number
from mentorhalo.programmes.models import Programme
from mentorhalo.programmes.queries import programme_of


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


def funding_block(request: HttpRequest) -> SafeString | None:
    """Nothing while no programme says who pays. One query in each request."""
    programme = programme_of(request)
    if programme is None or not support(programme):
        return None
    return render_to_string(
        "programmes/funding.html", {"programme": programme, "support": support(programme)}
    )


def demo_notice(request: HttpRequest) -> str | None:
    """What must stand on every page while invented people are shown."""
    programme = programme_of(request)
    if programme is None or not programme.is_demo:
        return None
    return _("This is a demonstration: the people, communities and institutions in it are invented.")
