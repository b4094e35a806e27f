"""An intruder who owns the tables can change a row; nobody can do it unnoticed."""

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.core.management import call_command
from django.db import connection

from mentorhalo.evidence import actions, verification
from mentorhalo.evidence.actions import link_identity, seal, sync, sync_many, unlink_identity
from mentorhalo.evidence.canonical import merkle_root
from mentorhalo.evidence.choices import FaultKind
from mentorhalo.evidence.models import Fact, Seal
from mentorhalo.evidence.queries import verify

from .factories import draft
from .journal import journal_unlocked

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts():
    """Ten facts, one of them voided, and a link undone."""
    sync_many("mentoring.activity", {str(n): [draft(quantity=n)] for n in range(10)}, by=None, at=AT)
    sync("mentoring.activity", "4", [], by=None, at=AT)
    link = link_identity(
        absorbed="community:a",
        survivor="community:b",
        source_type="partners.merge",
        source_id="1",
        reason="",
        by=None,
        at=AT,
    )
    unlink_identity(link=link, reason="", by=None, at=AT)
    return list(Fact.objects.order_by("pk").values_list("pk", flat=True))


def tamper(sql, *values):
    with journal_unlocked(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def fault():
    found = verify().fault
    return found and (found.kind, found.table, found.row, found.after)


def test_an_empty_journal_is_whole():
    assert (verify().ok, verify().head) == (True, "")


def test_rows_are_counted_sealed_and_not(facts):
    first = seal(at=AT)
    sync("mentoring.activity", "11", [draft()], by=None, at=AT)

    found = verify()

    assert (found.ok, found.sealed, found.unsealed, found.seals) == (True, 13, 1, 1)
    assert found.rows == {"fact": 11, "void": 1, "link": 1, "unlink": 1}
    assert found.head == first.digest
    assert seal(at=AT).previous == first.digest
    assert seal(at=AT) is None


@pytest.mark.parametrize("is_sealed", [True, False])
def test_an_altered_row_is_named(facts, is_sealed):
    if is_sealed:
        seal(at=AT)

    tamper("UPDATE evidence_fact SET quantity = quantity + 1 WHERE id >= %s", facts[6])

    assert fault() == (FaultKind.CONTENT, "fact", facts[6], facts[5])


@pytest.mark.parametrize(
    ("table", "column"),
    [("void", "reason"), ("identitylink", "survivor"), ("identityunlink", "recorded_by")],
)
def test_every_table_is_watched(facts, table, column):
    tamper(f"UPDATE evidence_{table} SET {column} = 'user:x'")

    assert fault()[0] == FaultKind.CONTENT


def test_a_row_rewritten_with_its_digest_is_named(facts):
    seal(at=AT)

    tamper("UPDATE evidence_fact SET quantity = 99 WHERE id = %s", facts[6])
    changed = Fact.objects.get(pk=facts[6])
    tamper("UPDATE evidence_fact SET digest = %s WHERE id = %s", digest_by_hand(changed), facts[6])

    assert fault() == (FaultKind.SEALED, "fact", facts[6], facts[5])


@pytest.mark.parametrize("gone", [0, 6, 9])
def test_a_deleted_row_is_named_by_its_neighbour(facts, gone):
    seal(at=AT)

    tamper("DELETE FROM evidence_void")
    tamper("DELETE FROM evidence_fact WHERE id = %s", facts[gone])

    assert fault() == (FaultKind.MISSING, "fact", None, facts[gone - 1] if gone else 0)


def test_a_row_slipped_in_is_named(facts):
    tamper("DELETE FROM evidence_void")
    tamper("DELETE FROM evidence_fact WHERE id = %s", facts[6])
    seal(at=AT)
    sync("mentoring.activity", "11", [draft()], by=None, at=AT)

    tamper("UPDATE evidence_fact SET id = %s WHERE id > %s", facts[6], facts[-1])

    assert fault() == (FaultKind.ADDED, "fact", facts[6], facts[5])


def test_a_value_nobody_can_read_is_named(facts):
    no_day = "0044-03-15 BC" if connection.vendor == "postgresql" else "2026-13-45"

    tamper("UPDATE evidence_fact SET occurred_on = %s WHERE id = %s", no_day, facts[6])

    assert fault() == (FaultKind.UNREADABLE, "fact", facts[6], facts[5])


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("UPDATE evidence_seal SET sealed_at = '2020-01-01 00:00:00+00:00' WHERE number = 2", FaultKind.SEAL),
        ("UPDATE evidence_seal SET root = previous WHERE number = 2", FaultKind.SEAL),
        ("UPDATE evidence_seal SET previous = root WHERE number = 2", FaultKind.CHAIN),
        ("DELETE FROM evidence_seal WHERE number = 1", FaultKind.CHAIN),
        (
            "UPDATE evidence_seal SET leaves = (SELECT leaves FROM evidence_seal WHERE number = 1) WHERE number = 2",
            FaultKind.ROOT,
        ),
    ],
)
def test_a_forged_seal_is_named(facts, sql, kind):
    seal(at=AT)
    sync("mentoring.activity", "11", [draft()], by=None, at=AT)
    seal(at=AT)

    tamper(sql.replace("+00:00", "") if connection.vendor == "sqlite" else sql)

    assert fault() == (kind, "seal", 2, None)


