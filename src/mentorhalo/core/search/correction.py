"""Typing errors: which word of the index was meant by one that it does not hold."""

from collections.abc import Collection
from dataclasses import dataclass
from threading import Lock

from django.db.models import Count, Max

from .asking import meant_by
from .endings import bare_forms
from .models import Word
from .ranking import visible_words
from .words import folded

SHORTEST = 3
SHORTEST_PART, LONGEST_PARTED = 4, 30
_lock = Lock()


@dataclass(frozen=True)
class Vocabulary:
    """The words of the index without accents, by their length; kept by the process until new words appear."""

    version: tuple[int, int]
    by_length: dict[int, list[str]]

    def near(self, word: str, mistakes: int) -> list[tuple[str, int]]:
        from rapidfuzz import process  # late: 50 ms, only for processes that correct
        from rapidfuzz.distance import OSA  # late: 50 ms, only for processes that correct

        found: list[tuple[str, int]] = []
        for length in range(len(word) - mistakes, len(word) + mistakes + 1):
            words = self.by_length.get(length)
            if words:
                found += [
                    (match, int(distance))
                    for match, distance, _ in process.extract(
                        word, words, scorer=OSA.distance, score_cutoff=mistakes, limit=20
                    )
                ]
        return found


_kept = Vocabulary((-1, 0), {})


def vocabulary() -> Vocabulary:
    """One query, and one more when the index got new words since."""
    global _kept
    state = Word.objects.aggregate(last=Max("pk"), number=Count("pk"))
    version = (state["last"] or 0, state["number"])
    with _lock:
        if _kept.version != version:
            by_length: dict[int, list[str]] = {}
            texts = Word.objects.filter(entries__gt=0).values_list("folded", flat=True).distinct()
            for text in texts.iterator(chunk_size=5000):
                if text.isalpha():
                    by_length.setdefault(len(text), []).append(text)
            _kept = Vocabulary(version, {length: sorted(words) for length, words in by_length.items()})
        return _kept


def parted(word: str, tokens: Collection[str]) -> list[str]:
    """Two words of the index that were written as one (művelődésiház). Three queries."""
    if not 2 * SHORTEST_PART <= len(word) <= LONGEST_PARTED or not word.isalpha():
        return []
    cuts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    halves = {half for cut in cuts for half in (word[:cut], word[cut:])}
    meant = {slot.word: slot for slot in meant_by(halves) if slot.keys and slot.is_known}
    visible = visible_words({key for slot in meant.values() for key in slot.keys}, tokens)
    pairs = [
        (word[:cut], word[cut:])
        for cut in cuts
        if all(half in meant and visible & meant[half].keys.keys() for half in (word[:cut], word[cut:]))
    ]
    if not pairs:
        return []
    # Two of like length rather than a long one and a scrap.
    first, second = max(pairs, key=lambda pair: min(len(pair[0]), len(pair[1])))
    return [first, second]


def corrected(word: str, tokens: Collection[str]) -> list[str]:
    """The word, as it is written, that was most likely meant: of those that the viewer may know of; or none."""
    typed = folded(word)
    if len(typed) < SHORTEST or not typed.isalpha():
        return []
    known = vocabulary()
    costs: dict[str, float] = {}
    for form in (typed, *(bare for bare in bare_forms(typed) if len(bare) > SHORTEST)):
        for match, distance in known.near(form, _mistakes(form)):
            # An ending cut off is half a mistake, another first letter is one more.
            cost = distance + (0.5 if form != typed else 0) + (match[0] != form[0])
            costs[match] = min(costs.get(match, 99.0), cost)
    best = sorted(costs, key=lambda match: (costs[match], abs(len(match) - len(typed)), match))[:12]
    rows = list(Word.objects.filter(folded__in=best, entries__gt=0))
    visible = visible_words([row.pk for row in rows], tokens)
    rows = [row for row in rows if row.pk in visible]
    # The written form with its accents rather than its shadow without; then the more frequent.
    rows.sort(key=lambda row: (costs[row.folded], row.forms is None, -row.entries, row.text))
    return [row.text for row in rows[:1]]


def _mistakes(word: str) -> int:
    return 1 if len(word) <= 5 else 2 if len(word) <= 10 else 3
