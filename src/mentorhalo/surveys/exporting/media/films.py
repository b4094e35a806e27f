"""Films and recordings in boxes (MP4, 3GP, M4A): of the boxes those stay that pictures and sounds need; the others are emptied in place,
so that nothing moves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from .chunks import Broken

BLOCK = 1 << 18
MOST_BOXES = 20_000
# Which boxes stay, by the box they lie in; those that are named here themselves are gone through.
STAYING: Mapping[bytes, frozenset[bytes]] = {
    b"": frozenset({b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"sidx", b"mfra"}),
    b"moov": frozenset({b"mvhd", b"trak", b"mvex"}),
    b"trak": frozenset({b"tkhd", b"edts", b"tref", b"mdia"}),
    b"mdia": frozenset({b"mdhd", b"hdlr", b"minf"}),
    b"minf": frozenset({b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl"}),
    b"stbl": frozenset(
        b"stsd stts ctts cslg stss stps stsc stsz stz2 stco co64 sdtp sbgp sgpd saiz saio subs".split()
    ),
    b"moof": frozenset({b"mfhd", b"traf"}),
    b"traf": frozenset(b"tfhd tfdt trun sdtp sbgp sgpd saiz saio subs".split()),
}
DATED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
# A track of another sort may be one of places.
TRACKS = frozenset({b"vide", b"soun"})
PICTURES = frozenset(b"avc1 avc3 hvc1 hev1 mp4v s263 h263 av01 vp08 vp09".split())


@dataclass(frozen=True, slots=True)
class Box:
    name: bytes
    start: int
    inside: int
    end: int


@dataclass(frozen=True, slots=True)
class Patch:
    """From here to there: these bytes, then noughts."""

    start: int
    end: int
    head: bytes = b""


def bare_film(film: BinaryIO, size: int) -> Iterator[bytes]:
    """Reads it in blocks. Raises `Broken` before it gives anything: for whatever it cannot read, or a track of another sort."""
    patches = sorted(_Boxes(film).patches(Box(b"", 0, 0, size)), key=lambda one: one.start)
    yield from _patched(film, size, patches)


class _Boxes:
    """Goes through them, and counts: there may be millions in a film that was made to trouble us."""

    def __init__(self, film: BinaryIO) -> None:
        self._film = film
        self._seen = 0

    def patches(self, outer: Box) -> Iterator[Patch]:
        names = set()
        for box in self._within(outer):
            names.add(box.name)
            if box.name not in STAYING[outer.name]:
                yield self._emptied(box)
            elif box.name in DATED:
                is_long = self._read(box.inside, 1) == b"\1"
                yield _part(box, 4, 20 if is_long else 12)
            elif box.name == b"hdlr":
                yield self._nameless(box, outer)
            elif box.name == b"stsd":
                yield from self._described(box)
            elif box.name in STAYING:
                yield from self.patches(box)
        if (outer.name == b"" and b"moov" not in names) or (outer.name == b"mdia" and b"hdlr" not in names):
            raise Broken

    def _nameless(self, box: Box, outer: Box) -> Patch:
        """Who made the device, and what it calls this, stand behind the sort of the track."""
        if outer.name == b"mdia" and self._read(box.inside + 8, 4) not in TRACKS:
            raise Broken
        return _part(box, 12, box.end - box.inside)

    def _described(self, box: Box) -> Iterator[Patch]:
        """How pictures are coded says by what: its maker, and a name."""
        for entry in self._within(Box(box.name, box.start, box.inside + 8, box.end)):
            if entry.name in PICTURES:
                yield _part(entry, 12, 16)
                yield _part(entry, 42, 74)

    def _emptied(self, box: Box) -> Patch:
        head = self._read(box.start, box.inside - box.start)
        return Patch(box.start, box.end, head[:4] + b"free" + head[8:])

    def _within(self, outer: Box) -> Iterator[Box]:
        start = outer.inside
        while start < outer.end:
            self._seen += 1
            head = self._read(start, 16)
            length, inside = int.from_bytes(head[:4]), start + 8
            if length == 1:
                length, inside = int.from_bytes(head[8:16]), start + 16
            elif length == 0:
                length = outer.end - start
            is_whole = len(head) >= 8 and length >= inside - start and start + length <= outer.end
            if not is_whole or self._seen > MOST_BOXES:
                raise Broken
            yield Box(head[4:8], start, inside, start + length)
            start += length

    def _read(self, start: int, many: int) -> bytes:
        self._film.seek(start)
        return self._film.read(many)


def _part(box: Box, start: int, end: int) -> Patch:
    """Of what it holds, counted from its beginning."""
    if not start <= end <= box.end - box.inside:
        raise Broken
    return Patch(box.inside + start, box.inside + end)


def _patched(film: BinaryIO, size: int, patches: list[Patch]) -> Iterator[bytes]:
    at = 0
    for patch in patches:
        yield from _blocks(film, at, patch.start)
        yield patch.head
        left = patch.end - patch.start - len(patch.head)
        while left > 0:
            part = min(left, BLOCK)
            yield bytes(part)
            left -= part
        at = patch.end
    yield from _blocks(film, at, size)


def _blocks(film: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    film.seek(start)
    while start < end:
        block = film.read(min(BLOCK, end - start))
        if not block:
            raise Broken
        yield block
        start += len(block)
