"""What somebody finds, they may open: every kind of record, as everybody of the access walk's world."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from mentorhalo.core.models import SearchEntry
from mentorhalo.core.registry import registry
from mentorhalo.core.search import index_whole, tokens_of
from mentorhalo.core.search.results import address_of
from mentorhalo.core.tests.access import ANONYMOUS, MENTOR, OFFICE, ROLES, World
from tests.test_access_walk import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture
def found_world(world: World) -> World:
    for source in registry.search.values():
        index_whole(source, at=timezone.now())
    return world


def entries_of(world: World, role: str) -> Iterator[SearchEntry]:
    user = AnonymousUser() if role == ANONYMOUS else world.users[role]
    yield from SearchEntry.objects.filter(audience__in=tokens_of(user)).order_by("kind", "pk")


def test_every_page_that_somebody_finds_opens_to_them(found_world: World) -> None:
    closed = []
    for role in ROLES:
        client = Client()
        if role != ANONYMOUS:
            client.force_login(found_world.users[role], backend=BACKEND)
        for entry in entries_of(found_world, role):
            status = client.get(address_of(entry)).status_code
            if status != 200:
                closed.append(f"{entry} as {role}: {status}")

    assert closed == []


def test_the_network_finds_more_than_the_public(found_world: World) -> None:
    public = {entry.kind for entry in entries_of(found_world, ANONYMOUS)}
    mentor = {entry.kind for entry in entries_of(found_world, MENTOR)}
    office = {entry.kind for entry in entries_of(found_world, OFFICE)}

    assert {"community", "organisation", "consortium", "programme", "settlement"} <= public
    assert not {"engagement", "entry", "group_note", "mentor"} & public
    assert {"engagement", "entry", "mentor"} <= mentor
    assert {"engagement", "entry", "mentor"} <= office
