"""What registering and revising organisations and communities does, and when it is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.core.models import AuditLine
from mentorhalo.evidence.models import Fact, Void
from mentorhalo.evidence.queries import identities
from mentorhalo.partners.actions import (
    CardInvalid,
    CommunityDraft,
    ExternalIdTaken,
    OrganisationDraft,
    PartiesInACircle,
    change_community_status,
    change_organisation_status,
    register_communities,
    register_organisation,
    register_organisations,
    revise_community,
    revise_organisation,
)
from mentorhalo.partners.choices import PartyStatus
from mentorhalo.partners.models import Community, Organisation
from mentorhalo.partners.signals import party_revised
from mentorhalo.partners.tests.factories import (
    CommunityFactory,
    ConsortiumFactory,
    OrganisationFactory,
    OrganisationKindFactory,
)
from mentorhalo.territory.tests.factories import SettlementFactory

pytestmark = pytest.mark.django_db
AT = datetime(2024, 5, 6, 8, tzinfo=UTC)


def live(reference):
    return Fact.objects.known_at(None).filter(subject=reference)


def test_registered_organisation_is_listed_from_the_day_of_entry():
    settlement = SettlementFactory(name="Komló")
    draft = OrganisationDraft(
        name=" Komlói  Színház ", settlement=settlement, kind=OrganisationKindFactory(), external_id="A1"
    )

    organisation = register_organisation(draft=draft, by=UserFactory(), at=AT)

    assert organisation.name == "Komlói Színház"
    assert organisation.name_search == "komloi szinhaz"
    fact = live(organisation.reference).get()
    assert (fact.kind, fact.occurred_on, fact.subject_class, fact.home, fact.county, fact.programme) == (
        "organisation.listed",
        date(2024, 5, 6),
        "community",
        settlement.code,
        settlement.county_id,
        "",
    )


def test_identifier_of_another_entry_refuses_the_whole_batch():
    OrganisationFactory(external_id="A1")
    settlement, kind = SettlementFactory(), OrganisationKindFactory()
    drafts = [
        OrganisationDraft(name=name, settlement=settlement, kind=kind, external_id=external_id)
        for name, external_id in (("Első", "A2"), ("Második", "A1"))
    ]

    with pytest.raises(ExternalIdTaken):
        register_organisations(drafts=drafts, by=None, at=AT)

    assert Organisation.objects.count() == 1


def test_identifier_given_twice_in_a_batch_is_refused():
    settlement = SettlementFactory()
    drafts = [
        CommunityDraft(name=name, settlement=settlement, external_id="K1") for name in ("Egyik", "Másik")
    ]

    with pytest.raises(ExternalIdTaken):
        register_communities(drafts=drafts, by=None, at=AT)

    assert not Community.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "   "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"website": "nem cím"}, "website"),
        ({"status": "valami"}, "status"),
    ],
)
def test_card_that_does_not_hold_is_refused_by_field(changes, field):
    draft = OrganisationDraft(name="Ház", settlement=SettlementFactory(), kind=OrganisationKindFactory())

    with pytest.raises(CardInvalid) as refusal:
        register_organisation(draft=replace(draft, **changes), by=None, at=AT)

    assert list(refusal.value.errors) == [field]
    assert not Organisation.objects.exists()


def test_revising_the_kind_corrects_the_fact_and_tells_who_listens():
    organisation = OrganisationFactory()
    heard = []
    party_revised.connect(
        lambda **said: heard.append((said["party"], said["changed"])), weak=False, dispatch_uid="t"
    )
    library = OrganisationKindFactory(sector="library", code="vil")

    try:
        draft = replace(OrganisationDraft.of(organisation), kind=library)
        revise_organisation(organisation=organisation, draft=draft, by=UserFactory(), at=AT)
    finally:
        party_revised.disconnect(dispatch_uid="t")

    assert heard == [(organisation, frozenset({"kind"}))]
    assert live(organisation.reference).get().subject_class == "library"
    assert Void.objects.get().recorded_at == AT
    assert AuditLine.objects.get(subject=organisation.reference).details == {"changed": ["kind"]}


def test_revising_nothing_leaves_no_trace():
    organisation = OrganisationFactory()

    revise_organisation(
        organisation=organisation, draft=OrganisationDraft.of(organisation), by=UserFactory(), at=AT
    )

    assert not Void.objects.exists()
    assert not AuditLine.objects.filter(subject=organisation.reference).exists()


def test_ended_party_is_listed_until_that_day():
    community = CommunityFactory()

    change_community_status(
        community=community, status=PartyStatus.ENDED, on=date(2024, 4, 30), by=None, at=AT
    )

    assert live(community.reference).get().until_on == date(2024, 4, 30)


def test_sleeping_organisation_stays_listed():
    organisation = OrganisationFactory()

    change_organisation_status(
        organisation=organisation, status=PartyStatus.SLEEPING, on=date(2024, 4, 30), by=None, at=AT
    )

    assert live(organisation.reference).get().until_on is None
    organisation.refresh_from_db()
    assert organisation.status_on == date(2024, 4, 30)


def test_moving_the_lead_moves_the_home_of_its_consortium():
    consortium = ConsortiumFactory()
    elsewhere = SettlementFactory()

    draft = replace(OrganisationDraft.of(consortium.lead), settlement=elsewhere)
    revise_organisation(organisation=consortium.lead, draft=draft, by=None, at=AT)

    assert live(consortium.reference).get(kind="consortium.granted").home == elsewhere.code


def test_site_counts_as_its_institution():
    institution = OrganisationFactory()
    site = OrganisationFactory(part_of=institution)

    assert identities().of(site.reference) == institution.reference

    draft = replace(OrganisationDraft.of(site), part_of=None)
    revise_organisation(organisation=site, draft=draft, by=None, at=AT)

    assert identities().of(site.reference) == site.reference
    assert identities(datetime(2024, 1, 1, tzinfo=UTC)).of(site.reference) == institution.reference


def test_institution_cannot_be_the_site_of_its_own_site():
    institution = OrganisationFactory()
    site = OrganisationFactory(part_of=institution)
    draft = replace(OrganisationDraft.of(institution), part_of=site)

    with pytest.raises(PartiesInACircle):
        revise_organisation(organisation=institution, draft=draft, by=None, at=AT)

    institution.refresh_from_db()
    assert institution.part_of is None


def test_community_is_revised_with_its_other_names_found():
    community = CommunityFactory(name="Dalkör")

    draft = replace(CommunityDraft.of(community), aliases="Pávakör", field="tradition")
    revise_community(community=community, draft=draft, by=None, at=AT)

    community.refresh_from_db()
    assert community.name_search == "dalkor pavakor"
    assert live(community.reference).get().subject_class == "tradition"


def test_many_cost_as_many_queries_as_few(django_assert_max_num_queries):
    settlement, kind = SettlementFactory(), OrganisationKindFactory()
    drafts = [
        OrganisationDraft(name=f"{number}. ház", settlement=settlement, kind=kind, external_id=str(number))
        for number in range(300)
    ]

    with django_assert_max_num_queries(12):
        register_organisations(drafts=drafts, by=None, at=AT)


def test_who_ends_after_midnight_ends_on_the_day_of_the_calendar_on_the_wall():
    """In UTC it is still yesterday."""
    after_midnight = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    community = CommunityFactory()

    revise_community(
        community=community,
        draft=replace(CommunityDraft.of(community), status="ended"),
        by=UserFactory(),
        at=after_midnight,
    )

    community.refresh_from_db()
    assert community.status_on == date(2026, 3, 2)
