"""The one way in which a model project changes its state."""

from datetime import datetime

from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.evidence import actions as evidence

from ...choices.projects import ProjectState
from ...facts.projects import PROJECT_SOURCE, facts_of_project
from ...models.projects import ModelProject, ProjectMove
from ...queries.projects import project_named

SEARCH_KIND = "model_project"
S = ProjectState
NEXT_STATES: dict[str, frozenset[str]] = {
    S.DRAFT: frozenset({S.SUBMITTED, S.WITHDRAWN}),
    S.SUBMITTED: frozenset({S.READING, S.WITHDRAWN}),
    S.READING: frozenset({S.DISPUTED, S.READ, S.WITHDRAWN}),
    S.DISPUTED: frozenset({S.READ, S.WITHDRAWN}),
    S.READ: frozenset({S.ACCEPTED, S.REJECTED, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.CONTRACTED, S.WITHDRAWN}),
    S.CONTRACTED: frozenset({S.REPORTED, S.ENDED}),
    S.REPORTED: frozenset({S.CONTRACTED, S.COMPLETED, S.ENDED}),
    S.REJECTED: frozenset(),
    S.COMPLETED: frozenset(),
    S.ENDED: frozenset(),
    S.WITHDRAWN: frozenset(),
}


class ProjectRefused(Exception):
    """It cannot be so; the message is meant for the person, `field` names what to mend."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def locked_project(project: ModelProject) -> ModelProject:
    """The project as it is now with its call, held until the transaction ends."""
    return ModelProject.objects.select_for_update(of=("self",)).select_related("call").get(pk=project.pk)


def move(
    project: ModelProject, to: ProjectState, *, by: User | None, at: datetime, reason: str = ""
) -> ModelProject:
    """Write the project (with what the caller set on it) in its next state, the move, the facts and the search.

    Call it inside a transaction, on what `locked_project` returned. Raises `ProjectRefused`.
    """
    before = S(project.state)
    if to not in NEXT_STATES[before]:
        raise ProjectRefused(
            _("This application is “%(state)s” now: the step is not possible any more.")
            % {"state": before.label}
        )
    project.state, project.state_at = to, at
    touch(project, at)
    project.save()
    ProjectMove.objects.create(project=project, before=before, after=to, at=at, by=by, reason=reason[:500])
    if project.is_public:  # before the contract the journal says nothing, and after it it is never taken back
        tell(project, by=by, at=at)
    return project


def refuse_unless(project: ModelProject, *states: ProjectState) -> None:
    if project.state not in states:
        raise ProjectRefused(
            _("This application is “%(state)s” now: the step is not possible any more.")
            % {"state": S(project.state).label}
        )


def touch(project: ModelProject, at: datetime) -> None:
    """What everybody may read changed: a moment never before the last one."""
    if project.is_public:
        project.public_changed_at = max(filter(None, (project.public_changed_at, at)))


def tell(project: ModelProject, *, by: User | None, at: datetime) -> None:
    """Let journal and search say what the project says now. Repeating it is harmless."""
    evidence.sync(PROJECT_SOURCE, project.pk, facts_of_project(project_named(project.pk)), by=by, at=at)
    if project.is_public:
        search.changed(SEARCH_KIND, [project.pk])
