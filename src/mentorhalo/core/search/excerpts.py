"""The part of a text that answers, with the words found marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .asking import Question
from .models import Word
from .stems import Forms
from .words import Chunk, chunks, folded

LENGTH = 240


@dataclass(frozen=True)
class Piece:
    """A stretch of plain text; `is_found` if it is what was asked for."""

    text: str
    is_found: bool = False


class Seeker:
    """Marks, in these texts, the words that answer a question: by what they are forms of, not by their letters. One query."""

    def __init__(self, question: Question, texts: Iterable[str]) -> None:
        self.terms = {term for slot in question.slots for term, factor in slot.terms.items() if factor > 15}
        self._chunks = {text: list(chunks(text)) for text in texts}
        self._meant = dict.fromkeys(self.terms, True)
        starts = re.compile("|".join(sorted({re.escape(folded(term)[:3]) for term in self.terms})))
        written = {
            word for found in self._chunks.values() for chunk in found for word in chunk.words()
        } - self.terms
        likely = [word for word in written if starts.search(folded(word))]
        self._forms = {
            text: Forms.kept(forms)
            for text, forms in Word.objects.filter(
                text__in=sorted(likely)[:900], forms__isnull=False
            ).values_list("text", "forms")
        }

    def marked(self, text: str) -> list[Piece]:
        return self._pieces(text, 0, len(text))

    def excerpt(self, text: str) -> list[Piece]:
        """The stretch that holds most of what was asked; the beginning if none does."""
        if len(text) <= LENGTH:
            return self.marked(text)
        places = [chunk.start for chunk in self._chunks[text] if self._answers(chunk)]
        start = _fullest(places)
        start = text.rfind(" ", 0, max(0, start - 60)) + 1 if start > 60 else 0
        end = start + LENGTH
        end = len(text) if end >= len(text) else max(text.rfind(" ", start, end), start + LENGTH // 2)
        pieces = self._pieces(text, start, end)
        if start:
            pieces.insert(0, Piece("… "))
        if end < len(text):
            pieces.append(Piece(" …"))
        return pieces

    def _pieces(self, text: str, start: int, end: int) -> list[Piece]:
        pieces: list[Piece] = []
        at = start
        for chunk in self._chunks[text]:
            if start <= chunk.start and chunk.end <= end and self._answers(chunk):
                pieces += [Piece(text[at : chunk.start]), Piece(text[chunk.start : chunk.end], is_found=True)]
                at = chunk.end
        pieces.append(Piece(text[at:end]))
        return [piece for piece in pieces if piece.text]

    def _answers(self, chunk: Chunk) -> bool:
        return any(map(self._is_meant, chunk.words()))

    def _is_meant(self, word: str) -> bool:
        known = self._meant.get(word)
        if known is None:
            forms = self._forms.get(word)
            known = self._meant[word] = forms is not None and any(
                form in self.terms or folded(form) in self.terms for form in (*forms.stems, *forms.parts)
            )
        return known


def _fullest(places: list[int]) -> int:
    """Where the stretch begins that holds most places."""
    best, most = 0, 0
    for index, place in enumerate(places):
        number = sum(1 for other in places[index:] if other < place + LENGTH - 80)
        if number > most:
            best, most = place, number
    return best
