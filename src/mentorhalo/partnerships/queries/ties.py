"""From a tie of the network to its evidence: partnerships both belong to, what was seen between them, what both said."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q, QuerySet

from mentorhalo.evidence.queries import identities

from ..graphs.measures import MENTOR
from ..models import Level, Member, Observation, Partnership, Scale
from .closeness import PairThen, closeness
from .naming import Named, named
from .partnerships import seen_of

MOST = 20


@dataclass(frozen=True)
class Shared:
    """A partnership both belong to: how close they are in it, by which facts, and what both said the last time."""

    partnership: Partnership
    level: Level | None
    proofs: list[Observation]
    said: PairThen | None
    said_on: date | None


def tie_between(one: str, other: str, viewer: Any) -> tuple[Named, Named]:
    """Both by name; raises `DoesNotExist` where one is not known. A few queries."""
    try:
        found = named([one, other], viewer)
    except ValueError:
        raise ObjectDoesNotExist from None
    if one == other or one not in found or other not in found:
        raise ObjectDoesNotExist
    return found[one], found[other]


def shared(one: str, other: str, scale: Scale, today: date) -> list[Shared]:
    """The latest first. Some queries for each partnership, of which two parties rarely have more than one."""
    counted_as = identities().members()
    mine, theirs = ([ref, *counted_as.get(ref, ())] for ref in (one, other))
    found = []
    for partnership in _both(mine, theirs).order_by("-starts_on", "pk")[:MOST]:
        close = closeness(partnership, seen_of(partnership), scale, today)
        sides = [set(mine), set(theirs)]
        now = next((pair for pair in close.now if _is(pair.one, pair.other, sides)), None)
        said, said_on = None, None
        for one_round in close.rounds:
            said = next((pair for pair in one_round.pairs if _is(pair.one, pair.other, sides)), None)
            if said is not None and (said.said or said.said_back):
                said_on = one_round.grading.graded_on
                break
        found.append(
            Shared(
                partnership,
                now.level if now else None,
                now.proofs if now else [],
                said if said_on else None,
                said_on,
            )
        )
    return found


def _both(mine: Collection[str], theirs: Collection[str]) -> QuerySet[Partnership]:
    rows = Partnership.objects.with_names()
    for refs in (mine, theirs):
        mentors = [ref for ref in refs if ref.startswith(f"{MENTOR}:")]
        if mentors:
            rows = rows.filter(mentor__in=_ids(mentors))
        else:
            party = Q(organisation__in=_ids(refs)) | Q(community__in=_ids(refs))
            rows = rows.filter(pk__in=Member.objects.filter(party).values("partnership"))
    return rows


def _is(one: Member, other: Member, sides: list[set[str]]) -> bool:
    refs = (one.reference, other.reference)
    return (refs[0] in sides[0] and refs[1] in sides[1]) or (refs[0] in sides[1] and refs[1] in sides[0])


def _ids(refs: Collection[str]) -> list[UUID]:
    return [UUID(ref.partition(":")[2]) for ref in refs]
