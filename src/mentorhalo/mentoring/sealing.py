"""Private notes: encrypted with a key derived for their author. Whoever else reads the row reads noise."""

from uuid import UUID

from cryptography.fernet import InvalidToken

from mentorhalo.core.sealing import box_of

PURPOSE = "mentorhalo private note"


class NoteUnreadable(Exception):
    """The note was sealed for somebody else, or with a secret key that is no longer known."""


def seal(text: str, *, author: UUID) -> bytes:
    return box_of(PURPOSE, author).encrypt(text.encode())


def unseal(sealed: bytes, *, author: UUID) -> str:
    """Notes sealed with an earlier secret key open as long as it stands in `SECRET_KEY_FALLBACKS`."""
    try:
        return box_of(PURPOSE, author).decrypt(bytes(sealed)).decode()
    except InvalidToken:
        raise NoteUnreadable from None
