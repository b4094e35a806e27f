"""The rows behind a figure: what is counted and what is not, with the reasons and the facts of each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from .conditions import failing
from .continuity import Envelope, Spell, failings, unite
from .counting import PREFIXES, Counting
from .language import (
    Candidates,
    ContinuityRule,
    CountRule,
    Part,
    QuantityRule,
    RatioRule,
    Restriction,
    Rule,
    kinds_used,
    unit_type,
)
from .scope import Reason, Row

AT_ONCE = 400
TESTED = (
    "pk",
    "kind",
    "occurred_on",
    "until_on",
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
    "attributes",
    "source_type",
    "source_id",
)


@dataclass
class Behind:
    """What was met of one unit."""

    facts: dict[int, str] = field(default_factory=dict)  # id → source
    days: set[Any] = field(default_factory=set)
    because: set[str] = field(default_factory=set)

    def row(self, unit: str, **more: Any) -> Row:
        return Row(
            unit=unit,
            facts=sorted(self.facts),
            sources=sorted(set(self.facts.values())),
            because=sorted(self.because),
            **more,
        )


def rows_of(counting: Counting, rule: Rule) -> tuple[list[Row], list[Row]]:
    """(counted, excluded), each ordered by unit."""
    if isinstance(rule, RatioRule):
        return [], []
    if isinstance(rule, QuantityRule):
        return rows_of(counting, counting.book.rules[rule.of])
    if isinstance(rule, ContinuityRule):
        counted, excluded = _continuous(counting, rule)
    else:
        counted, excluded = _counted(counting, rule)
    excluded += _merged(counting, rule, {row.unit for row in (*counted, *excluded)})
    verified = counting.verified(rule)
    for row in counted:
        row.is_verified = None if verified is None else row.unit in verified
    return sorted(counted, key=lambda row: row.unit), sorted(excluded, key=lambda row: row.unit)


# --- counted by facts ----------------------------------------------------------------------------


def _counted(counting: Counting, rule: CountRule) -> tuple[list[Row], list[Row]]:
    behind: dict[str, Behind] = defaultdict(Behind)
    parts: dict[str, list[str]] = defaultdict(list)
    short: dict[str, list[Reason]] = defaultdict(list)
    below: dict[str, Behind] = {}
    for part in rule.parts:
        for unit, met in _met(counting, rule, part).items():
            if len(met.facts) < part.at_least:
                short[unit].append(Reason("few_facts", {"found": len(met.facts), "needed": part.at_least}))
                below[unit] = met
            elif len(met.days) < part.at_least_days:
                short[unit].append(Reason("few_days", {"found": len(met.days), "needed": part.at_least_days}))
                below[unit] = met
            else:
                behind[unit].facts |= met.facts
                behind[unit].because |= met.because
                parts[unit].append(part.name)
    counted = [met.row(unit, parts=parts[unit] if rule.joined else []) for unit, met in behind.items()]
    return counted, _excluded(counting, rule, set(behind), short, below)


def _met(counting: Counting, rule: CountRule, part: Part) -> dict[str, Behind]:
    columns, read = counting.columns(part, "")
    found: dict[str, Behind] = defaultdict(Behind)
    rows = counting.facts_of(rule, part).values_list(
        *columns, "pk", "occurred_on", "source_type", "source_id"
    )
    by_at = (2 if part.unit == "source" else 1) if part.restricted_to else None
    prefix = PREFIXES.get(part.restricted_to.by, "") if part.restricted_to else ""
    for *row, pk, day, source_type, source_id in rows.order_by().iterator(chunk_size=5000):
        pair = read(row)
        if pair is None:
            continue
        met = found[pair[1]]
        met.facts[pk] = f"{source_type}:{source_id}"
        met.days.add(day)
        if by_at is not None:
            met.because.add(counting.identities.of(prefix + row[by_at]))
    return found


def _excluded(
    counting: Counting,
    rule: CountRule,
    counted: set[str],
    short: Mapping[str, list[Reason]],
    below: Mapping[str, Behind],
) -> list[Row]:
    listed = _listed(counting, rule.candidates) if rule.candidates else {}
    near: dict[str, Behind] = defaultdict(Behind)
    best: dict[str, list[Reason]] = {}
    for part in rule.parts:
        for unit, fact, reasons in _near_misses(
            counting, rule, part, counted, set(listed) if listed else None
        ):
            near[unit].facts[fact["pk"]] = f"{fact['source_type']}:{fact['source_id']}"
            if unit not in best or len(reasons) < len(best[unit]):
                best[unit] = reasons
    found = []
    for unit in {*listed, *near, *below} - counted:
        met = Behind()
        for source in (listed.get(unit), near.get(unit), below.get(unit)):
            if source is not None:
                met.facts |= source.facts
        reasons = [*short.get(unit, []), *best.get(unit, [])] or [Reason("no_entry")]
        found.append(met.row(unit, reasons=reasons))
    return found


def _listed(counting: Counting, candidates: Candidates) -> dict[str, Behind]:
    part = Part(facts=candidates.facts, unit=candidates.unit, where=candidates.where)
    return _met(counting, CountRule(measure="cumulative", parts=(part,)), part)


def _near_misses(
    counting: Counting, rule: CountRule, part: Part, counted: set[str], wanted: set[str] | None
) -> Iterator[tuple[str, dict[str, Any], list[Reason]]]:
    """Facts of the part's kinds that do not count, of units that are not counted either."""
    if part.unit == "source":
        return
    base = counting.cut(counting.live(part.facts), part.unit)
    columns, read = counting.columns(_free(part), "")
    uncounted: set[str] = set()
    for row in base.values_list(*columns).distinct().order_by():
        pair = read(row)
        if pair and pair[1] not in counted and (wanted is None or pair[1] in wanted):
            uncounted.add(row[0])
    restriction = part.restricted_to
    extra = [part.unit, *([restriction.by] if restriction else [])]
    for some in batched(sorted(uncounted), AT_ONCE):
        facts = base.filter(**{f"{part.unit}__in": some}).order_by().values(*{*TESTED, *extra})
        for fact in facts:
            unit = counting.identities.of(PREFIXES.get(part.unit, "") + fact[part.unit])
            reasons = _missed(counting, rule, part, fact, restriction)
            if reasons:
                yield unit, fact, reasons


def _free(part: Part) -> Part:
    return Part(facts=part.facts, unit=part.unit)


def _missed(
    counting: Counting, rule: CountRule, part: Part, fact: Mapping[str, Any], restriction: Restriction | None
) -> list[Reason]:
    scope = counting.scope
    reasons = []
    for key in failing(part.where, fact):
        if key == "state" and fact["state"] == "submitted":
            reasons.append(Reason("waiting", {"count": 1}))
        else:
            values = {"found": fact["state"]} if key == "state" else {}
            reasons.append(Reason(f"condition.{key}", values))
    if rule.measure == "stock" and fact["until_on"] and fact["until_on"] < scope.as_of:
        reasons.append(Reason("ended", {"day": fact["until_on"].isoformat()}))
    if rule.measure == "flow" and fact["occurred_on"] < scope.first_day(rule.period):
        reasons.append(Reason("too_early", {"day": fact["occurred_on"].isoformat()}))
    if restriction:
        unit = counting.identities.of(PREFIXES.get(restriction.by, "") + fact[restriction.by])
        if unit not in counting.restricting(restriction):
            reasons.append(_restricted(restriction))
    return reasons


def _restricted(restriction: Restriction) -> Reason:
    return Reason("restricted", {"figure": restriction.figure, "otherwise": dict(restriction.otherwise)})


# --- continuity ----------------------------------------------------------------------------------


