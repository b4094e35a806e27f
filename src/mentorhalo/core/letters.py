"""Service letters: what the program owes one person to say (a link, an answer, a deadline). Newsletters are not of these.

A letter is two templates of its room, `<name>.subject.txt` and `<name>.txt`; the HTML part is made from the plain one, in the
look of the house. Letters speak their reader's language and are sent by background work, tried again when the relay refuses.
"""

from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from .work import job, later


def send_letter(
    template: str,
    *,
    to: str,
    language: str,
    context: Mapping[str, Any],
    reply_to: str = "",
    headers: Mapping[str, str] | None = None,
) -> None:
    """Send `template` (e.g. "questions/letters/answered") to one address once this transaction is written."""
    with translation.override(language):
        subject = " ".join(render_to_string(f"{template}.subject.txt", dict(context)).split())
        body = render_to_string(f"{template}.txt", dict(context))
    later(
        deliver,
        to=to,
        subject=subject,
        body=body,
        reply_to=reply_to,
        headers=dict(headers or {}),
        language=language,
    )


@job(words=_("A letter is sent"), attempts=8, queue="mail")
def deliver(to: str, subject: str, body: str, reply_to: str, headers: dict[str, str], language: str) -> None:
    letter = EmailMultiAlternatives(
        subject,
        body,
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers={"Auto-Submitted": "auto-generated", "Content-Language": language, **headers},
    )
    letter.send()
