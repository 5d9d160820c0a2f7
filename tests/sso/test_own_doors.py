"""GビズID, デジタル認証アプリ: a further way for who has proven a mailbox here, tied by the person alone."""

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kyodo_portal.accounts.models import User
from tests.accounts.people import WORD, browser, make_user, sign_in, signed_in
from tests.sso.conftest import jwt, set_door
from tests.sso.test_staff_door import words

pytestmark = pytest.mark.django_db
START, LIST = "/accounts/oidc/gbizid/login/", "/accounts/doors/"


@pytest.fixture
def door(liar, settings):
    return set_door(settings, liar.issuer, "gbizid")


@pytest.fixture
def hanako(db):
    return make_user()


def enter(client):
    """Signed in, and asked once more who it is: the way in is about to change."""
    sign_in(client)
    client.post("/accounts/reauthenticate/", {"password": WORD})


def tie(client, liar, code="a-code"):
    led = client.post(LIST, {"door": "gbizid", "tie": ""})["Location"]
    return client.get(liar.back(led, code))


def test_tied_by_who_is_signed_in_then_a_way_in_then_untied(liar, door, hanako):
    client, later = browser(), browser()
    enter(client)
    assert "GビズIDをつなぐ" in client.get(LIST).content.decode()
    assert tie(client, liar)["Location"] == LIST
    assert "GビズIDをつなぎました" in client.get(LIST).content.decode()
    later.get(liar.back(later.post(START)["Location"]))
    assert signed_in(later)
    client.post(LIST, {"door": "gbizid", "untie": ""})
    assert not SocialAccount.objects.exists()
    third = browser()
    assert "まだだれの利用者登録にもつながっていません" in words(third, third.get(liar.back(third.post(START)["Location"], "c")))


def test_a_claim_makes_nobody_and_takes_over_nobody(liar, door, hanako):
    liar.change = lambda claims: claims | {"email": hanako.email}
    client = browser()
    assert "つながっていません" in words(client, client.get(liar.back(client.post(START)["Location"])))
    assert not signed_in(client) and User.objects.count() == 1 and not SocialAccount.objects.exists()


def test_what_is_another_s_stays_the_other_s(liar, door, hanako):
    other = make_user("jiro@example.jp")
    SocialAccount.objects.create(user=other, provider="gbizid", uid="s-0001")
    client = browser()
    enter(client)
    assert tie(client, liar)["Location"] == LIST
    assert "別の利用者につながっています" in client.get(LIST).content.decode()
    assert list(SocialAccount.objects.values_list("user", flat=True)) == [other.pk]


def test_who_began_is_who_ends(liar, door, hanako):
    """Somebody else signs in on the same machine while the provider is asked: nothing is tied to them."""
    client = browser()
    enter(client)
    back = liar.back(client.post(LIST, {"door": "gbizid", "tie": ""})["Location"])
    make_user("jiro@example.jp")
    client.post("/accounts/logout/")
    sign_in(client, email="jiro@example.jp")
    assert client.get(back).status_code == 302
    assert not SocialAccount.objects.exists()


def test_where_no_secret_is_taken_the_portal_proves_itself_by_its_key(liar, settings, hanako, tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    pem = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (tmp_path / "key.pem").write_bytes(key.private_bytes(*pem))
    set_door(settings, liar.issuer, "digital", private_key_file=str(tmp_path / "key.pem"), key_id="of-2026")
    SocialAccount.objects.create(user=hanako, provider="digital", uid="s-0001")
    client = browser()
    client.get(liar.back(client.post("/accounts/oidc/digital/login/")["Location"]))
    assert signed_in(client) and "client_secret" not in liar.posted
    said = jwt.decode(liar.posted["client_assertion"], key.public_key(), ["ES256"], audience=f"{liar.issuer}/token")
    assert (said["iss"], said["sub"]) == ("kyodo", "kyodo") and said["exp"] - said["iat"] == 60
    assert jwt.get_unverified_header(liar.posted["client_assertion"])["kid"] == "of-2026"
