"""Model projects: the rule of three fields, independent readers, money, milestones, completion, and what the journal counts."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.models import Letter
from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.queries import reconcile
from mentorhalo.knowledge.actions import projects as actions
from mentorhalo.knowledge.actions.projects import ProjectRefused
from mentorhalo.knowledge.choices.projects import Fault, ProjectState, Settled
from mentorhalo.knowledge.models import ModelProject
from mentorhalo.knowledge.queries import projects as queries
from mentorhalo.knowledge.three_fields import check_rule
from mentorhalo.partners.actions import OrganisationDraft, revise_organisation
from mentorhalo.partners.models import OrganisationKind
from mentorhalo.territory.tests.factories import CountyFactory, SettlementFactory

from . import project_factories as factories
from .project_factories import AT, THREE, TODAY

pytestmark = pytest.mark.django_db


def refused(act):
    with pytest.raises(ProjectRefused) as caught:
        act()
    return caught.value


# --- the rule


@pytest.mark.parametrize(
    ("sectors", "county", "faults"),
    [
        (THREE, "02", ()),
        (("museum", "library", "municipality"), "02", (Fault.NO_COMMUNITY,)),
        (("community", "civil"), "02", (Fault.NO_MUSEUM, Fault.NO_LIBRARY)),
        (THREE, "13", (Fault.OUTSIDE,)),
        ((), "13", (Fault.NO_MUSEUM, Fault.NO_LIBRARY, Fault.NO_COMMUNITY, Fault.OUTSIDE)),
    ],
)
def test_rule_names_every_fault(sectors, county, faults):
    assert check_rule(sectors, county, ("01", "13")).faults == faults


def test_municipality_and_civil_partner_are_an_advantage():
    check = check_rule((*THREE, "civil", "municipality"), "02", ())

    assert (check.holds, check.advantages) == (True, ("municipality", "civil"))


# --- applying


def test_without_a_field_nothing_is_handed_in():
    project = factories.begun(("museum", "library", "municipality"))

    refusal = refused(lambda: actions.hand_in_application(project=project, by=project.created_by, at=AT))

    assert refusal.field == "partners"
    project.refresh_from_db()
    assert project.state == ProjectState.DRAFT


def test_place_in_a_county_left_out_is_refused():
    settlement = SettlementFactory(county=CountyFactory(code="13"))
    on = factories.call(left_out_counties=["01", "13"])
    project = factories.begun(on=on, settlement=settlement)

    refused(lambda: actions.hand_in_application(project=project, by=project.created_by, at=AT))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"plan": " "}, "plan"),
        ({"activities": []}, "activities"),
        ({"lines": []}, "lines"),
        ({"lines": [("minden", Decimal(1_000_001))]}, "lines"),
    ],
)
def test_what_is_not_whole_is_not_handed_in(change, field):
    project = factories.begun(**change)

    assert (
        refused(lambda: actions.hand_in_application(project=project, by=project.created_by, at=AT)).field
        == field
    )


def test_after_the_last_day_nothing_is_handed_in():
    project = factories.begun()
    late = AT + timedelta(days=21)

    refused(lambda: actions.hand_in_application(project=project, by=project.created_by, at=late))
    refused(lambda: factories.begun(on=project.call, at=late))


def test_activity_of_another_call_and_partner_twice_are_refused():
    project = factories.begun()
    partner = project.partners.first().organisation
    own = {"project": project, "by": project.created_by, "at": AT}

    assert refused(lambda: actions.add_partner(organisation=partner, **own)).field == "organisation"
    assert refused(lambda: actions.add_partner(organisation=project.lead, **own)).field == "organisation"
    words = factories.draft(project.settlement, activities=["crafts"])
    assert refused(lambda: actions.write_application(draft=words, seen=1, **own)).field == "activities"


def test_another_saving_is_not_overwritten_unseen():
    project = factories.begun()
    own = {"project": project, "by": project.created_by, "at": AT}
    actions.write_application(draft=factories.draft(project.settlement, title="Első"), seen=1, **own)

    refused(lambda: actions.write_application(draft=factories.draft(project.settlement), seen=1, **own))

    project.refresh_from_db()
    assert project.title == "Első"


def test_beginning_twice_with_one_key_begins_once():
    project = factories.begun()
    again = actions.begin_application(
        call=project.call,
        lead=project.lead,
        draft=factories.draft(project.settlement),
        key=project.pk,
        by=project.created_by,
        at=AT,
    )

    assert (again, ModelProject.objects.count()) == (project, 1)


def test_call_keeps_its_rule_once_somebody_handed_in():
    project = factories.handed_in()
    office = holder(Role.OFFICE)
    stricter = factories.call_draft(tolerance=1, closes_on=TODAY + timedelta(days=40))
    call = actions.revise_call(call=project.call, draft=stricter, by=office, at=AT)

    assert (call.tolerance, call.closes_on) == (20, TODAY + timedelta(days=40))
    earlier = factories.call_draft(closes_on=TODAY)
    assert (
        refused(lambda: actions.revise_call(call=call, draft=earlier, by=office, at=AT)).field == "closes_on"
    )


# --- reading


def test_readers_see_nothing_of_each_other_until_both_have_handed_in():
    first, second, office = holder(Role.EXPERT), holder(Role.EXPERT), holder(Role.OFFICE)
    project = factories.with_readers(first=first, second=second)
    own, other = (project.readings.get(reader=who) for who in (first, second))

    factories.score(own, 0.8)

    assert queries.scores_for(project, second).shown == []
    assert queries.scores_for(project, office).shown == []
    assert [one.reader for one in queries.scores_for(project, first).shown] == [first]
    assert queries.scores_for(project, second).hidden == 1

    factories.score(other, 0.7)

    for who in (first, second, office):
        assert len(queries.scores_for(project, who).shown) == 2


def test_reader_is_another_person_and_has_no_part_in_it():
    project = factories.handed_in(by=holder(Role.OFFICE))
    office, expert = holder(Role.OFFICE), holder(Role.EXPERT)
    ask = {"project": project, "by": office, "at": AT}

    assert refused(lambda: actions.ask_readers(first=expert, second=expert, **ask)).field == "second"
    assert (
        refused(lambda: actions.ask_readers(first=project.created_by, second=expert, **ask)).field == "first"
    )
    assert (
        refused(lambda: actions.ask_readers(first=expert, second=holder(Role.MENTOR), **ask)).field
        == "second"
    )


def test_points_need_bounds_and_reasons():
    project = factories.with_readers()
    reading = project.readings.first()
    hand_in = {"reading": reading, "opinion": "", "by": reading.reader, "at": AT}

    assert (
        refused(lambda: actions.hand_in_reading(scores={"need": 21}, reasons={}, **hand_in)).field
        == "score_need"
    )
    assert (
        refused(lambda: actions.hand_in_reading(scores={"need": 20}, reasons={}, **hand_in)).field
        == "reason_need"
    )
    kept = actions.save_reading(scores={"need": 20}, reasons={}, **hand_in)
    assert (kept.total, kept.scores) == (None, {"need": 20})


def test_near_points_are_averaged_and_far_ones_disputed():
    near = factories.read(0.8, 0.7)
    far = factories.read(0.9, 0.2, on=near.call)

    assert (near.state, near.score) == (ProjectState.READ, Decimal("74.5"))
    assert (far.state, far.score) == (ProjectState.DISPUTED, None)


def test_third_reader_judges_unseen_and_settles_it():
    project = factories.read(0.9, 0.2)
    third = holder(Role.EXPERT)
    reading = actions.ask_third_reader(project=project, reader=third, by=holder(Role.OFFICE), at=AT)
    assert queries.scores_for(project, third).shown == []

    factories.score(reading, 0.8, opinion="Közelebb áll az elsőhöz.")

    project.refresh_from_db()
    assert (project.state, project.settled_how) == (ProjectState.READ, Settled.THIRD)
    assert project.score == Decimal("84.5")
    assert project.settled_reason == "Közelebb áll az elsőhöz."


def test_talk_settles_between_the_two_with_a_reason():
    project = factories.read(0.9, 0.2)
    settle = {"project": project, "by": holder(Role.OFFICE), "at": AT}

    assert refused(lambda: actions.settle_by_talk(score=Decimal(95), reason="x", **settle)).field == "score"
    assert refused(lambda: actions.settle_by_talk(score=Decimal(70), reason=" ", **settle)).field == "reason"
    settled = actions.settle_by_talk(score=Decimal(70), reason="Egyetértettek.", **settle)

    assert (settled.state, settled.settled_how, settled.score) == (ProjectState.READ, Settled.TALK, 70)


# --- deciding and carrying out


def test_grant_stays_within_what_was_asked_and_what_is_left():
    on = factories.call(budget=Decimal(600_000), most_for_one=Decimal(500_000))
    factories.accepted(on=on)
    second = factories.read(on=on)
    decide = {"project": second, "decision": "accept", "reason": "x", "by": holder(Role.OFFICE), "at": AT}

    assert refused(lambda: actions.decide_application(granted=Decimal(400_001), **decide)).field == "granted"
    assert refused(lambda: actions.decide_application(granted=Decimal(200_001), **decide)).field == "granted"
    assert actions.decide_application(granted=Decimal(200_000), **decide).state == ProjectState.ACCEPTED


def test_decision_is_told_with_its_reason(django_capture_on_commit_callbacks):
    project = factories.read()
    with django_capture_on_commit_callbacks(execute=True):
        actions.decide_application(
            project=project, decision="reject", reason="Kevés pont.", by=holder(Role.OFFICE), at=AT
        )

    assert "Kevés pont." in mail.outbox[-1].body


def test_spending_stays_within_the_support_and_each_receipt_counts_once():
    project = factories.contracted(granted=200_000)
    line = project.lines.first()
    spend = {"project": project, "line": line.pk, "on": TODAY, "by": project.created_by, "at": AT}
    actions.record_spending(amount=Decimal(150_000), receipt="A-1", **spend)

    assert (
        refused(lambda: actions.record_spending(amount=Decimal(50_001), receipt="A-2", **spend)).field
        == "amount"
    )
    assert (
        refused(lambda: actions.record_spending(amount=Decimal(1), receipt="A-1", **spend)).field == "receipt"
    )
    assert [one.spent for one in queries.lines_spent(project)] == [150_000, 0]


def test_milestone_is_done_with_a_proof_whose_fingerprint_is_kept(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    project = factories.contracted()
    own = {"by": project.created_by, "at": AT}
    milestone = actions.add_milestone(
        project=project, title="Megnyitó", due_on=TODAY + timedelta(days=5), **own
    )
    done = {"milestone": milestone, "done_on": TODAY, **own}
    assert refused(lambda: actions.complete_milestone(note=" ", upload=None, **done)).field == "note"
    program = SimpleUploadedFile("a.exe", b"MZ")
    assert refused(lambda: actions.complete_milestone(note="", upload=program, **done)).field == "upload"

    kept = actions.complete_milestone(note="", upload=SimpleUploadedFile("lap.txt", b"12"), **done)

    assert kept.sha256 == "6b51d431df5d7f141cbececcf79edf3dd861c3b4069f0b11661a3eefacbba918"
    refused(lambda: actions.complete_milestone(note="még", upload=None, **done))


def test_milestones_are_reminded_of_ahead_and_again_when_late(django_capture_on_commit_callbacks):
    project = factories.contracted()
    actions.add_milestone(
        project=project, title="Megnyitó", due_on=TODAY + timedelta(days=20), by=project.created_by, at=AT
    )
    days = (0, 7, 8, 21, 22, 35)

    sent = [actions.remind_of_milestones(at=AT + timedelta(days=day)) for day in days]

    assert sent == [0, 1, 0, 1, 0, 1]


def test_report_waits_for_the_milestones_and_is_accepted_by_another():
    office = holder(Role.OFFICE)
    project = factories.contracted(by=office)
    milestone = actions.add_milestone(project=project, title="Megnyitó", due_on=TODAY, by=office, at=AT)
    refused(lambda: factories.report(project, at=AT))
    actions.complete_milestone(
        milestone=milestone, done_on=TODAY, note="Megvolt.", upload=None, by=office, at=AT
    )
    project = factories.report(project, at=AT)

    refused(lambda: actions.complete_project(project=project, completed_on=TODAY, by=office, at=AT))
    actions.return_report(project=project, reason="Hiányzik a költség.", by=holder(Role.OFFICE), at=AT)
    project.refresh_from_db()
    assert project.state == ProjectState.CONTRACTED


def test_who_sends_the_report_for_others_does_not_accept_it():
    office = holder(Role.OFFICE)
    project = factories.report(factories.contracted(), at=AT, by=office)

    refused(lambda: actions.complete_project(project=project, completed_on=TODAY, by=office, at=AT))
    done = actions.complete_project(project=project, completed_on=TODAY, by=holder(Role.OFFICE), at=AT)

    assert done.state == ProjectState.COMPLETED


def test_who_wrote_an_application_does_not_decide_on_it():
    office = holder(Role.OFFICE)
    project = factories.read(by=office)
    decide = {"project": project, "decision": "reject", "reason": "Kevés pont.", "at": AT}

    refused(lambda: actions.decide_application(**decide, by=office))

    assert actions.decide_application(**decide, by=holder(Role.OFFICE)).state == ProjectState.REJECTED


def test_no_partner_leaves_before_there_was_a_contract():
    project = factories.contracted()
    partner = project.partners.first()
    leave = {
        "project": project,
        "partner": partner.pk,
        "reason": "Megszűnt.",
        "by": project.created_by,
        "at": AT,
    }

    fault = refused(
        lambda: actions.let_partner_leave(**leave, left_on=project.contracted_on - timedelta(days=1))
    )

    assert fault.field == "left_on"


# --- the journal


def test_new_field_of_a_partner_is_carried_into_the_journal():
    project = factories.contracted()
    museum = OrganisationKind.objects.filter(sector="museum")[0]
    library = project.partners.get(organisation__kind__sector="library").organisation
    draft = replace(OrganisationDraft.of(library), kind=museum)

    revise_organisation(organisation=library, draft=draft, by=None, at=AT)

    live = Fact.objects.filter(kind="project.contracted", void=None)
    assert [fact.state for fact in live] == [Fault.NO_LIBRARY]
    assert reconcile().ok


def test_nobody_without_an_address_gets_a_letter():
    project = factories.begun()
    project.created_by.is_active = False
    project.created_by.save()
    actions.hand_in_application(project=project, by=project.created_by, at=AT)

    assert not Letter.objects.exists()
