"""The names that responses go by outside: always the same within a study, and nobody can tell which response it is."""

from collections.abc import Callable
from hashlib import blake2b
from uuid import UUID

from django.utils.crypto import salted_hmac

SALT = "mentorhalo.surveys.pseudonym"
BYTES = 10


def pseudonyms_of(study: UUID) -> Callable[[UUID], str]:
    key = salted_hmac(SALT, str(study), algorithm="sha256").digest()

    def pseudonym(response: UUID) -> str:
        return blake2b(response.bytes, digest_size=BYTES, key=key).hexdigest()

    return pseudonym
