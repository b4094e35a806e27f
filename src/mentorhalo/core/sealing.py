"""Boxes that open with the house's secret key: for what must lie in the database unreadable."""

from base64 import urlsafe_b64encode
from uuid import UUID

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def box_of(purpose: str, owner: UUID) -> MultiFernet:
    """One for each purpose and owner. What an earlier secret key sealed opens as long as it stands in `SECRET_KEY_FALLBACKS`."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret, purpose, owner)) for secret in secrets])


def _key(secret: str | bytes, purpose: str, owner: UUID) -> bytes:
    material = secret.encode() if isinstance(secret, str) else secret
    derived = HKDF(algorithm=SHA256(), length=32, salt=purpose.encode(), info=owner.bytes)
    return urlsafe_b64encode(derived.derive(material))
