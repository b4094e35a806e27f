"""Who may see and change what in the network."""

from typing import Any

import rules

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import is_administrator, is_network, is_office

from .models import CountyGroup
from .queries import mentor_of


@rules.predicate
def leads_this_group(user: object, group: CountyGroup | None) -> bool:
    return group is not None and isinstance(user, User) and group.pk in user.groups_led()


@rules.predicate
def is_a_mentor(user: Any) -> bool:
    """Whether a mentor signs in by this account, with a mandate or without. One query for an account that is none."""
    return mentor_of(user) is not None


rules.add_perm("network.view", is_network | is_administrator)
rules.add_perm("network.view_mentor", is_network | is_administrator)
rules.add_perm("network.view_group", is_network | is_administrator)
rules.add_perm("network.manage", is_office | is_administrator)
rules.add_perm("network.lead_group", leads_this_group)
rules.add_perm("network.own_card", is_a_mentor)
