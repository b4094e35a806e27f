"""A passkey is made and opens the door, with a key that the browser pretends to have."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.world import PASSWORD


@pytest.fixture
def page_with_key(browser: Browser, site: str) -> Iterator[Page]:
    """A passkey belongs to a named host: an address of digits has none."""
    context = browser.new_context(base_url=site.replace("127.0.0.1", "localhost"), locale="hu-HU")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield page
    context.close()


def test_passkey_is_made_and_opens_the_door(page_with_key: Page) -> None:
    page = page_with_key
    page.goto("/account/login/")
    page.locator("[name=login]").fill("office@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda address: "/login/" not in address)
    expect(page.get_by_text("Office").first).to_be_attached()

    page.goto("/account/2fa/webauthn/add/")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.locator("[name=passwordless]").check()
    page.wait_for_load_state()  # before its script is there the button does nothing
    page.locator("main form button").last.click()
    page.wait_for_url(lambda address: "/add/" not in address)
    page.context.clear_cookies()

    page.goto("/account/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda address: "/login/" not in address)
    page.goto("/people/me/")
    expect(page.locator("[name=name]")).to_have_value("Office")
