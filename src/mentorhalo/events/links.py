"""What the room tells the house: how its records are named and linked, and what waits for an organiser."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.numbers import day
from mentorhalo.core.registry import SourceLink, Waiting

from .models import Occasion
from .queries.desk import to_close


def occasions(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """By title and day; linked for those who may see it, without words for those who may not. One query."""
    rows = Occasion.objects.filter(pk__in=_uuids(ids)).select_related("group")
    return {str(one.pk): _link(request, one) for one in rows}


def waiting_for(user: Any, now: datetime) -> list[Waiting]:
    """What was announced, is over and has no list yet. One query."""
    if not isinstance(user, User):
        return []
    return [
        Waiting(
            _("Who was there? %(title)s is over and not closed yet.") % {"title": one.title},
            _("Fill in the list"),
            reverse("events:sheet", args=[one.pk]),
        )
        for one in to_close(user, now)
    ]


def _link(request: HttpRequest | None, occasion: Occasion) -> SourceLink:
    words = f"{occasion.title}, {day(occasion.starts_on, 'short')}"
    if request is not None and not request.user.has_perm("events.view_occasion", occasion):
        return SourceLink(_("an occasion of the network"), None)
    return SourceLink(words, reverse("events:occasion", args=[occasion.pk]))


def _uuids(ids: Iterable[str]) -> list[UUID]:
    found = []
    for text in ids:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
