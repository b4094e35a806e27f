"""Private notes: encrypted with a key derived for their author. Whoever else reads the row reads noise."""

from base64 import urlsafe_b64encode
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class NoteUnreadable(Exception):
    """The note was sealed for somebody else, or with a secret key that is no longer known."""


def seal(text: str, *, author: UUID) -> bytes:
    return _box(author).encrypt(text.encode())


def unseal(sealed: bytes, *, author: UUID) -> str:
    """Notes sealed with an earlier secret key open as long as it stands in `SECRET_KEY_FALLBACKS`."""
    try:
        return _box(author).decrypt(bytes(sealed)).decode()
    except InvalidToken:
        raise NoteUnreadable from None


def _box(author: UUID) -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret, author)) for secret in secrets])


def _key(secret: str | bytes, author: UUID) -> bytes:
    material = secret.encode() if isinstance(secret, str) else secret
    derived = HKDF(algorithm=SHA256(), length=32, salt=b"mentorhalo private note", info=author.bytes)
    return urlsafe_b64encode(derived.derive(material))
