"""Records like a text that somebody is writing."""

from collections.abc import Collection

from .asking import BARE, understand
from .ranking import Narrowing, ranked
from .results import Hit, _hits

TELLING = 6


def similar(text: str, *, kind: str = "", tokens: Collection[str], limit: int = 5) -> list[Hit]:
    """The nearest records of a kind to a text in the making, the nearest first; nothing is corrected. Five queries.

    The rarest words decide, and at least a third of them must be there.
    """
    question = understand(text[-300:])
    slots = sorted((slot for slot in question.slots if slot.keys), key=lambda slot: slot.frequency)[:TELLING]
    if not slots:
        return []
    for slot in slots:
        # While somebody types, what is surely meant is enough.
        slot.keys = {key: factor for key, factor in slot.keys.items() if factor >= BARE} or slot.keys
    question.slots = slots
    needed = max(1, -(-len(slots) // 3))
    keys = ranked(question.asked(), needed, tokens, Narrowing(kind=kind), first=0, size=limit)
    return _hits(keys, question)
