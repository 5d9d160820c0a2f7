"""The sealed zone: laid out, opened, closed, handed over, lost and renewed; and who never gets in."""

import re

import pytest
from django.test import Client

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common import sealed
from kyodo_portal.process.models import Task
from partners.models import Membership
from projects.consultations.clock_actions import forget_leavers
from projects.consultations.zone_actions import recover, set_up
from projects.consultations.zone_actions import unlock as unlock_zone
from projects.models import Consultation, Keyring, Zone, ZoneKey
from tests import build

from .build import OTHER, PASSPHRASE, Desk, unlock

pytestmark = pytest.mark.django_db
WORDS = {"who": "山田会長", "gist": "次の総会でやめたいと言っている。"}


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(Desk)


@pytest.fixture
def bare(db):
    return Desk(zone=False)


def cookie_of(answer):
    return answer.cookies["kyodo_zone"]


def test_a_zone_is_laid_out_and_its_code_typed_back(client_for, bare):
    client = client_for(bare.one)
    assert "まだ用意されていません" in build.read(client, "/desk/zone/")
    page = build.read(client, "/desk/zone/new/")
    words = re.search(r'class="kp-code">(.*?)</p>', page)[1]
    assert (
        words.count("<span>") == 5 and words != re.search(r'class="kp-code">(.*?)</p>', build.read(client, "/desk/zone/new/"))[1]
    )
    for first, again, says in (
        ("みじかい", "みじかい", "16文字以上"), (PASSPHRASE, OTHER, "2つの合言葉がちがいます"), ("a" * 20, "a" * 20, "すぐに当てられます"),
        ("", "", "合言葉を入れてください"),
    ):  # fmt: skip
        refused = build.markup(client.post("/desk/zone/new/", {"password": first, "password2": again}))
        assert says in refused and PASSPHRASE not in refused and not Zone.objects.exists()
    made = client.post("/desk/zone/new/", {"password": PASSPHRASE, "password2": PASSPHRASE})
    code = re.search(r'class="kp-code">([A-Z0-9-]{29})</p>', build.markup(made))[1]
    assert made["Cache-Control"] == "private, no-store" and PASSPHRASE not in made.text
    assert Zone.objects.get().recovery_checked_on is None
    assert "まだ打ち返していません" in build.read(client, "/desk/zone/") and code not in build.read(client, "/desk/zone/")
    task = Task.objects.get(process="zone", done_at=None)
    assert (task.label, task.party) == ("予備の番号を打ち返す", f"p{bare.body.pk}")
    wrong = build.markup(client.post("/desk/zone/code/", {"password_code": "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ"}))
    assert "予備の番号がちがいます" in wrong and "ABCD" not in wrong
    assert client.post("/desk/zone/code/", {"password_code": code.lower().replace("-", " ")}).status_code == 302
    assert Zone.objects.get().recovery_checked_on == build.days(0)
    task = Task.objects.get(process="zone", done_at=None)
    assert (task.label, task.due_on) == ("予備の番号をためす", build.days(365))
    # A second press, and a colleague who is late, find the zone that is there.
    again = client.post("/desk/zone/new/", {"password": OTHER, "password2": OTHER})
    assert again.status_code == 302 and Zone.objects.count() == 1


def test_the_zone_opens_by_its_passphrase_and_closes(client_for, world):
    client, row = client_for(world.one), world.consult(words=WORDS)
    page = row.get_absolute_url()
    locked = build.read(client, page)
    assert "ここには封をした話があります" in locked and "山田会長" not in locked
    wrong = unlock(client, "akai-ringo")
    assert wrong.status_code == 200 and "合言葉がちがいます" in wrong.text and "akai-ringo" not in wrong.text
    opened = unlock(client, "ＡＫＡＩ　ringo marui tokei fukai mori", f"/desk/zone/?next={page}")
    assert opened["Location"] == f"{page}#main"
    cookie = cookie_of(opened)
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == ("/desk/", True, "Strict", "")
    text = build.read(client, page)
    assert "山田会長" in text and "次の総会でやめたいと言っている。" in text
    assert client.post("/desk/zone/close/").status_code == 302
    assert "山田会長" not in build.read(client, page) and "zone" not in client.session
    notes = list(AuditEvent.objects.filter(act="zone", by=world.one).order_by("pk").values_list("note", flat=True))
    assert notes[-2:] == ["開けた", "閉じた"]
    assert unlock(client, page="/desk/zone/?next=https://evil.example/")["Location"] == "/desk/zone/#main"


