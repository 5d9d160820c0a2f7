"""The digits that prove a guest's mailbox, at every door that mails them: guessed three times, and nobody's address shut by a stranger."""

import base64
import re
from uuid import uuid4

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from kyodo_portal.accounts.models import Counter
from kyodo_portal.notices.models import Delivery
from partners.events.signup_models import Signup
from partners.requests.guest_actions import DOOR
from partners.requests.models import Request
from projects.models import MeToo
from tests import build
from tests.accounts.people import at
from tests.projects.voices import build as voices

pytestmark = pytest.mark.django_db
MAIL, WRONG, OVER = "guest@example.jp", "数字がちがいます", "この数字は、もう使えません"
TOO_MANY, STOPPED = "今日送れる数を超えました", "今日は、このアドレスの数字を止めています"


def from_line(number):
    return Client(REMOTE_ADDR=f"203.0.113.{number}")


@pytest.fixture
def office():
    return build.office("secretariat")[0]


def ask(client, office, mail=MAIL):
    """A letter of a guest to the city: the page on which the digits are asked for, or the form again."""
    said = {"kind": "ask", "text": "集会所は借りられますか。", "name": "川上", "mail": mail, "form_key": uuid4()}
    return client.post(reverse("ask-about", args=[f"partner:{office.pk}"]), said)


def newest_code():
    return re.search(r"^\d{6}$", Delivery.objects.filter(to=MAIL).order_by("-pk")[0].text, re.M).group()


def wrong_one():
    return f"{(int(newest_code()) + 1) % 10**6:06}"


def enter(client, code):
    return client.post("/ask/code/", {"code": code})


def test_a_code_takes_three_tries_whatever_the_session_remembers(office):
    client = from_line(1)
    ask(client, office)
    before = dict(client.session.items())
    for _ in range(3):
        assert WRONG in build.markup(enter(client, wrong_one()))
    session = client.session
    session.update(before)  # as thirty requests at once would find it
    session.save()
    assert OVER in build.markup(enter(client, newest_code()))


def test_whoever_guesses_stops_themselves_and_not_the_owner(office):
    stranger, owner = from_line(1), from_line(2)
    for _ in range(3):
        ask(stranger, office)
        for _ in range(3):
            answer = enter(stranger, wrong_one())
    assert STOPPED in build.markup(answer)
    ask(owner, office)
    assert enter(owner, newest_code()).url == "/requests/sent/#main"
    assert not Counter.objects.filter(key__contains="@").exists()


def test_fifteen_wrong_ones_of_everybody_end_the_day_of_an_address(office):
    answer = None
    for number in range(1, 7):
        client = from_line(number)
        ask(client, office)
        for _ in range(3):
            answer = enter(client, wrong_one())
    assert STOPPED in build.markup(answer)


def test_one_visitor_mails_an_address_five_times_and_strangers_twenty(office):
    stranger = from_line(1)
    assert [ask(stranger, office).status_code for _ in range(6)] == [302] * 5 + [200]
    assert ask(from_line(2), office).status_code == 302
    for number in range(3, 30):
        last = ask(from_line(number), office)
    assert TOO_MANY in build.markup(last) and Delivery.objects.filter(to=MAIL).count() == 20


def test_one_visitor_does_not_mail_the_whole_town_and_a_counter_of_the_city_hall_does(office, settings):
    def last_of(client):
        return [ask(client, office, f"new{number}@example.jp").status_code for number in range(61)][-1]

    assert last_of(from_line(1)) == 200
    settings.KYODO_STAFF_NETWORKS = ["203.0.113.0/24"]
    assert ask(from_line(1), office, "more@example.jp").status_code == 302


def test_other_digits_come_after_a_minute_and_the_earlier_ones_are_void(office, monkeypatch):
    client = from_line(1)
    ask(client, office)
    first = newest_code()
    assert "もう一度送る" in build.markup(client.get("/ask/code/"))
    early = client.post("/ask/code/", {"again": "1"}, follow=True)
    assert "1分たつと、もう一度送れます" in build.markup(early) and Delivery.objects.count() == 1
    at(monkeypatch, 61)
    assert "前の数字は使えません" in build.markup(client.post("/ask/code/", {"again": "1"}, follow=True))
    if newest_code() != first:
        assert WRONG in build.markup(enter(client, first))
    assert enter(client, newest_code()).url == "/requests/sent/#main"


def test_the_address_in_a_guests_mail_names_nobody_and_opens_one_row_of_that_mailbox(office, settings):
    client = from_line(1)
    ask(client, office)
    enter(client, newest_code())
    row = Request.objects.get()
    token = DOOR.token_of(row)
    assert "guest" not in str(base64.urlsafe_b64decode(token.split(":")[0] + "===")) and "guest" not in token
    page = reverse("request-guest", args=[token])
    assert client.get(page).status_code == 200
    old = signing.dumps([row.pk, MAIL], salt=DOOR.salt)  # of a mail that went out before
    assert client.get(reverse("request-guest", args=[old])).status_code == 200
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert client.get(page).status_code == 200
    Request.objects.update(guest_mail="other@example.jp")
    assert {client.get(reverse("request-guest", args=[one])).status_code for one in (token, old)} == {404}


def test_who_writes_in_two_windows_proves_and_sends_both(office):
    """A second text waits beside the first one, each with its own digits; what was sent from one page leaves the other alone."""
    client, other = from_line(1), build.office()[0]
    pages = [ask(client, body).url for body in (office, other)]
    codes = [re.search(r"^\d{6}$", row.text, re.M).group() for row in Delivery.objects.filter(to=MAIL).order_by("pk")]
    assert WRONG in build.markup(client.post(pages[0], {"code": codes[1]}))
    for _ in range(2):  # pressed twice too
        assert client.post(pages[0], {"code": codes[0]}).url == "/requests/sent/#main"
    assert [*Request.objects.values_list("to", flat=True)] == [office.pk]
    assert client.post(pages[1], {"code": codes[1]}).url == "/requests/sent/#main"
    assert {*Request.objects.values_list("to", flat=True)} == {office.pk, other.pk}


def test_what_waited_in_a_session_of_the_former_portal_is_sent_after_the_upgrade(office):
    """One row of each sort lay there by itself, its digits under the name of the sort: the same mail still opens it, and a next one fits in."""
    world, event = voices.World(), build.event(build.partner("雪あかりの会"), "朝市", signup="web")
    topic = world.topic.get_absolute_url()
    typed = {"people": "1", "name": "川上", "mail": MAIL}
    doors = {
        "letter": ("about", lambda client: ask(client, office)),
        "signup": ("event", lambda client: client.post(f"/events/{event.pk}/signup/", {**typed, "form_key": uuid4()})),
        "metoo": ("topic", lambda client: client.post(f"{topic}me-too/", {"mail": MAIL, "note": "うちもです"})),
    }
    for number, (kind, (word, press)) in enumerate(doors.items(), 1):
        client = from_line(number)
        page, session = press(client).url, client.session
        ((about, row),) = session[kind].items()
        row.pop("page", None)
        session[kind] = {**row, word: about if word == "about" else int(about)}
        session[f"{kind}_code"] = session.pop(f"{kind}_code:{about}")
        session.save()
        assert client.get(page).status_code == 200, kind
        code = newest_code()
        ask(client, build.office()[0])  # another text beside it
        answer = client.post(page, {"code": code})
        assert answer.status_code == 302, (kind, build.markup(answer))
    assert (Request.objects.count(), Signup.objects.count(), MeToo.objects.count()) == (1, 1, 1)
