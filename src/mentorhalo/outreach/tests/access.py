"""Who may open the addresses of the room."""

from collections.abc import Callable, Mapping
from typing import Any

from mentorhalo.core.tests.access import Access, Foreign, World

SUBSCRIBING: Mapping[str, Access | Foreign] = {}
CONSENTS: Mapping[str, Access | Foreign] = {}
ACTS: Mapping[str, Access | Foreign] = {}
LETTERS: Mapping[str, Access | Foreign] = {}
SENDING: Mapping[str, Access | Foreign] = {}


def of(name: str) -> Callable[[World], Mapping[str, Any]]:
    """The address of something in the world."""
    return lambda world: {"pk": getattr(world, name).pk}


EXPECTATIONS = {**SUBSCRIBING, **CONSENTS, **ACTS, **LETTERS, **SENDING}
