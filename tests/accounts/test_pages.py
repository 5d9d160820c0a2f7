"""Every page of accounts looks like ours: language, one main, one h1, a title, no script of its own making."""

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from lxml import html

from kyodo_portal.accounts.models import User

pytestmark = pytest.mark.django_db
OPEN = ["/accounts/login/", "/accounts/signup/", "/accounts/login/code/", "/accounts/password/reset/"]
OWN = [
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/",
    "/accounts/logout/",
]


def sound(response):
    assert response.status_code == 200
    tree = html.fromstring(response.content.decode())
    assert tree.xpath("//html/@lang") == ["ja"]
    assert len(tree.xpath("//main")) == 1 and len(tree.xpath("//main//h1")) == len(tree.xpath("//h1")) == 1
    assert tree.xpath("//title/text()")[0].endswith("｜小千谷市 協働ポータル")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for label in tree.xpath("//label/@for"):
        assert label in ids
    for described in tree.xpath("//@aria-describedby"):
        assert set(described.split()) <= set(ids)
    assert not tree.xpath("//@style | //style | //@onclick | //script[not(@src) and not(@type='application/json')]")
    text = " ".join(tree.xpath("//main//text()"))
    assert "translation" not in text and "Sign" not in text and "Password" not in text
    return tree


@pytest.fixture(autouse=True)
def cache_table(db):
    call_command("createcachetable")


@pytest.mark.parametrize("path", OPEN)
def test_open_pages(client, path):
    sound(client.get(path))


def test_own_pages(client):
    user = User.objects.create_user("hanako@example.jp", "nagai-kotoba-2026", name="見本 花子")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.post("/accounts/login/", {"login": user.email, "password": "nagai-kotoba-2026"})
    sound(client.get("/accounts/reauthenticate/"))
    client.post("/accounts/reauthenticate/", {"password": "nagai-kotoba-2026"})
    for path in OWN:
        sound(client.get(path))


def test_log_ins_are_shown_on_the_sample_site_only(client, settings):
    page = client.get("/accounts/login/").content.decode()
    assert "mihon-kyodo-2026" not in page and "example.jp" not in page
    settings.KYODO_SAMPLE = True
    page = client.get("/accounts/login/").content.decode()
    assert "mihon-kyodo-2026" in page and page.count("@example.jp") == 8 and "/sample/mail/" in page
