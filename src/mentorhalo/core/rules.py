"""Rules that need no domain word, and what the rules of every room are put together from."""

from functools import cache
from typing import Any

import rules
from django.utils import timezone
from rules.predicates import Predicate, always_true, is_authenticated


@cache
def holds(*roles: str) -> Predicate:
    """True for whoever holds one of these roles today, in whichever programme or group.

    The account answers by `holds(role, on=day)`; a visitor has no such method and holds nothing.
    """

    def held(user: Any) -> bool:
        asked = getattr(user, "holds", None)
        if asked is None:
            return False
        today = timezone.localdate()
        return any(asked(role, on=today) for role in roles)

    return Predicate(held, name=f"holds:{'|'.join(roles)}")


rules.add_perm("core.public", always_true)
rules.add_perm("core.signed_in", is_authenticated)
rules.add_perm("core.manage_work", holds("administrator"))
