"""The plain part: the same blocks as text that reads well, links as numbered notes at the end."""

import textwrap

from django.utils.translation import gettext as _

from ..models import IssueText
from .frame import Frame
from .pieces import Piece, absolute
from .tokens import ADDRESS, MANAGE, UNSUBSCRIBE, without_tokens
from .words import in_plain, line_in_plain

WIDTH = 72


class Notes:
    """Addresses by their numbers, each once."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.addresses: list[str] = []

    def of(self, address: str) -> str:
        there = absolute(address, self.base_url)
        if there not in self.addresses:
            self.addresses.append(there)
        return f"[{self.addresses.index(there) + 1}]"

    def lines(self) -> str:
        return "\n".join(f"[{number}] {address}" for number, address in enumerate(self.addresses, start=1))


def plain_part(text: IssueText, frame: Frame, content: list[Piece]) -> str:
    """In the active language."""
    notes = Notes(frame.home.rstrip("/"))
    subject = " ".join(without_tokens(text.subject).split())
    parts = [f"{wrapped(subject)}\n{'=' * min(len(subject), WIDTH)}"]
    parts.append(plain_blocks(content, notes))
    if notes.addresses:
        parts.append(f"{_('Links:')}\n{notes.lines()}")
    parts.append(_foot(frame))
    return "\n\n".join(part for part in parts if part) + "\n"


def plain_blocks(content: list[Piece], notes: Notes) -> str:
    return "\n\n".join(part for piece in content for part in _of_piece(piece, notes))


def _of_piece(piece: Piece, notes: Notes) -> list[str]:
    match piece.type:
        case "divider":
            return ["-" * 24]
        case "heading":
            heading = line_in_plain(piece.text, notes.of)
            return [f"{wrapped(heading)}\n{'-' * min(len(heading), WIDTH)}"]
        case "list":
            return ["\n".join(wrapped(line_in_plain(item, notes.of), first="- ") for item in piece.items)]
        case "quote":
            said = [wrapped(part, first="> ", then="> ") for part in in_plain(piece.text, notes.of)]
            by = without_tokens(piece.block["by"])
            return ["\n>\n".join(said) + (f"\n{wrapped(by, first='– ')}" if by else "")]
        case "button":
            return [f"{wrapped(piece.text)}:\n{piece.href}"]
        case "picture":
            words = [_("[Picture: %(alt)s]") % {"alt": piece.text}] if piece.text else []
            words += [without_tokens(piece.block["caption"])] if piece.block["caption"] else []
            return [wrapped(" ".join([*words, *([notes.of(piece.href)] if piece.href else [])]))]
        case "live":
            return [_live(piece, notes)]
        case _:
            return [wrapped(part) for part in in_plain(piece.text, notes.of)]


def _live(piece: Piece, notes: Notes) -> str:
    item = piece.live
    if item is None:
        return ""
    head = f"{item.title}: {item.figure}" if item.figure else item.title
    lines = [wrapped(f"{head} {notes.of(piece.href)}" if piece.href else head)]
    lines += [wrapped(line) for line in (item.text, item.note) if line]
    return "\n".join(lines)


def _foot(frame: Frame) -> str:
    lines = ["-- "]
    if frame.programme:
        lines += [wrapped(frame.programme.name)]
        lines += [wrapped(f"{term}: {value}") for term, value in frame.funding]
        lines.append("")
    lines.append(wrapped(frame.reason))
    lines.append(wrapped(_("It was sent to: %(address)s") % {"address": ADDRESS}))
    lines += [
        f"{_('Unsubscribe:')} {UNSUBSCRIBE}",
        f"{_('Change what you get:')} {MANAGE}",
        f"{_('Read it in the browser:')} {frame.view}",
    ]
    if frame.postal_address:
        lines += ["", wrapped(frame.postal_address)]
    return "\n".join(lines)


def wrapped(text: str, *, first: str = "", then: str = "") -> str:
    """Lines of at most 72 signs where words allow; line ends that were typed stay."""
    then = then or " " * len(first)
    lines = []
    for number, line in enumerate(text.split("\n")):
        lines += textwrap.wrap(
            line,
            WIDTH,
            initial_indent=then if number else first,
            subsequent_indent=then,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(lines)
