"""What a grant owes: by which day, what fulfils it, what the journal and the figure say of it."""

import csv
import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import UserFactory, holder
from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.queries import reconcile
from mentorhalo.mentoring.actions import (
    ActivityDraft,
    approve_activity,
    correct_activity,
    log_activities,
    log_activity,
    revise_activities,
    revise_activity,
)
from mentorhalo.mentoring.models import ActivityKind
from mentorhalo.network.tests.factories import MandateFactory, MentorFactory
from mentorhalo.partners.actions import ConsortiumDraft, revise_consortium
from mentorhalo.partners.tests.factories import ConsortiumFactory
from mentorhalo.processes import actions
from mentorhalo.processes.actions import ProcessRefused
from mentorhalo.processes.choices import Standing
from mentorhalo.processes.models import Obligation
from mentorhalo.processes.queries.obligations import due_of, late_of
from mentorhalo.processes.rhythm import due_days, months_after

from . import factories
from .factories import AT, STARTS_ON, TODAY

pytestmark = pytest.mark.django_db
ENDS_ON = date(2027, 2, 28)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office():
    return holder(Role.OFFICE)


@pytest.fixture
def grant():
    return ConsortiumFactory(starts_on=STARTS_ON, ends_on=ENDS_ON)


@pytest.fixture
def forums(office, grant):
    return actions.set_rule(
        call=grant.call, clause="A.6", wording_hu="Részvételi fórum", per_year=[4, 2], by=office, at=AT
    )


def dues(grant) -> list[Obligation]:
    return list(grant.obligations.order_by("number"))


def states() -> list[str]:
    return sorted(Fact.objects.known_at(None).filter(kind="obligation.due").values_list("state", flat=True))


def upload(name: str = "jelenléti ív.pdf", content: bytes = b"%PDF-1.4 lap") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def by_document(obligation: Obligation, on: date, office, **fields) -> Obligation:
    return actions.fulfil_by_document(
        **{
            "obligation": obligation,
            "fulfilled_on": on,
            "upload": upload(),
            "note": "",
            "by": office,
            "at": AT,
            **fields,
        }
    )


# Reckoned by hand: four stretches of the first year, two of each later one, their last days.
def test_four_in_the_first_year_then_two_a_year():
    assert due_days(date(2024, 3, 1), date(2026, 2, 28), [4, 2]) == [
        date(2024, 5, 31), date(2024, 8, 31), date(2024, 11, 30), date(2025, 2, 28),
        date(2025, 8, 31), date(2026, 2, 28),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "per_year", "by_months", "days"),
    [
        (date(2024, 1, 15), None, [], [6], [date(2024, 7, 14)]),
        (date(2024, 1, 15), date(2024, 6, 30), [], [6], []),
        (date(2024, 8, 31), None, [1], [6], [date(2025, 2, 27), date(2025, 8, 30)]),
        (date(2024, 1, 1), date(2025, 6, 30), [0, 1], [], []),
        (date(2024, 1, 1), None, [5], [], [date(2024, 3, 13), date(2024, 5, 25), date(2024, 8, 6), date(2024, 10, 18), date(2024, 12, 31)]),
    ],
)  # fmt: skip
def test_due_days_by_hand(starts_on, ends_on, per_year, by_months, days):
    assert due_days(starts_on, ends_on, per_year, by_months) == days


def test_month_without_that_day_ends_on_its_last():
    assert months_after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_after(date(2024, 11, 30), 3) == date(2025, 2, 28)


def test_rule_gives_every_grant_of_the_call_its_dues(office, grant, forums):
    other = ConsortiumFactory(programme=grant.programme, call=grant.call, starts_on=TODAY, ends_on=None)
    assert [one.due_on for one in dues(grant)] == due_days(STARTS_ON, ENDS_ON, [4, 2])
    assert dues(other) == []

    factories.process(by=office, consortium=other)

    assert len(dues(other)) == 6
    assert reconcile().ok


