"""What the room tells the house: how its records are named and linked, and what waits for an organiser."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.accounts.models import User
from mentorhalo.core.ids import known_ids
from mentorhalo.core.numbers import day
from mentorhalo.core.registry import SourceLink, Waiting
from mentorhalo.network.queries import mentor_of

from .models import Joiner, Occasion
from .queries import week
from .queries.desk import to_close


def occasions(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """By title and day; linked for those who may see it, without words for those who may not. One query."""
    rows = Occasion.objects.filter(pk__in=known_ids(ids)).select_related("group")
    return {str(one.pk): _link(request, one) for one in rows}


def joiners(request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """By name, settlement and year: joining is public. Linked for the office. One query."""
    rows = Joiner.objects.filter(pk__in=known_ids(ids)).select_related("settlement", "edition")
    may = request is not None and request.user.has_perm("events.keep_edition")
    return {
        str(one.pk): SourceLink(
            f"{one.name}, {one.settlement.name}, {one.edition.year}",
            reverse("events:week_check", args=[one.pk]) if may else None,
        )
        for one in rows
    }


def waiting_in_week(user: Any, now: datetime) -> list[Waiting]:
    """Joiners to look at, and those who named a mentor. Three queries at most."""
    found: list[Waiting] = []
    if not isinstance(user, User):
        return found
    edition = week.current_edition() if user.has_perm("events.week_desk") else None
    if edition is not None and (count := week.waiting_in(user, edition)):
        words = ngettext(
            "%(count)s joiner of the Week waits for your look.",
            "%(count)s joiners of the Week wait for your look.",
            count,
        )
        found.append(Waiting(words % {"count": count}, _("Look at them"), reverse("events:week_desk")))
    mentor = mentor_of(user) if user.has_perm("events.week_mine") else None
    if mentor is not None and (count := week.unanswered(mentor)):
        words = ngettext(
            "%(count)s joiner of the Week named you: did they come through you?",
            "%(count)s joiners of the Week named you: did they come through you?",
            count,
        )
        found.append(Waiting(words % {"count": count}, _("Answer them"), reverse("events:week_mine")))
    return found


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