def test_the_cookie_is_secure_where_the_portal_speaks_https(client_for, world, settings):
    settings.KYODO_HTTPS = True
    assert cookie_of(unlock(client_for(world.one)))["secure"]


def test_a_pause_a_sign_out_and_half_a_key_close_it(client_for, world):
    row, page = world.consult(words=WORDS), None
    page = row.get_absolute_url()

    def reads(client):
        return "山田会長" in build.read(client, page)

    client = client_for(world.one)
    unlock(client)
    session = client.session
    session["zone"] = {**session["zone"], "seen": session["zone"]["seen"] - 29 * 60}
    session.save()
    assert reads(client) and client.session["zone"]["seen"] > session["zone"]["seen"]  # a click keeps it open
    session = client.session
    session["zone"] = {**session["zone"], "seen": session["zone"]["seen"] - 31 * 60}
    session.save()
    assert not reads(client) and "zone" not in client.session
    unlock(client)
    cookie, half = client.cookies["kyodo_zone"].value, client.session["zone"]
    client.cookies["kyodo_zone"] = "bm8="
    assert not reads(client)
    unlock(client)
    client.post("/accounts/logout/")
    client.force_login(world.one)
    assert not reads(client) and "zone" not in client.session
    # Both halves in somebody else's hands: the box is bound to who opened it.
    thief = client_for(world.two)
    session = thief.session
    session["zone"] = half
    session.save()
    thief.cookies["kyodo_zone"] = cookie
    assert not reads(thief)


def test_five_wrong_tries_are_all_there_are(client_for, world):
    client = client_for(world.one)
    for _ in range(5):
        assert "合言葉がちがいます" in unlock(client, "wrong wrong wrong").text
    assert "何度もちがったので" in unlock(client, "wrong wrong wrong").text
    assert "何度もちがったので" in unlock(client).text  # the right one too, until a while has passed
    assert "zone" not in client.session


def test_a_colleague_gets_the_key_after_comparing_numbers(client_for, world):
    row = world.consult(words=WORDS)
    two, one = client_for(world.two), client_for(world.one)
    assert "自分の鍵を作ってください" in build.read(two, "/desk/zone/")
    assert two.post("/desk/zone/ring/", {"password": OTHER, "password2": OTHER}).status_code == 302
    number = re.search(r'class="kp-code">(\d{4}(?: \d{4}){4})</p>', build.read(two, "/desk/zone/number/"))[1]
    assert "まだ渡されていません" in build.read(two, "/desk/zone/") and "まだあなたに渡されていません" in unlock(two, OTHER).text
    assert one.get(f"/desk/zone/hand/{world.two.pk}/").status_code == 302  # closed
    unlock(one)
    hand = f"/desk/zone/hand/{world.two.pk}/"
    assert hand in build.read(one, "/desk/zone/") and number in build.read(one, hand)
    assert one.post(hand, {"number": number}).status_code == 200 and not ZoneKey.objects.filter(user=world.two).exists()
    assert "渡していません" in one.post(hand, {"number": "0000 0000", "same": "on"}).text
    assert one.post(hand, {"number": number, "same": "on"}).status_code == 302
    assert unlock(two, OTHER).status_code == 302 and "山田会長" in build.read(two, row.get_absolute_url())
    given = AuditEvent.objects.get(act="zone", note="鍵を渡した")
    assert (given.by, given.person_id) == (world.one, world.two.pk)
    # A ring that was exchanged in the database shows another number than its owner's screen.
    private, public = sealed.new_pair()
    Keyring.objects.filter(user=world.two).update(public_key=public)
    ZoneKey.objects.filter(user=world.two).delete()
    assert number not in build.read(one, hand)
    two.session.pop("zone-number", None)
    two.post("/desk/zone/number/", {"password": OTHER})
    assert number in build.read(two, "/desk/zone/number/")


