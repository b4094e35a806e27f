"""The page of the search: what is typed does no harm, what is found is shown and narrowed."""

from collections.abc import Collection, Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorhalo.core.registry import SearchDraft, SearchSource, registry
from mentorhalo.core.search.actions import index

NOTES = [
    SearchDraft(str(number), title, text, href=f"/{number}/", county="02", field="old")
    for number, (title, text) in enumerate(
        [
            ("Művelődési ház", "A művelődési házak <script>alert(1)</script> nyitva tartása."),
            ("Közösségi kert", "Ágyások, öntözés, kerti szerszámok."),
            ("Filmklub", "Vetítés a művelődési ház udvarán."),
        ]
    )
]


def drafts(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    yield from (draft for draft in NOTES if ids is None or draft.id in ids)


@pytest.fixture(autouse=True)
def _notes(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    source = SearchSource("note", "Notes", entries=drafts, fields=lambda: {"old": "Old things"})
    monkeypatch.setattr(registry, "search", {"note": source})
    index(source, drafts(None), at=timezone.now())


def page(client: Client, **query: str) -> str:
    return client.get(reverse("core:search"), query).content.decode()


def test_words_found_are_marked_and_nothing_else_is_markup(client: Client) -> None:
    shown = page(client, q="muvelodesi hazakrol")

    assert "<mark>művelődési</mark> <mark>házak</mark>" in shown
    assert "<script>alert" not in shown
    assert "2 találat" in shown


def test_a_slip_is_put_right_and_told(client: Client) -> None:
    shown = page(client, q="filmklubb vettítés")

    assert "Filmklub" in shown
    assert "filmklubb vettítés" in shown


@pytest.mark.parametrize(
    "typed",
    [
        '"művelődési ház',
        "'",
        '"',
        "%",
        "\0",
        "a\0b",
        "\\",
        "*",
        "-",
        "(((",
        "AND OR NOT",
        ";--",
        "🙂",
        "a" * 300,
    ],
)
def test_whatever_is_typed_does_no_harm(client: Client, typed: str) -> None:
    assert client.get(reverse("core:search"), {"q": typed}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        {"page": "-1"},
        {"page": "99999"},
        {"page": "x"},
        {"year": "\0"},
        {"year": "²"},
        {"kind": "\0"},
        {"county": "' OR 1"},
        {"field": "old"},
        {"kind": "note", "field": "%"},
    ],
)
def test_no_choice_of_a_facet_does_harm(client: Client, query: dict[str, str]) -> None:
    assert client.get(reverse("core:search"), {"q": "ház", **query}).status_code == 200


def test_too_long_a_text_is_cut_and_told(client: Client) -> None:
    assert "csak az elejére kerestünk" in page(client, q="művelődési ház " * 2000)


def test_a_facet_narrows(client: Client) -> None:
    assert "Old things (2)" in page(client, q="ház", kind="note")
    assert "Nincs találat" in page(client, q="ház", kind="note", year="1999")


def test_who_finds_nothing_is_told_what_to_do(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "links", {"search": [lambda request, text: [("Ask somebody", "/ask/")]]})

    shown = page(client, q="xyzzyqwert")

    assert "Nincs találat" in shown
    assert "Ask somebody" in shown


def test_every_page_has_the_box_but_this(client: Client) -> None:
    assert 'id="find-q"' in client.get(reverse("core:style")).content.decode()
    assert 'id="find-q"' not in page(client)
