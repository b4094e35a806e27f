"""What every test of the repository stands on."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import translation

from mentorhalo.accounts.models import User
from mentorhalo.accounts.tests.factories import GrantFactory
from mentorhalo.core.tests.access import World
from mentorhalo.evidence.tests.journal import flush_empties_the_journal
from mentorhalo.territory.models import County
from mentorhalo.territory.tests.factories import CountyFactory
from tests.templates import undefined_variables_fail
from tests.world import build_world

SOURCE = Path(__file__).parent / "src" / "mentorhalo"


@pytest.fixture(scope="session", autouse=True)
def _undefined_template_variables_fail() -> Iterator[None]:
    with undefined_variables_fail(within=SOURCE):
        yield


@pytest.fixture(scope="session", autouse=True)
def _tests_may_flush_the_journal() -> Iterator[None]:
    with flush_empties_the_journal():
        yield


@pytest.fixture(autouse=True)
def _hungarian_and_uncached() -> Iterator[None]:
    """Each test starts in Hungarian, as a visitor does, and finds nothing that another left in the cache."""
    for each in caches.all(initialized_only=True):
        each.clear()
    with translation.override("hu"):
        yield


@pytest.fixture
def world(db: None) -> World:
    """One small valid world, with somebody in every role: see tests/world.py."""
    return build_world()


# For rooms of the ground floor, which do not know each other - nor each other's factories.


@pytest.fixture
def sign_in(db: None) -> Callable[..., User]:
    """`sign_in(client, "office")`: somebody new, who holds that role, is signed in."""

    def sign_in(client: Client, role: str) -> User:
        user: User = GrantFactory(role=role).user
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return user

    return sign_in


@pytest.fixture
def baranya(db: None) -> County:
    county: County = CountyFactory(code="02", name="Baranya")
    return county
