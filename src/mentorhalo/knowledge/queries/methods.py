"""Questions to the method cards: what everybody reads, what somebody works on, what differs, where a method was used."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Prefetch, Q, QuerySet, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from mentorhalo.accounts.models import User
from mentorhalo.core.differences import Part, compared
from mentorhalo.core.paging import in_pages
from mentorhalo.territory.models import Settlement

from ..choices.methods import LOCKED_STATES, CardLanguage, MethodState
from ..models.methods import Method, MethodVersion
from ..models.practices import Practice, PracticeText
from ..signals import MethodUse, uses_of_method

SHOWN_USES = 5  # of one settlement, for the network


class MethodLine(NamedTuple):
    """A method in a list, in the reader's language where there is a card in it."""

    code: str
    title: str
    definition: str
    language: str
    href: str


class Change(NamedTuple):
    """One part of a card, in two versions."""

    name: str
    parts: list[Part]
    is_changed: bool


@dataclass
class PlaceOfUse:
    """A settlement where a method was used."""

    name: str
    times: int = 0
    last_on: date | None = None
    records: list[MethodUse] = field(default_factory=list)


@dataclass
class CountyOfUse:
    name: str
    places: list[PlaceOfUse] = field(default_factory=list)

    @property
    def times(self) -> int:
        return sum(place.times for place in self.places)

    @property
    def words(self) -> str:
        return f"{self.name} ({self.times})"


def methods_listed(*, topic: str = "") -> list[MethodLine]:
    """Every public method once, by its name in Hungarian order. One query."""
    rows = (
        MethodVersion.objects.in_force()
        .filter(method__withdrawn_at=None)
        .select_related("method")
        .only("title", "title_sort", "definition", "language", "method__code")
    )
    if topic:
        rows = rows.filter(method__topics=topic)
    chosen: dict[str, MethodVersion] = {}
    wanted = _readers_language()
    for version in rows:
        code = version.method.code
        if code not in chosen or version.language == wanted:
            chosen[code] = version
    return [
        MethodLine(
            version.method.code,
            version.title,
            version.definition,
            version.language,
            reverse("knowledge:method", args=[version.method.code]),
        )
        for version in sorted(chosen.values(), key=lambda one: (one.title_sort, one.method.code))
    ]


def method_choices() -> list[tuple[str, str]]:
    """(id, name) of every public method, for forms that let somebody name methods. One query."""
    rows = MethodVersion.objects.in_force().filter(method__withdrawn_at=None)
    wanted, names = _readers_language(), dict[str, tuple[str, str]]()
    for pk, language, title, order in rows.values_list("method_id", "language", "title", "title_sort"):
        if str(pk) not in names or language == wanted:
            names[str(pk)] = (order, title)
    return [(pk, title) for pk, (_order, title) in sorted(names.items(), key=lambda row: (row[1][0], row[0]))]


def titles_of(methods: Collection[UUID]) -> list[tuple[str, str]]:
    """(name, address) of these public methods, in order. One query."""
    return list(titles_by_id(methods).values())


