"""Pages of the room as somebody of the world opens them."""

from typing import Any

from django.test import Client
from django.urls import reverse

from mentorhalo.core.tests.access import ANONYMOUS

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser(world, role: str) -> Client:
    client = Client()
    if role != ANONYMOUS:
        client.force_login(world.users[role], backend=BACKEND)
    return client


def page(client: Client, name: str, /, *args: Any, status: int = 200, **query: Any) -> str:
    response = client.get(reverse(f"processes:{name}", args=args), query)
    assert response.status_code == status
    return response.content.decode()


def send(client: Client, name: str, /, *args: Any, expected: int = 302, **data: Any) -> Any:
    response = client.post(reverse(f"processes:{name}", args=args), data)
    assert response.status_code == expected, _errors(response)
    return response


def _errors(response: Any) -> Any:
    form = response.context.get("form") if response.context else None
    return form.errors if form is not None else response.content.decode()[:2000]
