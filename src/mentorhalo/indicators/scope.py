"""What a figure is asked for, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from .continuity import window_start
from .language import Rule


@dataclass(frozen=True)
class Scope:
    """Whose facts, up to which day, as known when, and cut down to what."""

    programme: str
    starts_on: date
    ends_on: date | None
    as_of: date
    known_at: datetime | None = None  # None: as known now
    since: date | None = None  # the first day of a flow, if not its own period
    county: str = ""
    group: str = ""
    mentor: str = ""
    settlement_type: str = ""

    @property
    def filters(self) -> dict[str, str]:
        """The filters in force, JSON-safe."""
        given = {
            "county": self.county,
            "group": self.group,
            "mentor": self.mentor,
            "settlement_type": self.settlement_type,
            "since": self.since.isoformat() if self.since else "",
        }
        return {name: value for name, value in given.items() if value}

    @property
    def last_day(self) -> date:
        """The last day of the programme that the figure speaks of."""
        return min(self.as_of, self.ends_on) if self.ends_on else self.as_of

    def national(self) -> "Scope":
        """The same day and moment without any cut: how a figure asks another one."""
        return replace(self, county="", group="", mentor="", settlement_type="", since=None)

    def on(self, day: date) -> "Scope":
        return replace(self, as_of=day)

    def first_day(self, period: str) -> date:
        """The first day of the flow's period that holds `as_of`."""
        if self.since is not None:
            return self.since
        return self.starts_on if period == "programme" else window_start(self.as_of, period)


@dataclass(frozen=True)
class Reason:
    """Why a unit is not counted: a code, and the values its sentence needs (reasons.py)."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, **self.values}


@dataclass
class Row:
    """One unit with the facts behind it; an excluded one with its reasons."""

    unit: str  # "type:id"
    facts: list[int]
    sources: list[str]  # "room.model:id"
    reasons: list[Reason] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)  # of a union, those that count it
    because: list[str] = field(default_factory=list)  # units of the restricting figure it stands on
    is_verified: bool | None = None
    label: str = ""
    url: str | None = None


@dataclass(frozen=True)
class Book:
    """The rules in force: by code, with the version of each."""

    rules: Mapping[str, Rule]
    versions: Mapping[str, int]


@dataclass(frozen=True)
class Figure:
    """A number with all that says what it means. Rows are None where only the value was asked for."""

    code: str
    value: float | int | None
    unit: str
    name: str
    rule_version: int
    as_of: date
    known_at: datetime
    programme: str
    filters: Mapping[str, str]
    parameters: Mapping[str, Any]
    details: Mapping[str, Any]
    counted: list[Row] | None = None
    excluded: list[Row] | None = None

    @property
    def is_share(self) -> bool:
        """Its value is a part of one, and a float; all others are whole numbers."""
        return "numerator" in self.details
