"""Who did something has it in the inbox, as read, and gets no mail about it: whoever tells says by whose press."""

import ast
import re

import pytest

from kyodo_portal.notices.models import Delivery, Notice
from tests import build, house
from tests.accounts.people import make_user
from tests.sent import opened

TELLS = {"notify", "notify_each", "tell_later", "tell_undone", "tell_in_place", "offer_seats", "note_exclusions"}
IN_PARTNERS = {"tell", "settle"}
NOBODY = {
    **dict.fromkeys(
        (
            "partners/events/clock_actions._pass_on_seats", "partners/events/clock_actions._remind",
            "partners/offers/clock_actions._tell", "partners/requests/clock_actions._say_late",
            "partners/directory/assignment_actions._end",
            "partners/requests/clock_actions._ask_what_became", "partners/takeover/clock_actions._name_forgotten",
            "partners/takeover/clock_actions.turn_days", "kyodo_portal/pages/digest.tell_the_week",
            "kyodo_portal/pages/friday.tell_the_followers", "kyodo_portal/pages/reminders.remind",
            "projects/handover/window_actions._tell_the_other_side",
            "projects/proposals/conflicts/actions.note_all_exclusions", "partners/registration/draft_actions._by_the_rule_of_today",
        ),
        "the clock",
    ),
    "partners/events/signup_actions._put_in": "a receipt",
    "projects/opinions/actions._receipt": "a receipt",
    "projects/consultations/actions.make": "who writes from a public page is not known",
    "kyodo_portal/notices/later_actions.tell_later": "hands on what its caller says",
}  # fmt: skip
CLOCK = {  # and a file that is loaded, a guest who has no account
    "guidelines/revisions/loading_actions.load_guideline", "guidelines/revisions/publication_actions.publish_due",
    "partners/registration/clock_actions._end_hearings", "partners/registration/clock_actions._expire_one",
    "partners/requests/clock_actions._end", "projects/applications/clock_actions.turn_days", "projects/grants/entry_actions._carry",
    "projects/handover/actions.turn_days", "projects/inventory/round_actions.close_due", "projects/opinions/clock_actions.turn_days",
    "projects/reorganisations/actions.turn_days", "projects/voices/mine_views._step_of_guest",
}  # fmt: skip


def calls(names):
    """(path.function, call) of every call of one of these in the product's code."""
    for path in house.app_code():
        if "sample" in path.parts:
            continue
        functions = [node for node in ast.walk(house.tree(path)) if isinstance(node, ast.FunctionDef)]
        for call in (node for node in ast.walk(house.tree(path)) if isinstance(node, ast.Call)):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if name in names:
                holds = [one for one in functions if one.lineno <= call.lineno <= one.end_lineno]
                yield f"{path.with_suffix('')}.{max(holds, key=lambda one: one.lineno).name if holds else ''}", call


def says(call, *names):
    """Whether the call gives one of these, and more than None."""
    return any(word.arg in names and ast.unparse(word.value) != "None" for word in call.keywords)


@pytest.mark.one_engine
def test_whoever_tells_says_by_whose_press():
    """A new one: `by=`, `pressed_by=` where somebody else pressed, or a row above with why there is nobody."""
    found = {where for where, call in calls(TELLS) if not says(call, "by", "pressed_by")}
    found |= {where for where, call in calls(IN_PARTNERS) if where.startswith("partners/") and not says(call, "by")}
    assert found == {*NOBODY}


@pytest.mark.one_engine
def test_a_step_that_follows_by_itself_says_whose_press_led_to_it():
    def is_nobodys(call):
        return any(word.arg == "by" and ast.unparse(word.value) == "None" for word in call.keywords)

    assert {where for where, call in calls({"take_step"}) if is_nobodys(call) and not says(call, "pressed_by")} == CLOCK


def heard(person):
    """(what stands in the inbox, whether all of it counts as read, how many mails)."""
    rows = Notice.objects.filter(user=person)
    return (
        [*rows.values_list("title", flat=True)],
        not rows.filter(read_at=None).exists(),
        Delivery.objects.filter(to=person.email).count(),
    )


@pytest.fixture
def group():
    return build.group("雪あかりの会")


@pytest.mark.django_db
def test_a_host_who_signed_up_too_gets_no_mail_about_its_own_press(group, client_for):
    body, leader, mate = group
    event = build.event(body, "朝市", signup="web")
    build.signup(event, user=leader)
    build.signup(event, user=mate)
    build.signup(event)  # by telephone: the host has to call
    client_for(leader).post(f"/events/{event.pk}/cancel/", {"why": "雪のため"})
    told = ["中止になりました：朝市"] * 2
    assert heard(leader) == (told, True, 0)
    assert heard(mate)[:2] == (told, False) and heard(mate)[2] > 0


@pytest.mark.django_db
def test_who_draws_the_lot_is_not_mailed_that_others_have_to_be_called(group, client_for):
    body, leader, mate = group
    last = build.timezone.now() - build.timedelta(hours=1)
    event = build.event(body, "朝市", signup="lot", capacity=1, signup_until=last)
    build.signup(event, state="waiting", place=1)
    client_for(leader).post(f"/events/{event.pk}/signups/draw/")
    told = ["抽選に当たりました：朝市"]
    assert heard(leader) == (told, True, 0) and heard(mate) == (told, False, 1)


@pytest.mark.django_db
def test_who_accepts_a_place_in_a_group_is_not_mailed_that_they_came(group, client_for):
    body, leader, mate = group
    newcomer, page = make_user("shinjin@example.jp"), f"/invite/member/{body.pk}/"
    client_for(leader).post(page, opened(client_for(leader), page, email=newcomer.email, part="member"))
    mail = Delivery.objects.get(to=newcomer.email)
    client_for(newcomer).post(re.search(r"/accounts/invitation/\S+/", mail.text)[0])
    told = ["「雪あかりの会」の担当に、見本 花子さんが加わりました"]
    assert heard(newcomer) == (told, True, 1)  # the invitation itself
    assert heard(mate) == (told, False, 1) and heard(leader) == ([], True, 0)


@pytest.mark.django_db
def test_who_asks_for_a_photograph_of_the_own_page_to_go_is_not_mailed_about_it(group, client_for):
    body, leader, mate = group
    mate.memberships.update(part="representative")
    photo = build.photo("partner", body, leader)
    page = f"/photos/{photo.pk}/"
    assert client_for(leader).post(page, opened(client_for(leader), page)).status_code == 302
    told = ["「雪あかりの会」の写真を外してほしいと、連絡がありました"]
    assert heard(leader) == (told, True, 0) and heard(mate) == (told, False, 1)
