"""What waits for a person in this room, for the home they arrive at after signing in."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.core.registry import Waiting

from .desk import answered_by, counts_of, to_confirm, to_read
from .experts import expert_of


def waiting_for(user: Any, now: datetime) -> list[Waiting]:
    """Questions to answer, to read and to sort, answers to confirm. Five queries at most, none for whom the room has no work."""
    if not isinstance(user, User):
        return []
    sorts = user.holds(Role.OFFICE) or bool(user.groups_led())
    if not sorts and not user.holds(Role.EXPERT):
        return []
    return [
        *_to_answer(user, now),
        *_to_read(user),
        *(_to_sort(user, now) if sorts else []),
        *_to_confirm(user, now),
    ]


def _to_answer(user: User, now: datetime) -> list[Waiting]:
    expert = expert_of(user)
    return [
        Waiting(
            f"{row.question.title} ({row.deadline})" if row.deadline else row.question.title,
            _("Answer"),
            reverse("questions:answer", args=[row.question.pk]),
            is_urgent=row.is_late,
        )
        for row in (answered_by(expert, now) if expert else [])
        if row.question.state != "waiting"
    ]


def _to_read(user: User) -> list[Waiting]:
    return [
        Waiting(
            _("A public version waits for its second reader: %(title)s") % {"title": one.public_title},
            _("Read and decide"),
            reverse("questions:read", args=[one.pk]),
        )
        for one in to_read(user)
    ]


def _to_sort(user: User, now: datetime) -> list[Waiting]:
    counts, desk = counts_of(user, now), reverse("questions:desk")
    found = []
    if counts["late"]:
        words = ngettext("One question is late.", "%(count)s questions are late.", counts["late"])
        found.append(Waiting(words % {"count": counts["late"]}, _("See the queue"), desk, is_urgent=True))
    if counts["unsorted"]:
        words = ngettext(
            "One question is not sorted yet.", "%(count)s questions are not sorted yet.", counts["unsorted"]
        )
        found.append(Waiting(words % {"count": counts["unsorted"]}, _("Sort them"), f"{desk}?state=received"))
    return found


def _to_confirm(user: User, now: datetime) -> list[Waiting]:
    count = to_confirm(user, timezone.localdate(now)).count()
    if not count:
        return []
    words = ngettext(
        "One published answer waits to be confirmed.",
        "%(count)s published answers wait to be confirmed.",
        count,
    )
    return [Waiting(words % {"count": count}, _("Look at them"), reverse("questions:to_confirm"))]