def test_changed_rule_moves_days_and_keeps_what_was_fulfilled(office, grant, forums):
    first = by_document(dues(grant)[0], date(2024, 5, 1), office)

    actions.set_rule(
        call=grant.call, rule=forums, clause="A.6", wording_hu="Fórum", per_year=[1], by=office, at=AT
    )

    assert [one.due_on for one in dues(grant)] == due_days(STARTS_ON, ENDS_ON, [1])
    assert dues(grant)[0].pk == first.pk
    assert dues(grant)[0].fulfilled_on == date(2024, 5, 1)
    assert reconcile().ok


def test_grant_that_begins_later_owes_later(office, grant, forums):
    draft = ConsortiumDraft.of(grant)
    revise_consortium(consortium=grant, draft=replace(draft, starts_on=date(2024, 4, 1)), by=office, at=AT)

    assert dues(grant)[0].due_on == date(2024, 6, 30)
    assert reconcile().ok


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"per_year": []}, "per_year"), ({"per_year": [99]}, "per_year"), ({"by_months": [0]}, "by_months"),
     ({"clause": " "}, "clause"), ({"wording_hu": ""}, "wording_hu")],
)  # fmt: skip
def test_impossible_rule_is_refused(office, grant, fields, field):
    whole = {"clause": "A.1", "wording_hu": "Terv", "per_year": [1]}
    with pytest.raises(ProcessRefused) as refused:
        actions.set_rule(call=grant.call, **{**whole, **fields}, by=office, at=AT)

    assert refused.value.field == field


def test_clause_stands_once_in_a_call(office, grant, forums):
    with pytest.raises(ProcessRefused):
        actions.set_rule(call=grant.call, clause="A.6", wording_hu="Más", per_year=[1], by=office, at=AT)


def test_document_fulfils_in_time_or_late(office, grant, forums):
    first, second = dues(grant)[:2]

    assert by_document(first, first.due_on, office).standing(TODAY) == Standing.IN_TIME
    assert by_document(second, second.due_on + timedelta(days=1), office).standing(TODAY) == Standing.LATE

    assert states().count(Standing.IN_TIME) == 1
    assert states().count(Standing.LATE) == 1
    with pytest.raises(ProcessRefused):
        by_document(first, first.due_on, office)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"fulfilled_on": TODAY + timedelta(days=1)}, "fulfilled_on"),
        ({"fulfilled_on": date(2024, 2, 1)}, "fulfilled_on"),
        ({"upload": SimpleUploadedFile("futtat.exe", b"MZ")}, "upload"),
    ],
)
def test_document_that_proves_nothing_is_refused(office, grant, forums, fields, field):
    with pytest.raises(ProcessRefused) as refused:
        by_document(dues(grant)[0], TODAY, office, **fields)

    assert refused.value.field == field


def test_log_entry_of_the_grant_fulfils_on_its_day_and_no_other_entry_does(office, grant, forums):
    mentor, other = _mentor(grant), ConsortiumFactory(programme=grant.programme)
    entry, stranger = (
        log_activity(
            draft=ActivityDraft(
                kind=ActivityKind.objects.all()[0].code,
                occurred_on=date(2024, 5, 10),
                channel="phone",
                mentor=mentor.pk,
                consortium=consortium.pk,
            ),
            by=office,
            at=AT,
        )
        for consortium in (grant, other)
    )
    first = dues(grant)[0]
    with pytest.raises(ProcessRefused) as refused:
        actions.fulfil_by_entry(obligation=first, activity=stranger.pk, note="", by=office, at=AT)
    assert refused.value.field == "activity"

    done = actions.fulfil_by_entry(obligation=first, activity=entry.pk, note="", by=office, at=AT)

    assert done.fulfilled_on == date(2024, 5, 10)
    # Of this room; the network of this test was written past its actions.
    assert not [one for one in reconcile().differences if one.source_type.startswith("processes.")]


