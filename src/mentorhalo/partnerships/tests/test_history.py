"""Partnerships of earlier years written at once say what they would say one by one."""

from datetime import timedelta
from uuid import UUID

import pytest

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.queries import reconcile
from mentorhalo.mentoring.tests.factories import group_of, mentor_at_work
from mentorhalo.partners.tests.factories import CommunityFactory, OrganisationFactory
from mentorhalo.partnerships.actions import (
    TakenObservation,
    TakenPartnership,
    TakenRound,
    enter_partnerships,
)
from mentorhalo.partnerships.models import Grading, Member, Observation, Partnership

from .factories import AT, BEGAN

pytestmark = pytest.mark.django_db


def test_what_is_entered_at_once_reconciles_and_keeps_both_sides():
    mentor, house, choir = mentor_at_work(), OrganisationFactory(), CommunityFactory()
    later = BEGAN + timedelta(days=182)
    rounds = [
        TakenRound(
            occasion="start", graded_on=BEGAN, asked_at=AT, answered_at=AT, said={(0, 1): 1, (1, 0): 2}
        ),
        TakenRound(
            occasion="half_year", graded_on=later, asked_at=AT, answered_at=AT, said={(0, 1): 3, (1, 0): 3}
        ),
        TakenRound(
            occasion="half_year",
            graded_on=later + timedelta(days=182),
            asked_at=AT,
            answered_at=AT,
            said={(0, 1): 5},
        ),
    ]
    taken = TakenPartnership(
        id=UUID(int=1),
        title="Közös kert",
        purpose="Kert.",
        field="nature",
        initiative="by_mentor",
        settlement=house.settlement_id,
        starts_on=BEGAN,
        mentor=mentor,
        parties=[house, choir],
        written_at=AT,
        observations=[TakenObservation(kind="event", occurred_on=BEGAN, words="Ültettek.")],
        rounds=rounds,
    )

    enter_partnerships(partnerships=[taken], programme=group_of(mentor).programme, by=holder(Role.OFFICE))

    written = Partnership.objects.get()
    assert (written.mentor, written.group) == (mentor, group_of(mentor))
    assert (Member.objects.count(), Observation.objects.count()) == (2, 1)
    assert [one.closed_at is not None for one in Grading.objects.all()] == [True, True, False]
    told = Fact.objects.known_at(None).filter(kind="partnership.standing").order_by("occurred_on")
    assert [(one.form, one.until_on) for one in told] == [
        ("first", later - timedelta(days=1)),
        ("risen", None),
    ]
    assert not [one for one in reconcile().differences if one.source_type.startswith("partnerships.")]
