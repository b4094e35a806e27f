"""The part of a text that answers, with the words found marked."""

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
    """Marks, in any text, the words that answer a question: by what they are forms of, not by their letters. One query."""

    def __init__(self, question: Question, texts: Iterable[str]) -> None:
        self.terms = {term for slot in question.slots for term, factor in slot.terms.items() if factor > 15}
        starts = {folded(term)[:3] for term in self.terms}
        likely = {
            word
            for text in texts
            for chunk in chunks(text)
            for word in chunk.words()
            if any(start in folded(word) for start in starts)
        }
        self.forms = {
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
        places = [chunk.start for chunk in chunks(text) if self._answers(chunk)]
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
        for chunk in chunks(text[:end]):
            if chunk.start >= start and self._answers(chunk):
                pieces += [Piece(text[at : chunk.start]), Piece(text[chunk.start : chunk.end], is_found=True)]
                at = chunk.end
        pieces.append(Piece(text[at:end]))
        return [piece for piece in pieces if piece.text]

    def _answers(self, chunk: Chunk) -> bool:
        return any(self._is_meant(word) for word in chunk.words())

    def _is_meant(self, word: str) -> bool:
        if word in self.terms:
            return True
        forms = self.forms.get(word)
        if forms is None:
            return False
        return any(form in self.terms or folded(form) in self.terms for form in (*forms.stems, *forms.parts))


def _fullest(places: list[int]) -> int:
    """Where the stretch begins that holds most places."""
    best, most = 0, 0
    for index, place in enumerate(places):
        number = sum(1 for other in places[index:] if other < place + LENGTH - 80)
        if number > most:
            best, most = place, number
    return best
