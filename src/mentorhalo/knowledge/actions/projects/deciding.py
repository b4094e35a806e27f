"""The office's decision within the call's money, and the contract."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.numbers import number

from ...choices.projects import Decision, ProjectState
from ...models.projects import ModelProject, ProjectCall
from ...queries.projects import asked_for, check_of, money_of, project_named
from .letters import tell_applicant
from .states import ProjectRefused, locked_project, move, refuse_unless


@transaction.atomic
def decide_application(
    *,
    project: ModelProject,
    decision: str,
    reason: str,
    granted: Decimal | None = None,
    by: User,
    at: datetime,
) -> ModelProject:
    """Support it with so much, or do not; always with a reason that the applicant reads."""
    project = locked_project(project)
    refuse_unless(project, ProjectState.READ)
    if project.created_by_id == by.pk:
        raise ProjectRefused(_("Who wrote the application does not decide on it."))
    if decision not in Decision.values:
        raise ProjectRefused(_("Choose one of the two."), field="decision")
    if not reason.strip():
        raise ProjectRefused(_("Say why: the applicant reads it."), field="reason")
    project.decided_at, project.decision_reason = at, reason.strip()
    if decision == Decision.ACCEPT:
        project.granted = _affordable(project, granted)
        move(project, ProjectState.ACCEPTED, by=by, at=at, reason=reason)
    else:
        move(project, ProjectState.REJECTED, by=by, at=at, reason=reason)
    tell_applicant(project, "decided")
    return project


@transaction.atomic
def sign_contract(
    *, project: ModelProject, number: str, signed_on: date, ends_on: date, by: User, at: datetime
) -> ModelProject:
    """From the contract on everybody reads of the project, and it counts as contracted."""
    project = locked_project(project)
    refuse_unless(project, ProjectState.ACCEPTED)
    if not number.strip():
        raise ProjectRefused(_("A contract has a number."), field="number")
    if signed_on > timezone.localdate(at):
        raise ProjectRefused(_("This day is in the future."), field="signed_on")
    if project.decided_at is not None and signed_on < timezone.localdate(project.decided_at):
        raise ProjectRefused(_("The contract cannot be older than the decision."), field="signed_on")
    if ends_on <= signed_on:
        raise ProjectRefused(_("A project cannot end before its contract."), field="ends_on")
    check = check_of(project_named(project.pk))
    if not check.holds:
        raise ProjectRefused(" ".join(str(fault.label) for fault in check.faults))
    project.contract_number, project.contracted_on, project.ends_on = number.strip(), signed_on, ends_on
    return move(project, ProjectState.CONTRACTED, by=by, at=at)


def _affordable(project: ModelProject, granted: Decimal | None) -> Decimal:
    """No more than was asked for, and than the call has left. Decisions of one call wait for each other."""
    if granted is None or granted <= 0:
        raise ProjectRefused(_("Say with how much."), field="granted")
    if granted > asked_for(project):
        raise ProjectRefused(_("That is more than was asked for."), field="granted")
    ProjectCall.objects.select_for_update().get(pk=project.call_id)
    left = money_of(project.call)["left"]
    if granted > left:
        raise ProjectRefused(
            _("The call has %(left)s forints left.") % {"left": number(left)}, field="granted"
        )
    return granted
