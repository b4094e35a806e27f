"""What a program asks for in the address: which responses, from where on, how many."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from ..choices import ResponseState
from ..exporting.layout import Edition
from ..exporting.order import Order
from ..models import Instrument
from .problems import Problem

FORMAT = "jsonl"
PARAMETERS = ("wave", "state", "from_version", "to_version", "changed_since", "after", "limit")
ALL = "all"
MOST = 2_000
USUAL = 500


@dataclass(frozen=True, slots=True)
class Asked:
    order: Order
    since: datetime | None
    after: str
    limit: int


def read_asked(query: QueryDict, instrument: Instrument, editions: Sequence[Edition]) -> Asked:
    """Raises `Problem`, also for what it does not know: a filter that is misspelt would give too much."""
    for name in query:
        if name not in PARAMETERS:
            raise _wrong(name, _("There is no parameter of this name."))
    order = Order(
        FORMAT,
        versions=_versions(query, editions),
        wave=_wave(query, instrument),
        states=_states(query),
    )
    return Asked(order, _since(query), said(query, "after"), _limit(query))


def said(query: QueryDict, name: str) -> str:
    return str(query.get(name, ""))


def _states(query: QueryDict) -> tuple[str, ...]:
    asked = [str(state) for state in query.getlist("state")] or [ResponseState.ACCEPTED.value]
    if asked == [ALL]:
        return tuple(ResponseState.values)
    for state in asked:
        if state not in ResponseState.values:
            raise _wrong(
                "state",
                _("The states are: %(states)s.") % {"states": ", ".join([*ResponseState.values, ALL])},
            )
    return tuple(asked)


def _wave(query: QueryDict, instrument: Instrument) -> str:
    if "wave" not in query:
        return ""
    number = _whole(query, "wave")
    wave = instrument.study.waves.filter(number=number).first()
    if wave is None:
        raise _wrong("wave", _("The study has no wave of this number."))
    return str(wave.pk)


def _versions(query: QueryDict, editions: Sequence[Edition]) -> tuple[str, ...]:
    """From one to another in the order of their publication; () for all."""
    labels = [edition.label for edition in editions]

    def place(name: str, otherwise: int) -> int:
        if name not in query:
            return otherwise
        if said(query, name) not in labels:
            raise _wrong(name, _("The versions are: %(versions)s.") % {"versions": ", ".join(labels)})
        return labels.index(said(query, name))

    first, last = place("from_version", 0), place("to_version", len(labels) - 1)
    if first > last:
        raise _wrong("to_version", _("This version is older than the first one asked for."))
    chosen = editions[first : last + 1]
    return () if len(chosen) == len(editions) else tuple(str(edition.id) for edition in chosen)


def _since(query: QueryDict) -> datetime | None:
    if "changed_since" not in query:
        return None
    # A plus sign that was not escaped arrives as a space.
    moment = _parsed(parse_datetime, said(query, "changed_since").replace(" ", "+"))
    if moment is None:
        raise _wrong("changed_since", _("A moment is wanted, as 2026-03-02T10:00:00Z."))
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _limit(query: QueryDict) -> int:
    limit = _whole(query, "limit") if "limit" in query else USUAL
    if not 1 <= limit <= MOST:
        raise _wrong("limit", _("From 1 to %(most)s responses are given at once.") % {"most": MOST})
    return limit


def _whole(query: QueryDict, name: str) -> int:
    text = said(query, name)
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise _wrong(name, _("A whole number is wanted."))
    return int(text)


def _parsed(parse: Callable[[str], Any], text: str) -> Any:
    try:
        return parse(text)
    except ValueError:
        return None


def _wrong(parameter: str, detail: str) -> Problem:
    return Problem("not-understood", detail, parameter=parameter)
