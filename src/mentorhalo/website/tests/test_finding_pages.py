"""Pages and news are found while they are public, and not a moment longer."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from mentorhalo.core.search import search, tokens_of
from mentorhalo.website.tests.factories import a_content_page, a_news_page

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return [hit.title for hit in search(text, tokens_of(AnonymousUser())).hits]


def test_published_page_is_found_by_an_inflected_word_of_its_blocks(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = a_content_page("Hogyan dolgozunk?")
        page.body = page._meta.get_field("body").stream_block.to_python(
            [{"type": "text", "value": "<p>A mentor beszélgetőkört hív össze.</p>"}]
        )
        page.save_revision().publish()

    assert found("beszelgetokorrol") == ["Hogyan dolgozunk?"]


def test_page_taken_down_is_not_found(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        news = a_news_page("Megnyílt a kézművesműhely")
        news.save_revision().publish()
    assert found("kézművesműhely") == ["Megnyílt a kézművesműhely"]

    news.unpublish()

    assert found("kézművesműhely") == []
