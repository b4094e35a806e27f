"""A figure over many days in one pass, and the head counts and group sizes day by day."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Min

from .continuity import failings, unite
from .counting import PREFIXES, Counting, summary
from .language import ContinuityRule, CountRule, Part, QuantityRule, RatioRule, Restriction, Rule
from .scope import Scope

type Stretches = dict[str, list[tuple[int, int]]]  # unit → first and last days, both included

FAR = date.max.toordinal()


class NotInOnePass(Exception):
    """The rule has to be asked day by day."""


def series(counting: Counting, rule: Rule, days: Sequence[date]) -> list[float | int | None]:
    """The figure on each of the days (ascending), as known at the scope's moment. Few queries, however many days."""
    if not days:
        return []
    whole = Counting(counting.scope.on(max(days)), counting.book, merged=counting.identities)
    try:
        return _in_one_pass(whole, rule, days)
    except NotInOnePass:
        return [
            Counting(counting.scope.on(day), counting.book, merged=counting.identities).value(rule)
            for day in days
        ]


def _in_one_pass(counting: Counting, rule: Rule, days: Sequence[date]) -> list[float | int | None]:
    if isinstance(rule, RatioRule):
        above = _in_one_pass(counting, counting.book.rules[rule.numerator], days)
        below = _in_one_pass(counting, counting.book.rules[rule.denominator], days)
        return [a / b if a is not None and b else None for a, b in zip(above, below, strict=True)]
    if isinstance(rule, ContinuityRule):
        return list(_continuous(counting, rule, days))
    if isinstance(rule, QuantityRule):
        return list(_summed(counting, rule, days))
    if rule.measure == "cumulative":
        entered = sorted(entries(counting, rule).values())
        return [bisect_right(entered, day.toordinal()) for day in days]
    if rule.measure == "stock":
        stretches = _standing(counting, rule)
        return [_held_on(stretches, day.toordinal()) for day in days]
    raise NotInOnePass


def _summed(counting: Counting, rule: QuantityRule, days: Sequence[date]) -> Iterable[int | None]:
    """Only where each fact counts from its own day on: simple parts of a cumulative figure."""
    other = counting.book.rules[rule.of]
    if not isinstance(other, CountRule) or other.measure != "cumulative":
        raise NotInOnePass
    dated: list[tuple[date, int]] = []
    for part in other.parts:
        if part.at_least > 1 or part.at_least_days > 1 or part.restricted_to:
            raise NotInOnePass
        columns, read = counting.columns(part, "")
        rows = counting.facts_of(other, part).order_by().values_list(*columns, "occurred_on", "quantity")
        dated += [(day, quantity) for *row, day, quantity in rows if read(row)]
    for day in days:
        yield summary(rule, [quantity for on, quantity in dated if on <= day])


# --- cumulative ----------------------------------------------------------------------------------


def entries(counting: Counting, rule: CountRule) -> dict[str, int]:
    """The day each unit came to be counted."""
    first: dict[str, int] = {}
    for part in rule.parts:
        for unit, day in _entries_of(counting, rule, part).items():
            first[unit] = min(day, first.get(unit, day))
    return first


def _entries_of(counting: Counting, rule: CountRule, part: Part) -> dict[str, int]:
    columns, read = counting.columns(part, "")
    by_at = _by_column(part)
    admitted = _admitted(counting, part.restricted_to)
    facts = counting.facts_of(rule, part)
    simple = part.at_least == 1 and part.at_least_days == 1
    rows = (
        facts.values_list(*columns).annotate(day=Min("occurred_on")).order_by()
        if simple
        else facts.values_list(*columns, "occurred_on").order_by()
    )
    met: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        pair = read(row)
        if pair is None:
            continue
        day = row[-1].toordinal()
        if by_at is not None and part.restricted_to is not None:
            prefix = PREFIXES.get(part.restricted_to.by, "")
            day = max(day, admitted[counting.identities.of(prefix + row[by_at])])
        met[pair[1]].append(day)
    if simple:
        return {unit: min(own) for unit, own in met.items()}
    return {unit: day for unit, own in met.items() if (day := _reached(sorted(own), part)) is not None}


def _by_column(part: Part) -> int | None:
    if part.restricted_to is None:
        return None
    return 2 if part.unit == "source" else 1


def _reached(days: list[int], part: Part) -> int | None:
    """The day on which the thresholds are met; `days` ascending, one for each fact."""
    different: set[int] = set()
    for count, day in enumerate(days, start=1):
        different.add(day)
        if count >= part.at_least and len(different) >= part.at_least_days:
            return day
    return None


def _admitted(counting: Counting, restriction: Restriction | None) -> Mapping[str, int]:
    """The day from which another figure counts each of its units; only where it never lets one go."""
    if restriction is None:
        return {}
    other = counting.book.rules[restriction.figure]
    if not isinstance(other, CountRule) or other.measure != "cumulative":
        raise NotInOnePass
    national = Counting(counting.scope.national(), counting.book, merged=counting.identities)
    return entries(national, other)


# --- stock ---------------------------------------------------------------------------------------


def _standing(counting: Counting, rule: CountRule) -> Stretches:
    if len(rule.parts) > 1 or rule.parts[0].at_least > 1 or rule.parts[0].restricted_to:
        raise NotInOnePass
    return stretches_of(counting, rule.parts[0])


