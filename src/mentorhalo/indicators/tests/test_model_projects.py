"""I12 on projects made by the room's own deeds: completed, still running, without a field, ended early, never contracted."""

from datetime import timedelta

import pytest

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.evidence.queries import reconcile
from mentorhalo.indicators.queries import explain, figure
from mentorhalo.knowledge.actions import projects as actions
from mentorhalo.knowledge.tests import project_factories as factories
from mentorhalo.knowledge.tests.project_factories import AT, TODAY

pytestmark = pytest.mark.django_db


def test_figure_counts_completed_projects_of_three_fields_alone():
    programme = factories.ProgrammeFactory()
    on = factories.call(programme=programme)
    office = holder(Role.OFFICE)
    shared = {"on": on, "office": office, "granted": 100_000}
    whole = factories.completed(**shared)
    running = factories.contracted(**shared)
    left = factories.contracted(**shared)
    museumless = left.partners.get(organisation__kind__sector="library")
    actions.let_partner_leave(
        project=left, partner=museumless.pk, left_on=TODAY, reason="Bezárt.", by=office, at=AT
    )
    later = AT + timedelta(days=100)
    actions.complete_project(
        project=factories.report(left, at=later), completed_on=later.date(), by=office, at=later
    )
    ended = factories.contracted(**shared)
    actions.end_project(project=ended, ended_on=TODAY, reason="Elálltak.", by=office, at=AT)
    factories.read(on=on)

    found = explain("model-projects", programme=programme, as_of=later.date())

    assert [row.unit for row in found.counted] == [f"project:{whole.pk}"]
    assert {row.unit for row in found.excluded} == {f"project:{one.pk}" for one in (running, left, ended)}
    assert figure("projects-contracted", programme=programme, as_of=later.date()).value == 4
    assert figure("I12", programme=programme, as_of=TODAY).value == 0
    assert reconcile().ok
