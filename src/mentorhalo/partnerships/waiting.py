"""What waits for a person among the partnerships, for the home they arrive at after signing in."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.core.registry import Waiting

from .keys import answer_key
from .models import Partnership
from .queries.gradings import askings_of, partnerships_due

MOST = 5


def waiting_for(user: Any, now: datetime) -> list[Waiting]:
    """Rounds that are due for a mentor, questions that wait for a representative. Three queries at most."""
    if not isinstance(user, User):
        return []
    found: list[Waiting] = []
    if user.holds(Role.MENTOR):
        rows = Partnership.objects.filter(mentor__user=user).order_by("starts_on", "pk")
        for partnership, _due in partnerships_due(rows, timezone.localdate(now))[:MOST]:
            found.append(
                Waiting(
                    _("It is time to ask the parties of “%(title)s” how close they are")
                    % {"title": partnership.title},
                    _("Ask the parties"),
                    reverse("partnerships:ask", args=[partnership.pk]),
                )
            )
    if user.holds(Role.REPRESENTATIVE):
        for asking in askings_of(user.email, now)[:MOST]:
            found.append(
                Waiting(
                    _("How close are you? %(title)s") % {"title": asking.grading.partnership.title},
                    _("Answer"),
                    reverse("partnerships:answer", args=[answer_key(asking)]),
                )
            )
    return found
