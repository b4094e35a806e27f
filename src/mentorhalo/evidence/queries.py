"""Questions to the journal that any room may ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from . import canonical
from .models import Fact, FactQuerySet, IdentityLink
from .reconciliation import Reconciliation, reconcile
from .verification import Verification, verify

__all__ = [
    "Identities",
    "Reconciliation",
    "Verification",
    "facts_of_source",
    "identities",
    "journal_head",
    "reconcile",
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


def _end(subject: str, direct: Mapping[str, str]) -> str:
    """The end of a chain. Links entered with moments of the past may meet in a circle; then the chain stops before it."""
    seen = {subject}
    while (further := direct.get(subject)) is not None and further not in seen:
        seen.add(further)
        subject = further
    return subject
