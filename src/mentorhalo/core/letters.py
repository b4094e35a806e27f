"""Service letters: what the program owes one person to say (a link, an answer, a deadline). Newsletters are not of these.

A letter is two templates of its room, `<name>.subject.txt` and `<name>.txt`; the HTML part is made from the plain one, in the
look of the house. Letters speak their reader's language and are sent by background work, tried again when the relay refuses.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPSenderRefused
from typing import Any

import css_inline
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone, translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Letter
from .work import GiveUp, job, later

KEEP_DAYS = 30
LONGEST_SUBJECT = 200
# Mail programs want styles at each element; only what asks for dark colours stays a rule.
STYLES = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
# Headers that the letter makes itself; a room may not give a second one.
OWN_HEADERS = {
    "auto-submitted",
    "bcc",
    "cc",
    "content-language",
    "date",
    "from",
    "message-id",
    "reply-to",
    "subject",
    "to",
}

_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
_LINKING = re.compile(r"(?<=\S)[.:@](?=\S)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


_is_quiet: ContextVar[bool] = ContextVar("letters_quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """Write to nobody meanwhile: for whoever writes down what happened long ago, or never (a demonstration)."""
    before = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(before)


class LetterRefused(ValueError):
    """No letter can be made of this: the address or a header is not one."""


def send_letter(
    template: str,
    *,
    to: str,
    language: str,
    context: Mapping[str, Any],
    reply_to: str = "",
    headers: Mapping[str, str] | None = None,
    reference: str = "",
) -> None:
    """Send `template` (e.g. "questions/letters/answered") to one address once this transaction is written.

    Raises `LetterRefused` where `to`, `reply_to` or a header could not stand in a letter. What users wrote may come in by the
    context: the subject becomes one line, the body is text, nothing is escaped. `site_url` is there by itself.
    `reference` names the record ("offer:id") whose letters are to be forgotten with it (`forget_letters`).
    """
    if _is_quiet.get():
        return
    with translation.override(language):
        subject = one_line(rendered(f"{template}.subject.txt", context))
        body = rendered(f"{template}.txt", context)
    letter = Letter.objects.create(
        template=template,
        to=checked_address(to),
        language=language,
        subject=subject[:LONGEST_SUBJECT],
        body=body.replace("\r\n", "\n").strip() + "\n",
        reply_to=checked_address(reply_to) if reply_to else "",
        headers=checked_headers(headers or {}),
        written_at=timezone.now(),
        reference=reference,
    )
    later(deliver, letter_id=str(letter.pk))


def rendered(template: str, context: Mapping[str, Any]) -> str:
    """A template of text: an apostrophe stays one."""
    found: Any = get_template(template)
    text: str = found.template.render(Context({"site_url": settings.SITE_URL, **context}, autoescape=False))
    return text


@job(words=gettext_lazy("A letter is sent"), attempts=8, queue="mail")
def deliver(letter_id: str) -> None:
    """Send one letter, unless it has been sent. Killed between sending and noting it, it sends the same letter again."""
    letter = Letter.objects.filter(pk=letter_id, sent_at=None).first()
    if letter is None:
        return
    try:
        as_message(letter).send()
    except (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError) as error:
        if is_final(error):
            Letter.objects.filter(pk=letter.pk).update(refused_at=timezone.now(), error=_said(error))
            raise GiveUp(_said(error)) from error
        _note_trouble(letter, error)
        raise
    except (SMTPException, OSError) as error:
        _note_trouble(letter, error)
        raise
    # Its words may hold a link that opens something: nobody needs them any more.
    Letter.objects.filter(pk=letter.pk).update(
        sent_at=timezone.now(), refused_at=None, error="", body="", headers={}
    )


def _note_trouble(letter: Letter, error: Exception) -> None:
    Letter.objects.filter(pk=letter.pk).update(error=_said(error))


def as_message(letter: Letter) -> EmailMultiAlternatives:
    """The letter as it leaves: plain text and HTML, no answer wanted from machines, one Message-ID however often it is sent."""
    message = EmailMultiAlternatives(
        letter.subject,
        letter.body,
        to=[letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            **letter.headers,
            "Auto-Submitted": "auto-generated",
            "Content-Language": letter.language,
            "Message-ID": f"<letter.{letter.pk}@{own_domain()}>",
            "X-Auto-Response-Suppress": "All",
        },
    )
    with translation.override(letter.language):
        html = render_to_string(
            "core/letter.html",
            {
                "subject": letter.subject,
                "paragraphs": paragraphs(letter.body),
                "language": letter.language,
                "site_url": settings.SITE_URL,
            },
        )
    message.attach_alternative(STYLES.inline(html), "text/html")
    return message


def paragraphs(body: str) -> list[SafeString]:
    """Plain text as HTML: escaped, line breaks kept, addresses made links."""
    return [_linked(block.strip("\n")) for block in re.split(r"\n\s*\n", body) if block.strip()]


def _linked(text: str) -> SafeString:
    parts, end = [], 0
    for match in _ADDRESS.finditer(text):
        parts.append(escape(text[end : match.start()]))
        parts.append(format_html('<a href="{0}">{0}</a>', match[0]))
        end = match.end()
    parts.append(escape(text[end:]))
    return mark_safe("".join(parts).replace("\n", "<br>\n"))


def unlinked(text: str) -> str:
    """What a stranger typed, as no mail program makes a link of it: for letters to an address that may not be theirs."""
    return _LINKING.sub(" ", text)


def one_line(text: str) -> str:
    """No line break, no control character: nothing that could begin another header."""
    return " ".join(_CONTROL.sub(" ", text).split())


def checked_address(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError as error:
        raise LetterRefused(_("“%s” is no e-mail address.") % one_line(address)[:100]) from error
    return address


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    for name, value in headers.items():
        if not re.fullmatch(r"[A-Za-z0-9-]{1,60}", name) or name.lower() in OWN_HEADERS:
            raise LetterRefused(f"A room may not give the header {one_line(name)!r}.")
        if _CONTROL.search(value):
            raise LetterRefused(f"The header {name} is of more than one line.")
    return dict(headers)


def own_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def is_final(error: Exception) -> bool:
    """Whether the relay said "never" (5xx) and not "not now" (4xx)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, SMTPSenderRefused | SMTPDataError) and error.smtp_code >= 500


def _said(error: Exception) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        return "; ".join(f"{code} {_text(words)}" for code, words in error.recipients.values())
    return f"{getattr(error, 'smtp_code', '')} {_text(getattr(error, 'smtp_error', error))}".strip()


def _text(words: Any) -> str:
    return one_line(words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words))[:500]


def forget_letters(references: Collection[str]) -> None:
    """Letters about these records go with them, those not sent yet unsent: no address outlives the consent it was given by."""
    Letter.objects.filter(reference__in=[one for one in references if one]).delete()


def forget_old_letters(*, at: datetime) -> None:
    """After a month nobody asks any more whether a letter has left."""
    Letter.objects.filter(written_at__lt=at - timedelta(days=KEEP_DAYS)).delete()
