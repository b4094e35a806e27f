"""Stories of the search: what is found, by whom, and what is never found."""

from collections.abc import Collection, Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentorhalo.core import search
from mentorhalo.core.models import Posting, SearchEntry, Word
from mentorhalo.core.registry import SearchDraft, SearchSource, registry
from mentorhalo.core.search.actions import index, index_records
from mentorhalo.core.search.tasks import look_over_index

PUBLIC = frozenset({"public"})


class Shelf:
    """A room with records in memory."""

    def __init__(self) -> None:
        self.drafts: dict[str, SearchDraft] = {}
        self.source = SearchSource("note", "Notes", entries=self.entries)

    def entries(self, ids: Collection[str] | None) -> Iterator[SearchDraft]:
        yield from (draft for key, draft in self.drafts.items() if ids is None or key in ids)

    def put(self, *titles: str, text: str = "", audience: str = "public", **said: Any) -> None:
        for title in titles:
            self.drafts[title] = SearchDraft(
                title, title, text, href=f"/{len(self.drafts)}/", audience=audience, **said
            )
        index(self.source, self.drafts.values(), at=timezone.now())


@pytest.fixture
def shelf(db: None, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    shelf = Shelf()
    monkeypatch.setattr(registry, "search", {"note": shelf.source})
    return shelf


def found(text: str, tokens: Collection[str] = PUBLIC) -> list[str]:
    return [hit.title for hit in search.search(text, tokens).hits]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("közösségfejlesztésről", "A közösségfejlesztés alapjai"),
        ("művelődési házaknak", "Felújított művelődési ház"),
        ("kozossegfejlesztesrol", "A közösségfejlesztés alapjai"),
        ("muvelodesi hazaknak", "Felújított művelődési ház"),
        ("közöségfejlesztés", "A közösségfejlesztés alapjai"),
        ("közösség fejlesztés", "A közösségfejlesztés alapjai"),
        ('"művelődési ház', "Felújított művelődési ház"),
    ],
)
def test_a_form_finds_the_word(shelf: Shelf, typed: str, title: str) -> None:
    shelf.put("A közösségfejlesztés alapjai", "Felújított művelődési ház", "Pályázati kiírás")

    assert found(typed) == [title]


def test_what_is_forgotten_is_not_found_and_leaves_no_word(shelf: Shelf) -> None:
    shelf.put("Kovács Ilona")

    search.forget("note", ["Kovács Ilona"])

    assert found("Kovács") == []
    assert search.search("Kovacz", PUBLIC).corrected == ""


def test_what_is_weighed_elsewhere_is_written_as_what_is_weighed_here(shelf: Shelf) -> None:
    def written() -> list[tuple[str, str, int]]:
        return sorted(Posting.objects.values_list("entry__record", "word__text", "weight"))

    shelf.put("Felújított művelődési ház", "Kórusok találkozója", text="Énekeltek a művelődési házban.")
    shelf.put("Choirs meet", language="en", keywords="singing")
    here = written()
    forms = dict(Word.objects.values_list("text", "forms"))
    for model in (Posting, Word, SearchEntry):
        model.objects.all().delete()

    outcome = search.index_whole(shelf.source, at=timezone.now(), weigh_all=partial(map, search.weigh))

    assert (outcome.written, written()) == (3, here)
    assert dict(Word.objects.values_list("text", "forms")) == forms


def test_a_private_entry_is_found_by_its_audience_alone(shelf: Shelf) -> None:
    shelf.put("Kovács Ilona", audience="office")

    assert found("Kovács") == []
    assert found("Kovács", {"public", "note:office"}) == ["Kovács Ilona"]


def test_what_its_room_takes_back_is_taken_out(shelf: Shelf) -> None:
    shelf.put("Kovács Ilona")
    shelf.drafts.clear()

    index_records("note", ["Kovács Ilona"], at=timezone.now())

    assert found("Kovács") == []


def test_a_word_that_no_entry_holds_any_more_is_dropped(shelf: Shelf) -> None:
    shelf.put("Kovács Ilona")
    shelf.drafts["Kovács Ilona"] = SearchDraft("Kovács Ilona", "Egy mentor", href="/1/")

    look_over_index.func()

    assert found("mentor") == ["Egy mentor"]
    assert not Word.objects.filter(text="kovács").exists()


def test_those_that_follow_a_kind_vanish_with_it(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    follower = SearchSource("view", "Views", entries=shelf.entries, follows=("note",))
    monkeypatch.setitem(registry.search, "view", follower)
    shelf.put("Kovács Ilona")
    index(follower, shelf.drafts.values(), at=timezone.now())

    search.forget("note", ["Kovács Ilona"])

    assert found("Kovács") == []


def test_as_many_queries_for_ten_as_for_one(shelf: Shelf) -> None:
    shelf.put("Közösségi kert")
    with CaptureQueriesContext(connection) as for_one:
        found("kert")
    shelf.put(*(f"Közösségi kert {number}" for number in range(9)))

    with CaptureQueriesContext(connection) as for_ten:
        assert len(found("kert")) == 10

    assert len(for_ten) == len(for_one) == 4


def test_each_facet_counts_what_the_others_leave(shelf: Shelf) -> None:
    shelf.put("Kert Baranyában", county="02", day=date(2024, 5, 1))
    shelf.put("Kert Baranyában, megint", county="02", day=date(2025, 5, 1))
    shelf.put("Kert Vasban", county="18", day=date(2025, 5, 1))
    shelf.put("Kert, belső", county="02", day=date(2025, 5, 1), audience="office")

    narrowed = search.search("kert", PUBLIC, county="02", year=2025)

    assert ([hit.title for hit in narrowed.hits], narrowed.total) == (["Kert Baranyában, megint"], 1)
    assert narrowed.facets == {
        "kind": {"note": 1},
        "county": {"02": 1, "18": 1},
        "field": {},
        "year": {"2024": 1, "2025": 1},
    }


def test_answers_to_some_words_follow_only_where_hardly_any_answers_all(shelf: Shelf) -> None:
    shelf.put("Közösségi kert", "Közösségi tér", "Iskolai kert")
    few = search.search("közösségi kert", PUBLIC)
    shelf.put("Közösségi kert tavasszal", "Közösségi kert ősszel")

    many = search.search("közösségi kert", PUBLIC)

    assert (few.hits[0].title, few.total, few.is_relaxed) == ("Közösségi kert", 3, True)
    assert (many.total, many.is_relaxed) == (3, False)


def test_a_page_after_the_last_is_the_last(shelf: Shelf) -> None:
    shelf.put(*(f"Közösségi kert {number}" for number in range(11)))

    last, beyond = search.search("kert", PUBLIC, page=2), search.search("kert", PUBLIC, page=9)

    assert (beyond.page, beyond.pages) == (2, 2)
    assert [hit.title for hit in beyond.hits] == [hit.title for hit in last.hits]
    assert len(last.hits) == 1


def test_similar_questions_come_from_a_long_text(shelf: Shelf) -> None:
    shelf.put("Hogyan alapítsunk egyesületet?", "Ki fizet jogdíjat?", "Nyári tábor")

    hits = search.similar(
        "Szeretnénk a falunkban egyesületet alapítani, de nem tudjuk, hogyan kezdjünk hozzá", tokens=PUBLIC
    )

    assert [hit.title for hit in hits] == ["Hogyan alapítsunk egyesületet?"]
