"""The roles that mandates and leaderships give to the mentor's account."""

from mentorhalo.accounts.actions import GrantDraft
from mentorhalo.accounts.choices import Role
from mentorhalo.network.models import Leadership, Mandate, Supervisor


def mandate_grant(mandate: Mandate) -> GrantDraft:
    """`mandate` comes with its mentor and programme."""
    return GrantDraft(
        source=f"network.mandate:{mandate.pk}",
        user_id=mandate.mentor.user_id,
        role=Role.MENTOR,
        programme=mandate.programme.code,
        starts_on=mandate.starts_on,
        ends_on=mandate.ends_on,
    )


def leadership_grant(leadership: Leadership) -> GrantDraft:
    """`leadership` comes with its mentor, group and the group's programme."""
    return GrantDraft(
        source=f"network.leadership:{leadership.pk}",
        user_id=leadership.mentor.user_id,
        role=Role.GROUP_LEADER,
        programme=leadership.group.programme.code,
        group=leadership.group_id,
        starts_on=leadership.starts_on,
        ends_on=leadership.ends_on,
    )


def supervisor_grant(supervisor: Supervisor) -> GrantDraft:
    """`supervisor` comes with its programme."""
    return GrantDraft(
        source=f"network.supervisor:{supervisor.pk}",
        user_id=supervisor.user_id,
        role=Role.SUPERVISOR,
        programme=supervisor.programme.code,
        starts_on=supervisor.starts_on,
        ends_on=supervisor.ends_on,
    )
