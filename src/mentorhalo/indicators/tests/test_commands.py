"""The command line scripts stand on: one JSON document, clear refusals."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from mentorhalo.indicators.actions import shipped
from mentorhalo.indicators.models import Snapshot
from mentorhalo.indicators.tests.journal import Journal
from mentorhalo.territory.tests.factories import CountyFactory


@pytest.fixture
def journal(db):
    journal = Journal()
    journal.engage("a", "2018-01-01", closed="2018-09-30", county="02")
    journal.meet("a", "2018-03-02", "2018-05-01", "2018-09-22")
    journal.engage("b", "2018-01-01", closed="2018-09-30", informed=None, county="03")
    return journal


def ask(*words):
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def ask_json(*words):
    return json.loads(ask(*words, "--json"))


def test_figures_are_a_list_of_objects(journal):
    found = ask_json("figures", "--as-of", "2018-12-31")

    in_order = sorted(shipped(), key=lambda said: (said["order"], said["code"]))
    assert [each["code"] for each in found] == [said["code"] for said in in_order]
    assert {"code", "value", "rule_version", "as_of", "known_at"} <= found[0].keys()
    assert {each["code"]: each["value"] for each in found}["communities-informed"] == 1


def test_figures_are_cut_by_county_and_moment(journal):
    in_another = ask_json("figures", "--as-of", "2018-12-31", "--county", "03")
    too_early = ask_json("figures", "--as-of", "2018-12-31", "--known-at", "2019-12-31T23:59")

    # Nothing is nought, but of no answers there is no median, and of nothing no share.
    of_something = {said["code"] for said in shipped() if said["rule"]["measure"] in ("median", "ratio")}
    assert {each["value"] for each in in_another if each["code"] not in of_something} == {0}
    assert {each["value"] for each in too_early if each["code"] not in of_something} == {0}


def test_explain_gives_rows_reasons_and_parameters(journal):
    found = ask_json("explain", "I7", "--as-of", "2018-12-31")

    assert (found["value"], found["counted"]) == (0, [])
    assert found["parameters"]["max_gap_days"] == 120
    assert [row["unit"] for row in found["excluded"]] == ["community:a", "community:b"]
    assert (
        found["excluded"][0]["reason"]
        == "144 nap szünet 2018. 05. 01. és 2018. 09. 22. között (legfeljebb 120 engedett)."
    )
    assert found["excluded"][0]["sources"][0].startswith("test.")


def test_a_what_if_is_set_by_name(journal):
    found = ask_json("explain", "I7", "--as-of", "2018-12-31", "--set", "max_gap_days=none", "min_windows=1")
    again = ask_json(
        "explain", "I7", "--as-of", "2018-12-31", "--set", "max_gap_days=150", "--set", "windows=full"
    )

    assert (found["value"], again["value"]) == (1, 1)
    assert found["parameters"]["max_gap_days"] is None


def test_snapshots_and_their_difference(journal):
    (first,) = ask_json("snapshot", "I6", "--as-of", "2018-12-31")
    journal.engage("c", "2018-02-01")
    (second,) = ask_json("snapshot", "I6", "--as-of", "2018-12-31")

    found = ask_json("diff", first["run"][:8], second["run"])

    assert (found["difference"], found["rows"][0]["unit"], found["rows"][0]["change"]) == (
        1,
        "community:c",
        "gained",
    )
    assert [cause["code"] for cause in found["rows"][0]["causes"]] == ["backdated"]


def test_without_json_people_read_it(journal):
    assert "Hozzáférést kapott közösségek" in ask("figures", "--as-of", "2018-12-31")
    assert "Nem kapott hozzáférést." in ask("explain", "I7", "--as-of", "2018-12-31")
    assert "communities-informed" in ask("snapshot", "I6", "--as-of", "2018-12-31")
    assert "0 → 1" in ask("diff", "I6@2017-01-01", "I6@2018-12-31")
    assert "Nincs különbség." in ask("diff", "I6@2018-12-31", "I6@2018-12-31")


@pytest.mark.parametrize(
    "words",
    [
        ["explain", "I99"],
        ["explain", "I7", "--set", "gap=3"],
        ["explain", "I7", "--set", "max_gap_days=many"],
        ["explain", "I7", "--set", "max_gap_days"],
        ["explain", "I7", "--as-of", "2018-13-01"],
        ["explain", "I7", "--as-of", "tomorrow"],
        ["explain", "I7", "--known-at", "noon"],
        ["figures", "--programme", "nothing"],
        ["figures", "--county", "Baranya"],
        ["figures", "--as-of", "9999-12-31"],
        ["diff", "I7@2018-12-31", "I7@9000-01-01"],
        ["snapshot", "I6", "I99"],
        ["diff", "12345678", "I7@2018-12-31"],
        ["diff", "I6@2018-12-31", "I7@2018-12-31"],
    ],
)
def test_what_is_not_understood_ends_with_two(journal, words):
    with pytest.raises(CommandError) as refusal:
        ask(*words)

    assert refusal.value.returncode == 2
    assert str(refusal.value)


def test_a_county_that_is_none_is_refused(journal):
    CountyFactory(code="02")

    with pytest.raises(CommandError, match="99"):
        ask("figures", "--county", "99")


def test_snapshots_are_taken_all_or_none(journal):
    with pytest.raises(CommandError):
        ask("snapshot", "I6", "I99", "--as-of", "2018-12-31")

    assert not Snapshot.objects.exists()


def test_without_a_programme_there_is_nothing_to_count(db):
    with pytest.raises(CommandError):
        ask("figures", "--json")
