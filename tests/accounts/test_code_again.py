"""Codes are six digits, understood as people type them, and sent once more after a minute."""

import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from lxml import html

from kyodo_portal.notices.models import Delivery

from .people import browser, errors_of, make_user, newest_code, sign_in, signed_in
from .test_codes import DOORS, app_code, ask_sign_in

pytestmark = pytest.mark.django_db


def wait(monkeypatch, seconds):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + seconds)


def button(client, page):
    """The address that 「もう一度送る」 posts to."""
    tree = html.fromstring(client.get(page).content.decode())
    return tree.xpath("//form[.//button[normalize-space()='もう一度送る']]/@action")[0]


@DOORS
def test_a_code_is_six_digits_and_telephones_offer_it(ask):
    make_user()
    client, email, page = ask()
    code = newest_code(email)
    assert len(code) == 6 and code.isdecimal()
    field = html.fromstring(client.get(page).content.decode()).xpath("//input[@name='code']")[0]
    assert (field.get("inputmode"), field.get("autocomplete")) == ("numeric", "one-time-code")


@DOORS
def test_another_code_comes_after_a_minute_and_only_the_newest_opens(ask, monkeypatch):
    make_user()
    client, email, page = ask()
    first, again = newest_code(email), button(client, page)
    early = client.post(again, follow=True).content.decode()
    assert "あと60秒待ってください。" in early or "あと59秒待ってください。" in early
    assert Delivery.objects.filter(to=email).count() == 1
    wait(monkeypatch, 61)
    answer = client.post(again, follow=True)
    assert "新しい番号を送りました。前の番号は使えません。" in answer.content.decode() and answer.request["PATH_INFO"] == page
    second = newest_code(email)
    assert Delivery.objects.filter(to=email).count() == 2
    if first != second:
        assert errors_of(client.post(page, {"code": first})) == ["番号を確かめて、もう一度入れてください。"]
    assert client.post(page, {"code": second}).status_code == 302
    assert client.post(again).url == "/accounts/login/"


@pytest.mark.parametrize("door", ["sign-in", "address", "reset"])
def test_nobody_who_waits_for_no_code_is_sent_one(client, door):
    assert client.post(f"/accounts/code/{door}/again/").url == "/accounts/login/"
    assert client.get(f"/accounts/code/{door}/again/").status_code == 405
    assert Delivery.objects.count() == 0


def test_an_address_without_an_account_is_answered_alike_and_sent_nothing(monkeypatch):
    client = browser()
    client.post("/accounts/login/code/", {"email": "dare@example.jp"})
    wait(monkeypatch, 61)
    answer = client.post("/accounts/code/sign-in/again/", follow=True)
    assert "新しい番号を送りました。" in answer.content.decode() and Delivery.objects.count() == 0


@DOORS
def test_beyond_what_may_be_sent_the_earlier_code_stays_good(ask, monkeypatch):
    make_user()
    client, email, page = ask()
    for number in range(1, 6):
        wait(monkeypatch, 61)
        answer = client.post(button(client, page), follow=True)
        assert (answer.status_code, answer.request["PATH_INFO"]) == (200, page)
        assert Delivery.objects.filter(to=email).count() == min(number + 1, 5)
    assert "何度も続いたので、しばらく止めています。" in answer.content.decode()
    assert client.post(page, {"code": newest_code(email)}).status_code == 302


FULL = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.parametrize(
    "text",
    [
        lambda code: code.translate(FULL),
        lambda code: f"{code[:3]} {code[3:]}",
        lambda code: f"{code[:3]}-{code[3:]}",
        lambda code: f"{code[:3]}ー{code[3:]}",
        lambda code: f"番号：{code}",
        lambda code: f"番号は　{code.translate(FULL)}　です。",
        lambda code: f"\u200b{code}\u202c",
        lambda code: " ".join(code),
    ],
)
def test_a_code_is_understood_as_it_is_typed(text):
    make_user()
    client, email, page = ask_sign_in()
    assert client.post(page, {"code": text(newest_code(email))}).status_code == 302
    assert signed_in(client)


def test_numbers_of_the_app_and_spare_ones_are_understood_too():
    user = make_user()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    spare = RecoveryCodes.activate(user).get_unused_codes()[0]
    for number in (lambda: app_code(secret), lambda: spare):
        client = browser()
        sign_in(client)
        full_width = number().translate(FULL)
        client.post("/accounts/2fa/authenticate/", {"code": f"{full_width[:3]}　{full_width[3:]}"})
        if not signed_in(client):  # the app's number may have changed in between
            client.post("/accounts/2fa/authenticate/", {"code": number().translate(FULL)})
        assert signed_in(client)
