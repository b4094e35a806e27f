"""I8 on joiners made by the room's own deeds: through a mentor, only said so, otherwise, unknown, withdrawn, not accepted."""

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


def test_share_through_mentors_leaves_nobody_out_of_its_denominator():
    programme, by = ProgrammeFactory(ends_on=None), holder(Role.OFFICE)
    edition = factories.edition(programme=programme)
    ways = ("mentor", "mentor", "press", "unknown")
    proven, claimed, other, unknown = (
        factories.accepted(edition, by=by, heard=heard, email=f"{number}@pelda.hu")
        for number, heard in enumerate(ways)
    )
    actions.answer_for_joiner(joiner=proven, answer="yes", by=by, at=NOW)
    factories.sent_in(edition, email="varo@pelda.hu")
    on = timezone.localdate(NOW) + timedelta(days=1)

    found = explain("I8b", programme=programme, as_of=on)

    assert {row.unit for row in found.counted} == {f"joiner:{proven.pk}"}
    assert {row.unit for row in found.excluded} == {f"joiner:{one.pk}" for one in (claimed, other, unknown)}
    values = {code: figure(code, programme=programme, as_of=on).value for code in ("I8", "I8a", "I8c")}
    assert values == {"I8": 0.25, "I8a": 4, "I8c": 1}
