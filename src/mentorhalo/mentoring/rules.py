"""Who may see, write and decide what in the mentors' work."""

from uuid import UUID

import rules
from django.utils import timezone

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import is_administrator, is_group_leader, is_mentor, is_network, is_office
from mentorhalo.network.models import Mandate, Mentor
from mentorhalo.network.rules import supervises

from .actions.activities import is_author
from .actions.decisions import may_decide
from .choices import ActivityState
from .models import Activity, Appointment, Assignment, Engagement, EvidenceFile, Registration, SharedEntry


@rules.predicate
def wrote_it(user: object, activity: Activity | None) -> bool:
    return activity is not None and isinstance(user, User) and is_author(activity, user)


@rules.predicate
def was_sent_in(_user: object, activity: Activity | None) -> bool:
    return activity is not None and activity.state != ActivityState.DRAFT


@rules.predicate
def shares_its_group(user: object, activity: Activity | None) -> bool:
    """A mentor of the entry's county group, or its leader."""
    return activity is not None and in_group(user, activity.group_id)


@rules.predicate
def may_decide_on_it(user: object, activity: Activity | None) -> bool:
    return activity is not None and isinstance(user, User) and may_decide(user, activity)


@rules.predicate
def is_its_mentor(user: object, engagement: Engagement | None) -> bool:
    return engagement is not None and engagement.mentor is not None and is_same(user, engagement.mentor)


@rules.predicate
def leads_its_group(user: object, engagement: Engagement | None) -> bool:
    return engagement is not None and leads(user, engagement.group_id)


@rules.predicate
def is_of_visible_entry(user: object, evidence_file: EvidenceFile | None) -> bool:
    if evidence_file is None or not isinstance(user, User):
        return False
    return user.has_perm("mentoring.view_activity", evidence_file.activity)


@rules.predicate
def is_theirs(user: object, appointment: Appointment | None) -> bool:
    return appointment is not None and is_same(user, appointment.mentor)


@rules.predicate
def leads_the_mentor(user: object, mentor: Mentor | None) -> bool:
    """Leads a group in which the mentor holds a mandate, now or later."""
    if mentor is None or not isinstance(user, User):
        return False
    groups = user.groups_led()
    return bool(groups) and mentor.mandates.filter(group__in=groups).exists()


@rules.predicate
def leads_the_assigned(user: object, assignment: Assignment | None) -> bool:
    return assignment is not None and leads_the_mentor(user, assignment.mentor)


@rules.predicate
def is_of_their_county(user: object, registration: Registration | None) -> bool:
    return registration is not None and in_group(user, registration.group_id)


@rules.predicate
def is_of_oneself(user: object, activity: Activity | None) -> bool:
    return activity is not None and activity.mentor is not None and is_same(user, activity.mentor)


@rules.predicate
def shares_it(user: object, share: SharedEntry | None) -> bool:
    return share is not None and share.activity.mentor is not None and is_same(user, share.activity.mentor)


@rules.predicate
def may_read_it(user: object, share: SharedEntry | None) -> bool:
    """With whom it is shared, as long as it is and the contract holds."""
    return (
        share is not None
        and share.ended_at is None
        and share.activity.state != ActivityState.DRAFT
        and share.supervisor.user_id == getattr(user, "pk", None)
        and share.supervisor.holds_on(timezone.localdate())
    )


def in_group(user: object, group: UUID | None) -> bool:
    """Leads the group, or holds a mandate in it today. One query at most."""
    if group is None or not isinstance(user, User):
        return False
    mandates = Mandate.objects.on(timezone.localdate()).filter(group=group, mentor__user=user)
    return leads(user, group) or mandates.exists()


def leads(user: object, group: UUID | None) -> bool:
    return group is not None and isinstance(user, User) and group in user.groups_led()


def is_same(user: object, mentor: Mentor) -> bool:
    return mentor.user_id is not None and mentor.user_id == getattr(user, "pk", None)


rules.add_perm("mentoring.view", is_network)
rules.add_perm("mentoring.log", is_mentor)
rules.add_perm("mentoring.view_activity", (is_network & was_sent_in) | wrote_it)
rules.add_perm("mentoring.view_group_note", shares_its_group | is_office | wrote_it)
rules.add_perm("mentoring.revise_activity", wrote_it | (is_office & was_sent_in))
rules.add_perm("mentoring.decide", is_group_leader | is_office)
rules.add_perm("mentoring.decide_activity", was_sent_in & may_decide_on_it)
rules.add_perm("mentoring.view_evidence", is_of_visible_entry)

rules.add_perm("mentoring.share_entry", was_sent_in & is_of_oneself)
rules.add_perm("mentoring.end_share", shares_it)
rules.add_perm("mentoring.shared_with_me", supervises)
rules.add_perm("mentoring.read_shared", supervises & may_read_it)

rules.add_perm("mentoring.view_engagement", is_network)
rules.add_perm("mentoring.open_engagement", is_mentor | is_group_leader | is_office)
rules.add_perm("mentoring.steer_engagement", is_its_mentor | leads_its_group | is_office)

rules.add_perm("mentoring.view_assignments", is_network)
rules.add_perm("mentoring.assign", is_group_leader | is_office)
rules.add_perm("mentoring.assign_mentor", leads_the_mentor | is_office)
rules.add_perm("mentoring.end_assignment", leads_the_assigned | is_office)

rules.add_perm("mentoring.plan", is_mentor)
rules.add_perm("mentoring.change_appointment", is_theirs)
rules.add_perm("mentoring.close_period", is_office)
rules.add_perm("mentoring.import", is_office | is_administrator)

rules.add_perm("mentoring.view_registrations", is_mentor | is_group_leader | is_office)
rules.add_perm("mentoring.answer_registration", is_of_their_county | is_office)
