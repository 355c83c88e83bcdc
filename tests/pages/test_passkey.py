"""A passkey from setting it up to signing in with it: a real browser, with a key made of software."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role
from tests.makers import Make

PATIENCE = 20_000  # milliseconds, on a machine that is busy with other tests
_KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def sign_in(page: Page, site: Any, email: str) -> None:
    page.goto(f"{site.url}/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill("password-of-test")
    page.get_by_role("button", name="Sign in").click()


def press(page: Page, name: str) -> None:
    """Once the page's script is there: without it these buttons do nothing."""
    page.wait_for_load_state("load")
    page.get_by_role("button", name=name).click()


@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_the_second_step(page: Page, live_server: Any, make: Make, settings: Any) -> None:
    settings.TWO_STEP_FOR = ["export"]
    refused: list[str] = []
    page.on("console", lambda told: refused.append(told.text) if "Content Security" in told.text else None)
    officer = make.user((make.organisation(), Role.DATA_OFFICER), email="officer@example.org")
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": _KEY})

    sign_in(page, live_server, officer.email)
    expect(page.get_by_role("heading", name="Two-Factor Authentication")).to_be_visible()
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/add/")
    page.locator("[name=password]").fill("password-of-test")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Add Security Key")).to_be_visible()
    press(page, "Add")
    expect(page).to_have_url(f"{live_server.url}/accounts/2fa/recovery-codes/", timeout=PATIENCE)

    page.context.clear_cookies()
    sign_in(page, live_server, officer.email)
    expect(page.get_by_role("button", name="Use a security key")).to_be_visible()
    press(page, "Use a security key")
    expect(page).to_have_url(f"{live_server.url}/admin/", timeout=PATIENCE)
    assert not refused
