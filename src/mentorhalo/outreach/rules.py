"""Who may write letters, see the register of consents, and log who was told what."""

from typing import Any
from uuid import UUID

import rules
from django.db.models import Q
from django.utils import timezone
from rules.predicates import always_true, is_authenticated

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import (
    is_administrator,
    is_auditor,
    is_editor,
    is_group_leader,
    is_mentor,
    is_network,
    is_office,
)
from mentorhalo.mentoring.models import Engagement
from mentorhalo.network.models import Mandate
from mentorhalo.partners.models import Contact

from .models import InformationAct, Issue


@rules.predicate
def wrote_it(user: Any, record: Issue | InformationAct | None) -> bool:
    return record is not None and record.by_id == getattr(user, "pk", None)


@rules.predicate
def leads_its_group(user: object, record: Issue | InformationAct | None) -> bool:
    return record is not None and isinstance(user, User) and record.group in user.groups_led()


@rules.predicate
def is_in_its_group(user: object, record: Issue | InformationAct | None) -> bool:
    return record is not None and in_group(user, record.group)


@rules.predicate
def is_not_withdrawn(user: object, act: InformationAct | None) -> bool:
    return act is None or act.withdrawn_at is None


@rules.predicate
def was_logged_by_hand(user: object, act: InformationAct | None) -> bool:
    return act is None or act.issue_id is None


@rules.predicate
def mentors_its_community(user: object, contact: Contact | None) -> bool:
    """The contact's community has a running engagement of this mentor, or in a group this person leads. One query."""
    if contact is None or contact.community_id is None or not isinstance(user, User):
        return False
    running = Engagement.objects.open_on(timezone.localdate()).filter(community=contact.community_id)
    return running.filter(Q(mentor__user=user) | Q(group__in=user.groups_led())).exists()


def in_group(user: object, group: UUID | None) -> bool:
    """Leads the group, or holds a mandate in it today. One query at most."""
    if group is None or not isinstance(user, User):
        return False
    mandates = Mandate.objects.on(timezone.localdate()).filter(group=group, mentor__user=user)
    return group in user.groups_led() or mandates.exists()


works_here = is_mentor | is_group_leader | is_office

# --- subscribing ------------------------------------------------------------------------------------------------------
rules.add_perm("outreach.subscribe", always_true)
rules.add_perm("outreach.open_by_link", always_true)  # the view asks for the link's own seal
rules.add_perm("outreach.own_subscriptions", is_authenticated)

# --- the register of consents -----------------------------------------------------------------------------------------
rules.add_perm("outreach.view_consents", is_office | is_auditor)
rules.add_perm("outreach.manage_consents", is_office)
rules.add_perm("outreach.import", is_office)
rules.add_perm("outreach.record_consent", (works_here & mentors_its_community) | is_office)

# --- information acts -------------------------------------------------------------------------------------------------
rules.add_perm("outreach.log_act", works_here)
rules.add_perm("outreach.view_acts", is_network)
rules.add_perm("outreach.view_act", (wrote_it & works_here) | is_in_its_group | is_office | is_auditor)
rules.add_perm(
    "outreach.revise_act",
    (wrote_it | leads_its_group | is_office) & works_here & is_not_withdrawn & was_logged_by_hand,
)

# --- letters ----------------------------------------------------------------------------------------------------------
rules.add_perm("outreach.compose", works_here | is_editor)
rules.add_perm("outreach.compose_newsletter", is_office | is_editor)
rules.add_perm(
    "outreach.view_issue", (wrote_it & works_here) | is_in_its_group | is_office | is_editor | is_auditor
)
rules.add_perm("outreach.change_issue", (wrote_it & works_here) | leads_its_group | is_office | is_editor)
rules.add_perm("outreach.copy_issue", (wrote_it & works_here) | is_in_its_group | is_office | is_editor)
rules.add_perm("outreach.send_issue", (wrote_it & works_here) | leads_its_group | is_office)
rules.add_perm("outreach.watch_sending", is_office | is_auditor | is_administrator)

# --- archive ----------------------------------------------------------------------------------------------------------
rules.add_perm("outreach.read_archive", always_true)
rules.add_perm("outreach.read_letter", always_true)  # by its address, which only its readers know

# --- sending ----------------------------------------------------------------------------------------------------------
rules.add_perm("outreach.leave", always_true)  # the view asks for the letter's own seal
rules.add_perm("outreach.view_sending", wrote_it | is_in_its_group | is_office | is_auditor)
rules.add_perm("outreach.view_deliveries", is_office | is_auditor)
rules.add_perm("outreach.tell_events", always_true)  # the view asks for the provider's signature
rules.add_perm("outreach.settle_deliveries", is_office)
