"""What a press answers about whom it tells is true: in the zero case, for a second press, and where only some can be reached."""

import ast
import re

import pytest

from kyodo_portal.notices.models import Notice
from partners.models import Membership
from tests import build, house
from tests.sent import opened, text_of

# Sentences of `messages` that say that somebody was told: what they speak of was done in that same moment, whoever is there.
ALWAYS_SO = {
    "新しい番号を送りました": "a code, to the address that asked for it",
    "新しい数字を送りました": "a code, to the address that asked for it",
    "招待のメールを": "an invitation, to the address that stands in the sentence",
    "手紙を送りました": "the letter stands in its thread",
    "意見を送りました": "the opinion stands with the report",
    "「違う」と知らせました": "the objection waits as a task of the secretariat",
    "「心あたりがない」と知らせました": "the doubt waits as a task of the secretariat",
    "異議を知らせました": "the objection waits as a task of the secretariat",
    "「始める」を押すと": "what another press will do",
    "試しのメールを送ります": "a mail to whoever pressed",
}
CLAIMS = re.compile(r"(知らせ|送り|伝え|通知し)(まし|ます|てい)")


def said_by_presses():
    """(path, text) of every literal that a press answers with: of `messages.success` and of what is named for it."""
    for path in house.app_code():
        if "sample" in path.parts:
            continue
        for node in ast.walk(house.tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in {
                "success",
                "_done",
                "_back",
                "back",
            }:
                for part in ast.walk(node):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and CLAIMS.search(part.value):
                        yield str(path), part.value


@pytest.mark.one_engine
def test_a_press_that_says_whom_it_told_asks_whom():
    """A new sentence: `when_told`, or a row above with why it is always so."""
    found = {text for _, text in said_by_presses() if not any(known in text for known in ALWAYS_SO)}
    assert found == set()


@pytest.fixture
def office(client_for):
    return client_for(build.office("secretariat")[1])


def withdrawn(office, call):
    page = f"/admin/projects/call/{call.pk}/withdraw/"
    typed = opened(office, page, reason="まちがい")
    return [text_of(office.post(page, typed, follow=True)) for _ in range(2)]  # the second press reads the same


@pytest.mark.django_db
def test_a_call_without_proposals_is_withdrawn_and_nobody_is_told(office, ten_minutes):
    for said in withdrawn(office, build.call()):
        assert "書きかけの提案書も、出された提案もないので、知らせる団体はありません。" in said and "に知らせます" not in said
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_a_call_that_is_withdrawn_says_how_many_groups_hear_and_who_cannot(office, ten_minutes):
    body, leader, _ = build.group("雪かき隊")
    call = build.draft(body, leader).call
    other, boss, _ = build.group("川辺の会")
    build.submitted(other, boss, to=call)
    paper, one, mate = build.group("紙の会")
    build.draft(paper, one, to=call)
    Membership.objects.filter(partner=paper).delete()
    asked = build.read(office, f"/admin/projects/call/{call.pk}/withdraw/")
    assert "紙の会は、このサイトに人がいません。電話などで知らせてください。" in asked
    for said in withdrawn(office, call):
        assert re.search(
            "書きかけの1団体と、提案を出した1団体には、午[前後][0-9時分]+に知らせます。それまでに取り消せば、伝わりません。"
            "紙の会は、このサイトに人がいません。電話などで知らせてください。",
            said,
        )
    page = f"/admin/projects/call/{call.pk}/resume/"
    said = text_of(office.post(page, opened(office, page, reason="もどす"), follow=True))
    assert "まだ、だれにも伝わっていません。" in said and "知らせる相手はいません" not in said and "電話など" not in said


@pytest.mark.django_db
def test_an_event_that_nobody_signed_up_for_is_called_off(client_for, ten_minutes):
    body, leader, _ = build.group()
    client = client_for(leader)

    def called_off(*signups):
        event = build.event(body, signup="web")
        for fields in signups:
            build.signup(event, **fields)
        return text_of(client.post(f"/events/{event.pk}/cancel/", {"why": "雪のため"}, follow=True))

    none = called_off()
    assert "申し込んだ人は、いません。" in none and "に知らせます" not in none
    by_telephone = called_off({})
    assert "電話や紙で申し込んだ1件には、電話などで知らせてください。" in by_telephone and "に知らせます" not in by_telephone
    both = called_off({}, {"mail": "kyaku@example.jp"})
    assert "申し込んだ人には、午" in both and "電話や紙で申し込んだ1件には、電話などで知らせてください。" in both


@pytest.mark.django_db
def test_a_listing_of_a_body_without_people_is_taken_down(office, ten_minutes):
    body = build.partner("川辺の会")
    page, typed = f"/admin/partners/partner/{body.pk}/listing/", {"listing": "1", "listing-reason": "苦情があったため"}
    said = text_of(office.post(page, opened(office, page, **typed), follow=True))
    assert "団体の人のなかに、このサイトで知らせる相手はいません。" in said


@pytest.mark.django_db
def test_a_group_that_is_let_in_late_without_people_has_to_be_called(office, ten_minutes):
    body, call = build.partner("川辺の会"), build.call()
    page = f"/admin/projects/call/{call.pk}/late/"
    until = f"{build.days(40):%Y-%m-%d} 17:00"
    said = text_of(office.post(page, opened(office, page, partner=str(body.pk), until=until, reason="停電のため"), follow=True))
    assert "団体のなかに、このサイトで知らせる相手はいません。" in said
