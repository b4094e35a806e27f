"""Model projects: everybody reads from the contract on; who applied, its readers and the office see the rest."""

import rules
from rules.predicates import always_true

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import (
    is_auditor,
    is_expert,
    is_group_leader,
    is_mentor,
    is_office,
    is_representative,
)

from ..choices.projects import UNDER_CONTRACT, WAITING_FOR_READERS, ProjectState
from ..models.carrying_out import Milestone
from ..models.projects import ModelProject, ProjectCall


@rules.predicate
def wrote_application(user: object, project: ModelProject | None) -> bool:
    return project is not None and isinstance(user, User) and project.created_by_id == user.pk


@rules.predicate
def reads_it(user: object, project: ModelProject | None) -> bool:
    """Was asked to score it. One query."""
    if project is None or not isinstance(user, User):
        return False
    return project.readings.filter(reader=user).exists()


@rules.predicate
def is_handed_in(_user: object, project: ModelProject | None) -> bool:
    return project is not None and project.state != ProjectState.DRAFT


@rules.predicate
def is_draft(_user: object, project: ModelProject | None) -> bool:
    return project is not None and project.state == ProjectState.DRAFT


@rules.predicate
def is_being_read(_user: object, project: ModelProject | None) -> bool:
    return project is not None and project.state in WAITING_FOR_READERS


@rules.predicate
def is_under_contract(_user: object, project: ModelProject | None) -> bool:
    return project is not None and project.state in UNDER_CONTRACT


@rules.predicate
def is_call_to_see(user: object, call: ProjectCall | None) -> bool:
    return call is not None and call.published_at is not None


@rules.predicate
def is_milestone_of_own(user: object, milestone: Milestone | None) -> bool:
    return (
        milestone is not None
        and isinstance(user, User)
        and user.has_perm("knowledge.carry_out_project", milestone.project)
    )


@rules.predicate
def is_milestone_to_see(user: object, milestone: Milestone | None) -> bool:
    return (
        milestone is not None
        and isinstance(user, User)
        and user.has_perm("knowledge.view_application", milestone.project)
    )


applies = is_representative | is_mentor | is_group_leader | is_office

rules.add_perm("knowledge.read_projects", always_true)
rules.add_perm("knowledge.read_call", is_call_to_see | is_office)
rules.add_perm("knowledge.apply", applies)
rules.add_perm("knowledge.projects_desk", applies | is_expert | is_auditor)
rules.add_perm(
    "knowledge.view_application", wrote_application | reads_it | ((is_office | is_auditor) & is_handed_in)
)
rules.add_perm("knowledge.write_application", wrote_application & is_draft)
rules.add_perm("knowledge.withdraw_application", wrote_application)
rules.add_perm("knowledge.score_application", reads_it & is_being_read)
rules.add_perm("knowledge.view_scores", is_office | is_auditor | reads_it)
rules.add_perm("knowledge.carry_out_project", (wrote_application | is_office) & is_under_contract)
rules.add_perm("knowledge.complete_milestone", is_milestone_of_own)
rules.add_perm("knowledge.view_milestone", is_milestone_to_see)
rules.add_perm("knowledge.manage_projects", is_office)
rules.add_perm("knowledge.view_board", is_office | is_auditor)
