"""Who may see and change programmes."""

import rules
from rules.predicates import always_true

from mentorhalo.core.rules import holds

rules.add_perm("programmes.view", always_true)
rules.add_perm("programmes.manage", holds("office", "administrator"))
