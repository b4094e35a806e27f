"""HTTP Digest (RFC 7616: MD5, qop=auth) without a memory of its own: a nonce carries its time and our seal."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import md5
from typing import Self
from urllib.parse import unquote
from urllib.request import parse_http_list, parse_keqv_list

from django.core.signing import BadSignature, TimestampSigner
from django.utils.crypto import constant_time_compare, get_random_string

NONCE_SECONDS = 600
SALT = "mentorhalo.surveys.openrosa.nonce"
OPAQUE = "mentorhalo"


def new_nonce() -> str:
    return TimestampSigner(salt=SALT).sign(get_random_string(16))


def challenge(realm: str, *, stale: bool = False) -> str:
    """What stands in `WWW-Authenticate`."""
    ending = ", stale=true" if stale else ""
    return (
        f'Digest realm="{realm}", qop="auth", algorithm=MD5, nonce="{new_nonce()}", opaque="{OPAQUE}"{ending}'
    )


@dataclass(frozen=True, slots=True)
class DigestAnswer:
    """What a client said to a challenge."""

    username: str
    realm: str
    nonce: str
    uri: str
    response: str
    nc: str
    cnonce: str

    @classmethod
    def read(cls, credentials: str) -> Self:
        """From what follows the word "Digest". Raises `ValueError` where it is not what we asked for."""
        said: Mapping[str, str] = parse_keqv_list(parse_http_list(credentials))
        if said.get("qop") != "auth" or said.get("algorithm", "MD5").upper() != "MD5":
            raise ValueError("not the Digest that was asked for")
        try:
            return cls(**{name: said[name] for name in cls.__slots__})
        except KeyError as missing:
            raise ValueError(f"without {missing}") from None

    def is_for(self, path: str, query: str) -> bool:
        """Whether it was made for this address (as the server sees it: the path unquoted)."""
        _scheme, is_absolute, rest = self.uri.partition("://")
        uri = "/" + rest.partition("/")[2] if is_absolute else self.uri
        asked_path, _mark, asked_query = uri.partition("?")
        return unquote(asked_path) == path and asked_query == query

    def is_true(self, ha1: str, method: str) -> bool:
        ha2 = _md5(f"{method}:{self.uri}")
        wanted = _md5(f"{ha1}:{self.nonce}:{self.nc}:{self.cnonce}:auth:{ha2}")
        return constant_time_compare(wanted, self.response.lower())

    @property
    def is_fresh(self) -> bool:
        """Whether the nonce is ours and young enough."""
        try:
            TimestampSigner(salt=SALT).unsign(self.nonce, max_age=NONCE_SECONDS)
        except BadSignature:
            return False
        return True


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()
