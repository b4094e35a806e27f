"""A deadline in words: how long until it, how long since, or that the clock stands still."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.core.numbers import moment

from ..choices import State
from ..models import Question
from ..models.questions import OPEN

SOON = timedelta(days=2)


def deadline_words(question: Question, now: datetime) -> str:
    """One phrase for a list; empty where nothing is owed."""
    if question.state not in OPEN or question.due_at is None:
        return ""
    if question.state == State.WAITING:
        return _("the clock stands still until the asker answers")
    if question.due_at < now:
        return late_words(now - question.due_at)
    if question.due_at - now <= SOON:
        hours = max(1, int((question.due_at - now).total_seconds() // 3600))
        return ngettext("due in %(count)s hour", "due in %(count)s hours", hours) % {"count": hours}
    return _("due %(moment)s") % {"moment": moment(question.due_at)}


def late_words(late: timedelta) -> str:
    hours = int(late.total_seconds() // 3600)
    if hours < 1:
        return _("less than an hour late")
    if hours < 48:
        return ngettext("%(count)s hour late", "%(count)s hours late", hours) % {"count": hours}
    days = hours // 24
    return ngettext("%(count)s day late", "%(count)s days late", days) % {"count": days}
