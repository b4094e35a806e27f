"""What every test of the repository stands on."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker

from mentorhalo.accounts.models import User
from mentorhalo.accounts.tests.factories import GrantFactory
from mentorhalo.core.tests.access import World
from mentorhalo.evidence.tests.journal import flush_empties_the_journal
from mentorhalo.territory.models import County
from mentorhalo.territory.tests.factories import CountyFactory
from tests.databases import asks_database, migrated_database
from tests.kept_world import world_of
from tests.templates import undefined_variables_fail

SOURCE = Path(__file__).parent / "src" / "mentorhalo"

# No test asserts a time: on a busy machine making an example up may take seconds.
hypothesis.settings.register_profile(
    "any machine",
    hypothesis.settings(),
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("any machine")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what asks the database: the rest would say the same as on SQLite."""
    if connection.vendor == "sqlite":
        return
    asking: list[pytest.Item] = []
    others: list[pytest.Item] = []
    for item in items:
        is_asked_here = asks_database(item) and item.get_closest_marker("one_database") is None
        (asking if is_asked_here else others).append(item)
    config.hook.pytest_deselected(items=others)
    items[:] = asking


@pytest.fixture(scope="session", autouse=True)
def _undefined_template_variables_fail() -> Iterator[None]:
    with undefined_variables_fail(within=SOURCE):
        yield


@pytest.fixture(scope="session", autouse=True)
def _tests_may_flush_the_journal() -> Iterator[None]:
    with flush_empties_the_journal():
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """In the place of pytest-django's own, which lets each process migrate a database."""
    database = migrated_database(request.config)
    with django_db_blocker.unblock():
        database.__enter__()
    yield
    with django_db_blocker.unblock():
        database.__exit__(None, None, None)


@pytest.fixture(scope="module")
def shared_records(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction around all tests of a module: a fixture of the module that asks for it writes once what they all read.

    What a test writes is gone after it, as ever. Not for tests with transactions of their own.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _hungarian_and_uncached() -> Iterator[None]:
    """Each test starts in Hungarian, as a visitor does, and finds nothing that another left in the cache."""
    for each in caches.all(initialized_only=True):
        each.clear()
    with translation.override("hu"):
        yield


@pytest.fixture(scope="module")
def shared_world(shared_records: None) -> World:
    """The world for a module in which every test that asks the database asks for it: built once, each gets a copy."""
    with translation.override("hu"):
        return world_of()


@pytest.fixture
def world(db: None, request: pytest.FixtureRequest) -> World:
    """One small valid world, with somebody in every role: see tests/world.py."""
    if "shared_world" in request.fixturenames:
        return deepcopy(request.getfixturevalue("shared_world"))
    return world_of()


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
