from datetime import UTC, datetime

import pytest
from django.db import connection

from mentorhalo.core.models import AuditLine
from mentorhalo.core.paging import in_pages

AT = datetime(2026, 1, 1, tzinfo=UTC)


def lines(count: int) -> None:
    AuditLine.objects.bulk_create(
        AuditLine(at=AT, deed=str(number), subject="x:1") for number in range(count)
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "asked"), [(0, 1), (1, 1), (2, 2), (5, 3)])
def test_every_record_comes_once_in_few_questions(count: int, asked: int, django_assert_num_queries) -> None:
    lines(count)

    with django_assert_num_queries(asked):
        found = [line.deed for line in in_pages(AuditLine.objects.all(), size=2)]

    assert found == [str(number) for number in range(count)]


@pytest.mark.django_db(transaction=True)
def test_somebody_else_may_write_while_we_go_on_writing() -> None:
    lines(5)
    other = connection.copy()
    try:
        for line in in_pages(AuditLine.objects.all(), size=2):
            with other.cursor() as cursor:
                cursor.execute("UPDATE core_auditline SET deed = 'other' WHERE id = %s", [line.pk])
            AuditLine.objects.filter(pk=line.pk).update(subject="x:2")
    finally:
        other.close()

    assert set(AuditLine.objects.values_list("deed", "subject")) == {("other", "x:2")}
