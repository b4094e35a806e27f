"""Secret words of links without password: made anew from the signing key each time, kept nowhere, each for one purpose."""

from typing import Any
from uuid import UUID

from django.core import signing
from django.db.models import Model

from .models import Adoption, Booklet, Consent, Practice, Shelf

CONSENT, OFFER = "mentorhalo.knowledge.consent", "mentorhalo.knowledge.offer"
SHELF, OWN_SHELF = "mentorhalo.knowledge.shelf", "mentorhalo.knowledge.own_shelf"
BOOKLET = "mentorhalo.knowledge.booklet"
ADOPTER, OWNER = "mentorhalo.knowledge.adopter", "mentorhalo.knowledge.owner"


def consent_key(consent: Consent) -> str:
    """Of the institution that was asked about a version."""
    return _signed(consent.pk, CONSENT)


def offer_key(practice: Practice) -> str:
    """Of somebody without an account who offered a practice."""
    return _signed(practice.pk, OFFER)


def adopter_key(adoption: Adoption) -> str:
    """Of who reported “we do this too” without an account."""
    return _signed(adoption.pk, ADOPTER)


def owner_key(adoption: Adoption) -> str:
    """Of the institution whose practice was taken over."""
    return _signed(adoption.pk, OWNER)


def adoption_of_adopter(key: str) -> Adoption:
    """Raises `DoesNotExist`, also for a forged one. One query."""
    return _adoptions().get(pk=_unsigned(key, ADOPTER, Adoption))


def adoption_of_owner(key: str) -> Adoption:
    """Raises `DoesNotExist`, also for a forged one. One query."""
    return _adoptions().get(pk=_unsigned(key, OWNER, Adoption))


def _adoptions() -> Any:
    return Adoption.objects.select_related("practice__settlement", "settlement", "own_practice")


def consent_by(key: str) -> Consent:
    """Raises `DoesNotExist`, also for a forged one. One query."""
    rows = Consent.objects.select_related(
        "version__practice__settlement", "version__practice__organisation", "text"
    )
    return rows.get(pk=_unsigned(key, CONSENT, Consent))


def practice_offered_by(key: str) -> Practice:
    """Raises `DoesNotExist`, also for a forged one. One query."""
    return Practice.objects.select_related("settlement").get(pk=_unsigned(key, OFFER, Practice))


def shelf_key(shelf: Shelf) -> str:
    """Of whoever reads a shelf."""
    return _signed(shelf.pk, SHELF)


def own_shelf_key(shelf: Shelf) -> str:
    """Of who made a shelf and changes it."""
    return _signed(shelf.pk, OWN_SHELF)


def booklet_key(booklet: Booklet) -> str:
    """Of whoever takes a booklet."""
    return _signed(booklet.pk, BOOKLET)


def shelf_by(key: str) -> Shelf:
    """Raises `DoesNotExist`, also for a forged one. One query."""
    return Shelf.objects.get(pk=_unsigned(key, SHELF, Shelf))


def own_shelf_by(key: str) -> Shelf:
    """Raises `DoesNotExist`, also for a forged one. One query."""
    return Shelf.objects.get(pk=_unsigned(key, OWN_SHELF, Shelf))


def booklet_by(key: str) -> Booklet:
    """Raises `DoesNotExist`, also for a forged one. One query."""
    return Booklet.objects.get(pk=_unsigned(key, BOOKLET, Booklet))


def _signed(pk: UUID, purpose: str) -> str:
    return signing.Signer(salt=purpose, sep=".").sign(pk.hex)


def _unsigned(key: str, purpose: str, model: type[Model]) -> str:
    try:
        return signing.Signer(salt=purpose, sep=".").unsign(key)
    except signing.BadSignature:
        raise model.DoesNotExist from None  # type: ignore[attr-defined]
