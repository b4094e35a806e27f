import json
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from mentorhalo.core.registry import registry
from mentorhalo.evidence.actions import sync_many
from mentorhalo.evidence.choices import DifferenceKind
from mentorhalo.evidence.queries import reconcile

from .factories import draft

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TYPE = "mentoring.activity"

pytestmark = pytest.mark.django_db


@pytest.fixture
def records(monkeypatch):
    """Records that say what the journal says, until a test changes them."""
    said = {str(n): [draft(quantity=n)] for n in range(3)}
    sync_many(TYPE, said, by=None, at=AT)
    monkeypatch.setattr(registry, "derivations", {TYPE: said.items})
    return said


def differences():
    return [(one.kind, one.source_id, one.fact, one.columns) for one in reconcile().differences]


def test_journal_and_records_agree(records):
    found = reconcile()

    assert (found.ok, found.sources, found.facts) == (True, 3, 3)


def test_what_the_journal_lacks_is_named(records):
    records["2"] = [*records["2"], draft(kind="evidence.attached")]
    records["7"] = [draft()]

    assert differences() == [
        (DifferenceKind.LACKING, "2", "evidence.attached community:a", ()),
        (DifferenceKind.LACKING, "7", "activity.community community:a", ()),
    ]


def test_what_the_record_says_otherwise_is_named(records):
    records["2"] = [draft(quantity=5, form="visit")]

    assert differences() == [
        (DifferenceKind.DIFFERENT, "2", "activity.community community:a", ("form", "quantity"))
    ]


def test_what_no_record_says_is_named(records):
    records["1"] = []
    del records["2"]

    assert differences() == [
        (DifferenceKind.SURPLUS, "1", "activity.community community:a", ()),
        (DifferenceKind.SURPLUS, "2", "activity.community community:a", ()),
    ]


def test_facts_nobody_can_derive_are_named(records):
    sync_many("mentoring.pause", {"1": [draft()]}, by=None, at=AT)

    assert [(one.kind, one.source_type) for one in reconcile().differences] == [
        (DifferenceKind.UNKNOWN, "mentoring.pause")
    ]


def test_the_number_of_queries_does_not_grow(records, django_assert_num_queries):
    with django_assert_num_queries(2):
        reconcile()


def test_the_command_lists_differences_and_fails(records, capsys):
    call_command("evidence", "reconcile", "--json", verbosity=0)
    assert json.loads(capsys.readouterr().out) == {
        "ok": True,
        "sources": 3,
        "facts": 3,
        "different": 0,
        "differences": [],
    }
    records["2"] = []

    with pytest.raises(SystemExit) as end:
        call_command("evidence", "reconcile", "--json", verbosity=0)
    document = json.loads(capsys.readouterr().out)
    with pytest.raises(SystemExit):
        call_command("evidence", "reconcile", verbosity=0)

    assert (end.value.code, document["ok"], document["differences"][0]["kind"]) == (1, False, "surplus")
    assert f"{TYPE} 2 activity.community community:a" in capsys.readouterr().out
