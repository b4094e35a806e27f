"""Who may do what in the small world's study."""

import pytest

from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


def allowed(world: World, perm: str, record: object = None) -> set[str]:
    return {role for role, user in world.users.items() if user.has_perm(perm, record)}


def test_a_unit_is_visited_by_who_has_it_assigned(world: World) -> None:
    assert allowed(world, "surveys.visit_unit", world.unit) == {access.INTERVIEWER}
    assert allowed(world, "surveys.visit_unit", world.mentor_unit) == {access.MENTOR}
    assert allowed(world, "surveys.visit_unit", world.free_unit) == set()


def test_a_leader_sees_the_units_of_the_own_county_alone(world: World) -> None:
    keepers = {access.RESEARCHER, access.OFFICE}

    assert allowed(world, "surveys.assign_unit", world.unit) == keepers | {access.GROUP_LEADER}
    assert allowed(world, "surveys.assign_unit", world.free_unit) == keepers | {access.OTHER_LEADER}


def test_identities_are_seen_by_named_holders_alone(world: World) -> None:
    assert allowed(world, "surveys.view_keys", world.study) == {access.RESEARCHER}
