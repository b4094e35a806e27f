"""Who may read, offer, propose, check, review and publish a good practice."""

import rules
from django.utils import timezone
from rules.predicates import always_true

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import is_auditor, is_group_leader, is_mentor, is_office
from mentorhalo.network.models import CountyGroup
from mentorhalo.network.queries import group_of, mentor_of

from ..choices import PracticeState
from ..models import FieldEditor, PracticeVersion

WRITTEN = (PracticeState.DRAFT, PracticeState.RETURNED)
MENDED_BY_CHECKERS = (PracticeState.PROPOSED, PracticeState.CHECKED)


@rules.predicate
def is_a_field_editor(user: object) -> bool:
    """Edits some field today. One query."""
    return isinstance(user, User) and FieldEditor.objects.in_office().filter(user=user).exists()


@rules.predicate
def wrote_it(user: object, version: PracticeVersion | None) -> bool:
    """By whose account it was written, or who contributes it. One query at most."""
    if version is None or not isinstance(user, User):
        return False
    practice = version.practice
    mentor = practice.contributor
    return user.pk == practice.created_by_id or (mentor is not None and mentor.user_id == user.pk)


@rules.predicate
def has_words_in_it(user: object, version: PracticeVersion | None) -> bool:
    """Contributed it, or wrote any of its words. One query."""
    if version is None or not isinstance(user, User):
        return False
    return PracticeVersion.objects.owed_to(user).filter(pk=version.pk).exists()


@rules.predicate
def works_in_its_county(user: object, version: PracticeVersion | None) -> bool:
    """A mentor of the county's group today, or who leads it. Two queries."""
    if version is None or not isinstance(user, User):
        return False
    county = version.practice.county
    led = user.groups_led()
    if led and CountyGroup.objects.filter(pk__in=led, county=county).exists():
        return True
    mentor = mentor_of(user)
    group = group_of(mentor, timezone.localdate()) if mentor is not None else None
    return group is not None and group.county_id == county


@rules.predicate
def edits_its_field(user: object, version: PracticeVersion | None) -> bool:
    """One query."""
    if version is None or not isinstance(user, User):
        return False
    return FieldEditor.objects.in_office().filter(user=user, field=version.practice.field).exists()


@rules.predicate
def is_being_written(_user: object, version: PracticeVersion | None) -> bool:
    return version is not None and version.state in WRITTEN


@rules.predicate
def waits_for_others(_user: object, version: PracticeVersion | None) -> bool:
    return version is not None and version.state in MENDED_BY_CHECKERS


@rules.predicate
def is_confirmed(_user: object, version: PracticeVersion | None) -> bool:
    """What nobody confirmed by letter is nobody's business yet."""
    return version is not None and version.state != PracticeState.UNCONFIRMED


checks = is_confirmed & (is_office | works_in_its_county)

rules.add_perm("knowledge.read_practices", always_true)
rules.add_perm("knowledge.offer_practice", always_true)
rules.add_perm("knowledge.open_practice_link", always_true)

rules.add_perm(
    "knowledge.practice_desk", is_mentor | is_group_leader | is_office | is_auditor | is_a_field_editor
)
rules.add_perm("knowledge.propose_practice", is_mentor | is_group_leader | is_office)
rules.add_perm("knowledge.view_version", wrote_it | checks | (is_confirmed & (is_auditor | edits_its_field)))
rules.add_perm("knowledge.renew_version", wrote_it | checks)
rules.add_perm(
    "knowledge.write_version", (is_being_written & (wrote_it | is_office)) | (waits_for_others & checks)
)
rules.add_perm("knowledge.withdraw_version", wrote_it | (is_confirmed & is_office))
rules.add_perm("knowledge.check_version", checks & ~wrote_it)
rules.add_perm("knowledge.review_version", edits_its_field & ~has_words_in_it)
rules.add_perm("knowledge.publish_version", is_office | edits_its_field)
rules.add_perm("knowledge.manage_practices", is_office)
