"""Questions to calls and model projects."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.core.paging import in_pages

from ..choices.projects import PUBLIC_STATES, UNDER_CONTRACT, ProjectState
from ..models.carrying_out import Milestone, Spending
from ..models.projects import BudgetLine, ModelProject, ProjectCall, ProjectPartner, Reading
from ..three_fields import RuleCheck, check_rule

READERS = (Role.OFFICE, Role.EXPERT)


@dataclass(frozen=True)
class LineSpent:
    """A line of the budget beside what was spent on it."""

    line: BudgetLine
    spent: Decimal

    @property
    def left(self) -> Decimal:
        return self.line.amount - self.spent

    @property
    def is_over(self) -> bool:
        return self.spent > self.line.amount


@dataclass(frozen=True)
class Scores:
    """What one person may see of the readers' scores."""

    own: Reading | None
    shown: list[Reading]
    hidden: int  # handed in, but kept from this person until the others are

    @property
    def difference(self) -> int | None:
        totals = [one.total for one in self.shown if one.total is not None and not one.is_third]
        return max(totals) - min(totals) if len(totals) == 2 else None


def _partners() -> Prefetch[str, QuerySet[ProjectPartner], str]:
    rows = ProjectPartner.objects.select_related("organisation__kind", "organisation__settlement")
    return Prefetch("partners", queryset=rows.order_by("pk"))


def with_partners() -> QuerySet[ModelProject]:
    """Projects with all that the rule and the facts need. Two queries."""
    return ModelProject.objects.select_related(
        "call__programme", "lead__kind", "lead__settlement", "settlement__county"
    ).prefetch_related(_partners())


def whole_projects() -> list[ModelProject]:
    return list(with_partners().order_by("pk"))


def project_named(pk: UUID) -> ModelProject:
    """Raises `DoesNotExist`."""
    return with_partners().get(pk=pk)


def public_project(code: str) -> ModelProject:
    """By its identifier, from the contract on. Raises `DoesNotExist`."""
    number = code.removeprefix("MP-")
    if not number.isdecimal() or len(number) > 9:
        raise ModelProject.DoesNotExist
    found = with_partners().filter(state__in=PUBLIC_STATES).get(number=int(number))
    if found.code != code:
        raise ModelProject.DoesNotExist
    return found


def call_named(code: str) -> ProjectCall:
    return ProjectCall.objects.select_related("programme").get(code=code)


def milestone_named(pk: UUID) -> Milestone:
    return Milestone.objects.select_related("project").get(pk=pk)


def check_of(project: ModelProject) -> RuleCheck:
    """The three-field rule for the lead and the partners that have not left."""
    sectors = [project.lead.kind.sector]
    sectors += [one.organisation.kind.sector for one in project.partners.all() if one.left_on is None]
    return check_rule(sectors, project.settlement.county_id, project.call.left_out_counties)


def calls_shown(today: date) -> tuple[list[ProjectCall], list[ProjectCall]]:
    """(open or coming, closed), newest first. One query."""
    rows = list(ProjectCall.objects.published().order_by("-opens_on", "code"))
    return [one for one in rows if one.closes_on >= today], [one for one in rows if one.closes_on < today]


def public_projects(*, county: str = "", call: str = "") -> QuerySet[ModelProject]:
    rows = with_partners().filter(state__in=PUBLIC_STATES)
    if county:
        rows = rows.filter(settlement__county=county)
    if call:
        rows = rows.filter(call__code=call)
    return rows.order_by("-contracted_on", "-number")


def board_of(call: ProjectCall) -> list[dict[str, Any]]:
    """Every application handed in under a call with its rule check and scores, the best first. Four queries."""
    rows = with_partners().filter(call=call).exclude(state=ProjectState.DRAFT)
    rows = rows.prefetch_related(
        Prefetch("readings", queryset=Reading.objects.select_related("reader").order_by("asked_at", "pk"))
    )
    found = []
    for project in rows.annotate(asked=Sum("lines__amount")):
        readings = list(project.readings.all())
        found.append(
            {
                "project": project,
                "check": check_of(project),
                "asked": project.asked,
                "readings": readings,
                "handed_in": sum(1 for one in readings if one.handed_in_at),
            }
        )
    return sorted(found, key=lambda row: (-(row["project"].score or -1), row["project"].number))


