"""Grants and who holds them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mentorhalo.core.models import AuditLine
from mentorhalo.evidence.models import Fact, Void
from mentorhalo.partners.actions import (
    CardInvalid,
    ConsortiumDraft,
    Coverage,
    GrantIdTaken,
    Membership,
    register_consortia,
    revise_consortium,
)
from mentorhalo.partners.models import Consortium
from mentorhalo.partners.tests.factories import ConsortiumFactory, OrganisationFactory
from mentorhalo.programmes.models import GrantCall, Programme
from mentorhalo.territory.tests.factories import SettlementFactory

pytestmark = pytest.mark.django_db
AT = datetime(2024, 5, 6, 8, tzinfo=UTC)


def live(consortium, kind):
    return Fact.objects.known_at(None).filter(subject=consortium.reference, kind=kind)


def test_consortium_says_what_it_was_granted_and_what_it_covers():
    here, there = SettlementFactory.create_batch(2)
    consortium = ConsortiumFactory(settlements=[here, (there, date(2024, 1, 1))])

    granted = live(consortium, "consortium.granted").get()
    assert (granted.programme, granted.form, granted.state, granted.home, granted.until_on) == (
        "proba",
        "TOP-5.3.1-16",
        "listed",
        consortium.lead.settlement_id,
        date(2025, 2, 28),
    )
    covers = live(consortium, "consortium.covers")
    assert set(covers.values_list("place", "county", "occurred_on", "until_on")) == {
        (here.code, here.county_id, date(2023, 3, 1), date(2025, 2, 28)),
        (there.code, there.county_id, date(2024, 1, 1), date(2025, 2, 28)),
    }


def test_grant_identifier_stands_once_in_a_programme():
    consortium = ConsortiumFactory()
    draft = replace(ConsortiumDraft.of(consortium), id=OrganisationFactory().pk)

    with pytest.raises(GrantIdTaken):
        register_consortia(drafts=[draft], by=None, at=AT)
    with pytest.raises(GrantIdTaken):
        register_consortia(
            drafts=[replace(draft, grant_id="X"), replace(draft, id=consortium.lead_id, grant_id="X")],
            by=None,
            at=AT,
        )

    assert Consortium.objects.count() == 1


def test_call_of_another_programme_is_refused():
    other = Programme.objects.create(code="masik", name_hu="Másik", starts_on=date(2023, 1, 1))
    call = GrantCall.objects.create(programme=other, code="X", title_hu="X")

    with pytest.raises(CardInvalid) as refusal:
        ConsortiumFactory(call=call, programme=ConsortiumFactory().programme)

    assert list(refusal.value.errors) == ["call"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": date(2020, 1, 1)}, "ends_on"),
        ({"title": " "}, "title"),
        ({"amount": "sok"}, "amount"),
    ],
)
def test_consortium_that_does_not_hold_is_refused_by_field(changes, field):
    with pytest.raises(CardInvalid) as refusal:
        ConsortiumFactory(**changes)

    assert list(refusal.value.errors) == [field]


def test_days_of_members_and_settlements_are_looked_at():
    with pytest.raises(CardInvalid) as refusal:
        ConsortiumFactory(members=[(OrganisationFactory(), date(2024, 1, 1), date(2023, 1, 1))])
    assert list(refusal.value.errors) == ["members"]

    with pytest.raises(CardInvalid) as refusal:
        ConsortiumFactory(settlements=[(SettlementFactory(), date(2026, 1, 1))])
    assert list(refusal.value.errors) == ["settlements"]


def test_lead_is_not_repeated_among_the_members():
    lead, member = OrganisationFactory.create_batch(2)

    consortium = ConsortiumFactory(lead=lead, members=[lead, member, member])

    assert [each.organisation for each in consortium.members.all()] == [member]


def test_revising_strikes_off_and_adds_and_leaves_the_rest_alone():
    here, there, elsewhere = SettlementFactory.create_batch(3)
    consortium = ConsortiumFactory(settlements=[here, there], members=[OrganisationFactory()])
    stays = consortium.settlements.get(settlement=here).pk
    draft = replace(
        ConsortiumDraft.of(consortium),
        settlements=[Coverage(here), Coverage(elsewhere)],
        members=[Membership(OrganisationFactory())],
    )

    revise_consortium(consortium=consortium, draft=draft, by=None, at=AT)

    assert set(live(consortium, "consortium.covers").values_list("place", flat=True)) == {
        here.code,
        elsewhere.code,
    }
    assert Void.objects.get().fact.place == there.code
    assert consortium.settlements.get(settlement=here).pk == stays
    assert AuditLine.objects.get(subject=consortium.reference).details == {
        "changed": ["members", "settlements"]
    }


def test_revising_nothing_leaves_no_trace():
    consortium = ConsortiumFactory(settlements=[SettlementFactory()], members=[OrganisationFactory()])

    revise_consortium(consortium=consortium, draft=ConsortiumDraft.of(consortium), by=None, at=AT)

    assert not Void.objects.exists()
    assert not AuditLine.objects.filter(subject=consortium.reference).exists()


def test_many_cost_as_many_queries_as_few(django_assert_max_num_queries):
    first = ConsortiumFactory(settlements=[SettlementFactory()], members=[OrganisationFactory()])
    model = ConsortiumDraft.of(first)
    drafts = [replace(model, id=OrganisationFactory().pk, grant_id=f"G{number}") for number in range(50)]

    with django_assert_max_num_queries(14):
        register_consortia(drafts=drafts, by=None, at=AT)
