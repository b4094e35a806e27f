"""What somebody asks for: each word they typed, with all the words of the index that may answer it."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from math import log

from django.db.models import Q

from .endings import bare_forms
from .models import Word
from .stems import Forms, en_stem, hu_forms, is_known, suggestions
from .words import STOP_WORDS, chunks, folded, plain

LONGEST = 300
MOST_WORDS = 12
# How surely a word of the index is meant, in hundredths.
SAME, PART, UNACCENTED, RESTORED, RESTORED_THOUGH_KNOWN, BARE, OTHER_ACCENTS = 100, 40, 100, 70, 30, 60, 15
_QUOTES = re.compile(r"[\"„”“»«]")


@dataclass
class Slot:
    """One thing asked for, to be answered by any of its words."""

    word: str
    terms: dict[str, int] = field(default_factory=dict)
    keys: dict[int, int] = field(default_factory=dict)
    frequency: int = 0

    def add(self, terms: Iterable[str], factor: int) -> None:
        for term in terms:
            if term:
                self.terms[term] = max(self.terms.get(term, 0), factor)

    @property
    def rarity(self) -> int:
        """A word that few entries hold tells more. The number of entries stands as a constant, so that nothing else moves it."""
        return round(10 * log(1 + 1_000_000 / (1 + self.frequency)))


@dataclass
class Question:
    """A typed text as the index understands it."""

    text: str
    slots: list[Slot]
    was_cut: bool = False

    @property
    def missing(self) -> list[Slot]:
        return [slot for slot in self.slots if not slot.keys]

    def asked(self) -> list[tuple[int, int, int]]:
        """(word, slot, factor): what the ranking asks for."""
        return [
            (key, place, factor * slot.rarity)
            for place, slot in enumerate(self.slots)
            for key, factor in slot.keys.items()
        ]


def understand(text: str) -> Question:
    """Two queries, whatever was typed."""
    kept = text.replace("\0", " ")[:LONGEST]
    slots, was_cut = _slots(kept)
    question = Question(" ".join(kept.split()), slots, was_cut or len(text) > LONGEST)
    _widen(slots)
    find_keys(slots)
    return question


def widened(word: str) -> Slot:
    """One word by itself, for a correction. Two queries."""
    slot = Slot(plain(word))
    _widen([slot])
    find_keys([slot])
    return slot


def find_keys(slots: Collection[Slot]) -> None:
    """Which of the words meant are in the index at all. One query."""
    terms = {term for slot in slots for term in slot.terms}
    found = {
        text: (key, entries)
        for text, key, entries in Word.objects.filter(text__in=terms, entries__gt=0).values_list(
            "text", "pk", "entries"
        )
    }
    for slot in slots:
        slot.keys = {found[term][0]: factor for term, factor in slot.terms.items() if term in found}
        slot.frequency = max(
            (found[term][1] for term, factor in slot.terms.items() if term in found and factor > 50),
            default=0,
        )


def _slots(text: str) -> tuple[list[Slot], bool]:
    """A slot for each word; those of a joined one (e-könyv) are answered by the whole as well."""
    slots: list[Slot] = []
    for chunk in chunks(_QUOTES.sub(" ", text)):
        for piece in chunk.pieces:
            slot = Slot(piece)
            if chunk.joined:
                slot.add([chunk.joined, folded(chunk.joined)], SAME)
            slots.append(slot)
    telling = [slot for slot in slots if slot.word not in STOP_WORDS] or slots
    once = list({slot.word: slot for slot in telling}.values())
    return once[:MOST_WORDS], len(once) > MOST_WORDS


def _widen(slots: list[Slot]) -> None:
    typed_plainly = all(slot.word == folded(slot.word) for slot in slots)
    asked = {slot.word for slot in slots}
    unaccented = {folded(word) for word in asked} if typed_plainly else set()
    seen: dict[str, list[tuple[str, Forms]]] = defaultdict(list)
    for text, light, forms in Word.objects.filter(
        Q(text__in=asked) | Q(folded__in=unaccented), forms__isnull=False
    ).values_list("text", "folded", "forms"):
        seen[light].append((text, Forms(tuple(forms["stems"]), tuple(forms["parts"]))))
    for slot in slots:
        _widen_one(slot, seen[folded(slot.word)], typed_plainly=typed_plainly)


def _widen_one(slot: Slot, seen: list[tuple[str, Forms]], *, typed_plainly: bool) -> None:
    word = slot.word
    forms = dict(seen).get(word) or hu_forms(word)
    slot.add([word, en_stem(word)], SAME)
    slot.add(forms.stems[:1], SAME)
    slot.add(forms.stems[1:], SAME // 2)
    slot.add(forms.parts, PART)
    slot.add({folded(term) for term in (word, *forms.stems)}, UNACCENTED if typed_plainly else OTHER_ACCENTS)
    if not typed_plainly:
        return
    known = is_known(word) if word.isalpha() else True
    for text, others in seen:
        if text != word:
            slot.add(
                {term for stem in others.stems for term in (stem, folded(stem))},
                RESTORED_THOUGH_KNOWN if known else RESTORED,
            )
    if not known:
        slot.add(bare_forms(word), BARE)


def restore_accents(slot: Slot) -> bool:
    """The last resort for a word typed without accents that nobody has written yet: ask the dictionary (50 ms)."""
    found = [word for word in suggestions(slot.word) if folded(word) == slot.word]
    for word in found:
        stems = hu_forms(word).stems
        slot.add({term for stem in stems for term in (stem, folded(stem))}, RESTORED)
    return bool(found)
