from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SignIn
from tests.browser.field.steps import opened
from tests.browser.looks import NARROW


@pytest.fixture
def phone(new_page: Callable[..., Page], signed_in: SignIn) -> Page:
    """The app of MENTOR, synchronised once."""
    return opened(signed_in(new_page(viewport=NARROW), "mentor"))
