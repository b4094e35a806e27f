"""Questions to the journal that any room may ask."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import Grant
from mentorhalo.core.registry import SourceLink, SourceResolver, registry

from . import canonical
from .models import Fact, FactQuerySet, IdentityLink, Seal, Void
from .reconciliation import Reconciliation, reconcile
from .verification import Verification, unguarded_tables, verify

__all__ = [
    "Entry",
    "Identities",
    "JournalState",
    "Reconciliation",
    "RecordInJournal",
    "Verification",
    "facts_of_source",
    "identities",
    "journal_head",
    "journal_state",
    "last_seal",
    "reconcile",
    "record_in_journal",
    "seals",
    "sees_moments",
    "verify",
]


@dataclass(frozen=True, slots=True)
class Identities:
    """Who is counted as whom, as known at one moment."""

    survivors: Mapping[str, str]

    def of(self, subject: str) -> str:
        """The one `subject` is counted as, at the end of every link; itself if there is none."""
        return self.survivors.get(subject, subject)

    def members(self) -> dict[str, list[str]]:
        """Survivor → all that are counted as it, without itself."""
        found: dict[str, list[str]] = {}
        for absorbed, survivor in self.survivors.items():
            found.setdefault(survivor, []).append(absorbed)
        return found


def identities(known_at: datetime | None = None) -> Identities:
    """Links known at a moment (None: now), chains followed to their end. One query."""
    links = IdentityLink.objects.known_at(known_at).order_by("recorded_at", "pk")
    direct = dict(links.values_list("absorbed", "survivor"))
    return Identities({absorbed: _end(absorbed, direct) for absorbed in direct})


def journal_head() -> tuple[int, int, int, int]:
    """The last ids of facts, voids, links and unlinks: the same head, the same answers. Four small queries."""
    heads = [
        model._default_manager.aggregate(last=Max("pk"))["last"] or 0
        for model, _ in canonical.TABLES.values()
    ]
    return (heads[0], heads[1], heads[2], heads[3])


def facts_of_source(source_type: str, source_id: str) -> FactQuerySet:
    """Everything ever said of one record, voided or not, with its voids, in the order it was said."""
    return Fact.objects.of_source(source_type, source_id).select_related("void").order_by("pk")


@dataclass(frozen=True, slots=True)
class JournalState:
    """How much the journal holds and up to where it is sealed."""

    facts: int
    voids: int
    links: int
    unlinks: int
    unsealed: int
    last: Seal | None
    unguarded: list[str]


def seals() -> QuerySet[Seal]:
    """All seals, the last one first, without their leaves."""
    return Seal.objects.defer("leaves").order_by("-number")


def last_seal() -> Seal | None:
    return seals().first()


def journal_state() -> JournalState:
    """Counts and the last seal, in a fixed number of queries."""
    counts = {name: model._default_manager.count() for name, (model, _columns) in canonical.TABLES.items()}
    sealed = list(seals())
    return JournalState(
        facts=counts["fact"],
        voids=counts["void"],
        links=counts["link"],
        unlinks=counts["unlink"],
        unsealed=sum(counts.values()) - sum(seal.rows for seal in sealed),
        last=sealed[0] if sealed else None,
        unguarded=unguarded_tables(),
    )


DETAILS = (
    "programme",
    "state",
    "form",
    "channel",
    "is_two_way",
    "quantity",
    "subject_class",
    "place",
    "home",
    "county",
    "attributes",
)
# Columns with references to other records, and what these are to the fact.
RELATED = {"who": _("by"), "group": _("group"), "context": _("part of")}


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact as a person reads it."""

    fact: Fact
    subject: SourceLink
    related: list[tuple[str, SourceLink]]
    void: Void | None
    recorded_by: str
    voided_by: str
    seal: int | None

    @property
    def details(self) -> list[str]:
        """The other columns that say something, by their names in the journal."""
        said = [(name, getattr(self.fact, name)) for name in DETAILS]
        return [f"{name}={value}" for name, value in said if value not in ("", None, {})]


@dataclass(frozen=True, slots=True)
class RecordInJournal:
    """One record and all that was ever said of it."""

    source_type: str
    source_id: str
    link: SourceLink
    entries: list[Entry]
    shows_moments: bool