def test_a_seal_written_down_elsewhere_betrays_a_journal_sealed_anew(facts):
    written_down = seal(at=AT).digest
    sync("mentoring.activity", "11", [draft()], by=None, at=AT)
    seal(at=AT)
    assert verify(expect=f" {written_down.upper()}\n").expected_seal == 1

    tamper("DELETE FROM evidence_seal")
    seal(at=AT)

    assert verify().ok
    assert verify(expect=written_down).fault.kind == FaultKind.EXPECTED


def test_many_rows_are_sealed_in_several_seals(facts, monkeypatch):
    monkeypatch.setattr(actions, "SEAL_ROWS", 4)
    monkeypatch.setattr(verification, "PAGE", 3)

    seal(at=AT)

    assert list(Seal.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert [made.rows for made in Seal.objects.all()] == [4, 4, 4, 1]
    assert (verify().ok, verify().sealed) == (True, 13)
    tamper("UPDATE evidence_fact SET quantity = 99 WHERE id = %s", facts[9])
    assert fault() == (FaultKind.CONTENT, "fact", facts[9], facts[8])


def test_a_root_is_that_of_rfc_6962():
    leaves = [bytes([n]) * 32 for n in range(5)]

    def node(*children):
        return sha256(b"\x01" + b"".join(children)).digest()

    a, b, c, d, e = (sha256(b"\x00" + leaf).digest() for leaf in leaves)

    assert merkle_root([]) == sha256(b"").hexdigest()
    assert merkle_root(leaves) == node(node(node(a, b), node(c, d)), e).hex()


def digest_by_hand(fact):
    """As README.md tells an auditor to do it."""
    written = [
        "fact",
        fact.programme,
        fact.kind,
        fact.subject,
        fact.subject_class,
        fact.context,
        fact.who,
        fact.group,
        fact.occurred_on.isoformat(),
        fact.until_on.isoformat() if fact.until_on else None,
        fact.place,
        fact.home,
        fact.county,
        fact.form,
        fact.channel,
        fact.state,
        fact.is_two_way,
        fact.quantity,
        fact.attributes,
        fact.source_type,
        fact.source_id,
        fact.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        fact.recorded_by,
    ]
    text = json.dumps(written, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sha256(text.encode()).hexdigest()


def test_a_digest_can_be_computed_by_hand(facts):
    sync(
        "mentoring.activity",
        "őz",
        [draft(attributes={"b": ["ű", 2**40, None], "a": True}, is_two_way=False)],
        by=None,
        at=AT,
    )

    assert [fact.digest for fact in Fact.objects.all()] == [
        digest_by_hand(fact) for fact in Fact.objects.all()
    ]


def test_the_command_says_what_is_wrong_and_fails(facts, capsys):
    call_command("evidence", "seal", "--json", verbosity=0)
    head = json.loads(capsys.readouterr().out)["head"]
    call_command("evidence", "verify", "--json", "--expect", head, verbosity=0)
    whole = json.loads(capsys.readouterr().out)
    tamper("UPDATE evidence_fact SET quantity = 99 WHERE id = %s", facts[6])

    with pytest.raises(SystemExit) as end:
        call_command("evidence", "verify", "--json", verbosity=0)
    broken = json.loads(capsys.readouterr().out)
    with pytest.raises(SystemExit):
        call_command("evidence", "verify", verbosity=0)

    assert (whole["ok"], whole["head"], whole["expected_seal"], whole["sealed"]) == (True, head, 1, 13)
    assert (end.value.code, broken["ok"], broken["fault"]["kind"], broken["fault"]["row"]) == (
        1,
        False,
        "content",
        facts[6],
    )
    assert f"tény {facts[6]}" in capsys.readouterr().out


@pytest.mark.parametrize("sealed", [True, False])
def test_a_row_slipped_in_under_a_number_below_one_is_named(facts, sealed):
    if sealed:
        seal(at=AT)
    columns = ", ".join(f'"{field.column}"' for field in Fact._meta.fields if field.column != "id")
    tamper(
        f"INSERT INTO evidence_fact (id, {columns}) SELECT -5, {columns} FROM evidence_fact WHERE id = %s",
        facts[0],
    )
    tamper("UPDATE evidence_fact SET county = %s WHERE id = -5", "99")

    assert fault() is not None
    assert fault()[1:] == ("fact", -5, 0)
