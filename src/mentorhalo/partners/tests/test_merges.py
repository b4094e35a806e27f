"""Merging, splitting and the undoing of both."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.core.models import AuditLine
from mentorhalo.evidence.actions import FactDraft, sync
from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.queries import identities
from mentorhalo.partners.actions import (
    MergeRefused,
    MergeUndone,
    OffshootAtWork,
    OrganisationDraft,
    PartiesInACircle,
    PartyWithdrawn,
    SplitRefused,
    SplitUndone,
    merge_parties,
    revise_organisation,
    split_party,
    undo_merge,
    undo_split,
)
from mentorhalo.partners.models import Organisation
from mentorhalo.partners.tests.factories import (
    CommunityFactory,
    ConsortiumFactory,
    ContactFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db
JANUARY = datetime(2024, 1, 10, 8, tzinfo=UTC)
FEBRUARY = datetime(2024, 2, 10, 8, tzinfo=UTC)
MARCH = datetime(2024, 3, 10, 8, tzinfo=UTC)


@pytest.fixture
def clerk():
    return UserFactory()


def merge(absorbed, survivor, clerk, at=FEBRUARY):
    return merge_parties(absorbed=absorbed, survivor=survivor, reason="ugyanaz", by=clerk, at=at)


def test_merged_community_counts_as_the_other_from_that_moment(clerk):
    twin, choir = CommunityFactory(), CommunityFactory()

    merged = merge(twin, choir, clerk)

    twin.refresh_from_db()
    assert twin.merged_into == choir
    assert identities().of(twin.reference) == choir.reference
    assert identities(JANUARY).of(twin.reference) == twin.reference
    assert Fact.objects.known_at(None).filter(subject=twin.reference).count() == 1
    assert set(AuditLine.objects.filter(deed="partners.merge").values_list("subject", flat=True)) == {
        twin.reference,
        choir.reference,
    }
    assert merged.merged_on == date(2024, 2, 10)


def test_chain_of_merges_ends_at_the_last(clerk):
    first, second, third = CommunityFactory.create_batch(3)

    merge(first, second, clerk, at=JANUARY)
    merge(second, third, clerk, at=FEBRUARY)

    assert identities().of(first.reference) == third.reference
    assert identities(JANUARY).of(first.reference) == second.reference


def test_undoing_the_middle_of_a_chain_leaves_the_rest(clerk):
    first, second, third = CommunityFactory.create_batch(3)
    early = merge(first, second, clerk, at=JANUARY)
    merge(second, third, clerk, at=FEBRUARY)

    undo_merge(merge=early, by=clerk, at=MARCH)

    assert identities().of(first.reference) == first.reference
    assert identities().of(second.reference) == third.reference
    assert identities(FEBRUARY).of(first.reference) == third.reference


def test_undone_merge_restores_and_can_be_made_again(clerk):
    twin, choir = CommunityFactory(), CommunityFactory()
    merged = merge(twin, choir, clerk, at=JANUARY)

    undo_merge(merge=merged, by=clerk, at=FEBRUARY)
    twin.refresh_from_db()
    assert twin.merged_into is None

    merge(twin, choir, clerk, at=MARCH)
    assert identities().of(twin.reference) == choir.reference


def test_merge_is_undone_once(clerk):
    merged = merge(CommunityFactory(), CommunityFactory(), clerk)
    undo_merge(merge=merged, by=clerk, at=MARCH)

    with pytest.raises(MergeUndone):
        undo_merge(merge=merged, by=clerk, at=MARCH)


def test_nothing_is_merged_into_itself(clerk):
    choir = CommunityFactory()

    with pytest.raises(MergeRefused):
        merge(choir, choir, clerk)


def test_merged_one_neither_absorbs_nor_is_absorbed_again(clerk):
    twin, choir, other = CommunityFactory.create_batch(3)
    merge(twin, choir, clerk)

    with pytest.raises(MergeRefused):
        merge(twin, other, clerk)
    with pytest.raises(MergeRefused):
        merge(other, twin, clerk)
    with pytest.raises(MergeRefused):
        merge(choir, twin, clerk)


def test_organisation_is_not_merged_into_a_community(clerk):
    with pytest.raises(MergeRefused):
        merge(OrganisationFactory(), CommunityFactory(), clerk)


def test_merge_needs_a_reason(clerk):
    with pytest.raises(MergeRefused):
        merge_parties(
            absorbed=CommunityFactory(), survivor=CommunityFactory(), reason=" ", by=clerk, at=FEBRUARY
        )


def test_institution_is_not_merged_into_its_own_site(clerk):
    institution = OrganisationFactory()
    site = OrganisationFactory(part_of=institution)

    with pytest.raises(PartiesInACircle):
        merge(institution, site, clerk)


def test_merged_site_counts_as_its_twin_and_after_undoing_as_its_institution(clerk):
    institution, twin = OrganisationFactory(), OrganisationFactory()
    site = OrganisationFactory(part_of=institution)

    merged = merge(site, twin, clerk)
    assert identities().of(site.reference) == twin.reference

    undo_merge(merge=merged, by=clerk, at=MARCH)
    assert identities().of(site.reference) == institution.reference


def test_consortium_keeps_its_lead_when_the_lead_is_merged(clerk):
    consortium = ConsortiumFactory()

    merge(consortium.lead, OrganisationFactory(), clerk)

    before = consortium.lead_id
    consortium.refresh_from_db()
    assert consortium.lead_id == before


def test_split_gives_the_offshoot_a_card_and_the_chosen_contacts(clerk):
    house = OrganisationFactory(
        name="Művelődési Ház és Könyvtár", external_id="H1", tax_number="12345678-1-02"
    )
    stays, goes = ContactFactory.create_batch(2, party=house)

    split = split_party(
        origin=house, name="Könyvtár", reason="külön intézmény", contacts=[goes], by=clerk, at=FEBRUARY
    )

    library = Organisation.objects.get(pk=split.offshoot_id)
    assert (library.name, library.settlement, library.external_id, library.tax_number) == (
        "Könyvtár",
        house.settlement,
        "",
        "",
    )
    assert list(house.contacts.all()) == [stays]
    assert list(library.contacts.all()) == [goes]
    listed = Fact.objects.known_at(None).filter(kind="organisation.listed")
    assert listed.get(subject=library.reference).occurred_on == date(2024, 2, 10)
    assert listed.get(subject=house.reference).occurred_on == date(2023, 1, 9)


@pytest.mark.parametrize(("name", "reason"), [("", "ok"), ("Könyvtár", " ")])
def test_split_needs_a_name_and_a_reason(clerk, name, reason):
    with pytest.raises(SplitRefused):
        split_party(origin=OrganisationFactory(), name=name, reason=reason, by=clerk, at=FEBRUARY)


def test_contacts_of_others_do_not_move(clerk):
    with pytest.raises(SplitRefused):
        split_party(
            origin=OrganisationFactory(),
            name="Könyvtár",
            reason="ok",
            contacts=[ContactFactory()],
            by=clerk,
            at=FEBRUARY,
        )


def test_merged_party_is_not_split(clerk):
    twin = CommunityFactory()
    merge(twin, CommunityFactory(), clerk, at=JANUARY)
    twin.refresh_from_db()

    with pytest.raises(SplitRefused):
        split_party(origin=twin, name="Másik", reason="ok", by=clerk, at=FEBRUARY)


def test_undone_split_takes_the_offshoot_off_the_books(clerk):
    house = OrganisationFactory()
    goes = ContactFactory(party=house)
    split = split_party(origin=house, name="Könyvtár", reason="ok", contacts=[goes], by=clerk, at=JANUARY)

    undo_split(split=split, by=clerk, at=FEBRUARY)

    offshoot = Organisation.objects.get(pk=split.offshoot_id)
    assert offshoot.withdrawn_at == FEBRUARY
    assert list(house.contacts.all()) == [goes]
    facts = Fact.objects.filter(subject=offshoot.reference)
    assert not facts.known_at(None).exists()
    assert facts.known_at(JANUARY).count() == 1
    with pytest.raises(SplitUndone):
        undo_split(split=split, by=clerk, at=MARCH)
    draft = replace(OrganisationDraft.of(offshoot), name="Új név")
    with pytest.raises(PartyWithdrawn):
        revise_organisation(organisation=offshoot, draft=draft, by=clerk, at=MARCH)


def test_split_stays_when_the_offshoot_has_facts_of_work(clerk):
    split = split_party(origin=OrganisationFactory(), name="Könyvtár", reason="ok", by=clerk, at=JANUARY)
    fact = FactDraft(
        kind="activity.organisation",
        subject=f"organisation:{split.offshoot_id}",
        occurred_on=date(2024, 1, 11),
    )
    sync("mentoring.activity", "a", [fact], by=clerk, at=JANUARY)

    with pytest.raises(OffshootAtWork):
        undo_split(split=split, by=clerk, at=FEBRUARY)


def test_split_stays_when_a_record_names_the_offshoot(clerk):
    split = split_party(origin=OrganisationFactory(), name="Könyvtár", reason="ok", by=clerk, at=JANUARY)
    ConsortiumFactory(lead=Organisation.objects.get(pk=split.offshoot_id))

    with pytest.raises(OffshootAtWork):
        undo_split(split=split, by=clerk, at=FEBRUARY)


def test_split_stays_when_the_offshoot_is_part_of_a_merge(clerk):
    split = split_party(origin=OrganisationFactory(), name="Könyvtár", reason="ok", by=clerk, at=JANUARY)
    merge(OrganisationFactory(), Organisation.objects.get(pk=split.offshoot_id), clerk, at=JANUARY)

    with pytest.raises(OffshootAtWork):
        undo_split(split=split, by=clerk, at=FEBRUARY)
