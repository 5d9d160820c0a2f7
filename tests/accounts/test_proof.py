"""Whoever proves a mailbox first begins clean, whatever door the code came through; a sign-up that nobody proved binds nobody."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.management import CommandError, call_command
from django.utils import timezone

from kyodo_portal.accounts.models import User
from kyodo_portal.accounts.security_actions import forget_unproven
from kyodo_portal.notices.models import Delivery
from tests import build

from .people import EMAIL, HOME, STRANGER, WORD, WRONG, browser, errors_of, make_user, newest_code, sign_in, signed_in

pytestmark = pytest.mark.django_db
NAME_PAGE = "/accounts/name/?next=%2Fme%2F"


def sign_up(client, **changes):
    data = {"email": EMAIL, "name": "なりすまし 太郎", "password1": WRONG, "agree": "on", **changes}
    return client.post("/accounts/signup/", data)


def by_sign_in_code(client):
    client.post("/accounts/login/code/", {"email": EMAIL})
    return client.post("/accounts/login/code/confirm/", {"code": newest_code()})


def by_reset(client):
    client.post("/accounts/password/reset/", {"email": EMAIL})
    client.post("/accounts/password/reset/confirm/", {"code": newest_code()})
    client.post("/accounts/password/reset/complete/", {"password1": WORD, "password2": WORD})
    return sign_in(client)


def by_own_sign_up(client):
    sign_up(client, name="見本 花子", password1=WORD)
    return client.post("/accounts/confirm-email/", {"code": newest_code()})


@pytest.mark.parametrize("prove", [by_sign_in_code, by_reset, by_own_sign_up])
def test_what_somebody_else_set_before_is_gone_after_the_first_proof(prove):
    attacker, owner = browser(STRANGER), browser(HOME)
    sign_up(attacker)
    user = User.objects.get(email=EMAIL)
    totp.TOTP.activate(user, totp.generate_totp_secret())
    prove(owner)
    assert signed_in(owner) and int(owner.session["_auth_user_id"]) == user.pk
    assert "なりすまし" not in build.read(owner, "/accounts/2fa/")
    assert Authenticator.objects.count() == 0
    user.refresh_from_db()
    assert user.name != "なりすまし 太郎" and not user.check_password(WRONG)
    assert owner.post("/me/data/download/").status_code == 200  # who proved it just now is not asked again
    assert not signed_in(attacker) and attacker.get("/me/").status_code == 302
    assert sign_in(browser(STRANGER), WRONG).status_code == 200
    attacker.get("/accounts/confirm-email/")
    attacker.get("/accounts/login/")
    assert not signed_in(attacker)


class Meanwhile:
    """A judge of passwords who takes so long that something else happens."""

    happens = staticmethod(lambda: None)

    def validate(self, password, user=None):
        self.happens()

    def get_help_text(self):
        return ""


def test_a_sign_up_that_is_read_while_the_owner_proves_the_mailbox_takes_nothing(settings, monkeypatch):
    owner = browser(HOME)
    sign_up(browser(STRANGER))
    owner.post("/accounts/login/code/", {"email": EMAIL})
    code = newest_code()
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": f"{__name__}.Meanwhile"}]
    prove = staticmethod(lambda: signed_in(owner) or owner.post("/accounts/login/code/confirm/", {"code": code}))
    monkeypatch.setattr(Meanwhile, "happens", prove)
    assert sign_up(browser(STRANGER)).status_code == 302
    user = User.objects.get()
    assert not user.check_password(WRONG) and user.name == "" and EmailAddress.objects.get().verified
    assert owner.get(NAME_PAGE).status_code == 200  # still signed in
    assert Delivery.objects.latest("pk").subject == "もう登録されています"


def test_the_prover_of_somebody_elses_sign_up_is_asked_for_the_name_and_goes_on():
    sign_up(browser(STRANGER))
    owner = browser(HOME)
    assert by_sign_in_code(owner).url == NAME_PAGE
    refused = owner.post("/accounts/name/", {"name": "", "next": "/inbox/"})
    assert errors_of(refused) == [
        "お名前を入れてください。",
        "「利用規約と個人情報の取り扱いに同意します」に印を付けてください。",
    ]
    answer = owner.post("/accounts/name/", {"name": "見本 花子", "agree": "on", "next": "https://example.com/"})
    assert answer.url == "/me/" and User.objects.get().name == "見本 花子"
    assert owner.get("/accounts/name/?next=/inbox/").url == "/inbox/"


def test_who_proves_in_the_session_of_the_sign_up_keeps_what_was_typed_there():
    client = browser()
    sign_up(client, name="見本 花子", password1=WORD)
    assert client.post("/accounts/confirm-email/", {"code": newest_code()}).url == "/me/"
    user = User.objects.get()
    assert user.name == "見本 花子" and user.check_password(WORD)
    assert client.get("/me/").status_code == 200


def test_who_typed_the_passwords_own_sign_up_keeps_it_in_another_browser():
    sign_up(browser(STRANGER), name="見本 花子", password1=WORD)
    client = browser(HOME)
    assert sign_in(client).url == "/accounts/confirm-email/"
    assert client.post("/accounts/confirm-email/", {"code": newest_code()}).url == "/me/"
    assert User.objects.get().check_password(WORD) and User.objects.get().name == "見本 花子"


def test_a_second_sign_up_works_at_once_and_neither_mixes_with_the_other():
    attacker, owner = browser(STRANGER), browser(HOME)
    sign_up(owner, name="見本 花子", password1=WORD)
    early = newest_code()
    sign_up(attacker)
    assert [mail.subject for mail in Delivery.objects.order_by("pk")] == ["利用者登録の番号", "利用者登録の番号"]
    assert User.objects.count() == EmailAddress.objects.count() == 1
    assert owner.post("/accounts/confirm-email/", {"code": early}).url == "/me/"
    user = User.objects.get()
    assert user.name == "見本 花子" and user.check_password(WORD)
    assert owner.get("/me/").status_code == 200


def test_a_proven_address_is_told_that_it_needs_no_second_sign_up():
    make_user()
    sign_up(browser(STRANGER))
    mail = Delivery.objects.get()
    assert mail.subject == "もう登録されています"
    assert "メールで届く番号でサインインできます" in mail.text and "あなたの登録は変わっていません" in mail.text
    assert User.objects.get().check_password(WORD)


def test_an_unproven_sign_up_keeps_nobody_from_changing_to_the_address():
    sign_up(browser(STRANGER), email="atarashii@example.jp")
    user, client = make_user(), browser()
    sign_in(client)
    client.post("/accounts/reauthenticate/", {"password": WORD})
    client.post("/accounts/email/", {"email": "atarashii@example.jp", "action_add": ""})
    assert client.post("/accounts/confirm-email/", {"code": newest_code("atarashii@example.jp")}).status_code == 302
    user.refresh_from_db()
    assert user.email == "atarashii@example.jp" and user.name == "見本 花子" and user.check_password(WORD)
    assert User.objects.count() == 1


def test_a_code_for_an_account_that_is_no_more_is_a_wrong_code():
    client = browser()
    sign_up(client)
    User.objects.all().delete()
    assert errors_of(client.post("/accounts/confirm-email/", {"code": newest_code()})) == [
        "番号を確かめて、もう一度入れてください。"
    ]


def test_sign_ups_are_forgotten_after_a_day_and_accounts_are_not():
    sign_up(browser(), email="mikakunin@example.jp")
    sign_up(browser(), email="kinou@example.jp")
    make_user()
    User.objects.create_superuser("kanri@example.jp")
    later = timezone.now() - timedelta(hours=25)
    User.objects.exclude(email="mikakunin@example.jp").update(date_joined=later)
    forget_unproven()
    assert sorted(User.objects.values_list("email", flat=True)) == [EMAIL, "kanri@example.jp", "mikakunin@example.jp"]


def test_no_part_is_given_to_a_sign_up_that_nobody_proved():
    sign_up(browser(STRANGER))
    office, _ = build.office()
    client = browser()
    client.force_login(build.system_admin())
    page = client.post(
        "/admin/partners/membership/add/", {"user": EMAIL, "partner": office.pk, "part": "member", "since": "2026-04-01"}
    )
    assert "この人は、まだメールアドレスを確かめていません。" in page.content.decode()
    user = User.objects.get(email=EMAIL)
    change = {"name": "なりすまし 太郎", "is_active": "on", "is_superuser": "on"}
    assert client.post(f"/admin/accounts/user/{user.pk}/change/", change).status_code == 302
    user.refresh_from_db()
    assert not user.is_superuser
    with pytest.raises(CommandError, match="まだメールアドレスを確かめていません"):
        call_command("join", EMAIL, str(office.pk))
    assert not user.memberships.exists()


def test_an_administrator_from_the_command_line_needs_one_code():
    call_command("createsuperuser", email="kanri@example.jp", interactive=False)
    client = browser()
    client.post("/accounts/login/code/", {"email": "kanri@example.jp"})
    answer = client.post("/accounts/login/code/confirm/", {"code": newest_code("kanri@example.jp")})
    assert answer.url == NAME_PAGE and signed_in(client) and Delivery.objects.count() == 1


@pytest.mark.parametrize("page", ["/accounts/confirm-email/abc/", "/accounts/password/reset/key/1-abc/"])
def test_doors_of_links_that_no_mail_has_prove_nothing(client, page):
    sign_up(browser(STRANGER))
    for answer in (client.get(page), client.post(page)):
        assert answer.status_code < 500 and not signed_in(client)
    assert not EmailAddress.objects.get().verified
