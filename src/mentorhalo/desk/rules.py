"""Who has which home."""

import rules

from mentorhalo.accounts.rules import (
    is_administrator,
    is_auditor,
    is_group_leader,
    is_mentor,
    is_office,
    is_representative,
)

rules.add_perm("desk.my_cards", is_representative)
rules.add_perm("desk.my_week", is_mentor)
rules.add_perm("desk.my_group", is_group_leader)
rules.add_perm("desk.office", is_office | is_auditor | is_administrator)
