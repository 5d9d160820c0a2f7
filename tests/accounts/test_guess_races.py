"""Thirty guesses at the same moment are judged as three, and of two who use one number at once one gets in. PostgreSQL only."""

import time
from datetime import datetime, timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.utils import timezone

from kyodo_portal.accounts.codes import app_code_opens
from kyodo_portal.accounts.limits import spend
from kyodo_portal.accounts.models import Counter
from tests.races import ON_POSTGRESQL, together

from .people import EMAIL, WRONG, browser, make_user, newest_code, sign_in, signed_in

pytestmark = ON_POSTGRESQL
MISMATCH = "メールアドレスとパスワードを確かめて、もう一度入れてください。"
WRONG_CODE = "番号を確かめて、もう一度入れてください。"
DEAD_CODE, CEILING, WAIT = "この番号は使えなくなりました", "このアドレスの番号は止めています", "しばらく止めています"
SAYINGS = (DEAD_CODE, CEILING, WAIT, MISMATCH, WRONG_CODE)


def said(answer):
    """What an answer says. Not its context: the test client of one thread records the templates of all."""
    page = answer.content.decode()
    return next((words for words in SAYINGS if words in page), answer.headers.get("Location", ""))


@pytest.fixture(autouse=True)
def midday(monkeypatch):
    """A moment in the middle of every stretch of time."""
    moment = timezone.make_aware(datetime(2026, 11, 26, 12, 37, 20))
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_twelve_who_spend_at_once_get_five():
    day = timedelta(days=1)
    assert sorted(together(*[lambda: spend("asks", 5, day)] * 12)) == [False] * 7 + [True] * 5
    assert Counter.objects.get().n == 5


def test_thirty_passwords_at_once_are_judged_as_three():
    make_user()
    told = together(*[lambda: said(sign_in(browser(), WRONG))] * 30)
    assert sorted(told) == sorted([MISMATCH] * 3 + [WAIT] * 27)


def test_thirty_mailed_codes_at_once_are_judged_as_three():
    make_user()
    client = browser()
    client.post("/accounts/login/code/", {"email": EMAIL})

    def guess(code):
        copy = browser()
        copy.cookies = client.cookies.copy()
        return said(copy.post("/accounts/login/code/confirm/", {"code": code}))

    told = together(*[lambda: guess("AAAAAA")] * 30)
    # A later one may find the session ended by the others, and is led back to where codes are asked for.
    assert told.count(WRONG_CODE) <= 3 and {*told} <= {WRONG_CODE, DEAD_CODE, "/accounts/login/code/"}
    assert Counter.objects.get(key__startswith="code:").n == 3
    assert guess(newest_code()) != "/me/" and not signed_in(client)


def test_thirty_addresses_at_once_do_not_pass_the_ceiling_of_mailed_codes():
    make_user()
    asking = [browser(f"203.0.113.{number}") for number in range(30)]
    for number, client in enumerate(asking):
        Counter.objects.filter(key__startswith="mail").delete()  # how many mails there are is another limit
        assert client.post("/accounts/login/code/", {"email": EMAIL}).status_code == 302, number
    works = [
        lambda visitor=visitor: said(visitor.post("/accounts/login/code/confirm/", {"code": "AAAAAA"})) for visitor in asking
    ]
    assert sorted(together(*works)) == sorted([WRONG_CODE] * 15 + [CEILING] * 15)


def second_factor():
    user = make_user()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    spare = RecoveryCodes.activate(user).get_unused_codes()[0]
    step = int(time.time()) // 30
    return secret, totp.format_hotp_value(totp.hotp_value(secret, step)), spare


@pytest.mark.parametrize("number", [1, 2])
def test_of_two_who_use_one_number_of_the_second_factor_at_once_one_gets_in(number, monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    code = second_factor()[number]
    waiting = [browser("203.0.113.1"), browser("203.0.113.2"), browser("203.0.113.3")]
    for client in waiting:
        sign_in(client)
    answers = together(
        *[lambda visitor=visitor: visitor.post("/accounts/2fa/authenticate/", {"code": code}) for visitor in waiting]
    )
    assert sorted(answer.status_code for answer in answers) == [200, 200, 302]
    assert [signed_in(client) for client in waiting].count(True) == 1


def test_a_number_of_the_enrolment_is_taken_once(monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    secret = totp.generate_totp_secret()
    code = totp.format_hotp_value(totp.hotp_value(secret, int(now) // 30))
    assert sorted(together(*[lambda: app_code_opens(secret, code)] * 8)) == [False] * 7 + [True]
