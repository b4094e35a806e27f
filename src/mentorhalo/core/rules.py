"""Rules that need no domain word."""

import rules
from rules.predicates import always_true, is_authenticated

rules.add_perm("core.public", always_true)
rules.add_perm("core.signed_in", is_authenticated)
