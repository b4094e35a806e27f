"""`where` of the rule language: which facts count. As a database filter, and on one fact in memory."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

TESTABLE = (
    "form",
    "channel",
    "state",
    "is_two_way",
    "subject_class",
    "quantity",
    "who",
    "group",
    "county",
    "place",
    "home",
)
GROUPS = ("any", "not")
ATTRIBUTE = "attributes."

type Where = Mapping[str, Any]


def as_filter(where: Where) -> Q:
    """All conditions of `where` as one filter on facts."""
    found = Q()
    for key, wanted in where.items():
        if key == "any":
            either = Q()
            for part in wanted:
                either |= as_filter(part)
            found &= either
        elif key == "not":
            found &= ~as_filter(wanted)
        else:
            found &= _test_filter(key, wanted)
    return found


def _test_filter(key: str, wanted: Any) -> Q:
    column = key.replace(ATTRIBUTE, "attributes__", 1) if key.startswith(ATTRIBUTE) else key
    if isinstance(wanted, Mapping):
        if "not" in wanted:
            unwanted = _as_list(wanted["not"])
            return ~Q(**{f"{column}__in": unwanted})
        return Q(**{f"{column}__gte": wanted["at_least"]})
    if isinstance(wanted, list):
        return Q(**{f"{column}__in": wanted})
    return Q(**{column: wanted})


def matches(where: Where, fact: Mapping[str, Any]) -> bool:
    return not failing(where, fact)


def failing(where: Where, fact: Mapping[str, Any]) -> list[str]:
    """The keys of `where` that this fact does not meet, in their order."""
    return [key for key, wanted in where.items() if not _meets(key, wanted, fact)]


def _meets(key: str, wanted: Any, fact: Mapping[str, Any]) -> bool:
    if key == "any":
        return any(matches(part, fact) for part in wanted)
    if key == "not":
        return not matches(wanted, fact)
    value = fact["attributes"].get(key.removeprefix(ATTRIBUTE)) if key.startswith(ATTRIBUTE) else fact[key]
    if isinstance(wanted, Mapping):
        if "not" in wanted:
            return value not in _as_list(wanted["not"])
        return value is not None and value >= wanted["at_least"]
    return value in _as_list(wanted)


def _as_list(wanted: Any) -> list[Any]:
    return list(wanted) if isinstance(wanted, list) else [wanted]
