"""Signing up and in, as a person does it: through pages, with codes read from the outbox."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client

from kyodo_portal.accounts.models import User
from kyodo_portal.notices.models import Delivery

pytestmark = pytest.mark.django_db
WORD = "nagai-kotoba-2026"


def make_user(email="hanako@example.jp", password=WORD, **fields):
    user = User.objects.create_user(email, password, name="見本 花子", **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def newest_code(to):
    body = Delivery.objects.filter(to=to).latest("pk").text
    return re.search(r"番号：(\S+)", body)[1]


def errors_of(response):
    return [message for _, message in response.context["form"].error_list]


def sign_up(client, **changes):
    data = {"email": "taro@example.jp", "name": "見本 太郎", "password1": "", "agree": "on", **changes}
    return client.post("/accounts/signup/", data)


def test_sign_up_by_code_without_a_password(client):
    response = sign_up(client)
    assert response.status_code == 302 and response.url == "/accounts/confirm-email/"
    mail = Delivery.objects.get(to="taro@example.jp")
    assert mail.secret and mail.state == "waiting"
    assert mail.subject == "利用者登録の番号"
    response = client.post("/accounts/confirm-email/", {"code": newest_code("taro@example.jp")})
    assert response.status_code == 302
    user = User.objects.get(email="taro@example.jp")
    assert user.name == "見本 太郎"
    assert not user.has_usable_password()
    assert int(client.session["_auth_user_id"]) == user.pk


def test_sign_up_asks_for_name_and_agreement(client):
    response = sign_up(client, name="", agree="", email="taro")
    assert response.status_code == 200
    assert errors_of(response) == [
        "メールアドレスを確かめてください。「@」が入っていません。例：wakaba@example.jp",
        "お名前を入れてください。",
        "「利用規約と個人情報の取り扱いに同意します」に印を付けてください。",
    ]
    assert User.objects.count() == 0


def test_a_password_given_at_sign_up_is_judged(client):
    assert any("10" in message for message in errors_of(sign_up(client, password1="mijikai")))
    sign_up(client, password1=WORD)
    assert User.objects.get(email="taro@example.jp").check_password(WORD)


def test_an_address_that_is_taken_is_told_by_mail_only(client):
    make_user("taro@example.jp")
    response = sign_up(client)
    assert response.status_code == 302 and response.url == "/accounts/confirm-email/"
    assert Delivery.objects.latest("pk").subject == "もう登録されています"
    assert User.objects.count() == 1


def test_sign_in_by_code(client):
    user = make_user()
    response = client.post("/accounts/login/code/", {"email": "hanako@example.jp"})
    assert response.status_code == 302 and response.url == "/accounts/login/code/confirm/"
    assert client.get(response.url).status_code == 200
    response = client.post("/accounts/login/code/confirm/", {"code": newest_code("hanako@example.jp")})
    assert response.status_code == 302 and response.url == "/me/"
    assert int(client.session["_auth_user_id"]) == user.pk


def test_an_unknown_address_is_answered_alike(client):
    response = client.post("/accounts/login/code/", {"email": "dare@example.jp"})
    assert response.status_code == 302 and response.url == "/accounts/login/code/confirm/"
    assert Delivery.objects.count() == 0


def test_three_wrong_codes_end_the_try(client):
    make_user()
    client.post("/accounts/login/code/", {"email": "hanako@example.jp"})
    response = client.post("/accounts/login/code/confirm/", {"code": "AAAAAA"})
    assert errors_of(response) == ["番号を確かめて、もう一度入れてください。"]
    client.post("/accounts/login/code/confirm/", {"code": "AAAAAA"})
    response = client.post("/accounts/login/code/confirm/", {"code": "AAAAAA"})
    assert response.status_code == 302
    client.post("/accounts/login/code/confirm/", {"code": newest_code("hanako@example.jp")})
    assert "_auth_user_id" not in client.session


def test_password_sign_in_and_out_by_post_only(client):
    make_user()
    response = client.post("/accounts/login/", {"login": "Hanako@Example.jp", "password": WORD})
    assert response.status_code == 302 and response.url == "/me/"
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_way_back_is_kept_over_sign_in(client):
    make_user()
    page = client.get("/accounts/login/?next=/inbox/").content.decode()
    assert page.count('name="next" value="/inbox/"') == 2
    response = client.post("/accounts/login/", {"login": "hanako@example.jp", "password": WORD, "next": "/inbox/"})
    assert response.url == "/inbox/"


def test_limits_are_counted_in_the_database_and_outlive_the_process(client):
    make_user()
    for _ in range(6):
        response = client.post("/accounts/login/", {"login": "hanako@example.jp", "password": "chigau-kotoba"})
    assert "何度も続いたので" in errors_of(response)[0]
    # A fresh connection to the cache stands for a process that was started again: the counter lies in the table.
    cache = caches.create_connection("default")
    assert type(cache).__name__ == "DatabaseCache"
    response = Client().post("/accounts/login/", {"login": "hanako@example.jp", "password": WORD})
    assert response.status_code == 200 and "何度も続いたので" in errors_of(response)[0]


def test_a_forgotten_password_is_chosen_anew_with_a_code(client):
    user = make_user()
    response = client.post("/accounts/password/reset/", {"email": "hanako@example.jp"}, follow=True)
    assert response.status_code == 200
    response = client.post("/accounts/password/reset/confirm/", {"code": newest_code("hanako@example.jp")}, follow=True)
    assert response.status_code == 200
    new = "atarashii-kotoba-2026"
    response = client.post(response.request["PATH_INFO"], {"password1": new, "password2": new})
    assert response.status_code == 302
    user.refresh_from_db()
    assert user.check_password(new)


def test_a_password_can_be_chosen_later(client):
    sign_up(client)
    client.post("/accounts/confirm-email/", {"code": newest_code("taro@example.jp")})
    assert client.get("/accounts/password/change/").url == "/accounts/password/set/"
    client.post("/accounts/password/set/", {"password1": WORD, "password2": WORD})
    assert User.objects.get().check_password(WORD)


def test_a_new_address_is_the_log_in_name_after_its_code(client):
    user = make_user()
    client.force_login(user)
    client.post("/accounts/login/", {"login": user.email, "password": WORD})
    response = client.post("/accounts/email/", {"email": "atarashii@example.jp", "action_add": ""}, follow=True)
    if "/reauthenticate/" in response.request["PATH_INFO"]:
        response = client.post(response.request["PATH_INFO"], {"password": WORD}, follow=True)
        client.post("/accounts/email/", {"email": "atarashii@example.jp", "action_add": ""})
    client.post("/accounts/confirm-email/", {"code": newest_code("atarashii@example.jp")})
    user.refresh_from_db()
    assert user.email == "atarashii@example.jp"


@pytest.fixture(autouse=True)
def cache_table(db):
    call_command("createcachetable")
    caches["default"].clear()
