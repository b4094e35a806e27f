"""Where a cut list goes on: the whole request and the last key, signed, so that nothing has to be kept and nothing can be made up."""

from dataclasses import dataclass
from datetime import datetime

from django.core import signing

from .records import Asked

SALT = "mentorhalo.knowledge.oai"
DAYS = 7


class BadToken(Exception):
    """Not ours, of another list, or too old."""


@dataclass(frozen=True)
class Token:
    verb: str
    asked: Asked
    after: str
    cursor: int  # how many were given before
    size: int  # of the whole list when it was begun


def written(token: Token) -> str:
    said = [
        token.verb,
        token.asked.since.isoformat() if token.asked.since else "",
        token.asked.until.isoformat() if token.asked.until else "",
        token.asked.set_spec,
        token.after,
        token.cursor,
        token.size,
    ]
    return signing.dumps(said, salt=SALT, compress=True)


def read(text: str, verb: str) -> Token:
    """Raises `BadToken`."""
    try:
        said = signing.loads(text, salt=SALT, max_age=DAYS * 86400)
        name, since, until, set_spec, after, cursor, size = said
        asked = Asked(
            datetime.fromisoformat(since) if since else None,
            datetime.fromisoformat(until) if until else None,
            str(set_spec),
        )
        token = Token(str(name), asked, str(after), int(cursor), int(size))
    except (signing.BadSignature, ValueError, TypeError):
        raise BadToken from None
    if token.verb != verb:
        raise BadToken
    return token
