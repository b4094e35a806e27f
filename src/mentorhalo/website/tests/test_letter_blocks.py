"""A piece of news in a newsletter: chosen once, told in each language of the letter, gone when it is withdrawn."""

import pytest
from django.utils import translation
from wagtail.models import Locale

from mentorhalo.core.registry import registry
from mentorhalo.website.tests.factories import a_news_index, a_news_page

pytestmark = pytest.mark.django_db

BLOCK = registry.letter_blocks["news"]


def test_published_news_is_offered_and_filled() -> None:
    news = a_news_page("Megnyílt a közösségi ház")
    a_news_page("Még készül", live=False)

    assert BLOCK.offer() == [(str(news.translation_key), "Megnyílt a közösségi ház")]
    item = BLOCK.fill(str(news.translation_key))

    assert item is not None
    assert (item.title, item.text, item.href) == (news.title, news.lead, news.url)


def test_letter_in_english_tells_the_translation_or_else_the_hungarian_words() -> None:
    news = a_news_page("Megnyílt a közösségi ház")
    with translation.override("en"):
        untranslated = BLOCK.fill(str(news.translation_key))
    index = a_news_index("en")
    a_news_page(
        "The community house is open",
        parent=index,
        translation_key=news.translation_key,
    )

    with translation.override("en"):
        translated = BLOCK.fill(str(news.translation_key))

    assert (untranslated and untranslated.title) == "Megnyílt a közösségi ház"
    assert (translated and translated.title) == "The community house is open"
    assert translated is not None
    assert index.locale == Locale.objects.get(language_code="en")
    assert translated.href.startswith("/en/")


def test_news_taken_down_is_gone() -> None:
    news = a_news_page()
    news.unpublish()

    assert BLOCK.offer() == []
    assert BLOCK.fill(str(news.translation_key)) is None


@pytest.mark.parametrize("value", ["00000000-0000-4000-8000-000000000000", "no key", ""])
def test_news_nobody_knows_is_gone(value: str) -> None:
    assert BLOCK.fill(value) is None