def _continuous(counting: Counting, rule: ContinuityRule) -> tuple[list[Row], list[Row]]:
    allowed = counting.restricting(rule.restricted_to) if rule.restricted_to else None
    day = counting.scope.as_of.toordinal()
    envelopes, behind = _envelopes(counting, rule)
    waiting = _waiting(counting, rule)
    counted, excluded = [], []
    for unit, own in envelopes.items():
        spells = unite(own, day)
        judged = [(spell, failings(spell, rule.parameters)) for spell in spells]
        spell, missing = min(judged, key=lambda pair: (len(pair[1]), -len(pair[0].activities), pair[0].start))
        met = Behind()
        for name in (name for each in spells for name in each.names):
            met.facts |= behind[name].facts
        if not missing and (allowed is None or unit in allowed):
            counted.append(met.row(unit))
            continue
        reasons = [Reason(each.code, each.values) for each in missing]
        if rule.restricted_to and allowed is not None and unit not in allowed:
            reasons.insert(0, _restricted(rule.restricted_to))
        reasons += _waiting_reason(spell, waiting, met)
        excluded.append(met.row(unit, reasons=reasons))
    return counted, excluded


def _waiting_reason(spell: Spell, waiting: Mapping[str, Behind], met: Behind) -> list[Reason]:
    found = {
        pk: source for name in spell.names if name in waiting for pk, source in waiting[name].facts.items()
    }
    met.facts |= found
    return [Reason("waiting", {"count": len(found)})] if found else []


def _envelopes(
    counting: Counting, rule: ContinuityRule
) -> tuple[dict[str, list[Envelope]], dict[str, Behind]]:
    """Engagements by community, and the facts behind each engagement."""
    behind: dict[str, Behind] = defaultdict(Behind)
    source = ("pk", "source_type", "source_id")
    opened = counting.cut(counting.live([rule.spells]), "subject")
    for context, pk, *named in opened.values_list("context", *source).order_by():
        behind[context].facts[pk] = ":".join(named)
    for facts in (counting.contact_facts(rule), counting.pause_facts(rule)):
        for context, pk, *named in facts.values_list("context", *source).order_by().iterator(chunk_size=5000):
            if context in behind:
                behind[context].facts[pk] = ":".join(named)
    by_unit: dict[str, list[Envelope]] = {}
    for (_key, unit), own in counting.envelopes(rule).items():
        by_unit[unit] = own
    return by_unit, behind


def _waiting(counting: Counting, rule: ContinuityRule) -> dict[str, Behind]:
    """Entries of each engagement that would be contacts if they were approved."""
    if "state" not in rule.contacts_where:
        return {}
    facts = counting.live(rule.contacts).filter(state="submitted").exclude(context="").order_by()
    if rule.parameters.two_way_only:
        facts = facts.filter(is_two_way=True)
    found: dict[str, Behind] = defaultdict(Behind)
    for context, pk, *named in facts.values_list("context", "pk", "source_type", "source_id"):
        found[context].facts[pk] = ":".join(named)
    return found


# --- merges --------------------------------------------------------------------------------------


def _merged(counting: Counting, rule: CountRule | ContinuityRule, shown: set[str]) -> list[Row]:
    """Those that are counted as somebody else."""
    if unit_type(rule.unit) != "subject":
        return []
    absorbed = {gone: into for gone, into in counting.identities.survivors.items() if into in shown}
    found: dict[str, Behind] = defaultdict(Behind)
    for some in batched(sorted(absorbed), AT_ONCE):
        facts: Iterable[Any] = counting.live(kinds_used(rule)).filter(subject__in=some).order_by()
        for subject, pk, *named in facts.values_list("subject", "pk", "source_type", "source_id"):  # type: ignore[attr-defined]
            found[subject].facts[pk] = ":".join(named)
    return [
        met.row(gone, reasons=[Reason("merged", {"into": absorbed[gone]})]) for gone, met in found.items()
    ]
