"""A passkey in a real Chromium, whose own virtual device stands in for finger and face: added, and signed in by alone."""

import pytest

from kyodo_portal.accounts.sample import PASSWORD
from tests.browser.conftest import Tabs, assert_accessible

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named(chromium, site):
    """Tabs at a name for which browsers make keys: 127.0.0.1 is none."""
    tabs = Tabs(chromium, site.replace("127.0.0.1", "localhost"))
    opened = []

    def make(**settings):
        opened.append(tabs.open(**settings))
        opened[-1].set_viewport_size({"width": 360, "height": 800})
        return opened[-1]

    yield make
    for page in opened:
        page.context.close()
    assert not tabs.wrong, "\n".join(tabs.wrong)


def device_of(page):
    """Give the tab a device of keys: a function that says whether it recognises its owner."""
    tool = page.context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    device = tool.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    return lambda known: tool.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": known})


def test_a_passkey_is_added_signs_in_alone_and_is_removed(named, sign_in):
    page = named()
    recognise = device_of(page)
    sign_in(page, "kosharu")
    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="確かめる").click()
    assert page.get_by_label("この鍵だけでサインインできるようにする").is_checked()
    assert_accessible(page)
    page.get_by_role("button", name="鍵を加える").click()
    page.get_by_role("heading", name="予備の番号", level=1).wait_for()

    page.goto("/accounts/logout/")
    page.get_by_role("button", name="サインアウトする").click()
    page.goto("/accounts/login/?next=/inbox/")
    button = page.get_by_role("button", name="パスキーで入る")
    assert_accessible(page)
    recognise(False)
    button.click()
    page.get_by_text("パスキーで入れませんでした。この端末にパスキーがないか").wait_for()
    recognise(True)
    button.click()
    page.get_by_role("heading", name="お知らせ", level=1).wait_for()
    assert page.url.endswith("/inbox/#main")

    page.goto("/accounts/2fa/webauthn/")  # the people of the sample city serve other tests too
    page.get_by_role("link", name="外す").click()
    page.get_by_role("link", name="鍵で確かめる").click()
    page.get_by_role("button", name="鍵で確かめる").click()
    page.get_by_role("button", name="鍵を外す").click()
    page.get_by_text("まだ鍵はありません。").wait_for()


def test_where_no_key_can_work_none_is_offered(named, page):
    page.goto("/accounts/login/")
    silent = named(java_script_enabled=False)
    silent.goto("/accounts/login/")
    for tab in (page, silent):
        tab.get_by_role("button", name="サインインする").wait_for()
        assert not tab.get_by_role("button", name="パスキーで入る").is_visible()
