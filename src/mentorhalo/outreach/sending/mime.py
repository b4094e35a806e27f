"""A letter as bytes: everything that is the same for all readers is encoded once, the personal words are put in between.

Both parts are quoted-printable: no line is too long, every relay takes them, none recodes them (which would break a signature).
Text and personal words are encoded apart and joined by soft line breaks, so that putting a word in never touches what
stands around it.
"""

import re
from binascii import b2a_base64, b2a_qp
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from hashlib import sha256
from html import escape
from secrets import token_hex

from .dkim import Signer, canonical_body, canonical_lines

SOFT = b"=\r\n"
WORD_OCTETS = 45  # of an encoded word's 75 characters, what base64 and the frame leave

# What may stand in an envelope and between angle brackets without quoting; RFC 5321 allows more, no reader has it.
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?"
)


@dataclass(frozen=True)
class Places:
    """The tokens that stand in the rendered parts (see `rendering.tokens`)."""

    name: str
    address: str
    unsubscribe: str
    manage: str


@dataclass(frozen=True, slots=True)
class Reader:
    """What differs from letter to letter. `name` may be anything somebody typed; `greeting` stands where none is known."""

    name: str
    address: str
    unsubscribe: str  # https
    unsubscribe_mail: str  # an address, or ""
    message_id: str
    greeting: str = ""
    manage: str = ""


class Template:
    """One issue in one language, ready to be made out to readers."""

    def __init__(
        self,
        *,
        headers: Mapping[str, str],
        plain: str,
        html: str,
        places: Places,
        signer: Signer | None = None,
    ) -> None:
        """`headers`: values that are the same for all, as sent (encoded, see `words`); From and Subject among them."""
        boundary = f"=_{token_hex(12)}"
        fixed = {
            **headers,
            "MIME-Version": "1.0",
            "Content-Type": f'multipart/alternative; boundary="{boundary}"',
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        self._fixed = {name: value.encode("ascii") for name, value in fixed.items()}
        self._head = b"".join(b"%b: %b\r\n" % (name.encode(), value) for name, value in self._fixed.items())
        self._signer = signer
        tokens = [places.name, places.address, places.unsubscribe, places.manage]
        self._pieces: list[bytes | int] = [
            _part_head(boundary, "plain"),
            *_pieces(plain, tokens, first=0),
            b"\r\n" + _part_head(boundary, "html"),
            *_pieces(html, tokens, first=len(tokens)),
            b"\r\n--%b--\r\n" % boundary.encode(),
        ]
        self._used = frozenset(piece for piece in self._pieces if isinstance(piece, int))
        self._canonical = [
            piece if isinstance(piece, int) else canonical_lines(piece) for piece in self._pieces
        ]

    def letter(self, reader: Reader, *, now: float) -> bytes:
        """The whole letter for one reader, CRLF lines, not dot-stuffed."""
        own = {
            "To": mailbox(reader.name, reader.address),
            "Message-ID": f"<{reader.message_id}>".encode(),
            "Date": _date(int(now)),
            "List-Unsubscribe": _list_unsubscribe(reader),
        }
        head = b"".join(b"%b: %b\r\n" % (name.encode(), value) for name, value in own.items())
        words = _words(reader, self._used)
        body = _filled(self._pieces, words)
        signature = b""
        if self._signer is not None:
            hashed = sha256(
                canonical_body(_parts(self._canonical, [canonical_lines(word) for word in words]))
            )
            signature = self._signer.sign({**self._fixed, **own}, hashed.digest(), at=int(now))
        return b"".join((signature, head, self._head, b"\r\n", body))


def words(text: str) -> str:
    """Text as it may stand in a header: one line, encoded (RFC 2047) where it is not plain."""
    clean = one_line(text)
    if clean.isascii() and "=?" not in clean and len(clean) < 900:
        return clean
    whole = clean.encode("utf-8", "replace")
    if len(whole) <= WORD_OCTETS:
        return f"=?utf-8?b?{b2a_base64(whole, newline=False).decode()}?="
    pieces, current = [], b""
    for sign in clean:
        octets = sign.encode("utf-8", "replace")
        if len(current) + len(octets) > WORD_OCTETS:
            pieces.append(current)
            current = b""
        current += octets
    pieces.append(current)
    return "\r\n ".join(f"=?utf-8?b?{b2a_base64(piece, newline=False).decode()}?=" for piece in pieces)


def one_line(text: str) -> str:
    """Without line ends and other signs nobody sees: what comes from outside cannot begin a header of its own."""
    text = " ".join(text.split())
    if text.isprintable():
        return text
    return "".join(sign for sign in text if sign.isprintable())


def mailbox(name: str, address: str) -> bytes:
    """For To, From and Reply-To."""
    name = one_line(name)
    if not name:
        return address.encode("ascii")
    if name.isascii() and "=?" not in name:
        shown = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    else:
        shown = words(name)
    return f"{shown} <{address}>".encode("ascii")


def envelope_address(address: str) -> str | None:
    """As SMTP wants it, the domain in ASCII; None for what is no address we could write to."""
    local, _, domain = address.rpartition("@")
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError:
        return None
    address = f"{local}@{domain}"
    return address if _ADDRESS.fullmatch(address) and ".." not in domain else None


def _part_head(boundary: str, kind: str) -> bytes:
    return (
        f'--{boundary}\r\nContent-Type: text/{kind}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode()


def _pieces(text: str, tokens: Sequence[str], *, first: int) -> list[bytes | int]:
    """Encoded text and, between, the number of the words that stand there. Each piece of text is whole lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found: list[bytes | int] = []
    for piece in re.split("(" + "|".join(map(re.escape, tokens)) + ")", text):
        if piece in tokens:
            found.append(first + tokens.index(piece))
        else:
            found.append(_quoted(piece.encode("utf-8", "replace")) + SOFT)
    return found


def _quoted(text: bytes) -> bytes:
    encoded = b2a_qp(text, istext=True)
    return encoded.replace(b"\n", b"\r\n") if b"\n" in encoded else encoded


def _words(reader: Reader, used: frozenset[int]) -> list[bytes]:
    """The personal words of the plain part, then of the HTML part, in the order of the tokens; only those that are used."""
    plain = (
        one_line(reader.name) or reader.greeting,
        reader.address,
        reader.unsubscribe,
        reader.manage or reader.unsubscribe,
    )
    number = len(plain)
    encoded = [b""] * (2 * number)
    for place in used:
        word = plain[place] if place < number else escape(plain[place - number])
        encoded[place] = _quoted(word.encode("utf-8", "replace")) + SOFT
    return encoded


def _parts(pieces: Sequence[bytes | int], words: Sequence[bytes]) -> list[bytes]:
    return [words[piece] if isinstance(piece, int) else piece for piece in pieces]


def _filled(pieces: Sequence[bytes | int], words: Sequence[bytes]) -> bytes:
    return b"".join(_parts(pieces, words))


def _list_unsubscribe(reader: Reader) -> bytes:
    if not reader.unsubscribe_mail:
        return f"<{reader.unsubscribe}>".encode()
    return f"<{reader.unsubscribe}>,\r\n <mailto:{reader.unsubscribe_mail}?subject=unsubscribe>".encode()


@lru_cache(maxsize=4)
def _date(second: int) -> bytes:
    return formatdate(second, usegmt=True).encode()
