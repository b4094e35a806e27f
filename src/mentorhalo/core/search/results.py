"""An answer: the page of hits, how many there are and of what, and what was understood instead of what was typed."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse

from mentorhalo.core.registry import registry

from .asking import Question, find_keys, meant_by, restore, understand
from .correction import corrected, parted
from .excerpts import Piece, Seeker
from .models import SearchEntry
from .ranking import Counts, Narrowing, counted, ranked

PAGE_SIZE = 10
# With fewer answers to all words, those to some of them follow.
FEW = 3
# The dictionary takes its time for long words.
LONGEST_SUGGESTED = 16


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
    results.corrected = _correct(question, tokens, known=False)
    counts, needed = _count(question, tokens, narrowing)
    if counts.total == 0 and question.unanswered:
        results.corrected = _correct(question, tokens, known=True) or results.corrected
        counts, needed = _count(question, tokens, narrowing)
    if counts.total == 0:
        return results
    results.is_relaxed = needed < len(question.slots)
    results.total, results.facets = counts.total, counts.facets
    results.pages = max(1, -(-counts.total // size))
    results.page = min(max(page, 1), results.pages)
    keys = ranked(question.asked(), needed, tokens, narrowing, first=(results.page - 1) * size, size=size)
    results.hits = _hits(keys, question)
    return results


def _correct(question: Question, tokens: Collection[str], *, known: bool) -> str:
    """Ask for what was probably meant in place of words that nothing answers; gives back the whole text put right.

    A word that the dictionary knows is taken for what it is, unless `known`: it may be a slip, too, when there is no answer at all.
    """
    typed = {slot.place: slot.word for slot in question.slots}
    said: dict[int, str] = {}
    for place, slot in question.unanswered.items():
        if slot.is_known and not known:
            continue
        meant = parted(slot.word, tokens) or corrected(slot.word, tokens)
        if meant:
            said[place] = " ".join(meant)
            question.replace(place, meant_by(meant))
        elif len(slot.word) <= LONGEST_SUGGESTED:
            restore(slot)
            find_keys([slot])
    return " ".join(said.get(place, word) for place, word in typed.items()) if said else ""


def _count(question: Question, tokens: Collection[str], narrowing: Narrowing) -> tuple[Counts, int]:
    """How many answer all that is asked for or, if hardly any, some of it; and of how many slots."""
    needed = len(question.slots)
    counts = Counts()
    asked = question.asked()
    if not question.missing:
        counts = counted(asked, needed, tokens, narrowing)
    if asked and (counts.total == 0 or (counts.total < FEW and question.words > 1)):
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
