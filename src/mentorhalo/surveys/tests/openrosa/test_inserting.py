"""What is put down outside any transaction, as servers do it, is there as it was sent; what fails half-way is not there at all."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection
from django.utils import timezone

from mentorhalo.surveys.actions.inserting import Row, insert
from mentorhalo.surveys.actions.receiving import SentFile, receive
from mentorhalo.surveys.choices import Way
from mentorhalo.surveys.models import InstrumentVersion, Interviewer, Submission
from mentorhalo.surveys.tests.sendings import a_sending

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)


def a_row(version: InstrumentVersion, **said: Any) -> Row:
    row = Row(
        instance_id=f"uuid:{uuid4()}",
        thread=uuid4(),
        deprecates_id=None,
        version_id=version.pk,
        xml=b"<data/>",
        sha256="0" * 64,
        way=Way.COLLECT,
        interviewer_id=None,
        invitation_id=None,
        unit_id=None,
        device_id="",
        reason="",
        sent_by_id=None,
        received_at=AT,
    )
    return row._replace(**said)


def as_read_again(pk: int) -> Row:
    return Row(**Submission.objects.filter(pk=pk).values(*Row._fields).get())


def test_all_that_is_said_is_there_for_one_and_for_several(
    version: InstrumentVersion, interviewer: Interviewer
) -> None:
    first = a_row(version, xml=b"\x00\xff <\xc3\xa9/> %s $1 '\\")
    (first_key,) = insert([first])
    others = [
        a_row(
            version,
            interviewer_id=interviewer.pk,
            deprecates_id=first_key,
            device_id="telefon: ő, ű, 'é' %s \\",
            reason="mert\nelírták",
        ),
        a_row(version, thread=first.thread),
        a_row(version),
    ]

    keys = [first_key, *insert(others), *insert([a_row(version)])]

    assert keys == sorted(Submission.objects.values_list("pk", flat=True))
    assert [as_read_again(pk) for pk in keys[:4]] == [first, *others]
    assert first.as_submission(first_key) == Submission.objects.get(pk=first_key)
    assert insert([]) == []


def test_one_that_is_there_already_lets_none_of_its_group_in(version: InstrumentVersion) -> None:
    there = a_row(version)
    insert([there])

    with pytest.raises(IntegrityError):
        insert([a_row(version), there])
    assert Submission.objects.count() == 1
    assert len(insert([a_row(version), a_row(version)])) == 2  # the connection is as good as before


def test_unknown_version_is_refused_by_the_database(version: InstrumentVersion) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite looks at the end of a transaction, and this is none")
    with pytest.raises(IntegrityError):
        insert([a_row(version, version_id=UUID(int=0))])
    assert not Submission.objects.exists()


class Unreadable(ContentFile[bytes]):
    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        raise OSError("the disk is gone")


def test_a_file_that_cannot_be_kept_takes_its_questionnaire_along(interviewer: Interviewer) -> None:
    file = SentFile("hall.jpg", Unreadable(b""))

    with pytest.raises(OSError, match="the disk is gone"):
        receive(sending=a_sending(interviewer, file, photo="hall.jpg"), at=timezone.now())
    assert not Submission.objects.exists()


def test_behind_a_pooler_nothing_is_left_with_a_connection(
    version: InstrumentVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", value=True)
    rows = [a_row(version), a_row(version, xml=b"\x00")]

    assert [as_read_again(pk) for pk in insert(rows)] == rows
