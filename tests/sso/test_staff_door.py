"""職員のアカウント: staff sign in at the office's own provider, and nobody else does."""

import base64
import json
import re

import pytest
from allauth.socialaccount.models import SocialAccount

from kyodo_portal.accounts.models import User
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Delivery
from tests import build
from tests.accounts.people import WORD, browser, sign_in, signed_in
from tests.postgres import free_port
from tests.sso.conftest import at_the_provider, jwt, set_door

pytestmark = pytest.mark.django_db
START = "/accounts/oidc/staff/login/"


def led(client, **data):
    """Where a press on the sign-in's page leads."""
    answer = client.post(START, data)
    assert answer.status_code == 302
    return answer["Location"]


def words(client, answer):
    assert answer.status_code == 302 and answer["Location"] == "/accounts/login/", (answer.status_code, answer.get("Location"))
    return re.sub(r"<[^>]+>", "", client.get("/accounts/login/").content.decode())


def refusals():
    return list(AuditEvent.objects.filter(act="sign-in-refused").order_by("pk").values_list("note", "person"))


class TestTheRealProvider:
    def test_the_first_time_by_a_proven_mail_then_by_the_subject(self, issuer, settings, tanto):
        settings.KYODO_STAFF_MFA = False
        set_door(settings, issuer)
        client = browser()
        page = client.get("/accounts/login/?next=/projects/board/")
        assert f"form-action 'self' {issuer}" in page["Content-Security-Policy"]
        back = at_the_provider(led(client, next="/projects/board/"), "s-0001")
        answer = client.get(back)
        assert answer.status_code == 302 and answer["Location"] == "/projects/board/"
        assert client.get("/projects/board/").status_code == 200
        tied = SocialAccount.objects.get()
        assert (tied.user, tied.provider, tied.uid, tied.extra_data) == (tanto, "staff", "s-0001", {})
        said = AuditEvent.objects.filter(act__in=("security", "sign-in")).order_by("pk").values_list("act", "note")
        assert list(said) == [("security", "職員のアカウントをつないだ"), ("sign-in", "職員のアカウント")]
        assert Delivery.objects.filter(to="tanto@example.jp", subject="サインインの手段が変わりました").count() == 1
        client.post("/accounts/logout/")
        assert not signed_in(client)
        User.objects.filter(pk=tanto.pk).update(office_account="")  # from now on the subject counts
        again = browser()
        again.get(at_the_provider(led(again), "s-0001"))
        assert signed_in(again) and again.session["watch"]

    def test_a_used_answer_opens_nothing_a_second_time_nor_in_another_browser(self, issuer, settings, tanto):
        set_door(settings, issuer)
        client, thief = browser(), browser("203.0.113.9")
        back = at_the_provider(led(client), "s-0001")
        assert "確かめられませんでした" in words(thief, thief.get(back))
        client.get(back)
        assert signed_in(client) and not signed_in(thief)
        client.post("/accounts/logout/")
        assert "確かめられませんでした" in words(client, client.get(back))
        assert not signed_in(client)

    def test_nobody_comes_in_by_an_unproven_mail_or_without_being_named(self, issuer, settings, tanto):
        set_door(settings, issuer)
        for name in ("s-0002", "s-0003"):
            client = browser()
            assert "つながっていません" in words(client, client.get(at_the_provider(led(client), name)))
            assert not signed_in(client)
        assert not SocialAccount.objects.exists() and not User.objects.filter(email="yoso@example.jp").exists()
        assert refusals() == [("職員のアカウント（つながりのない人）", None)] * 2

    def test_an_employee_number_names_somebody_too(self, issuer, settings, tanto):
        set_door(settings, issuer, match="employee_number", scope=["openid", "employee"])
        User.objects.filter(pk=tanto.pk).update(office_account="000123")
        client = browser()
        client.get(at_the_provider(led(client), "s-0001"))
        assert signed_in(client)

    def test_without_a_trusted_second_factor_ours_is_asked_for(self, issuer, settings, tanto):
        set_door(settings, issuer)
        client = browser()
        client.get(at_the_provider(led(client), "s-0001"))
        assert signed_in(client) and client.get("/projects/board/")["Location"] == "/accounts/2fa/"


def unsigned(claims):
    head, body = (
        base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode()
        for one in ({"alg": "none", "kid": "one"}, claims)
    )
    return f"{head}.{body}."


LIES = {
    "another issuer": lambda liar: {"change": lambda claims: claims | {"iss": "https://other.example.jp"}},
    "another audience": lambda liar: {"change": lambda claims: claims | {"aud": "another"}},
    "for several, and not for us": lambda liar: {"change": lambda claims: claims | {"aud": ["kyodo", "b"], "azp": "b"}},
    "another nonce": lambda liar: {"change": lambda claims: claims | {"nonce": "of-another-day"}},
    "no nonce": lambda liar: {"change": lambda claims: {key: claims[key] for key in claims if key != "nonce"}},
    "over": lambda liar: {"change": lambda claims: claims | {"exp": claims["iat"] - 600}},
    "without an end": lambda liar: {"change": lambda claims: {key: claims[key] for key in claims if key != "exp"}},
    "nobody": lambda liar: {"change": lambda claims: claims | {"sub": ""}},
    "somebody whom no column holds": lambda liar: {"change": lambda claims: claims | {"sub": "s" * 300}},
    "a number": lambda liar: {"change": lambda claims: claims | {"sub": 1}},
    "another key": lambda liar: {"sign": lambda claims: jwt.encode(claims, liar.other, "RS256", {"kid": "one"})},
    "an unknown key": lambda liar: {"sign": lambda claims: jwt.encode(claims, liar.key, "RS256", {"kid": "two"})},
    "no key": lambda liar: {"sign": lambda claims: jwt.encode(claims, liar.key, "RS256")},
    "alg none": lambda liar: {"sign": unsigned},
    "signed by our secret": lambda liar: {"sign": lambda claims: jwt.encode(claims, "x" * 40, "HS256", {"kid": "one"})},
    "no token": lambda liar: {"sign": lambda claims: None},
    "no JWT": lambda liar: {"sign": lambda claims: "abc"},
    "another provider's document": lambda liar: {"issuer_said": "https://other.example.jp"},
}


