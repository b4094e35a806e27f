"""Entries that came back, as the phone goes on with them. What it cannot show whole is mended on the website."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from mentorhalo.mentoring.models import Activity

from .entries import PhoneForm

PLAIN = (
    "occurred_on",
    "channel",
    "participants",
    "public_sentence",
    "minutes",
    "counting_method",
    "new_participants",
    "outcome",
    "next_step",
    "next_step_on",
    "topics",
    "travel_from",
    "travel_km",
    "group_note",
)


def mendable(entries: Iterable[Activity], form: PhoneForm) -> dict[UUID, dict[str, Any]]:
    """What the phone needs to mend each of them: its answers but for the sealed note, which stays, and the revision they are of.

    Those that say more than the phone can show are left out. Their institutions, mentors and methods come prefetched.
    """
    offered = {name: _values(form, name) for name in ("engagement", "kind", "consortium", "other_mentors")}
    offered |= {name: _flat(choices) for name, choices in form.offered.items()}
    return {
        one.pk: {"values": _said(one), "seen": one.revision} for one in entries if _can_show(one, offered)
    }


def _can_show(entry: Activity, offered: dict[str, set[str]]) -> bool:
    named = _lists(entry)
    named |= {
        "engagement": [str(entry.engagement_id or "")],
        "kind": [entry.kind.code],
        "consortium": [str(entry.consortium_id or "")],
    }
    is_standing = entry.settlement is None or entry.settlement.ended_on is None
    is_one = len(named["organisation"]) <= 1
    return is_standing and is_one and all(set(values) <= offered[name] for name, values in named.items())


def _said(entry: Activity) -> dict[str, Any]:
    plain = {name: getattr(entry, name) for name in PLAIN}
    lists = _lists(entry)
    return {name: "" if value is None else str(value) for name, value in plain.items()} | {
        "engagement": str(entry.engagement_id or ""),
        "kind": entry.kind.code,
        "settlement": entry.settlement_id or "",
        "is_two_way": entry.is_two_way,
        "started_at": entry.started_at.strftime("%H:%M") if entry.started_at else "",
        "consortium": str(entry.consortium_id or ""),
        "organisation": (lists["organisation"] or [""])[0],
        "other_mentors": lists["other_mentors"],
        "methods": lists["methods"],
    }


def _lists(entry: Activity) -> dict[str, list[str]]:
    found = {
        "organisation": entry.organisations,
        "other_mentors": entry.other_mentors,
        "methods": entry.methods,
    }
    return {name: sorted(str(one.pk) for one in related.all()) for name, related in found.items()}


def _values(form: PhoneForm, name: str) -> set[str]:
    return _flat(form.fields[name].choices)  # type: ignore[attr-defined]


def _flat(choices: Iterable[Any]) -> set[str]:
    """What can be chosen, in groups or not."""
    found: set[str] = set()
    for value, label in choices:
        found |= _flat(label) if isinstance(label, list) else {str(value)}
    return found
