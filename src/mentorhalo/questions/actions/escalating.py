"""What the clock does: remind the expert, call the group's leader and the office when the promise is broken."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User

from ..choices import State
from ..models import Question
from ..queries.experts import suggested_experts
from .desk_letters import tell_colleague, tell_expert_of

REMIND_AT = 2 / 3
MOST_AT_ONCE = 200


@transaction.atomic
def remind_experts(*, at: datetime) -> int:
    """One letter to each expert whose time is two thirds over, counted from when they got the question; how many."""
    rows = Question.objects.select_for_update(of=("self",)).filter(
        state=State.ASSIGNED, reminded_at=None, due_at__gt=at
    )
    given = _given_at(rows.values_list("pk", flat=True)[:MOST_AT_ONCE])
    reminded = 0
    for question in rows.filter(pk__in=given).order_by("due_at", "pk"):
        since = given[question.pk]
        if question.expert is None or question.due_at is None:
            continue
        if at < since + (question.due_at - since) * REMIND_AT:
            continue
        question.reminded_at = at
        question.save(update_fields=["reminded_at"])
        tell_expert_of(question, question.expert, "reminder", can_reply=True)
        reminded += 1
    return reminded


@transaction.atomic
def escalate_overdue(*, at: datetime) -> int:
    """Tell the leader of the county group and the office, once for each question and one letter for each person; how many questions."""
    late = list(
        Question.objects.overdue(at)
        .select_for_update(of=("self",))
        .filter(escalated_at=None)
        .order_by("due_at", "pk")[:MOST_AT_ONCE]
    )
    if not late:
        return 0
    today = timezone.localdate(at)
    told: dict[UUID, list[dict[str, object]]] = defaultdict(list)
    people = _responsible(late, today)
    for question in late:
        question.escalated_at = at
        line = {"question": question, "instead": _instead(question, today)}
        for person in people.values():
            if _concerns(person, question, today):
                told[person.pk].append(line)
        if question.expert is not None:
            tell_expert_of(question, question.expert, "late", can_reply=True)
    Question.objects.bulk_update(late, ["escalated_at"], batch_size=100)
    for pk, lines in told.items():
        tell_colleague(people[pk], "late_questions", lines=lines)
    return len(late)


def _given_at(ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When each was last given to an expert."""
    rows = Question.objects.filter(pk__in=list(ids)).order_by()
    given = rows.annotate(given=Max("moves__at", filter=Q(moves__after=State.ASSIGNED)))
    return {pk: since for pk, since in given.values_list("pk", "given") if since is not None}


def _responsible(late: list[Question], today: date) -> dict[UUID, User]:
    """The office, and whoever leads a group today."""
    office = User.objects.holding(Role.OFFICE, today)
    leaders = User.objects.holding(Role.GROUP_LEADER, today)
    found = (office | leaders).distinct().prefetch_related("grants")
    return {person.pk: person for person in found.order_by("name_sort", "pk")}


def _concerns(person: User, question: Question, today: date) -> bool:
    return person.holds(Role.OFFICE, on=today) or question.group in person.groups_led(today)


def _instead(question: Question, today: date) -> str:
    """Who could answer it instead, by name."""
    others = [
        one
        for one in suggested_experts(question, today)
        if one.expert.pk != question.expert_id and one.is_free
    ]
    return others[0].expert.name if others else ""
