"""Recordings without the notes that stand beside the sound."""

from collections.abc import Iterator

from .chunks import Broken, riff_chunks, riff_of

CHUNKS_OF_WAV = frozenset({b"fmt ", b"fact", b"data"})
# Of layer III, by the number in a frame's head: thousands of bits in a second, and samples in a second of MPEG-1.
BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
LOW_BITRATES = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
SAMPLES = (44_100, 48_000, 32_000)
# By the number of the version: 2.5, nothing, 2, 1.
SLOWER = {0: 4, 2: 2, 3: 1}


def bare_wav(sound: bytes) -> Iterator[bytes]:
    kept = ((name, body) for name, body in riff_chunks(sound) if name in CHUNKS_OF_WAV)
    yield from riff_of(b"WAVE", kept)


def bare_mp3(sound: bytes) -> Iterator[bytes]:
    """Its frames: no tags in front, and nothing from where they end."""
    start = 0
    while sound[start : start + 3] == b"ID3":
        size = sound[start + 6 : start + 10]
        if len(size) < 4:
            raise Broken
        start += 10 + sum((byte & 0x7F) << shift for byte, shift in zip(size, (21, 14, 7, 0), strict=True))
    end = start
    while (length := _length_of_frame(sound[end : end + 4])) and end + length <= len(sound):
        end += length
    if end == start:
        raise Broken
    yield sound[start:end]


def _length_of_frame(head: bytes) -> int:
    """0: it is none of layer III."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    slower = SLOWER.get(head[1] >> 3 & 3)
    bits, samples = head[2] >> 4, head[2] >> 2 & 3
    if slower is None or not 0 < bits < 15 or samples == 3:
        return 0
    rate = (BITRATES if slower == 1 else LOW_BITRATES)[bits] * 1_000
    return (144 if slower == 1 else 72) * rate // (SAMPLES[samples] // slower) + (head[2] >> 1 & 1)
