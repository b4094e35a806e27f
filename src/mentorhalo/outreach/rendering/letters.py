"""An issue in one language as the two parts of a letter, with tokens in the personal places."""

import re
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from mjml import mjml2html

from ..models import IssueText
from .frame import Frame, frame_of
from .pieces import Piece, pieces
from .plain import Notes, plain_blocks, plain_part
from .tokens import ADDRESS, MANAGE, UNSUBSCRIBE, without_tokens
from .words import CONTROL

LONGEST_LINE = 480  # octets: room for what the tokens become before the 998 of RFC 5322
BEFORE_BLOCK = re.compile(
    r"(?=<(?:(?:table|tbody|tr|td|div|p|ul|li|h[1-3]|body|head)[ >]|/(?:table|tr|div|ul)>|!--))"
)


@dataclass(frozen=True)
class Rendering:
    """`subject` has no token and is one line; lines of both parts are shorter than 500 octets, so 8-bit transport can take
    them unwrapped even with the personal words put in."""

    subject: str
    html: str
    plain: str


def render(text: IssueText, *, base_url: str) -> Rendering:
    """Both parts in the text's language, live blocks filled with what holds now. Writes nothing.

    `base_url` is the site's address without the last slash. About six queries and those of the live blocks.
    """
    with translation.override(text.language):
        frame = frame_of(text, base_url=base_url)
        content = pieces(text.blocks, base_url=base_url)
        return Rendering(
            subject=subject_of(text),
            html=_html(text, frame, content),
            plain=plain_part(text, frame, content),
        )


def words_of(text: IssueText, *, base_url: str) -> str:
    """The words alone, without subject and foot, as plain text; for the archive's search and feed, and for comparing."""
    with translation.override(text.language):
        notes = Notes(base_url)
        return plain_blocks(pieces(text.blocks, base_url=base_url), notes)


def subject_of(text: IssueText) -> str:
    return " ".join(without_tokens(text.subject).split())


def _html(text: IssueText, frame: Frame, content: list[Piece]) -> str:
    mjml = render_to_string(
        "outreach/letter/letter.mjml",
        {
            "language": text.language,
            "subject": subject_of(text),
            "preview": " ".join(without_tokens(text.preview).split()),
            "frame": frame,
            "pieces": content,
            "address": ADDRESS,
            "unsubscribe": UNSUBSCRIBE,
            "manage": MANAGE,
            "view": frame.view,
        },
    )
    # No fonts: by default a link to Google's would tell them who reads.
    html: str = mjml2html(CONTROL.sub("", mjml), fonts={}, disable_comments=True)
    return in_short_lines(html)


def in_short_lines(html: str) -> str:
    """The same page with line ends before blocks and, where that is not enough, in place of spaces."""
    lines = []
    for line in BEFORE_BLOCK.sub("\n", html).split("\n"):
        rest = line.strip(" ")
        while len(rest.encode()) > LONGEST_LINE and (at := _last_space(rest)) > 0:
            lines.append(rest[:at])
            rest = rest[at + 1 :]
        lines.append(rest)
    return "\n".join(line for line in lines if line) + "\n"


def _last_space(text: str) -> int:
    """Where a line may end: the last space within the limit, else the first after it."""
    fitting = text.encode()[:LONGEST_LINE].decode(errors="ignore")
    at = fitting.rfind(" ")
    return at if at > 0 else text.find(" ", len(fitting))
