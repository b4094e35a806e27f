"""Every address, opened as everybody: see `mentorhalo/core/tests/access.py` for what rooms declare."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Any, cast
from uuid import UUID

import pytest
from django.conf import settings
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.views.defaults import page_not_found

from mentorhalo.core.tests.access import (
    ADMINISTRATOR,
    ANONYMOUS,
    EDITOR,
    OFFICE,
    ROLES,
    STRANGER,
    Access,
    Foreign,
    Machine,
    World,
)
from tests.house import ROOMS

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REFUSED = 0  # the sign-in page for the unknown, 404 for strangers


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """(name, view) of every address below a resolver; one without a name is known by its route."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, (namespace, pattern.namespace)))
            yield from addresses(pattern, inner)
        elif isinstance(pattern, URLPattern):
            name = pattern.name or f"<{pattern.pattern}>"
            yield (f"{namespace}:{name}" if namespace else name), pattern.callback


def expectations_of(room: str) -> Mapping[str, Access | Foreign | Machine]:
    if not find_spec(f"mentorhalo.{room}.tests.access"):
        return {}
    declared: Mapping[str, Access | Foreign | Machine] = getattr(
        import_module(f"mentorhalo.{room}.tests.access"), "EXPECTATIONS", {}
    )
    return declared


def is_ours(view: Callable[..., Any]) -> bool:
    return view.__module__.startswith("mentorhalo.")


def is_behind_a_door_of_ours(view: Callable[..., Any]) -> bool:
    """A view of another house that was put behind one door of ours together with hundreds more: the content editor."""
    return not is_ours(view) and hasattr(view, "door")


def test_every_address_has_an_expectation() -> None:
    declared = {name for room in ROOMS for name in expectations_of(room)}
    there = {name for name, view in addresses(get_resolver()) if not is_behind_a_door_of_ours(view)}

    assert sorted(there - declared) == []
    assert sorted(declared - there) == []


def test_every_view_of_ours_has_a_door() -> None:
    assert [
        name for name, view in addresses(get_resolver()) if is_ours(view) and not hasattr(view, "door")
    ] == []


def test_addresses_of_others_are_not_said_to_be_ours() -> None:
    declared = {name: value for room in ROOMS for name, value in expectations_of(room).items()}

    assert [
        name
        for name, view in addresses(get_resolver())
        if name in declared and is_ours(view) == isinstance(declared[name], Foreign)
    ] == []


