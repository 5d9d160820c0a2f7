"""Limits stop whoever guesses, and neither the owner elsewhere nor the office behind the same address."""

from datetime import datetime, timedelta

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.management import call_command
from django.utils import timezone

from kyodo_portal.accounts.limits import counter_key, forget_old, spend
from kyodo_portal.accounts.models import Counter
from kyodo_portal.notices.models import Delivery

from .people import (
    EMAIL,
    HOME,
    STRANGER,
    WORD,
    WRONG,
    at,
    browser,
    errors_of,
    is_refused,
    make_user,
    newest_code,
    sign_in,
    signed_in,
)  # fmt: skip

pytestmark = pytest.mark.django_db
MISMATCH = "メールアドレスとパスワードを確かめて、もう一度入れてください。"
WRONG_CODE = "番号を確かめて、もう一度入れてください。"


def noon(monkeypatch):
    """A moment in the middle of every stretch of time, so that no count begins anew during a test."""
    moment = timezone.make_aware(datetime(2026, 11, 26, 12, 37, 20))
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture(autouse=True)
def midday(monkeypatch):
    noon(monkeypatch)


# ---- rows ----------------------------------------------------------------------------------------


def test_spend_counts_to_its_limit_and_anew_in_the_next_stretch(monkeypatch):
    key, day = counter_key("asks", EMAIL), timedelta(days=1)
    assert [spend(key, 2, day) for _ in range(4)] == [True, True, False, False]
    assert spend(counter_key("asks", "taro@example.jp"), 2, day)
    at(monkeypatch, 11 * 3600 + 22 * 60 + 39)  # 23:59:59 in the city
    assert not spend(key, 2, day)
    at(monkeypatch, 1)
    assert spend(key, 2, day)


def test_counters_name_nobody_and_go_after_ninety_days(monkeypatch):
    make_user()
    sign_in(browser(STRANGER), WRONG)
    sign_in(browser())
    kept = f"{list(Counter.objects.values_list('key', flat=True))}"
    assert len(kept) > 100 and not [word for word in (EMAIL, "hanako", HOME, STRANGER) if word in kept]
    at(monkeypatch, 89 * 86400)
    forget_old()
    assert Counter.objects.exists()
    at(monkeypatch, 2 * 86400)
    call_command("tick")
    assert not Counter.objects.exists()


# ---- passwords -----------------------------------------------------------------------------------


def answers(client, count):
    return [errors_of(sign_in(client, WRONG))[0] for _ in range(count)]


def test_waits_grow_and_the_answer_says_how_long_and_what_else_works(monkeypatch):
    make_user()
    client = browser(STRANGER)
    assert answers(client, 4)[3] == (
        "何度も続いたので、しばらく止めています。1分ほど待って、もう一度ためしてください。メールで届く番号でもサインインできます。"
    )
    at(monkeypatch, 100)
    assert "9分ほど待って" in answers(client, 4)[3]


def test_a_patient_guesser_is_judged_twenty_times_a_day(monkeypatch):
    make_user()
    client, told = browser(STRANGER), []
    for _ in range(40):
        told += answers(client, 1)
        at(monkeypatch, 600)
    assert told.count(MISMATCH) == 20 and "時間ほど待って" in told[-1]


def test_whoever_waits_as_told_is_judged_again(monkeypatch):
    make_user()
    client = browser(STRANGER)
    assert [errors_of(sign_in(client, WRONG))[0] for _ in range(3)] == [MISMATCH] * 3
    assert is_refused(sign_in(client))
    at(monkeypatch, 60)
    assert sign_in(client).url == "/me/"


def test_the_owner_elsewhere_signs_in_while_somebody_guesses():
    make_user()
    guesser = browser(STRANGER)
    for _ in range(12):
        sign_in(guesser, WRONG)
    assert is_refused(sign_in(guesser))
    assert sign_in(browser("192.0.2.5")).url == "/me/"


def test_a_right_password_is_let_in_where_the_account_was_at_home():
    make_user()
    sign_in(browser())
    for _ in range(12):
        assert not signed_in(browser()) and sign_in(browser(), WRONG).status_code == 200
    assert is_refused(sign_in(browser(), WRONG))
    assert sign_in(browser()).url == "/me/"


def test_a_home_is_no_place_to_guess_for_ever():
    make_user()
    sign_in(browser())
    for _ in range(40):
        sign_in(browser(), WRONG)
    assert is_refused(sign_in(browser()))
    assert sign_in(browser("192.0.2.5")).url == "/me/"


