"""What the room adds to the small valid world: a party of each kind, a contact who speaks for one, a merge, a split."""

from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.partners.actions import let_represent, merge_parties, split_party
from mentorhalo.partners.tests.factories import (
    CommunityFactory,
    ConsortiumFactory,
    ContactFactory,
    OrganisationFactory,
)
from mentorhalo.territory.models import Settlement
from mentorhalo.territory.tests.factories import SettlementFactory


def build_world(world: World) -> None:
    settlement = Settlement.objects.order_by("code").first() or SettlementFactory()
    clerk = world.users[access.OFFICE]
    world.organisation = OrganisationFactory(name="Próba Művelődési Ház", settlement=settlement)
    world.community = CommunityFactory(
        name="Próba Népdalkör", settlement=settlement, host=world.organisation, field="arts"
    )
    world.consortium = ConsortiumFactory(
        title="Próba közösségi program", lead=world.organisation, settlements=[settlement]
    )
    world.contact = ContactFactory(party=world.organisation, name="Próba Kapcsolat")
    world.own_contact = ContactFactory(party=world.community, name="Próba Képviselő")
    let_represent(contact=world.own_contact, user=world.users[access.REPRESENTATIVE], by=clerk, at=world.now)
    world.users[access.REPRESENTATIVE].forget_grants()
    twin = CommunityFactory(name="Próba Dalkör", settlement=settlement)
    world.merge = merge_parties(
        absorbed=twin, survivor=world.community, reason="ugyanaz", by=clerk, at=world.now
    )
    world.split = split_party(
        origin=world.organisation, name="Próba Könyvtár", reason="külön intézmény", by=clerk, at=world.now
    )
