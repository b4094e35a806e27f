"""Files of earlier entries, many at once."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.uploads import FileRefused
from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.reconciliation import reconcile
from mentorhalo.mentoring.actions import (
    AlreadyAttached,
    FileDraft,
    NotYours,
    approve_activity,
    attach_many,
    close_period,
)
from mentorhalo.mentoring.models import EvidenceFile
from mentorhalo.mentoring.tests.factories import DECIDED_AT, LOGGED_AT, ActivityFactory

pytestmark = pytest.mark.django_db


def a_sheet():
    return SimpleUploadedFile("iv.pdf", b"%PDF" + uuid4().bytes)


def of_this_room():
    return [one for one in reconcile().differences if one.source_type.startswith("mentoring.")]


def test_files_of_earlier_entries_come_in_together_each_in_its_time(django_assert_num_queries):
    office, entries = holder("office"), [ActivityFactory() for _number in range(3)]
    drafts = [FileDraft(one.pk, "sheet", a_sheet(), arrived_at=DECIDED_AT) for one in entries]
    assert office.holds("office")  # its roles are read once
    with CaptureQueriesContext(connection) as single:
        attach_many(files=drafts[:1], by=office)

    with django_assert_num_queries(len(single)):
        assert attach_many(files=drafts[1:], by=office) == 2

    facts = Fact.objects.known_at(None).filter(kind="evidence.attached")
    assert set(facts.values_list("recorded_at", flat=True)) == {DECIDED_AT}
    assert of_this_room() == []


def test_files_of_earlier_entries_come_in_all_or_none():
    office, entry = holder("office"), ActivityFactory()
    sheet = a_sheet()
    drafts = [FileDraft(entry.pk, "sheet", sheet, arrived_at=DECIDED_AT) for _number in range(2)]

    with pytest.raises(AlreadyAttached):
        attach_many(files=drafts, by=office)
    with pytest.raises(NotYours):
        attach_many(files=drafts[:1], by=entry.mentor.user)

    assert not EvidenceFile.objects.exists()
    assert not Fact.objects.filter(kind="evidence.attached").exists()


def test_closed_period_takes_no_files_of_earlier_entries():
    office, entry = holder("office"), ActivityFactory()
    approve_activity(activity=entry, by=office, at=LOGGED_AT)
    close_period(programme=entry.programme, until=entry.occurred_on, by=office, at=DECIDED_AT)

    with pytest.raises(FileRefused):
        attach_many(files=[FileDraft(entry.pk, "sheet", a_sheet(), arrived_at=DECIDED_AT)], by=office)
