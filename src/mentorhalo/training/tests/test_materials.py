"""Material from draft to release: another one reviews, sees what changed, signs; exactly that is released."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.numbers import day
from mentorhalo.training import actions, links
from mentorhalo.training.actions import TrainingRefused
from mentorhalo.training.actions.materials import fingerprint_of
from mentorhalo.training.choices import ModuleRole
from mentorhalo.training.facts import facts_of_material
from mentorhalo.training.models import MaterialVersion
from mentorhalo.training.queries import results
from mentorhalo.training.queries.materials import change_of, material_for

from . import factories
from .factories import NOW
from .test_courses import assert_journal_agrees

pytestmark = pytest.mark.django_db


def test_material_is_revised_accepted_released_and_read(client):
    office, author, reviewer = (holder(role) for role in (Role.OFFICE, Role.EXPERT, Role.EXPERT))
    mentor, other = holder(Role.MENTOR), holder(Role.EXPERT)
    cohort = factories.cohort_of(factories.in_use(by=office))
    factories.learner(cohort, by=office, user=mentor)
    module = cohort.version.modules.first()
    version = factories.handed_in(module, author=author, reviewer=reviewer, by=office)
    review = reverse("training:review", args=[version.pk])

    client.force_login(author)
    assert client.get(review).status_code == 404  # nobody reviews what they write
    client.force_login(reviewer)
    assert "Kérdezz nyitottan." in client.get(review).content.decode()
    client.post(review, {"verdict": "return", "opinion": "Kell egy példa."})
    actions.assign(module=module, user=other, role=ModuleRole.REVIEWER, due_on=None, by=office, at=NOW)
    client.force_login(author)
    client.post(
        reverse("training:write", args=[version.pk]),
        {
            "text": "Kérdezz nyitottan, például így.",
            "file": SimpleUploadedFile("minta.pdf", b"%PDF-1.7 minta", "application/pdf"),
        },
    )
    client.post(
        reverse("training:hand_in", args=[version.pk]),
        {"reviewer": str(other.pk), "due_on": timezone.localdate()},
    )
    client.force_login(other)
    client.post(review, {"verdict": "accept", "opinion": "Így jó."})
    version.refresh_from_db()
    assert (version.state, len(version.fingerprint)) == ("accepted", 64)

    client.force_login(mentor)
    read = reverse("training:read", args=[version.pk])
    assert client.get(read).status_code == 404  # not released yet
    client.force_login(office)
    client.post(reverse("training:release", args=[version.pk]))
    client.force_login(mentor)
    assert "például így" in client.get(read).content.decode()
    client.post(read)
    assert version.readings.count() == 1
    assert client.get(reverse("training:file", args=[version.pk])).content == b"%PDF-1.7 minta"

    version.refresh_from_db()
    assert {(one.kind, one.subject, one.state) for one in facts_of_material(version)} == {
        ("training.review_signed", f"person:{reviewer.pk}", "returned"),
        ("training.review_signed", f"person:{other.pk}", "accepted"),
        ("training.material_released", f"person:{author.pk}", ""),
    }
    assert [(one.reviewer, one.text) for one in version.opinions.all()] == [
        (reviewer, "Kell egy példa."),
        (other, "Így jó."),
    ]
    assert_journal_agrees()

    second = actions.begin_version(version=version, by=author, at=NOW)
    actions.write_material(
        version=second, text="Kérdezz nyitottan, mindig így.", video_url="", upload=None, by=author, at=NOW
    )
    second.refresh_from_db()
    change = change_of(second)
    assert [part.text for part in change.parts if part.kind == "in"] == ["mindig"]
    assert (change.against, change.is_file_new) == (version, False)


def test_what_was_gone_through_stays_so_when_a_new_version_is_released(client):
    version, office = factories.released(text="Kérdezz nyitottan."), holder(Role.OFFICE)
    enrolment = factories.learner_of(version)
    actions.mark_read(version=version, enrolment=enrolment, at=NOW)
    second = actions.begin_version(version=version, by=version.author, at=NOW)
    due_on = timezone.localdate(NOW)
    actions.hand_in(version=second, reviewer=version.reviewer, due_on=due_on, by=version.author, at=NOW)
    actions.sign_opinion(version=second, is_accepted=True, opinion="Jó.", by=version.reviewer, at=NOW)
    actions.release_material(version=second, by=office, at=NOW)
    assert results.standing_of(enrolment).material_share == 100
    [(shown, reading)] = material_for(enrolment)
    assert (shown, reading.version) == (second, version)

    second.refresh_from_db()
    actions.begin_reading(version=second, enrolment=enrolment, at=NOW)
    assert material_for(enrolment)[0][1].version == version  # begun again, it stays gone through
    actions.mark_read(version=second, enrolment=enrolment, at=NOW)
    standing = results.standing_of(enrolment)
    assert (standing.gone_through, standing.materials) == (1, 1)  # one material, whatever its versions
    assert material_for(enrolment)[0][1].version == second


def test_the_next_version_of_a_course_begins_with_the_material_that_stands(
    client, django_assert_max_num_queries
):
    standing, office = factories.released(text="Kérdezz nyitottan."), holder(Role.OFFICE)
    course_version = standing.material.module.version
    draft = actions.begin_material(
        module=standing.material.module, title="Vázlat", by=standing.author, at=NOW
    )

    with django_assert_max_num_queries(60):
        following = actions.next_version(version=course_version, by=office, at=NOW)

    taken = MaterialVersion.objects.get(material__module__version=following)  # not the draft
    assert MaterialVersion.objects.filter(material=draft.material).count() == 1
    assert draft.material.module.version == course_version
    assert (taken.taken_from, taken.number, taken.state) == (standing, 1, "released")
    assert (taken.fingerprint, taken.reviewer) == (standing.fingerprint, standing.reviewer)
    assert fingerprint_of(taken) == standing.fingerprint
    assert taken.material.module.order == standing.material.module.order
    assert list(MaterialVersion.objects.released_for(course_version.pk)) == [standing]
    assert_journal_agrees()
    client.force_login(office)
    page = client.get(reverse("training:material", args=[taken.material_id])).content.decode()
    assert reverse("training:material", args=[standing.material_id]) in page


def test_of_several_accepted_versions_the_last_one_is_taken_over():
    office, author, reviewer = (holder(role) for role in (Role.OFFICE, Role.EXPERT, Role.EXPERT))
    module = factories.in_use(by=office).modules.first()
    first = factories.handed_in(module, author=author, reviewer=reviewer, by=office)
    actions.sign_opinion(version=first, is_accepted=True, opinion="Jó.", by=reviewer, at=NOW)
    second = actions.begin_version(version=first, by=author, at=NOW)
    actions.hand_in(version=second, reviewer=reviewer, due_on=timezone.localdate(NOW), by=author, at=NOW)
    actions.sign_opinion(version=second, is_accepted=True, opinion="Jobb.", by=reviewer, at=NOW)

    following = actions.next_version(version=module.version, by=office, at=NOW)

    assert MaterialVersion.objects.get(material__module__version=following).taken_from == second


def test_nothing_but_what_was_accepted_is_released():
    office, author, reviewer = (holder(role) for role in (Role.OFFICE, Role.EXPERT, Role.EXPERT))
    module = factories.drafted(by=office).modules.first()
    version = factories.handed_in(module, author=author, reviewer=reviewer, by=office)

    with pytest.raises(TrainingRefused):
        actions.sign_opinion(version=version, is_accepted=True, opinion="Jó.", by=author, at=NOW)
    with pytest.raises(TrainingRefused):
        actions.write_material(version=version, text="Más.", video_url="", upload=None, by=author, at=NOW)
    actions.sign_opinion(version=version, is_accepted=True, opinion="Jó.", by=reviewer, at=NOW)
    MaterialVersion.objects.filter(pk=version.pk).update(text="Kérdezz zártan.")
    with pytest.raises(TrainingRefused):
        actions.release_material(version=version, by=office, at=NOW)

    with pytest.raises(TrainingRefused):
        actions.assign(module=module, user=author, role=ModuleRole.REVIEWER, due_on=None, by=office, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        MaterialVersion.objects.filter(pk=version.pk).update(reviewer=author)


def test_everybody_who_works_on_a_material_hears_what_is_next_and_until_when(
    mailoutbox, django_capture_on_commit_callbacks
):
    office, author, reviewer, teacher = (holder(role) for role in (Role.OFFICE, *[Role.EXPERT] * 3))
    module = factories.in_use(by=office).modules.first()
    due_on = timezone.localdate(NOW) + timedelta(days=14)
    with translation.override("hu"):
        in_words = day(due_on)

    def heard(deed, **fields):
        """Who got a letter of it, and whether the day stands in it."""
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            deed(**fields)
        return [(letter.to, in_words in letter.body) for letter in mailoutbox]

    assigned = {"module": module, "user": teacher, "role": ModuleRole.INSTRUCTOR, "due_on": due_on}
    assert heard(actions.assign, **assigned, by=office, at=NOW) == [([teacher.email], True)]
    version = factories.handed_in(module, author=author, reviewer=reviewer, by=office)
    opinion = {"version": version, "by": reviewer, "at": NOW, "opinion": "Kell egy példa."}
    assert heard(actions.sign_opinion, is_accepted=False, **opinion) == [([author.email], False)]
    assert [one.href for one in links.waiting_for(author, NOW)] == [
        reverse("training:material", args=[version.material_id])
    ]
    again = {"version": version, "reviewer": reviewer, "due_on": due_on, "by": author, "at": NOW}
    assert heard(actions.hand_in, **again) == [([reviewer.email], True)]
    assert heard(actions.remind_reviewers, at=NOW + timedelta(days=11)) == []
    assert heard(actions.remind_reviewers, at=NOW + timedelta(days=12)) == [([reviewer.email], True)]
    assert heard(actions.remind_reviewers, at=NOW + timedelta(days=15)) == []  # once
    assert heard(actions.sign_opinion, is_accepted=True, **opinion) == [([author.email], False)]
    assert links.waiting_for(author, NOW) == []
