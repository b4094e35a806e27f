"""What a letter is made of: the kinds of blocks, their fields, and the one way typed blocks become kept ones.

A block is a small dictionary: `id` (keeps its identity while it is moved), `type`, and the fields of its kind, all text. What is
typed is kept as typed; whether a letter may go out is asked by `checks.py`, so that an unfinished draft can be saved.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mentorhalo.core.registry import registry

LONGEST_TEXT = 20_000
LONGEST_ADDRESS = 400  # a line of a letter ends before 998 octets
MOST_BLOCKS = 60
LIVE = "value"

type Block = dict[str, str]


class BlocksRefused(Exception):
    """Too many blocks, too long, or of no known kind."""


@dataclass(frozen=True)
class Part:
    """A field of a kind of block. `form` names how it is asked: line, text, address, picture or live."""

    name: str
    label: Any
    form: str = "line"
    longest: int = 300
    hint: Any = ""
    is_required: bool = True


@dataclass(frozen=True)
class Kind:
    code: str
    label: Any
    parts: tuple[Part, ...] = field(default=())
    is_live: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(part.name for part in self.parts)


MARKS = gettext_lazy(
    "An empty line starts a new paragraph. **bold**, *italic*, [words](https://address). "
    "{name} or {név} is the reader's name."
)
OWN_KINDS = (
    Kind(
        "heading",
        pgettext_lazy("block of a letter", "Heading"),
        (Part("text", pgettext_lazy("block of a letter", "Heading"), longest=150),),
    ),
    Kind(
        "text",
        pgettext_lazy("block of a letter", "Text"),
        (Part("text", pgettext_lazy("block of a letter", "Text"), "text", LONGEST_TEXT, MARKS),),
    ),
    Kind(
        "list",
        pgettext_lazy("block of a letter", "List"),
        (Part("text", gettext_lazy("Items, one a line"), "text", LONGEST_TEXT),),
    ),
    Kind(
        "quote",
        gettext_lazy("Quotation"),
        (
            Part("text", gettext_lazy("The words quoted"), "text", 2_000),
            Part("by", gettext_lazy("Who said it"), longest=150, is_required=False),
        ),
    ),
    Kind(
        "button",
        pgettext_lazy("block of a letter", "Button"),
        (
            Part("text", gettext_lazy("Words on the button"), longest=80),
            Part("href", gettext_lazy("Where it leads"), "address", LONGEST_ADDRESS),
        ),
    ),
    Kind(
        "picture",
        pgettext_lazy("block of a letter", "Picture"),
        (
            Part("image", pgettext_lazy("block of a letter", "Picture"), "picture", 12),
            Part(
                "alt",
                gettext_lazy("What can be seen in it"),
                longest=250,
                hint=gettext_lazy("Read aloud to those who do not see the picture."),
            ),
            Part("caption", gettext_lazy("Caption"), longest=250, is_required=False),
            Part("href", gettext_lazy("Where it leads"), "address", LONGEST_ADDRESS, is_required=False),
        ),
    ),
    Kind("divider", gettext_lazy("Dividing line")),
)


def kinds() -> dict[str, Kind]:
    """Every kind of block, the live ones of other rooms last."""
    live = (
        Kind(code, block.label, (Part(LIVE, block.label, "live", 120),), is_live=True)
        for code, block in sorted(registry.letter_blocks.items())
    )
    return {kind.code: kind for kind in (*OWN_KINDS, *live)}


def new_block(code: str) -> Block:
    """An empty block. Raises `BlocksRefused` for an unknown kind."""
    return cleaned([{"type": code}])[0]


def cleaned(blocks: Iterable[Mapping[str, Any]]) -> list[Block]:
    """Blocks as they are kept: known fields only, line ends as one, each with its `id`. Raises `BlocksRefused`."""
    known = kinds()
    kept: list[Block] = []
    for block in blocks:
        kind = known.get(str(block.get("type", "")))
        if kind is None:
            raise BlocksRefused(_("There is a block of an unknown kind in the letter."))
        kept.append(_one(kind, block, {one["id"] for one in kept}))
    if len(kept) > MOST_BLOCKS:
        raise BlocksRefused(_("A letter may have %(most)s blocks at most.") % {"most": MOST_BLOCKS})
    return kept


def _one(kind: Kind, block: Mapping[str, Any], taken: set[str]) -> Block:
    identity = "".join(letter for letter in str(block.get("id", "")) if letter.isalnum())[:12]
    kept = {"id": identity if identity and identity not in taken else token_hex(4), "type": kind.code}
    for part in kind.parts:
        text = str(block.get(part.name) or "").replace("\r\n", "\n").replace("\x00", "").strip()
        if part.form != "text":
            text = " ".join(text.split())
        if len(text) > part.longest:
            raise BlocksRefused(
                _("“%(field)s” may have %(most)s characters at most.")
                % {"field": part.label, "most": part.longest}
            )
        kept[part.name] = text
    return kept


def moved(blocks: list[Block], at: int, by: int) -> list[Block]:
    """The same blocks with one moved up (-1) or down (1); nothing changes at the ends."""
    there = at + by
    if not (0 <= at < len(blocks) and 0 <= there < len(blocks)):
        return blocks
    changed = list(blocks)
    changed[at], changed[there] = changed[there], changed[at]
    return changed


def without(blocks: list[Block], at: int) -> list[Block]:
    return [block for index, block in enumerate(blocks) if index != at]
