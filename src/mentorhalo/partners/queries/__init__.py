"""Questions to the room."""

from .cards import (
    Card,
    account_named,
    community,
    consortia_of,
    consortium,
    contact,
    contacts_of,
    merge,
    network_card,
    organisation,
    public_card,
    split,
)
from .history import deeds_of_other_rooms, history
from .links import card_url, community_links, consortium_links, merge_links, organisation_links
from .lists import (
    communities,
    consortia,
    find_organisations,
    find_parties,
    organisation_called,
    organisations,
)
from .matching import Duplicates, Match, likely_duplicates
from .parties import party_of

__all__ = [
    "Card",
    "Duplicates",
    "Match",
    "account_named",
    "card_url",
    "communities",
    "community",
    "community_links",
    "consortia",
    "consortia_of",
    "consortium",
    "consortium_links",
    "contact",
    "contacts_of",
    "deeds_of_other_rooms",
    "find_organisations",
    "find_parties",
    "history",
    "likely_duplicates",
    "merge",
    "merge_links",
    "network_card",
    "organisation",
    "organisation_called",
    "organisation_links",
    "organisations",
    "party_of",
    "public_card",
    "split",
]
