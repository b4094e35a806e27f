"""Hungarian alphabetical order and accent-aware search, the same on every database and whatever its collation."""

import re
import unicodedata
from functools import lru_cache

from django.db.models import Q

# The letters in their order: a digraph is one letter, and so are ö and ü. The other accents only break ties.
LETTERS = (
    "a b c cs d dz dzs e f g gy h i j k l ly m n ny o ö p q r s sz t ty u ü v w x y z zs".split()  # noqa: SIM905
)
# What stands before the digits and the letters, in the order of the Unicode collation.
MARKS = " _-–—,;:!?.'‘’\"“”„()[]{}§@*/\\&#%+<=>|~"
OTHER_MARK, OTHER_LETTER = 49, 98

_PRIMARY = {mark: 11 + place for place, mark in enumerate(MARKS)}
_PRIMARY |= {digit: 50 + place for place, digit in enumerate("0123456789")}
_PRIMARY |= {letter: 60 + place for place, letter in enumerate(LETTERS)}
_DIGRAPHS = [letter for letter in LETTERS if len(letter) > 1]
# A doubled digraph (ssz) is the digraph twice.
_GROUPS = dict.fromkeys(_DIGRAPHS, 1) | {letter[0] + letter: 2 for letter in _DIGRAPHS}
_GROUP_LETTER = {letter: letter for letter in _DIGRAPHS} | {
    letter[0] + letter: letter for letter in _DIGRAPHS
}
_LENGTHS = sorted({len(group) for group in _GROUPS}, reverse=True)
# Accents in the Unicode collation's order; ő and ű come after ö and ü.
_ACCENTS = {
    accent: str(min(place, 9))
    for place, accent in enumerate(
        "\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0328\u0327\u0304", 1
    )
}
_STROKED = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})


def sort_key(text: str) -> str:
    """A key whose plain order is the Hungarian alphabetical order: that of KSH's lists and of ICU's `hu`.

    Two digits for each letter, then one for each accent: digits alone, because every collation of every database
    orders them alike. At most four digits for each character, so that a column four times as wide holds it.
    """
    plain = _plain(text)
    letters: list[str] = []
    accents: list[str] = []
    place = 0
    while place < len(plain):
        group = _group_at(plain, place)
        if group:
            letters += [str(_PRIMARY[_GROUP_LETTER[group]])] * _GROUPS[group]
            accents += ["0"] * _GROUPS[group]
            place += len(group)
        else:
            letter, accent = _weights(plain[place])
            letters.append(letter)
            accents.append(accent)
            place += 1
    ties = "".join(accents).rstrip("0")
    key = "".join(letters) + (f"0{ties}" if ties else "")
    return key[: 4 * len(text)]


def fold(text: str) -> str:
    """Small letters without accents, words parted by one space: what a search column holds and is asked with."""
    decomposed = unicodedata.normalize("NFKD", text).casefold().translate(_STROKED)
    kept = (char for char in decomposed if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in kept).split())


def search_filter(query: str, column: str = "name_search") -> Q:
    """Rows whose folded column holds each word of the query: a first sieve, to be followed by `matches`."""
    found = Q()
    for word in fold(query).split():
        found &= Q(**{f"{column}__contains": word})
    return found


def matches(query: str, *names: str) -> bool:
    """Whether every word of the query stands in one of the names, with no accent that was typed contradicted.

    A letter typed without its accent stands for any (komlo: Komló, Kömlő); one typed with it for itself alone, except
    that a short ö or ü also stands for its long fellow.
    """
    patterns = _patterns(query)
    texts = [_words(name) for name in names]
    return all(any(pattern.search(text) for text in texts) for pattern in patterns)


def closeness(query: str, name: str) -> int:
    """0 for the very name, 1 but for accents, 2 for its beginning, 3 for a word's beginning, 4 for anything else."""
    typed, text = _words(query), _words(name)
    if typed == text:
        return 0
    if fold(query) == fold(name):
        return 1
    folded, start = fold(name), fold(query)
    if folded.startswith(start):
        return 2
    return 3 if f" {start}" in folded else 4


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().translate(_STROKED)


def _group_at(plain: str, place: int) -> str:
    for length in _LENGTHS:
        group = plain[place : place + length]
        if group in _GROUPS:
            return group
    return ""


@lru_cache(maxsize=4096)
def _weights(char: str) -> tuple[str, str]:
    if char in _PRIMARY:
        return str(_PRIMARY[char]), "0"
    if char in "őű":
        return str(_PRIMARY["ö" if char == "ő" else "ü"]), "1"
    decomposed = unicodedata.normalize("NFKD", char)
    base, marks = decomposed[0], decomposed[1:]
    accent = _ACCENTS.get(marks[0], "9") if marks else "0"
    if base in _PRIMARY:
        return str(_PRIMARY[base]), accent
    if char.isspace():
        return str(_PRIMARY[" "]), "0"
    return str(OTHER_LETTER if char.isalpha() else OTHER_MARK), "0"


def _words(text: str) -> str:
    plain = unicodedata.normalize("NFC", text).casefold()
    return " ".join("".join(char if char.isalnum() else " " for char in plain).split())


@lru_cache(maxsize=512)
def _patterns(query: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile("".join(_stands_for(char) for char in word)) for word in _words(query).split())


def _stands_for(char: str) -> str:
    family = {
        "a": "[aáäàâãåăą]",
        "e": "[eéëèêěę]",
        "i": "[iíïìî]",
        "o": "[oóöőôõòø]",
        "ö": "[öőõô]",
        "u": "[uúüűûùů]",
        "ü": "[üűûũ]",
    }.get(char)
    if family:
        return family
    if char.isascii():
        return re.escape(char) if not char.isalpha() else f"[{char}{_accented(char)}]"
    return re.escape(char)


@lru_cache(maxsize=64)
def _accented(letter: str) -> str:
    """The accented fellows of a Latin letter (c: ç, č, …)."""
    small = (chr(code) for code in range(0xE0, 0x250))
    return "".join(char for char in small if char.islower() and fold(char) == letter)
