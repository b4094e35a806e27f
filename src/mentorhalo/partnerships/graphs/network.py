"""Ties between parties on a row of days, from partnerships and their facts."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ..ladder import Ladder, levels_over
from .measures import Edge

type FactRow = tuple[date, str, frozenset[int]]  # day, kind, members it concerns (by place; empty: all)


@dataclass(frozen=True, slots=True)
class Belonging:
    """A node that belongs to a partnership, from, until."""

    node: int
    joined_on: date
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Bond:
    """One partnership as the network sees it."""

    members: Sequence[Belonging]
    facts: Sequence[FactRow]
    ends_on: date | None = None
    mentor: int | None = None  # the node of who brought the parties together or follows them


@dataclass(frozen=True, slots=True)
class Saying:
    """One round: on which day, what each pair of nodes said of each other, both ways."""

    on: date
    pairs: Mapping[Edge, tuple[int, int]]


@dataclass(slots=True)
class Network:
    """For each day the level of each tie between parties (0: nothing is seen of it), and whom mentors tie."""

    days: Sequence[date]
    refs: list[str]
    levels: list[dict[Edge, int]] = field(default_factory=list)
    mentor_ties: list[set[Edge]] = field(default_factory=list)
    said: list[dict[Edge, tuple[int, int]]] = field(default_factory=list)

    def edges(self, place: int) -> list[Edge]:
        """What counts as a tie on that day: between parties where something is seen, and of mentors."""
        seen = [pair for pair, level in self.levels[place].items() if level]
        return [*seen, *self.mentor_ties[place]]

    def union(self) -> list[Edge]:
        """Every tie of any day: what the fixed picture is laid out by."""
        return sorted(
            {
                pair
                for place in range(len(self.days))
                for pair in (*self.levels[place], *self.mentor_ties[place])
            }
        )


def network(
    refs: list[str],
    bonds: Sequence[Bond],
    sayings: Sequence[Saying],
    ladders: Sequence[Ladder],
    days: Sequence[date],
) -> Network:
    """`ladders` holds the one in force on each day. Two parties in several partnerships have the highest of their levels."""
    found = Network(
        days=days,
        refs=refs,
        levels=[{} for _day in days],
        mentor_ties=[set() for _day in days],
        said=[{} for _day in days],
    )
    spans = _spans(ladders)
    for bond in bonds:
        _tie(found, bond, spans)
    for saying in sorted(sayings, key=lambda one: one.on):
        for place in range(bisect_right(days, saying.on - timedelta(days=1)), len(days)):
            found.said[place].update(saying.pairs)
    return found


def _tie(found: Network, bond: Bond, spans: Sequence[tuple[Ladder, int, int]]) -> None:
    days, members = found.days, bond.members
    for place, one in enumerate(members):
        first, last = _together(days, bond, one, one)
        if bond.mentor is not None:
            for when in range(first, last):
                found.mentor_ties[when].add(_pair(bond.mentor, one.node))
        for number in range(place + 1, len(members)):
            other = members[number]
            first, last = _together(days, bond, one, other)
            if first >= last or one.node == other.node:
                continue
            both = {place, number}
            facts = [(on, kind) for on, kind, named in bond.facts if not named or both <= named]
            pair = _pair(one.node, other.node)
            for ladder, begin, end in spans:
                here = range(max(first, begin), min(last, end))
                if here:
                    levels = levels_over(ladder, facts, days[here.start : here.stop])
                    for when, level in zip(here, levels, strict=True):
                        known = found.levels[when]
                        known[pair] = max(level, known.get(pair, 0))


def _together(days: Sequence[date], bond: Bond, one: Belonging, other: Belonging) -> tuple[int, int]:
    """The places of the days on which both belong to it: first, and one past the last."""
    first = bisect_right(days, max(one.joined_on, other.joined_on) - timedelta(days=1))
    ends = [day for day in (bond.ends_on, one.left_on, other.left_on) if day is not None]
    return first, bisect_right(days, min(ends)) if ends else len(days)


def _spans(ladders: Sequence[Ladder]) -> list[tuple[Ladder, int, int]]:
    """Stretches of days that are read by the same ladder."""
    spans: list[tuple[Ladder, int, int]] = []
    for place, ladder in enumerate(ladders):
        if spans and spans[-1][0] == ladder:
            spans[-1] = (ladder, spans[-1][1], place + 1)
        else:
            spans.append((ladder, place, place + 1))
    return spans


def _pair(one: int, other: int) -> Edge:
    return (one, other) if one < other else (other, one)
