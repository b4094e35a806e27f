"""A real browser before a real server, and one small world behind it that each test finds as it was made.

Run with `.venv/bin/python -m tools.checks --only browser`, or `.venv/bin/pytest -m browser tests/browser`.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Condition
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.signals import request_finished, request_started
from django.db import connection
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from mentorhalo.core.tests.access import World
from tests.browser.looks import DESK_SCREEN
from tests.databases import migrated_database
from tests.world import build_world

HERE = Path(__file__).parent
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
PATIENCE = 60

type SignIn = Callable[[Page, str], Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("MENTORHALO_CHROMIUM", "/usr/bin/chromium")
    # A machine at work on other things, too, is slower than a person expects: a fault is found all the same.
    expect.set_options(timeout=20_000)
    # Playwright keeps an event loop running in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def made_world(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[World, sqlite3.Connection]]:
    """The world, written for good, and a copy of the database that holds it.

    Not by pytest-django's own fixtures: they wrap each test in a transaction (which the server would not see) or empty
    every table after it (which costs more than putting a copy back).
    """
    if connection.vendor != "sqlite":
        pytest.fail("The browser tests run on SQLite: unset TEST_DATABASE_URL")
    with (
        django_db_blocker.unblock(),
        migrated_database(request.config),
        closing(sqlite3.connect(":memory:")) as copy,
    ):
        world = build_world()
        connection.ensure_connection()
        connection.connection.backup(copy)
        connection.close()
        yield world, copy


class UnderWay:
    """The requests that the server is at; some of a test's last ones outlive its windows."""

    def __init__(self) -> None:
        self.count = 0
        self.changed = Condition()

    def begun(self, **_said: object) -> None:
        with self.changed:
            self.count += 1

    def done(self, **_said: object) -> None:
        with self.changed:
            self.count -= 1
            self.changed.notify_all()

    def wait_for_end(self) -> None:
        with self.changed:
            if not self.changed.wait_for(lambda: self.count == 0, PATIENCE):
                pytest.fail(f"The server is at {self.count} requests of the test before still")


@pytest.fixture(scope="session")
def under_way() -> Iterator[UnderWay]:
    under_way = UnderWay()
    request_started.connect(under_way.begun)
    request_finished.connect(under_way.done)
    yield under_way
    request_started.disconnect(under_way.begun)
    request_finished.disconnect(under_way.done)


@pytest.fixture
def world(made_world: tuple[World, sqlite3.Connection], under_way: UnderWay) -> Iterator[World]:
    """The world as it was made; what a test writes is gone before the next one."""
    world, copy = made_world
    under_way.wait_for_end()
    for cache in caches.all():  # also those that the server's threads alone have asked
        cache.clear()
    connection.ensure_connection()
    copy.backup(connection.connection)
    yield world
    connection.close()


@pytest.fixture(scope="session")
def server(made_world: tuple[World, sqlite3.Connection]) -> Iterator[LiveServer]:
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()


@pytest.fixture
def site(server: LiveServer, world: World) -> str:
    """The address of the running house."""
    return server.url


@pytest.fixture
def new_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Make pages as the test wants them: `new_page(viewport=PHONE, color_scheme="dark", java_script_enabled=False)`.

    A script error, a refused script or style, and a request that leaves the house fail the test.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def make(**options: object) -> Page:
        context = new_context(browser, site, **options)
        contexts.append(context)
        # Kept to the house: what would leave it goes nowhere. (Nothing is cached any more, either.)
        context.route(
            "**/*", lambda route: route.continue_() if is_inside(route.request, site) else route.abort()
        )
        page = context.new_page()
        watch(page, site, faults)
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []


def new_context(browser: Browser, site: str, **options: object) -> BrowserContext:
    options = {"viewport": DESK_SCREEN, "locale": "hu-HU", "reduced_motion": "reduce", **options}
    return browser.new_context(base_url=site, **options)  # type: ignore[arg-type]


def watch(page: Page, site: str, faults: list[str]) -> None:
    """Note script errors, refused scripts and styles, and requests that leave the house."""

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            faults.append(f"console: {message.text}")

    def answered(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in (
            "script",
            "stylesheet",
            "font",
            "image",
        ):
            faults.append(f"{response.status}: {response.url}")

    def asked(request: Request) -> None:
        if not is_inside(request, site):
            faults.append(f"left the house: {request.url}")

    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("console", heard)
    page.on("response", answered)
    page.on("request", asked)


def is_inside(request: Request, site: str) -> bool:
    return request.url.startswith((site, "data:", "blob:"))


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page at a desk: 1366 x 768, Hungarian, light."""
    return new_page()


@pytest.fixture
def signed_in(site: str, world: World) -> SignIn:
    """`signed_in(page, "mentor")`: the page as that person sees it, without going through the sign-in form."""

    def sign_in(page: Page, role: str) -> Page:
        page.context.add_cookies([session_of(world, role, site)])
        return page

    return sign_in


def session_of(world: World, role: str, site: str) -> Any:
    client = Client()
    client.force_login(world.users[role], backend=BACKEND)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": cookie.key, "value": cookie.value, "url": site}
