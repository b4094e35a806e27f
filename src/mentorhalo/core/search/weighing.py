"""How much texts are about each word: no database, so that it can be done on another core as well."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .stems import Forms, hu_forms
from .words import english_terms_of, terms_of, words

LONGEST_TEXT = 100_000
TITLE_TIMES = 4

type FormsOf = Callable[[set[str]], dict[str, Forms]]


class Page(NamedTuple):
    """The texts of an entry."""

    title: str
    keywords: str
    note: str
    text: str
    is_english: bool


class Weighed(NamedTuple):
    """The weights of each page's words, and what the Hungarian ones among them are forms of."""

    weights: list[dict[str, int]]
    forms: dict[str, Forms]


@dataclass(frozen=True, slots=True)
class _Count:
    times: Counter[str]
    length: int


def analyse(wanted: set[str]) -> dict[str, Forms]:
    return {word: hu_forms(word) for word in wanted}


def weigh(pages: Sequence[Page], forms_of: FormsOf = analyse) -> Weighed:
    """Up to 10 ms for each word that nobody has met before."""
    counts = [_count(page) for page in pages]
    hungarian = [count for page, count in zip(pages, counts, strict=True) if not page.is_english]
    forms = forms_of({word for count in hungarian for word in count.times})
    weights = [_weights(page, count, forms) for page, count in zip(pages, counts, strict=True)]
    return Weighed(weights, forms)


def _count(page: Page) -> _Count:
    times: Counter[str] = Counter()
    length = 0
    for text, weight in (
        (page.title, TITLE_TIMES),
        (page.keywords, 2),
        (page.note, 1),
        (page.text, 1),
    ):
        for word in words(text):
            times[word] += weight
            length += 1
    return _Count(times, length)


def _weights(page: Page, count: _Count, forms: dict[str, Forms]) -> dict[str, int]:
    """How much an entry is about each word (BM25 with a fixed mean length, so that one entry's weights need no other)."""
    often: Counter[str] = Counter()
    sure: Counter[str] = Counter()
    for word, times in count.times.items():
        terms = english_terms_of(word) if page.is_english else terms_of(word, forms[word])
        for term, weight in terms.items():
            often[term] += times
            sure[term] += times * weight
    short = 1.2 * (0.5 + 0.5 * count.length / 60)
    return {
        term: min(max(round(sure[term] * 2.2 / (times + short)), 1), 30_000) for term, times in often.items()
    }
