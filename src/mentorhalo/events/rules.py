"""Who may read, announce, manage and check."""

import rules
from rules.predicates import always_true

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import is_administrator, is_group_leader, is_mentor, is_network, is_office
from mentorhalo.network.models import CountyGroup
from mentorhalo.network.queries import mentor_of

from .models import Joiner, Occasion, OccasionFile, OccasionQuestion, WeekPhoto, WeekProgramme


@rules.predicate
def is_open(_user: object, occasion: Occasion | None) -> bool:
    return occasion is not None and occasion.is_announced and occasion.is_public


@rules.predicate
def is_taken_down(_user: object, occasion: Occasion | None) -> bool:
    """Its page says so to everybody, and nothing else."""
    return occasion is not None and occasion.is_taken_down


@rules.predicate
def is_announced(_user: object, occasion: Occasion | None) -> bool:
    return occasion is not None and occasion.is_announced


@rules.predicate
def planned_it(user: object, occasion: Occasion | None) -> bool:
    return occasion is not None and isinstance(user, User) and occasion.planned_by_id == user.pk


@rules.predicate
def leads_its_group(user: object, occasion: Occasion | None) -> bool:
    return occasion is not None and isinstance(user, User) and occasion.group_id in user.groups_led()


@rules.predicate
def is_of_week(_user: object, occasion: Occasion | None) -> bool:
    return occasion is not None and occasion.is_of_week


@rules.predicate
def leads_its_county(user: object, joiner: Joiner | None) -> bool:
    """`joiner` comes with its settlement. One query for a leader."""
    if joiner is None or not isinstance(user, User) or not (groups := user.groups_led()):
        return False
    return CountyGroup.objects.filter(pk__in=groups, county=joiner.settlement.county_id).exists()


@rules.predicate
def is_shown(_user: object, photo: WeekPhoto | None) -> bool:
    """Looked at by the county group, and its programme is still there to be seen. It comes with its occasion."""
    return photo is not None and photo.is_shown and photo.programme.is_seen


@rules.predicate
def checks_its_joiner(user: object, photo: WeekPhoto | None) -> bool:
    return photo is not None and bool(checks(user, photo.programme.joiner))


@rules.predicate
def is_accepted(_user: object, joiner: Joiner | None) -> bool:
    """What it holds is published."""
    return joiner is not None and joiner.is_accepted


@rules.predicate
def checks_its_programme(user: object, programme: WeekProgramme | None) -> bool:
    return programme is not None and bool(checks(user, programme.joiner))


@rules.predicate
def is_the_mentor(user: object, joiner: Joiner | None) -> bool:
    mentor = mentor_of(user) if isinstance(user, User) else None
    return joiner is not None and mentor is not None and joiner.mentor_id == mentor.pk


@rules.predicate
def may_read_file(user: object, file: OccasionFile | None) -> bool:
    """Whoever manages the occasion reads all of it; the others what is meant for them."""
    if file is None:
        return False
    if manages(user, file.occasion):
        return True
    return file.is_public and reads(user, file.occasion)


@rules.predicate
def is_of_managed(user: object, part: OccasionFile | OccasionQuestion | None) -> bool:
    return part is not None and bool(manages(user, part.occasion))


organises = is_office | is_group_leader | is_mentor
manages = ~is_of_week & (is_office | leads_its_group | (planned_it & organises))
checks = is_office | leads_its_county
reads = is_open | is_taken_down | (is_announced & (is_network | is_administrator)) | manages

rules.add_perm("events.read", always_true)
rules.add_perm("events.open_own", always_true)
rules.add_perm("events.view_occasion", reads)
rules.add_perm("events.view_file", may_read_file)
rules.add_perm("events.plan", organises)
rules.add_perm("events.desk", is_network)
rules.add_perm("events.manage", manages)
rules.add_perm("events.manage_all", is_office)
rules.add_perm("events.manage_file", is_of_managed)
rules.add_perm("events.manage_question", is_of_managed)

rules.add_perm("events.week_desk", is_office | is_group_leader)
rules.add_perm("events.check_joiner", checks)
rules.add_perm("events.view_joiner", is_accepted)
rules.add_perm("events.take_down", checks_its_programme)
rules.add_perm("events.check_week_photo", checks_its_joiner)
rules.add_perm("events.view_week_photo", is_shown | checks_its_joiner)
rules.add_perm("events.week_mine", is_mentor | is_group_leader)
rules.add_perm("events.answer_joiner", is_the_mentor)
rules.add_perm("events.keep_edition", is_office)
rules.add_perm("events.week_funnel", is_network)
