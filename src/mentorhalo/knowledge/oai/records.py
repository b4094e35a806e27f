"""What a harvester is given: published practices, methods and model projects, and what was taken back of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Min, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import translation

from mentorhalo.partners.choices import Sector
from mentorhalo.programmes.models import Topic
from mentorhalo.territory.models import County

from ..choices import Licence
from ..choices.methods import MethodState
from ..choices.projects import ProjectState
from ..citing import LICENCES
from ..models.methods import Method, MethodVersion
from ..models.photos import PracticePhoto
from ..models.practices import Practice, PracticeText, PracticeVersion
from ..models.projects import ModelProject, ProjectPartner
from ..pictures import picture_address
from ..queries.bands import Ladders, conditions_of, ladders

BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
LAST = datetime(9999, 1, 1, tzinfo=UTC)
LANGUAGES = ("hu", "en")
CC_BY = LICENCES[Licence.CC_BY]
FIELDS = (Sector.LIBRARY, Sector.MUSEUM, Sector.COMMUNITY_CULTURE)
# A value of Dublin Core with its language, if it is words.
type Words = tuple[str, str]


@dataclass(frozen=True)
class Record:
    """One item as it stands; one that was taken back has nothing but its identifier, moment and sets."""

    key: str  # where it stands in the lasting order
    identifier: str
    changed_at: datetime
    sets: tuple[str, ...]
    is_deleted: bool = False
    dublin_core: dict[str, list[Words]] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """Which records: changed from and until (both included, in whole seconds), of a set."""

    since: datetime | None = None
    until: datetime | None = None
    set_spec: str = ""


@dataclass(frozen=True)
class Source:
    """One kind of record. All rows that were ever published, the withdrawn among them."""

    kind: str
    rows: Callable[[], QuerySet[Any]]
    told: Callable[[Iterable[Any]], list[Record]]
    in_set: Callable[[str, str], Q | None]  # (name, value) of a set: None where it holds none of this kind
    local_id: Callable[[str], Q | None]  # the part of an identifier after the kind


def records_after(key: str, asked: Asked, limit: int) -> list[Record]:
    """The next ones by their lasting order: by kind, then by key, neither of which ever changes.

    So a list that is read page by page neither repeats nor loses a record while others come and change.
    """
    found: list[Record] = []
    for source in SOURCES:
        if len(found) >= limit:
            break
        kind, _colon, after = key.partition(":")
        if kind and source.kind < kind:
            continue
        rows = _asked_of(source, asked)
        if rows is None:
            continue
        if kind == source.kind and after:
            rows = rows.filter(pk__gt=UUID(after))
        found += source.told(rows.order_by("pk")[: limit - len(found)])
    return found


def count_of(asked: Asked) -> int:
    """One query for each kind."""
    return sum(rows.count() for source in SOURCES if (rows := _asked_of(source, asked)) is not None)


def record_named(identifier: str) -> Record | None:
    """By its OAI identifier; None for what was never published. One query and its prefetches."""
    prefix = f"oai:{host()}:"
    if not identifier.startswith(prefix):
        return None
    kind, _slash, local = identifier.removeprefix(prefix).partition("/")
    for source in SOURCES:
        condition = source.local_id(local) if source.kind == kind else None
        if condition is not None:
            return next(iter(source.told(source.rows().filter(condition)[:1])), None)
    return None


def earliest() -> datetime:
    """A moment before which nothing changed. One query for each kind."""
    moments = [source.rows().aggregate(first=Min("public_changed_at"))["first"] for source in SOURCES]
    return min((moment for moment in moments if moment is not None), default=BEGINNING)


def sets() -> list[tuple[str, str]]:
    """(setSpec, name) of every set: by kind, by field, by county, by topic. Two queries."""
    with translation.override("hu"):
        return [
            ("kind", "Kind of record"),
            ("kind:method", "Módszerek / Methods"),
            ("kind:practice", "Jó gyakorlatok / Good practices"),
            ("kind:project", "Mintaprojektek / Model projects"),
            ("field", "Field of the institution"),
            *((f"field:{one.value}", str(one.label)) for one in FIELDS),
            ("county", "County"),
            *((f"county:{one.code}", one.name) for one in County.objects.order_by("code")),
            ("topic", "Topic"),
            *((f"topic:{one.code}", one.name) for one in Topic.objects.order_by("code")),
        ]


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _asked_of(source: Source, asked: Asked) -> QuerySet[Any] | None:
    rows = source.rows()
    if asked.since is not None:
        rows = rows.filter(public_changed_at__gte=asked.since)
    if asked.until is not None:
        rows = rows.filter(public_changed_at__lt=min(asked.until, LAST) + timedelta(seconds=1))
    if asked.set_spec:
        name, _colon, value = asked.set_spec.partition(":")
        condition = _of_kind(source, value) if name == "kind" else source.in_set(name, value)
        if condition is None:
            return None
        rows = rows.filter(condition)
    return rows


def _of_kind(source: Source, value: str) -> Q | None:
    return Q() if value in ("", source.kind) else None


def _each(record: Callable[[Any], Record]) -> Callable[[Iterable[Any]], list[Record]]:
    return lambda rows: [record(row) for row in rows]


def _identifier(kind: str, local: str) -> str:
    return f"oai:{host()}:{kind}/{local}"


def _url(name: str, *args: object) -> str:
    """In Hungarian: of the two addresses of a page the one without a language in it lasts."""
    with translation.override("hu"):
        return settings.SITE_URL + reverse(f"knowledge:{name}", args=args)


def _day(day: date | None) -> list[Words]:
    return [(day.isoformat(), "")] if day else []


# --- practices


def _practices() -> QuerySet[Practice]:
    texts = Prefetch("public_version__texts", queryset=PracticeText.objects.order_by("pk"))
    photos = Prefetch("photos", queryset=PracticePhoto.objects.shown(), to_attr="shown_photos")
    return (
        Practice.objects.filter(published_on__isnull=False, public_changed_at__isnull=False)
        .select_related("public_version", "last_public_version", "settlement__county")
        .prefetch_related(texts, "last_public_version__topics", photos)
    )


def _told_practices(rows: Iterable[Practice]) -> list[Record]:
    bands = ladders()
    return [_practice(row, bands) for row in rows]


def _practice(row: Practice, bands: Ladders) -> Record:
    version, last = row.public_version, row.last_public_version
    topics = list(last.topics.all()) if last else []
    common: dict[str, Any] = {
        "key": f"practice:{row.pk.hex}",
        "identifier": _identifier("practice", row.code),
        "changed_at": row.public_changed_at,
        "sets": (
            "kind:practice", f"field:{row.field}", f"county:{row.county}", *(f"topic:{one.code}" for one in topics)
        ),
    }  # fmt: skip
    if version is None:
        return Record(**common, is_deleted=True)
    texts = list(version.texts.all())
    return Record(
        **common,
        dublin_core={
            "title": [(text.title, text.language) for text in texts],
            "creator": [(row.institution_name, "hu")],
            "subject": [(one.name_hu, "hu") for one in topics]
            + [(one.name_en, "en") for one in topics if one.name_en],
            "description": [(text.summary or text.problem, text.language) for text in texts]
            + [(words, code) for code in LANGUAGES if (words := _conditions(version, bands, code))],
            "publisher": [("Mentorháló", "")],
            "date": _day(row.published_on),
            "type": [("Text", "")],
            "format": [("text/html", "")],
            "identifier": [(_url("practice", row.code), ""), (row.code, "")],
            "language": [(text.language, "") for text in texts],
            "relation": [(picture_address(photo), "") for photo in row.shown_photos],  # type: ignore[attr-defined]
            "coverage": [(f"{row.settlement.name}, {row.settlement.county.name}", "hu")],
            "rights": [(LICENCES[version.licence], "")],
        },
    )


def _conditions(version: PracticeVersion, bands: Ladders, language: str) -> str:
    with translation.override(language):
        said = [f"{heading}: {words}" for heading, words in conditions_of(version, bands) if words]
        return "; ".join(said)


def _practice_set(name: str, value: str) -> Q | None:
    if name == "field":
        return Q(field=value) if value else Q()
    if name == "county":
        return Q(county=value) if value else Q()
    if name == "topic":
        last = "last_public_version__topics"
        topic = Q(**{last: value}) if value else Q(**{f"{last}__isnull": False})
        return Q(pk__in=Practice.objects.filter(topic).values("pk"))
    return None


def _numbered(prefix: str) -> Callable[[str], Q | None]:
    def condition(local: str) -> Q | None:
        number = local.removeprefix(prefix)
        if not local.startswith(prefix) or not number.isdecimal() or len(number) > 9:
            return None
        return Q(number=int(number)) if local == f"{prefix}{int(number):04d}" else None

    return condition


# --- methods


def _methods() -> QuerySet[Method]:
    cards = MethodVersion.objects.filter(state=MethodState.LOCKED).order_by("-language")
    return Method.objects.filter(published_at__isnull=False).prefetch_related(
        Prefetch("versions", queryset=cards, to_attr="in_force"), "topics"
    )


def _method(row: Method) -> Record:
    topics = list(row.topics.all())
    common: dict[str, Any] = {
        "key": f"method:{row.pk.hex}",
        "identifier": _identifier("method", row.code),
        "changed_at": row.public_changed_at,
        "sets": ("kind:method", *(f"topic:{one.code}" for one in topics)),
    }
    if row.withdrawn_at is not None:
        return Record(**common, is_deleted=True)
    cards: list[MethodVersion] = row.in_force  # type: ignore[attr-defined]
    latest = max((one.locked_at for one in cards if one.locked_at), default=None)
    return Record(
        **common,
        dublin_core={
            "title": [(one.title, one.language) for one in cards],
            "subject": [(one.name_hu, "hu") for one in topics]
            + [(one.name_en, "en") for one in topics if one.name_en],
            "description": [(one.definition, one.language) for one in cards],
            "publisher": [("Mentorháló", "")],
            "date": _day(latest.date() if latest else None),
            "type": [("Text", "")],
            "format": [("text/html", "")],
            "identifier": [(_url("method", row.code), "")],
            "source": [(one.source, one.language) for one in cards],
            "language": [(one.language, "") for one in cards],
            "rights": [(CC_BY, "")],
        },
    )


def _method_set(name: str, value: str) -> Q | None:
    if name != "topic":
        return None
    topic = Q(topics=value) if value else Q(topics__isnull=False)
    return Q(pk__in=Method.objects.filter(topic).values("pk"))


def _method_id(local: str) -> Q | None:
    return Q(code=local) if local else None


# --- model projects


def _projects() -> QuerySet[ModelProject]:
    partners = ProjectPartner.objects.filter(left_on=None).select_related("organisation__kind").order_by("pk")
    return (
        ModelProject.objects.public()
        .filter(public_changed_at__isnull=False)
        .select_related("lead__kind", "settlement__county", "call")
        .prefetch_related(Prefetch("partners", queryset=partners), "activities")
    )


def _project(row: ModelProject) -> Record:
    members = [row.lead, *(one.organisation for one in row.partners.all())]
    sectors = {one.kind.sector for one in members} & {field.value for field in FIELDS}
    told = (
        [row.summary, row.results, row.adaptability] if row.state == ProjectState.COMPLETED else [row.summary]
    )
    return Record(
        key=f"project:{row.pk.hex}",
        identifier=_identifier("project", row.code),
        changed_at=row.public_changed_at or BEGINNING,
        sets=(
            "kind:project",
            *(f"field:{one}" for one in sorted(sectors)),
            f"county:{row.settlement.county_id}",
        ),
        dublin_core={
            "title": [(row.title, "hu")],
            "creator": [(row.lead.name, "hu")],
            "contributor": [(one.name, "hu") for one in members[1:]],
            "subject": [(one.name_hu, "hu") for one in row.activities.all()],
            "description": [(words, "hu") for words in told],
            "publisher": [("Mentorháló", "")],
            "date": _day(row.completed_on or row.contracted_on),
            "type": [("Text", "")],
            "format": [("text/html", "")],
            "identifier": [(_url("project", row.code), ""), (row.code, "")],
            "language": [("hu", "")],
            "coverage": [(f"{row.settlement.name}, {row.settlement.county.name}", "hu")],
            "rights": [(CC_BY, "")],
        },
    )


def _project_set(name: str, value: str) -> Q | None:
    if name == "county":
        return Q(settlement__county=value) if value else Q()
    if name == "field":
        wanted = [value] if value else [field.value for field in FIELDS]
        partners = ProjectPartner.objects.filter(left_on=None, organisation__kind__sector__in=wanted)
        return Q(lead__kind__sector__in=wanted) | Q(pk__in=partners.values("project"))
    return None


# In the order of their kinds.
SOURCES = (
    Source("method", _methods, _each(_method), _method_set, _method_id),
    Source("practice", _practices, _told_practices, _practice_set, _numbered("JGY-")),
    Source("project", _projects, _each(_project), _project_set, _numbered("MP-")),
)
