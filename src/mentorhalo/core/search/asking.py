"""What somebody asks for: each word they typed, with all the words of the index that may answer it."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from math import log

from django.db.models import Q

from .endings import bare_forms
from .models import Word
from .stems import Forms, en_stem, hu_forms, suggestions
from .words import STOP_WORDS, chunks, folded, plain

LONGEST = 300
MOST_WORDS = 12
# How surely a word of the index is meant, in hundredths.
SAME, ALSO, PART, UNACCENTED, RESTORED, BARE = 100, 40, 40, 100, 70, 60
OTHER_ACCENTS, RESTORED_THOUGH_KNOWN = 15, 10
_QUOTES = re.compile(r"[\"„”“»«]")


@dataclass
class Slot:
    """One thing asked for, to be answered by any of its words. A compound asks for each of its parts, and all are answered by the whole."""

    word: str
    # Which of the typed words it belongs to.
    place: int = 0
    terms: dict[str, int] = field(default_factory=dict)
    keys: dict[int, int] = field(default_factory=dict)
    frequency: int = 0
    is_known: bool = True

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
    def words(self) -> int:
        return len({slot.place for slot in self.slots})

    @property
    def missing(self) -> list[Slot]:
        return [slot for slot in self.slots if not slot.keys]

    @property
    def unanswered(self) -> dict[int, Slot]:
        """The typed words of which nothing, not even a part, is in the index."""
        answered = {slot.place for slot in self.slots if slot.keys}
        return {slot.place: slot for slot in self.slots if slot.place not in answered}

    @property
    def strangers(self) -> dict[int, Slot]:
        """The unanswered words that no dictionary knows: probably misspelt."""
        return {place: slot for place, slot in self.unanswered.items() if not slot.is_known}

    @property
    def broken(self) -> dict[int, Slot]:
        """The compounds of which a part is answered and a part is not: probably written together, or misspelt within."""
        whole = self.unanswered
        return {slot.place: slot for slot in self.missing if slot.place not in whole}

    def asked(self) -> list[tuple[int, int, int]]:
        """(word, slot, factor): what the ranking asks for."""
        return [
            (key, number, factor * slot.rarity)
            for number, slot in enumerate(self.slots)
            for key, factor in slot.keys.items()
        ]

    def replace(self, place: int, others: list[Slot]) -> None:
        """Ask for these in place of a typed word."""
        for other in others:
            other.place = place
        self.slots = sorted(
            [*(slot for slot in self.slots if slot.place != place), *others], key=lambda slot: slot.place
        )


def understand(text: str) -> Question:
    """Two queries, whatever was typed."""
    kept = text.replace("\0", " ")[:LONGEST]
    typed, was_cut = _typed(kept)
    slots = _widened(typed)
    find_keys(slots)
    return Question(" ".join(kept.split()), slots, was_cut or len(text) > LONGEST)


def meant_by(words: Collection[str]) -> list[Slot]:
    """The slots of words that stand for a wrong one. Two queries."""
    slots = _widened([Slot(plain(word)) for word in words])
    find_keys(slots)
    return slots


def find_keys(slots: Collection[Slot]) -> None:
    """Which of the words meant are in the index at all. One query."""
    terms = {term for slot in slots for term in slot.terms}
    rows = Word.objects.filter(text__in=terms, entries__gt=0).values_list("text", "pk", "entries")
    found = {text: (key, entries) for text, key, entries in rows}
    for slot in slots:
        there = {term: factor for term, factor in slot.terms.items() if term in found}
        slot.keys = {found[term][0]: factor for term, factor in there.items()}
        slot.frequency = max((found[term][1] for term, factor in there.items() if factor >= BARE), default=0)


def _typed(text: str) -> tuple[list[Slot], bool]:
    """A slot for each word; those of a joined one (e-könyv) are answered by the whole as well."""
    slots: list[Slot] = []
    for chunk in chunks(_QUOTES.sub(" ", text)):
        for piece in chunk.pieces:
            slot = Slot(piece)
            if chunk.joined:
                slot.add([chunk.joined, folded(chunk.joined), *hu_forms(chunk.joined).stems], SAME)
            slots.append(slot)
    telling = [slot for slot in slots if slot.word not in STOP_WORDS] or slots
    once = list({slot.word: slot for slot in telling}.values())
    for place, slot in enumerate(once):
        slot.place = place
    return once[:MOST_WORDS], len(once) > MOST_WORDS


def _widened(slots: list[Slot]) -> list[Slot]:
    """The slots with all that may answer them. One query; a word that nobody has written yet costs up to 10 ms."""
    is_plain = all(slot.word == folded(slot.word) for slot in slots)
    seen: dict[str, dict[str, Forms]] = defaultdict(dict)
    for text, light, forms in Word.objects.filter(
        Q(text__in={slot.word for slot in slots}) | Q(folded__in={folded(slot.word) for slot in slots}),
        forms__isnull=False,
    ).values_list("text", "folded", "forms"):
        seen[light][text] = Forms.kept(forms)
    widened: list[Slot] = []
    for slot in slots:
        alike = seen[folded(slot.word)]
        forms = alike.pop(slot.word, None) or hu_forms(slot.word)
        _widen(slot, forms, alike, is_plain=is_plain)
        widened += _by_parts(slot, forms)
    return widened


def _widen(slot: Slot, forms: Forms, alike: dict[str, Forms], *, is_plain: bool) -> None:
    """`alike` are words of the index that differ by accents alone; `is_plain` says that nothing was typed with accents."""
    word = slot.word
    slot.is_known = forms.is_known
    slot.add([word, en_stem(word)], SAME)
    slot.add(forms.stems[:1], SAME)
    # What it may be as well: terem is a room, and only then somebody's square.
    slot.add(forms.stems[1:], ALSO)
    plainly = OTHER_ACCENTS if forms.is_known and not is_plain else UNACCENTED
    slot.add({folded(term) for term in (word, *forms.stems[:1])}, plainly)
    slot.add({folded(term) for term in forms.stems[1:]}, min(plainly, ALSO // 2))
    if not forms.is_known:
        stems = {stem for others in alike.values() for stem in others.stems}
        slot.add(stems | set(map(folded, stems)), RESTORED)
        slot.add(bare_forms(folded(word)), BARE)
    elif is_plain:
        slot.add({stem for others in alike.values() for stem in others.stems}, RESTORED_THOUGH_KNOWN)


def _by_parts(slot: Slot, forms: Forms) -> list[Slot]:
    """A compound is answered by itself, or by all its parts together."""
    if len(forms.parts) < 2:
        return [slot]
    slots = []
    for part in forms.parts[:3]:
        one = Slot(slot.word, slot.place, dict(slot.terms), is_known=slot.is_known)
        one.add([part, folded(part)], PART)
        slots.append(one)
    return slots


def restore(slot: Slot) -> None:
    """The last resort for a word that nobody has written yet: ask the dictionary what was meant."""
    for word in suggestions(slot.word)[:3]:
        stems = hu_forms(word).stems
        slot.add({term for stem in stems for term in (stem, folded(stem))}, RESTORED)