def money_of(call: ProjectCall) -> dict[str, Decimal]:
    """What the call has, has promised, and has left. One query."""
    states = (ProjectState.ACCEPTED, *PUBLIC_STATES)
    granted = call.projects.filter(state__in=states).aggregate(sum=Sum("granted"))["sum"] or Decimal(0)
    return {"budget": call.budget, "granted": granted, "left": call.budget - granted}


def lines_spent(project: ModelProject) -> list[LineSpent]:
    """Two queries."""
    sums = dict(
        Spending.objects.filter(project=project).order_by().values_list("line").annotate(sum=Sum("amount"))
    )
    return [LineSpent(line, sums.get(line.pk, Decimal(0))) for line in project.lines.order_by("order")]


def asked_for(project: ModelProject) -> Decimal:
    return project.lines.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def scores_for(project: ModelProject, user: User) -> Scores:
    """Who reads sees the other's scores once both have handed theirs in; the office, too. One query."""
    readings = list(project.readings.select_related("reader").order_by("asked_at", "pk"))
    own = next((one for one in readings if one.reader_id == user.pk), None)
    first = [one for one in readings if not one.is_third]
    are_both_in = len(first) == 2 and all(one.handed_in_at for one in first)
    shown = [one for one in readings if one.handed_in_at] if are_both_in else []
    if own is not None and own.is_third and own.handed_in_at is None:
        shown = []  # a third reader judges without knowing what the first two said
    if own is not None and own.handed_in_at and own not in shown:
        shown = [own]
    handed_in = sum(1 for one in readings if one.handed_in_at)
    return Scores(own=own, shown=shown, hidden=handed_in - len(shown))


def possible_readers(project: ModelProject, today: date) -> list[User]:
    """Office and experts who have nothing to do with the application and do not read it yet. Two queries."""
    busy = {*project.readings.values_list("reader", flat=True), project.created_by_id}
    found: dict[object, User] = {}
    for role in READERS:
        for user in User.objects.holding(role, today).filter(is_active=True):
            if user.pk not in busy:
                found[user.pk] = user
    return sorted(found.values(), key=lambda one: (str(one), str(one.pk)))


def projects_of(user: User) -> list[ModelProject]:
    """Applications this person wrote. Two queries."""
    return list(with_partners().filter(created_by=user).order_by("-created_at", "pk"))


def readings_of(user: User) -> list[Reading]:
    """What waits for this reader, the oldest first. One query."""
    rows = Reading.objects.filter(
        reader=user,
        handed_in_at=None,
        project__state__in=(ProjectState.READING, ProjectState.DISPUTED),
    )
    return list(rows.select_related("project__call").order_by("asked_at", "pk"))


def due_milestones(user: User, until: date) -> list[Milestone]:
    """Undone milestones of this person's projects due by the day. One query."""
    rows = Milestone.objects.filter(
        project__created_by=user, project__state__in=UNDER_CONTRACT, done_on=None, due_on__lte=until
    )
    return list(rows.select_related("project").order_by("due_on", "pk"))


def milestones_to_remind(today: date, until: date) -> list[Milestone]:
    """Due soon or late, and nobody was reminded since it became so. One query."""
    rows = Milestone.objects.filter(project__state__in=UNDER_CONTRACT, done_on=None, due_on__lte=until)
    rows = rows.filter(
        Q(reminded_on=None) | (Q(due_on__lt=today) & Q(reminded_on__lte=today - (until - today)))
    )
    return list(rows.select_related("project__created_by").order_by("due_on", "pk"))


def office_counts() -> dict[str, int]:
    """What waits for the office. One query."""
    rows = ModelProject.objects.aggregate(
        unread=Count("pk", filter=Q(state=ProjectState.SUBMITTED)),
        disputed=Count("pk", filter=Q(state=ProjectState.DISPUTED)),
        undecided=Count("pk", filter=Q(state=ProjectState.READ)),
        reported=Count("pk", filter=Q(state=ProjectState.REPORTED)),
    )
    return {name: int(value) for name, value in rows.items()}


def projects_to_find(ids: Collection[str] | None) -> Iterator[ModelProject]:
    """For the index: public ones among these, or all."""
    rows = with_partners().filter(state__in=PUBLIC_STATES)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return in_pages(rows)
