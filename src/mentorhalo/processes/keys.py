"""Secret words of links without password: made anew from the signing key each time, kept nowhere, each for one purpose.

A link carries a number, too: a record whose number has risen answers to no earlier link.
"""

from uuid import UUID

from django.core import signing

from .models import Offer, Process, SwotSession

BOARD, CALENDAR = "mentorhalo.processes.board", "mentorhalo.processes.calendar"
OFFER = "mentorhalo.processes.offer"  # whoever takes an offer back leaves nothing to open


def board_key(session: SwotSession) -> str:
    return _signed(session.pk, session.link_number, BOARD)


def calendar_key(process: Process) -> str:
    return _signed(process.pk, process.calendar_number, CALENDAR)


def offer_key(offer: Offer) -> str:
    return _signed(offer.pk, offer.link_number, OFFER)


def open_board(key: str) -> SwotSession:
    """Raises `DoesNotExist` for a forged or old key, and once the session is closed. One query."""
    pk, number = _unsigned(key, BOARD)
    rows = SwotSession.objects.select_related("process__settlement", "process__mentor")
    return rows.get(pk=pk, link_number=number, closed_at=None)


def calendar_of(key: str) -> Process:
    """Raises `DoesNotExist` for a forged or old key. One query."""
    pk, number = _unsigned(key, CALENDAR)
    return Process.objects.select_related("settlement").get(pk=pk, calendar_number=number)


def offer_of(key: str) -> Offer:
    """Raises `DoesNotExist` for a forged or old key, and once the offer is taken back or forgotten. One query."""
    pk, number = _unsigned(key, OFFER)
    return Offer.objects.with_names().get(pk=pk, link_number=number)


def _signed(pk: UUID, number: int, purpose: str) -> str:
    return signing.Signer(salt=purpose, sep=".").sign(f"{pk.hex}-{number}")


def _unsigned(key: str, purpose: str) -> tuple[str, int]:
    try:
        pk, _dash, number = signing.Signer(salt=purpose, sep=".").unsign(key).partition("-")
    except signing.BadSignature:
        raise Process.DoesNotExist from None
    return pk, int(number)
