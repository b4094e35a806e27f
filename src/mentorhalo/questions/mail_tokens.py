"""The addresses that an answer to our letters goes to: they name the question and whose reply is awaited, and are not to be forged."""

import hmac
from base64 import b32decode, b32encode
from uuid import UUID

from django.utils.crypto import salted_hmac

from mentorhalo.core.mailbox import reply_address

ANSWER, ASK = "answer", "ask"
SEAL_LENGTH = 22  # of base32: 110 bits
ID_LENGTH = 26


def reply_to(prefix: str, question: UUID) -> str:
    """Where a reply to a letter about this question goes; "" where the house has no mailbox."""
    return reply_address(prefix, token_of(prefix, question))


def token_of(prefix: str, question: UUID) -> str:
    """Lower-case letters and digits, which no mail server changes; made anew each time, kept nowhere."""
    words = _plain(question.bytes)
    return words + _seal(prefix, words)


def question_of(prefix: str, token: str) -> UUID | None:
    """The question a token was made for, or None if it was made by somebody else."""
    words, seal = token[:ID_LENGTH].lower(), token[ID_LENGTH:].lower()
    if not token.isascii() or not hmac.compare_digest(seal, _seal(prefix, words)):
        return None
    return UUID(bytes=b32decode(words.upper() + "======"))


def _seal(prefix: str, words: str) -> str:
    digest = salted_hmac(f"mentorhalo.questions.{prefix}", words, algorithm="sha256").digest()
    return _plain(digest)[:SEAL_LENGTH]


def _plain(data: bytes) -> str:
    return b32encode(data).decode().rstrip("=").lower()
