"""Sharing a sample out and drawing it, in plain Python: whoever has the seed and the frame can repeat every draw by hand.

A draw orders the frame by SHA-256 of "seed:code" and takes from the front: simple random sampling without replacement that does
not depend on any program's random numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256


def allocate(
    sizes: Mapping[str, int],
    total: int,
    *,
    minimum: int = 0,
    caps: Mapping[str, int] | None = None,
) -> dict[str, int]:
    """`total` shared out in proportion to the sizes, at least `minimum` for each, at most its cap; largest remainders win.

    Where the minima alone exceed the total, each gets its minimum. Parts without size get nothing.
    """
    sized = {key: size for key, size in sizes.items() if size > 0}
    least = {key: min(minimum, caps[key]) if caps else minimum for key in sized}
    fixed: dict[str, int] = {}
    free = dict(sized)
    while free:
        left, weight = total - sum(fixed.values()), sum(free.values())
        shares = {key: left * size / weight for key, size in free.items()}
        short = {key: least[key] for key, share in shares.items() if share < least[key]}
        over = {key: caps[key] for key, share in shares.items() if share > caps[key]} if caps else {}
        settled = short or over
        if not settled:
            return dict.fromkeys(sizes, 0) | fixed | _rounded(shares, max(left, 0))
        fixed |= settled
        for key in settled:
            del free[key]
    return dict.fromkeys(sizes, 0) | fixed


def _rounded(shares: Mapping[str, float], total: int) -> dict[str, int]:
    whole = {key: int(share) for key, share in shares.items()}
    rest = total - sum(whole.values())
    by_remainder = sorted(shares, key=lambda key: (whole[key] - shares[key], key))
    for key in by_remainder[:rest]:
        whole[key] += 1
    return whole


def drawn_order(seed: str, codes: Iterable[str]) -> list[str]:
    """The frame in the order of the draw: its first n are a simple random sample of n."""
    return sorted(codes, key=lambda code: _number(seed, code))


def draw_by_size(seed: str, sizes: Mapping[str, int], count: int) -> list[str]:
    """So many, the larger the likelier, without replacement: systematic sampling by size from the frame in drawn order.

    Whatever is larger than the sampling interval is in for certain.
    """
    pool = {key: size for key, size in sizes.items() if size > 0}
    if count >= len(pool):
        return drawn_order(seed, pool)
    certain: list[str] = []
    while count > len(certain):
        interval = sum(pool.values()) / (count - len(certain))
        large = [key for key, size in pool.items() if size >= interval]
        if not large:
            break
        certain += large[: count - len(certain)]
        for key in large:
            pool.pop(key)
    wanted = count - len(certain)
    return drawn_order(seed, [*certain, *(_systematic(seed, pool, wanted) if wanted else [])])


def _systematic(seed: str, sizes: Mapping[str, int], count: int) -> list[str]:
    order = drawn_order(seed, sizes)
    interval = sum(sizes.values()) / count
    # A start within the first interval, told by the seed as well.
    hit = _number(seed, "start") / 2**256 * interval
    found: list[str] = []
    passed = 0
    for key in order:
        passed += sizes[key]
        if passed > hit and len(found) < count:
            found.append(key)
            hit += interval
    return found


def fingerprint(frame: Iterable[Sequence[object]]) -> str:
    """What the draw was made from, provably."""
    lines = sorted("\t".join(str(part) for part in row) for row in frame)
    return sha256("\n".join(lines).encode()).hexdigest()


def _number(seed: str, code: str) -> int:
    return int.from_bytes(sha256(f"{seed}:{code}".encode()).digest())
