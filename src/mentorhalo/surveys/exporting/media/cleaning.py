"""A file that was sent along, as it may be given on: without where, when and by what it was taken."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from .chunks import Broken
from .films import BLOCK, bare_film
from .kinds import HEAD, PLAIN, Kind, kind_of
from .pictures import bare_jpeg, bare_png, bare_webp
from .sounds import bare_mp3, bare_wav

LARGEST_AT_ONCE = 16 << 20  # of what is read as a whole, and stands in memory twice
WHOLE: dict[Kind, Callable[[bytes], Iterator[bytes]]] = {
    Kind.JPEG: bare_jpeg,
    Kind.PNG: bare_png,
    Kind.WEBP: bare_webp,
    Kind.WAV: bare_wav,
    Kind.MP3: bare_mp3,
}


def cleaned(file: BinaryIO) -> tuple[Kind, Iterator[bytes]] | None:
    """What it is, and its blocks. None where we do not know how to take everything out: then nothing of it is given on."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    kind = kind_of(file.read(HEAD))
    if kind is None:
        return None
    file.seek(0)
    if kind in PLAIN:
        return kind, blocks_of(file)
    try:
        if kind is Kind.MP4:
            return kind, _begun(bare_film(file, size))
        if size > LARGEST_AT_ONCE:
            return None
        return kind, iter(list(WHOLE[kind](file.read())))
    except (Broken, IndexError):
        return None


def blocks_of(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block


def _begun(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same, once it is known that it can be read: raises before anything is given."""
    first = next(blocks, b"")

    def all_blocks() -> Iterator[bytes]:
        yield first
        yield from blocks

    return all_blocks()
