"""Figures of community processes over what the room itself writes, counted by hand."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.indicators.queries import explain, figure
from mentorhalo.partners.tests.factories import ConsortiumFactory
from mentorhalo.processes import actions
from mentorhalo.processes.tests import factories
from mentorhalo.processes.tests.factories import AT, STARTS_ON, TODAY

pytestmark = pytest.mark.django_db


def test_share_of_obligations_met_in_time_leaves_out_what_is_excepted(settings, tmp_path):
    """Due by 3 March 2025: four. One met in time, one late, one excepted, one open: a third."""
    settings.MEDIA_ROOT = tmp_path
    office = holder(Role.OFFICE)
    grant = ConsortiumFactory(starts_on=STARTS_ON, ends_on=date(2027, 2, 28))
    actions.set_rule(call=grant.call, clause="A.6", wording_hu="Fórum", per_year=[4, 2], by=office, at=AT)
    in_time, late, excepted = grant.obligations.order_by("number")[:3]
    for one, days in ((in_time, 0), (late, 9)):
        actions.fulfil_by_document(
            obligation=one,
            fulfilled_on=one.due_on + timedelta(days=days),
            upload=SimpleUploadedFile("ív.pdf", b"%PDF-1.4"),
            note="",
            by=office,
            at=AT,
        )
    actions.ask_exception(obligation=excepted, reason="Járvány volt.", by=office, at=AT)
    actions.decide_exception(obligation=excepted, accept=True, by=office, at=AT)
    asked = {"programme": grant.programme, "as_of": TODAY}

    assert figure("obligations-due", **asked).value == 3
    assert figure("obligations-fulfilled-in-time", **asked).value == 1
    assert figure("obligations-met-in-time", **asked).value == pytest.approx(1 / 3, abs=0.001)
    assert len(explain("obligations-due", **asked).excluded) == 1


def test_strength_counts_once_an_action_out_of_it_was_carried_out():
    """Two strengths and a threat; out of one strength an action was carried out, out of the other one is only planned."""
    office = holder(Role.OFFICE)
    process = factories.process(by=office)
    session = actions.open_session(
        process=process, held_on=TODAY, method="workshop", participants=None, by=office, at=AT
    )
    music, lake, _threat = (
        actions.put_item(session=session, item=uuid4(), quadrant=quadrant, text=text, voter=uuid4(), at=AT)
        for quadrant, text in (("strength", "Zenészek"), ("strength", "Tó"), ("threat", "Elköltöznek"))
    )
    actions.close_session(session=session, participants=9, by=office, at=AT)
    done, _planned = (actions.plan_from_strength(item=item, by=office, at=AT) for item in (music, lake))
    actions.complete_plan_item(
        item=done, done_on=TODAY, result="Megalakult.", activity=None, by=office, at=AT
    )

    found = explain("strengths-exploited", programme=process.programme, as_of=TODAY)

    assert [row.unit for row in found.counted] == [f"swot_item:{music.pk}"]
    assert [row.unit for row in found.excluded] == [f"swot_item:{lake.pk}"]
