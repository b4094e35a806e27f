"""What waits for mentors and supervisors: hours to confirm, sessions to mend. Two queries for a mentor, two for a supervisor."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.accounts.models import User
from mentorhalo.core.registry import Waiting

from .queries import mentor_of
from .queries import supervision as queries


def waiting_for(user: Any, now: datetime) -> list[Waiting]:
    if not isinstance(user, User):
        return []
    mentor = mentor_of(user)
    found = []
    if mentor is not None:
        page = reverse("network:own_supervision")
        counts = queries.unanswered_of_mentor(mentor), queries.contested_of_mentor(mentor)
        found += _asked(page, *counts)
    if user.has_perm("network.supervise"):
        page = reverse("network:supervise")
        counts = queries.unanswered_of_supervisor(user), queries.contested_of_supervisor(user)
        found += _asked(page, *counts)
    return found


def _asked(page: str, unanswered: int, contested: int) -> list[Waiting]:
    found = []
    if unanswered:
        words = ngettext(
            "The hours of one supervision session wait for your confirmation.",
            "The hours of %(count)s supervision sessions wait for your confirmation.",
            unanswered,
        )
        found.append(Waiting(words % {"count": unanswered}, _("Confirm the hours"), page))
    if contested:
        words = ngettext(
            "A supervision session you wrote down is contested.",
            "%(count)s supervision sessions you wrote down are contested.",
            contested,
        )
        found.append(Waiting(words % {"count": contested}, _("See what is wrong"), page))
    return found
