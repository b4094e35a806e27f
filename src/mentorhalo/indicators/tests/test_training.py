"""I14 and I15 on courses made by the room's own deeds: certified and revoked, in one role and in several."""

import pytest
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.indicators.queries import explain, figure
from mentorhalo.programmes.tests.factories import ProgrammeFactory
from mentorhalo.training import actions
from mentorhalo.training.tests import factories
from mentorhalo.training.tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_trained_persons_and_who_wrote_reviewed_and_taught():
    programme, today = ProgrammeFactory(ends_on=None), timezone.localdate(NOW)
    office, both, reviewer = (holder(role) for role in (Role.OFFICE, Role.EXPERT, Role.EXPERT))
    cohort = factories.cohort_of(factories.in_use(by=office, programme=programme))
    good, revoked, short = (factories.learner(cohort, by=office) for _number in range(3))
    factories.taught(cohort, instructor=both, present=[good, revoked])
    for learner in (good, revoked):
        factories.marked(learner, by=both)
        certificate = actions.issue_certificate(enrolment=learner, by=office, at=NOW)
    actions.revoke_certificate(certificate=certificate, reason="Tévedés.", by=office, at=NOW)
    module, first = cohort.version.modules.first(), holder(Role.EXPERT)
    version = factories.handed_in(module, author=both, reviewer=first, by=office)
    actions.sign_opinion(version=version, is_accepted=False, opinion="Kell példa.", by=first, at=NOW)
    actions.assign(module=module, user=reviewer, role="reviewer", due_on=None, by=office, at=NOW)
    actions.hand_in(version=version, reviewer=reviewer, due_on=today, by=both, at=NOW)
    actions.sign_opinion(version=version, is_accepted=True, opinion="Jó.", by=reviewer, at=NOW)
    actions.release_material(version=version, by=office, at=NOW)

    trained = explain("I14", programme=programme, as_of=today)
    contributors = figure("I15", programme=programme, as_of=today)

    assert {row.unit for row in trained.counted} == {f"person:{good.user_id}"}
    assert {row.unit for row in trained.excluded} == {f"person:{revoked.user_id}", f"person:{short.user_id}"}
    assert contributors.value == 3  # one of them develops and teaches
    assert contributors.details["parts"] == {
        "developers": 1,
        "reviewers": 2,
        "instructors": 1,
    }
