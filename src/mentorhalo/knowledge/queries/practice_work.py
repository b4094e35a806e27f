"""Practices on their way, as those see them who work on them. Fixed numbers of queries."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.core.differences import Part, compared
from mentorhalo.network.models import CountyGroup
from mentorhalo.network.queries import group_of, mentor_of

from ..choices import PracticeState
from ..models import (
    Consent,
    Criterion,
    FieldEditor,
    Practice,
    PracticeMove,
    PracticeReview,
    PracticeText,
    PracticeVersion,
)
from .practice_facts import facts_of

A_PAGE = 30


@dataclass(frozen=True)
class WorkRow:
    """One version in a list of the desk."""

    href: str
    title: str
    code: str
    institution: str
    settlement: str
    state: str
    state_code: str
    since: Any


def version(pk: UUID) -> PracticeVersion:
    """With its practice, settlement, contributor. Raises `DoesNotExist`. One query."""
    rows = PracticeVersion.objects.select_related(
        "practice__settlement__county",
        "practice__organisation",
        "practice__contributor",
        "practice__variant_of",
        "practice__duplicate_of",
        "edited_by",
    )
    return rows.get(pk=pk)


def public_version_of(code: str) -> PracticeVersion:
    """The public version of the practice with this identifier. Raises `DoesNotExist`. One query."""
    rows = PracticeVersion.objects.select_related(
        "practice__settlement", "practice__contributor", "practice__public_version"
    )
    return rows.get(practice__number=number_of(code), public_of__isnull=False)


def practice(code: str) -> Practice:
    """By its stable identifier. Raises `DoesNotExist`. One query."""
    rows = Practice.objects.select_related(
        "settlement__county", "organisation", "contributor", "variant_of", "duplicate_of", "public_version"
    )
    return rows.get(number=number_of(code))


def number_of(code: str) -> int:
    """The number in an identifier; 0 for what is none."""
    digits = code.upper().removeprefix("JGY-")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else 0


def text_of(version: PracticeVersion, language: str = "") -> PracticeText:
    """Its words in a language (the original's by default); empty ones where there are none. One query."""
    found = PracticeText.objects.filter(version=version, language=language or version.language).first()
    return found or PracticeText(version=version, language=language or version.language)


def texts_of(version: PracticeVersion) -> list[PracticeText]:
    """The original first. One query."""
    rows = list(PracticeText.objects.filter(version=version).order_by("pk"))
    return sorted(rows, key=lambda text: text.language != version.language)


def narrative_of(text: PracticeText) -> list[tuple[str, str, str]]:
    """(heading, words, why there are none) of every field, in the order of telling."""
    return [
        (
            capfirst(str(PracticeText._meta.get_field(name).verbose_name)),  # type: ignore[union-attr]
            getattr(text, name),
            text.reasons.get(name, ""),
        )
        for name in PracticeText.NARRATIVE
        if getattr(text, name) or text.reasons.get(name)
    ]


def moves_of(version: PracticeVersion) -> list[PracticeMove]:
    return list(
        PracticeMove.objects.filter(version__practice=version.practice_id).select_related("by", "version")
    )


def remarks_of(version: PracticeVersion) -> dict[str, str]:
    """The remarks of the last time it was returned, while it is being mended. One query at most."""
    if version.state != PracticeState.RETURNED:
        return {}
    last = version.moves.filter(after=PracticeState.RETURNED).order_by("-at", "-pk").first()
    return dict(last.remarks) if last else {}


def reviews_of(version: PracticeVersion) -> list[PracticeReview]:
    """With marks and criteria. Two queries."""
    rows = PracticeReview.objects.filter(version=version).select_related("reviewer")
    return list(rows.prefetch_related("marks__criterion"))


def open_review_of(version: PracticeVersion, user: User) -> PracticeReview | None:
    return PracticeReview.objects.filter(version=version, reviewer=user, decided_at=None).first()


def consents_of(version: PracticeVersion) -> list[Consent]:
    return list(Consent.objects.filter(version=version).select_related("text").order_by("-asked_at"))


def criteria(opened: PracticeReview | None = None) -> list[Criterion]:
    """Those in use; for a review those of the moment it was opened."""
    return list(Criterion.objects.in_use(opened.opened_at if opened else None))


def editors() -> list[FieldEditor]:
    return list(FieldEditor.objects.in_office().select_related("user"))


def fields_edited(user: User) -> list[str]:
    return list(FieldEditor.objects.in_office().filter(user=user).values_list("field", flat=True))


def counties_of(user: User) -> list[str]:
    """Where this person makes first checks. Three queries at most."""
    counties = set(CountyGroup.objects.filter(pk__in=user.groups_led()).values_list("county", flat=True))
    mentor = mentor_of(user)
    group = group_of(mentor, timezone.localdate()) if mentor is not None else None
    if group is not None:
        counties.add(group.county_id)
    return sorted(counties)


def own_versions(user: User) -> QuerySet[PracticeVersion]:
    """What this person wrote or contributes, the latest first."""
    rows = PracticeVersion.objects.exclude(state__in=(PracticeState.SUPERSEDED, PracticeState.UNCONFIRMED))
    return rows.filter(Q(practice__created_by=user) | Q(practice__contributor__user=user))


def to_check(user: User) -> QuerySet[PracticeVersion]:
    rows = PracticeVersion.objects.filter(state=PracticeState.PROPOSED)
    rows = rows.exclude(practice__created_by=user).exclude(practice__contributor__user=user)
    return rows if user.holds(Role.OFFICE) else rows.filter(practice__county__in=counties_of(user))


def to_review(user: User) -> QuerySet[PracticeVersion]:
    """What waits for an editor of this person's fields, what this person has opened, and what was left by who edits the field no more."""
    editing = FieldEditor.objects.in_office().filter(
        user=OuterRef("reviewer"), field=OuterRef("version__practice__field")
    )
    opened = PracticeReview.objects.filter(Q(reviewer=user) | ~Exists(editing), decided_at=None)
    waiting = Q(state=PracticeState.CONSENTED) | Q(
        state=PracticeState.IN_REVIEW, pk__in=opened.values("version")
    )
    rows = PracticeVersion.objects.filter(waiting, practice__field__in=fields_edited(user))
    return rows.exclude(pk__in=PracticeVersion.objects.owed_to(user).values("pk"))


def to_publish(user: User) -> QuerySet[PracticeVersion]:
    rows = PracticeVersion.objects.filter(state=PracticeState.ACCEPTED)
    return rows if user.holds(Role.OFFICE) else rows.filter(practice__field__in=fields_edited(user))


def seen_by(user: User, state: str = "") -> QuerySet[PracticeVersion]:
    """All that this person may open, of one state where one is given."""
    rows = PracticeVersion.objects.exclude(state=PracticeState.UNCONFIRMED)
    if not (user.holds(Role.OFFICE) or user.holds(Role.AUDITOR)):
        rows = rows.filter(
            Q(practice__county__in=counties_of(user))
            | Q(practice__field__in=fields_edited(user))
            | Q(practice__created_by=user)
            | Q(practice__contributor__user=user)
        )
    return rows.filter(state=state) if state else rows


def work_page(rows: QuerySet[PracticeVersion], number: str | None) -> tuple[Page[Any], list[WorkRow]]:
    """A page of a list, the longest waiting first. Two queries."""
    page = Paginator(rows.distinct().order_by("state_at", "pk"), A_PAGE).get_page(number)
    return page, work_rows(page.object_list)


def work_rows(rows: Any) -> list[WorkRow]:
    """One query."""
    original = PracticeText.objects.filter(version=OuterRef("pk"), language=OuterRef("language"))
    titled = rows.annotate(
        title=Subquery(original.values("title")[:1]), place=F("practice__settlement__name")
    )
    return [
        WorkRow(
            href=reverse("knowledge:work", args=[one.pk]),
            title=one.title or one.practice.code,
            code=one.practice.code,
            institution=one.practice.institution_name,
            settlement=one.place,
            state=one.get_state_display(),
            state_code=one.state,
            since=one.state_at,
        )
        for one in titled.select_related("practice")
    ]


def comparison(before: PracticeVersion, after: PracticeVersion) -> list[tuple[str, list[Part]]]:
    """Field by field what differs of the original words, and what else is told; what stayed the same is left out. Fourteen queries at most."""
    old, new = text_of(before), text_of(after)
    found = []
    for name in ("title", "summary", *PracticeText.NARRATIVE):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            label = capfirst(str(PracticeText._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
            found.append((label, compared(was, now)))
    was_told, is_told = dict(facts_of(before)), dict(facts_of(after))
    for heading in dict.fromkeys([*was_told, *is_told]):
        was, now = was_told.get(heading, ""), is_told.get(heading, "")
        if was != now:
            found.append((heading, compared(was, now)))
    return found
