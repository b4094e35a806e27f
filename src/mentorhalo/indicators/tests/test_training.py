"""I14 and I15 on courses made by the room's own deeds: certified and revoked, in one role and in several."""

import pytest
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.evidence.queries import reconcile
from mentorhalo.indicators.queries import explain, figure
from mentorhalo.network.actions import link_account, register_mentor
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


def test_who_learnt_by_account_and_again_as_a_mentor_is_one_person():
    programme, today = ProgrammeFactory(ends_on=None), timezone.localdate(NOW)
    office = holder(Role.OFFICE)
    version = factories.in_use(by=office, programme=programme)
    cohorts = [factories.cohort_of(version) for _number in range(2)]
    first = factories.learner(cohorts[0], by=office)
    certify(first, cohorts[0], office)
    assert {row.unit for row in explain("I14", programme=programme, as_of=today).counted} == {
        f"person:{first.user_id}"
    }

    mentor = register_mentor(name="Kiss Éva", user=first.user, by=office, at=NOW)
    second = actions.enrol_mentor(cohort=cohorts[1], mentor=mentor, by=office, at=NOW)
    certify(second, cohorts[1], office)

    trained = explain("I14", programme=programme, as_of=today)
    assert [row.unit for row in trained.counted] == [f"mentor:{mentor.pk}"]
    assert [one for one in reconcile().differences if one.source_type.startswith("training.")] == []

    link_account(mentor=mentor, user=None, by=office, at=NOW)  # by mistake it was somebody else's
    assert figure("I14", programme=programme, as_of=today).value == 2
    assert [one for one in reconcile().differences if one.source_type.startswith("training.")] == []


def certify(learner, cohort, office):
    factories.taught(cohort, instructor=office, present=[learner])
    factories.marked(learner, by=office)
    return actions.issue_certificate(enrolment=learner, by=office, at=NOW)
