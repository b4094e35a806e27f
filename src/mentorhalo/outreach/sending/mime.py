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
from typing import NamedTuple

from .dkim import Signer, canonical_body, canonical_lines
from .wire import END, stuffed

SOFT = b"=\r\n"
WORDS, HTML_WORDS = 8, 4  # personal places of a letter's body; those from the fourth on are in its HTML part
MARKUP = re.compile("[&<>\"']")  # what `escape` would change
LINE = 70  # octets that stand on one line whatever they are
TO, MESSAGE_ID, DATE, LEAVE = range(WORDS, WORDS + 4)  # and of its header
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


class Reader(NamedTuple):
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
        fixed_head = b"".join(b"%b: %b\r\n" % (name.encode(), value) for name, value in self._fixed.items())
        head: list[bytes | int] = [b"To: ", TO, b"\r\nMessage-ID: ", MESSAGE_ID, b"\r\nDate: ", DATE]
        head += [b"\r\nList-Unsubscribe: ", LEAVE, b"\r\n" + fixed_head + b"\r\n"]
        self._signer = signer
        tokens = [places.name, places.address, places.unsubscribe, places.manage]
        body: list[bytes | int] = [
            _part_head(boundary, "plain"),
            *_pieces(plain, tokens, first=0),
            b"\r\n" + _part_head(boundary, "html"),
            *_pieces(html, tokens, first=len(tokens)),
            b"\r\n--%b--\r\n" % boundary.encode(),
        ]
        self._used = sorted({piece for piece in body if isinstance(piece, int)})
        self._canonical = _Form(
            [piece if isinstance(piece, int) else canonical_lines(piece) for piece in body]
        )
        self._plain = _Form([*head, *body])
        # Every piece of the body begins a line, so each can be stuffed for itself, once.
        self._wire = _Form(
            [*head, *(piece if isinstance(piece, int) else stuffed(piece) for piece in body), END]
        )

    def letter(self, reader: Reader, *, now: float) -> bytes:
        """The whole letter for one reader, CRLF lines, as a reader's program gets it."""
        words = self._words(reader, now)
        return self._signature(words, now) + self._plain.filled(words)

    def wire(self, reader: Reader, *, now: float) -> bytes:
        """The same as SMTP carries it: dots stuffed, the lone dot at its end."""
        words = self._words(reader, now)
        signature = self._signature(words, now)
        for place in self._used:
            word = words[place]
            if word.startswith(b".") or (len(word) > LINE and b"\r\n." in word):
                words[place] = stuffed(word)
        return signature + self._wire.filled(words) if signature else self._wire.filled(words)

    def _words(self, reader: Reader, now: float) -> list[bytes]:
        """What stands in the personal places, encoded; only in those that are used."""
        name = one_line(reader.name)
        plain = (
            name or reader.greeting,
            reader.address,
            reader.unsubscribe,
            reader.manage or reader.unsubscribe,
        )
        words = [b""] * WORDS
        encoded: dict[str, bytes] = {}  # most words stand in both parts and need no escaping
        for place in self._used:
            word = plain[place % HTML_WORDS]
            if place >= HTML_WORDS and MARKUP.search(word):
                word = escape(word)
            if word not in encoded:
                encoded[word] = _encoded(word)
            words[place] = encoded[word]
        words += (
            _mailbox(name, reader.address),
            f"<{reader.message_id}>".encode(),
            _date(int(now)),
            _list_unsubscribe(reader),
        )
        return words

    def _signature(self, words: list[bytes], now: float) -> bytes:
        if self._signer is None:
            return b""
        own = {
            "To": words[TO],
            "Message-ID": words[MESSAGE_ID],
            "Date": words[DATE],
            "List-Unsubscribe": words[LEAVE],
        }
        body = self._canonical.filled([canonical_lines(word) for word in words[:WORDS]])
        hashed = sha256(canonical_body((body,)))
        return self._signer.sign({**self._fixed, **own}, hashed.digest(), at=int(now))


class _Form:
    """Pieces of bytes, and between them numbered places to be filled."""

    def __init__(self, pieces: Sequence[bytes | int]) -> None:
        self._pieces = [b"" if isinstance(piece, int) else piece for piece in pieces]
        self._places = [(place, piece) for place, piece in enumerate(pieces) if isinstance(piece, int)]

    def filled(self, words: Sequence[bytes]) -> bytes:
        pieces = self._pieces.copy()
        for place, word in self._places:
            pieces[place] = words[word]
        return b"".join(pieces)


def _encoded(word: str) -> bytes:
    """One line in quoted-printable: no line ends but the soft ones that `b2a_qp` makes."""
    encoded = b2a_qp(word.encode("utf-8", "replace"), istext=True)
    return (encoded.replace(b"\n", b"\r\n") if len(encoded) > LINE else encoded) + SOFT


def words(text: str) -> str:
    """Text as it may stand in a header: one line, encoded (RFC 2047) where it is not plain."""
    clean = one_line(text)
    return clean if clean.isascii() and "=?" not in clean and len(clean) < 900 else _encoded_words(clean)


def _encoded_words(clean: str) -> str:
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
    return _mailbox(one_line(name), address)


def _mailbox(name: str, address: str) -> bytes:
    if not name:
        return address.encode("ascii")
    if name.isascii() and "=?" not in name:
        shown = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    else:
        shown = _encoded_words(name)
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


def _list_unsubscribe(reader: Reader) -> bytes:
    if not reader.unsubscribe_mail:
        return f"<{reader.unsubscribe}>".encode()
    return f"<{reader.unsubscribe}>,\r\n <mailto:{reader.unsubscribe_mail}?subject=unsubscribe>".encode()


@lru_cache(maxsize=4)
def _date(second: int) -> bytes:
    return formatdate(second, usegmt=True).encode()
