"""Ids that come as text: from the journal, from a form, from an address."""

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID


def known_ids(texts: Iterable[object]) -> list[UUID]:
    """Those that can be an id of ours, in their order; the journal also holds ids of earlier installations."""
    known = []
    for text in texts:
        with suppress(ValueError):
            known.append(UUID(str(text)))
    return known
