"""One small valid world for tests that cross rooms: somebody in every role, and what each room adds."""

from collections.abc import Sequence
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from uuid import UUID

from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import Grant, User
from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from tests.house import ROOMS

PASSWORD = "A very good password."


def build_world(rooms: Sequence[str] = ROOMS) -> World:
    """Make the people, then let every room (or these alone) add its records, lower floors first."""
    now = timezone.now()
    world = World(
        users={},
        now=now,
        today=timezone.localdate(now),
        programme="test-1",
        group=UUID("00000000-0000-4000-8000-000000000001"),
        other_group=UUID("00000000-0000-4000-8000-000000000002"),
    )
    _add_people(world)
    for room in rooms:
        if find_spec(f"mentorhalo.{room}.tests.world"):
            import_module(f"mentorhalo.{room}.tests.world").build_world(world)
    return world


def _add_people(world: World) -> None:
    roles = {
        access.FORMER: (Role.MENTOR, world.group),
        access.REPRESENTATIVE: (Role.REPRESENTATIVE, None),
        access.MENTOR: (Role.MENTOR, world.group),
        access.OTHER_MENTOR: (Role.MENTOR, world.other_group),
        access.GROUP_LEADER: (Role.GROUP_LEADER, world.group),
        access.OTHER_LEADER: (Role.GROUP_LEADER, world.other_group),
        access.OFFICE: (Role.OFFICE, None),
        access.EXPERT: (Role.EXPERT, None),
        access.EDITOR: (Role.EDITOR, None),
        access.SUPERVISOR: (Role.SUPERVISOR, None),
        access.RESEARCHER: (Role.RESEARCHER, None),
        access.INTERVIEWER: (Role.INTERVIEWER, None),
        access.AUDITOR: (Role.AUDITOR, None),
        access.ADMINISTRATOR: (Role.ADMINISTRATOR, None),
    }
    for name in (access.STRANGER, *roles):
        email = f"{name.replace('_', '-')}@example.org"
        world.users[name] = User.objects.create_user(
            email, PASSWORD, name=name.replace("_", " ").capitalize()
        )
    for name, (role, group) in roles.items():
        Grant.objects.create(
            user=world.users[name],
            role=role,
            programme="" if role == Role.ADMINISTRATOR else world.programme,
            group=group,
            starts_on=world.today - timedelta(days=1000),
            ends_on=world.today - timedelta(days=1) if name == access.FORMER else None,
            granted_by=world.users[access.ADMINISTRATOR],
            granted_at=world.now,
        )