@pytest.fixture
def not_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page that says there is nothing here is the same at each address: it is made once for each person."""
    made: set[UUID | None] = set()

    def answered(request: HttpRequest, exception: Exception) -> HttpResponse:
        if request.user.pk in made:
            return HttpResponseNotFound()
        made.add(request.user.pk)
        return page_not_found(request, exception)

    monkeypatch.setattr(import_module(settings.ROOT_URLCONF), "handler404", answered, raising=False)


@pytest.mark.usefixtures("shared_world", "not_found_once")
@pytest.mark.django_db
@pytest.mark.parametrize("room", [room for room in ROOMS if expectations_of(room)])
def test_everybody_opens_what_the_room_says(room: str, world: World) -> None:
    wrong: dict[str, list[str]] = {}
    for name, expected in expectations_of(room).items():
        for role in people_for(expected):
            for fault in faults(name, expected, role, world):
                wrong.setdefault(fault, []).append(role)
        if isinstance(expected, Machine):
            for fault in faults_of_program(name, expected, world):
                wrong.setdefault(fault, []).append("a program")

    assert not wrong, "\n".join(f"{fault} (as {', '.join(roles)})" for fault, roles in wrong.items())


def people_for(expected: Access | Foreign | Machine) -> tuple[str, ...]:
    """Everybody; on PostgreSQL one who may and two who may not.

    Whom a door lets in is no matter of the database. What another database may not understand are the queries behind it.
    """
    if connection.vendor == "sqlite" or not isinstance(expected, Access):
        return tuple(ROLES)
    allowed = [role for role in ROLES if role in expected.allowed]
    refused = [role for role in ROLES if role not in expected.allowed]
    return (*allowed[:1], *refused[:2])


def faults(name: str, expected: Access | Foreign | Machine, role: str, world: World) -> Iterator[str]:
    """What an address answers to somebody otherwise than expected, one sentence each."""
    address = address_of(name, expected, world)
    if isinstance(expected, Foreign):
        status = expected.anonymous if role == ANONYMOUS else expected.signed_in
        yield from compared(name, "get", answer(world, role, "get", address), role, status)
        return
    if isinstance(expected, Machine):
        heard = answer(world, role, expected.method, address)
        yield from compared(name, expected.method, heard, role, expected.refused)
        return
    address += expected.query
    may = role in expected.allowed
    allowed = expected.read if expected.method == "post" else expected.status or 200
    yield from compared(name, "get", answer(world, role, "get", address), role, allowed if may else REFUSED)
    if expected.method == "post" and (not may or expected.data is not None):
        data = dict(expected.data(world)) if may and expected.data else {}
        status = (expected.status or 302) if may else REFUSED
        yield from compared(name, "post", answer(world, role, "post", address, data), role, status)


def faults_of_program(name: str, expected: Machine, world: World) -> Iterator[str]:
    """The same for the program that brings what is asked for."""
    kwargs, headers = expected.known(world)
    heard = answer(world, ANONYMOUS, expected.method, reverse(name, kwargs=dict(kwargs)), headers=headers)
    yield from compared(name, expected.method, heard, "a program", expected.status)


def address_of(name: str, expected: Access | Foreign | Machine, world: World) -> str:
    arguments = expected.args(world) if isinstance(expected, Foreign) else ()
    if arguments:
        return reverse(name, args=list(arguments))
    return reverse(name, kwargs=dict(expected.kwargs(world)))


def session_of(world: World, role: str) -> str:
    """The session of somebody who signed in once; none for the unknown."""
    sessions: dict[str, str] = world.__dict__.setdefault("sessions", {ANONYMOUS: ""})
    if role not in sessions:
        client = Client()
        client.force_login(world.users[role], backend=BACKEND)
        sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return sessions[role]


def answer(
    world: World,
    role: str,
    method: str,
    address: str,
    data: dict[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse | Exception:
    """What somebody gets; whatever the request writes is rolled back, the end of their session as well.

    By the handler that test clients have, without the client: it would copy the context of every template for tests to look
    at, which takes longer than the page.
    """
    factory = RequestFactory()
    caught: list[Exception] = []
    if session := session_of(world, role):
        factory.cookies[settings.SESSION_COOKIE_NAME] = session
    request = getattr(factory, method)(address, data or {}, headers=headers)
    with transaction.atomic(), listening(caught):
        try:
            response = cast(HttpResponse, HANDLER(request.environ))
            if response.streaming:
                response.getvalue()  # closes its file
        finally:
            transaction.set_rollback(True)
    return caught[0] if caught else response


HANDLER = ClientHandler(enforce_csrf_checks=False)


@contextmanager
def listening(caught: list[Exception]) -> Iterator[None]:
    """What a view raises is told, not only that it did."""

    def hear(**_more: Any) -> None:
        error = sys.exception()
        if isinstance(error, Exception):
            caught.append(error)

    got_request_exception.connect(hear)
    try:
        yield
    finally:
        got_request_exception.disconnect(hear)


def compared(
    name: str, method: str, response: HttpResponse | Exception, role: str, status: int
) -> Iterator[str]:
    said = f"{method.upper()} {name}: "
    if isinstance(response, Exception):
        yield f"{said}{type(response).__name__}: {response}"
        return
    if status == REFUSED:
        status = 302 if role == ANONYMOUS else 404
        if response.status_code == 302 and not response["Location"].startswith(reverse("account_login")):
            yield f"{said}sent to {response['Location']}, not to sign in"
    if response.status_code != status:
        yield f"{said}{response.status_code}, expected {status}"


def closed_addresses() -> list[tuple[str, str]]:
    """(name, address) of everything behind one door of ours that can be addressed without knowing a record."""
    found = []
    for name, view in addresses(get_resolver()):
        if is_behind_a_door_of_ours(view):
            with suppress(NoReverseMatch):
                found.append((name, reverse(name)))
    return found


@pytest.mark.usefixtures("shared_world")
@pytest.mark.django_db
def test_content_editor_is_closed_to_everybody_but_those_who_write_the_site(world: World) -> None:
    """Behind it are hundreds of addresses, all with the same door; those that need no record are opened one by one."""
    wrong: list[str] = []
    found = closed_addresses()
    for name, address in found:
        for role in (ANONYMOUS, STRANGER):
            wrong += compared(name, "get", answer(world, role, "get", address), role, REFUSED)
    for role in ROLES:
        status = 200 if role in (EDITOR, OFFICE, ADMINISTRATOR) else REFUSED
        wrong += compared(
            "home", "get", answer(world, role, "get", reverse("wagtailadmin_home")), role, status
        )

    assert len(found) > 50
    assert wrong == []
