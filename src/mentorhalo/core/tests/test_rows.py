"""Rows written past the model layer read back as those that it writes."""

from datetime import UTC, datetime

import pytest

from mentorhalo.core.models import Letter
from mentorhalo.core.rows import insert_rows, update_rows, whole

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def letter(**values):
    return Letter(
        **{
            "template": "minta",
            "to": "jozsi@pelda.hu",
            "language": "hu",
            "subject": "Őszi űrlap, 100 %",
            "body": "Szia!",
            "headers": {"X-Minta": "é"},
            "written_at": AT,
            **values,
        }
    )


def test_inserted_rows_are_whole():
    one, other = letter(), letter(sent_at=AT, error="nem ment")

    insert_rows(Letter, (each for each in (one, other)))

    for written in (one, other):
        read = Letter.objects.get(pk=written.pk)
        assert {**read.__dict__, "_state": None} == {**written.__dict__, "_state": None}


def test_only_the_named_fields_of_the_given_rows_are_written():
    one, other = letter(), letter()
    insert_rows(Letter, [one, other])
    one.sent_at, one.headers, one.subject = AT, {"X-Minta": ["ő", None]}, "nem írjuk ki"

    update_rows(Letter, [one], ["sent_at", "headers"])

    one.refresh_from_db()
    assert (one.sent_at, one.headers, one.subject) == (AT, {"X-Minta": ["ő", None]}, "Őszi űrlap, 100 %")
    other.refresh_from_db()
    assert (other.sent_at, other.headers) == (None, {"X-Minta": "é"})
    one.sent_at = None
    update_rows(Letter, [one], ["sent_at"])
    assert Letter.objects.get(pk=one.pk).sent_at is None


def test_nothing_to_write_is_no_fault():
    insert_rows(Letter, [])
    update_rows(Letter, [], ["sent_at"])

    assert not Letter.objects.exists()


def test_a_whole_record_is_what_the_model_makes_of_the_same_values():
    values = {"to": "jozsi@pelda.hu", "written_at": AT}

    one, other = whole(Letter, values), whole(Letter, values)

    made = Letter(**values)
    assert {**one.__dict__, "_state": None} == {**made.__dict__, "_state": None, "id": one.pk}
    assert (one._state.adding, one._state.db) == (True, None)
    assert one.headers is not other.headers
