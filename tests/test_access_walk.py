"""Every address, opened as everybody: see `mentorhalo/core/tests/access.py` for what rooms declare."""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from mentorhalo.core.tests.access import ANONYMOUS, ROLES, Access, Foreign, World
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


def expectations_of(room: str) -> Mapping[str, Access | Foreign]:
    if not find_spec(f"mentorhalo.{room}.tests.access"):
        return {}
    declared: Mapping[str, Access | Foreign] = getattr(
        import_module(f"mentorhalo.{room}.tests.access"), "EXPECTATIONS", {}
    )
    return declared


def is_ours(view: Callable[..., Any]) -> bool:
    return view.__module__.startswith("mentorhalo.")


def test_every_address_has_an_expectation() -> None:
    declared = {name for room in ROOMS for name in expectations_of(room)}
    there = {name for name, _ in addresses(get_resolver())}

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
        if name in declared and is_ours(view) != isinstance(declared[name], Access)
    ] == []


@pytest.mark.django_db
@pytest.mark.parametrize("room", [room for room in ROOMS if expectations_of(room)])
def test_everybody_opens_what_the_room_says(room: str, world: World) -> None:
    wrong = [
        fault
        for name, expected in expectations_of(room).items()
        for role in ROLES
        for fault in faults(name, expected, role, world)
    ]

    assert wrong == [], "\n".join(wrong)


def faults(name: str, expected: Access | Foreign, role: str, world: World) -> Iterator[str]:
    """What an address answers otherwise than expected, one sentence each."""
    address = reverse(name, kwargs=dict(expected.kwargs(world)))
    if isinstance(expected, Foreign):
        status = expected.anonymous if role == ANONYMOUS else expected.signed_in
        yield from _ask(world, name, role, "get", address, {}, status)
        return
    address += expected.query
    may = role in expected.allowed
    if not may:
        yield from _ask(world, name, role, "get", address, {}, REFUSED)
    elif expected.method == "get":
        yield from _ask(world, name, role, "get", address, {}, expected.status or 200)
    else:
        yield from _ask(world, name, role, "get", address, {}, 405)
    if expected.method == "post" and not may:
        yield from _ask(world, name, role, "post", address, {}, REFUSED)
    elif expected.method == "post" and expected.data is not None:
        yield from _ask(
            world, name, role, "post", address, dict(expected.data(world)), expected.status or 302
        )


def _ask(
    world: World, name: str, role: str, method: str, address: str, data: dict[str, Any], status: int
) -> Iterator[str]:
    client = Client()
    with transaction.atomic():
        if role != ANONYMOUS:
            client.force_login(world.users[role], backend=BACKEND)
        try:
            response: HttpResponse = getattr(client, method)(address, data)
        except Exception as error:
            yield f"{method} {name} as {role}: {type(error).__name__}: {error}"
            return
        finally:
            transaction.set_rollback(True)
    if status == REFUSED:
        status = 302 if role == ANONYMOUS else 404
        if response.status_code == 302 and not response["Location"].startswith(reverse("account_login")):
            yield f"{method} {name} as {role}: sent to {response['Location']}, not to sign in"
    if response.status_code != status:
        yield f"{method} {name} as {role}: {response.status_code}, expected {status}"
