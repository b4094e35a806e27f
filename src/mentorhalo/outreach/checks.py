"""What is looked at before a letter may leave: errors hold it back, warnings do not.

Nothing is asked from outside: an address of ours is looked up among our own pages, a foreign one only read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from mentorhalo.core.numbers import file_size
from mentorhalo.core.registry import registry

from .blocks import LIVE, Block, Kind, Part, kinds
from .choices import IssueKind
from .models import Issue, IssueText
from .queries.issues import known_pictures
from .rendering import Rendering, render
from .rendering.tokens import UNSUBSCRIBE
from .rendering.words import is_address, links_in

HEAVIEST = 100 * 1024  # Gmail cuts a letter at 102 KB, and the way out with it
LONGEST_SUBJECT = 70
LONGEST_LINE = 900
SAYS_NOTHING = {"ide", "itt", "kattintson ide", "katt ide", "here", "click here", "link", "tovább", "more"}


class Weight(StrEnum):
    ERROR = "error"
    WARNING = "warning"


ERROR, WARNING = Weight.ERROR, Weight.WARNING


@dataclass(frozen=True)
class Finding:
    """One thing to put right. `block` is the id of the block it is about, `language` the text's."""

    weight: Weight
    words: str
    language: str = ""
    block: str = ""

    @property
    def is_error(self) -> bool:
        return self.weight is Weight.ERROR


def check(issue: Issue, *, base_url: str) -> list[Finding]:
    """Everything found in a letter, errors first; in the active language. A fixed number of queries and those of live blocks."""
    texts = list(issue.texts.select_related("issue").order_by("-language"))
    pictures = known_pictures(block for text in texts for block in text.blocks)
    found = list(_of_issue(issue, texts))
    for text in texts:
        found += _of_text(text, render(text, base_url=base_url), pictures, base_url)
    return sorted(found, key=lambda finding: not finding.is_error)


def errors_of(issue: Issue, *, base_url: str) -> list[Finding]:
    """What forbids sending."""
    return [finding for finding in check(issue, base_url=base_url) if finding.is_error]


def _of_issue(issue: Issue, texts: list[IssueText]) -> Iterator[Finding]:
    written = {text.language for text in texts}
    if "hu" not in written:
        yield Finding(ERROR, _("The Hungarian text is missing."))
    if "en" not in written:
        yield Finding(WARNING, _("There is no English text: those who read English get the Hungarian one."))
    if issue.kind == IssueKind.COUNTY_LETTER and not issue.reply_to:
        yield Finding(ERROR, _("A county letter needs somebody who gets the answers."))
    if not settings.OPERATOR_ADDRESS:
        yield Finding(WARNING, _("The sender's postal address is missing at the foot of the letter."))


def _of_text(text: IssueText, made: Rendering, pictures: dict[str, str], base_url: str) -> Iterator[Finding]:
    def found(weight: Weight, words: str, block: str = "") -> Finding:
        return Finding(weight, words, text.language, block)

    for weight, words in (*_of_subject(made.subject), *_of_parts(made)):
        yield found(weight, words)
    if not text.preview:
        yield found(WARNING, _("There is no first line: mail programs will show whatever comes first."))
    if not text.blocks:
        yield found(ERROR, _("The letter is empty."))
    known = kinds()
    for block in text.blocks:
        kind = known.get(block["type"])
        if kind is None:
            yield found(ERROR, _("There is a block of an unknown kind in the letter."), block["id"])
            continue
        for weight, words in _of_block(kind, block, pictures, base_url, text.language):
            yield found(weight, words, block["id"])


def _of_subject(subject: str) -> Iterator[tuple[Weight, str]]:
    if not subject:
        yield ERROR, _("The subject is empty.")
    if len(subject) > LONGEST_SUBJECT:
        yield (
            WARNING,
            _("The subject is longer than %(most)s characters: phones cut it.") % {"most": LONGEST_SUBJECT},
        )
    if _shouts(subject):
        yield WARNING, _("The subject shouts: capitals and exclamation marks look like spam.")


