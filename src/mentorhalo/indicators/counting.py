"""Values of figures, grouped by the database. The rows behind them are loaded by explaining.py only."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from statistics import median_low
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.aggregates import StringAgg
from django.db.models.functions import Cast, Concat

from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.queries import Identities, identities
from mentorhalo.territory.queries import Place, places_on

from .conditions import as_filter
from .continuity import Envelope, failings, unite
from .language import (
    ContinuityRule,
    CountRule,
    Part,
    QuantityRule,
    RatioRule,
    Restriction,
    Rule,
    unit_type,
)
from .scope import Book, Scope

EVIDENCE = "evidence.attached"
# What is only claimed until a document stands beside it; registers (mandates, grants) are documents themselves.
CLAIMED_KINDS = ("activity.", "engagement.")
PREFIXES = {"place": "settlement:", "home": "settlement:", "county": "county:"}
KEYS = {"county": ("county",), "group": ("group",), "mentor": ("who",), "settlement_type": ("home", "place")}


@dataclass
class Seen:
    """How often a unit was met, and on which days."""

    facts: int = 0
    days: set[date] = field(default_factory=set)


class Counting:
    """Answers for one scope; figures that stand on each other are computed once."""

    def __init__(self, scope: Scope, book: Book, *, merged: Identities | None = None) -> None:
        self.scope = scope
        self.book = book
        self._merged = merged
        self._restricting: dict[str, set[str]] = {}

    @cached_property
    def identities(self) -> Identities:
        return self._merged if self._merged is not None else identities(self.scope.known_at)

    @cached_property
    def places(self) -> dict[str, Place]:
        return places_on(self.scope.as_of)

    # --- answers ---------------------------------------------------------------------------------

    def value(self, rule: Rule) -> float | int | None:
        if isinstance(rule, RatioRule):
            numerator, denominator = self.ratio(rule)
            return numerator / denominator if denominator else None
        if isinstance(rule, QuantityRule):
            return summary(rule, [quantity for own in self.quantities(rule).values() for quantity in own])
        return len(self.units(rule))

    def ratio(self, rule: RatioRule) -> tuple[int, int]:
        return (
            len(self.units(self.book.rules[rule.numerator])),
            len(self.units(self.book.rules[rule.denominator])),
        )

    def units(self, rule: Rule) -> set[str]:
        """The counted units of a rule."""
        if isinstance(rule, CountRule):
            return set().union(*self.parts(rule).values())
        if isinstance(rule, ContinuityRule):
            return {unit for _key, unit in self.continuous(rule)}
        if isinstance(rule, QuantityRule):
            return self.units(self.book.rules[rule.of])
        raise TypeError("a ratio counts no units")

    def quantities(self, rule: QuantityRule, dimension: str = "") -> dict[str, list[int]]:
        """The quantities of the facts that the other figure counts, by county (…), or all under an empty key."""
        other = self.book.rules[rule.of]
        if not isinstance(other, CountRule):
            raise TypeError("quantities stand in the facts of a figure that counts")
        found: dict[str, list[int]] = defaultdict(list)
        for part in other.parts:
            counted = {unit for _key, unit in self.of_part(other, part)}
            columns, read = self.columns(part, dimension)
            for *row, quantity in self.facts_of(other, part).order_by().values_list(*columns, "quantity"):
                if (pair := read(row)) and pair[1] in counted:
                    found[pair[0]].append(quantity)
        return found

    def parts(self, rule: CountRule) -> dict[str, set[str]]:
        """The counted units of each part of a union (of the one part of a simple rule, under an empty name)."""
        return {part.name: {unit for _key, unit in self.of_part(rule, part)} for part in rule.parts}

    def by(self, rule: Rule, dimension: str) -> dict[str, int]:
        """How many units are counted in each county (group, mentor, settlement type): what the filter would say."""
        if isinstance(rule, RatioRule):
            return {}
        if isinstance(rule, QuantityRule):
            found = self.quantities(rule, dimension)
            return {key: summary(rule, own) or 0 for key, own in found.items() if key}
        pairs: set[tuple[str, str]] = set()
        if isinstance(rule, CountRule):
            for part in rule.parts:
                pairs |= self.of_part(rule, part, dimension)
        else:
            pairs = self.continuous(rule, dimension)
        return dict(Counter(key for key, _unit in pairs if key))

    def restricting(self, restriction: Restriction) -> set[str]:
        """The units another figure counts on the same day, nowhere cut down."""
        code = restriction.figure
        if code not in self._restricting:
            other = Counting(self.scope.national(), self.book, merged=self.identities)
            self._restricting[code] = other.units(self.book.rules[code])
        return self._restricting[code]

    # --- facts -----------------------------------------------------------------------------------

    def live(self, kinds: Iterable[str]) -> QuerySet[Fact]:
        """Facts of the programme and the registers, as known at the scope's moment, up to its day."""
        return Fact.objects.known_at(self.scope.known_at).filter(
            programme__in=("", self.scope.programme), kind__in=tuple(kinds), occurred_on__lte=self.scope.as_of
        )

    def facts_of(self, rule: CountRule, part: Part) -> QuerySet[Fact]:
        """The facts a part counts, cut down by the scope (settlements by territory are cut in memory)."""
        facts = self.live(part.facts).filter(as_filter(part.where))
        if rule.measure == "stock":
            facts = facts.filter(Q(until_on=None) | Q(until_on__gte=self.scope.as_of))
        elif rule.measure == "flow":
            facts = facts.filter(occurred_on__gte=self.scope.first_day(rule.period))
        return self.cut(facts, part.unit)

    def cut[Q_: QuerySet[Any]](self, facts: Q_, unit: str) -> Q_:
        scope = self.scope
        if scope.county and unit_type(unit) != "settlement":
            facts = facts.filter(county=scope.county)
        if scope.group:
            facts = facts.filter(group=scope.group)
        if scope.mentor:
            facts = facts.filter(who=scope.mentor)
        return facts

    def of_part(self, rule: CountRule, part: Part, dimension: str = "") -> set[tuple[str, str]]:
        """(key, unit) of what a part counts; the key is empty without a dimension."""
        columns, read = self.columns(part, dimension)
        facts = self.facts_of(rule, part).order_by()
        if part.at_least == part.at_least_days == 1:
            return {found for row in facts.values_list(*columns).distinct() if (found := read(row))}
        if len(set(columns)) == 1 and not self.identities.survivors:
            rows = facts.values_list(*columns).annotate(
                n=Count("pk"),
                days=Count("occurred_on", distinct=True) if part.at_least_days > 1 else Value(1),
            )
            return {
                found
                for row in rows.filter(n__gte=part.at_least, days__gte=part.at_least_days)
                if (found := read(row))
            }
        seen: dict[tuple[str, str], Seen] = defaultdict(Seen)
        for row in facts.values_list(*columns, "occurred_on").annotate(n=Count("pk")):
            if found := read(row):
                seen[found].facts += row[-1]
                seen[found].days.add(row[-2])
        return {
            found
            for found, tally in seen.items()
            if tally.facts >= part.at_least and len(tally.days) >= part.at_least_days
        }

    def columns(self, part: Part, dimension: str) -> tuple[list[str], Any]:
        """Which columns to group by, and how to read a row of them into (key, unit) or None."""
        columns: list[str] = []

        def place_of(*names: str) -> slice:
            start = len(columns)
            columns.extend(names)
            return slice(start, len(columns))

        unit_at = place_of(*(("source_type", "source_id") if part.unit == "source" else (part.unit,)))
        restriction = part.restricted_to
        by_at = place_of(*(() if restriction is None else (restriction.by,)))
        is_place = unit_type(part.unit) == "settlement"
        by_territory = is_place and dimension in ("county", "settlement_type")
        key_at = place_of(*(() if not dimension or by_territory else KEYS[dimension]))
        cuts_type = bool(self.scope.settlement_type) and not is_place
        type_at = place_of(*(("home", "place") if cuts_type else ()))
        allowed = self.restricting(restriction) if restriction else set()
        prefix = PREFIXES.get(part.unit, "")
        by_prefix = PREFIXES.get(restriction.by, "") if restriction else ""
        same = self.identities.of

        def read(row: Any) -> tuple[str, str] | None:
            raw = row[unit_at]
            if not all(raw):
                return None
            if restriction and same(by_prefix + row[by_at][0]) not in allowed:
                return None
            if cuts_type and self.type_of(row[type_at]) != self.scope.settlement_type:
                return None
            if is_place and not self.is_within(raw[0]):
                return None
            key = ""
            if by_territory:
                place = self.places.get(raw[0])
                key = "" if place is None else place.county if dimension == "county" else place.size_type
            elif dimension == "settlement_type":
                key = self.type_of(row[key_at])
            elif dimension:
                key = row[key_at][0]
            return key, same(prefix + ":".join(raw))

        return columns, read

    def is_within(self, code: str) -> bool:
        """Whether a settlement lies within the scope's county and type, by the borders of its day."""
        if not self.scope.county and not self.scope.settlement_type:
            return True
        place = self.places.get(code)
        return (
            place is not None
            and self.scope.county in ("", place.county)
            and self.scope.settlement_type in ("", place.size_type)
        )

    def type_of(self, home_and_place: Iterable[str]) -> str:
        code = next(filter(None, home_and_place), "")
        place = self.places.get(code)
        return place.size_type if place else ""

    # --- continuity ------------------------------------------------------------------------------

    def continuous(self, rule: ContinuityRule, dimension: str = "") -> set[tuple[str, str]]:
        """(key, community) of those with a spell that holds."""
        allowed = self.restricting(rule.restricted_to) if rule.restricted_to else None
        day = self.scope.as_of.toordinal()
        return {
            (key, unit)
            for (key, unit), envelopes in self.envelopes(rule, dimension).items()
            if (allowed is None or unit in allowed)
            and any(not failings(spell, rule.parameters) for spell in unite(envelopes, day))
        }

    def envelopes(self, rule: ContinuityRule, dimension: str = "") -> dict[tuple[str, str], list[Envelope]]:
        """Engagements by (key, community). Three queries: engagements, their days of contact, their pauses."""
        found: dict[tuple[str, str], list[Envelope]] = defaultdict(list)
        contacts = self.contacts_of(rule)
        pauses = self.pauses_of(rule)
        keys = KEYS[dimension] if dimension else ()
        opened = self.cut(self.live([rule.spells]), "subject").order_by()
        for unit, context, first, last, home, place, *key in opened.values_list(
            "subject", "context", "occurred_on", "until_on", "home", "place", *keys
        ):
            if self.scope.settlement_type and self.type_of((home, place)) != self.scope.settlement_type:
                continue
            found[
                self.type_of((home, place)) if dimension == "settlement_type" else key[0] if key else "",
                self.identities.of(unit),
            ].append(
                Envelope(
                    name=context,
                    opened=first.toordinal(),
                    until=last.toordinal() if last else None,
                    contacts=contacts.get(context, ()),
                    pauses=pauses.get(context, ()),
                )
            )
        return found

    def contacts_of(self, rule: ContinuityRule) -> dict[str, list[int]]:
        """Days of contact of each engagement: one row an engagement, put together by the database."""
        facts = self.contact_facts(rule).exclude(context="").order_by()
        days = facts.values_list("context").annotate(
            days=StringAgg(Cast("occurred_on", TextField()), delimiter=Value(","))
        )
        ordinals = _Ordinals()
        return {context: list(map(ordinals.__getitem__, joined.split(","))) for context, joined in days}

    def contact_facts(self, rule: ContinuityRule) -> QuerySet[Fact]:
        facts = self.live(rule.contacts).filter(as_filter(rule.contacts_where))
        return facts.filter(is_two_way=True) if rule.parameters.two_way_only else facts

    def pause_facts(self, rule: ContinuityRule) -> QuerySet[Fact]:
        return self.live([rule.pauses] if rule.pauses else []).filter(as_filter(rule.pauses_where))

    def pauses_of(self, rule: ContinuityRule) -> dict[str, list[tuple[int, int | None]]]:
        found: dict[str, list[tuple[int, int | None]]] = defaultdict(list)
        rows = self.pause_facts(rule).values_list("context", "occurred_on", "until_on").order_by()
        for context, first, last in rows:
            found[context].append((first.toordinal(), last.toordinal() if last else None))
        return found

    # --- proof -----------------------------------------------------------------------------------

    def verified(self, rule: Rule) -> set[str] | None:
        """Which units have a document beside them; None where the rule counts registers only."""
        if isinstance(rule, RatioRule):
            return None
        if isinstance(rule, QuantityRule):
            return self.verified(self.book.rules[rule.of])
        if isinstance(rule, ContinuityRule):
            return self._evidenced("subject")
        kinds = [kind for part in rule.parts for kind in part.facts]
        if not any(kind.startswith(CLAIMED_KINDS) for kind in kinds):
            return None
        return set().union(*(self._verified_in(rule, part) for part in rule.parts))

    def _verified_in(self, rule: CountRule, part: Part) -> set[str]:
        if not all(kind.startswith(CLAIMED_KINDS) for kind in part.facts):
            return {unit for _key, unit in self.of_part(rule, part)}
        found = self._evidenced(part.unit)
        proven = Q(state="acknowledged")
        if unit_type(part.unit) == "subject":  # settlements stand in the facts of evidence themselves
            files = self.live([EVIDENCE]).filter(subject=Concat(Value("activity:"), OuterRef("source_id")))
            proven |= Q(Exists(files))
        columns, read = self.columns(part, "")
        facts = self.facts_of(rule, part).filter(proven)
        rows = facts.values_list(*columns).distinct().order_by()
        return found | {pair[1] for row in rows if (pair := read(row))}

    def _evidenced(self, unit: str) -> set[str]:
        """Units that stand in the facts of evidence themselves."""
        column = "source_id" if unit == "source" else unit
        prefix = PREFIXES.get(unit, "")
        rows = self.live([EVIDENCE]).values_list(column, flat=True).distinct().order_by()
        return {self.identities.of(prefix + raw) for raw in rows if raw}


def summary(rule: QuantityRule, quantities: list[int]) -> int | None:
    """The sum, or the median: of an even number the lower of the two in the middle, so that it is a quantity that occurred."""
    if rule.measure == "sum":
        return _whole(sum(quantities), rule.per)
    return _whole(median_low(quantities), rule.per) if quantities else None


def _whole(quantity: int, per: int) -> int:
    """In the figure's own unit, to the nearest whole; a half goes up."""
    return (2 * quantity + per) // (2 * per)


class _Ordinals(dict[str, int]):
    """Reads each different day once."""

    def __missing__(self, iso: str) -> int:
        ordinal = self[iso] = date.fromisoformat(iso).toordinal()
        return ordinal
