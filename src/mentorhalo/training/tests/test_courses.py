"""A course from its founding to the certificate: hours, missed hours, marks, the rule, places and the waiting list."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core import door_codes
from mentorhalo.evidence.queries import reconcile
from mentorhalo.network.tests.factories import MentorFactory
from mentorhalo.training import actions, facts
from mentorhalo.training.actions import TrainingRefused
from mentorhalo.training.choices import MakeUpKind, MarkKind
from mentorhalo.training.models import CourseVersion, Enrolment
from mentorhalo.training.queries.results import standing_of

from . import factories
from .factories import NOW

pytestmark = pytest.mark.django_db
SOURCES = {facts.ENROLMENT_SOURCE, facts.CERTIFICATE_SOURCE, facts.SESSION_SOURCE, facts.MATERIAL_SOURCE}


def assert_journal_agrees():
    assert [one for one in reconcile().differences if one.source_type in SOURCES] == []


def test_learner_reaches_the_certificate_by_hours_made_up_and_marks():
    office = holder(Role.OFFICE)
    cohort = factories.cohort_of(factories.in_use(by=office))
    absent, present = (factories.learner(cohort, by=office) for _number in range(2))
    theory, *_others = factories.taught(cohort, instructor=office, present=[present])

    standing = standing_of(absent)
    assert (standing.hours, len(standing.missed), standing.is_complete) == (0, 3, False)
    assert standing_of(present).hours == 120

    for session in standing.missed:
        actions.make_up(
            session=session,
            enrolment=absent,
            kind=MakeUpKind.TASK,
            words="Interjú két lakóval.",
            on=timezone.localdate(NOW),
            by=office,
            at=NOW,
        )
    assert (standing_of(absent).hours, standing_of(absent).missed) == (120, [])
    with pytest.raises(TrainingRefused):
        actions.issue_certificate(enrolment=absent, by=office, at=NOW)
    factories.marked(absent, by=office, points=50)
    factories.marked(absent, by=holder(Role.OFFICE), points=70)
    assert standing_of(absent).mark_of(MarkKind.EXAM) == 60  # the mean of two examiners

    made = actions.issue_certificate(enrolment=absent, by=office, at=NOW)
    again = actions.issue_certificate(enrolment=absent, by=office, at=NOW)

    assert made == again
    assert made.number == f"kfm-{timezone.localdate(NOW).year}-0001"
    assert made.met["rule"]["least_attendance"] == 90
    theory.presences.filter(enrolment=absent).update(make_up="")
    with pytest.raises(TrainingRefused):  # what a certificate counts stays
        actions.mark_presence(session=theory, present=[], shown=[absent.pk], by=office, at=NOW)
    assert_journal_agrees()


def test_places_are_kept_and_the_waiting_list_moves_up():
    office = holder(Role.OFFICE)
    cohort = factories.cohort_of(factories.in_use(by=office), capacity=1)
    first, second, third = (
        factories.learner(cohort, by=office, at=NOW + timedelta(minutes=n)) for n in range(3)
    )
    assert [first.state, second.state, third.state] == ["enrolled", "waiting", "waiting"]

    actions.withdraw(enrolment=first, by=office, at=NOW)
    second.refresh_from_db()
    assert second.state == "enrolled"
    actions.set_places(cohort=cohort, capacity=2, at=NOW)
    third.refresh_from_db()
    assert third.state == "enrolled"
    assert_journal_agrees()


def test_mentor_is_in_a_group_once_by_account_or_by_the_office(
    client, mailoutbox, django_capture_on_commit_callbacks
):
    office, later, earlier = holder(Role.OFFICE), holder(Role.MENTOR), holder(Role.MENTOR)
    cohort = factories.cohort_of(factories.in_use(by=office))
    mentor = MentorFactory(user=None)
    by_office = actions.enrol_mentor(cohort=cohort, mentor=mentor, by=office, at=NOW)
    mentor.user = later
    mentor.save()
    by_account = factories.learner(cohort, by=office, user=earlier)
    other = MentorFactory(user=earlier)

    assert actions.apply_for(cohort=cohort, by=later, at=NOW) == by_office
    assert actions.enrol_mentor(cohort=cohort, mentor=other, by=office, at=NOW) == by_account
    assert set(Enrolment.objects.values_list("user", "mentor")) == {
        (later.pk, mentor.pk),
        (earlier.pk, other.pk),
    }
    assert_journal_agrees()

    client.force_login(office)
    assert 'value="withdraw"' in client.get(reverse("training:group", args=[cohort.pk])).content.decode()
    client.post(reverse("training:decide", args=[by_office.pk]), {"deed": "withdraw"})
    by_office.refresh_from_db()
    assert by_office.state == "withdrawn"
    with pytest.raises(TrainingRefused):  # who withdrew does not ask for a place
        actions.admit(enrolment=by_office, by=office, at=NOW)
    asked = actions.apply_for(cohort=cohort, by=later, at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        actions.decline(enrolment=asked, at=NOW)
    assert [letter.to for letter in mailoutbox] == [[later.email]]
    later.name = ""
    with pytest.raises(TrainingRefused):  # an address is no name for a certificate
        actions.apply_for(cohort=cohort, by=later, at=NOW)


def test_nobody_writes_down_marks_or_certifies_themselves(client):
    office = holder(Role.OFFICE)
    cohort = factories.cohort_of(factories.in_use(by=office))
    own = factories.learner(cohort, by=office, user=office)
    present = factories.learner(cohort, by=office)
    session = factories.taught(cohort, instructor=office, present=[present])[0]
    by = {"by": office, "at": NOW}

    with pytest.raises(TrainingRefused):
        actions.mark_presence(session=session, present=[own.pk], shown=(), **by)
    with pytest.raises(TrainingRefused):
        actions.make_up(session=session, enrolment=own, kind="task", words="", on=session.on, **by)
    with pytest.raises(TrainingRefused):
        factories.marked(own, by=office)
    with pytest.raises(TrainingRefused):
        actions.issue_certificate(enrolment=own, **by)
    client.force_login(office)
    assert client.get(reverse("training:mark", args=[own.pk])).status_code == 404


def test_a_version_in_use_stays_as_it_is_and_the_next_one_takes_over():
    office = holder(Role.OFFICE)
    first = factories.in_use(by=office)

    with pytest.raises(TrainingRefused):
        actions.set_rule(version=first, hours=60, least_attendance=50, least_exam=0, least_portfolio=0)
    second = actions.next_version(version=first, by=office, at=NOW)
    actions.set_rule(version=second, hours=100, least_attendance=80, least_exam=0, least_portfolio=0)
    with pytest.raises(TrainingRefused):  # 120 hours in the modules
        actions.open_version(version=second, by=office, at=NOW)
    actions.revise_module(module=second.modules.first(), theory=40)
    actions.open_version(version=second, by=office, at=NOW)

    states = dict(CourseVersion.objects.values_list("number", "state"))
    assert states == {1: "retired", 2: "open"}
    assert first.modules.first().theory == 60


def test_learner_scans_the_code_and_nobody_else_gets_in(client):
    office, mentor = holder(Role.OFFICE), holder(Role.MENTOR)
    now = timezone.now()
    cohort = factories.cohort_of(factories.in_use(by=office))
    enrolment = factories.learner(cohort, by=office, user=mentor)
    session = factories.session_of(
        cohort,
        cohort.version.modules.first(),
        instructor=office,
        starts_at=now.replace(minute=0),
        hours=4,
    )
    old = reverse(
        "training:arrive", args=[session.pk, door_codes.code_at(session.pk, now - timedelta(minutes=3))]
    )
    fresh = reverse("training:arrive", args=[session.pk, door_codes.code_at(session.pk, timezone.now())])

    page = Client()  # the instructor opens the list before the learner scans, and saves it after
    page.force_login(office)
    sheet = reverse("training:sheet", args=[session.pk])
    assert 'name="shown"' not in page.get(sheet).content.decode()
    client.force_login(mentor)
    assert client.get(old).context["is_let_in"] is False
    word = client.get(fresh).context["word"]
    assert client.post(fresh, {"word": word}).context["is_here"] is True
    client.force_login(holder(Role.MENTOR))
    assert client.post(fresh, {"word": word}).context["is_here"] is False

    page.post(sheet, {})
    assert [(row.enrolment_id, row.method) for row in session.presences.all()] == [(enrolment.pk, "code")]
    assert f'name="shown" value="{enrolment.pk}"' in page.get(sheet).content.decode()
    page.post(sheet, {"shown": str(enrolment.pk)})
    assert not session.presences.exists()


def test_the_way_through_the_pages(client):
    """Office founds, opens and fills; a mentor applies; the instructor keeps the list; the register is read as a table."""
    office, mentor = holder(Role.OFFICE), holder(Role.MENTOR)
    version = factories.in_use(by=office)
    client.force_login(office)
    today = timezone.localdate()
    client.post(
        reverse("training:plan_cohort", args=[version.pk]),
        {"title": "Tavaszi csoport", "starts_on": today, "ends_on": today, "capacity": "5"},
    )
    cohort = version.cohorts.get()
    client.post(reverse("training:move", args=[cohort.pk]), {"state": "open"})
    client.force_login(mentor)
    client.post(reverse("training:apply", args=[cohort.pk]))
    enrolment = Enrolment.objects.get(cohort=cohort, user=mentor)
    client.force_login(office)
    client.post(reverse("training:decide", args=[enrolment.pk]), {"deed": "admit"})
    enrolment.refresh_from_db()
    assert enrolment.state == "enrolled"

    for number, session in enumerate(factories.taught(cohort, instructor=office, present=[enrolment])):
        assert session.presences.count() == 1, number
    factories.marked(enrolment, by=office)
    client.post(reverse("training:certify", args=[enrolment.pk]))
    listed = client.get(reverse("training:register_file", args=["csv"])).getvalue().decode("utf-8-sig")

    assert enrolment.name in listed
    assert f"kfm-{timezone.localdate().year}-0001" in listed
    assert client.get(reverse("training:register_file", args=["xlsx"])).content.startswith(b"PK")
    assert client.get(reverse("training:register_file", args=["exe"])).status_code == 404
