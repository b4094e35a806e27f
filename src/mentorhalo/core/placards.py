"""Placards: a picture of 1200 by 630 points that social sites show beside a link, written in the house's own letters."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from PIL import Image, ImageDraw, ImageFont

from .bundles import BUILD_DIR

SIZE = (1200, 630)
MARGIN = 72
BAND = 24
PAPER, INK, QUIET, GREEN, LOSS = "#fbf9f4", "#1c1a17", "#5a554c", "#1d5c43", "#a32b22"
FONTS = (
    "source-sans-3-latin-wght-normal-*.woff2",
    "source-sans-3-latin-ext-wght-normal-*.woff2",
)
PLAIN, BOLD = 420, 680
TITLE_SIZES = range(84, 35, -4)
LEADING = 1.16
ENDED = "…"
STRIPPED = " ,.:;–-…"

type Font = ImageFont.FreeTypeFont


class PlacardRefused(Exception):
    """The letters are not there: the front end has not been built."""


@dataclass(frozen=True)
class Placard:
    """What stands on it; `stamp` is in red, for what does not take place."""

    title: str
    lines: Sequence[str]
    heading: str = ""
    foot: str = ""
    stamp: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same words."""
        words = "\0".join((self.title, *self.lines, self.heading, self.foot, self.stamp))
        return hashlib.sha256(words.encode()).hexdigest()[:32]


def as_png(placard: Placard) -> bytes:
    """Some hundredths of a second. A long title gets smaller, then ends with an ellipsis. Raises `PlacardRefused`."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, BAND, SIZE[1]), fill=GREEN)
    top = _heading(pen, placard.heading)
    foot = SIZE[1] - MARGIN + 18
    if placard.foot:
        foot -= 44
        _write(pen, _shortened(placard.foot, 36, BOLD, _width()), foot, 36, BOLD, GREEN)
    lines = [(placard.stamp, LOSS)] if placard.stamp else []
    lines += [(line, INK) for line in placard.lines if line]
    below = foot - 24 - 54 * len(lines)
    _title(pen, placard.title, top, below - 16)
    for number, (line, colour) in enumerate(lines):
        weight = BOLD if number == 0 else PLAIN
        _write(pen, _shortened(line, 42, weight, _width()), below + 54 * number, 42, weight, colour)
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _width() -> int:
    return SIZE[0] - 2 * MARGIN


def _heading(pen: ImageDraw.ImageDraw, words: str) -> int:
    """Ours, and what it is part of; says where the title may begin."""
    brand = "Mentorháló"
    _write(pen, brand, MARGIN - 18, 34, BOLD, GREEN)
    if words:
        left = MARGIN + _length(brand, 34, BOLD) + 28
        fitting = _shortened(words, 34, PLAIN, SIZE[0] - MARGIN - int(left))
        _write(pen, fitting, MARGIN - 18, 34, PLAIN, QUIET, left=int(left))
    return MARGIN + 48


def _title(pen: ImageDraw.ImageDraw, words: str, top: int, bottom: int) -> None:
    """As large as it fits."""
    for size in TITLE_SIZES:
        lines = _broken(words, size, BOLD, _width())
        room = int((bottom - top) // (size * LEADING))
        if len(lines) <= room and all(_length(line, size, BOLD) <= _width() for line in lines):
            break
    else:
        whole = _broken(words, size, BOLD, _width())
        kept = whole[:room]
        if len(whole) > room:
            kept[-1] = f"{kept[-1].rstrip(STRIPPED)}{ENDED}"
        lines = [_shortened(line, size, BOLD, _width()) for line in kept]
    for number, line in enumerate(lines):
        _write(pen, line, top + int(number * size * LEADING), size, BOLD, INK)


def _broken(words: str, size: int, weight: int, width: int) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _length(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _shortened(words: str, size: int, weight: int, width: int) -> str:
    if _length(words, size, weight) <= width:
        return words
    while words and _length(f"{words}{ENDED}", size, weight) > width:
        words = words[:-1].rstrip(STRIPPED)
    return f"{words}{ENDED}"


def _write(
    pen: ImageDraw.ImageDraw, words: str, top: int, size: int, weight: int, colour: str, left: int = MARGIN
) -> None:
    """On one line. `top` is the same for letters with and without accents."""
    base, place = top + int(size * 0.9), float(left)
    for run, font in _runs(words, size, weight):
        pen.text((place, base), run, font=font, fill=colour, anchor="ls")
        place += font.getlength(run)


def _length(words: str, size: int, weight: int) -> float:
    return sum(font.getlength(run) for run, font in _runs(words, size, weight))


def _runs(words: str, size: int, weight: int) -> Iterator[tuple[str, Font]]:
    """The font comes in two parts: what the first one lacks (ő, ű), the second one has."""
    for is_latin, letters in groupby(words, key=_is_latin):
        yield "".join(letters), _font(0 if is_latin else 1, size, weight)


def _is_latin(letter: str) -> bool:
    return letter <= "\u00ff" or "\u2000" <= letter <= "\u206f"


@cache
def _font(part: int, size: int, weight: int) -> Font:
    found = sorted((BUILD_DIR / "assets").glob(FONTS[part]))
    if not found:
        raise PlacardRefused
    font = ImageFont.truetype(found[0], size)
    font.set_variation_by_axes([weight])
    return font
