"""Bytes that came by mail, read without trust: whatever is broken in them, there is an answer to each question."""

import hashlib
import re
from collections.abc import Collection
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses

from .addresses import find_tokens

BOUNCE = "bounce"
# Where mail servers write whom a message was really brought to, then what its writer wrote.
RECIPIENT_HEADERS = ("Delivered-To", "X-Original-To", "X-Envelope-To", "Envelope-To", "To", "Cc")
_MACHINE_PRECEDENCE = {"bulk", "junk", "list", "auto_reply"}
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")


def parse(raw: bytes) -> EmailMessage:
    found = message_from_bytes(raw, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def header(message: EmailMessage, name: str, *, longest: int = 300) -> str:
    """A header as one line of text, "" where it is missing or nothing can be made of it."""
    return _one_line(_values(message, name)[0] if _values(message, name) else "")[:longest]


def _values(message: EmailMessage, name: str) -> list[str]:
    try:
        return [str(value) for value in message.get_all(name, [])]
    except Exception:
        # The parser of structured headers fails in many ways on what nobody should have written.
        return [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]


def _one_line(text: str) -> str:
    readable = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join(_NOT_TEXT.sub(" ", readable).split())


def tokens_of(message: EmailMessage, recipients: Collection[str] = ()) -> list[tuple[str, str]]:
    """(prefix, token) of all addresses of ours; the mail server's own word (`recipients`) counts alone if given."""
    if recipients:
        return find_tokens(recipients)
    written = [_one_line(value) for name in RECIPIENT_HEADERS for value in _values(message, name)]
    return find_tokens(address for _name, address in getaddresses(written, strict=False))


def fingerprint(message: EmailMessage, raw: bytes, tokens: Collection[tuple[str, str]]) -> str:
    """The same for the same message brought twice, whatever the servers on its way wrote on top of it."""
    head, separator, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    identity = header(message, "Message-ID").encode()
    told = hashlib.sha256(identity or head)
    told.update(b"\0" + (body if separator else b"").rstrip())
    for prefix, token in sorted(tokens):
        told.update(f"\0{prefix}+{token}".encode())
    return told.hexdigest()


def is_bounce(message: EmailMessage) -> bool:
    """A report about a letter of ours: it could not be delivered, or somebody complained of it."""
    return message.get_content_type() == "multipart/report"


def is_automatic(message: EmailMessage) -> bool:
    """Whether a machine answered: somebody is on holiday, a list speaks. Nobody wrote that, so nobody is asked to read it."""
    submitted = header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    return (
        submitted not in ("", "no")
        or header(message, "Precedence").lower() in _MACHINE_PRECEDENCE
        or bool(header(message, "X-Autoreply") or header(message, "X-Autorespond"))
        or bool(header(message, "List-Id"))
    )


def text_of(message: EmailMessage) -> str:
    """The plain text of a message as far as it can be read; "" where it has none."""
    try:
        part = message.get_body(preferencelist=("plain",))
        content = part.get_content() if part is not None else ""
    except Exception:
        # An encoding that does not exist, a multipart without parts: the parser has no one error for what is broken.
        return ""
    return _NOT_TEXT.sub("", content) if isinstance(content, str) else ""
