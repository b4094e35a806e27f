"""A phone in tests: a client at which somebody is signed in."""

import pytest

from mentorhalo.mentoring.tests.factories import mentor_at_work


@pytest.fixture
def mentor():
    """Somebody at work, in no world but their own."""
    return mentor_at_work()


@pytest.fixture
def owner(world):
    """Whose phone it is; a module may say somebody else."""
    return world.users["interviewer"]


@pytest.fixture
def phone(client, owner):
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
