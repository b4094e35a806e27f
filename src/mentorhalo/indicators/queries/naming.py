"""What units, reasons and records are called, and where this viewer may see them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from mentorhalo.core.registry import SourceLink, registry
from mentorhalo.evidence.models import Fact
from mentorhalo.territory.models import County
from mentorhalo.territory.queries import places_on

from ..language import CountRule, Rule
from ..reasons import by_language, words
from ..scope import Reason, Row


def labels(
    units: Iterable[str], request: HttpRequest | None = None, *, day: date | None = None
) -> dict[str, SourceLink]:
    """What units are called, and where this viewer may see them. A fixed number of queries for each type."""
    by_type: dict[str, list[str]] = defaultdict(list)
    for unit in set(units):
        kind, _colon, name = unit.partition(":")
        by_type[kind].append(name)
    found: dict[str, SourceLink] = {}
    for kind, names in by_type.items():
        resolver = registry.subjects.get(kind) or registry.sources.get(kind)
        if resolver is not None:
            links = resolver(request, names)
        elif kind == "settlement":
            places = places_on(day or timezone.localdate())
            links = {name: SourceLink(places[name].name, None) for name in names if name in places}
        elif kind == "county":
            counties = dict(County.objects.filter(code__in=names).values_list("code", "name"))
            links = {name: SourceLink(label, None) for name, label in counties.items()}
        else:
            links = {}
        for name in names:
            found[f"{kind}:{name}"] = links.get(name) or SourceLink(f"{kind} {name[:8]}", None)
    return found


def reason_words(reason: Reason, names: Mapping[str, SourceLink] | None = None) -> str:
    """The sentence of a reason in the reader's language; merged units by their label."""
    values = dict(reason.values)
    if names and values.get("into") in names:
        values["into_label"] = names[values["into"]].label
    return words(reason.code, values)


def part_words(rule: Rule) -> dict[str, str]:
    """What the parts of a union are called in the reader's language."""
    if not isinstance(rule, CountRule):
        return {}
    return {part.name: by_language(part.label) or part.name for part in rule.parts}


def facts_behind(row: Row) -> list[Fact]:
    return list(Fact.objects.filter(pk__in=row.facts).order_by("occurred_on", "pk"))


def source_links(facts: Iterable[Fact], request: HttpRequest | None) -> dict[str, SourceLink]:
    """Where the records behind facts may be seen by this viewer. A fixed number of queries for each type."""
    by_type: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        by_type[fact.source_type].add(fact.source_id)
    found: dict[str, SourceLink] = {}
    for source_type, ids in by_type.items():
        resolver = registry.sources.get(source_type)
        if resolver is not None:
            found |= {f"{source_type}:{name}": link for name, link in resolver(request, sorted(ids)).items()}
    return found
