"""The code at the door of what people come to: changes every half minute, is kept nowhere, and opens the page where one says who one is."""

import hmac
from datetime import datetime
from uuid import UUID

import segno
from django.core import signing
from django.utils.crypto import salted_hmac

SECONDS = 30
ARRIVAL_SECONDS = 600  # for typing one's address once the code was scanned
SALT = "mentorhalo.door"
ARRIVAL = "mentorhalo.arrival"
LENGTH = 20


def code_at(meeting: UUID, at: datetime) -> str:
    return _code(meeting, _window(at))


def is_current(meeting: UUID, code: str, at: datetime) -> bool:
    """The code of this half minute, or of the one before: who scans in its last second is let in."""
    window = _window(at)
    return any(hmac.compare_digest(_code(meeting, one), code) for one in (window, window - 1))


def arrival_word(meeting: UUID) -> str:
    """Given to whoever scanned a current code; it stands in for it while they type."""
    return signing.TimestampSigner(salt=ARRIVAL).sign(meeting.hex)


def is_arrival(meeting: UUID, word: str) -> bool:
    try:
        return signing.TimestampSigner(salt=ARRIVAL).unsign(word, max_age=ARRIVAL_SECONDS) == meeting.hex
    except signing.BadSignature:
        return False


def as_picture(address: str) -> str:
    """The address as a QR code: a data address for an image."""
    picture: str = segno.make(address, micro=False, error="m").svg_data_uri(scale=8, border=2)
    return picture


def _window(at: datetime) -> int:
    return int(at.timestamp()) // SECONDS


def _code(meeting: UUID, window: int) -> str:
    return salted_hmac(SALT, f"{meeting.hex}:{window}", algorithm="sha256").hexdigest()[:LENGTH]
