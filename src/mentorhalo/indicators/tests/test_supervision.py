"""I16 on sessions made by the room's own deeds: confirmed, waiting, contested, of one mentor and of a group."""

from datetime import UTC, date, datetime

import pytest

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.indicators.queries import explain, figure
from mentorhalo.network import actions
from mentorhalo.network.choices import Objection
from mentorhalo.network.tests.factories import CountyGroupFactory, MandateFactory, SupervisorFactory
from mentorhalo.programmes.tests.factories import ProgrammeFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 3, 12, tzinfo=UTC)
FIRST, LAST, TODAY = date(2026, 5, 1), date(2026, 7, 1), date(2026, 7, 3)


def test_confirmed_hours_and_persons_with_the_rest_apart():
    programme = ProgrammeFactory(ends_on=None)
    group = CountyGroupFactory(programme=programme)
    supervisor = SupervisorFactory(programme=programme)
    anna, bela, csaba = (
        MandateFactory(group=group, mentor__user=UserFactory()).mentor for _number in range(3)
    )

    def held(*mentors, on, minutes):
        return actions.record_session(
            supervisor=supervisor,
            mentors=mentors,
            held_on=on,
            kind="individual" if len(mentors) == 1 else "group",
            minutes=minutes,
            by=supervisor.user,
            at=NOW,
        )

    alone, together = held(anna, on=FIRST, minutes=90), held(anna, bela, on=FIRST, minutes=180)
    waiting, contested = held(csaba, on=FIRST, minutes=60), held(bela, on=LAST, minutes=60)
    for session, mentor in ((alone, anna), (together, anna), (together, bela)):
        actions.confirm_session(session=session, seen=session.seen, by=mentor.user, at=NOW)
    actions.contest_session(session=contested, objection=Objection.DAY, by=bela.user, at=NOW)

    def value(code, day=TODAY):
        return figure(code, programme=programme, as_of=day).value

    assert value("I16") == 5  # four and a half, a half goes up
    assert value("supervision-sessions-unconfirmed") == value("supervision-sessions-contested") == 1
    opened = explain("supervision-sessions", programme=programme, as_of=TODAY)
    assert {row.unit for row in opened.counted} == {f"supervision:{one.pk}" for one in (alone, together)}
    assert {row.unit for row in opened.excluded} == {f"supervision:{one.pk}" for one in (waiting, contested)}
    assert value("mentors-supervised") == 2
    assert value("mentors-supervised", date(2026, 6, 29)) == 0  # from the end of their quarter on
    assert value("I16", date(2026, 4, 30)) == 0
