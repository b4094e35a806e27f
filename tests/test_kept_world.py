"""The world that is put back is the world that was built."""

from datetime import timedelta

import pytest
from django.db import transaction

from mentorhalo.accounts.models import User
from mentorhalo.accounts.tests.factories import GrantFactory
from tests import kept_world
from tests.kept_world import models_with_tables, rows_of, world_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_world, "_kept", {})
    monkeypatch.setattr(kept_world, "KEPT_FOR", timedelta(hours=1))


def test_world_put_back_has_the_same_rows_as_the_one_built() -> None:
    with transaction.atomic():
        first = world_of()
        built = {model: rows_of(model) for model in models_with_tables()}
        transaction.set_rollback(True)
    first.users.clear()  # whoever got one world has no hand in the next

    second = world_of()

    assert {model: rows_of(model) for model in models_with_tables()} == built
    assert second.users["mentor"] == User.objects.get(email="mentor@example.org")


def test_world_is_built_anew_where_something_was_there_before_it() -> None:
    with transaction.atomic():
        first = world_of()
        transaction.set_rollback(True)
    somebody = GrantFactory(role="office").user

    assert world_of().users["mentor"] != first.users["mentor"]
    assert User.objects.filter(pk=somebody.pk).exists()
