"""A piece of news in a newsletter."""

from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import LetterBlock, LetterItem, registry

from .models.news import NewsPage

OFFERED = 60


def offered() -> list[tuple[str, str]]:
    """The latest published ones, in Hungarian; a letter in another language shows their translation."""
    rows = NewsPage.objects.shown("hu").defer_streamfields()[:OFFERED]
    return [(str(row.translation_key), row.title) for row in rows]


def filled(value: str) -> LetterItem | None:
    """In the language of the letter where there is a translation, else in Hungarian; None once it is withdrawn."""
    try:
        key = UUID(value)
    except ValueError:
        return None
    rows = {
        row.locale.language_code: row
        for row in NewsPage.objects.live().public().filter(translation_key=key).select_related("locale")
    }
    page = rows.get(get_language() or "hu") or rows.get("hu")
    if page is None:
        return None
    return LetterItem(title=page.title, text=page.lead, href=page.url or "")


def sign_in() -> None:
    registry.add_letter_block("news", LetterBlock(_("Piece of news"), offered, filled))
