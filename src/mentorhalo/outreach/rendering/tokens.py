"""The personal places of a letter.

A letter is rendered once per issue and language; what differs from reader to reader stands in it as these tokens. They are
plain ASCII without spaces, stand in text and in addresses of both parts, and are never broken by a line end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Self

from django.utils import translation
from django.utils.translation import gettext, pgettext

NAME = "@@MH-NAME@@"
ADDRESS = "@@MH-ADDRESS@@"
UNSUBSCRIBE = "@@MH-UNSUBSCRIBE@@"
MANAGE = "@@MH-MANAGE@@"

TOKENS = (NAME, ADDRESS, UNSUBSCRIBE, MANAGE)
MARK = "@@MH-"


@dataclass(frozen=True)
class Personal:
    """What stands in the tokens' places for one reader. Addresses of pages are absolute."""

    name: str
    address: str
    unsubscribe: str
    manage: str
    language: str

    @classmethod
    def nobody(cls, *, language: str, base_url: str) -> Self:
        """Neutral words, for the archive and the preview."""
        return cls(
            name="",
            address=neutral_address(language),
            unsubscribe=base_url,
            manage=base_url,
            language=language,
        )

    def plain_values(self) -> dict[str, str]:
        """Token -> words of the plain part. One line each, whatever the reader's name holds."""
        told = (
            self.name or neutral_name(self.language),
            self.address,
            self.unsubscribe,
            self.manage,
        )
        return dict(zip(TOKENS, (" ".join(words.split()) for words in told), strict=True))

    def html_values(self) -> dict[str, str]:
        """Token -> words of the HTML part, escaped for text and for attributes."""
        return {token: escape(words) for token, words in self.plain_values().items()}

    def in_html(self, html: str) -> str:
        return _replaced(html, self.html_values())

    def in_plain(self, plain: str) -> str:
        return _replaced(plain, self.plain_values())


def neutral_name(language: str) -> str:
    """How a reader without a name is greeted: “Kedves Olvasónk!”."""
    with translation.override(language):
        return pgettext("after “Dear”", "Reader")


def neutral_address(language: str) -> str:
    with translation.override(language):
        return gettext("the reader's address")


def without_tokens(text: str) -> str:
    """Typed words that pretend to be tokens lose their mark."""
    return text.replace(MARK, "MH-")


def tokens_in(text: str) -> Iterator[str]:
    return (token for token in TOKENS if token in text)


def _replaced(text: str, values: dict[str, str]) -> str:
    for token, words in values.items():
        text = text.replace(token, words)
    return text
