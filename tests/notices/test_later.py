"""A press that is no step of a table and can be taken back: taken back within ten minutes it was told nobody, in inbox or mail."""

import ast

import pytest

from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.common.templatetags.kyodo import jdatetime
from kyodo_portal.notices.models import Delivery, Notice
from projects.calls.announced_actions import announce
from projects.calls.promises import Change
from projects.cycles.do.actions import edit_update, post_update, written_in
from projects.models import Substitute
from projects.proposals.comments.actions import comment, end, invite, take_off
from projects.proposals.sign_off_actions import want_sign_off
from tests import build, house
from tests.projects.committees.build import World as Committees
from tests.projects.ledger.build import World as Ledger
from tests.projects.proposals.test_substitutes import OnePersonOffice
from tests.sent import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_minutes")]


def event():
    body, leader, _ = build.group("雪あかりの会")
    row = build.event(body, "朝市", signup="web")
    for way in ({"user": build.user()}, {"mail": "kyaku@example.jp"}, {}):
        build.signup(row, **way)
    page = f"/events/{row.pk}/"
    return leader, (f"{page}cancel/", {"why": "雪のため"}), lambda: (f"{page}revive/", {}), "中止になりました：朝市"


def meeting():
    world = Committees()
    page = f"/committees/meetings/{world.meeting().pk}/"
    return world.clerk, (f"{page}announce/", {}), lambda: (f"{page}unannounce/", {}), "を開きます"


def minutes():
    world = Committees()
    row = world.meeting(-1, announced=True, minutes="年のまとめを決めました。")
    Notice.objects.all().delete()
    page = f"/committees/meetings/{row.pk}/minutes/"
    return world.clerk, (page, {}), lambda: (f"{page}withdraw/", {}), "の会議録を公表しました"


def call():
    body, leader, _ = build.group("雪かき隊")
    page = f"/admin/projects/call/{build.draft(body, leader).call_id}/"
    clerk = build.office("secretariat")[1]
    return (
        clerk,
        (f"{page}withdraw/", {"reason": "まちがい"}),
        lambda: (f"{page}resume/", {"reason": "もどす"}),
        "取りやめになりました",
    )


def late():
    body, leader, _ = build.group("雪かき隊")
    row = build.draft(body, leader).call
    page, until = f"/admin/projects/call/{row.pk}/late/", f"{build.days(40):%Y-%m-%d} 17:00"
    said = {"partner": str(body.pk), "until": until, "reason": "停電のため"}
    clerk = build.office("secretariat")[1]
    return clerk, (page, said), lambda: (f"{page}{row.late_admissions.latest('pk').pk}/end/", {}), "午後5時まで提案できます"


def listing():
    body, _, _ = build.group("雪かき隊")
    page = f"/admin/partners/partner/{body.pk}/listing/"
    down, up = ({"listing": "1", "listing-reason": why} for why in ("苦情があったため", "まちがい"))
    return build.office("secretariat")[1], (page, down), lambda: (page, up), "「雪かき隊」の掲載を取り下げました"


def send(client, address, typed):
    return client.post(address, opened(client, address, **typed) if client.get(address).status_code == 200 else typed)


@pytest.mark.parametrize("make", (event, meeting, minutes, call, late, listing), ids=lambda make: make.__name__)
def test_what_is_taken_back_within_ten_minutes_was_told_nobody(make, client_for, later):
    by, press, back, title = make()
    client = client_for(by)
    assert send(client, *press).status_code == 302
    waiting = Notice.objects.waiting().filter(title__contains=title)
    assert waiting.exists() and not Delivery.objects.released().filter(next_try__lte=build.timezone.now()).exists()
    assert send(client, *back()).status_code == 302
    later(minutes=11)
    assert not Notice.objects.exists() and not Delivery.objects.exists()
    # What was told before is told to be over, and what is pressed a third time is told again.
    assert send(client, *press).status_code == 302
    later(minutes=11)
    heard = Notice.objects.released().filter(title__contains=title).count()
    assert send(client, *back()).status_code == 302
    later(minutes=11)
    assert heard and Notice.objects.released().exclude(title__contains=title).count() == heard
    assert Delivery.objects.exclude(subject__contains=title).count() == Delivery.objects.filter(subject__contains=title).count()


