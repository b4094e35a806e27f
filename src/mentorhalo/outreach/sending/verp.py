"""The token of a delivery: in the address that leaves, in the address that bounces. Nothing of it is stored.

It is the delivery's number sealed with the installation's key, so that it cannot be guessed, holds as long as the key is kept
(`SECRET_KEY_FALLBACKS` are honoured), and a stolen database opens nothing. Lower case: mail servers may write addresses small.
"""

import hmac
import re
from collections.abc import Callable
from functools import cache
from hashlib import sha256

from django.conf import settings

from mentorhalo.core.mailbox import reply_address

SALT = b"mentorhalo.outreach.delivery"
SEAL_DIGITS = 24  # 96 bits
TOKEN = re.compile(r"[0-9a-f]{25,40}")
BOUNCE = "bounce"
LEAVE = "leave"

_PLACE = "0" * 25


def token_of(delivery: int) -> str:
    return _seal(_key(settings.SECRET_KEY), delivery) + f"{delivery:x}"


def tokens() -> Callable[[int], str]:
    """`token_of` for many: the key is looked up and prepared once."""
    sealed = hmac.new(_key(settings.SECRET_KEY), digestmod="sha256")

    def token(delivery: int) -> str:
        seal = sealed.copy()
        seal.update(b"%d" % delivery)
        return f"{seal.hexdigest()[:SEAL_DIGITS]}{delivery:x}"

    return token


def delivery_of(token: str) -> int | None:
    """The delivery a token speaks of; None for one that we did not make."""
    if not TOKEN.fullmatch(token) or token[SEAL_DIGITS] == "0":
        return None
    delivery = int(token[SEAL_DIGITS:], 16)
    if delivery >= 2**63:
        return None
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if hmac.compare_digest(_seal(_key(secret), delivery), token[:SEAL_DIGITS]):
            return delivery
    return None


def addresses(prefix: str) -> Callable[[str], str]:
    """token -> the address that carries it, "" where the house has no mailbox. Cheaper than asking for each."""
    before, found, after = reply_address(prefix, _PLACE).partition(_PLACE)
    return (lambda token: f"{before}{token}{after}") if found else (lambda token: "")


def _seal(key: bytes, delivery: int) -> str:
    return hmac.digest(key, b"%d" % delivery, "sha256").hex()[:SEAL_DIGITS]


@cache
def _key(secret: str) -> bytes:
    return sha256(SALT + b"\0" + secret.encode()).digest()
