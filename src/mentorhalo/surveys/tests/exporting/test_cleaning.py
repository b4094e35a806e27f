"""What is given on of a photo or recording: the picture as it was, and nothing of what the device wrote beside it."""

import struct
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from mentorhalo.surveys.exporting.media.cleaning import LARGEST_AT_ONCE, cleaned
from mentorhalo.surveys.exporting.media.kinds import Kind

PLACE = b"+46.0712+018.2332/"
GPS, LATITUDE, MAKER, ORIENTATION = 0x8825, 2, 0x010F, 0x0112
UPSIDE = 6


def an_exif(turned: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[MAKER] = "Fototelefon"
    exif[ORIENTATION] = turned
    exif.get_ifd(GPS).update({1: "N", LATITUDE: (46.0, 4.0, 16.3), 3: "E", 4: (18.0, 13.0, 59.5)})
    return exif


def a_picture(kind: str, turned: int = 1, **options: Any) -> bytes:
    picture = Image.effect_noise((48, 32), 60).convert("RGB")
    written = BytesIO()
    picture.save(written, kind, exif=an_exif(turned), **options)
    return written.getvalue()


def given(content: bytes) -> tuple[Kind, bytes] | None:
    found = cleaned(BytesIO(content))
    return None if found is None else (found[0], b"".join(found[1]))


def pixels(content: bytes) -> bytes:
    return Image.open(BytesIO(content)).convert("RGB").tobytes()


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True, "comment": b"Kiss Piroska", "xmp": b"<x>Kiss Piroska</x>"}),
        ("PNG", {}),
        ("WEBP", {"lossless": True, "xmp": b"<x>Kiss Piroska</x>"}),
    ],
)
def test_a_picture_stays_and_what_stands_beside_it_goes(kind: str, options: dict[str, Any]) -> None:
    before = a_picture(kind, **options)
    assert b"Fototelefon" in before

    found = given(before)

    assert found is not None
    after = found[1]
    assert (found[0], pixels(after)) == (f"image/{kind.lower()}", pixels(before))
    assert dict(Image.open(BytesIO(after)).getexif()) == {}
    for secret in (b"Fototelefon", b"Piroska", b"GPS"):
        assert secret not in after


def test_texts_and_times_of_a_png_go() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Kiss Piroska")
    told.add_itxt("Description", "Kiss Piroska háza")

    found = given(a_picture("PNG", pnginfo=told))

    assert found is not None
    assert b"Piroska" not in found[1]
    assert Image.open(BytesIO(found[1])).info == {}


def test_a_photo_still_stands_upright() -> None:
    found = given(a_picture("JPEG", UPSIDE))

    assert found is not None
    assert dict(Image.open(BytesIO(found[1])).getexif()) == {ORIENTATION: UPSIDE}


def test_what_is_hung_behind_a_photo_goes() -> None:
    found = given(a_picture("JPEG") + b"\0\0\0\x18ftypmp42" + PLACE)

    assert found is not None
    assert PLACE not in found[1]
    assert found[1].endswith(b"\xff\xd9")


def box(name: bytes, *inside: bytes) -> bytes:
    content = b"".join(inside)
    return (8 + len(content)).to_bytes(4) + name + content


MOMENT = b"\xe3\x4f\x11\x22"


def a_film(track: bytes = b"vide") -> bytes:
    place = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(PLACE), 0x15C7) + PLACE))
    handler = box(b"hdlr", bytes(8) + track + bytes(13))
    trak = box(
        b"trak",
        box(b"tkhd", b"\1\0\0\3" + bytes(4) + MOMENT + bytes(4) + MOMENT + bytes(72)),
        box(b"mdia", box(b"mdhd", bytes(24)), handler),
        place,
    )
    index = box(
        b"moov", box(b"mvhd", bytes(4) + MOMENT * 2 + bytes(88)), trak, place, box(b"meta", bytes(4) + PLACE)
    )
    return box(b"ftyp", b"3gp4" + bytes(8)) + box(b"mdat", b"frames" * 9) + index + box(b"uuid", PLACE)


def test_a_film_loses_its_places_and_nothing_moves() -> None:
    before = a_film()

    found = given(before)

    assert found is not None
    kind, after = found
    assert (kind, len(after), PLACE in after) == (Kind.MP4, len(before), False)
    assert after[: before.index(b"moov")] == before[: before.index(b"moov")]
    assert (after.count(b"free"), after.count(b"udta")) == (4, 0)
    assert (before.count(PLACE), before.count(MOMENT), after.count(MOMENT)) == (4, 4, 0)


def test_a_film_with_a_track_of_places_is_not_given() -> None:
    assert given(a_film(b"meta")) is None


# Two of 128 thousand bits a second, at 44,100 samples.
FRAMES = (b"\xff\xfb\x90\x00" + bytes(413)) * 2


