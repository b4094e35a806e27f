"""What must be true between figures, whatever they say."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from mentorhalo.core import numbers
from mentorhalo.evidence.queries import identities
from mentorhalo.programmes.models import Programme
from mentorhalo.territory.models import County

from .counting import Counting
from .language import CountRule, QuantityRule, RatioRule, unit_type, wholes_of
from .models import Definition
from .queries import book_of, in_language
from .scope import Scope


@dataclass(frozen=True)
class Checked:
    """One check: whether it holds (None: it cannot be asked of this figure), in words, with its numbers."""

    code: str
    figure: str
    holds: bool | None
    title: str
    words: str
    units: list[str]


def checks(programme: Programme, scope: Scope, definitions: dict[str, Definition]) -> list[Checked]:
    """All checks for one day. As many passes as there are figures."""
    book = book_of(definitions)
    merged = identities(scope.known_at)
    counting = Counting(scope, book, merged=merged)
    counted = {
        code: counting.units(rule)
        for code, rule in book.rules.items()
        if not isinstance(rule, RatioRule | QuantityRule)
    }
    own = set(programme.counties.values_list("county_code", flat=True))
    names = {code: in_language(row.indicator, "name") for code, row in definitions.items()}
    return [
        *_subsets(counting, counted, names),
        *_parts(counting, counted, names),
        *_counties(counting, counted, names, own),
        *_ratios(counting, names),
    ]


def _subsets(counting: Counting, counted: dict[str, set[str]], names: dict[str, str]) -> Iterator[Checked]:
    """What is counted among the units of another figure is a part of it: I7 of I6."""
    for code, rule in counting.book.rules.items():
        for other in wholes_of(rule):
            outside = sorted(counted[code] - counted[other])
            yield Checked(
                code="subset",
                figure=code,
                holds=not outside,
                title=_("“{part}” is a part of “{whole}”").format(part=names[code], whole=names[other]),
                words=_("{part} of {whole}; outside it: {outside}").format(
                    part=numbers.number(len(counted[code])),
                    whole=numbers.number(len(counted[other])),
                    outside=numbers.number(len(outside)),
                ),
                units=outside,
            )


def _parts(counting: Counting, counted: dict[str, set[str]], names: dict[str, str]) -> Iterator[Checked]:
    """Each part of a union lies within it, counted apart from it: the settlements of supported consortia in I4."""
    for code, rule in counting.book.rules.items():
        if not isinstance(rule, CountRule) or not rule.joined:
            continue
        for part in rule.parts:
            restriction = part.restricted_to
            if restriction is None:
                continue
            rows = counting.live(part.facts).values_list(part.unit, restriction.by).distinct().order_by()
            supported = counted[restriction.figure]
            prefix = "settlement:" if unit_type(part.unit) == "settlement" else ""
            within = {prefix + unit for unit, by in rows if unit and counting.identities.of(by) in supported}
            outside = sorted(within - counted[code])
            yield Checked(
                code="part",
                figure=code,
                holds=not outside,
                title=_("What “{other}” brings is within “{whole}”").format(
                    other=names[restriction.figure], whole=names[code]
                ),
                words=_("{part} of {whole}; outside it: {outside}").format(
                    part=numbers.number(len(within)),
                    whole=numbers.number(len(counted[code])),
                    outside=numbers.number(len(outside)),
                ),
                units=outside,
            )


def _counties(
    counting: Counting, counted: dict[str, set[str]], names: dict[str, str], own: set[str]
) -> Iterator[Checked]:
    """Counties add up to the country, and nothing is counted where the programme does not work."""
    county_names = dict(County.objects.values_list("code", "name"))
    for code, units in counted.items():
        by_county = counting.by(counting.book.rules[code], "county")
        total = sum(by_county.values())
        spans = _spans_counties(counting.book.rules[code])
        yield Checked(
            code="counties",
            figure=code,
            holds=None if spans else total == len(units),
            title=_("The counties of “{figure}” add up to the country").format(figure=names[code]),
            words=_("Sum of the counties {total}, country {whole}.").format(
                total=numbers.number(total), whole=numbers.number(len(units))
            )
            + (
                " " + _("A consortium may span several counties, so the two need not agree.") if spans else ""
            ),
            units=[],
        )
        if own:
            outside = {county: count for county, count in by_county.items() if county not in own}
            yield Checked(
                code="outside",
                figure=code,
                holds=not outside,
                title=_("“{figure}” counts nothing outside the programme's counties").format(
                    figure=names[code]
                ),
                words=", ".join(
                    f"{county_names.get(county, county)}: {numbers.number(count)}"
                    for county, count in sorted(outside.items())
                )
                or _("Nothing outside."),
                units=[],
            )


def _spans_counties(rule: Any) -> bool:
    return isinstance(rule, CountRule) and any(
        kind.startswith(("consortium.", "activity.consortium")) and unit_type(part.unit) == "subject"
        for part in rule.parts
        for kind in part.facts
    )


def _ratios(counting: Counting, names: dict[str, str]) -> Iterator[Checked]:
    for code, rule in counting.book.rules.items():
        if isinstance(rule, RatioRule):
            numerator, denominator = counting.ratio(rule)
            yield Checked(
                code="ratio",
                figure=code,
                holds=0 <= numerator <= denominator,
                title=_("“{figure}” shows both of its numbers").format(figure=names[code]),
                words=_("{part} of {whole}").format(
                    part=numbers.number(numerator), whole=numbers.number(denominator)
                ),
                units=[],
            )
