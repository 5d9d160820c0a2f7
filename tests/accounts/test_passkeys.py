"""A passkey signs its owner in alone: added for it, proving its owner, past every ceiling; whatever else is posted is refused."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.test import Client

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Delivery, Notice
from tests import build

from .key import ADD, SIGN_IN, Key, challenge
from .people import EMAIL, HOME, STRANGER, WORD, make_user, newest_code, sign_in, signed_in
from .test_told import fresh, told

pytestmark = pytest.mark.django_db
REFUSED = (
    "パスキーで入れませんでした。もう一度「パスキーで入る」を押してください。"
    "入れないときは、メールで届く番号かパスワードでサインインしてください。"
)
SECOND = "/accounts/2fa/authenticate/"
NOT_ADDED = "鍵を加えられませんでした。もう一度「鍵を加える」を押してください。"


def device(address=HOME, name="localhost", **headers):
    """A browser at a name for which keys are made; the tests' own `testserver` is none."""
    return Client(REMOTE_ADDR=address, SERVER_NAME=name, **headers)


def asked_at(client, page):
    """What this page asks a key to sign, and how."""
    return client.get(page).context["js_data"]["request_options"]["publicKey"]


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def owner_of(key, **more):
    user = make_user(more.pop("email", EMAIL), **more.pop("person", {}))
    assert key.add(fresh(device(), email=user.email), **more).status_code == 302
    return user


def trail(act):
    return list(AuditEvent.objects.filter(act=act).order_by("pk").values_list("person__email", "note"))


def test_a_passkey_signs_in_alone_and_everybody_is_told(django_capture_on_commit_callbacks):
    key = Key()
    with django_capture_on_commit_callbacks(execute=True):
        user = owner_of(key)
    mails = {mail.subject: mail.text for mail in Delivery.objects.filter(to=EMAIL)}
    assert "この鍵だけでサインインできる場合があります。" in mails["鍵を加えました"]
    assert "すぐに市の担当に電話してください。" in mails["鍵を加えました"]
    row = Authenticator.objects.get(type="webauthn")
    assert set(row.data["credential"]) == {"id", "rawId", "type", "response", "alone"} and row.data["credential"]["alone"] is True

    client = device()
    answer = key.sign_in(client, user, next="/inbox/")
    assert (answer.status_code, answer.url) == (302, "/inbox/") and client.get("/inbox/").status_code == 200
    assert trail("sign-in")[-1] == (EMAIL, "パスキー")
    page = build.read(client, "/accounts/2fa/webauthn/")
    assert "この鍵だけでサインインできます。" in page and "わたしの電話" in page
    again = "/accounts/2fa/webauthn/reauthenticate/"
    client.post(again, {"credential": key.sign(asked_at(client, again)["challenge"], user)})
    client.post(f"/accounts/2fa/webauthn/keys/{row.pk}/remove/", {})
    assert told()[0] == "鍵を外しました"
    assert said(key.sign_in(device(), user)) == [REFUSED]


def test_it_is_the_second_factor_of_staff_too(settings):
    settings.KYODO_STAFF_MFA, settings.KYODO_STAFF_NETWORKS = True, ["198.51.100.0/24"]
    key = Key()
    user = owner_of(key, person={"is_superuser": True})
    client = device(STRANGER)
    assert key.sign_in(client, user).url == "/me/" and client.get("/admin/").status_code == 200
    other = device(STRANGER)
    assert sign_in(other).url == SECOND
    asked = asked_at(other, SECOND)
    answer = other.post(SECOND, {"credential": key.sign(asked["challenge"], user)})
    assert answer.status_code == 302 and other.get("/admin/").status_code == 200
    assert trail("sign-in")[-2:] == [(EMAIL, "パスキー"), (EMAIL, "パスワード、鍵")]


def test_staff_add_a_first_passkey_from_outside_with_a_permit_only_and_the_administrators_learn_of_it(
    settings, django_capture_on_commit_callbacks
):
    settings.KYODO_STAFF_MFA = True
    user, keeper = make_user(is_superuser=True), make_user("kanri@example.jp", is_superuser=True)
    outside = fresh(device(STRANGER))
    answer = outside.post(ADD, {"name": "", "passwordless": "on", "credential": "{}"})
    assert answer.status_code == 403 and "庁内のネットワークから" in answer.content.decode()
    call_command("permit_second_factor", EMAIL)
    with django_capture_on_commit_callbacks(execute=True):
        assert Key().add(outside).status_code == 302
    user.refresh_from_db()
    assert (user.second_factor_until, Notice.objects.get().user) == (None, keeper)