def test_others_behind_one_address_are_not_stopped_by_its_guesser(settings):
    for number in range(14):
        make_user(f"person{number}@example.jp")
    sign_in(browser(), email="person13@example.jp")
    for number in range(12):
        sign_in(browser(), WRONG, email=f"person{number}@example.jp")
    assert is_refused(sign_in(browser(), email="person12@example.jp"))  # a stranger's spray ends
    assert sign_in(browser(), email="person13@example.jp").url == "/me/"  # who was at home here is let in


def test_a_staff_network_is_not_one_visitor(settings):
    settings.KYODO_STAFF_NETWORKS = ["198.51.100.0/24"]
    for number in range(40):
        make_user(f"person{number}@example.jp")
        sign_in(browser(), WRONG, email=f"person{number}@example.jp")
    assert sign_in(browser(), email="person39@example.jp").url == "/me/"


def test_a_line_of_ipv6_is_one_visitor():
    make_user()
    for number in range(3):
        sign_in(browser(f"2001:db8::{number}"), WRONG)
    assert is_refused(sign_in(browser("2001:db8::ffff")))
    assert sign_in(browser("2001:db8:0:1::1")).url == "/me/"


def test_an_account_that_does_not_exist_is_answered_alike():
    make_user()
    known = [errors_of(sign_in(browser(STRANGER), WRONG)) for _ in range(5)]
    unknown = [errors_of(sign_in(browser(STRANGER), WRONG, email="dare@example.jp")) for _ in range(5)]
    assert known == unknown and MISMATCH in known[0] and MISMATCH not in known[4]


@pytest.mark.parametrize(
    ("page", "field"), [("/accounts/reauthenticate/", "password"), ("/accounts/password/change/", "oldpassword")]
)
def test_an_open_session_is_no_place_to_guess_the_password(page, field):
    user = make_user()
    client = browser(STRANGER)
    client.force_login(user)
    new = {"password1": "atarashii-kotoba-2026", "password2": "atarashii-kotoba-2026"}
    for _ in range(3):
        assert not is_refused(client.post(page, {field: WRONG, **new}))
    assert is_refused(client.post(page, {field: WORD, **new}))
    user.refresh_from_db()
    assert user.check_password(WORD)


# ---- mailed codes --------------------------------------------------------------------------------


def ask(client, email=EMAIL):
    return client.post("/accounts/login/code/", {"email": email})


def enter(client, code):
    return client.post("/accounts/login/code/confirm/", {"code": code})


def test_a_code_takes_three_tries_whatever_the_session_remembers():
    make_user()
    client = browser()
    ask(client)
    code, cookie = newest_code(), client.cookies["sessionid"].value
    state = dict(client.session)
    for _ in range(3):
        session = client.session
        session.update(state)  # as requests at the same moment, each with the session of before
        session.save()
        enter(client, "AAAAAA")
    session = client.session
    session.update(state)
    session.save()
    assert client.cookies["sessionid"].value == cookie
    assert "この番号は使えなくなりました" in errors_of(enter(client, code))[0]
    assert not signed_in(client)


def wrong_codes(count):
    """So many wrong codes from as many addresses: nobody of them is stopped by the own limit."""
    for number in range(count):
        client = browser(f"203.0.113.{number}")
        ask(client)
        enter(client, "AAAAAA")


def test_beyond_the_ceiling_mailed_codes_stop_and_the_password_works(monkeypatch):
    make_user()
    waiting = browser("192.0.2.5")
    ask(waiting)
    code = newest_code()
    wrong_codes(15)
    refused = errors_of(enter(waiting, code))[0]
    assert "このアドレスの番号は止めています" in refused
    assert "いまもパスワードでサインインできます" in refused and "時間ほど待って" in refused
    mails = Delivery.objects.count()
    for page in ("/accounts/login/code/", "/accounts/password/reset/"):
        answer = browser("192.0.2.6").post(page, {"email": EMAIL.upper()})
        assert "いまもパスワードでサインインできます" in errors_of(answer)[0]
    assert Delivery.objects.count() == mails
    assert sign_in(browser("192.0.2.6")).url == "/me/"
    at(monkeypatch, 2 * 86400)
    assert ask(browser("192.0.2.6")).status_code == 302


