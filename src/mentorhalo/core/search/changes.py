"""How rooms tell the search that something changed."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from mentorhalo.core.registry import registry
from mentorhalo.core.work import later

from .actions import take_out
from .tasks import index_changed

AT_ONCE = 500
_is_quiet: ContextVar[bool] = ContextVar("search_is_quiet", default=False)


def changed(kind: str, ids: Collection[Any]) -> None:
    """Have these records found as they are now: new, revised, published, taken back. A job does it once this is written."""
    if _is_quiet.get():
        return
    told = sorted({str(each) for each in ids})
    for one in with_followers(kind):
        for start in range(0, len(told), AT_ONCE):
            later(index_changed, kind=one, ids=told[start : start + AT_ONCE])


def forget(kind: str, ids: Collection[Any]) -> int:
    """Have these records found no more, from this very transaction on: a consent withdrawn waits for no job."""
    return sum(take_out(one, [str(each) for each in ids]) for one in with_followers(kind))


def with_followers(kind: str) -> list[str]:
    return [kind, *(other for other, source in registry.search.items() if kind in source.follows)]


@contextmanager
def quietly() -> Iterator[None]:
    """Tell of nothing meanwhile: for whoever writes thousands of records and has the index built whole afterwards."""
    before = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(before)