@pytest.mark.parametrize("is_annulment", [True, False])
def test_what_an_entry_fulfilled_follows_its_correction(is_annulment, office, grant, forums):
    mentor = _mentor(grant)
    author = mentor.user
    draft = ActivityDraft(
        kind=ActivityKind.objects.all()[0].code,
        occurred_on=date(2024, 5, 10),
        channel="phone",
        mentor=mentor.pk,
        consortium=grant.pk,
    )
    entry = approve_activity(activity=log_activity(draft=draft, by=author, at=AT), by=office, at=AT)
    first = dues(grant)[0]
    actions.fulfil_by_entry(obligation=first, activity=entry.pk, note="24 fő", by=office, at=AT)
    correction = correct_activity(
        original=entry,
        draft=replace(draft, id=uuid4(), occurred_on=date(2024, 5, 12)),
        reason="Más napon volt.",
        is_annulment=is_annulment,
        by=author,
        at=AT,
    )
    assert Obligation.objects.get(pk=first.pk).activity == entry  # not approved yet

    approve_activity(activity=correction, by=office, at=AT)

    first.refresh_from_db()
    if is_annulment:
        assert (first.activity, first.standing(TODAY)) == (None, Standing.OVERDUE)
    else:
        assert (first.activity, first.fulfilled_on) == (correction, date(2024, 5, 12))
        assert first.note == "24 fő"
    assert not [one for one in reconcile().differences if one.source_type.startswith("processes.")]


def test_what_an_entry_fulfilled_follows_its_revision(office, grant, forums):
    mentor = _mentor(grant)
    draft = ActivityDraft(
        kind=ActivityKind.objects.all()[0].code,
        occurred_on=date(2024, 5, 10),
        channel="phone",
        mentor=mentor.pk,
        consortium=grant.pk,
    )
    entry = log_activity(draft=draft, by=mentor.user, at=AT)
    first = dues(grant)[0]
    actions.fulfil_by_entry(obligation=first, activity=entry.pk, note="", by=office, at=AT)

    revise_activity(activity=entry, draft=replace(draft, occurred_on=date(2024, 6, 1)), by=mentor.user, at=AT)
    first.refresh_from_db()
    assert first.fulfilled_on == date(2024, 6, 1)
    other = ConsortiumFactory(programme=grant.programme)
    revise_activity(activity=entry, draft=replace(draft, consortium=other.pk), by=mentor.user, at=AT)

    first.refresh_from_db()
    assert (first.activity, first.fulfilled_on) == (None, None)


def test_what_entries_fulfilled_follows_when_many_are_brought_in_anew(
    office, grant, forums, django_assert_max_num_queries
):
    mentor = _mentor(grant)
    draft = ActivityDraft(
        kind=ActivityKind.objects.all()[0].code,
        occurred_on=date(2024, 5, 10),
        channel="phone",
        mentor=mentor.pk,
        consortium=grant.pk,
        state="approved",
    )
    drafts = [replace(draft, id=uuid4()) for _number in range(8)]
    log_activities(drafts=drafts, by=office, at=AT)
    first, second = dues(grant)[:2]
    for obligation, told in zip((first, second), drafts, strict=False):
        actions.fulfil_by_entry(obligation=obligation, activity=told.id, note="", by=office, at=AT)

    moved = [replace(one, occurred_on=date(2024, 6, 1)) for one in drafts]
    moved[1] = replace(moved[1], state="returned")
    revise_activities(drafts=moved, by=office, at=AT)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.activity_id, first.fulfilled_on) == (drafts[0].id, date(2024, 6, 1))
    assert (second.activity, second.fulfilled_on) == (None, None)
    assert not [one for one in reconcile().differences if one.source_type.startswith("processes.")]
    with django_assert_max_num_queries(3):
        actions.follow_entries(entries=[one.id for one in drafts[2:]], by=office, at=AT)


def _mentor(grant):
    group = {"group__programme": grant.programme, "group__county__code": "02"}
    return MandateFactory(mentor=MentorFactory(user=UserFactory()), **group, starts_on=STARTS_ON).mentor


def test_what_was_taken_back_waits_again_without_its_file(
    office, grant, forums, django_capture_on_commit_callbacks
):
    first = by_document(dues(grant)[0], date(2024, 5, 1), office)
    stored, storage = first.file.name, first.file.storage
    assert storage.exists(stored)

    with django_capture_on_commit_callbacks(execute=True):
        actions.take_back(obligation=first, reason="Rossz ív.", by=office, at=AT)

    assert not storage.exists(stored)
    assert dues(grant)[0].standing(TODAY) == Standing.OVERDUE
    assert states().count(Standing.IN_TIME) == 0


