"""An answer: the page of hits, how many there are and of what, and what was understood instead of what was typed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse

from mentorhalo.core.registry import registry

from .asking import Question, Slot, find_keys, meant_by, restore, understand
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
    results.corrected = _correct(question, question.strangers, tokens)
    needed = len(question.slots)
    counts = _counted(question, needed, tokens, narrowing)
    if counts.total == 0 and question.broken:
        results.corrected = _correct(question, question.broken, tokens) or results.corrected
        needed = len(question.slots)
        counts = _counted(question, needed, tokens, narrowing)
    if counts.total == 0 or (counts.total < FEW and question.words > 1):
        needed = 1 if needed < 4 else needed // 2
        counts = _counted(question, needed, tokens, narrowing)
    if counts.total == 0 and question.unanswered:
        # A word that the dictionary knows is taken for what it is, until there is no other answer.
        results.corrected = _correct(question, question.unanswered, tokens) or results.corrected
        counts = _counted(question, needed, tokens, narrowing)
    if counts.total == 0:
        return results
    results.is_relaxed = needed < len(question.slots)
    results.total, results.facets = counts.total, counts.facets
    results.pages = max(1, -(-counts.total // size))
    results.page = min(max(page, 1), results.pages)
    keys = ranked(question.asked(), needed, tokens, narrowing, first=(results.page - 1) * size, size=size)
    results.hits = _hits(keys, question)
    return results


def _correct(question: Question, wrong: Mapping[int, Slot], tokens: Collection[str]) -> str:
    """Ask for what was probably meant by these words; gives back the whole text put right, or nothing."""
    typed = {slot.place: slot.word for slot in question.slots}
    said: dict[int, str] = {}
    for place, slot in wrong.items():
        meant = parted(slot.word, tokens) or corrected(slot.word, tokens)
        if meant:
            said[place] = " ".join(meant)
            question.replace(place, meant_by(meant))
        elif not slot.is_known and len(slot.word) <= LONGEST_SUGGESTED:
            restore(slot)
            find_keys([slot])
    return " ".join(said.get(place, word) for place, word in typed.items()) if said else ""


def _counted(question: Question, needed: int, tokens: Collection[str], narrowing: Narrowing) -> Counts:
    asked = question.asked()
    answered = len(question.slots) - len(question.missing)
    return counted(asked, needed, tokens, narrowing) if asked and needed <= answered else Counts()


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
        href=address_of(entry),
        language=entry.language,
        county=entry.county,
        field=entry.field,
        year=entry.year,
    )


def address_of(entry: SearchEntry) -> str:
    """Where the record is, in the language of the page; nowhere if its address is gone."""
    if entry.href:
        return entry.href
    try:
        return reverse(entry.url_name, args=entry.url_args)
    except NoReverseMatch:
        return ""
