"""Chunks of RIFF files (WebP, WAV), and what is raised where a file is not what it begins as."""

from collections.abc import Iterable, Iterator


class Broken(Exception):
    """It cannot be read as what it begins as, or nobody can say what stands in it."""


def riff_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, what it holds) of each."""
    at = 12
    while at + 8 <= len(content):
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        if at + 8 + length > len(content):
            raise Broken
        yield content[at : at + 4], content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def riff_of(kind: bytes, chunks: Iterable[tuple[bytes, bytes]]) -> Iterator[bytes]:
    """A file of such chunks."""
    kept = list(chunks)
    size = 4 + sum(8 + len(body) + len(body) % 2 for _name, body in kept)
    yield b"RIFF" + size.to_bytes(4, "little") + kind
    for name, body in kept:
        yield name + len(body).to_bytes(4, "little")
        yield body
        yield bytes(len(body) % 2)
