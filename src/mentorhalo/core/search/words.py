"""Words in a text: which they are, and by which other words each can be found."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from mentorhalo.core.hungarian import fold

from .stems import Forms, en_stem

LONGEST = 60
# Letters and digits, held together by hyphens and the like: e-könyv, TOP-5.3.1, 2023-ban.
_CHUNK = re.compile(r"[^\W_]+(?:[-\u2010\u2011.'’/][^\W_]+)*")
_PIECE = re.compile(r"[^\W_]+")
# Too common to tell anything; accents count: "tó" is a lake, "to" is not.
STOP_WORDS = frozenset(
    "a az és s egy is hogy meg vagy mint ill illetve the of and in for to an on at by with or".split()  # noqa: SIM905
)
# What is written after a hyphen to a number, an abbreviation or a foreign name.
_ENDINGS = frozenset(
    "a ja e je i t at et ot öt on en ön n ban ben ba be ból ből ról ről ra re tól től hoz hez höz nál nél nak nek"  # noqa: SIM905
    " val vel al el ért ig ként kor k ok ek ök ak as es os ös s i os től tól nek bol rol tol hoz nal ert kent os".split()
)

SURFACE, STEM, FOLDED, PART, FOLDED_PART = 40, 100, 30, 30, 12


class Chunk(NamedTuple):
    """What stands between two spaces: its pieces, and all of it in one if there are several."""

    start: int
    end: int
    pieces: tuple[str, ...]
    joined: str = ""

    def words(self) -> tuple[str, ...]:
        return (*self.pieces, self.joined) if self.joined else self.pieces


def chunks(text: str) -> Iterator[Chunk]:
    for match in _CHUNK.finditer(text):
        if match[0].isalnum():  # most are one word
            yield Chunk(match.start(), match.end(), (plain(match[0]),))
            continue
        pieces = [plain(piece) for piece in _PIECE.findall(match[0])]
        if len(pieces) > 1 and pieces[-1] in _ENDINGS and "-" in match[0]:
            pieces.pop()
        joined = "".join(pieces)[:LONGEST] if len(pieces) > 1 else ""
        yield Chunk(match.start(), match.end(), tuple(pieces), joined)


def words(text: str) -> Iterator[str]:
    """Each word of a text, small, in its order; those that tell nothing left out."""
    for chunk in chunks(text):
        for word in chunk.words():
            if word not in STOP_WORDS:
                yield word


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold()[:LONGEST]


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    return fold(word).replace(" ", "")


def terms_of(word: str, forms: Forms) -> dict[str, int]:
    """The words by which a written word is found, each with how surely (SURFACE + STEM is the word itself).

    What differs by accents alone meets only in the folded words, which weigh least: kor and kör, part and párt.
    """
    found: dict[str, int] = {word: SURFACE}
    for stem, sureness in zip(forms.stems, _sureness(word, forms), strict=True):
        found[stem] = found.get(stem, 0) + STEM * sureness // 100
    for part in forms.parts:
        found.setdefault(part, PART)
    light = dict.fromkeys((folded(stem) for stem in forms.stems), FOLDED)
    light |= {folded(part): FOLDED_PART for part in forms.parts if folded(part) not in light}
    for term, weight in light.items():
        found.setdefault(term, weight)
    return found


def english_terms_of(word: str) -> dict[str, int]:
    found: dict[str, int] = {word: SURFACE}
    stem = en_stem(word)
    found[stem] = found.get(stem, 0) + STEM
    found.setdefault(folded(stem), FOLDED)
    return found


def _sureness(word: str, forms: Forms) -> list[int]:
    """A word that is a dictionary form itself is first of all that: terem is a room before it is somebody's square."""
    if len(forms.stems) == 1:
        return [100]
    if forms.stems[0] == word:
        return [100] + [50] * (len(forms.stems) - 1)
    return [80] * len(forms.stems)
