"""Who reads, steers and takes part in a process. To everybody else there is none."""

from uuid import UUID

import rules
from django.utils import timezone
from rules.predicates import always_true

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import (
    is_group_leader,
    is_mentor,
    is_network,
    is_office,
    is_representative,
)
from mentorhalo.partners.models import Consortium

from .choices import Perspective
from .models import Process
from .queries import obligations as owed
from .queries import phases as queries


def process_of(record: object) -> Process | None:
    """The process a record belongs to."""
    if isinstance(record, Process):
        return record
    found = getattr(getattr(record, "session", getattr(record, "offer", record)), "process", None)
    return found if isinstance(found, Process) else None


@rules.predicate
def represents_it(user: object, record: object) -> bool:
    """Speaks today for the community, or for an organisation of the grant. One query."""
    process = process_of(record)
    return (
        process is not None
        and isinstance(user, User)
        and queries.takes_part(user, process, timezone.localdate())
    )


@rules.predicate
def speaks_for_community(user: object, record: object) -> bool:
    """Speaks today for the community itself; a grantee alone does not. One query."""
    process = process_of(record)
    return (
        process is not None
        and isinstance(user, User)
        and queries.speaks_for_community(user, process, timezone.localdate())
    )


@rules.predicate
def is_closed(_user: object, record: object) -> bool:
    return getattr(record, "closed_at", None) is not None


@rules.predicate
def looks_from_within(_user: object, record: object) -> bool:
    return getattr(record, "perspective", "") == Perspective.OWN


@rules.predicate
def asked_it(user: object, record: object) -> bool:
    """The interviewer."""
    asker = getattr(record, "interviewer_id", None)
    return asker is not None and asker == getattr(user, "pk", None)


@rules.predicate
def is_its_mentor(user: object, record: object) -> bool:
    process = process_of(record)
    if process is None or process.mentor is None or process.mentor.user_id is None:
        return False
    return process.mentor.user_id == getattr(user, "pk", None)


@rules.predicate
def leads_its_group(user: object, record: object) -> bool:
    process = process_of(record)
    group: UUID | None = process.group_id if process else None
    return group is not None and isinstance(user, User) and group in user.groups_led()


@rules.predicate
def is_open(_user: object, record: object) -> bool:
    process = process_of(record)
    return process is not None and process.ended_on is None


def grant_of(record: object) -> Consortium | None:
    """The grant a record belongs to, or the grant itself."""
    found = record if isinstance(record, Consortium) else getattr(record, "consortium", None)
    return found if isinstance(found, Consortium) else None


@rules.predicate
def is_its_grantee(user: object, record: object) -> bool:
    grant = grant_of(record)
    return grant is not None and isinstance(user, User) and owed.is_grantee(user, grant, timezone.localdate())


@rules.predicate
def is_community_of_grant(user: object, record: object) -> bool:
    grant = grant_of(record)
    return (
        grant is not None
        and isinstance(user, User)
        and owed.is_community_of(user, grant, timezone.localdate())
    )


@rules.predicate
def works_on_grant(user: object, record: object) -> bool:
    """The mentor of one of its processes, or the leader of a group of one. One query."""
    grant = grant_of(record)
    return grant is not None and isinstance(user, User) and owed.works_on(user, grant)


grantee = is_representative & is_its_grantee
works = (is_mentor | is_group_leader) & works_on_grant

rules.add_perm("processes.use_link", always_true)
rules.add_perm("processes.list_obligations", is_network | is_representative)
rules.add_perm(
    "processes.view_obligations",
    is_network | grantee | (is_representative & is_community_of_grant),
)
rules.add_perm("processes.fulfil", is_office | works | grantee)
rules.add_perm("processes.decide_exception", is_office)
rules.add_perm("processes.set_rules", is_office)

takes_part = is_representative & represents_it
steers = (is_mentor & is_its_mentor) | leads_its_group | is_office

rules.add_perm("processes.list", is_network | is_representative)
rules.add_perm("processes.open", is_mentor | is_group_leader | is_office)
rules.add_perm("processes.view", is_network | takes_part)
rules.add_perm("processes.steer", steers & is_open)
rules.add_perm("processes.contribute", (steers | takes_part) & is_open)
rules.add_perm("processes.remove_asset", steers)

evaluates_itself = is_representative & speaks_for_community
its_side = (looks_from_within & evaluates_itself) | (~looks_from_within & steers)

rules.add_perm("processes.self_evaluate", evaluates_itself & is_open)
rules.add_perm("processes.write_evaluation", its_side & is_open)
rules.add_perm("processes.view_evaluation", its_side | (is_closed & (is_network | takes_part)))
rules.add_perm("processes.read_interviews", steers)
rules.add_perm("processes.record_interview", steers & is_open)
rules.add_perm("processes.know_respondent", (is_mentor & is_its_mentor) | (steers & asked_it))
rules.add_perm("processes.set_words", is_office)
rules.add_perm("processes.see_pool", always_true)
rules.add_perm("processes.record_offer", steers & is_open)
rules.add_perm("processes.read_offers", steers)
