import rules

from mentorhalo.accounts.choices import Role
from mentorhalo.core.rules import holds

NETWORK = (Role.MENTOR, Role.GROUP_LEADER, Role.OFFICE, Role.AUDITOR, Role.ADMINISTRATOR)

rules.add_perm("evidence.view_source", holds(*NETWORK))
rules.add_perm("evidence.view_moments", holds(Role.AUDITOR))  # of what is guarded
rules.add_perm("evidence.view_journal", holds(Role.OFFICE, Role.AUDITOR))
