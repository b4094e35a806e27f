"""Blocks made ready to be shown: addresses absolute, pictures measured, live blocks filled with what holds now."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from mentorhalo.core.registry import LetterItem, registry

from ..blocks import LIVE, Block, kinds
from .tokens import without_tokens
from .words import in_html, is_address, line_in_html

NOTHING = mark_safe("")
WIDEST = 552  # of a picture, in CSS pixels: the sheet without its margins


@dataclass(frozen=True)
class Piece:
    """One block as the templates show it; `type` is "live" for what another room filled."""

    type: str
    block: Block
    text: str = ""
    html: SafeString = NOTHING
    items: tuple[str, ...] = ()
    href: str = ""
    src: str = ""
    width: int = WIDEST
    live: LetterItem | None = None


def absolute(address: str, base_url: str) -> str:
    """An address as it stands in a letter; nothing for what may not stand there."""
    if not is_address(address):
        return ""
    return address if urlsplit(address).scheme else urljoin(f"{base_url}/", address.lstrip("/"))


def pieces(blocks: Iterable[Block], *, base_url: str) -> list[Piece]:
    """In the active language. A block of a kind that is gone, an empty one and a live one that is gone leave nothing."""
    listed = list(blocks)
    widths = _picture_widths(listed)
    known = kinds()
    made = (
        _live(block, base_url) if known[block["type"]].is_live else _own(block, base_url, widths)
        for block in listed
        if block["type"] in known
    )
    return [piece for piece in made if piece is not None]


def _own(block: Block, base_url: str, widths: dict[str, int]) -> Piece | None:
    def linked(address: str) -> str:
        return absolute(address, base_url)

    kind, text = block["type"], without_tokens(block.get("text", ""))
    href = linked(block.get("href", ""))
    if kind == "divider":
        return Piece(kind, block)
    if kind == "picture":
        image = block.get("image", "")
        if image not in widths:
            return None
        src = base_url + reverse("outreach:picture", kwargs={"pk": int(image)})
        return Piece(kind, block, text=without_tokens(block["alt"]), href=href, src=src, width=widths[image])
    if not text:
        return None
    if kind == "list":
        items = tuple(line for line in (part.strip(" -•*\t") for part in text.split("\n")) if line)
        html = "".join(f"<li>{line_in_html(item, linked)}</li>" for item in items)
        return Piece(kind, block, html=_safe(f"<ul>{html}</ul>"), items=items)
    if kind == "button":
        return Piece(kind, block, text=text, href=href) if href else None
    html = in_html(text, linked) if kind in ("text", "quote") else line_in_html(text, linked)
    return Piece(kind, block, text=text, html=_safe(html))


def _live(block: Block, base_url: str) -> Piece | None:
    source = registry.letter_blocks[block["type"]]
    item = source.fill(block[LIVE]) if block[LIVE] else None
    if item is None:
        return None
    return Piece("live", block, href=absolute(item.href, base_url), live=item)


def _picture_widths(blocks: list[Block]) -> dict[str, int]:
    """Known pictures by the id in the block -> the width they are shown in. One query at most."""
    wanted = {block["image"] for block in blocks if block["type"] == "picture" and block["image"].isdecimal()}
    if not wanted:
        return {}
    found: dict[int, AbstractImage] = get_image_model().objects.in_bulk([int(one) for one in wanted])
    return {one: min(found[int(one)].width, WIDEST) for one in wanted if int(one) in found}


def _safe(html: str) -> SafeString:
    """Only for what came out of `words.cleaned`."""
    return mark_safe(html)
