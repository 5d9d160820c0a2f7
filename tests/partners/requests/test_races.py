"""Many letters at once: none above the day's limit, none twice, no number missing in a thread. On PostgreSQL only."""

import datetime
from uuid import uuid4

from partners.models import Request
from partners.requests.actions import send_request
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
