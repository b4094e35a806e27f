"""Letters about what falls due."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from mentorhalo.accounts.models import User
from mentorhalo.core.letters import send_letter

from ..models import Obligation


def remind(mentor: User, dues: Sequence[Obligation], today: date) -> None:
    """All that waits, in one letter, grant by grant."""
    with translation.override(mentor.language):
        lines = [
            {
                "clause": one.rule.clause,
                "wording": one.rule.wording,
                "due_on": one.due_on,
                "is_late": one.due_on < today,
                "grant": one.consortium.title,
                "url": settings.SITE_URL + reverse("processes:obligations", args=[one.consortium_id]),
            }
            for one in dues
        ]
        send_letter(
            "processes/letters/obligations",
            to=mentor.email,
            language=mentor.language,
            context={"lines": lines},
        )
