"""Writing the index: entries, the words in them, and what is taken out of it."""

import hashlib
import json
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import override

from mentorhalo.core.registry import SearchDraft, SearchSource, registry

from .models import Posting, SearchEntry, Word
from .stems import Forms
from .weighing import LONGEST_TEXT, Page, Weighed, analyse, weigh
from .words import folded

# Part of each fingerprint: a change of how words are weighed makes every entry stale.
VERSION = "1"
BATCH = 200
SHOWN_TEXT = 4_000
ASKED_AT_ONCE = 900

type WeighAll = Callable[[Iterable[list[Page]]], Iterator[Weighed]]


@dataclass
class Outcome:
    """What a walk over drafts did."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class _Stale:
    """A draft whose entry says something else, or is not there yet."""

    draft: SearchDraft
    fingerprint: str


def index(source: SearchSource, drafts: Iterable[SearchDraft], *, at: datetime) -> Outcome:
    """Bring entries up to date with these drafts, in batches of their own transactions; what did not change is not written."""
    with override(settings.LANGUAGE_CODE):
        return deque(_indexed(source, drafts, at=at, weigh_all=_weigh_here), maxlen=1).pop()


def index_records(kind: str, records: Collection[str], *, at: datetime) -> Outcome:
    """Bring the entries of these records up to date; those that their room does not tell of any more are taken out."""
    source = registry.search.get(kind)
    if source is None:
        return Outcome(removed=take_out(kind, records))
    drafts = list(source.entries(records))
    outcome = index(source, drafts, at=at)
    outcome.removed = take_out(kind, set(map(str, records)) - {draft.id for draft in drafts})
    return outcome


def index_all(source: SearchSource, *, at: datetime, weigh_all: WeighAll | None = None) -> Iterator[Outcome]:
    """Bring a whole kind up to date; yields what was done so far after each batch. Stopped anywhere and begun anew, it
    passes quickly over what is done.

    `weigh_all` weighs the texts of the batches, in their order, in the place of this process.
    """
    total = Outcome()
    for total in _indexed(source, source.entries(None), at=at, weigh_all=weigh_all or _weigh_here):
        yield total
    while gone := list(
        SearchEntry.objects.filter(kind=source.kind, checked_at__lt=at)
        .order_by("pk")
        .values_list("record", flat=True)[:BATCH]
    ):
        total.removed += take_out(source.kind, gone)
        yield total


def index_whole(source: SearchSource, *, at: datetime, weigh_all: WeighAll | None = None) -> Outcome:
    """`index_all` to its end."""
    return deque(index_all(source, at=at, weigh_all=weigh_all), maxlen=1).pop()


def drop_unused_words() -> int:
    """Forget the words that no entry holds any more: nobody's name outlives the last record that told it."""
    return Word.objects.filter(entries__lte=0).delete()[0]


@transaction.atomic
def take_out(kind: str, records: Collection[str]) -> int:
    """Take entries out of the index, and the words that only they held. At once: a withdrawn consent waits for no job."""
    removed = 0
    for some in batched(map(str, records), ASKED_AT_ONCE):
        entries = list(SearchEntry.objects.filter(kind=kind, record__in=some).values_list("pk", flat=True))
        if entries:
            held = Counter(Posting.objects.filter(entry__in=entries).values_list("word_id", flat=True))
            Posting.objects.filter(entry__in=entries).delete()
            SearchEntry.objects.filter(pk__in=entries).delete()
            _count({word: -times for word, times in held.items()})
            for words_ in batched(held, ASKED_AT_ONCE):
                Word.objects.filter(pk__in=words_, entries__lte=0).delete()
            removed += len(entries)
    return removed


def _indexed(
    source: SearchSource, drafts: Iterable[SearchDraft], *, at: datetime, weigh_all: WeighAll
) -> Iterator[Outcome]:
    """What was done so far, after each batch. While one is weighed elsewhere, the next are looked up and the last written."""
    outcome = Outcome()
    yield outcome
    waiting: deque[list[_Stale]] = deque()

    def pages() -> Iterator[list[Page]]:
        for batch in batched(drafts, BATCH):
            with override(settings.LANGUAGE_CODE):
                waiting.append(_stale_among(source, batch, at=at))
                found = [_page(one.draft) for one in waiting[-1]]
            outcome.unchanged += len(batch) - len(found)
            yield found

    for weighed in weigh_all(pages()):
        stale = waiting.popleft()
        with override(settings.LANGUAGE_CODE):
            _write_entries(source, stale, weighed, at=at)
        outcome.written += len(stale)
        yield outcome


def _weigh_here(batches: Iterable[list[Page]]) -> Iterator[Weighed]:
    for pages in batches:
        yield weigh(pages, _forms_of)


def _stale_among(source: SearchSource, drafts: Sequence[SearchDraft], *, at: datetime) -> list[_Stale]:
    pages = {draft.id: _Stale(draft, _fingerprint(draft)) for draft in drafts}
    known = dict(
        SearchEntry.objects.filter(kind=source.kind, record__in=list(pages)).values_list(
            "record", "fingerprint"
        )
    )
    same = [record for record, page in pages.items() if known.get(record) == page.fingerprint]
    if same:
        SearchEntry.objects.filter(kind=source.kind, record__in=same).update(checked_at=at)
    return [page for record, page in pages.items() if known.get(record) != page.fingerprint]


def _write_entries(source: SearchSource, stale: Sequence[_Stale], weighed: Weighed, *, at: datetime) -> None:
    if not stale:
        return
    with transaction.atomic():
        # The entries first: whoever writes the same ones waits here until this is written.
        entries = SearchEntry.objects.bulk_create(
            [_entry(source, page, at) for page in stale],
            update_conflicts=True,
            unique_fields=["kind", "record"],
            update_fields=_ENTRY_FIELDS,
        )
        keys = _keys_of({term for each in weighed.weights for term in each}, weighed.forms)
        _replace_postings([entry.pk for entry in entries], weighed.weights, keys)


