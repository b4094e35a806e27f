"""What waits for a person among the practices, for the home they arrive at after signing in."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.core.registry import Waiting

from ..choices import PracticeState
from .practice_work import fields_edited, own_versions, to_check, to_review, work_rows


def waiting_for(user: Any, _now: datetime) -> list[Waiting]:
    """Practices to check, to review and to mend. A few counts; none for whom the room has no work."""
    if not isinstance(user, User):
        return []
    found: list[Waiting] = []
    desk = reverse("knowledge:work_list")
    if user.holds(Role.GROUP_LEADER) or user.holds(Role.OFFICE):
        count = to_check(user).count()
        if count:
            words = ngettext(
                "%(count)s good practice waits for its first check",
                "%(count)s good practices wait for their first check",
                count,
            )
            found.append(Waiting(words % {"count": count}, _("Check"), desk))
    if user.holds(Role.MENTOR):
        for row in work_rows(own_versions(user).filter(state=PracticeState.RETURNED)):
            found.append(
                Waiting(_("Returned to be mended: %(title)s") % {"title": row.title}, _("Mend"), row.href)
            )
    if (user.holds(Role.EXPERT) or user.holds(Role.EDITOR)) and fields_edited(user):
        count = to_review(user).distinct().count()
        if count:
            words = ngettext(
                "%(count)s good practice waits for your review",
                "%(count)s good practices wait for your review",
                count,
            )
            found.append(Waiting(words % {"count": count}, _("Review"), desk))
    return found