def _of_parts(made: Rendering) -> Iterator[tuple[Weight, str]]:
    size = len(made.html.encode())
    if size > HEAVIEST:
        yield (
            WARNING,
            _("The letter is %(size)s: mail programs cut it at 102 kB, the way to unsubscribe included.")
            % {"size": file_size(size)},
        )
    if any(UNSUBSCRIBE not in part for part in (made.html, made.plain)):
        yield ERROR, _("The way to unsubscribe is missing from the letter.")
    if any(
        len(line.encode()) > LONGEST_LINE for part in (made.html, made.plain) for line in part.split("\n")
    ):
        yield ERROR, _("There is a word or an address in the letter that is too long for mail servers.")


def _of_block(
    kind: Kind, block: Block, pictures: dict[str, str], base_url: str, language: str
) -> Iterator[tuple[Weight, str]]:
    for part in kind.parts:
        value = block.get(part.name, "")
        if not value:
            if part.is_required:
                yield ERROR, _("%(kind)s: “%(field)s” is empty.") % _named(kind, part)
        elif part.form == "address":
            yield from _of_address(value, base_url)
        elif part.form == "picture":
            yield from _of_picture(value, block["alt"], pictures)
        elif part.form == "live":
            with translation.override(language):
                gone = registry.letter_blocks[kind.code].fill(block[LIVE]) is None
            if gone:
                yield ERROR, _("%(kind)s: what was chosen is not there any more.") % _named(kind, part)
        else:
            yield from _of_words(value, base_url)


def _of_words(words: str, base_url: str) -> Iterator[tuple[Weight, str]]:
    for said, address in links_in(words):
        yield from _of_address(address, base_url)
        if said.strip(" .!»›>").lower() in SAYS_NOTHING:
            yield (
                WARNING,
                _("The words of the link “%(words)s” do not tell where it leads.") % {"words": said},
            )
    if any(len(line) > 30 and _shouts(line) for line in words.split("\n")):
        yield WARNING, _("A whole line is written in capitals: it is hard to read.")


def _of_picture(image: str, alt: str, pictures: dict[str, str]) -> Iterator[tuple[Weight, str]]:
    if image not in pictures:
        yield ERROR, _("The picture is not there any more.")
    elif alt.lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".gif")) or alt.lower() in {
        "kép",
        "picture",
    }:
        yield WARNING, _("“%(alt)s” does not tell what can be seen in the picture.") % {"alt": alt}


def _of_address(address: str, base_url: str) -> Iterator[tuple[Weight, str]]:
    if not is_address(address):
        yield (
            ERROR,
            _("“%(address)s” is no address: begin it with https:// or, within this site, with /.")
            % {"address": address},
        )
        return
    parts = urlsplit(address)
    if parts.scheme == "http" and not address.startswith(base_url):
        yield WARNING, _("“%(address)s” is not a secure address (https).") % {"address": address}
    is_ours = not parts.scheme or address.startswith(f"{base_url}/")
    if is_ours and not is_page_of_ours(parts.path or "/"):
        yield ERROR, _("There is no page at “%(address)s”.") % {"address": address}


def is_page_of_ours(path: str) -> bool:
    """Whether an address leads to a view or a page of the content. Whether its record exists is not asked."""
    language = next(
        (code for code, _name in settings.LANGUAGES if path.startswith(f"/{code}/")), settings.LANGUAGE_CODE
    )
    with translation.override(language):
        try:
            match = resolve(path)
        except Resolver404:
            return False
        return match.url_name != "wagtail_serve" or _is_content(match.args, match.kwargs)


def _is_content(args: Iterable[Any], kwargs: dict[str, Any]) -> bool:
    """Whether the content has a live page there."""
    path = next(iter(args), kwargs.get("path", ""))
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return False
    root: Page = site.root_page.localized.specific
    try:
        root.route(HttpRequest(), [part for part in path.split("/") if part])
    except Http404:
        return False
    return True


def _shouts(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    capitals = sum(sign.isupper() for sign in letters)
    return (len(letters) >= 8 and capitals > len(letters) * 0.7) or "!!" in text


def _named(kind: Kind, part: Part) -> dict[str, Any]:
    return {"kind": kind.label, "field": part.label}
