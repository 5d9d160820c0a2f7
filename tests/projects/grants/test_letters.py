"""通知書 of a grant: the sums, conditions and days that its steps decide, as they stand in the drafts."""

import copy

import pytest

from kyodo_portal.letters.appeals import ASK
from kyodo_portal.letters.models import OfficialLetter
from kyodo_portal.letters.template_actions import lay_templates
from kyodo_portal.letters.template_models import Signatory
from projects.grants.run_actions import etag_of_change, save_change
from projects.models import GrantScheme
from tests import build
from tests.letters.build import the_letter

from .build import World, doc, line_sums, paid

pytestmark = pytest.mark.django_db
BACK = {"ground": "営利のとき", "reason": "品物を売りました。"}


@pytest.fixture(scope="module")
def laid(lay):
    def make():
        lay_templates()
        Signatory.objects.create(post="見本市長", name="見本 太郎", since=build.days(-400))
        return World()

    return lay(make)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def received(world):
    return world.step(world.step(world.draft(), "submit"), "receive")


def lines(*wanted):
    """The newest letter's name, number and 教示 (whether it says how to object), once all these lines stand in it."""
    letter = the_letter()
    for line in wanted:
        assert line in letter.body.splitlines(), letter.body
    assert "｛" not in letter.title + letter.body + letter.file_name
    return letter.template.name, letter.document_number, "審査請求" in letter.appeal_text


def test_a_decision_with_less_than_was_asked_says_how_much_why_and_on_what_conditions(world, client_for):
    grant = received(world)
    cut = {"cut_reason": "予算に限りがあるためです。", "conditions": "領収書を残してください。"}
    grant = world.step(grant, "decide", amount=120_000, decided_lines=line_sums(grant, "budget"), **cut, **doc())
    assert lines(
        "補助事業の名前：空き家の居場所",
        "補助番号：R8-G-0001",
        "根拠：居場所づくり補助金交付要綱",
        "申請額：140,000円",
        "交付決定額：120,000円",
        "申請額と違う理由：予算に限りがあるためです。",
        "条件：領収書を残してください。",
        "事業の期間：令和8年12月1日から令和9年2月28日まで",
        "担当課：福祉課",
    ) == ("交付決定通知書", "福第1号", False)
    letter = the_letter()
    assert (letter.to_name, letter.received_number, letter.decided_on) == ("ひだまりの会", "R8-G-0001", build.days(0))
    assert "交付決定通知書" in build.read(client_for(world.clerk), grant.get_absolute_url())
    assert client_for(world.official).get(f"/staff/letters/{letter.pk}/").status_code == 404
    world.step(grant, "undo_decide", by=world.clerk, reason="まちがえました。")
    letter.refresh_from_db()
    assert letter.state_label == "出さない"


def test_a_refusal_says_how_to_object(world):
    GrantScheme.objects.update(is_disposition=True)
    world.step(received(world), "decline", **BACK, **doc("福第2号"))
    assert lines("申請額：140,000円", "理由：営利のとき", "理由の説明：品物を売りました。") == (
        "不交付決定通知書",
        "福第2号",
        True,
    )


def test_what_a_scheme_decides_that_is_no_disposition_says_whom_to_ask(world):
    world.step(received(world), "decline", **BACK, **doc("福第2号"))
    assert lines("申請額：140,000円") == ("不交付決定通知書", "福第2号", False)
    assert the_letter().appeal_text == ASK


def test_a_change_that_is_refused_and_a_stop_that_is_allowed(world):
    GrantScheme.objects.update(is_disposition=True)
    grant = world.step(world.decided(), "ask_stop", reason="人が集まりません。")
    grant = world.step(grant, "refuse_change", reason="まだ間に合います。", **doc("福第3号"))
    assert lines("申請の内容：人が集まりません。", "理由：まだ間に合います。") == ("変更等不承認通知書", "福第3号", True)
    assert the_letter().title == "補助事業の中止について（通知）"
    grant = world.step(grant, "ask_stop", reason="会場がなくなりました。")
    world.step(grant, "allow_stop", due=build.days(20), **doc("福第4号"))
    assert lines("中止の理由：会場がなくなりました。") == ("中止承認通知書", "福第4号", False)  # as the group asked
    assert "実績報告の期限：令和" in the_letter().body


def test_a_change_that_is_allowed_says_both_sums(world):
    grant = world.decided()
    amounts = {row.pk: 400_000 if row.side == "expense" else 200_000 for row in grant.lines.all()}
    save_change(grant, by=world.leader, etag=etag_of_change(grant), amounts=amounts)
    grant = world.step(grant, "ask_change", what="屋根も直します。", reason="雨もりのためです。")
    world.step(grant, "allow_change", amount=200_000, **doc("福第5号"))
    wanted = ("変更の内容：屋根も直します。", "変更前の交付決定額：140,000円", "変更後の交付決定額：200,000円")
    assert lines(*wanted) == ("変更承認通知書", "福第5号", False)


def test_what_was_paid_too_much_is_confirmed_and_asked_back_with_its_day(world):
    grant = world.step(world.decided(), "ask_advance", amount=112_000, reason="材料を買うため")
    grant = world.step(grant, "pay_advance", **paid(112_000))
    grant = world.confirmed(world.reported(grant, spent=200_000, own=100_000), 100_000)
    assert lines(
        "交付決定額：140,000円", "確定額：100,000円", "これまでに支払った額：112,000円", "返していただく額：12,000円"
    ) == ("額の確定通知書", "福第9号", False)
    assert "これから支払う額" not in the_letter().body
    world.step(grant, "ask_refund", due=build.days(20), **doc("福第10号"))
    assert lines("確定額：100,000円", "返還する額：12,000円") == ("返還請求通知書", "福第10号", False)
    assert "返還の期限：令和" in the_letter().body and "年10.95％の延滞金" in the_letter().body


def test_a_decision_that_is_revoked_says_what_is_given_back_and_how_to_object(world):
    GrantScheme.objects.update(is_disposition=True)
    grant = world.step(world.decided(), "ask_advance", amount=112_000, reason="材料を買うため")
    grant = world.step(grant, "pay_advance", **paid(112_000))
    grant = world.step(grant, "revoke_paid", amount=50_000, due=build.days(20), **BACK, **doc("福第11号"))
    assert lines("取り消した交付決定額：140,000円", "これまでに支払った額：112,000円", "返還する額：50,000円") == (
        "交付決定取消・返還請求通知書",
        "福第11号",
        True,
    )
    world.step(grant, "undo_revoke_paid", by=world.clerk, reason="まちがえました。")
    assert [row.state_label for row in OfficialLetter.objects.order_by("pk")] == ["下書き", "出さない"]
