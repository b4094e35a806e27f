"""What people type and what they mean: inflected, without accents, misspelt (hungarian_queries.json)."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from mentorhalo.core import search
from mentorhalo.core.registry import SearchDraft, SearchSource, registry
from mentorhalo.core.search.actions import index

PUBLIC = frozenset({"public"})
LIST: dict[str, Any] = json.loads(
    (Path(__file__).parent / "hungarian_queries.json").read_text(encoding="utf-8")
)


def drafts(ids: object = None) -> Iterator[SearchDraft]:
    for document in LIST["documents"]:
        yield SearchDraft(
            document["id"],
            document["title"],
            document["text"],
            href=f"/{document['id']}/",
            language=document.get("language", ""),
        )


@pytest.fixture
def library(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    source = SearchSource("text", "Texts", entries=drafts)
    monkeypatch.setattr(registry, "search", {"text": source})
    index(source, drafts(), at=timezone.now())


def found(text: str) -> list[str]:
    return [hit.record for hit in search.search(text, PUBLIC).hits]


def test_recall_is_at_least_95_in_100(library: None) -> None:
    missed: dict[str, list[str]] = {}
    shares = []
    for query in LIST["queries"]:
        answers = found(query["typed"])
        relevant = set(query["relevant"])
        shares.append(len(relevant & set(answers)) / len(relevant))
        if relevant - set(answers):
            missed[query["typed"]] = sorted(relevant - set(answers))

    assert sum(shares) / len(shares) >= 0.95, missed
    assert len(shares) >= 60


@pytest.mark.parametrize("trap", LIST["traps"], ids=lambda trap: trap["typed"])
def test_what_differs_by_an_accent_or_is_another_word_comes_later(
    library: None, trap: dict[str, str]
) -> None:
    answers = found(trap["typed"])

    assert answers[0] == trap["first"]
    assert trap["lower"] not in answers or answers.index(trap["lower"]) > answers.index(trap["first"])


def test_every_database_gives_the_same_order(library: None) -> None:
    """The answers to the whole list in one number, the same wherever this runs; weigh words anew, and it is another."""
    answers = [found(query["typed"]) for query in LIST["queries"]]

    assert hashlib.sha256(json.dumps(answers).encode()).hexdigest()[:16] == LIST["order"]