_ENTRY_FIELDS = [
    "title",
    "note",
    "text",
    "href",
    "url_name",
    "url_args",
    "audience",
    "language",
    "county",
    "field",
    "year",
    "tie",
    "fingerprint",
    "checked_at",
]


def _entry(source: SearchSource, page: _Stale, at: datetime) -> SearchEntry:
    draft = page.draft
    return SearchEntry(
        kind=source.kind,
        record=draft.id,
        title=_clean(draft.title)[:300],
        note=_clean(draft.note)[:300],
        text=_clean(draft.text)[:SHOWN_TEXT],
        href=draft.href,
        url_name=draft.url_name,
        url_args=list(draft.url_args),
        audience=draft.audience if draft.audience == "public" else f"{source.kind}:{draft.audience}",
        language=draft.language,
        county=draft.county,
        field=draft.field,
        year=draft.day.year if draft.day else None,
        tie=_tie(draft),
        fingerprint=page.fingerprint,
        checked_at=at,
    )


def _forms_of(wanted: set[str]) -> dict[str, Forms]:
    """What words are forms of: those met before from the table, the others by analysis."""
    known: dict[str, Forms] = {}
    for some in batched(sorted(wanted), ASKED_AT_ONCE):
        for text, forms in Word.objects.filter(text__in=some, forms__isnull=False).values_list(
            "text", "forms"
        ):
            known[text] = Forms.kept(forms)
    return known | analyse(wanted - known.keys())


def _keys_of(terms: set[str], forms: dict[str, Forms]) -> dict[str, int]:
    """The keys of the words, made where they are new."""
    known: dict[str, int] = {}
    unanalysed: set[str] = set()
    for some in batched(sorted(terms), ASKED_AT_ONCE):
        for text, key, has_forms in Word.objects.filter(text__in=some).values_list(
            "text", "pk", "forms__isnull"
        ):
            known[text] = key
            if has_forms and text in forms:
                unanalysed.add(text)
    new = sorted(terms - known.keys())
    _insert_words((term, folded(term), _kept(forms.get(term))) for term in new)
    for some in batched(new, ASKED_AT_ONCE):
        known |= dict(Word.objects.filter(text__in=some).values_list("text", "pk"))
    late = [Word(pk=known[text], forms=_kept(forms[text])) for text in sorted(unanalysed)]
    Word.objects.bulk_update(late, ["forms"], batch_size=300)
    return known


def _kept(forms: Forms | None) -> dict[str, Any] | None:
    return forms.to_keep() if forms else None


def _replace_postings(entries: list[int], weights: list[dict[str, int]], keys: dict[str, int]) -> None:
    change = Counter(
        {
            word: -times
            for word, times in Counter(
                Posting.objects.filter(entry__in=entries).values_list("word_id", flat=True)
            ).items()
        }
    )
    for each in weights:
        for term in each:
            change[keys[term]] += 1
    _count(change)
    Posting.objects.filter(entry__in=entries).delete()
    _insert_postings(
        (entry, keys[term], weight)
        for entry, each in zip(entries, weights, strict=True)
        for term, weight in each.items()
    )


def _insert_words(rows: Iterable[tuple[str, str, dict[str, Any] | None]]) -> None:
    """Those that somebody else has just written stay as they are."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {Word._meta.db_table} (text, folded, forms, entries) VALUES (%s, %s, %s, 0)"
            " ON CONFLICT DO NOTHING",
            [(text, plain, json.dumps(forms) if forms else None) for text, plain, forms in rows],
        )


def _insert_postings(rows: Iterable[tuple[int, int, int]]) -> None:
    """Hundreds for each entry: as plain rows, which takes a third of the time that records of a model take."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {Posting._meta.db_table} (entry_id, word_id, weight) VALUES (%s, %s, %s)",
            list(rows),
        )


def _count(change: dict[int, int]) -> None:
    """Add to the number of entries that hold each word. Rows are locked in their order, so that two writers never wait for each other."""
    by_change: dict[int, list[int]] = defaultdict(list)
    for word, times in change.items():
        if times:
            by_change[times].append(word)
    for some in batched(sorted(word for group in by_change.values() for word in group), ASKED_AT_ONCE):
        list(Word.objects.select_for_update().filter(pk__in=some).order_by("pk").values_list("pk"))
    for times, group in sorted(by_change.items()):
        for some in batched(group, ASKED_AT_ONCE):
            Word.objects.filter(pk__in=some).update(entries=F("entries") + times)


def _fingerprint(draft: SearchDraft) -> str:
    return hashlib.blake2b(f"{VERSION}{draft!r}".encode(), digest_size=16).hexdigest()


def _page(draft: SearchDraft) -> Page:
    return Page(
        title=_clean(draft.title),
        keywords=_clean(draft.keywords),
        note=_clean(draft.note),
        text=_clean(draft.text[:LONGEST_TEXT]),
        is_english=draft.language == "en",
    )


def _tie(draft: SearchDraft) -> int:
    """Newer first; within a day by what it says, so that every database gives one order."""
    said = hashlib.blake2b(f"{draft.title}\n{draft.note}\n{draft.text}".encode(), digest_size=4).digest()
    days = (date.max - draft.day).days if draft.day else (date.max - date.min).days
    return (days << 32) + int.from_bytes(said)


def _clean(text: str) -> str:
    return " ".join(str(text).replace("\0", " ").split())