class TestWhatALiarSays:
    @pytest.mark.parametrize(
        ("said", "onward"), [({"amr": ["pwd", "mfa"]}, 200), ({"acr": "high"}, 200), ({"amr": ["pwd"]}, 302)]
    )
    def test_the_truth_opens_and_a_second_factor_that_the_city_trusts_is_enough(self, liar, settings, tanto, said, onward):
        set_door(settings, liar.issuer, amr=["mfa"], acr=["high"])
        liar.change = lambda claims: claims | said
        client = browser()
        client.get(liar.back(led(client)))
        assert signed_in(client) and client.get("/projects/board/").status_code == onward

    @pytest.mark.parametrize("lie", LIES)
    def test_a_lie_opens_nothing(self, liar, settings, tanto, lie):
        set_door(settings, liar.issuer)
        client = browser()
        back = liar.back(led(client))
        for name, value in LIES[lie](liar).items():
            setattr(liar, name, value)
        assert "確かめられませんでした" in words(client, client.get(back))
        assert not signed_in(client) and not SocialAccount.objects.exists()
        assert refusals() == [("職員のアカウント（確かめられなかった）", None)]

    def test_another_provider_s_answer_and_a_cancelled_one(self, liar, settings, tanto):
        set_door(settings, liar.issuer)
        client = browser()
        assert "確かめられませんでした" in words(client, client.get(liar.back(led(client)) + "&iss=https://other.example.jp"))
        state = re.search(r"state=([^&]+)", led(client))[1]
        answer = client.get(f"{START}callback/?error=access_denied&state={state}")
        assert "職員のアカウントでのサインインを、やめました。" in words(client, answer)

    def test_a_provider_that_is_away_is_said_and_other_ways_are_open(self, settings, tanto):
        set_door(settings, f"http://127.0.0.1:{free_port()}")
        client = browser()
        said = words(client, client.post(START))
        assert "いま答えません" in said and "パスワードなら、いまもサインインできます" in said
        sign_in(client, email="tanto@example.jp")
        assert signed_in(client)


class TestWhoMayComeIn:
    @pytest.fixture(autouse=True)
    def one_door(self, liar, settings):
        set_door(settings, liar.issuer, amr=["mfa"], only=True)

    def test_who_was_switched_off_or_works_here_no_more(self, liar, tanto):
        SocialAccount.objects.create(user=tanto, provider="staff", uid="s-0001")
        tanto.memberships.update(until=build.days(-1))
        client = browser()
        assert "所属していません" in words(client, client.get(liar.back(led(client))))
        User.objects.filter(pk=tanto.pk).update(is_active=False)
        client.get(liar.back(led(client), "b"))
        assert not signed_in(client)

    def test_a_second_person_at_the_provider_never_takes_over_a_tie(self, liar, tanto):
        SocialAccount.objects.create(user=tanto, provider="staff", uid="s-0000")
        client = browser()
        assert "つながっていません" in words(client, client.get(liar.back(led(client))))

    @pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"])
    def test_the_way_onward_stays_here(self, liar, tanto, wanted):
        client = browser()
        assert client.get(liar.back(led(client, next=wanted)))["Location"] == "/me/"

    def test_tied_staff_come_by_this_door_alone_and_an_administrator_by_every_one(self, liar, tanto):
        before, after, keeper = browser(), browser(), browser()
        sign_in(before, email="tanto@example.jp")
        assert signed_in(before)  # nobody is tied yet
        SocialAccount.objects.create(user=tanto, provider="staff", uid="s-0001")
        said = words(after, sign_in(after, email="tanto@example.jp"))
        assert "「職員のアカウントでサインインする」から入ってください" in said and not signed_in(after)
        assert refusals() == [("職員のアカウントでだけサインインする人", tanto.pk)]
        admin = User.objects.create_superuser("kanri@example.jp", WORD, name="見本 管理")
        admin.emailaddress_set.create(email=admin.email, verified=True, primary=True)
        SocialAccount.objects.create(user=admin, provider="staff", uid="k-0001")
        sign_in(keeper, email="kanri@example.jp")
        assert signed_in(keeper)

    def test_an_administrator_unties(self, liar, settings, tanto, client_for):
        settings.KYODO_STAFF_MFA = False
        SocialAccount.objects.create(user=tanto, provider="staff", uid="s-0001")
        keeper = client_for(build.system_admin())
        keeper.post("/admin/accounts/user/", {"action": "untie", "_selected_action": [tanto.pk]})
        assert not SocialAccount.objects.exists()
        assert AuditEvent.objects.filter(act="security", note="職員のアカウントを外した", person=tanto).exists()


def test_without_the_setting_nothing_of_it_is_there(client_for):
    client = browser()
    assert "職員のアカウント" not in client.get("/accounts/login/").content.decode()
    assert "form-action 'self';" in client.get("/accounts/login/")["Content-Security-Policy"] + ";"
    for address in (START, f"{START}callback/"):
        assert client.post(address).status_code in (404, 405)
    assert client.get(f"{START}callback/").status_code == 404
    assert client_for(build.user()).get("/accounts/doors/").status_code in (302, 404)
