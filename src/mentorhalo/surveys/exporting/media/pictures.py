"""Pictures without what a camera writes beside them (place, moment, device, comments); the picture itself stays byte for byte."""

import re
import struct
from collections.abc import Iterator

from .chunks import Broken, riff_chunks, riff_of

# A marker within a scan: 00 and the restart marks belong to the scan itself.
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
SCAN, END = 0xDA, 0xD9
COLOURS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
EXIF = b"Exif\0\0"
ORIENTATION = 0x0112
CHUNKS_OF_PNG = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs acTL fcTL fdAT".split()
)
CHUNKS_OF_WEBP = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP"})
EXIF_OF_WEBP, XMP_OF_WEBP = 0x08, 0x04
MARKS_OF_WEBP = EXIF_OF_WEBP | XMP_OF_WEBP
# How a JPEG is coded: frames, tables, scans.
CODING = frozenset({*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD}) - {0xC8}


def bare_jpeg(picture: bytes) -> Iterator[bytes]:
    """Which way up it stands is said anew. Whatever lies behind the end (films, second pictures) is left out."""
    yield picture[:2]
    at, turned = 2, 1
    is_said = False
    while True:
        if picture[at : at + 1] != b"\xff":
            raise Broken
        marker = picture[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == END:
            yield picture[at : at + 2]
            return
        end = at + 2 + int.from_bytes(picture[at + 2 : at + 4])
        if end > len(picture):
            raise Broken
        body = picture[at + 4 : end]
        if marker == 0xE1 and body.startswith(EXIF):
            turned = _orientation(body[len(EXIF) :]) or turned
        if marker == SCAN:
            if not is_said and turned != 1:
                yield _exif_of(turned)
            is_said = True
            found = MARKER.search(picture, end)
            if found is None:
                raise Broken
            end = found.start()
        if _stays(marker, body):
            yield picture[at:end]
        at = end


def bare_png(picture: bytes) -> Iterator[bytes]:
    yield picture[:8]
    at = 8
    while True:
        length, name = int.from_bytes(picture[at : at + 4]), picture[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(picture):
            raise Broken
        if name in CHUNKS_OF_PNG:
            yield picture[at:end]
        if name == b"IEND":
            return
        at = end


def bare_webp(picture: bytes) -> Iterator[bytes]:
    """Which way up it stands is said anew. One that moves is not taken: its frames have chunks of their own."""
    kept, turned = [], 1
    for name, body in riff_chunks(picture):
        if name in (b"ANIM", b"ANMF"):
            raise Broken
        if name == b"EXIF":
            turned = _orientation(body.removeprefix(EXIF)) or turned
        elif name in CHUNKS_OF_WEBP:
            kept.append((name, body))
    if kept and kept[0][0] == b"VP8X":
        marks = kept[0][1][0] & ~MARKS_OF_WEBP | (EXIF_OF_WEBP if turned != 1 else 0)
        kept[0] = b"VP8X", bytes([marks]) + kept[0][1][1:]
        if turned != 1:
            kept.append((b"EXIF", _tiff_of(turned)))
    yield from riff_of(b"WEBP", kept)


def _stays(marker: int, body: bytes) -> bool:
    """How it is coded, and of what programs add its colours."""
    beginning = COLOURS.get(marker)
    return marker in CODING or (beginning is not None and body.startswith(beginning))


def _orientation(tiff: bytes) -> int:
    """0 where it does not say."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(count):
            tag, _kind, _many, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if tag == ORIENTATION:
                return value if 1 <= value <= 8 else 0
    except struct.error:
        return 0
    return 0


def _exif_of(turned: int) -> bytes:
    """A segment that says which way up the picture stands, and nothing else."""
    tiff = _tiff_of(turned)
    return b"\xff\xe1" + (2 + len(EXIF) + len(tiff)).to_bytes(2) + EXIF + tiff


def _tiff_of(turned: int) -> bytes:
    return b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, ORIENTATION, 3, 1, turned, 0, 0)
