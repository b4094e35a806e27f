"""I13 on occasions made by the room's own deeds: for the network, for some of it, of several days, cancelled, still to come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.events import actions
from mentorhalo.events.tests import factories
from mentorhalo.events.tests.factories import NOW
from mentorhalo.indicators.queries import explain, figure
from mentorhalo.programmes.tests.factories import ProgrammeFactory

pytestmark = pytest.mark.django_db


def test_network_occasions_are_counted_by_the_written_rule():
    programme = ProgrammeFactory(ends_on=None)
    three = tuple(factories.mentor_in(code, programme) for code in ("02", "03", "04"))
    by = holder(Role.OFFICE)
    shared = {"programme": programme, "by": by}
    counted = factories.held(**shared, people=three, days=3)
    whole = factories.held(**shared, is_whole_network=True)
    local = factories.held(**shared, people=three[:2])
    cancelled = factories.announced(**shared, title="Elmarad", is_whole_network=True)
    actions.cancel_occasion(occasion=cancelled, reason="Kevesen vagyunk.", by=by, at=NOW)
    announced = factories.announced(**shared, title="Jövő", is_whole_network=True)

    found = explain("I13", programme=programme, as_of=timezone.localdate(NOW) + timedelta(days=30))

    assert {row.unit for row in found.counted} == {f"occasion:{one.pk}" for one in (counted, whole)}
    assert {row.unit for row in found.excluded} == {
        f"occasion:{one.pk}" for one in (local, cancelled, announced)
    }
    first_day = figure("I13", programme=programme, as_of=counted.starts_on)
    assert first_day.value == 1  # the one of a single day; the other still goes on
