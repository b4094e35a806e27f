"""Whatever people do to parties, in whatever order: the journal says what the records say, and the past stays known."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.evidence.models import Fact, IdentityLink
from mentorhalo.evidence.queries import identities
from mentorhalo.evidence.reconciliation import reconcile
from mentorhalo.partners.actions import (
    CommunityDraft,
    OrganisationDraft,
    PartnersRefusal,
    change_organisation_status,
    merge_parties,
    register_community,
    register_organisation,
    revise_community,
    revise_organisation,
    split_party,
    undo_merge,
    undo_split,
)
from mentorhalo.partners.models import Community, Merge, Organisation, Split
from mentorhalo.partners.tests.factories import OrganisationKindFactory
from mentorhalo.territory.queries import forget_places
from mentorhalo.territory.tests.factories import SettlementFactory

START = datetime(2023, 1, 1, 8, tzinfo=UTC)
names = st.sampled_from(["Művelődési Ház", "Könyvtár", "Népdalkör", "Faluház", "Tájház"])


def known(kind: str, at: datetime) -> set[str]:
    """Whom a figure would count at that moment: distinct parties after the links known then."""
    links = identities(at)
    return {
        links.of(subject)
        for subject in Fact.objects.known_at(at).filter(kind=kind).values_list("subject", flat=True)
    }


class Parties(RuleBasedStateMachine):
    """Two clerks with many ideas. Each step is a day later than the one before."""

    organisations = Bundle("organisations")
    communities = Bundle("communities")
    merges = Bundle("merges")
    splits = Bundle("splits")

    @initialize()
    def begin(self) -> None:
        self.example = transaction.atomic()
        self.example.__enter__()
        forget_places()
        self.now = START
        self.clerk = UserFactory.create()
        self.places = SettlementFactory.create_batch(2)
        self.kinds = [
            OrganisationKindFactory.create(),
            OrganisationKindFactory.create(sector="library", code="vil"),
        ]
        self.past: dict[datetime, tuple[set[str], set[str]]] = {}

    def tomorrow(self) -> datetime:
        """Remember what is known today, and go on."""
        self.past[self.now] = (known("organisation.listed", self.now), known("community.listed", self.now))
        self.now += timedelta(days=1)
        return self.now

    def attempt(self, act, **arguments):
        """A refusal is an answer, too; it leaves nothing behind."""
        try:
            return act(by=self.clerk, at=self.tomorrow(), **arguments)
        except PartnersRefusal:
            return None

    @rule(target=organisations, name=names, place=st.integers(0, 1), kind=st.integers(0, 1))
    def enter_organisation(self, name, place, kind):
        draft = OrganisationDraft(name=name, settlement=self.places[place], kind=self.kinds[kind])
        return self.attempt(register_organisation, draft=draft).pk

    @rule(target=communities, name=names, place=st.integers(0, 1))
    def enter_community(self, name, place):
        draft = CommunityDraft(name=name, settlement=self.places[place])
        return self.attempt(register_community, draft=draft).pk

    @rule(pk=organisations, name=names, place=st.integers(0, 1), kind=st.integers(0, 1))
    def correct_organisation(self, pk, name, place, kind):
        organisation = Organisation.objects.get(pk=pk)
        draft = replace(
            OrganisationDraft.of(organisation),
            name=name,
            settlement=self.places[place],
            kind=self.kinds[kind],
        )
        self.attempt(revise_organisation, organisation=organisation, draft=draft)

    @rule(pk=communities, field=st.sampled_from(["craft", "arts"]))
    def correct_community(self, pk, field):
        community = Community.objects.get(pk=pk)
        draft = replace(CommunityDraft.of(community), field=field)
        self.attempt(revise_community, community=community, draft=draft)

    @rule(pk=organisations, institution=organisations)
    def make_it_a_site(self, pk, institution):
        organisation = Organisation.objects.get(pk=pk)
        part_of = Organisation.objects.get(pk=institution) if institution != pk else None
        draft = replace(OrganisationDraft.of(organisation), part_of=part_of)
        self.attempt(revise_organisation, organisation=organisation, draft=draft)

    @rule(pk=organisations, status=st.sampled_from(["active", "ended"]))
    def end_or_revive(self, pk, status):
        organisation = Organisation.objects.get(pk=pk)
        self.attempt(
            change_organisation_status,
            organisation=organisation,
            status=status,
            on=timezone.localdate(self.now),
        )

    @rule(target=merges, one=organisations, other=organisations)
    def merge_organisations(self, one, other):
        return self._merge(Organisation, one, other)

    @rule(target=merges, one=communities, other=communities)
    def merge_communities(self, one, other):
        return self._merge(Community, one, other)

    @rule(pk=merges)
    def undo_a_merge(self, pk):
        self.attempt(undo_merge, merge=Merge.objects.get(pk=pk))

    @rule(target=splits, pk=organisations, name=names)
    def split_organisation(self, pk, name):
        made = self.attempt(split_party, origin=Organisation.objects.get(pk=pk), name=name, reason="kettő")
        return made.pk if made else multiple()

    @rule(target=organisations, pk=splits)
    def go_on_with_the_offshoot(self, pk):
        return Split.objects.get(pk=pk).offshoot_id

    @rule(pk=splits)
    def undo_a_split(self, pk):
        self.attempt(undo_split, split=Split.objects.get(pk=pk))

    def _merge(self, model, one, other):
        made = self.attempt(
            merge_parties,
            absorbed=model.objects.get(pk=one),
            survivor=model.objects.get(pk=other),
            reason="egy",
        )
        return made.pk if made else multiple()

    @invariant()
    def the_journal_says_what_the_records_say(self):
        assert reconcile().ok

    @invariant()
    def links_are_the_merges_and_sites_in_force(self):
        links = IdentityLink.objects.known_at(None)
        merges = Merge.objects.filter(undone_at=None)
        assert set(links.filter(source_type="partners.merge").values_list("absorbed", "survivor")) == {
            (f"{row.party_type}:{row.absorbed_id}", f"{row.party_type}:{row.survivor_id}") for row in merges
        }
        sites = Organisation.objects.not_merged().exclude(part_of=None)
        assert set(links.filter(source_type="partners.site").values_list("absorbed", "survivor")) == {
            (row.reference, f"organisation:{row.part_of_id}") for row in sites
        }

    @invariant()
    def merged_ones_point_where_the_merge_says(self):
        for model in (Organisation, Community):
            merges = Merge.objects.filter(party_type=model._meta.model_name, undone_at=None)
            assert dict(model.objects.exclude(merged_into=None).values_list("pk", "merged_into")) == dict(
                merges.values_list("absorbed_id", "survivor_id")
            )

    def teardown(self):
        """Every figure of every past day comes out as it did then."""
        for at, (organisations, communities) in getattr(self, "past", {}).items():
            assert known("organisation.listed", at) == organisations
            assert known("community.listed", at) == communities
        if hasattr(self, "example"):
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)


@pytest.mark.django_db
def test_any_sequence_of_deeds():
    """Each run in a transaction of its own, taken back at its end."""
    chosen = settings(
        max_examples=8, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Parties, settings=chosen)
