"""Who may do what with people, and the predicates by role that every room above uses."""

import rules
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails
from rules.predicates import is_authenticated

from mentorhalo.core.rules import holds

from .choices import Role
from .models import User


class SignedInRequest(HttpRequest):
    """What a view receives whose door asks for an account; for the type checker alone."""

    user: User
    htmx: HtmxDetails


is_representative = holds(Role.REPRESENTATIVE)
is_mentor = holds(Role.MENTOR)
is_group_leader = holds(Role.GROUP_LEADER)
is_office = holds(Role.OFFICE)
is_expert = holds(Role.EXPERT)
is_editor = holds(Role.EDITOR)
is_supervisor = holds(Role.SUPERVISOR)
is_researcher = holds(Role.RESEARCHER)
is_interviewer = holds(Role.INTERVIEWER)
is_auditor = holds(Role.AUDITOR)
is_administrator = holds(Role.ADMINISTRATOR)

# Those who work in the network, or look over its shoulder.
is_network = holds(Role.MENTOR, Role.GROUP_LEADER, Role.OFFICE, Role.AUDITOR)


@rules.predicate
def is_oneself(user: object, person: User | None) -> bool:
    return person is not None and user == person


rules.add_perm("accounts.view_profile", is_authenticated)
rules.add_perm("accounts.revise_profile", is_authenticated)
rules.add_perm("accounts.manage_people", is_administrator)
rules.add_perm("accounts.view_person", is_administrator)