def test_a_day_that_is_put_back_within_ten_minutes_is_told_nobody_and_two_changes_are_told_once(client_for, later):
    body, leader, _ = build.group("雪あかりの会")
    row, client = build.event(body, "朝市", signup="web"), client_for(leader)
    build.signup(row, user=build.user())
    build.signup(row, mail="kyaku@example.jp")
    page = f"/events/{row.pk}/edit/"
    for place in ("公民館", "見本会館"):
        assert client.post(page, opened(client, page, place=place)).status_code == 302
    later(minutes=11)
    assert not Notice.objects.exists() and not Delivery.objects.exists()
    for place in ("公民館", "体育館"):
        assert client.post(page, opened(client, page, place=place)).status_code == 302
    later(minutes=11)
    assert "体育館" in Notice.objects.get().body and Delivery.objects.count() == 2


def test_what_changed_of_a_call_is_told_as_one_from_what_groups_have_read(later):
    body, leader, mate = build.group("雪かき隊")
    row, clerk = build.draft(body, leader).call, build.office("secretariat")[1]

    def change(*labels):
        announce(row, [Change(label, former, new, True) for label, former, new in labels], by=clerk, reason="まちがい")

    change(("上限", "300,000円", "30,000円"))
    change(("上限", "30,000円", "300,000円"))
    later(minutes=11)
    assert not Notice.objects.exists()
    change(("上限", "300,000円", "30,000円"), ("対象", "市内", "市内と隣の町"))
    later(minutes=8)
    change(("上限", "30,000円", "250,000円"))
    later(minutes=8)  # the first is sixteen minutes old, and nobody was told of it
    change(("上限", "250,000円", "200,000円"))
    later(minutes=11)
    assert [*Notice.objects.order_by("pk").values_list("user", flat=True)] == sorted([leader.pk, mate.pk])
    assert (
        Notice.objects.first().body
        == "上限\n前：300,000円\nこれから：200,000円\n\n対象\n前：市内\nこれから：市内と隣の町\n\n理由：まちがい\n\n"
        f"書きかけの提案書は、新しい内容に合うか確かめて、{jdatetime(row.closes_at)}までに出してください。"
        "出した提案は、そのまま受け付けています。"
    )


def test_a_comment_and_the_asking_for_it_are_taken_back_unheard(later):
    body, leader, _ = build.group("雪かき隊")
    draft, guide = build.draft(body, leader), build.user()
    build.assign(guide, body)
    build.join(guide, build.partner("こしゃる", office="coordinator"))
    invite(draft, by=leader)
    end(draft, by=leader)
    later(minutes=11)
    assert not Notice.objects.exists()
    invite(draft, by=leader)
    said = comment(draft, by=guide, page="idea", text="数を書くと伝わります。", form_key=build.uuid4())
    take_off(draft, said.pk, by=guide)
    later(minutes=11)
    assert [*Notice.objects.values_list("user", "title")] == [(guide.pk, f"「{draft}」の下書きへの助言のお願い")]


def test_a_public_record_that_is_hidden_again_was_told_nobody_and_one_shown_later_is_told(later):
    world = Ledger()
    said = {"happened_on": build.days(-1), "title": "集まり", "body": "話した"}
    update = post_update(world.cycle(small=True), by=world.clerk, form_key=build.uuid4(), is_public=True, **said)
    told = Notice.objects.filter(key__startswith=f"update:{update.pk}:")
    assert told.exists()
    edit_update(update, by=world.clerk, etag=fields_etag(written_in(update)), is_public=False, **said)
    assert not told.exists()
    update.refresh_from_db()
    edit_update(update, by=world.clerk, etag=fields_etag(written_in(update)), is_public=True, **said)
    later(minutes=11)
    assert [*told.values_list("user", flat=True)] == [world.representative.pk]


