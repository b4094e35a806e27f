"""Occasions brought in as they went: counted as if they had been entered here, and nobody gets a letter."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.models import Letter
from mentorhalo.events.actions.history import TakenAttendee, TakenOccasion, take_occasions
from mentorhalo.events.choices import OccasionState
from mentorhalo.events.facts import OCCASION_SOURCE, facts_of_occasion
from mentorhalo.events.models import Attendance, Evaluation, Occasion
from mentorhalo.evidence.queries import reconcile
from mentorhalo.programmes.tests.factories import ProgrammeFactory

from . import factories
from .factories import NOW

pytestmark = pytest.mark.django_db


def taken(state=OccasionState.HELD, counties=(), **fields):
    starts_at = NOW - timedelta(days=30)
    first = timezone.localdate(starts_at)
    days = [first, first + timedelta(days=1)]
    return TakenOccasion(
        id=uuid4(),
        draft=factories.draft(starts_at=starts_at, ends_at=starts_at + timedelta(days=1), **fields),
        state=state,
        planned_at=starts_at - timedelta(days=20),
        settled_at=starts_at + timedelta(days=3),
        people=[TakenAttendee(id=uuid4(), name="Mentor", county=county, days=days) for county in counties],
        evaluations=[(4, "a kérdéssort")] if state == OccasionState.HELD else (),
    )


def test_occasions_brought_in_count_by_the_same_rule_and_write_no_letters():
    network = taken(counties=("02", "03", "04"), title="Három megye")
    local = taken(counties=("02", "02"), title="Egy megye")
    cancelled = taken(OccasionState.CANCELLED, title="Elmarad", is_whole_network=True)

    take_occasions(
        occasions=[network, local, cancelled],
        programme=ProgrammeFactory(ends_on=None),
        by=holder(Role.OFFICE),
    )

    told = {one.id: facts_of_occasion(Occasion.objects.get(pk=one.id)) for one in (network, local, cancelled)}
    assert [fact.state for fact in told[network.id]] == ["standing", "network"]
    assert [fact.state for fact in told[local.id]] == ["standing", "local"]
    assert [fact.state for fact in told[cancelled.id]] == ["cancelled"]
    assert told[network.id][1].quantity == 3
    assert [one for one in reconcile().differences if one.source_type == OCCASION_SOURCE] == []
    assert (Attendance.objects.count(), Evaluation.objects.count()) == (10, 2)
    assert not Letter.objects.exists()
