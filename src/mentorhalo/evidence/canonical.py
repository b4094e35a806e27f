"""The written form of a journal row, its digest, and the Merkle tree of a seal. README.md says the same in words."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, NoReturn

from django.db import models

from .models import Fact, IdentityLink, IdentityUnlink, Void

CONTENT = (
    "programme",
    "kind",
    "subject",
    "subject_class",
    "context",
    "who",
    "group",
    "occurred_on",
    "until_on",
    "place",
    "home",
    "county",
    "form",
    "channel",
    "state",
    "is_two_way",
    "quantity",
    "attributes",
)
# What a digest speaks for, table by table, in the order of the written form.
FACT = (*CONTENT, "source_type", "source_id", "recorded_at", "recorded_by")
VOID = ("fact_id", "reason", "recorded_at", "recorded_by")
LINK = ("absorbed", "survivor", "reason", "source_type", "source_id", "recorded_at", "recorded_by")
UNLINK = ("link_id", "reason", "recorded_at", "recorded_by")
SEAL = ("number", "sealed_at", "ranges", "root", "previous")

# The name of a table in written forms and seals, its model and its columns; in the order in which a seal takes them.
TABLES: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "fact": (Fact, FACT),
    "void": (Void, VOID),
    "link": (IdentityLink, LINK),
    "unlink": (IdentityUnlink, UNLINK),
}

_REFERENCE = re.compile(r"[a-z_]{1,24}:[0-9A-Za-z-]{1,39}").fullmatch
_LIMITS: dict[str, int] = {
    name: length
    for name in ("programme", "kind", "subject_class", "place", "home", "county", "form", "channel", "state")
    if (length := getattr(Fact._meta.get_field(name), "max_length", None))
}
_texts: Callable[[object], tuple[str, ...]] = attrgetter(*_LIMITS)
_TEXTS_SEEN = 4096
_INTEGER = 2**31


class FactRefused(ValueError):
    """A draft that the journal cannot hold: a malformed reference, an impossible day, personal or unsafe data."""


@dataclass(frozen=True, slots=True)
class FactDraft:
    """What a record says, before it stands in the journal. Raises `FactRefused` when the journal could not hold it."""

    kind: str
    subject: str
    occurred_on: date
    programme: str = ""
    subject_class: str = ""
    context: str = ""
    who: str = ""
    group: str = ""
    until_on: date | None = None
    place: str = ""
    home: str = ""
    county: str = ""
    form: str = ""
    channel: str = ""
    state: str = ""
    is_two_way: bool | None = None
    quantity: int = 1
    attributes: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        require_reference("subject", self.subject)
        if self.context:
            require_reference("context", self.context)
        if self.who:
            require_reference("who", self.who)
        if self.group:
            require_reference("group", self.group)
        if not _fits(_texts(self)):
            _refuse_text(self)
        if not self.kind:
            raise FactRefused("a fact has a kind")
        if type(self.occurred_on) is not date or not (self.until_on is None or type(self.until_on) is date):
            raise FactRefused(f"a fact has days, not moments: {self.occurred_on!r}, {self.until_on!r}")
        if self.until_on is not None and self.until_on < self.occurred_on:
            raise FactRefused(f"{self.kind} ends on {self.until_on}, before it begins on {self.occurred_on}")
        if type(self.quantity) is not int or not -_INTEGER <= self.quantity < _INTEGER:
            raise FactRefused(f"a quantity is a whole number: {self.quantity!r}")
        if self.attributes:
            _require_plain(self.attributes)

    @property
    def key(self) -> tuple[str, str, str]:
        """Unique among the drafts of one source."""
        return (self.kind, self.subject, self.place)


content: Callable[[object], tuple[Any, ...]] = attrgetter(*CONTENT)


@lru_cache(_TEXTS_SEEN)
def _fits(texts: tuple[str, ...]) -> bool:
    """Whether codes fit their columns; SQLite would not ask. Drafts come by the hundred thousand with the same few codes."""
    return all(
        len(text) <= limit and "\0" not in text for text, limit in zip(texts, _LIMITS.values(), strict=True)
    )


def _refuse_text(draft: FactDraft) -> NoReturn:
    for name, limit in _LIMITS.items():
        text = getattr(draft, name)
        if len(text) > limit or "\0" in text:
            raise FactRefused(f"{name} has a NUL or more than {limit} characters: {text!r}")
    raise AssertionError("every text fits")


def require_reference(name: str, value: str) -> None:
    """People and records stand in the journal as opaque "type:id" references alone."""
    if not _REFERENCE(value):
        raise FactRefused(f"{name} is not a “type:id” reference: {value!r}")


def written(table: str, values: Sequence[Any]) -> bytes:
    """A row as one line of JSON: the table's name, then its columns in the order given above."""
    return _encode([table, *values]).encode()


def digest(table: str, values: Sequence[Any]) -> str:
    """SHA-256 of the written form, in hexadecimal."""
    return hashlib.sha256(_encode([table, *values]).encode()).hexdigest()


def merkle_root(leaves: Iterable[bytes]) -> str:
    """Root of the tree of RFC 6962 over the digests of a seal, in hexadecimal."""
    sha256 = hashlib.sha256
    level = [sha256(b"\x00" + leaf).digest() for leaf in leaves]
    if not level:
        return sha256(b"").hexdigest()
    while len(level) > 1:
        pairs = [sha256(b"\x01" + level[at] + level[at + 1]).digest() for at in range(0, len(level) - 1, 2)]
        level = pairs if len(level) % 2 == 0 else [*pairs, level[-1]]
    return level[0].hex()


@lru_cache(16)
def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"the journal cannot write {value!r}")


_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False, default=_plain
).encode


def _require_plain(value: object) -> None:
    """Only what both databases give back exactly as it was: no floats, no NUL, no lone surrogates."""
    match value:
        case None | bool():
            return
        case int():
            return
        case str():
            if "\0" in value or (not value.isascii() and not _is_utf8(value)):
                raise FactRefused(f"attributes hold a character no database keeps: {value!r}")
        case list():
            for item in value:
                _require_plain(item)
        case dict():
            for name, item in value.items():
                if not isinstance(name, str):
                    raise FactRefused(f"attributes have names, not {name!r}")
                _require_plain(name)
                _require_plain(item)
        case _:
            raise FactRefused(f"attributes hold texts, whole numbers, yes or no: {value!r}")


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
