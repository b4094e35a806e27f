"""What editors may place on a page: one published question, or the latest ones. Shown as they are when the page is read."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import LiveSource, registry

from .queries import public

NEWEST = "newest"
SHOWN = 5


def offered() -> list[tuple[str, Any]]:
    return [
        (NEWEST, _("the latest questions")),
        *((str(one.pk), one.public_title) for one in public.latest()),
    ]


def shown(_request: HttpRequest, options: Mapping[str, Any]) -> dict[str, Any] | None:
    """None when there is nothing (any more) to show: taken back or expired, or nothing published yet."""
    chosen = str(options.get("chosen", ""))
    if chosen == NEWEST:
        lines = public.newest_lines(SHOWN)
        return {"lines": lines} if lines else None
    try:
        question = public.listed_one(UUID(chosen))
    except ValueError:
        return None
    return {"question": question, "lines": []} if question else None


def sign_in() -> None:
    registry.add_live(
        "question", LiveSource(_("question and answer"), shown, "questions/public_block.html", offered)
    )
