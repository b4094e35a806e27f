"""Who may see the territory and take over a new register."""

import rules
from rules.predicates import always_true

from mentorhalo.core.rules import holds

rules.add_perm("territory.view", always_true)
rules.add_perm("territory.import", holds("office", "administrator"))