def test_who_forgot_the_passphrase_makes_a_new_key_and_uses_the_code_of_the_safe(client_for, world):
    row, client = world.consult(words=WORDS), client_for(world.one)
    assert "作り直し" in build.read(client, "/desk/zone/ring/")
    assert client.post("/desk/zone/ring/", {"password": OTHER, "password2": OTHER}).status_code == 200  # without the tick
    assert client.post("/desk/zone/ring/", {"password": OTHER, "password2": OTHER, "sure": "on"}).status_code == 302
    assert "まだ渡されていません" in build.read(client, "/desk/zone/")
    refused = client.post("/desk/zone/recover/", {"password": OTHER, "password_code": "A" * 24}).text
    assert "予備の番号がちがいます" in refused and OTHER not in refused and "AAAA" not in refused
    assert client.post("/desk/zone/recover/", {"password": OTHER, "password_code": world.code}).status_code == 302
    assert "山田会長" in build.read(client, row.get_absolute_url())


def test_a_renewed_key_seals_everything_anew_and_voids_the_rest(client_for, world):
    world.give(world.two)
    row, one, two = world.consult(words=WORDS), client_for(world.one), client_for(world.two)
    before = bytes(Consultation.objects.get(pk=row.pk).sealed)
    unlock(one), unlock(two, OTHER)
    assert one.post("/desk/zone/renew/").status_code == 200 and Zone.objects.get(body=world.body).generation == 1
    made = build.markup(one.post("/desk/zone/renew/", {"sure": "on"}))
    code = re.search(r'class="kp-code">([A-Z0-9-]{29})</p>', made)[1]
    now = Consultation.objects.get(pk=row.pk)
    assert (now.generation, bytes(now.sealed) != before, code != world.code) == (2, True, True)
    assert "山田会長" in build.read(one, row.get_absolute_url())
    assert "山田会長" not in build.read(two, row.get_absolute_url()) and "まだ渡されていません" in build.read(two, "/desk/zone/")
    zone = Zone.objects.get(body=world.body)
    with pytest.raises(Exception, match="予備の番号がちがいます"):
        recover(zone, by=world.two, passphrase=OTHER, code=world.code)
    assert recover(zone, by=world.two, passphrase=OTHER, code=code).zone.generation == 2
    # What an old back-up brought back of the former key does not open, and says so.
    Consultation.objects.filter(pk=row.pk).update(sealed=before, generation=1)
    assert "鍵がないので開けません" in build.read(one, row.get_absolute_url())


def test_a_leavers_open_session_ends_at_once(client_for, world):
    world.give(world.two)
    row, two = world.consult(words=WORDS), client_for(world.two)
    unlock(two, OTHER)
    assert "山田会長" in build.read(two, row.get_absolute_url())
    Membership.objects.filter(user=world.two).update(until=build.days(-1))
    assert two.get(row.get_absolute_url()).status_code == 404 and two.get("/desk/zone/").status_code == 404
    forget_leavers()
    assert not ZoneKey.objects.filter(user=world.two).exists() and ZoneKey.objects.filter(user=world.one).exists()
    assert "鍵を持っていた人が抜けました" in build.read(client_for(world.one), "/desk/zone/")
    Membership.objects.filter(user=world.two).update(until=None)
    assert "まだ渡されていません" in build.read(client_for(world.two), "/desk/zone/")


def test_the_pair_of_a_closed_account_goes_and_nobody_elses(world):
    world.give(world.two)
    world.two.is_active = False
    world.two.save(update_fields=["is_active"])
    forget_leavers()
    assert list(Keyring.objects.values_list("user", flat=True)) == [world.one.pk]


