"""An answer: the page of hits, how many there are and of what, and what was understood instead of what was typed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.urls import NoReverseMatch, reverse

from mentorhalo.core.registry import registry

from .asking import Question, Slot, find_keys, meant_by, restore, understand
from .correction import corrected, parted
from .excerpts import Piece, Seeker
from .models import SearchEntry
from .ranking import Answer, Demand, Narrowing, answer

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

    A fixed number of queries: two to understand, one to rank and count, two to show; some more when a word must be corrected.
    `language` puts what is written in another one lower.
    """
    question = understand(text)
    results = Results(question.text, was_cut=question.was_cut)
    if not question.slots:
        return results
    narrowing = Narrowing(kind, county, field, year, language)
    found, results.corrected = _found(question, tokens, narrowing, page=page, size=size)
    if found.total == 0:
        return results
    results.is_relaxed = found.needed < len(question.slots)
    results.total, results.facets = found.total, found.facets
    results.pages = -(-found.total // size)
    results.page = min(max(page, 1), results.pages)
    if page > results.pages:
        found = _answer(question, tokens, narrowing, page=results.pages, size=size)
    results.hits = _hits(found.keys, question)
    return results


def records(text: str, tokens: Collection[str], *, kind: str, most: int) -> tuple[list[str], str]:
    """The ids of all records of a kind that answer, the best first, and what was searched for instead, if something had to be.

    For rooms that narrow by more than the index knows. A fixed number of queries, as `search`, without words to show.
    """
    question = understand(text)
    if not question.slots:
        return [], ""
    found, corrected = _found(question, tokens, Narrowing(kind), page=1, size=most)
    ids = dict(SearchEntry.objects.filter(pk__in=found.keys).values_list("pk", "record"))
    return [ids[key] for key in found.keys if key in ids], corrected


def _found(
    question: Question, tokens: Collection[str], narrowing: Narrowing, *, page: int, size: int
) -> tuple[Answer, str]:
    """The answer to what was typed or, where nothing answers that, to what was probably meant; and what that is."""
    corrected = _correct(question, question.strangers, tokens)
    asked = partial(_answer, question, tokens, narrowing, size=size)
    if question.broken and asked(page=1, may_relax=False).total == 0:
        corrected = _correct(question, question.broken, tokens) or corrected
    found = asked(page=page)
    if found.total == 0 and question.unanswered:
        # A word that the dictionary knows is taken for what it is, until there is no other answer.
        corrected = _correct(question, question.unanswered, tokens) or corrected
        found = asked(page=page)
    return found, corrected


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


def _answer(
    question: Question,
    tokens: Collection[str],
    narrowing: Narrowing,
    *,
    page: int,
    size: int,
    may_relax: bool = True,
) -> Answer:
    """What answers all of the question; with hardly anything that does, what answers some of it."""
    asked, slots = question.asked(), len(question.slots)
    answered = slots - len(question.missing)
    fewer = min(slots, 1 if slots < 4 else slots // 2) if may_relax else slots
    if not asked or answered < fewer:
        return Answer()
    needed = slots if slots <= answered else fewer
    demand = Demand(needed, fewer, FEW if question.words > 1 else 1)
    return answer(asked, demand, tokens, narrowing, first=(max(page, 1) - 1) * size, size=size)


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
