"""Answers to what is asked again and again, kept by this process for a moment."""

from collections.abc import Callable, Collection, Mapping
from time import monotonic

from django.db import connection


class Remembered[Key, Answer]:
    """Asks `ask` for those keys whose answers are not known from the last `seconds`; it need not know them all.

    What another process changes is seen within those seconds. What has no answer is asked for each time. Inside a transaction
    nothing is remembered: who reads what they have written finds it.
    """

    def __init__(
        self, ask: Callable[[Collection[Key]], Mapping[Key, Answer]], *, seconds: float, most: int = 2000
    ) -> None:
        self._ask = ask
        self._seconds = seconds
        self._most = most
        self._kept: dict[Key, tuple[float, Answer]] = {}

    def __call__(self, keys: Collection[Key]) -> dict[Key, Answer]:
        if connection.in_atomic_block:
            return dict(self._ask(keys))
        oldest = monotonic() - self._seconds
        found = {
            key: kept[1] for key in keys if (kept := self._kept.get(key)) is not None and kept[0] > oldest
        }
        missing = [key for key in keys if key not in found]
        if not missing:
            return found
        asked_at = monotonic()
        answers = self._ask(missing)
        if len(self._kept) + len(answers) > self._most:
            self._kept.clear()
        self._kept.update((key, (asked_at, answer)) for key, answer in answers.items())
        return {**found, **answers}

    def forget(self) -> None:
        self._kept.clear()
