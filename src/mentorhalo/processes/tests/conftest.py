import pytest
from django.utils import translation

from mentorhalo.core.tests.access import World
from tests.world import build_world

BELOW = ("territory", "programmes", "network", "partners", "knowledge", "mentoring", "processes")


@pytest.fixture(scope="module")
def shared_world(shared_records: None) -> World:
    """The world without the rooms that no process knows of: built in a few seconds."""
    with translation.override("hu"):
        return build_world(BELOW)