def test_a_superuser_with_the_database_reads_nothing(client_for, world):
    row, keeper = world.consult(words=WORDS), build.system_admin()
    build.join(keeper, world.body)  # a membership, a ring of one's own, the key's row copied, the session's half copied
    assert client_for(keeper).get("/desk/zone/").status_code == 404
    assert client_for(keeper).get(row.get_absolute_url()).status_code == 404
    plain = build.join(build.user("作った人"), world.body).user
    client, one = client_for(plain), client_for(world.one)
    client.post("/desk/zone/ring/", {"password": OTHER, "password2": OTHER})
    unlock(one)
    mine = ZoneKey.objects.get(user=world.one)
    ZoneKey.objects.create(zone=mine.zone, user=plain, generation=1, sealed=mine.sealed, given_by=world.one)
    assert "まだあなたに渡されていません" in unlock(client, OTHER).text
    session = client.session
    session["zone"] = one.session["zone"]
    session.save()
    text = build.read(client, row.get_absolute_url())
    assert "山田会長" not in text and row.number in text  # open columns: said so on the privacy page
    Keyring.objects.filter(user=plain).update(wrapped=Keyring.objects.get(user=world.one).wrapped)
    assert "合言葉がちがいます" in unlock(client, OTHER).text


def test_swapped_and_changed_rows_are_refused(client_for, world):
    first, second = (world.consult(words={"gist": text}) for text in ("一つめの話", "二つめの話"))
    client = client_for(world.one)
    unlock(client)
    Consultation.objects.filter(pk=first.pk).update(sealed=second.sealed)
    page = build.read(client, first.get_absolute_url())
    assert "鍵がないので開けません" in page and "二つめの話" not in page
    changed = bytearray(second.sealed)
    changed[-1] ^= 1
    Consultation.objects.filter(pk=second.pk).update(sealed=bytes(changed))
    assert "鍵がないので開けません" in build.read(client, second.get_absolute_url())


def test_a_lock_that_was_exchanged_is_seen(client_for, world):
    client, row = client_for(world.one), world.consult(words=WORDS)
    unlock(client)
    _, public = sealed.new_pair()
    Zone.objects.filter(body=world.body).update(public_key=public)
    assert "山田会長" not in build.read(client, row.get_absolute_url())
    assert "書きかえられたおそれがあります" in unlock(client).text


def test_who_has_no_place_at_the_desk_finds_no_zone(client_for, world):
    for user in (world.clerk, world.chief, world.leader, build.system_admin()):
        client = client_for(user)
        for page in ("/desk/zone/", "/desk/zone/new/", "/desk/zone/ring/", "/desk/zone/code/", "/desk/consultations/"):
            assert client.get(page).status_code == 404
    viewer = build.join(build.user(), world.body, "viewer").user
    assert client_for(viewer).get("/desk/zone/").status_code == 404
    assert "まだ用意されていません" in build.read(client_for(world.other), "/desk/zone/")
    with pytest.raises(Exception):  # noqa: B017
        set_up(by=world.clerk, passphrase=PASSPHRASE)


def test_a_city_that_runs_the_desk_itself_says_that_it_reads(client_for, settings):
    desk = Desk(zone=False)
    clerk = build.join(desk.clerk, desk.body).user
    assert client_for(clerk).get("/desk/zone/").status_code == 404
    settings.KYODO_ZONE_STAFF = True
    opened, code = set_up(by=clerk, passphrase=PASSPHRASE)
    assert unlock_zone(opened.zone, by=clerk, passphrase=PASSPHRASE).private == opened.private
    assert "市の職員が相談を受けています" in build.read(client_for(clerk), "/desk/zone/")


def test_no_page_gives_a_passphrase_or_a_code_back(client_for, world):
    """Pages that keep typed words would: after the session has ended, without the token of the form, refused, too old."""
    secret = "ひみつの合言葉はとても長いものです"
    words = {"password": secret, "password2": secret, "password_code": secret, "number": "1234 5678"}
    pages = ["", "new/", "ring/", "number/", "code/", "recover/", "renew/", f"hand/{world.two.pk}/", "close/", "code/new/"]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.one)
    gone, before = Client(), client_for(world.one)
    gone.cookies["csrftoken"] = before.get("/desk/zone/").wsgi_request.META["CSRF_COOKIE"]
    for page in pages:
        for client in (strict, gone, before, client_for(world.chief), client_for(world.two)):
            answer = client.post(f"/desk/zone/{page}", words)
            assert secret not in answer.text, (page, answer.status_code)
            assert answer.status_code < 500
