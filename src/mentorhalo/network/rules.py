"""Who may see and change what in the network."""

from typing import Any

import rules
from django.utils import timezone

from mentorhalo.accounts.choices import HIERARCHY, Role
from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import is_administrator, is_group_leader, is_network, is_office

from .models import CountyGroup, SupervisionSession
from .queries import mentor_of


@rules.predicate
def leads_this_group(user: object, group: CountyGroup | None) -> bool:
    return group is not None and isinstance(user, User) and group.pk in user.groups_led()


@rules.predicate
def is_a_mentor(user: Any) -> bool:
    """Whether a mentor signs in by this account, with a mandate or without. One query for an account that is none."""
    return mentor_of(user) is not None


@rules.predicate
def supervises(user: object) -> bool:
    """Has or had a contract, so that what is left to confirm can be confirmed; and does not stand in the network today."""
    if not isinstance(user, User) or not user.is_active:
        return False
    is_appointed = any(grant.role == Role.SUPERVISOR for grant in user.all_grants)
    return is_appointed and user.roles_on(timezone.localdate()).isdisjoint(HIERARCHY)


@rules.predicate
def gave_it(user: object, session: SupervisionSession | None) -> bool:
    return session is not None and isinstance(user, User) and session.supervisor.user_id == user.pk


@rules.predicate
def took_part(user: object, session: SupervisionSession | None) -> bool:
    """One of the mentors of the session. It comes with its participations and their mentors."""
    return (
        session is not None
        and isinstance(user, User)
        and any(one.supervisee.mentor.user_id == user.pk for one in session.participations.all())
    )


@rules.predicate
def is_from_mentor(_user: object, session: SupervisionSession | None) -> bool:
    return session is not None and session.is_from_mentor


rules.add_perm("network.view", is_network | is_administrator)
rules.add_perm("network.view_mentor", is_network | is_administrator)
rules.add_perm("network.view_group", is_network | is_administrator)
rules.add_perm("network.manage", is_office | is_administrator)
rules.add_perm("network.lead_group", leads_this_group)
rules.add_perm("network.own_card", is_a_mentor)
rules.add_perm("network.supervise", supervises)
rules.add_perm("network.own_supervision", is_a_mentor)
rules.add_perm("network.answer_session", took_part | (supervises & gave_it))
rules.add_perm(
    "network.change_session", (took_part & is_from_mentor) | (supervises & gave_it & ~is_from_mentor)
)
rules.add_perm("network.view_supervision_hours", is_office | is_group_leader)
rules.add_perm("network.manage_supervisors", is_office)
