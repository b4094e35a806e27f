"""Method cards: everybody reads the locked ones; office and experts write, and one who wrote nothing of a version locks it."""

import rules
from rules.predicates import always_true

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import is_expert, is_office

from ..models.methods import MethodVersion


@rules.predicate
def wrote_in_it(user: object, version: MethodVersion | None) -> bool:
    """One query for those who did not begin it."""
    if version is None or not isinstance(user, User):
        return False
    return version.author_id == user.pk or version.writers.filter(pk=user.pk).exists()


rules.add_perm("knowledge.read_methods", always_true)
rules.add_perm("knowledge.write_methods", is_office | is_expert)
rules.add_perm("knowledge.review_method", (is_office | is_expert) & ~wrote_in_it)
rules.add_perm("knowledge.withdraw_method", is_office)
