"""What a page must hold before visitors see it: headings in order, words for pictures, links that say where they lead.

Pure: a page comes in, findings go out. The editor shows them while writing; publishing, in whatever way, and handing in refuse them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.rich_text import RichText

from mentorhalo.core.hungarian import fold

# Words that say nothing about where a link leads, as `fold` writes them.
EMPTY_WORDS = frozenset(
    {
        "itt",
        "ide",
        "ezen a linken",
        "ezen a cimen",
        "kattintson",
        "kattints",
        "kattintson ide",
        "kattints ide",
        "ide kattintva",
        "link",
        "bovebben",
        "tovabb",
        "reszletek",
        "tobb",
        "here",
        "click here",
        "click",
        "this link",
        "more",
        "read more",
        "details",
    }
)
HEADING = re.compile(r"h([1-6])")


@dataclass(frozen=True)
class Finding:
    """One fault of a page: what is wrong, and at which words."""

    code: str
    words: str


class PageRefused(Exception):
    """The page may not be public as it stands; `findings` say why, the exception itself says it to the person."""

    def __init__(self, page: Any, found: list[Finding]) -> None:
        faults = " ".join(finding.words for finding in found)
        super().__init__(
            _("“%(title)s” is not published: %(faults)s") % {"title": page.title, "faults": faults}
        )
        self.page = page
        self.findings = found


class _Reader(HTMLParser):
    """Headings and links of rich text with their words, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[tuple[int, str]] = []
        self.links: list[str] = []
        self._open: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" or HEADING.fullmatch(tag):
            self._open.append((tag, []))

    def handle_data(self, data: str) -> None:
        for _tag, words in self._open:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            return
        _tag, parts = self._open.pop()
        words = " ".join("".join(parts).split())
        if tag == "a":
            self.links.append(words)
        else:
            self.headings.append((int(tag[1]), words))


def findings(page: Any) -> list[Finding]:
    """Every fault of a page as it would be shown now. Queries: those for the pictures it names."""
    found: list[Finding] = []
    if not str(getattr(page, "lead", "x")).strip():
        found.append(
            Finding(
                "no-lead",
                _("The opening words are missing: lists and shared links would have nothing to say."),
            )
        )
    readers = list(_readers(page))
    headings = [heading for reader in readers for heading in reader.headings]
    found += _heading_faults(headings)
    found += _link_faults(link for reader in readers for link in reader.links)
    found += _picture_faults(page)
    found += _table_faults(page)
    found += _film_faults(page)
    return list(dict.fromkeys(found))


def _heading_faults(headings: list[tuple[int, str]]) -> Iterator[Finding]:
    """The title is the one heading of the first level; no level may be left out on the way down."""
    above = 1
    for level, words in headings:
        if not words:
            yield Finding("empty-heading", _("There is an empty heading: write it or take it out."))
        if level == 1:
            yield Finding(
                "second-title", _("“%(words)s” is a second title: make it a heading.") % {"words": words}
            )
        if level > above + 1:
            yield Finding(
                "heading-gap",
                _(
                    "“%(words)s” is a heading of level %(level)s right under one of level %(above)s: a level is left out."
                )
                % {"words": words, "level": level, "above": above},
            )
        above = level


def _link_faults(links: Iterable[str]) -> Iterator[Finding]:
    for words in links:
        said = fold(words).strip(" .!:»…>")
        if not said:
            yield Finding("empty-link", _("There is a link without words."))
        elif said in EMPTY_WORDS:
            yield Finding(
                "vague-link",
                _("The link “%(words)s” does not say where it leads: let it name the page or the deed.")
                % {"words": words},
            )
        elif re.match(r"https?://|www\.", words):
            yield Finding(
                "bare-link",
                _("The link “%(words)s” is an address: write what is found there.") % {"words": words},
            )


def _picture_faults(page: Any) -> Iterator[Finding]:
    is_english = page.locale.language_code == "en" if page.locale_id else False
    for picture in _pictures(page):
        if not picture.alt_hu.strip() or (is_english and not picture.alt_en.strip()):
            yield Finding(
                "no-alt",
                _(
                    "The picture “%(title)s” has no words in the language of the page for those who do not see it."
                )
                % {"title": picture.title},
            )
        if not picture.rights.strip():
            yield Finding(
                "no-rights", _("The picture “%(title)s” says no right of use.") % {"title": picture.title}
            )


def _table_faults(page: Any) -> Iterator[Finding]:
    for kind, value in _blocks(page):
        if kind != "table":
            continue
        columns = value["table"].columns if value["table"] else []
        if not columns or any(not str(column["heading"]).strip() for column in columns):
            yield Finding(
                "no-table-header",
                _("The table “%(caption)s” has a column without a heading.") % {"caption": value["caption"]},
            )


def _film_faults(page: Any) -> Iterator[Finding]:
    for kind, value in _blocks(page):
        if kind == "video" and value["has_speech"] and not (value["subtitles"] or value["transcript"]):
            yield Finding(
                "no-subtitles",
                _("The film “%(title)s” needs subtitles or a text that says the same.")
                % {"title": value["title"]},
            )


def _blocks(page: Any) -> Iterator[tuple[str, Any]]:
    """(kind, value) of the blocks of every stream of the page, in their order."""
    for name in page.get_streamfield_names():
        stream = getattr(page, name)
        if isinstance(stream, StreamValue):
            for child in stream:
                yield child.block_type, child.value


def _pictures(page: Any) -> Iterator[Any]:
    own = getattr(page, "picture", None)
    if own is not None:
        yield own
    for kind, value in _blocks(page):
        if kind == "picture" and value["picture"] is not None:
            yield value["picture"]
        elif kind == "gallery":
            yield from (picture for picture in value["pictures"] if picture is not None)


def _readers(page: Any) -> Iterator[_Reader]:
    """What each block says, read; blocks with a title of their own count as a heading of the second level."""
    for _kind, value in _blocks(page):
        reader = _Reader()
        if isinstance(value, StructValue) and str(value.get("title") or "").strip():
            reader.headings.append((2, str(value["title"])))
        for source in _rich_texts(value):
            reader.feed(source)
        reader.close()
        yield reader


def _rich_texts(value: Any) -> Iterator[str]:
    if isinstance(value, RichText):
        yield value.source
    elif isinstance(value, StructValue):
        for inner in value.values():
            yield from _rich_texts(inner)
    elif isinstance(value, ListValue | StreamValue):
        for child in value:
            yield from _rich_texts(getattr(child, "value", child))
