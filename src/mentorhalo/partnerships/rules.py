"""Who may see and steer partnerships. What parties think of each other is seen by the network and researchers alone."""

from typing import Any

import rules
from rules.predicates import always_true

from mentorhalo.accounts.rules import is_group_leader, is_mentor, is_network, is_office, is_researcher
from mentorhalo.mentoring.rules import is_same, leads

from .models import Asking, Member, Observation, Partnership


@rules.predicate
def is_its_mentor(user: object, record: Any) -> bool:
    partnership = partnership_of(record)
    return partnership is not None and partnership.mentor is not None and is_same(user, partnership.mentor)


@rules.predicate
def wrote_it(user: object, record: Any) -> bool:
    """Whoever wrote down a partnership that no mentor follows."""
    partnership = partnership_of(record)
    return (
        partnership is not None
        and partnership.mentor_id is None
        and partnership.created_by_id is not None
        and partnership.created_by_id == getattr(user, "pk", None)
    )


@rules.predicate
def leads_its_group(user: object, record: Any) -> bool:
    partnership = partnership_of(record)
    return partnership is not None and leads(user, partnership.group_id)


def partnership_of(record: Any) -> Partnership | None:
    if isinstance(record, Asking):
        return record.grading.partnership
    return record.partnership if isinstance(record, Member | Observation) else record


works_here = is_mentor | is_group_leader | is_office

rules.add_perm("partnerships.view", is_network | is_researcher)
rules.add_perm("partnerships.open", works_here)
rules.add_perm("partnerships.steer", is_its_mentor | leads_its_group | (wrote_it & works_here) | is_office)
rules.add_perm("partnerships.publish_rule", is_office)
rules.add_perm("partnerships.answer", always_true)  # the view asks for the link's own seal
