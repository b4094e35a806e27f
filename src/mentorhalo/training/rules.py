"""Who may apply, teach, write, review, manage and verify."""

from uuid import UUID

import rules
from rules.predicates import always_true, is_authenticated

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import is_auditor, is_group_leader, is_mentor, is_office

from .choices import CohortState, EnrolmentState, MaterialState, ModuleRole
from .models import Assignment, Cohort, Enrolment, Material, MaterialVersion, Module, Session


@rules.predicate
def may_apply(user: object, cohort: Cohort | None) -> bool:
    """Mentors for any open group, everybody with an account for a public one."""
    if cohort is None or not isinstance(user, User) or cohort.state == CohortState.PLANNED:
        return False
    return cohort.is_public or bool(applies_as_mentor(user))


@rules.predicate
def is_learner(user: object, enrolment: Enrolment | None) -> bool:
    return enrolment is not None and isinstance(user, User) and enrolment.is_of(user)


@rules.predicate
def teaches(user: object, session: Session | None) -> bool:
    return session is not None and isinstance(user, User) and session.instructor_id == user.pk


@rules.predicate
def teaches_cohort(user: object, enrolment: Enrolment | None) -> bool:
    """One of the instructors of the learner's group. One query."""
    if enrolment is None or not isinstance(user, User):
        return False
    return Session.objects.filter(cohort=enrolment.cohort_id, instructor=user).exists()


@rules.predicate
def works_on(user: object, material: Material | None) -> bool:
    return material is not None and _has_role(user, material.module_id, *ModuleRole.values)


@rules.predicate
def develops(user: object, module: Module | None) -> bool:
    return module is not None and _has_role(user, module.pk, ModuleRole.AUTHOR)


@rules.predicate
def writes(user: object, version: MaterialVersion | None) -> bool:
    return version is not None and _has_role(user, version.material.module_id, ModuleRole.AUTHOR)


@rules.predicate
def reviews(user: object, version: MaterialVersion | None) -> bool:
    """The named reviewer while it waits for them; never its author."""
    return (
        version is not None
        and isinstance(user, User)
        and version.reviewer_id == user.pk
        and version.author_id != user.pk
        and version.state == MaterialState.IN_REVIEW
    )


@rules.predicate
def may_read_version(user: object, version: MaterialVersion | None) -> bool:
    """Whoever works on the module, and the learners of its course once it is released."""
    if version is None or not isinstance(user, User):
        return False
    if is_office(user) or _has_role(user, version.material.module_id, *ModuleRole.values):
        return True
    return version.state == MaterialState.RELEASED and (
        Enrolment.objects.filter(
            user=user,
            state=EnrolmentState.ENROLLED,
            cohort__version=version.material.module.version_id,
        ).exists()
    )


def _has_role(user: object, module: UUID, *roles: str) -> bool:
    return (
        isinstance(user, User)
        and Assignment.objects.filter(module=module, user=user, role__in=roles).exists()
    )


applies_as_mentor = is_mentor | is_group_leader | is_office

rules.add_perm("training.read", always_true)
rules.add_perm("training.verify", always_true)
rules.add_perm("training.play", always_true)
rules.add_perm("training.work", is_authenticated)
rules.add_perm("training.apply_as_mentor", applies_as_mentor)
rules.add_perm("training.apply", may_apply)
rules.add_perm("training.own", is_learner)
rules.add_perm("training.view_learner", is_learner | is_office | is_auditor | teaches_cohort)
rules.add_perm("training.mark_learner", ~is_learner & (is_office | teaches_cohort))
rules.add_perm("training.manage", is_office)
rules.add_perm("training.view_register", is_office | is_auditor)
rules.add_perm("training.teach", is_office | teaches)
rules.add_perm("training.view_material", is_office | works_on)
rules.add_perm("training.develop", develops)
rules.add_perm("training.write", writes)
rules.add_perm("training.review", reviews)
rules.add_perm("training.read_version", may_read_version)
