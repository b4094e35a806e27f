"""Where a unit is found and who is there, for whoever is to go."""

from dataclasses import dataclass

from ..models import SampleUnit


@dataclass(frozen=True)
class Whereabouts:
    """Empty texts where nothing is known."""

    address: str = ""
    name: str = ""
    contact: str = ""  # telephone or e-mail


def whereabouts_of(unit: SampleUnit) -> Whereabouts:
    """By its key until that is erased; what the key does not say of an institution is in the register, which is no secret.

    Asks the database for nothing if `unit_key` and `organisation` came along.
    """
    key = getattr(unit, "unit_key", None)
    kept = Whereabouts() if key is None or key.erased_at else Whereabouts(key.address, key.name, key.contact)
    if unit.organisation is None:
        return kept
    return Whereabouts(
        kept.address or unit.organisation.address, kept.name or str(unit.organisation), kept.contact
    )


def known_as(unit: SampleUnit) -> str:
    """What whoever goes there may know it by: an institution by its name, else the address, else the code."""
    return str(unit.organisation or whereabouts_of(unit).address or unit.code)