def stretches_of(counting: Counting, part: Part, unit_of: str = "") -> Stretches:
    """When the facts of a part held, by unit (by another column if `unit_of` names it); those that meet united."""
    column = unit_of or part.unit
    columns, read = counting.columns(Part(facts=part.facts, unit=column), "")
    facts = counting.facts_of(CountRule(measure="cumulative", parts=(part,)), part)
    found: Stretches = defaultdict(list)
    for *row, first, last in facts.values_list(*columns, "occurred_on", "until_on").order_by():
        if pair := read(row):
            found[pair[1]].append((first.toordinal(), last.toordinal() if last else FAR))
    return {unit: united(own) for unit, own in found.items()}


def united(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for first, last in sorted(stretches):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _held_on(stretches: Stretches, day: int) -> int:
    return sum(any(first <= day <= last for first, last in own) for own in stretches.values())


# --- continuity ----------------------------------------------------------------------------------


def _continuous(counting: Counting, rule: ContinuityRule, days: Sequence[date]) -> Iterable[int]:
    admitted = _admitted(counting, rule.restricted_to) if rule.restricted_to else None
    envelopes = {
        unit: own
        for (_key, unit), own in counting.envelopes(rule).items()
        if admitted is None or unit in admitted
    }
    settled: dict[str, bool] = {}  # communities whose every engagement is closed: the answer stays
    for day in sorted(days):
        now = day.toordinal()
        held = 0
        for unit, own in envelopes.items():
            if admitted is not None and admitted[unit] > now:
                continue
            if unit not in settled:
                holds = any(not failings(spell, rule.parameters) for spell in unite(own, now))
                if all(each.until is not None and each.until <= now for each in own):
                    settled[unit] = holds
            else:
                holds = settled[unit]
            held += holds
        yield held


# --- reports -------------------------------------------------------------------------------------


def headcount(counting: Counting, rule: CountRule) -> dict[str, Any]:
    """Lowest, highest and average number over the programme's days up to the day, and how many different ones."""
    scope = counting.scope
    first, last = scope.starts_on.toordinal(), scope.last_day.toordinal()
    stretches = stretches_of(counting, rule.parts[0])
    levels = list(_levels(stretches, first, last))
    if not levels:
        return {}
    days = last - first + 1
    return {
        "lowest": min(level for _from, _to, level in levels),
        "highest": max(level for _from, _to, level in levels),
        "average": round(sum((to - start + 1) * level for start, to, level in levels) / days, 1),
        "ever": len(stretches),
        "from": scope.starts_on.isoformat(),
        "to": scope.last_day.isoformat(),
    }


def _levels(stretches: Stretches, first: int, last: int) -> Iterable[tuple[int, int, int]]:
    """(first day, last day, how many) of each span in which nothing changes."""
    changes: dict[int, int] = defaultdict(int)
    for own in stretches.values():
        for start, end in own:
            if start <= last and end >= first:
                changes[max(start, first)] += 1
                changes[min(end, last) + 1] -= 1
    level, since = 0, first
    for day in sorted(changes):
        if day > since:
            yield since, day - 1, level
            since = day
        level += changes[day]
    if since <= last:
        yield since, last, level


def group_sizes(counting: Counting, rule: CountRule) -> dict[str, Any]:
    """The groups of the day with their sizes, and on how many days a group at work was smaller than promised."""
    scope: Scope = counting.scope
    first, last, today = scope.starts_on.toordinal(), scope.last_day.toordinal(), scope.as_of.toordinal()
    part = rule.parts[0]
    members = _members(counting, rule.report.group_sizes)
    rows = (
        counting.facts_of(CountRule(measure="cumulative", parts=(part,)), part)
        .values_list("subject", "county", "occurred_on", "until_on")
        .order_by("county", "subject")
    )
    groups: list[dict[str, Any]] = []
    small: dict[str, int] = defaultdict(int)
    for group, county, start, end in rows:
        begun, ended = start.toordinal(), end.toordinal() if end else FAR
        own = members.get(group, {})
        if begun <= today <= ended:
            groups.append({"group": group, "county": county, "size": _held_on(own, today)})
        for from_day, to_day, level in _levels(own, max(begun, first), min(ended, last)):
            if level < rule.report.group_size_below:
                small[group] += to_day - from_day + 1
    sizes = [each["size"] for each in groups]
    return {
        "groups": groups,
        "smallest": min(sizes, default=0),
        "largest": max(sizes, default=0),
        "below": rule.report.group_size_below,
        "days_below": dict(sorted(small.items())),
        "days_below_total": sum(small.values()),
    }


def _members(counting: Counting, kinds: tuple[str, ...]) -> dict[str, Stretches]:
    """By group, when each of its members belonged to it."""
    found: dict[str, Stretches] = defaultdict(lambda: defaultdict(list))
    rows = counting.cut(counting.live(kinds), "subject").values_list(
        "group", "subject", "occurred_on", "until_on"
    )
    for group, member, first, last in rows.order_by():
        found[group][member].append((first.toordinal(), last.toordinal() if last else FAR))
    return {
        group: {member: united(own) for member, own in stretches.items()}
        for group, stretches in found.items()
    }
