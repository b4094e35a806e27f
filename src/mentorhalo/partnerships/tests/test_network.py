"""The network on a row of days, from records to pages and files."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.mentoring.tests.factories import mentor_at_work
from mentorhalo.partners.actions import merge_parties
from mentorhalo.partners.tests.factories import CommunityFactory, OrganisationFactory
from mentorhalo.partnerships import actions
from mentorhalo.partnerships.graphs.network import Belonging, Bond, Saying, network
from mentorhalo.partnerships.ladder import read_ladder
from mentorhalo.partnerships.models import Perception
from mentorhalo.partnerships.pictures import drawn, matrix_of, sector_matrix
from mentorhalo.partnerships.queries import network as queries
from mentorhalo.partnerships.queries.naming import named
from mentorhalo.partnerships.queries.scales import default_scale
from mentorhalo.partnerships.queries.ties import shared

from .factories import AT, BEGAN, asked, opened, said, seen

DAYS = [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31)]
EVENT = read_ladder({"within_days": 100, "levels": [{"level": 1, "all": [{"kinds": ["event"]}]}]}, range(6))
ANY = read_ladder({"levels": [{"level": 2, "all": [{"kinds": ["event"]}]}]}, range(6))
FIRST = date(2025, 1, 10)


def bond(**changed):
    members = changed.pop("members", [Belonging(0, FIRST, None), Belonging(1, FIRST, None)])
    return Bond(members, **{"facts": [(date(2025, 3, 1), "event", frozenset())], **changed})


def levels(bonds, ladders=(EVENT,) * 4):
    found = network([f"n:{number}" for number in range(5)], bonds, [], ladders, DAYS)
    return [found.levels[place].get((0, 1)) for place in range(4)]


def test_a_tie_wakes_sleeps_and_ends():
    assert levels([bond()]) == [1, 0, 0, 0]
    assert levels([bond(ends_on=date(2025, 7, 1))]) == [1, 0, None, None]
    assert levels([bond(members=[Belonging(0, FIRST, DAYS[0]), Belonging(1, FIRST, None)])]) == [
        1,
        None,
        None,
        None,
    ]
    assert levels([bond(members=[Belonging(0, DAYS[1], None), Belonging(1, FIRST, None)])]) == [None, 0, 0, 0]


def test_each_day_is_read_by_the_rule_in_force_on_it():
    assert levels([bond()], (EVENT, EVENT, ANY, ANY)) == [1, 0, 2, 2]


def test_the_closest_of_several_partnerships_counts():
    late = bond(facts=[(date(2025, 12, 1), "event", frozenset())])

    assert levels([bond(), late]) == [1, 0, 0, 1]


def test_facts_between_others_say_nothing_and_mentors_tie_their_parties():
    members = [Belonging(number, FIRST, None) for number in range(3)]
    one = bond(members=members, facts=[(date(2025, 3, 1), "event", frozenset({1, 2}))], mentor=4)
    found = network([f"n:{number}" for number in range(5)], [one], [], (EVENT,) * 4, DAYS)

    assert found.levels[0] == {(0, 1): 0, (0, 2): 0, (1, 2): 1}
    assert found.mentor_ties[0] == {(0, 4), (1, 4), (2, 4)}
    assert sorted(found.edges(0)) == [(0, 4), (1, 2), (1, 4), (2, 4)]


def test_what_was_said_stands_until_it_is_said_anew():
    sayings = [Saying(date(2025, 8, 1), {(0, 1): (3, 1)}), Saying(date(2025, 4, 1), {(0, 1): (2, 2)})]
    found = network(["a:1", "a:2"], [], sayings, (EVENT,) * 4, DAYS)

    assert [one.get((0, 1)) for one in found.said] == [None, (2, 2), (3, 1), (3, 1)]


def test_quarters_end_with_today():
    assert queries.quarter_ends(date(2026, 2, 10))[-3:] == [
        date(2025, 9, 30),
        date(2025, 12, 31),
        date(2026, 2, 10),
    ]
    assert len(set(queries.quarter_ends(date(2026, 1, 1)))) == queries.QUARTERS


TODAY = BEGAN + timedelta(days=60)


@pytest.fixture
def three(db):
    """A mentor's partnership of a library and a choir that disagree, and another's of the library and a school, asleep."""
    library, choir, school = (
        OrganisationFactory(name="Könyvtár"),
        CommunityFactory(name="Kórus"),
        OrganisationFactory(name="Iskola"),
    )
    one = opened(parties=[library, choir], settlement=library.settlement_id)
    seen(one, "event")
    seen(one, "meeting")
    said(asked(one), 1, 3)
    other = opened(mentor=mentor_at_work(), parties=[library, school], settlement=library.settlement_id)
    return one, other, library, choir, school


def test_records_become_a_network_by_county(three):
    one, _other, library, choir, school = three
    scale = default_scale()

    found = queries.network_of("", scale, TODAY)

    by_ref = {frozenset((found.refs[a], found.refs[b])): level for (a, b), level in found.levels[-1].items()}
    assert by_ref == {
        frozenset((library.reference, choir.reference)): 2,
        frozenset((library.reference, school.reference)): 0,
    }
    assert sorted(found.said[-1].values())[0] in ((1, 3), (3, 1))
    assert len(found.mentor_ties[-1]) == 4
    assert queries.network_of(one.settlement.county_id, scale, TODAY).levels == found.levels
    assert queries.network_of("99", scale, TODAY).refs == []
    measures = queries.measures_of("", scale, TODAY, -1 + queries.QUARTERS)
    assert (measures.measured.whole.n, measures.measured.without_mentors.ties) == (5, 1)
    assert (measures.agreement, measures.spoken, measures.turnover.born) == (0, 1, 1)


def test_a_new_fact_and_a_merge_are_seen_at_once(three):
    _one, other, library, _choir, school = three
    scale = default_scale()
    before = queries.network_of("", scale, TODAY)
    seen(other, "event", BEGAN)
    assert sorted(queries.network_of("", scale, TODAY).levels[-1].values()) == [1, 2]
    twin = OrganisationFactory(name="Iskola 2", settlement=school.settlement)

    merge_parties(absorbed=school, survivor=twin, reason="ugyanaz", by=holder(Role.OFFICE), at=AT)

    after = queries.network_of("", scale, TODAY)
    assert school.reference in before.refs
    assert twin.reference in after.refs
    assert school.reference not in after.refs
    assert [row.partnership for row in shared(library.reference, twin.reference, scale, TODAY)] == [other]


def test_the_matrix_keeps_both_directions_apart(three):
    _one, _other, library, choir, _school = three
    found = queries.network_of("", default_scale(), TODAY)
    names = named(found.refs, holder(Role.OFFICE))

    columns, rows = matrix_of(found, queries.QUARTERS - 1, names)

    place = {name.ref: number for number, name in enumerate(columns)}
    cells = {name.ref: row for name, row in rows}
    there = cells[library.reference][place[choir.reference]]
    back = cells[choir.reference][place[library.reference]]
    by_library = Perception.objects.get(asking__member__organisation=library).level
    by_choir = Perception.objects.get(asking__member__community=choir).level
    assert {by_library, by_choir} == {1, 3}
    assert (there.said, back.said, there.level, back.level) == (by_library, by_choir, 2, 2)
    sectors, counts = sector_matrix(found, queries.QUARTERS - 1, names)
    assert sum(sum(row) for _sector, row in counts) == 2
    assert len(sectors) == 2


def test_the_picture_holds_every_node_once_and_hides_mentors_from_researchers(three):
    found = queries.network_of("", default_scale(), TODAY)
    names = named(found.refs, holder(Role.RESEARCHER))

    data = drawn(found, queries.spots_of(found), names, None)

    assert len(data["nodes"]) == 5
    assert {node[0] for node in data["nodes"] if node[1] == "mentor"} in ({"a mentor"}, {"egy mentor"})
    assert [tie[2][-1] for tie in data["ties"]].count("0") == 1
    assert {len(tie[2]) for tie in (*data["ties"], *data["mentors"])} == {queries.QUARTERS}


def test_pages_and_files_say_the_same(client, three):
    one, _other, library, choir, _school = three
    client.force_login(holder(Role.OFFICE), backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("partnerships:network"), {"county": ""}).content.decode()
    assert "Kórus" in page
    assert "mh-ties" in page
    assert client.get(reverse("partnerships:matrix"), {"county": ""}).status_code == 200
    assert client.get(reverse("partnerships:measures"), {"county": ""}).status_code == 200
    tie = client.get(
        reverse("partnerships:tie"), {"one": library.reference, "other": choir.reference}
    ).content.decode()
    assert reverse("partnerships:partnership", args=[one.pk]) in tie
    data = client.get(reverse("partnerships:network_data"), {"county": "", "size": "betweenness"}).json()
    assert len(data["sizes"]) == len(data["days"])
    answer = client.get(reverse("partnerships:ties_csv"), {"county": ""})
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode())))
    assert len(rows) == 3
    answer = client.get(reverse("partnerships:measures_csv"))
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert {row["network"] for row in rows} >= {"*"}
    assert len(rows) == 2 * queries.QUARTERS


def test_a_name_that_begins_like_a_formula_is_no_formula(client, three):
    choir = three[3]
    choir.name = "=1+1"
    choir.save()
    client.force_login(holder(Role.OFFICE), backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.get(reverse("partnerships:ties_csv"), {"county": ""})

    assert "'=1+1" in answer.getvalue().decode()


def test_the_whole_asks_as_often_for_two_as_for_four(three, django_assert_max_num_queries):
    scale = default_scale()
    with django_assert_max_num_queries(30) as before:
        queries.network_of("", scale, TODAY)
    actions.end_partnership(
        partnership=three[0], ends_on=BEGAN, reason="Vége.", by=three[0].created_by, at=AT
    )
    for _number in range(2):
        seen(opened())

    with django_assert_max_num_queries(len(before.captured_queries)):
        queries.network_of("", scale, TODAY)
