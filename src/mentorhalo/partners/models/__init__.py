"""Parties the network works with: organisations, communities, consortia; their contacts, merges and splits."""

from .communities import Community
from .consortia import Consortium, ConsortiumMember, ConsortiumQuerySet, ConsortiumSettlement
from .contacts import Contact, ContactQuerySet
from .merges import Merge, Split
from .organisations import Organisation, OrganisationKind
from .parties import Party, PartyQuerySet

__all__ = [
    "Community",
    "Consortium",
    "ConsortiumMember",
    "ConsortiumQuerySet",
    "ConsortiumSettlement",
    "Contact",
    "ContactQuerySet",
    "Merge",
    "Organisation",
    "OrganisationKind",
    "Party",
    "PartyQuerySet",
    "Split",
]
