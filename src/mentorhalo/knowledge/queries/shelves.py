"""What stands on a shelf."""

from uuid import UUID

from ..models import Shelf


def practices_on(shelf: Shelf) -> list[UUID]:
    """Those that are public still, in the order they were put there. One query."""
    items = shelf.items.filter(practice__public_version__isnull=False)
    return list(items.values_list("practice", flat=True))
