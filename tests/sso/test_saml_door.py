"""職員のアカウント by SAML: staff sign in at the office's own provider, and nobody else does."""

import base64
import re
from copy import deepcopy

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from kyodo_portal.accounts.checks import saml_can_open
from kyodo_portal.accounts.models import User
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Delivery
from tests import build
from tests.accounts.people import WORD, browser, sign_in, signed_in
from tests.sso.saml import ACS, MFA, SAML, SP, Liar, at_the_office, instant, run_idp, set_door, write_key
from tests.sso.test_staff_door import refusals, words

pytestmark = pytest.mark.django_db
START, FINISH = "/accounts/saml/login/", "/accounts/saml/finish/"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    yield from run_idp(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def liar(tmp_path_factory):
    return Liar(tmp_path_factory.mktemp("liar"))


@pytest.fixture(scope="module")
def other_key(tmp_path_factory):
    return write_key(tmp_path_factory.mktemp("other"))


def led(client, **data):
    answer = client.post(START, data)
    assert answer.status_code == 302
    return answer["Location"]


def back(client, posted):
    """What a browser does with the provider's page: a POST of another site, which carries no cookie of ours, and then a GET, which does."""
    crossing = Client(REMOTE_ADDR="198.51.100.7", enforce_csrf_checks=True)
    answer = crossing.post("/accounts/saml/acs/", posted, headers={"origin": "https://idp.example.jp"})
    assert answer.status_code == 302 and answer["Location"] == FINISH
    assert set(answer.cookies) <= {"saml-answer"}
    for name, cookie in answer.cookies.items():
        assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == FINISH
        client.cookies[name] = cookie.value
    return client.get(FINISH)


class TestPysaml2:
    def test_the_first_time_by_what_was_entered_then_by_the_name_id(self, office, settings, tanto):
        settings.KYODO_STAFF_MFA = False
        set_door(settings, *office)
        client = browser()
        page = client.get("/accounts/login/?next=/projects/board/")
        assert f"form-action 'self' {office[2].removesuffix('/sso')}" in page["Content-Security-Policy"]
        assert f'action="{START}"' in page.content.decode()
        action, posted = at_the_office(led(client, next="/projects/board/"), "tanto")
        assert action == ACS
        answer = back(client, posted)
        assert answer.status_code == 302 and answer["Location"] == "/projects/board/"
        assert client.get("/projects/board/").status_code == 200
        tied = SocialAccount.objects.get()
        assert (tied.user, tied.provider, tied.uid, tied.extra_data) == (tanto, "saml", "n-0001", {})
        said = AuditEvent.objects.filter(act__in=("security", "sign-in")).order_by("pk").values_list("act", "note")
        assert list(said) == [("security", "職員のアカウントをつないだ"), ("sign-in", "職員のアカウント")]
        assert Delivery.objects.filter(to="tanto@example.jp", subject="サインインの手段が変わりました").count() == 1
        client.post("/accounts/logout/")
        assert not signed_in(client)
        User.objects.filter(pk=tanto.pk).update(office_account="")  # from now on the NameID counts
        again = browser()
        back(again, at_the_office(led(again), "tanto")[1])
        assert signed_in(again) and again.session["watch"]

    def test_a_second_factor_that_the_city_trusts_is_enough_and_another_is_not(self, office, settings, tanto):
        set_door(settings, *office, authn_context=[MFA])
        for name, onward in (("kagi", 200), ("tanto", 302)):
            client = browser()
            back(client, at_the_office(led(client), name)[1])
            assert signed_in(client) and client.get("/projects/board/").status_code == onward

    def test_a_used_answer_opens_nothing_a_second_time_nor_in_another_browser(self, office, settings, tanto):
        set_door(settings, *office)
        client, thief = browser(), browser("203.0.113.9")
        led(thief)
        posted = at_the_office(led(client), "tanto")[1]
        back(client, posted)
        assert signed_in(client)
        assert "確かめられませんでした" in words(thief, back(thief, posted)) and not signed_in(thief)
        client.post("/accounts/logout/")
        assert "確かめられませんでした" in words(client, back(client, posted)) and not signed_in(client)

    def test_an_answer_that_was_stolen_first_is_of_no_use_without_the_browser_that_asked(self, office, settings, tanto):
        set_door(settings, *office)
        client, thief = browser(), browser("203.0.113.9")
        led(thief)
        assert "確かめられませんでした" in words(thief, back(thief, at_the_office(led(client), "tanto")[1]))
        assert not signed_in(thief)

    def test_nobody_comes_in_without_being_named(self, office, settings, tanto):
        set_door(settings, *office)
        client = browser()
        assert "つながっていません" in words(client, back(client, at_the_office(led(client), "yoso")[1]))
        assert not signed_in(client) and not SocialAccount.objects.exists()
        assert not User.objects.filter(email="yoso@example.jp").exists()
        assert refusals() == [("職員のアカウント（つながりのない人）", None)]


def bomb(tree):
    from lxml import etree

    return b'<!DOCTYPE r [<!ENTITY a "ha">]>' + etree.tostring(tree)


def unsigned_beside(tree):
    """The signed assertion stays, and one that nobody signed is put before it."""
    signed = tree.find("saml:Assertion", SAML)
    evil = deepcopy(signed)
    evil.remove(evil.find("{http://www.w3.org/2000/09/xmldsig#}Signature"))
    evil.set("ID", "_evil")
    evil.find("saml:Subject/saml:NameID", SAML).text = "k-0001"
    tree.insert(tree.index(signed), evil)
    return tree


def signed_inside(tree):
    """The signed assertion moves into its own signature's Object, and an evil one with the signature takes its place."""
    from lxml import etree

    ds = "{http://www.w3.org/2000/09/xmldsig#}"
    signed = tree.find("saml:Assertion", SAML)
    evil = deepcopy(signed)
    evil.set("ID", "_evil")
    evil.find("saml:Subject/saml:NameID", SAML).text = "k-0001"
    signature = evil.find(f"{ds}Signature")
    tree.replace(signed, evil)
    etree.SubElement(signature, f"{ds}Object").append(signed)
    return tree


def same_id(tree):
    """As signed_inside, and both have the ID that was signed."""
    tree = signed_inside(tree)
    outer = tree.find("saml:Assertion", SAML)
    outer.set("ID", outer.find(".//saml:Assertion", SAML).get("ID"))
    return tree


def another_name(tree):
    tree.find("saml:Assertion/saml:Subject/saml:NameID", SAML).text = "k-0001"
    return tree


def without(text):
    return lambda said: said.replace(text, "")


AUDIENCE = f"<saml:AudienceRestriction><saml:Audience>{SP}</saml:Audience>\n</saml:AudienceRestriction>"
LIES = {
    "another issuer": {"issuer": "https://other.example.jp/saml"},
    "another audience": {"audience": "https://other.example.jp/"},
    "for nobody": {"before": without(AUDIENCE)},
    "another page": {"recipient": "http://testserver/accounts/"},
    "a page that contains ours": {"recipient": ACS + "x"},
    "sent elsewhere": {"destination": "https://other.example.jp/acs/"},
    "sent nowhere": {"before": without(f'Destination="{ACS}" ')},
    "over": {"until": "2026-01-01T00:00:00Z"},
    "not yet": {"since": "2099-01-01T00:00:00Z"},
    "without an end": {"before": lambda text: text.replace('NotOnOrAfter="', 'Address="', 1)},
    "another request": {"answers": "_of-another-day"},
    "another request than the one outside": {"answers_in_proof": "_of-another-day"},
    "no request inside": {"before": lambda text: re.sub(r'(Recipient="[^"]+") InResponseTo="[^"]+"', r"\1", text)},
    "unsolicited": {"before": lambda text: re.sub(r' InResponseTo="[^"]+"', "", text)},
    "refused there": {"status": "Responder"},
    "a NameID of one day": {"format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"},
    "a NameID that is an address": {"format": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"},
    "nobody": {"name_id": ""},
    "somebody whom no column holds": {"name_id": "n" * 300},
    "no signature": {"sign": None},
    "SHA-1": {"sign": "rsa-sha1"},
    "changed after signing": {"after": another_name},
    "wrapped: beside": {"after": unsigned_beside},
    "wrapped: inside": {"after": signed_inside},
    "wrapped: one ID twice": {"after": same_id},
    "entities": {"after": bomb},
    "no XML": {"after": lambda tree: b"<"},
    "another document": {"after": lambda tree: b"<a/>"},
    "nothing": {"after": lambda tree: b""},
}


class TestWhatALiarSays:
    @pytest.mark.parametrize("words", [{}, {"since": 30}])
    def test_the_truth_opens_also_where_the_office_s_clock_is_a_little_early(self, liar, settings, tanto, words):
        set_door(settings, *liar.where)
        client = browser()
        posted = liar.post(led(client), **{name: instant(seconds) for name, seconds in words.items()})
        assert back(client, posted)["Location"] == "/me/" and signed_in(client)

    @pytest.mark.parametrize("lie", LIES)
    def test_a_lie_opens_nothing(self, liar, settings, tanto, lie):
        set_door(settings, *liar.where)
        SocialAccount.objects.create(user=tanto, provider="saml", uid="k-0001")
        client = browser()
        assert "確かめられませんでした" in words(client, back(client, liar.post(led(client), **LIES[lie])))
        assert not signed_in(client) and SocialAccount.objects.count() == 1
        assert refusals() == [("職員のアカウント（確かめられなかった）", None)]

    def test_another_key_and_while_the_office_changes_its_key_both(self, liar, other_key, settings, tanto):
        set_door(settings, *liar.where)
        client = browser()
        assert "確かめられませんでした" in words(client, back(client, liar.post(led(client), key=other_key)))
        both = liar.folder / "both.pem"
        both.write_bytes((liar.folder / "cert.pem").read_bytes() + (other_key / "cert.pem").read_bytes())
        set_door(settings, *liar.where, certificate_file=str(both))
        back(client, liar.post(led(client), key=other_key))
        assert signed_in(client)

    def test_a_signature_around_the_assertion_is_not_one_of_it(self, liar, settings, tanto):
        set_door(settings, *liar.where)
        client = browser()
        posted = liar.post(led(client), sign=None, after=lambda tree: liar.sign(tree, liar.folder, "rsa-sha256") or tree)
        assert "確かめられませんでした" in words(client, back(client, posted)) and not signed_in(client)

    def test_nothing_is_read_that_is_no_answer(self, liar, settings, tanto):
        set_door(settings, *liar.where)
        client = browser()
        for posted in (
            {},
            {"SAMLResponse": "あ"},
            {"SAMLResponse": "A" * 300_000},
            {"SAMLResponse": base64.b64encode(b"\0").decode()},
        ):
            assert "確かめられませんでした" in words(client, back(client, posted))
        client.cookies["saml-answer"] = "made:up"
        assert "確かめられませんでした" in words(client, client.get(FINISH))

    @pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"])
    def test_the_way_onward_stays_here(self, liar, settings, tanto, wanted):
        set_door(settings, *liar.where)
        client = browser()
        posted = liar.post(led(client, next=wanted)) | {"RelayState": wanted}
        assert back(client, posted)["Location"] == "/me/"


class TestWhoMayNot:
    @pytest.fixture(autouse=True)
    def one_door(self, liar, settings):
        set_door(settings, *liar.where, only=True)

    def test_who_was_switched_off_or_works_here_no_more(self, liar, tanto):
        SocialAccount.objects.create(user=tanto, provider="saml", uid="n-0001")
        tanto.memberships.update(until=build.days(-1))
        client = browser()
        assert "所属していません" in words(client, back(client, liar.post(led(client))))
        User.objects.filter(pk=tanto.pk).update(is_active=False)
        back(client, liar.post(led(client)))
        assert not signed_in(client)

    def test_a_second_person_there_never_takes_over_a_tie_nor_is_one_of_another_door_one(self, liar, tanto):
        SocialAccount.objects.create(user=tanto, provider="saml", uid="n-0000")
        SocialAccount.objects.create(user=tanto, provider="staff", uid="n-0001")
        client = browser()
        assert "つながっていません" in words(client, back(client, liar.post(led(client))))

    def test_tied_staff_come_by_this_door_alone_and_an_administrator_unties(self, liar, tanto, client_for, settings):
        SocialAccount.objects.create(user=tanto, provider="saml", uid="n-0001")
        after, keeper = browser(), browser()
        said = words(after, sign_in(after, email="tanto@example.jp"))
        assert "「職員のアカウントでサインインする」から入ってください" in said and not signed_in(after)
        admin = User.objects.create_superuser("kanri@example.jp", WORD, name="見本 管理")
        admin.emailaddress_set.create(email=admin.email, verified=True, primary=True)
        SocialAccount.objects.create(user=admin, provider="saml", uid="k-0001")
        sign_in(keeper, email="kanri@example.jp")
        assert signed_in(keeper)
        settings.KYODO_STAFF_MFA = False
        client_for(build.system_admin()).post("/admin/accounts/user/", {"action": "untie", "_selected_action": [tanto.pk]})
        assert not SocialAccount.objects.filter(user=tanto).exists()


def test_the_office_reads_who_we_are(liar, settings):
    set_door(settings, *liar.where)
    said = browser().get("/accounts/saml/metadata/")
    assert said["Content-Type"] == "application/samlmetadata+xml"
    text = said.content.decode()
    assert f'entityID="{SP}"' in text and f'Location="{ACS}"' in text and 'WantAssertionsSigned="true"' in text
    assert "SingleLogoutService" not in text and "validUntil" not in text


def test_where_the_certificate_cannot_be_read_the_other_ways_are_named(liar, settings):
    set_door(settings, *liar.where, certificate_file="/nowhere/cert.pem")
    client = browser()
    assert "いま使えません" in words(client, client.post(START))
    assert client.get("/accounts/saml/metadata/").status_code == 200


def test_a_certificate_that_is_over_is_said_before_the_portal_goes_live(liar, settings, tmp_path):
    set_door(settings, *liar.where)
    assert saml_can_open(None) == []
    set_door(settings, write_key(tmp_path, days=-1), liar.idp, liar.sso_url)
    assert [found.id for found in saml_can_open(None)] == ["kyodo.W021"]
