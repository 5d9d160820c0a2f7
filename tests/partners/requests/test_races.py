"""Many letters at once: none above the day's limit, none twice, no number missing in a thread. On PostgreSQL only."""

import datetime
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from kyodo_portal.accounts.limits import DAY, counter_key, spend
from kyodo_portal.process.actions import take_step
from partners.models import AbuseReport, Block, Membership, Request
from partners.requests.actions import send_request
from partners.requests.care_actions import report, set_block
from partners.requests.limits import LETTERS, LETTERS_IN, TO_ONE_A_DAY
from partners.requests.message_actions import add_message
from tests import build
from tests.races import ON_POSTGRESQL, ends, together

pytestmark = ON_POSTGRESQL


def writer():
    """Somebody whose account is not of today."""
    user = build.user()
    user.date_joined -= datetime.timedelta(days=3)
    user.save(update_fields=["date_joined"])
    return user


def send(by, to, text, key=None):
    words = {"about": f"partner:{to.pk}", "about_label": to.name, "form_key": key or uuid4()}
    return send_request(by=by, to=to, kind="ask", text=text, **words)


def test_twelve_at_once_are_five():
    by, bodies = writer(), [build.group()[0] for _ in range(12)]
    works = [lambda number=number, to=to: send(by, to, f"手紙{number}") for number, to in enumerate(bodies)]
    assert ends(*works) == ["ValidationError"] * 7 + ["done"] * 5
    assert Request.objects.count() == 5


def test_a_double_press_is_one_letter():
    by, to, key = writer(), build.group()[0], uuid4()
    assert ends(*[lambda: send(by, to, "手紙", key)] * 2) == ["done"] * 2
    assert Request.objects.count() == 1


def test_twenty_letters_at_once_have_every_number_once():
    by, to = writer(), build.group()[0]
    row = send(by, to, "手紙")
    together(*[lambda number=number: add_message(row, by=by, text=f"続き{number}", form_key=uuid4()) for number in range(20)])
    assert [*row.letters.values_list("number", flat=True)] == [*range(1, 22)]


def test_twelve_at_once_on_the_first_day_of_an_account_are_two():
    by, bodies = build.user(), [build.group()[0] for _ in range(12)]
    works = [lambda number=number, to=to: send(by, to, f"手紙{number}") for number, to in enumerate(bodies)]
    assert ends(*works) == ["ValidationError"] * 10 + ["done"] * 2


def test_of_the_same_text_to_five_at_once_two_are_held_back():
    by, bodies = writer(), [build.group()[0] for _ in range(5)]
    assert ends(*[lambda to=to: send(by, to, "同じ文です。") for to in bodies]) == ["done"] * 5
    assert sorted(Request.objects.values_list("status", flat=True)) == ["held"] * 2 + ["sent"] * 3


def test_the_last_letter_that_a_group_gets_in_a_day_is_one():
    to = build.group()[0]
    for _ in range(TO_ONE_A_DAY - 1):
        spend(counter_key("ask-to", to.pk), TO_ONE_A_DAY, DAY)
    works = [lambda by=by: send(by, to, "手紙") for by in [writer() for _ in range(4)]]
    assert ends(*works) == ["ValidationError"] * 3 + ["done"]


def test_guests_of_one_address_and_of_one_line_at_once():
    office = build.office("secretariat")[0]

    def ask(number, mail, line):
        words = {"about": "page:/", "about_label": "市", "form_key": uuid4(), "guest_name": "川上", "guest_mail": mail}
        return send_request(by=None, to=office, kind="ask", text=f"質問{number}", line=line, **words)

    of_one = [lambda number=number: ask(number, "guest@example.jp", f"192.0.2.{number}") for number in range(6)]
    assert ends(*of_one) == ["ValidationError"] * 3 + ["done"] * 3
    for _ in range(19):
        spend(counter_key("ask-line", "198.51.100.7"), 20, DAY)
    assert ends(*[lambda number=number: ask(f"線{number}", "", "198.51.100.7") for number in range(4)]) == (
        ["ValidationError"] * 3 + ["done"]
    )


def test_the_last_two_letters_of_half_an_hour_are_two():
    by, to = writer(), build.group()[0]
    row = send(by, to, "手紙")
    for _ in range(LETTERS - 2):
        spend(counter_key("letter", by.pk), LETTERS, LETTERS_IN)
    works = [lambda number=number: add_message(row, by=by, text=f"続き{number}", form_key=uuid4()) for number in range(5)]
    assert ends(*works) == ["ValidationError"] * 3 + ["done"] * 2
    assert [*row.letters.values_list("number", flat=True)] == [1, 2, 3]


def test_whoever_asks_twice_is_let_in_once():
    """Two letters of one person at one moment are one; two representatives who let this person in at one moment give one place."""
    by, (to, chair, _) = writer(), build.group()
    second = build.user()
    build.join(second, to, Membership.Part.REPRESENTATIVE)
    asks = [
        lambda text=text: send_request(
            by=by, to=to, kind="join", text=text, about=f"partner:{to.pk}", about_label=to.name, form_key=uuid4()
        )
        for text in ("入りたいです", "もう一度")
    ]
    assert ends(*asks) == ["ValidationError", "done"]
    row, said = Request.objects.get(), {"part": "member", "since": build.days(0)}
    works = [lambda who=who: take_step(row, "admit", by=who, version=row.version, **said) for who in (chair, second)]
    assert ends(*works) == ["Stale", "done"]
    assert Membership.objects.filter(user=by, partner=to).count() == 1


def test_reports_and_blocks_at_once_are_one_each():
    by, (to, chair, _) = writer(), build.group()
    row = send(by, to, "手紙")
    build.office("secretariat")
    assert ends(*[lambda: report(row, by=chair, why="こまります")] * 4) == ["done"] * 4
    assert AbuseReport.objects.count() == 1
    assert ends(*[lambda: set_block(row, by=chair, is_on=True)] * 4) == ["done"] * 4
    assert Block.objects.count() == 1
    assert (
        ends(lambda: send(by, to, "また"), lambda: add_message(row, by=by, text="続き", form_key=uuid4()))
        == ["ValidationError"] * 2
    )


def test_thirty_codes_of_a_guest_at_once_are_judged_as_three():
    office, client = build.office("secretariat")[0], Client()
    said = {"kind": "ask", "text": "集会所は借りられますか。", "name": "川上", "mail": "guest@example.jp", "form_key": uuid4()}
    client.post(reverse("ask-about", args=[f"partner:{office.pk}"]), said)

    def guess():
        copy = Client()
        copy.cookies = client.cookies.copy()
        return "数字がちがいます" in copy.post("/ask/code/", {"code": "none"}).content.decode()

    assert sum(together(*[guess] * 30)) == 3
