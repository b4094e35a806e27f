"""DKIM signatures (RFC 6376), relaxed/relaxed, RSA-SHA256, made by `cryptography`: a third of a millisecond a letter.

Only for houses whose relay does not sign. The parts of a body that are the same for all are canonicalised once.
"""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.core.exceptions import ImproperlyConfigured

LEAST_BITS = 2048
SIGNED = (
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "List-Help",
    "List-Subscribe",
    "List-Archive",
)

_SPACE = re.compile(rb"[ \t]+")
_LINE_END_SPACE = re.compile(rb"[ \t]+\r\n")
_FOLD = re.compile(rb"\r\n(?=[ \t])")


class Signer:
    """Signs for one domain with one key."""

    def __init__(self, *, domain: str, selector: str, key: bytes) -> None:
        try:
            loaded = load_pem_private_key(key, password=None)
        except (ValueError, TypeError) as error:
            raise ImproperlyConfigured("DKIM_KEY holds no private key in PEM form") from error
        if not isinstance(loaded, RSAPrivateKey) or loaded.key_size < LEAST_BITS:
            raise ImproperlyConfigured(f"DKIM_KEY must be an RSA key of at least {LEAST_BITS} bits")
        self._key = loaded
        self._domain = domain.encode("idna")
        self._selector = selector.encode("ascii")

    def sign(self, headers: Mapping[str, bytes], body_hash: bytes, *, at: int) -> bytes:
        """The header line to put before the others. `headers`: name -> value as sent, without the line's end."""
        names = [name for name in SIGNED if name in headers]
        hashed = [*(canonical_header(name, headers[name]) + b"\r\n" for name in names)]
        # From is named once more than it stands: nobody can add a second one to a signed letter.
        named = ":".join(["from", *(name.lower() for name in names)]).encode()
        value = (
            b"v=1; a=rsa-sha256; c=relaxed/relaxed; d=%b; s=%b; t=%d;\r\n h=%b;\r\n bh=%b;\r\n b="
            % (self._domain, self._selector, at, named.replace(b":list-id", b":\r\n list-id"), b64encode(body_hash))
        )  # fmt: skip
        hashed.append(canonical_header("DKIM-Signature", value))
        signature = b64encode(self._key.sign(b"".join(hashed), PKCS1v15(), SHA256()))
        lines = b"\r\n ".join(signature[start : start + 72] for start in range(0, len(signature), 72))
        return b"DKIM-Signature: " + value + lines + b"\r\n"


def canonical_header(name: str, value: bytes) -> bytes:
    return name.lower().encode() + b":" + _SPACE.sub(b" ", _FOLD.sub(b"", value)).strip(b" \t")


def canonical_lines(lines: bytes) -> bytes:
    """Whole lines (each ended by CRLF) in relaxed form; the end of a body needs `canonical_body`."""
    return _LINE_END_SPACE.sub(b"\r\n", _SPACE.sub(b" ", lines))


def canonical_body(parts: Sequence[bytes]) -> bytes:
    """The body whose whole lines, canonical already, are these parts."""
    body = b"".join(parts)
    stripped = body.rstrip(b"\r\n")
    return stripped + b"\r\n" if stripped else b""