def record_in_journal(source_type: str, source_id: str, *, request: HttpRequest | None) -> RecordInJournal:
    """The journal of one record: a fixed number of queries, plus those of the resolvers of other rooms.

    Of what is guarded only auditors are told more than what holds now: no row, moment, seal or digest, and nothing voided.
    """
    shows_moments = sees_moments(source_type, request)
    facts = [
        one for one in facts_of_source(source_type, source_id) if shows_moments or not hasattr(one, "void")
    ]
    references = {getattr(fact, name) for fact in facts for name in ("subject", *RELATED)} - {""}
    links = _resolved(registry.subjects, references, request)
    voids = {fact.pk: void for fact in facts if (void := getattr(fact, "void", None)) is not None}
    roles = _roles(
        {(fact.recorded_by, fact.recorded_at) for fact in facts}
        | {(void.recorded_by, void.recorded_at) for void in voids.values()}
    )
    finals = _sealed_facts()
    entries = [
        Entry(
            fact=fact,
            subject=links[fact.subject],
            related=[
                (str(words), links[reference])
                for name, words in RELATED.items()
                if (reference := getattr(fact, name))
            ],
            void=voids.get(fact.pk),
            recorded_by=roles[fact.recorded_by, fact.recorded_at],
            voided_by=roles[voids[fact.pk].recorded_by, voids[fact.pk].recorded_at]
            if fact.pk in voids
            else "",
            seal=_seal_of(fact.pk, finals),
        )
        for fact in facts
    ]
    link = _resolved(registry.sources, [f"{source_type}:{source_id}"], request)
    return RecordInJournal(source_type, source_id, link[f"{source_type}:{source_id}"], entries, shows_moments)


def sees_moments(source_type: str, request: HttpRequest | None) -> bool:
    """Whether this viewer may know when the journal was told of records of this type."""
    viewer = getattr(request, "user", None)
    return source_type not in registry.guarded or bool(viewer and viewer.has_perm("evidence.view_moments"))


def _resolved(
    resolvers: Mapping[str, SourceResolver], references: Iterable[str], request: HttpRequest | None
) -> dict[str, SourceLink]:
    """References with the words of the rooms that know them; an unknown one stands for itself."""
    by_type: dict[str, set[str]] = {}
    for reference in references:
        kind, _colon, identifier = reference.partition(":")
        by_type.setdefault(kind, set()).add(identifier)
    found: dict[str, SourceLink] = {}
    for kind, identifiers in by_type.items():
        resolve = resolvers.get(kind)
        known = _asked(resolve, request, identifiers) if resolve else {}
        for identifier in identifiers:
            reference = f"{kind}:{identifier}"
            found[reference] = known.get(identifier) or SourceLink(reference, None)
    return found


def _asked(
    resolve: SourceResolver, request: HttpRequest | None, identifiers: set[str]
) -> Mapping[str, SourceLink]:
    """What a room says of its records; of something that cannot be an identifier of its it says nothing."""
    try:
        return resolve(request, sorted(identifiers))
    except (ValueError, ValidationError):
        return {}


def _roles(moments: set[tuple[str, datetime]]) -> dict[tuple[str, datetime], str]:
    """In which role somebody acted; never a name. One query."""
    ids = {UUID(who.partition(":")[2]) for who, _at in moments if who}
    grants = list(Grant.objects.filter(user__in=ids).order_by("starts_on", "pk")) if ids else []
    said: dict[tuple[str, datetime], str] = {}
    for who, at in moments:
        day = timezone.localdate(at)
        held = {
            Role(grant.role).label: None
            for grant in grants
            if str(grant.user_id) == who.partition(":")[2]
            and grant.starts_on <= day
            and (grant.ends_on is None or grant.ends_on >= day)
        }
        said[who, at] = ", ".join(str(label) for label in held)
    return said


def _sealed_facts() -> tuple[list[int], list[int]]:
    """The last facts of the seals, and the numbers of those seals."""
    ranges = Seal.objects.order_by("number").values_list("number", "ranges")
    with_facts = [(number, held["fact"][1]) for number, held in ranges if "fact" in held]
    return [final for _number, final in with_facts], [number for number, _final in with_facts]


def _seal_of(fact: int, finals: tuple[list[int], list[int]]) -> int | None:
    at = bisect_left(finals[0], fact)
    return finals[1][at] if at < len(finals[1]) else None


def _end(subject: str, direct: Mapping[str, str]) -> str:
    """The end of a chain. Links entered with moments of the past may meet in a circle; then the chain stops before it."""
    seen = {subject}
    while (further := direct.get(subject)) is not None and further not in seen:
        seen.add(further)
        subject = further
    return subject
