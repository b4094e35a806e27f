"""Obligations on their pages: the office writes the rule, mentor and grantee show what fulfils it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhalo.core.tests.access import GROUP_LEADER, MENTOR, OFFICE, REPRESENTATIVE
from mentorhalo.partners.actions import let_represent
from mentorhalo.partners.tests.factories import ContactFactory
from mentorhalo.processes.models import Obligation, ObligationRule

from .browsing import browser, page, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_office_writes_a_clause_and_the_checklist_shows_its_days(world):
    office, call = browser(world, OFFICE), world.consortium.call_id
    data = {"clause": "A.1", "wording_hu": "Cselekvési terv", "by_months": "hat"}
    kept = send(office, "add_rule", call, expected=200, **data)
    assert "Cselekvési terv" in kept.content.decode()
    send(office, "add_rule", call, **{**data, "by_months": "6"})

    assert ObligationRule.objects.get(clause="A.1").by_months == [6]
    shown = page(browser(world, MENTOR), "obligations", world.consortium.pk)
    assert "Cselekvési terv" in shown
    assert "a(z) 6. hónap végéig" in shown.lower()
    send(office, "change_rule", world.obligation_rule.pk, clause="A.6", wording_hu="Fórum", per_year="1")
    assert "Fórum" in page(office, "obligation_rules", call)


def test_mentor_shows_a_document_and_takes_it_back(world):
    mentor, today = browser(world, MENTOR), world.today.isoformat()
    send(mentor, "fulfil_by_document", world.obligation.pk, expected=200, fulfilled_on=today)
    send(
        mentor, "fulfil_by_document", world.obligation.pk, fulfilled_on=today,
        upload=SimpleUploadedFile("ív.pdf", b"%PDF-1.4"), note="Megvolt.",
    )  # fmt: skip
    assert "Megvolt." in page(mentor, "obligations", world.consortium.pk)
    answer = mentor.get(f"/processes/obligations/{world.obligation.pk}/file/")
    assert answer.content == b"%PDF-1.4"
    assert answer["Content-Disposition"].startswith("attachment")

    send(mentor, "take_back", world.obligation.pk, reason="Rossz ív.")

    assert Obligation.objects.get(pk=world.obligation.pk).fulfilled_on is None


def test_exception_goes_from_the_leader_to_the_office(world):
    send(browser(world, GROUP_LEADER), "ask_exception", world.obligation.pk, reason="Árvíz volt.")
    office = browser(world, OFFICE)
    assert "Árvíz volt." in page(office, "decide_exception", world.obligation.pk)
    send(office, "decide_exception", world.obligation.pk, expected=200)

    send(office, "decide_exception", world.obligation.pk, accept="accept")

    assert Obligation.objects.get(pk=world.obligation.pk).excepted_by == world.users[OFFICE]


def test_grantee_fulfils_and_the_community_reads(world):
    own = world.users[REPRESENTATIVE]
    assert "Részvételi fórum" in page(browser(world, REPRESENTATIVE), "obligations", world.consortium.pk)
    page(browser(world, REPRESENTATIVE), "fulfil_by_document", world.obligation.pk, status=404)
    contact = ContactFactory(party=world.organisation)
    let_represent(contact=contact, user=own, by=world.users[OFFICE], at=world.now)

    page(browser(world, REPRESENTATIVE), "fulfil_by_document", world.obligation.pk)


def test_late_obligation_waits_on_the_mentors_home(world):
    home = browser(world, MENTOR).get("/desk/week/").content.decode()

    assert f"/processes/grants/{world.consortium.pk}/" in home


def test_a_grant_late_with_several_is_one_line(world):
    unmet = Obligation.objects.unmet().filter(consortium=world.consortium, exception_reason="")
    assert unmet.count() > 1
    unmet.update(due_on=world.today - timedelta(days=30))

    home = browser(world, MENTOR).get("/desk/week/").content.decode()

    assert home.count(f'href="/processes/grants/{world.consortium.pk}/"') == 1
    assert f"{unmet.count()} vállalása késik" in home


def test_pack_is_ordered_and_downloaded(world, django_capture_on_commit_callbacks):
    mentor = browser(world, MENTOR)
    with django_capture_on_commit_callbacks(execute=True):
        address = send(mentor, "order_pack", world.consortium.pk)["Location"]

    assert "SHA-256" in mentor.get(address).content.decode()
    answer = mentor.get(f"{address}file/")
    assert answer["Content-Type"] == "application/zip"
    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_lists_ask_as_often_for_many_as_for_one(world, django_assert_max_num_queries):
    office = browser(world, OFFICE)
    for name, arguments in (("grants", ()), ("obligations", (world.consortium.pk,))):
        page(office, name, *arguments)
        with django_assert_max_num_queries(24):
            page(office, name, *arguments)
