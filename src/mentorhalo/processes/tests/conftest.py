import pytest
from django.utils import translation

from mentorhalo.core.tests.access import World
from tests.kept_world import world_of

BELOW = ("territory", "programmes", "network", "partners", "knowledge", "mentoring", "processes")


@pytest.fixture(scope="module")
def shared_world(shared_records: None) -> World:
    """The world without the rooms that no process knows of: built in a few seconds."""
    with translation.override("hu"):
        return world_of(BELOW)
