"""Typed words: paragraphs, emphasis, links. Everything is escaped first, so HTML that was typed is shown as typed."""

import re
from collections.abc import Callable
from html import escape
from urllib.parse import urlsplit

import nh3

from .tokens import NAME, without_tokens

SCHEMES = {"http", "https", "mailto", "tel"}
LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(([^()\s]{1,400})\)")
BARE = re.compile(r"(?<![\w(\"'=/\x02])https?://[^\s<>()\[\]\x01-\x03]*[^\s<>()\[\].,;:!?\x01-\x03]")
STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])")
READER = re.compile(r"\{\s*(?:név|name)\s*\}", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
WAITING = re.compile(r"\x01(\d+)\x02")
TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li"}

type Absolute = Callable[[str], str]


def is_address(text: str) -> bool:
    """Whether a typed address may stand in a letter: a path of ours, or of a known scheme with something behind it."""
    if text.startswith("/") and not text.startswith("//"):
        return True
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    if parts.scheme in ("mailto", "tel"):
        return bool(parts.path)
    return parts.scheme in SCHEMES and bool(parts.netloc) and not any(sign in text for sign in "\"'<>` ")


def links_in(text: str) -> list[tuple[str, str]]:
    """(words, address) of every link in typed words."""
    return [(found[1], found[2]) for found in LINK.finditer(text)]


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", without_tokens(text)) if part.strip()]


def in_html(text: str, absolute: Absolute) -> str:
    """Paragraphs as safe, well-formed HTML."""
    return cleaned("".join(f"<p>{_inline(part, absolute)}</p>" for part in paragraphs(text)))


def line_in_html(text: str, absolute: Absolute) -> str:
    """One line, without a paragraph of its own."""
    return cleaned(_inline(without_tokens(text), absolute))


def cleaned(html: str) -> str:
    """The last gate: only what a letter may hold passes, whatever went before. Every tag comes out closed."""
    return nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None, strip_comments=True
    )


def _inline(text: str, absolute: Absolute) -> str:
    """Opening tags of links wait as `\x01n\x02` until the emphasis is done, so that no address is taken for emphasis."""
    opened: list[str] = []

    def link(address: str, words: str) -> str:
        if not is_address(address):
            return words
        opened.append(f'<a href="{escape(absolute(address))}">')
        return f"\x01{len(opened) - 1}\x02{words}\x03"

    text = LINK.sub(lambda found: link(found[2], found[1]), READER.sub(NAME, CONTROL.sub("", text)))
    html = escape(BARE.sub(lambda found: link(found[0], found[0]), text))
    html = STRONG.sub(r"<strong>\1</strong>", html)
    html = EMPHASIS.sub(r"<em>\1</em>", html)
    html = WAITING.sub(lambda found: opened[int(found[1])], html).replace("\x03", "</a>")
    return html.replace("\n", "<br>")


def in_plain(text: str, noted: Absolute) -> list[str]:
    """Paragraphs of the plain part; `noted` gives an address the number of its note."""
    return [line_in_plain(part, noted) for part in paragraphs(text)]


def line_in_plain(text: str, noted: Absolute) -> str:
    text = READER.sub(NAME, text)
    text = LINK.sub(lambda found: f"{found[1]} {noted(found[2])}" if is_address(found[2]) else found[1], text)
    text = STRONG.sub(r"\1", text)
    return EMPHASIS.sub(r"\1", text)
