"""Who may open figures, look back in what was known, and write their rules."""

import rules

from mentorhalo.accounts.rules import is_administrator, is_auditor, is_network, is_office


@rules.predicate
def is_public_figure(user: object, subject: object) -> bool:
    """A figure for everybody; without a figure, the list of them."""
    return subject is None or bool(getattr(subject, "is_public", False))


is_inside = is_network | is_administrator

rules.add_perm("indicators.view", is_public_figure | is_inside)
rules.add_perm("indicators.view_rows", is_public_figure | is_inside)
rules.add_perm("indicators.look_back", is_inside)  # as known earlier, and what-ifs: each is counted anew
rules.add_perm("indicators.inspect", is_office | is_auditor)
rules.add_perm("indicators.define", is_office)
rules.add_perm("indicators.promise", is_office)
rules.add_perm("indicators.snapshot", is_office)
