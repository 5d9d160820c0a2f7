"""Many at once: the last seat is given once, a double press is one sign-up. On PostgreSQL only."""

from uuid import uuid4

from partners.events.signup_actions import leave, sign_up, take_seat
from partners.models import Signup
from tests import build
from tests.races import ON_POSTGRESQL, ends, together

pytestmark = ON_POSTGRESQL


def test_of_eight_at_the_last_seat_one_comes_and_seven_wait_in_a_line():
    event, people = build.event(build.partner(), signup="web", capacity=1), [build.user() for _ in range(8)]
    together(*[lambda user=user: sign_up(event, form_key=uuid4(), name="x", people=1, user=user) for user in people])
    assert sorted(Signup.objects.values_list("state", flat=True)) == ["in"] + ["waiting"] * 7
    assert [*Signup.objects.filter(state="waiting").order_by("place").values_list("place", flat=True)] == [*range(1, 8)]


def test_a_double_press_is_one_sign_up():
    event, user, key = build.event(build.partner(), signup="web"), build.user(), uuid4()
    works = [lambda: sign_up(event, form_key=key, name="x", people=1, user=user)] * 2
    assert ends(*works) == ["done"] * 2 and Signup.objects.count() == 1


def test_two_who_leave_at_once_offer_two_seats_and_no_more():
    event = build.event(build.partner(), signup="web", capacity=2)
    rows = [sign_up(event, form_key=uuid4(), name="x", people=1, user=build.user()) for _ in range(5)]
    together(*[lambda row=row: leave(row) for row in rows[:2]])
    assert sorted(Signup.objects.values_list("state", flat=True)) == ["offered", "offered", "out", "out", "waiting"]
    offered = Signup.objects.filter(state="offered").first()
    assert ends(*[lambda: take_seat(offered)] * 2) == ["done"] * 2
