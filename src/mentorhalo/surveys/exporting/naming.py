"""Names of columns that every program takes: SPSS, Stata, R, and a person in a spreadsheet."""

import re
import unicodedata
from collections.abc import Iterable

# Stata takes 32; pyreadstat calls the labels of a column by its name and a number, so that up to four digits follow.
LONGEST = 28
# Words of SPSS, Stata, R and Python that no column may be called.
WORDS = """
all and by eq ge gt le lt ne not or to with
_all _b _cons _n _pi _pred _rc _skip byte double float if in int long str strl using
true false null na nan inf function for while repeat break next else
class def del elif except finally from global import is lambda none nonlocal pass raise return try yield
"""
RESERVED = frozenset(WORDS.split())
OTHER = re.compile(r"[^A-Za-z0-9_]+")


def plain(text: str) -> str:
    """Letters without accents, digits and underscores; begins with a letter."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = OTHER.sub("_", letters).strip("_")
    return name if name[:1].isalpha() else f"v_{name}".rstrip("_")


class Names:
    """Gives each column a name of its own, whatever its case; the same questions in the same order get the same names."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.lower() for name in taken}

    def give(self, *wishes: str, ending: str = "") -> str:
        """The first wish that is free, with the ending; else the last one with a number."""
        tail = f"_{OTHER.sub('_', plain(f'v{ending}')[1:])}" if ending else ""
        for wish in wishes:
            name = self._fit(plain(wish), tail)
            if self._take(name):
                return name
        number = 2
        while not self._take(name := self._fit(plain(wishes[-1]), f"{tail}_{number}")):
            number += 1
        return name

    def _take(self, name: str) -> bool:
        if name.lower() in self._taken or name.lower() in RESERVED:
            return False
        self._taken.add(name.lower())
        return True

    @staticmethod
    def _fit(stem: str, tail: str) -> str:
        tail = tail[-(LONGEST - 8) :]
        return f"{stem[: LONGEST - len(tail)]}{tail}"
