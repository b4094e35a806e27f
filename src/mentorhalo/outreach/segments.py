"""Whom a letter is for, as data: a segment names people by what they are; `queries.audience` says who that is today, and who is left out and why.

A segment is kept with its issue as JSON and read strictly: what is not known here is refused, never ignored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

from django.utils.translation import gettext as _

from .choices import OmissionReason, SegmentRole

LONGEST_SILENCE = 3650


class SegmentRefused(ValueError):
    """What was given is no segment; the message is meant for the person."""


@dataclass(frozen=True)
class Segment:
    """Empty means: not narrowed by this. What is given narrows together; several values of one thing widen it.

    `kinds` are "organisation:library/vil" or "organisation:library" (a kind or field of organisations), "community:arts".
    """

    roles: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    not_heard_days: int = 0
    own_of: UUID | None = None  # a mentor: the communities of their running engagements
    group: UUID | None = None  # a county group: the communities of its running engagements

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Raises `SegmentRefused` for anything that `to_json` would not have written."""
        if not isinstance(data, Mapping):
            raise SegmentRefused(_("This is no description of an audience."))
        unknown = set(data) - set(cls.__dataclass_fields__)
        if unknown:
            raise SegmentRefused(
                _("Not known of an audience: %(what)s") % {"what": ", ".join(sorted(map(str, unknown)))}
            )
        return cls(
            roles=_words(data, "roles", set(SegmentRole.values)),
            counties=_words(data, "counties"),
            kinds=_kinds(data),
            topics=_words(data, "topics"),
            not_heard_days=_days(data.get("not_heard_days", 0)),
            own_of=_id(data.get("own_of")),
            group=_id(data.get("group")),
        )

    def to_json(self) -> dict[str, Any]:
        """Only what narrows."""
        said: dict[str, Any] = {
            name: list(value)
            for name in ("roles", "counties", "kinds", "topics")
            if (value := getattr(self, name))
        }
        if self.not_heard_days:
            said["not_heard_days"] = self.not_heard_days
        if self.own_of:
            said["own_of"] = str(self.own_of)
        if self.group:
            said["group"] = str(self.group)
        return said


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets the letter. `contact_id` and `party` ("community:id") only where a party is written to."""

    address: str
    name: str
    language: str
    subscriber_id: UUID | None
    contact_id: UUID | None = None
    party: str = ""


@dataclass(frozen=True, slots=True)
class Omission:
    """Somebody whom the segment names and who does not get it. `whom` is "subscriber:id", "contact:id", "community:id"."""

    whom: str
    label: str
    reason: OmissionReason


@dataclass(frozen=True)
class Audience:
    """Exactly who gets the letter and who is left out; every one whom the segment names is in one of the two."""

    recipients: list[Recipient] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.recipients)

    def left_out(self) -> list[tuple[OmissionReason, int]]:
        """How many are left out for each reason, in the order of the reasons."""
        counts = dict.fromkeys(OmissionReason, 0)
        for omission in self.omissions:
            counts[omission.reason] += 1
        return [(reason, number) for reason, number in counts.items() if number]


def _words(data: Mapping[str, Any], name: str, allowed: set[str] | None = None) -> tuple[str, ...]:
    values = data.get(name, [])
    if not isinstance(values, list | tuple) or not all(isinstance(value, str) and value for value in values):
        raise SegmentRefused(_("“%(name)s” of an audience must be a list of words.") % {"name": name})
    strange = set(values) - allowed if allowed is not None else set()
    if strange:
        raise SegmentRefused(_("Not known of an audience: %(what)s") % {"what": ", ".join(sorted(strange))})
    return tuple(dict.fromkeys(values))


def _kinds(data: Mapping[str, Any]) -> tuple[str, ...]:
    kinds = _words(data, "kinds")
    strange = [kind for kind in kinds if not kind.startswith(("organisation:", "community:"))]
    if strange:
        raise SegmentRefused(_("Not known of an audience: %(what)s") % {"what": ", ".join(strange)})
    return kinds


def _days(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LONGEST_SILENCE:
        raise SegmentRefused(
            _("The days of silence must be a whole number, at most %(most)s.") % {"most": LONGEST_SILENCE}
        )
    return value


def _id(value: Any) -> UUID | None:
    if value is None:
        return None
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise SegmentRefused(_("This is no description of an audience.")) from None
