"""What the builder tells of its way; the command turns it into a progress bar."""

from collections.abc import Callable, Iterable, Iterator

type Report = Callable[[str, int, int], None]  # words, done, of how many


def silent(_words: str, _done: int, _total: int) -> None:
    """Say nothing."""


def told[T](rows: Iterable[T], words: str, total: int, report: Report, *, every: int = 1000) -> Iterator[T]:
    """Pass rows on and report each `every` of them."""
    report(words, 0, total)
    count = 0
    for row in rows:
        yield row
        count += 1
        if count % every == 0:
            report(words, count, max(total, count))
    report(words, count, max(count, 1))
