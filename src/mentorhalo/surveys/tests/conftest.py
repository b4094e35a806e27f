"""What tests of surveys share."""

import pytest
from django.test import Client

from mentorhalo.core.tests.access import World
from mentorhalo.surveys.tests.pages import SignedIn


@pytest.fixture
def signed_in(client: Client, world: World) -> SignedIn:
    """`signed_in("researcher")`: the client, as that person of the world."""

    def enter(role: str) -> Client:
        client.force_login(world.users[role], "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter
