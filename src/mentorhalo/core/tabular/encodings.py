"""In which encoding somebody's text is: by proof where there is one, else by what Hungarian text looks like."""

import codecs
from collections import Counter
from typing import BinaryIO

BLOCK = 1 << 20
BOMS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
LETTERS = frozenset("áéíóöőúüűÁÉÍÓÖŐÚÜŰ")
# What else stands in Hungarian papers: quotes, dashes, signs, and the letters of the neighbours' names.
SIGNS = frozenset(
    "„”“’‘–—…§°€©®«»·•±×\u00a0" + "äÄâÂăĂîÎșȘşŞțȚţŢčČćĆđĐšŠžŽľĽťŤďĎňŇřŘěĚůŮýÝôÔëËßłŁąĄęĘśŚźŹżŻńŃ"
)
# cp1250 has these letters between 0x80 and 0x9F, where Latin-2 has none; Latin-2 has them here, where cp1250 has signs.
LATIN2_LETTERS = frozenset(b"\xa5\xa6\xa9\xab\xac\xae\xb5\xb6\xb9\xbb\xbc\xbe")


class Undecidable(Exception):
    """Not text in any encoding known here."""


def encoding_of(stream: BinaryIO) -> str:
    """The encoding of the whole stream, read block by block; leaves it at its start."""
    stream.seek(0)
    head = stream.read(4)
    for mark, name in BOMS:
        if head.startswith(mark):
            _check(stream, name)
            return name
    stream.seek(0)
    counted = Counter[int]()
    neighbours = 0
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    while block := stream.read(BLOCK):
        counted.update(block)
        neighbours += _latin2_letters(block)
        if is_utf8:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                is_utf8 = False
    if is_utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            is_utf8 = False
    stream.seek(0)
    if counted[0]:
        return _utf16_without_mark(stream, counted)
    if any(counted[code] for code in range(32) if code not in b"\t\n\r\x0b\x0c\x1a\x1b"):
        raise Undecidable
    return "utf-8" if is_utf8 else _single_byte(counted, neighbours)


def _check(stream: BinaryIO, name: str) -> None:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(name)()
    try:
        while block := stream.read(BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeError as error:
        raise Undecidable from error
    finally:
        stream.seek(0)


def _utf16_without_mark(stream: BinaryIO, counted: Counter[int]) -> str:
    head = stream.read(4096)
    stream.seek(0)
    if counted[0] < sum(counted.values()) * 0.3:
        raise Undecidable
    name = "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    _check(stream, name)
    return name


def _latin2_letters(block: bytes) -> int:
    """Bytes that are letters in Latin-2 and signs in cp1250, standing beside a letter of the alphabet."""
    if not any(byte in LATIN2_LETTERS for byte in set(block)):
        return 0
    return sum(
        1
        for place, byte in enumerate(block)
        if byte in LATIN2_LETTERS
        and ((place and block[place - 1 : place].isalpha()) or block[place + 1 : place + 2].isalpha())
    )


def _single_byte(counted: Counter[int], neighbours: int) -> str:
    high = {code: count for code, count in counted.items() if code >= 0x80}
    below = sum(count for code, count in high.items() if code < 0xA0)
    order = ["cp1250", "iso8859-2", "cp852"]
    if not below and neighbours:
        order = ["iso8859-2", "cp1250", "cp852"]
    ratings = [(_likeness(high, name), -place, name) for place, name in enumerate(order)]
    likeness, _place, name = max(ratings)
    if likeness < 0.7:
        raise Undecidable
    return name


def _likeness(high: dict[int, int], name: str) -> float:
    """Which share of the bytes above ASCII would be Hungarian letters (or, at less worth, fitting signs).

    Nought where the encoding does not know one of the bytes: the file could not be read by it.
    """
    total = likely = 0.0
    for code, count in high.items():
        char = bytes([code]).decode(name, errors="replace")
        if char == "\ufffd":
            return 0.0
        total += count
        likely += count if char in LETTERS else count * 0.75 if char in SIGNS else 0
    return likely / total
