"""What a file is, by its first bytes: never by the name or the type that somebody sent along."""

from enum import StrEnum

HEAD = 16


class Kind(StrEnum):
    """Kinds that we can give on without where and by what they were taken; of others we do not know what stands in them."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    MP4 = "video/mp4"
    WAV = "audio/wav"
    MP3 = "audio/mpeg"
    AMR = "audio/amr"  # speech alone: it has no place for anything else


PLAIN = frozenset({Kind.AMR})
BEGINNINGS = {
    b"\xff\xd8\xff": Kind.JPEG,
    b"\x89PNG\r\n\x1a\n": Kind.PNG,
    b"ID3": Kind.MP3,
    b"\xff\xfb": Kind.MP3,
    b"\xff\xfa": Kind.MP3,
    b"\xff\xf3": Kind.MP3,
    b"\xff\xf2": Kind.MP3,
    b"\xff\xe3": Kind.MP3,
    b"#!AMR\n": Kind.AMR,
    b"#!AMR-WB\n": Kind.AMR,
}
# Of the kinds that lie in such boxes, films and recordings; pictures have their marks elsewhere.
FILMS = frozenset(
    brand.ljust(4)
    for brand in b"isom iso2 iso3 iso4 iso5 iso6 mp41 mp42 avc1 dash MSNV M4A M4V M4VH M4VP qt".split()
)


def kind_of(head: bytes) -> Kind | None:
    """None: of a kind whose marks we cannot take out."""
    for beginning, kind in BEGINNINGS.items():
        if head.startswith(beginning):
            return kind
    if head[:4] == b"RIFF":
        return {b"WEBP": Kind.WEBP, b"WAVE": Kind.WAV}.get(head[8:12])
    if head[4:8] == b"ftyp" and _is_film(head[8:12]):
        return Kind.MP4
    return None


def _is_film(brand: bytes) -> bool:
    return brand in FILMS or brand[:3] in (b"3gp", b"3g2")