def test_somebody_elses_requests_for_mails_do_not_shut_the_owners_door():
    make_user()
    stranger = browser(STRANGER)
    for page in ("/accounts/login/code/", "/accounts/password/reset/"):
        for _ in range(6):
            answer = stranger.post(page, {"email": EMAIL})
    assert "先に届いた番号は、15分使えます" in errors_of(answer)[0]
    assert Delivery.objects.count() == 5
    owner = browser()
    assert ask(owner).status_code == 302
    assert enter(owner, newest_code()).url == "/me/"


def test_strangers_do_not_flood_a_mailbox_and_the_owner_at_home_still_gets_a_code():
    make_user()
    sign_in(browser())
    for number in range(30):
        ask(browser(f"203.0.113.{number}"))
    assert Delivery.objects.count() == 20
    assert ask(browser("192.0.2.5")).status_code == 200
    assert ask(browser()).status_code == 302 and Delivery.objects.count() == 21


def test_two_strangers_cannot_stop_the_codes_of_an_owner_on_a_new_device(monkeypatch):
    """Neither by asking for mails nor by wrong codes, however patiently; the page says what is left to do."""
    make_user()
    strangers = [browser(STRANGER), browser("203.0.113.10")]
    for _ in range(20):
        for stranger in strangers:
            answer = ask(stranger)
            for _ in range(3):
                enter(stranger, "AAAAAA")
        at(monkeypatch, 1700)
    owner = browser("192.0.2.5")
    assert ask(owner).status_code == 302 and enter(owner, newest_code()).url == "/me/"
    told = errors_of(answer)[0]
    assert "パスワードで" in told and "「パスキーで入る」で" in told and "自宅や職場" in told and "電話してください" in told


def test_an_office_signs_up_behind_one_address_and_a_stranger_mails_not_the_whole_town(settings):
    def sign_up(number):
        data = {"email": f"new{number}@example.jp", "name": "見本 太郎", "password1": "", "agree": "on"}
        return browser().post("/accounts/signup/", data)

    assert {sign_up(number).status_code for number in range(60)} == {302}
    assert is_refused(sign_up(60))
    settings.KYODO_STAFF_NETWORKS = ["198.51.100.0/24"]
    assert sign_up(61).status_code == 302


def test_a_form_with_a_mistake_sends_no_mail_and_costs_none():
    data = {"email": "taro@example.jp", "name": "みほんたろうたろう", "agree": "on"}
    for _ in range(8):
        for mistake in ({"password1": "みほんたろうたろう1"}, {"password1": "mijikai"}, {"name": ""}):
            assert not is_refused(browser().post("/accounts/signup/", {**data, **mistake}))
    assert browser().post("/accounts/signup/", {**data, "password1": ""}).status_code == 302


def test_a_new_address_is_confirmed_with_as_few_tries_as_anything_else():
    make_user()
    client = browser()
    sign_in(client)
    client.post("/accounts/reauthenticate/", {"password": WORD})
    new = "atarashii@example.jp"
    answers = [client.post("/accounts/email/", {"email": new, "action_add": ""}) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [200] * 2
    code = newest_code(new)
    for _ in range(3):
        client.post("/accounts/confirm-email/", {"code": "AAAAAA"})
    client.post("/accounts/confirm-email/", {"code": code})
    assert client.get("/accounts/email/").context["current_emailaddress"].email == EMAIL


def test_a_sign_in_with_an_unproven_address_asks_for_its_code_as_often_as_others():
    make_user().emailaddress_set.update(verified=False)
    assert {sign_in(browser()).url for _ in range(5)} == {"/accounts/confirm-email/"}
    answer = browser().post("/accounts/login/", {"login": EMAIL, "password": WORD}, follow=True)
    assert is_refused(answer) and Delivery.objects.count() == 5


# ---- the second factor ---------------------------------------------------------------------------


def test_numbers_of_the_second_factor_are_counted_per_visitor_and_from_everywhere():
    user = make_user()
    totp.TOTP.activate(user, totp.generate_totp_secret())

    def guess(client):
        return client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    first = browser("203.0.113.1")
    sign_in(first)
    assert [errors_of(guess(first)) for _ in range(3)] == [[WRONG_CODE]] * 3
    assert errors_of(guess(first))[0].endswith("登録した鍵があれば、鍵でも確かめられます。")
    for number in range(2, 12):
        client = browser(f"203.0.113.{number}")
        sign_in(client)
        for _ in range(3):
            last = guess(client)
    assert is_refused(last)


def test_a_sign_in_costs_few_questions(django_assert_max_num_queries):
    make_user()
    sign_in(browser())
    with django_assert_max_num_queries(37):
        assert sign_in(browser()).url == "/me/"
