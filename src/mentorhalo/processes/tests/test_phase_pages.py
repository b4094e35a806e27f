"""Processes on their pages, each by who does it."""

import pytest

from mentorhalo.core.tests.access import MENTOR, OFFICE, OTHER_MENTOR, REPRESENTATIVE
from mentorhalo.partners.tests.factories import CommunityFactory
from mentorhalo.processes.choices import PhaseState
from mentorhalo.processes.models import Process

from . import factories
from .browsing import browser, page, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


def test_mentor_opens_a_process_from_the_grant_and_takes_a_phase_through(world):
    mentor, today = browser(world, MENTOR), world.today.isoformat()
    settlement = world.process.settlement_id
    data = {
        "settlement": settlement,
        "area": "Alvég",
        "starts_on": today,
        "mentor": str(world.mentors[MENTOR].pk),
    }
    wrong = send(
        mentor, "open_process", world.consortium.pk, expected=200, **{**data, "starts_on": "2999-01-01"}
    )
    assert "Alvég" in wrong.content.decode()
    send(mentor, "open_process", world.consortium.pk, **data)
    process = Process.objects.get(area="Alvég")
    assert process.group_id == world.group

    phase = factories.phase(process, "interviews")
    send(mentor, "begin_phase", phase.pk, began_on=today)
    kept = send(mentor, "complete_phase", phase.pk, expected=200, done_on=today, opinion="Jó alap.")
    assert "Jó alap." in kept.content.decode()
    send(mentor, "complete_phase", phase.pk, done_on=today, findings="Sokan tudnak kertészkedni.")

    assert "Sokan tudnak kertészkedni." in page(mentor, "process", process.pk)
    phase.refresh_from_db()
    assert phase.state == PhaseState.DONE


def test_board_says_why_a_phase_is_blocked(world):
    survey = factories.phase(world.process, "survey")

    shown = page(browser(world, REPRESENTATIVE), "process", world.process.pk)

    from_query = [
        str(kind) for kind in (factories.phase(world.process, code).kind for code in survey.kind.needs)
    ]
    assert all(name in shown for name in from_query)


def test_everybody_sees_their_own_processes_first(world):
    other = factories.process(by=world.users[OFFICE], at=world.now, starts_on=world.today)
    mine = page(browser(world, MENTOR), "processes")
    assert str(world.process.pk) in mine
    assert str(other.pk) not in mine
    assert str(other.pk) in page(browser(world, MENTOR), "processes", whose="all")
    assert str(other.pk) not in page(browser(world, REPRESENTATIVE), "processes", whose="all")


def test_representative_of_another_community_sees_nothing(world):
    other = CommunityFactory(settlement=world.process.settlement)
    process = factories.process(
        by=world.users[OFFICE], at=world.now, consortium=world.consortium, area="Felvég", community=other.pk
    )

    page(browser(world, REPRESENTATIVE), "process", process.pk, status=404)


def test_mentor_of_another_group_reads_and_does_not_steer(world):
    shown = page(browser(world, OTHER_MENTOR), "process", world.process.pk)

    assert f"/phases/{world.phase_ready.pk}/begin/" not in shown
    assert f"/phases/{world.phase_ready.pk}/begin/" in page(
        browser(world, MENTOR), "process", world.process.pk
    )


def test_list_asks_as_often_for_three_processes_as_for_one(world, django_assert_max_num_queries):
    office = browser(world, OFFICE)
    for area in ("Alvég", "Felvég"):
        factories.process(by=world.users[OFFICE], at=world.now, consortium=world.consortium, area=area)
    page(office, "processes")

    with django_assert_max_num_queries(16):
        page(office, "processes")


def test_grant_and_community_lead_to_the_process(world):
    address = f"/processes/{world.process.pk}/"
    assert (
        address in browser(world, MENTOR).get(f"/partners/consortia/{world.consortium.pk}/").content.decode()
    )
    assert address in browser(world, REPRESENTATIVE).get(
        f"/partners/communities/{world.community.pk}/"
    ).content.decode()  # fmt: skip
