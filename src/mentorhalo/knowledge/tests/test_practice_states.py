"""Who may do what with a version in each of its states: the whole table, so that no state is forgotten."""

import pytest
from django.contrib.auth.models import AnonymousUser

from mentorhalo.core.tests.access import (
    ANONYMOUS,
    AUDITOR,
    EXPERT,
    GROUP_LEADER,
    MENTOR,
    OFFICE,
    ROLES,
)
from mentorhalo.knowledge.choices import PracticeState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]

# MENTOR wrote it, GROUP_LEADER leads its county's group, EXPERT edits its field.
OWN = {MENTOR}
READERS = OWN | {GROUP_LEADER, OFFICE, AUDITOR, EXPERT}
# The group's members check what comes in: MENTOR belongs to it, and may mend there what is still on its way.
CHECKERS = OWN | {GROUP_LEADER, OFFICE}
STATES = {
    # state: who reads it at the desk, who writes it
    PracticeState.UNCONFIRMED: (OWN, set()),
    PracticeState.DRAFT: (READERS, OWN | {OFFICE}),
    PracticeState.PROPOSED: (READERS, CHECKERS),
    PracticeState.CHECKED: (READERS, CHECKERS),
    PracticeState.CONSENTED: (READERS, set()),
    PracticeState.IN_REVIEW: (READERS, set()),
    PracticeState.ACCEPTED: (READERS, set()),
    PracticeState.PUBLISHED: (READERS, set()),
    PracticeState.SUPERSEDED: (READERS, set()),
    PracticeState.ARCHIVED: (READERS, set()),
    PracticeState.RETURNED: (READERS, OWN | {OFFICE}),
    PracticeState.WITHDRAWN: (READERS, set()),
    PracticeState.REJECTED: (READERS, set()),
    PracticeState.DUPLICATE: (READERS, set()),
}


def those_who_may(deed, version, world):
    users = {role: world.users.get(role, AnonymousUser()) for role in ROLES}
    return {role for role, user in users.items() if user.has_perm(f"knowledge.{deed}", version)}


def test_the_table_knows_every_state():
    assert set(STATES) == set(PracticeState)


@pytest.mark.parametrize("state", STATES)
def test_who_reads_and_who_writes(state, world):
    version = world.draft_practice
    version.state = state
    readers, writers = STATES[state]

    assert those_who_may("view_version", version, world) == readers
    assert those_who_may("write_version", version, world) == writers
    assert ANONYMOUS not in readers


@pytest.mark.parametrize("state", STATES)
def test_nobody_judges_their_own_and_only_their_field(state, world):
    version = world.draft_practice
    version.state = state
    is_confirmed = state != PracticeState.UNCONFIRMED

    assert those_who_may("check_version", version, world) == (
        {GROUP_LEADER, OFFICE} if is_confirmed else set()
    )
    assert those_who_may("review_version", version, world) == {EXPERT}
    assert those_who_may("publish_version", version, world) == {OFFICE, EXPERT}
    assert those_who_may("withdraw_version", version, world) == (OWN | {OFFICE} if is_confirmed else OWN)
