"""Taking a message in: once, by the room that its address names, with nothing lost where that room stumbles.

Nothing here ever answers a message.
"""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mentorhalo.core.audit import note
from mentorhalo.core.registry import registry

from . import messages
from .choices import MailState
from .models import InboundMessage

logger = logging.getLogger(__name__)

# How often a message is offered to a room that fails on it before it is laid aside.
ATTEMPTS = 5
KEEP_DONE_DAYS = 180
KEEP_OTHERS_DAYS = 30


class MailMovedOn(Exception):
    """The message is no longer one that can be handled again."""


def largest() -> int:
    limit: int = settings.MAILBOX_MAX_MEGABYTES * 1024 * 1024
    return limit


def receive(
    raw: bytes, *, at: datetime, recipients: Collection[str] = (), size: int | None = None
) -> InboundMessage:
    """Take one message in; the row says what became of it. A message seen before is not handled again.

    `recipients`: whom the mail server brought it to, where it says so. `size`: of the whole, where `raw` is its headers alone.
    """
    size = size if size is not None else len(raw)
    is_too_large = size > largest()
    raw = raw[: largest()]
    message = messages.parse(raw)
    tokens = messages.tokens_of(message, recipients)
    print_ = messages.fingerprint(message, raw, tokens)
    seen = InboundMessage.objects.filter(fingerprint=print_).first()
    if seen is not None and seen.state != MailState.FAILED:
        return seen
    row = seen or InboundMessage(
        fingerprint=print_,
        received_at=at,
        size=size,
        attempts=0,
        prefixes=",".join(sorted({prefix for prefix, _token in tokens}))[:80],
    )
    if is_too_large:
        return _lay_aside(row, MailState.TOO_LARGE, message, raw=None)
    return _handle(row, message, tokens, raw)


def _handle(
    row: InboundMessage, message: EmailMessage, tokens: Collection[tuple[str, str]], raw: bytes
) -> InboundMessage:
    is_bounce = messages.is_bounce(message) or any(prefix == messages.BOUNCE for prefix, _token in tokens)
    if not is_bounce and messages.is_automatic(message):
        return _forget(row, MailState.AUTOMATIC)
    try:
        with transaction.atomic():
            is_taken = _offer_bounce(message, tokens) if is_bounce else _offer(message, tokens)
            if is_taken:
                return _forget(row, MailState.HANDLED)
    except IntegrityError as error:
        # Another reader took the same message at the same moment: what we did is undone, theirs stands.
        if (theirs := InboundMessage.objects.filter(fingerprint=row.fingerprint).first()) is not None:
            return theirs
        return _failed(row, message, raw, error)
    except Exception as error:
        return _failed(row, message, raw, error)
    return _lay_aside(row, MailState.UNMATCHED, message, raw=raw)


def _failed(row: InboundMessage, message: EmailMessage, raw: bytes, error: Exception) -> InboundMessage:
    logger.warning("Inbound mail for %s could not be handled: %s", row.prefixes, type(error).__name__)
    row.error = f"{type(error).__name__}: {error}"[:2000].replace("\x00", "")
    return _lay_aside(row, MailState.FAILED, message, raw=raw)


def _offer(message: EmailMessage, tokens: Collection[tuple[str, str]]) -> bool:
    """To each room that an address names; taken if one of them takes it."""
    taken = [
        registry.mail[prefix](message, token)
        for prefix, token in tokens
        if prefix in registry.mail and prefix != messages.BOUNCE
    ]
    return any(taken)


def _offer_bounce(message: EmailMessage, tokens: Collection[tuple[str, str]]) -> bool:
    handler = registry.mail.get(messages.BOUNCE)
    if handler is None:
        return False
    own = [token for prefix, token in tokens if prefix == messages.BOUNCE] or [""]
    taken = [handler(message, token) for token in own]
    return any(taken)


def _forget(row: InboundMessage, state: MailState) -> InboundMessage:
    """Nothing of it is kept but that it has been here."""
    row.state = state
    row.attempts += 1
    row.sender = row.subject = row.error = ""
    row.raw = None
    row.save()
    return row


def _lay_aside(
    row: InboundMessage, state: MailState, message: EmailMessage, *, raw: bytes | None
) -> InboundMessage:
    """Kept for a while, for the administrator to look at."""
    row.state = state
    row.attempts += 1
    row.sender = messages.header(message, "From", longest=254)
    row.subject = messages.header(message, "Subject", longest=300)
    row.raw = raw
    row.save()
    return row


def is_done_with(row: InboundMessage) -> bool:
    """Whether the mailbox may forget it: all but what failed and is worth another attempt."""
    return row.state != MailState.FAILED or row.attempts >= ATTEMPTS


def handle_again(*, row: InboundMessage, by: Any, at: datetime) -> InboundMessage:
    """Offer a message once more that nobody took or somebody stumbled over."""
    if row.raw is None or row.state not in (MailState.FAILED, MailState.UNMATCHED):
        raise MailMovedOn(_("Nothing is kept of this message that could be handled again."))
    raw = bytes(row.raw)
    message = messages.parse(raw)
    done = _handle(row, message, messages.tokens_of(message), raw)
    note(
        deed="core.mailbox.handle_again",
        subject=f"mail:{row.pk}",
        by=by.pk,
        at=at,
        details={"state": done.state},
    )
    return done


def drop_message(*, row: InboundMessage, by: Any, at: datetime) -> None:
    """Forget what was laid aside; the fingerprint stays, so that it does not come back."""
    _forget(row, MailState.HANDLED)
    note(deed="core.mailbox.drop_message", subject=f"mail:{row.pk}", by=by.pk, at=at)


def forget_old_mail(*, at: datetime) -> None:
    kept = (MailState.HANDLED, MailState.AUTOMATIC)
    InboundMessage.objects.filter(
        state__in=kept, received_at__lt=at - timedelta(days=KEEP_DONE_DAYS)
    ).delete()
    InboundMessage.objects.exclude(state__in=kept).filter(
        received_at__lt=at - timedelta(days=KEEP_OTHERS_DAYS)
    ).delete()
