"""The words of the room as the office keeps them."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from ..choices import TermKind
from ..models import Consent, ConsentText, Criterion, Mark, Term
from .practice_links import consent_text


@dataclass(frozen=True)
class CriterionRow:
    """A criterion in use, how many marks were given by it, and how it read before."""

    criterion: Criterion
    marks: int
    earlier: list[Criterion] = field(default_factory=list)


@dataclass(frozen=True)
class WordingRow:
    """A wording of the consent, how many agreed to it, and whether it is the one of today."""

    text: ConsentText
    given: int
    holds: bool
    is_to_come: bool


def criterion_rows() -> tuple[list[CriterionRow], list[Criterion]]:
    """Those in use; those that nothing follows any more. Two queries."""
    rows = {one.pk: one for one in Criterion.objects.order_by("order", "code")}
    marks = dict(Mark.objects.order_by().values_list("criterion").annotate(found=Count("pk")))
    followed = {one.follows_id for one in rows.values()}

    def earlier(one: Criterion) -> list[Criterion]:
        found = []
        while one.follows_id is not None:
            one = rows[one.follows_id]
            found.append(one)
        return found

    in_use = [
        CriterionRow(one, marks.get(one.pk, 0), earlier(one))
        for one in rows.values()
        if one.retired_at is None
    ]
    return in_use, [one for one in rows.values() if one.retired_at is not None and one.pk not in followed]


def criterion(code: str) -> Criterion:
    """One in use. Raises `DoesNotExist`."""
    return Criterion.objects.in_use().get(pk=code)


def term(code: str) -> Term:
    return Term.objects.get(code=code)


def term_lists() -> list[tuple[TermKind, list[Term]]]:
    """Each list with its words; `uses` of each is in how many public practices it stands. One query."""
    public = Count("practice_versions", filter=Q(practice_versions__public_of__isnull=False))
    rows = list(Term.objects.annotate(uses=public).order_by("-is_active", "order", "code"))
    return [(kind, [one for one in rows if one.kind == kind]) for kind in TermKind]


def wording_rows(today: date) -> list[WordingRow]:
    """The latest first. Three queries."""
    given = dict(
        Consent.objects.filter(given_at__isnull=False)
        .order_by()
        .values_list("text")
        .annotate(found=Count("pk"))
    )
    now = consent_text(today)
    return [
        WordingRow(one, given.get(one.pk, 0), one == now, one.valid_from > today)
        for one in ConsentText.objects.all()
    ]


def wording(number: int) -> ConsentText:
    return ConsentText.objects.get(number=number)