def test_a_recording_loses_the_notes_about_it() -> None:
    data = b"data" + (4).to_bytes(4, "little") + b"abcd"
    note = b"LIST" + (18).to_bytes(4, "little") + PLACE
    chunks = b"fmt " + (4).to_bytes(4, "little") + b"1234" + note + data
    wav = b"RIFF" + (4 + len(chunks)).to_bytes(4, "little") + b"WAVE" + chunks
    mp3 = b"ID3\x04\0\0" + bytes([0, 0, 0, len(PLACE)]) + PLACE + FRAMES + b"APETAGEX" + PLACE

    assert given(wav) == (
        Kind.WAV,
        b"RIFF" + (28).to_bytes(4, "little") + b"WAVEfmt " + (4).to_bytes(4, "little") + b"1234" + data,
    )
    assert given(mp3) == (Kind.MP3, FRAMES)
    assert given(b"#!AMR\nframes") == (Kind.AMR, b"#!AMR\nframes")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7 Kiss Piroska",
        b"\0\0\0\x18ftypheic" + bytes(20),
        b"\0\0\0\x18ftypmiaf" + bytes(12) + b"\0\0\0\x10moov" + bytes(8),
        b"\0\0\0\x18ftypisom" + bytes(12) + b"\0\0\0\x10mdat" + bytes(8),
        b"OggS" + bytes(24) + b"\x01vorbis",
        b"\x1aE\xdf\xa3" + bytes(20),
        b"\xff\xf1" + bytes(20),
        b"\xff\xfbno frames",
        b"\xff\xd8\xff\xe1\xff\xff",
        b"\xff\xd8\xff\xda\0\x04ab no end",
        b"\x89PNG\r\n\x1a\n\0\0\xff\xffIDAT",
        b"\0\0\0\x10ftyp3gp4\0\0\0\0\0\0\xff\xffmoov",
    ],
)
def test_what_cannot_be_cleaned_is_not_given(content: bytes) -> None:
    assert given(content) is None


def test_of_a_film_only_known_boxes_stay() -> None:
    more = [box(name, PLACE) for name in (b"meta", b"free", b"loci", b"prft")]
    trak = box(
        b"trak",
        box(b"tkhd", bytes(84)),
        box(b"mdia", box(b"hdlr", bytes(8) + b"vide" + bytes(12) + PLACE)),
        *more,
    )
    before = box(b"ftyp", b"isom" + bytes(8)) + b"".join(more) + box(b"moov", trak, *more)

    found = given(before)

    assert found is not None
    assert (before.count(PLACE), len(found[1]), found[1].count(PLACE)) == (13, len(before), 0)


def test_a_film_does_not_say_by_what_it_was_coded() -> None:
    entry = box(b"avc1", bytes(42) + b"\x08Fototel\0".ljust(32, b"\0") + bytes(4))
    stbl = box(b"stbl", box(b"stsd", bytes(4) + (1).to_bytes(4) + entry))
    mdia = box(b"mdia", box(b"hdlr", bytes(8) + b"vide" + bytes(13)), box(b"minf", stbl))
    before = box(b"ftyp", b"isom" + bytes(8)) + box(b"moov", box(b"trak", mdia))

    found = given(before)

    assert found is not None
    assert found[1] == before.replace(b"\x08Fototel", bytes(8))


@pytest.mark.parametrize("depth", [1_000, 5_000])
def test_a_film_in_a_film_in_a_film_troubles_nobody(depth: int) -> None:
    nested = b""
    for _once in range(depth):
        nested = box(b"trak", nested)

    found = given(box(b"ftyp", b"isom" + bytes(8)) + box(b"moov", nested))

    assert found is not None
    assert found[1].count(b"trak") == 1


def test_a_film_of_too_many_boxes_is_not_given() -> None:
    assert given(box(b"ftyp", b"isom" + bytes(8)) + box(b"moov", box(b"free") * 30_000)) is None


def test_a_picture_for_the_web_still_stands_upright_and_keeps_no_strange_chunk() -> None:
    strange = b"GPS " + len(PLACE).to_bytes(4, "little") + PLACE
    before = a_picture("WEBP", UPSIDE) + strange
    before = before[:4] + (len(before) - 8).to_bytes(4, "little") + before[8:]

    found = given(before)

    assert found is not None
    assert (PLACE in found[1], pixels(found[1])) == (False, pixels(before))
    assert dict(Image.open(BytesIO(found[1])).getexif()) == {ORIENTATION: UPSIDE}


def test_a_photo_keeps_no_segment_that_says_nothing_of_the_picture() -> None:
    before = a_picture("JPEG")
    segments = [
        b"\xff" + marker + (2 + len(PLACE)).to_bytes(2) + PLACE for marker in (b"\xe0", b"\xf3", b"\xde")
    ]

    found = given(before[:2] + b"".join(segments) + before[2:])

    assert found is not None
    assert (PLACE in found[1], pixels(found[1])) == (False, pixels(before))


def test_what_is_too_large_to_be_read_at_once_is_not_given() -> None:
    assert given(a_picture("JPEG") + bytes(LARGEST_AT_ONCE)) is None
