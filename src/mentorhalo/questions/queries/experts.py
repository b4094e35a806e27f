"""Which expert could answer a question, and how much each has on the desk."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import Grant, User
from mentorhalo.core.numbers import day as in_words

from ..choices import State
from ..models import Expert, Question

WITH_EXPERT = (State.ASSIGNED, State.WAITING)


@dataclass(frozen=True)
class Candidate:
    """An expert beside a question: what speaks for and against giving it to them."""

    expert: Expert
    open: int
    knows_topic: bool
    knows_county: bool
    is_free: bool
    reasons: list[str]

    @property
    def words(self) -> str:
        return ", ".join(self.reasons)


def suggested_experts(question: Question, today: date) -> list[Candidate]:
    """Every serving expert but the asker, the fittest first: free, of the topic, of the county, the least busy. Three queries."""
    found = [
        _candidate(expert, question, today)
        for expert in _serving(today)
        if expert.user_id != question.asker_id
    ]
    return sorted(
        found,
        key=lambda one: (
            not one.is_free,
            not one.knows_topic,
            not one.knows_county,
            one.open,
            one.expert.name_sort,
        ),
    )


def experts_with_load(today: date) -> list[Expert]:
    """Every profile in Hungarian order, with `open` questions, `answers` given and `serves` (holds the role today). Three queries."""
    rows = list(_counted(Expert.objects.all()))
    serving = set(Grant.objects.on(today).filter(role=Role.EXPERT).values_list("user", flat=True))
    for expert in rows:
        expert.serves = expert.user_id in serving
    return rows


def expert(pk: UUID) -> Expert:
    """Raises `DoesNotExist`."""
    return Expert.objects.select_related("user").get(pk=pk)


def expert_of(user: Any) -> Expert | None:
    """The profile of this account, if it has one. One query for the life of the user's instance."""
    return getattr(user, "expert", None) if getattr(user, "is_authenticated", False) else None


def second_readers(question: Question, today: date) -> list[User]:
    """Who may read the public version: the office and experts, never who answered. One query."""
    found = User.objects.holding(Role.OFFICE, today) | User.objects.holding(Role.EXPERT, today)
    if question.expert is not None:
        found = found.exclude(pk=question.expert.user_id)
    return list(found.distinct().order_by("name_sort", "email", "pk"))


def accounts_without_profile() -> list[User]:
    """Who could become an expert: active accounts that have no profile, in Hungarian order. One query."""
    return list(User.objects.filter(is_active=True, expert=None).order_by("name_sort", "email", "pk")[:500])


def away(expert: Expert, today: date) -> bool:
    return expert.away_until is not None and expert.away_until >= today


def load_words(expert: Expert, open_questions: int, today: date) -> list[str]:
    """How busy and whether there at all, in words."""
    said = [
        ngettext("%(count)s open question", "%(count)s open questions", open_questions)
        % {"count": open_questions}
    ]
    if not expert.is_available:
        said.append(_("takes no new questions"))
    if away(expert, today):
        said.append(_("away until %(day)s") % {"day": in_words(expert.away_until, "short")})
    if open_questions >= expert.most_open:
        said.append(_("as many as they take (%(most)s)") % {"most": expert.most_open})
    return said


def _serving(today: date) -> list[Expert]:
    holders = Grant.objects.on(today).filter(role=Role.EXPERT).values("user")
    return list(_counted(Expert.objects.filter(user__in=holders, user__is_active=True)))


def _counted(rows: Any) -> Any:
    open_ones = Count("questions", filter=Q(questions__state__in=WITH_EXPERT), distinct=True)
    answered = Count("questions", filter=Q(questions__first_answered_at__isnull=False), distinct=True)
    counted = rows.annotate(open=open_ones, answers=answered)
    return counted.select_related("user").prefetch_related("topics").order_by("name_sort", "pk")


def _candidate(expert: Any, question: Question, today: date) -> Candidate:
    topics = {topic.code for topic in expert.topics.all()}
    knows_topic = question.topic_id is not None and question.topic_id in topics
    knows_county = not expert.county_codes or question.county in expert.county_codes
    is_free = expert.is_available and not away(expert, today) and expert.open < expert.most_open
    reasons = [_("knows the topic") if knows_topic else _("other topics")]
    if expert.county_codes:
        reasons.append(_("knows the county") if knows_county else _("other counties"))
    return Candidate(
        expert,
        expert.open,
        knows_topic,
        knows_county,
        is_free,
        [*reasons, *load_words(expert, expert.open, today)],
    )
