import pytest

from mentorhalo.territory.actions import load_register


@pytest.fixture
def register(db: None) -> None:
    """All of Hungary."""
    load_register()
