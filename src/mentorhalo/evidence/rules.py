import rules

from mentorhalo.accounts.choices import Role
from mentorhalo.core.rules import holds

NETWORK = (Role.MENTOR, Role.GROUP_LEADER, Role.OFFICE, Role.AUDITOR, Role.ADMINISTRATOR)

rules.add_perm("evidence.view_source", holds(*NETWORK))
rules.add_perm("evidence.view_journal", holds(Role.OFFICE, Role.AUDITOR))
