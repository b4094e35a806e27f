"""An answer: the page of hits, how many there are and of what, and what was understood instead of what was typed."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse

from mentorhalo.core.registry import registry

from .asking import Question, find_keys, restore_accents, understand, widened
from .correction import corrected
from .excerpts import Piece, Seeker
from .models import SearchEntry
from .ranking import Counts, Narrowing, counted, ranked

PAGE_SIZE = 10
# With fewer answers to all words, those to some of them follow.
FEW = 3


@dataclass(frozen=True)
class Hit:
    """One answer as the list shows it. `title_pieces` and `excerpt` are plain words; those found are marked."""

    kind: str
    kind_label: Any
    record: str
    title: str
    title_pieces: list[Piece]
    excerpt: list[Piece]
    note: str
    href: str
    language: str
    county: str
    field: str
    year: int | None


@dataclass
class Results:
    text: str
    page: int = 1
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    # What was searched for instead, if something had to be.
    corrected: str = ""
    # The text was longer than anything that can be asked.
    was_cut: bool = False
    # Some hits hold only some of the words.
    is_relaxed: bool = False
    pages: int = 1


def search(
    text: str,
    tokens: Collection[str],
    *,
    kind: str = "",
    county: str = "",
    field: str = "",
    year: int | None = None,
    language: str = "",
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Results:
    """Answer a typed text from what the viewer (`tokens_of(user)`) may see.

    A fixed number of queries: two to understand, one to rank, one to count, two to show; some more when a word must be corrected.
    `language` puts what is written in another one lower.
    """
    question = understand(text)
    results = Results(question.text, was_cut=question.was_cut)
    if not question.slots:
        return results
    narrowing = Narrowing(kind, county, field, year, language)
    results.corrected = _correct(question, tokens)
    asked = question.asked()
    if not asked:
        return results
    counts, needed = _count(question, asked, tokens, narrowing)
    results.is_relaxed = needed < len(question.slots)
    results.total, results.facets = counts.total, counts.facets
    results.pages = max(1, -(-counts.total // size))
    results.page = min(max(page, 1), results.pages)
    keys = ranked(asked, needed, tokens, narrowing, first=(results.page - 1) * size, size=size)
    results.hits = _hits(keys, question)
    return results


def _correct(question: Question, tokens: Collection[str]) -> str:
    """Fill the slots that nothing answers by what was probably meant; give back the whole text put right."""
    wrong = question.missing
    if not wrong:
        return ""
    restored = [slot for slot in wrong if restore_accents(slot)]
    if restored:
        find_keys(restored)
    said = {}
    for slot in question.missing:
        meant = corrected(slot.word, tokens)
        if meant:
            right = widened(meant)
            slot.terms, slot.keys, slot.frequency = right.terms, right.keys, right.frequency
            said[slot.word] = meant
    return " ".join(said.get(slot.word, slot.word) for slot in question.slots) if said else ""


def _count(
    question: Question, asked: list[tuple[int, int, int]], tokens: Collection[str], narrowing: Narrowing
) -> tuple[Counts, int]:
    needed = len(question.slots)
    counts = Counts()
    if not question.missing:
        counts = counted(asked, needed, tokens, narrowing)
    if counts.total < FEW and needed > 1:
        needed = 1 if needed < 4 else needed // 2
        counts = counted(asked, needed, tokens, narrowing)
    return counts, needed


def _hits(keys: list[int], question: Question) -> list[Hit]:
    entries = SearchEntry.objects.in_bulk(keys)
    shown = [entries[key] for key in keys if key in entries]
    seeker = Seeker(question, [text for entry in shown for text in (entry.title, entry.text)])
    return [_hit(entry, seeker) for entry in shown]


def _hit(entry: SearchEntry, seeker: Seeker) -> Hit:
    source = registry.search.get(entry.kind)
    return Hit(
        kind=entry.kind,
        kind_label=source.label if source else entry.kind,
        record=entry.record,
        title=entry.title,
        title_pieces=seeker.marked(entry.title),
        excerpt=seeker.excerpt(entry.text),
        note=entry.note,
        href=_address(entry),
        language=entry.language,
        county=entry.county,
        field=entry.field,
        year=entry.year,
    )


def _address(entry: SearchEntry) -> str:
    if entry.href:
        return entry.href
    try:
        return reverse(entry.url_name, args=entry.url_args)
    except NoReverseMatch:
        return ""
