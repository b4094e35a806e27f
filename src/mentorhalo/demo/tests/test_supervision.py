"""The supervision of the demonstration alone, without the rest of it."""

from datetime import date
from random import Random

import pytest
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import UserFactory, holder
from mentorhalo.core.registry import registry
from mentorhalo.demo.people import plan_seats
from mentorhalo.demo.plan import Period, Seat, Size
from mentorhalo.demo.progress import silent
from mentorhalo.demo.site import Site
from mentorhalo.demo.write_network import write_network
from mentorhalo.demo.write_supervision import appoint_supervisors, write_supervision
from mentorhalo.evidence.queries import reconcile
from mentorhalo.indicators.queries import figure
from mentorhalo.network.models import Mentor, SupervisionSession
from mentorhalo.network.tests.factories import programme_in
from mentorhalo.territory.models import Settlement
from mentorhalo.territory.tests.factories import SettlementFactory

pytestmark = pytest.mark.django_db

COUNTIES = ("02", "03", "04")


def test_every_mentor_is_supervised_and_some_hours_wait_or_are_contested():
    today = date(2026, 5, 20)
    period = Period(today)
    users = {role: UserFactory() for role in (Role.GROUP_LEADER, Role.MENTOR, Role.SUPERVISOR)}
    programme = programme_in(*COUNTIES)
    programme.starts_on = period.starts_on
    programme.save(update_fields=["starts_on"])
    homes = {code: [SettlementFactory(county_id=code).code] for code in COUNTIES}
    settlements = Settlement.objects.in_bulk()
    site = Site(Random(1), period, Size(1), silent, holder(Role.OFFICE), users, programme, settlements)
    seats: list[Seat] = plan_seats(Random(1), period, dict.fromkeys(COUNTIES, 4), homes)
    write_network(site, seats)

    write_supervision(site, seats, appoint_supervisors(site))

    def value(code):
        return figure(code, programme=programme, as_of=today).value

    before = Mentor.objects.filter(mandates__starts_on__lt=date(2026, 1, 1)).distinct().count()
    assert value("mentors-supervised") >= before > 11
    assert value("supervision-hours") > 250
    assert value("supervision-sessions-unconfirmed") > 0
    assert SupervisionSession.objects.filter(participations__answer="contested").exists()
    for role in (Role.MENTOR, Role.SUPERVISOR):
        users[role].forget_grants()
        assert len(registry.waiting_for(users[role], timezone.now())) >= 1
    assert [one for one in reconcile().differences if one.source_type.startswith("network.superv")] == []