def test_it_works_at_the_citys_own_name_and_is_offered_where_browsers_have_keys_only(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # nginx stands in front and speaks https
    city = {"name": "kyodo.city.example.jp", "HTTP_X_FORWARDED_PROTO": "https"}
    key, user = Key("https://kyodo.city.example.jp"), make_user()
    assert key.add(fresh(device(**city))).status_code == 302
    assert key.sign_in(device(**city), user).url == "/me/"
    key.origin = "https://kyodo.city.example.com"
    assert said(key.sign_in(device(**city), user)) == [REFUSED]
    places = [city, {"name": "localhost"}, {"name": "kyodo.city.example.jp"}, {"name": "127.0.0.1"}, {"name": "[::1]"}]
    pages = [device(**place).get("/accounts/login/").content.decode() for place in places]
    assert ['id="passkey_login"' in page for page in pages] == [True, True, False, False, False]


def test_no_ceiling_stops_it_and_a_code_that_is_waited_for_neither():
    key = Key()
    user = owner_of(key)
    client = device(STRANGER)
    for number in range(20, 25):
        guesser = device(f"203.0.113.{number}")
        guesser.post("/accounts/login/code/", {"email": EMAIL})
        for _ in range(3):
            guesser.post("/accounts/login/code/confirm/", {"code": "000000"})
    page = client.post("/accounts/login/code/", {"email": EMAIL}).content.decode()
    assert "このアドレスの番号は止めています。パスキーを加えてあれば、サインインの画面の「パスキーで入る」で入れます。" in page
    assert 'id="passkey_login"' in page
    assert key.sign_in(client, user).url == "/me/"

    waits = device("192.0.2.9")
    waits.post("/accounts/login/code/", {"email": "nobody@example.jp"})
    assert 'id="passkey_login"' in waits.get("/accounts/login/code/confirm/").content.decode()
    refused = waits.post(SIGN_IN, {"credential": "{}", "next": "/inbox/"})
    assert refused.url == "/accounts/login/?next=%2Finbox%2F"
    assert waits.get("/accounts/login/code/confirm/").status_code == 200, "the code is still waited for"
    assert key.sign_in(waits, user).url == "/me/" and signed_in(waits)


def test_a_found_key_without_its_owners_finger_opens_nothing():
    """Nor with the weaker challenge of a second factor, which somebody else has asked for an account of their own."""
    key = Key()
    user = owner_of(key)
    thief, own = device(STRANGER), make_user("nusubito@example.jp")
    key.verifies = False
    assert said(key.sign_in(thief, user)) == [REFUSED]
    Authenticator.objects.create(user=own, type="webauthn", data=Authenticator.objects.get(user=user, type="webauthn").data)
    sign_in(thief, email=own.email)
    asked = asked_at(thief, SECOND)
    assert asked["userVerification"] == "preferred"
    assert said(thief.post(SIGN_IN, {"credential": key.sign(asked["challenge"], user)})) == [REFUSED]
    assert not signed_in(thief) and trail("sign-in-refused")[-1] == (EMAIL, "パスキー")


def test_a_key_added_as_second_factor_opens_nothing_alone():
    key = Key(verifies=False)
    user = owner_of(key, alone=False)
    key.verifies = True
    assert said(key.sign_in(device(), user)) == [REFUSED]
    client = fresh(device())
    asked = asked_at(client, SECOND)
    client.post(SECOND, {"credential": key.sign(asked["challenge"], user)})
    assert "2段階の確認だけに使います。" in build.read(client, "/accounts/2fa/webauthn/")


def test_a_key_that_proves_nobody_is_not_added_for_signing_in_and_the_typed_name_stays():
    make_user()
    client = fresh(device())
    answer = Key(verifies=False).add(client)
    assert [text.startswith(NOT_ADDED) for _, text in answer.context["form"].error_list] == [True]
    assert 'value="わたしの電話"' in answer.content.decode() and Authenticator.objects.count() == 0


def test_who_is_switched_off_or_never_proved_the_mailbox_keeps_no_passkey():
    key = Key()
    user = owner_of(key)
    user.emailaddress_set.update(verified=False)  # somebody signed up with an address that is not theirs
    client = device(STRANGER)
    assert key.sign_in(client, user).url == "/accounts/confirm-email/" and not signed_in(client)
    client.post("/accounts/confirm-email/", {"code": newest_code()})
    assert Authenticator.objects.count() == 0
    user.refresh_from_db()
    assert not user.has_usable_password() and user.name == ""

    user.is_active = False
    user.save()
    other = Key()
    held = make_user("taro@example.jp")
    other.add(fresh(device(), email=held.email))
    held.is_active = False
    held.save()
    client = device()
    assert other.sign_in(client, held).url == "/accounts/inactive/" and not signed_in(client)


BRACKETS, DIGITS = "[" * 100_000, "1" * 5_000
WRONG = [
    "", "x", "[]", "{}", "null", "true", "1", '"x"', "NaN", BRACKETS, DIGITS, '{"id":' + "[" * 30_000, "{" + '"a":1,' * 20_000,
    '{"id": 1}', '{"rawId": null, "response": []}', '{"rawId": "あ", "id": "あ", "response": {}}',
    '{"rawId": "AA", "id": "AA", "response": {"clientDataJSON": 1}}', '{"rawId": "\\ud800", "id": "\\ud800", "response": {}}',
]  # fmt: skip
# Parts of an answer that is right but for them: text, numbers, bytes that are no CBOR, JSON that is no answer.
BENT = ["", "あ", 1, None, {"a": 1}, "W1tbW1tb", "_" * 4000, "\ud800"]


def test_whatever_is_posted_as_a_key_is_answered_in_words_and_the_trail_stays_short():
    key = Key()
    user = owner_of(key)
    client, inside = device(STRANGER), device()
    key.sign_in(inside, user)
    inside.post("/accounts/reauthenticate/", {"password": WORD})
    right = json.loads(key.sign(challenge(client), user))
    bent = [{**right, "response": {**right["response"], part: value}} for part in right["response"] for value in BENT]
    for wrong in [*WRONG, *map(json.dumps, bent)]:
        answer = client.post(SIGN_IN, {"credential": wrong})
        assert (answer.status_code, answer.url) == (302, "/accounts/login/"), wrong[:300]
    for wrong in WRONG:
        assert inside.post(ADD, {"name": "x", "credential": wrong}).status_code == 200, wrong[:300]
    for value in BENT:
        assert Key().add(inside, attestationObject=value).status_code == 200, value
    assert said(client.get("/accounts/login/"))[-1] == REFUSED and not signed_in(client)
    assert Authenticator.objects.filter(type="webauthn").count() == 1
    assert len(trail("sign-in-refused")) == 1