@pytest.mark.parametrize("minutes", [3, 20])
def test_what_is_over_and_was_called_off_by_mistake_is_put_right_for_who_has_heard_it(client_for, later, minutes):
    """Called off shortly before its end and revived after it: whoever was told hears the truth, whoever was not hears nothing."""
    body, leader, _ = build.group("雪あかりの会")
    now = build.timezone.now()
    row = build.event(
        body, "朝市", signup="web", starts_at=now - build.timedelta(hours=1), ends_at=now + build.timedelta(minutes=2)
    )
    for way in ({"user": build.user()}, {"mail": "kyaku@example.jp"}, {}):
        build.signup(row, **way)
    client_for(leader).post(f"/events/{row.pk}/cancel/", {"why": "雪のため"})
    later(minutes=minutes)
    assert client_for(leader).post(f"/events/{row.pk}/revive/").status_code == 302
    later(minutes=11)
    told = [*Notice.objects.released().values_list("title", flat=True), *Delivery.objects.values_list("subject", flat=True)]
    right = [title for title in told if title == "訂正：中止ではありませんでした：朝市"]
    assert len(right) == len(told) / 2 == (0 if minutes < 10 else len(told) / 2), told
    assert bool(told) is (minutes > 10)


def test_a_record_that_was_told_and_is_hidden_is_corrected_once(later):
    world = Ledger()
    said = {"happened_on": build.days(-1), "title": "集まり", "body": "話した"}
    update = post_update(world.cycle(small=True), by=world.clerk, form_key=build.uuid4(), is_public=True, **said)
    later(minutes=11)
    for is_public in (False, True, False):
        update.refresh_from_db()
        edit_update(update, by=world.clerk, etag=fields_etag(written_in(update)), is_public=is_public, **said)
    later(minutes=11)
    heard = Notice.objects.visible_to(world.representative).filter(key__startswith=f"update:{update.pk}").order_by("pk")
    project = update.cycle.project
    assert [*heard.values_list("title", flat=True)] == [
        f"あなたの団体の名前が出ている「{project}」に、市が活動記録を載せました",
        f"訂正：「{project}」に載った活動記録は、公開をやめました",
    ]


def test_a_substitute_that_was_told_and_is_ended_is_told_once(client_for, later):
    city = OnePersonOffice()
    keeper = client_for(city.keeper)
    titles = Notice.objects.filter(key__startswith="substitute:").order_by("pk").values_list("title", flat=True)
    keeper.post(city.address, city.named(city.other))
    keeper.post(f"/admin/projects/substitute/{Substitute.objects.get().pk}/end/")
    later(minutes=11)
    assert not titles.exists()
    keeper.post(city.address, city.named(city.other))
    later(minutes=11)
    for _ in range(2):
        keeper.post(f"/admin/projects/substitute/{Substitute.objects.latest('pk').pk}/end/")
    later(minutes=11)
    assert [*titles] == [
        f"「{city.proposal}」の手続きを、事務局の代わりに行ってください（代決）",
        f"「{city.proposal}」の、事務局の代わりの代決を終えました",
    ]


def test_who_has_heard_what_is_taken_back_hears_that_too_and_once(later):
    """Taken back after it was told: a comment, the asking for it, a confirmation that is asked for; asked anew, it is told anew."""
    body, leader, mate = build.group("雪かき隊")
    draft, guide = build.draft(body, leader), build.user()
    build.assign(guide, body)
    build.join(guide, build.partner("こしゃる", office="coordinator"))
    invite(draft, by=leader)
    said = comment(draft, by=guide, page="idea", text="数を書くと伝わります。", form_key=build.uuid4())
    want_sign_off(draft, True, by=leader)
    later(minutes=11)
    take_off(draft, said.pk, by=guide)
    end(draft, by=leader)
    for wanted in (False, True, False):
        want_sign_off(draft, wanted, by=leader)
    later(minutes=11)
    of = Notice.objects.order_by("pk").values_list("title", flat=True)
    asked = f"「{draft}」の下書きへの助言のお願い"
    assert [*of.filter(user=guide)] == [asked, f"「{draft}」の下書きへの助言は、もう要りません"]
    wish, no_more = f"「{draft}」の確認のお願い", f"訂正：「{draft}」の確認は、要らなくなりました"
    advice = f"「{draft}」の下書きに、助言があります"
    assert [*of.filter(user=mate)] == [advice, wish, f"訂正：「{draft}」の下書きへの助言は、書いた人が取り下げました", no_more]
    want_sign_off(draft, True, by=leader)
    later(minutes=11)
    assert [*of.filter(user=mate)][-1] == wish


