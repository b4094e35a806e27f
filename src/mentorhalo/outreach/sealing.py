"""Keyed hashes and sealed links: what lets an address be recognised, or opened for, without being kept or guessed."""

import hashlib
import secrets
from uuid import UUID

from django.core import signing
from django.utils.crypto import salted_hmac

SALT = "mentorhalo.outreach"
OWN_PAGE_DAYS = 3  # how long a link to one's own subscriptions opens


def keyed_hash(value: str) -> str:
    """Of an e-mail or network address: the same for the same, worthless without the key of this installation."""
    return salted_hmac(SALT, value.strip().lower(), algorithm="sha256").hexdigest() if value else ""


def new_token() -> tuple[str, str]:
    """A token for a link, and its hash, which alone is kept."""
    token = secrets.token_urlsafe(24)
    return token, token_hash(token)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def own_page_key(subscriber: UUID, email: str) -> str:
    """What opens somebody's own subscriptions for some days; void once the address was erased or changed."""
    return signing.dumps([str(subscriber), keyed_hash(email)[:16]], salt=f"{SALT}.own")


def opened_by(key: str) -> tuple[UUID, str] | None:
    """The subscriber that a key opens and the mark of their address; None if forged or too old."""
    try:
        pk, mark = signing.loads(key, salt=f"{SALT}.own", max_age=OWN_PAGE_DAYS * 86400)
        return UUID(pk), str(mark)
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None


def is_of(mark: str, email: str) -> bool:
    return secrets.compare_digest(mark, keyed_hash(email)[:16])
