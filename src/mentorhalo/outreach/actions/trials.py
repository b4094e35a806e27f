"""A letter on trial: made and handed over as the real ones are, marked in its subject, its way out leading nowhere."""

from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User

from ..queries import issues
from ..rendering import render
from ..sending.replies import Verdict
from .handover import session
from .letters import Letters

NO_DELIVERY = 0  # its token opens nothing


class TrialFailed(Exception):
    """The mail server did not take it; the job is tried again."""


def send_trial(*, issue: UUID, language: str, user: UUID, base_url: str, at: datetime) -> None:
    """To somebody with an account, as the letter stands now. Nothing is if the language is gone meanwhile."""
    letter, reader = issues.issue(issue), User.objects.get(pk=user)
    letter.slug = letter.slug or "trial"
    text = next((one for one in letter.texts.all() if one.language == language), None)
    if text is None:
        return
    made = render(text, base_url=base_url)
    with translation.override(language):
        text.subject = _("[trial] %(subject)s") % {"subject": made.subject}
    text.html, text.plain = made.html, made.plain
    letters = Letters(letter)
    ready = letters.letter(
        delivery=NO_DELIVERY, name=str(reader), address=reader.email, language=language, now=at.timestamp()
    )
    if ready is None:
        return
    envelope, data = ready
    way = session()
    try:
        refused = way.offer(envelope)
        result = refused or way.hand_over(data)
    finally:
        way.close()
    if result.verdict is not Verdict.SENT:
        raise TrialFailed(result.told)