def test_exception_counts_only_when_accepted(office, grant, forums):
    first, second = dues(grant)[:2]
    for one in (first, second):
        actions.ask_exception(obligation=one, reason="Járvány volt.", by=office, at=AT)
    assert Obligation.objects.get(pk=first.pk).standing(TODAY) == Standing.ASKED

    actions.decide_exception(obligation=first, accept=True, by=office, at=AT)
    actions.decide_exception(obligation=second, accept=False, by=office, at=AT)

    assert Obligation.objects.get(pk=first.pk).standing(TODAY) == Standing.EXCEPTED
    assert Obligation.objects.get(pk=second.pk).standing(TODAY) == Standing.OVERDUE
    with pytest.raises(ProcessRefused):
        actions.decide_exception(obligation=second, accept=True, by=office, at=AT)
    assert states().count(Standing.EXCEPTED) == 1


def test_mentor_gets_one_letter_and_no_second_one_for_two_weeks(
    office, grant, forums, mailoutbox, django_capture_on_commit_callbacks
):
    mentor = _mentor(grant)
    factories.process(by=office, consortium=grant, mentor=mentor.pk)
    by_document(dues(grant)[0], date(2024, 5, 1), office)
    at = timezone.now()

    with django_capture_on_commit_callbacks(execute=True):
        assert actions.remind_of_obligations(at=at) == 1
    assert actions.remind_of_obligations(at=at) == 0

    [letter] = mailoutbox
    assert letter.to == [mentor.user.email]
    assert grant.title in letter.body


def test_pack_holds_every_proof_with_its_hash(office, grant, forums, django_capture_on_commit_callbacks):
    by_document(dues(grant)[0], date(2024, 5, 1), office, note="=1+1")

    with django_capture_on_commit_callbacks(execute=True):
        pack = actions.order_pack(consortium=grant, language="hu", by=office, at=timezone.now())

    pack.refresh_from_db()
    assert (pack.state, pack.files, pack.missing) == ("ready", 1, 0)
    with pack.file.open("rb") as stream, zipfile.ZipFile(io.BytesIO(stream.read())) as archive:
        sums = archive.read("SHA256SUMS").decode()
        digest, name = sums.strip().split("  ")
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest
        rows = list(csv.reader(io.StringIO(archive.read("tartalom.csv").decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 1 + len(dues(grant))
    assert name in rows[1]
    assert "'=1+1" in rows[1]


def test_pack_leaves_out_a_file_that_is_not_what_arrived(office, grant, forums):
    first = by_document(dues(grant)[0], date(2024, 5, 1), office)
    with first.file.storage.open(first.file.name, "wb") as stream:
        stream.write(b"mas")
    pack = actions.order_pack(consortium=grant, language="hu", by=office, at=AT)

    made = actions.make_pack(pack=pack.pk, at=AT)

    assert (made.files, made.missing) == (0, 1)
    with made.file.open("rb") as stream, zipfile.ZipFile(stream) as archive:
        assert sorted(archive.namelist()) == ["SHA256SUMS", "tartalom.csv"]
    assert actions.remove_old_packs(at=AT + timedelta(days=8)) == 1


def test_home_counts_everything_that_is_late_and_asks_as_often_for_one(
    office, grant, django_assert_num_queries
):
    user = holder(Role.MENTOR)
    factories.process(by=office, consortium=grant, mentor=MentorFactory(user=user).pk)
    rule = actions.set_rule(
        call=grant.call, clause="A.6", wording_hu="Fórum", by_months=[6, 20], by=office, at=AT
    )
    first, soon = dues(grant)
    today = soon.due_on - timedelta(days=5)

    with django_assert_num_queries(2):
        alone = late_of(user, today)
        listed = due_of(user, today, today + timedelta(days=14), [one.pk for one in alone])

    assert [(one.title, one.late, one.first) for one in alone] == [(grant.title, 1, first.due_on)]
    assert listed == [first, soon]
    Obligation.objects.bulk_create(
        Obligation(consortium=grant, rule=rule, number=number, due_on=first.due_on + timedelta(days=1))
        for number in range(3, 303)
    )
    assert [one.late for one in late_of(user, today)] == [301]
    assert due_of(user, today, today + timedelta(days=14)) == [soon]