def titles_by_id(methods: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """(name, address) of each of these methods that is public, in order of the names. One query."""
    if not methods:
        return {}
    rows = MethodVersion.objects.in_force().filter(method__in=methods, method__withdrawn_at=None)
    wanted, found = _readers_language(), dict[str, MethodVersion]()
    for version in rows.select_related("method"):
        if version.method.code not in found or version.language == wanted:
            found[version.method.code] = version
    return {
        one.method_id: (one.title, reverse("knowledge:method", args=[one.method.code]))
        for one in sorted(found.values(), key=lambda one: (one.title_sort, one.method.code))
    }


def method_at(code: str) -> Method:
    """What is or was public under the address. Raises `DoesNotExist`. Two queries."""
    return Method.objects.filter(published_at__isnull=False).prefetch_related("topics").get(code=code)


def any_method(code: str) -> Method:
    return Method.objects.get(code=code)


def locked_versions(method: Method) -> list[MethodVersion]:
    """All that was ever locked, newest first, with who locked it. One query."""
    rows = method.versions.filter(state__in=LOCKED_STATES).select_related("locked_by")
    return list(rows.order_by("language", "-number"))


def card_for_reader(versions: Iterable[MethodVersion], language: str = "") -> MethodVersion | None:
    """The card in force in the wished language, else the reader's, else any."""
    standing = {one.language: one for one in versions if one.state == MethodState.LOCKED}
    for wish in (language, _readers_language(), CardLanguage.HUNGARIAN, CardLanguage.ENGLISH):
        if wish in standing:
            return standing[wish]
    return None


def version_named(pk: UUID) -> MethodVersion:
    """Raises `DoesNotExist`. One query."""
    return MethodVersion.objects.select_related("method", "author", "locked_by").get(pk=pk)


def version_before(version: MethodVersion) -> MethodVersion | None:
    """The locked one it is meant to follow, or followed. One query."""
    rows = version.method.versions.filter(
        state__in=LOCKED_STATES, language=version.language, number__lt=version.number
    )
    return rows.order_by("-number").first()


def changes_between(before: MethodVersion | None, after: MethodVersion) -> list[Change]:
    """Part by part, word by word; parts that both leave empty are left out."""
    old = before.said() if before else {}
    return [
        Change(part_name(part), compared(old.get(part, ""), words), old.get(part, "") != words)
        for part, words in after.said().items()
        if words or old.get(part)
    ]


def part_name(part: str) -> str:
    return MethodVersion.part_name(part)


def parts_to_read(version: MethodVersion) -> list[tuple[str, str, str]]:
    """(part, its name, its words) of a card, without the name of the method and what is empty."""
    return [
        (part, part_name(part), words) for part, words in version.said().items() if words and part != "title"
    ]


def at_the_desk() -> QuerySet[Method]:
    """Every method with its standing and unlocked versions, the reader's language first. Two queries, by code."""
    standing = MethodVersion.objects.exclude(state=MethodState.SUPERSEDED).select_related("author")
    theirs = Case(When(language=_readers_language(), then=0), default=1)
    return Method.objects.prefetch_related(
        Prefetch("versions", queryset=standing.order_by(theirs, "language", "number"), to_attr="standing")
    ).order_by("code")


def to_review(user: User) -> list[MethodVersion]:
    """Versions handed in in which this person wrote nothing, the oldest first. One query."""
    rows = MethodVersion.objects.waiting().exclude(Q(author=user) | Q(writers=user))
    return list(rows.select_related("method", "author").order_by("handed_in_at", "pk"))


def returned_to(user: User) -> list[MethodVersion]:
    """One query."""
    rows = MethodVersion.objects.filter(state=MethodState.RETURNED, writers=user)
    return list(rows.select_related("method").order_by("changed_at", "pk"))


def uses_of(method: Method, request: HttpRequest) -> list[CountyOfUse]:
    """Where it was used, by county and settlement in Hungarian order. One query besides those of the rooms that answer."""
    answers: list[tuple[Any, Any]] = uses_of_method.send(Method, method=method, request=request)
    uses: list[MethodUse] = [use for _receiver, rows in answers for use in rows or ()]
    settlements = {
        row.pk: row
        for row in Settlement.objects.filter(pk__in={use.settlement for use in uses}).select_related("county")
    }
    places: dict[str, PlaceOfUse] = {}
    for use in sorted(uses, key=lambda one: (one.day, one.label), reverse=True):
        if use.settlement not in settlements:
            continue
        place = places.setdefault(use.settlement, PlaceOfUse(settlements[use.settlement].name))
        place.times += 1
        place.last_on = place.last_on or use.day
        if use.href and len(place.records) < SHOWN_USES:
            place.records.append(use)
    counties: dict[str, CountyOfUse] = {}
    for row in sorted(settlements.values(), key=lambda one: (one.county.name_sort, one.name_sort, one.pk)):
        counties.setdefault(row.county_id, CountyOfUse(row.county.name)).places.append(places[row.pk])
    return list(counties.values())


def practices_naming(method: Method) -> list[tuple[str, str, str]]:
    """(title, address, settlement) of the published practices that name it, in the reader's language. Two queries."""
    texts = Prefetch("public_version__texts", queryset=PracticeText.objects.order_by("pk"))
    rows = (
        Practice.objects.public()
        .filter(public_version__methods=method)
        .select_related("public_version", "settlement")
        .prefetch_related(texts)
        .order_by("number")
    )
    found = []
    for row in rows:
        titles = {text.language: text.title for text in row.public_version.texts.all()}  # type: ignore[union-attr]
        title = titles.get(_readers_language()) or next(iter(titles.values()), row.code)
        found.append((title, reverse("knowledge:practice", args=[row.code]), row.settlement.name))
    return found


def methods_to_find(ids: Collection[str] | None) -> Iterator[MethodVersion]:
    """For the index: the card of each public method, Hungarian where there is one, with the other language's words beside it."""
    rows = Method.objects.public().prefetch_related(
        Prefetch("versions", queryset=MethodVersion.objects.in_force(), to_attr="in_force"), "topics"
    )
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    for method in in_pages(rows):
        yield from _cards(method)


def _cards(method: Method) -> Iterator[MethodVersion]:
    versions: list[MethodVersion] = method.in_force  # type: ignore[attr-defined]
    for version in sorted(versions, key=lambda one: one.language != CardLanguage.HUNGARIAN)[:1]:
        version.method = method
        yield version


def _readers_language() -> str:
    return "hu" if (get_language() or "hu").startswith("hu") else "en"