# Where what is taken back was never untrue to whoever has heard it.
STILL_TRUE = {
    "projects/calls/announced_actions._tell_net": "put back within these minutes: what groups have read stands",
    "projects/reviews/actions.submit": "the sheet was asked for anew, and here it is",
    "projects/reviews/actions.declare_conflict": "the sheet was asked for anew, and is not written",
    "projects/proposals/conflicts/actions.judge_exclusion": "it was asked to be judged, and is",
    "partners/offers/telling_actions.tell_shown": "an offer that is closed had been put right all the same",
}


@pytest.mark.one_engine
def test_whoever_takes_back_what_was_told_tells_who_has_heard_it():
    """`unsay` and `take_back` say who has heard of it: an action that throws that away lets a false notice stand. `tell_undone`."""
    found = set()
    for path in house.app_code():
        tree, said = house.tree(path), {"unsay", "take_back"}
        ours = {
            name.asname or name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kyodo_portal.notices")
            for name in node.names
            if name.name in said
        }
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for node in ast.walk(function):
                call = node.value if isinstance(node, ast.Expr) else None
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ours:
                    found.add(f"{path.with_suffix('')}.{function.name}")
    assert found == {*STILL_TRUE}


# Who tells at once, and why it does not wait: nobody can take the press back, or nobody pressed.
AT_ONCE = {
    **dict.fromkeys(
        (
            "partners/offers/clock_actions._tell", "partners/requests/clock_actions._say_late",
            "partners/requests/clock_actions._ask_what_became", "partners/takeover/clock_actions._name_forgotten", "partners/directory/assignment_actions._end",
            "kyodo_portal/pages/digest.tell_the_week", "kyodo_portal/pages/friday.tell_the_followers",
            "kyodo_portal/pages/reminders.remind", "projects/handover/window_actions._tell_the_other_side",
            "partners/registration/draft_actions._by_the_rule_of_today",
        ),
        "the clock",
    ),
    "kyodo_portal/accounts/security_actions.tell_administrators": "a notice of security",
    "partners/registration/claim_actions.tell_the_claimant": "papers that came are on the page at once, and stay there",
    "kyodo_portal/letters/step_actions._hold_back": "the letter did not go; whoever pressed 「出す」 decides again",
    "kyodo_portal/personal/erasing_actions.erase": "what was erased is gone",
    "kyodo_portal/process/actions._correct": "a notice that puts another one right",
    "projects/proposals/conflicts/actions.forget_exclusions": "a notice that puts another one right",
    "projects/proposals/review_actions._review_has_not_begun": "a notice that puts another one right",
    "kyodo_portal/process/photo_actions._tell": "a photograph is covered at once",
    "kyodo_portal/letters/release_actions.tell": "the letter waited before it left",
    "partners/directory/dispute_actions.dispute": "rights stop at once",
    "partners/directory/member_actions.tell_of": "somebody came into a group's rights: a notice of security",
    "partners/events/tell_actions.tell": "what who signs up asked for, the lot, the clock",
    "partners/registration/claim_actions.tell_the_office": "digits that fit and papers that came are not taken back",
    "partners/requests/care_actions.report": "somebody is in need",
    "partners/requests/message_actions._tell": "a letter",
    "partners/takeover/actions.settle": "the day has come",
    "partners/takeover/objection_actions._tell": "nobody accepts any more from now on",
    "projects/consultations/actions.make": "a letter",
    "projects/cycles/do/meeting_actions._tell": "a record is put right, never taken back",
    "projects/handover/actions.plan_handover": "follows from the day on which somebody goes",
    "projects/inventory/round_actions.remind": "a reminder",
    "projects/opinions/actions._receipt": "a receipt",
}  # fmt: skip


@pytest.mark.one_engine
def test_whoever_tells_at_once_says_why():
    """A new one: `tell_later`, `notify(…, wait=True)`, or a row above."""
    found = set()
    for path in house.app_code():
        if "sample" in path.parts:
            continue
        functions = [node for node in ast.walk(house.tree(path)) if isinstance(node, ast.FunctionDef)]
        for call in (node for node in ast.walk(house.tree(path)) if isinstance(node, ast.Call)):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if name in ("notify", "notify_each") and not any(each.arg == "wait" for each in call.keywords):
                holds = [one for one in functions if one.lineno <= call.lineno <= one.end_lineno]
                found.add(f"{path.with_suffix('')}.{max(holds, key=lambda one: one.lineno).name}")
    assert found == {*AT_ONCE}
