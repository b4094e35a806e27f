"""The course of the demonstration alone, without the rest of it: 13 develop, 11 review, 28 teach."""

from datetime import date
from random import Random

import pytest
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.demo.plan import Period, Size
from mentorhalo.demo.progress import silent
from mentorhalo.demo.site import Site
from mentorhalo.demo.write_training import write_training
from mentorhalo.evidence.queries import reconcile
from mentorhalo.indicators.queries import figure
from mentorhalo.network.tests.factories import MentorFactory
from mentorhalo.programmes.tests.factories import ProgrammeFactory
from mentorhalo.training.credentials import is_genuine
from mentorhalo.training.models import Certificate, MaterialVersion

pytestmark = pytest.mark.django_db


def test_contributors_and_trained_mentors_of_the_demonstration():
    today = timezone.localdate()
    period = Period(today)
    users = {role: holder(role) for role in (Role.OFFICE, Role.EXPERT, Role.EDITOR, Role.MENTOR)}
    MentorFactory(user=users[Role.MENTOR])
    MentorFactory.create_batch(80)
    programme = ProgrammeFactory(starts_on=period.starts_on, ends_on=date(today.year + 1, 12, 31))
    site = Site(Random(1), period, Size(1), silent, users[Role.OFFICE], users, programme, {})

    write_training(site)

    contributors = figure("I15", programme=programme, as_of=today)
    assert contributors.details["parts"] == {"developers": 13, "reviewers": 11, "instructors": 28}
    assert contributors.value == 44
    assert figure("I14", programme=programme, as_of=today).value == Certificate.objects.count() > 50
    own = Certificate.objects.get(enrolment__user=users[Role.MENTOR])
    assert is_genuine(own.credential, own.course.keys.get())
    waiting = MaterialVersion.objects.get(state="in_review")
    assert (waiting.author, waiting.reviewer) == (users[Role.EXPERT], users[Role.EDITOR])
    assert [one for one in reconcile().differences if one.source_type.startswith("training.")] == []
