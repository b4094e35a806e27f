"""I17 and what came of it, on partnerships made by the room's own deeds: followed, grown closer, seen differently, too soon, once."""

from datetime import timedelta

import pytest

from mentorhalo.evidence.queries import reconcile
from mentorhalo.indicators.queries import explain, figure
from mentorhalo.partnerships.choices import Initiative, Occasion
from mentorhalo.partnerships.tests import factories
from mentorhalo.partnerships.tests.factories import BEGAN

pytestmark = pytest.mark.django_db
LATER = BEGAN + timedelta(days=182)


def test_the_figures_count_followed_and_risen_partnerships():
    risen, mixed, short, once, own = (factories.opened() for _number in range(5))
    for one, day, levels in (
        (risen, LATER, (3, 2)),
        (mixed, LATER, (3, 1)),
        (short, BEGAN + timedelta(days=149), (4, 4)),
    ):
        factories.said(factories.asked(one, occasion=Occasion.START), 1, 1)
        factories.said(factories.asked(one, day), *levels)
    factories.said(factories.asked(once), 1, 1)
    parties = factories.opened(initiative=Initiative.BY_PARTIES)
    factories.said(factories.asked(parties), 1, 1)
    factories.said(factories.asked(parties, LATER), 2, 2)

    asked_of = {"programme": risen.programme, "as_of": LATER}
    found = explain("partnerships-followed", **asked_of)
    assert {row.unit for row in found.counted} == {risen.reference, mixed.reference}
    assert {row.unit for row in found.excluded} == {one.reference for one in (short, once, own)}
    assert figure("partnerships-by-mentors", **asked_of).value == 5
    assert [row.unit for row in explain("partnerships-risen", **asked_of).counted] == [risen.reference]
    share = figure("partnerships-upgraded-by-both", **asked_of)
    assert share.value == pytest.approx(0.5)
    assert figure("I17", programme=risen.programme, as_of=LATER - timedelta(days=1)).value == 0
    assert not [one for one in reconcile().differences if one.source_type.startswith("partnerships.")]
