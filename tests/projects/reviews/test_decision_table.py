"""まとめて決める: all decisions of a call on one page, with one number, recorded together or not at all."""

import datetime
import re

import pytest
from django.utils import timezone

from kyodo_portal.letters.models import ReasonExample
from kyodo_portal.notices.models import Notice
from projects.models import Call, Decision, Proposal
from tests import build

from .build import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    def make():
        world = World(pass_mark=60, budget=350_000)
        world.second, _ = world.another("見守りの朝ごはん")
        world.third, _ = world.another("川の草刈り")
        for proposal, points in ((world.proposal, (5, 4, 4)), (world.second, (4, 4, 4)), (world.third, (1, 1, 1))):
            for member in world.panel:
                world.sheet(member, *points, proposal=proposal)
        Call.objects.update(closes_at=timezone.now() - datetime.timedelta(hours=1))
        return world

    return lay(make)


def address(world):
    return f"/admin/projects/review/call/{world.call.pk}/decide/"


def sent(world, *results, **once):
    """What the page sends: (result, amount, more) for each of the three proposals."""
    said = {
        "document_number": "観交第9号",
        "decided_on": "令和8年11月20日",
        "why_won": "役に立つからです。",
        "why_lost": "点が届きません。",
    }
    said |= {**once, "record": "1"}
    for proposal, (result, amount, more) in zip((world.proposal, world.second, world.third), results, strict=True):
        row = {"version": proposal.version, "result": result, "amount": amount, "form": str(world.form.pk), **more}
        said |= {f"p{proposal.pk}-{name}": value for name, value in row.items()}
    return said


WON, LOST, OPEN = ("adopted", "200000", {}), ("declined", "", {}), ("", "200000", {})


def test_three_decisions_with_one_number(world, client_for):
    client = client_for(world.clerk)
    page = client.get(address(world)).content.decode()
    assert page.index("冬の雪かき応援隊") < page.index("見守りの朝ごはん") < page.index("川の草刈り")  # by their points
    assert "求めた額 200,000円" in page and "最低点に届かない" in page and "残りは350,000円" in page
    said = sent(
        world, WON, ("adopted_with_conditions", "15万円", {"conditions": "会計を分けること", "why": "条件しだいです。"}), LOST
    )
    answer = client.post(address(world), said)
    assert answer["Location"] == f"/admin/projects/review/call/{world.call.pk}/#content-start"
    rows = Decision.objects.order_by("proposal__pk").values_list("result", "amount", "why", "document_number", "conditions")
    assert list(rows) == [
        ("adopted", 200_000, "役に立つからです。", "観交第9号", ""),
        ("adopted_with_conditions", 150_000, "条件しだいです。", "観交第9号", "会計を分けること"),
        ("declined", None, "点が届きません。", "観交第9号", ""),
    ]
    assert not Notice.objects.filter(title__contains="採択").exists()
    assert client.post(address(world), said).status_code in (200, 302) and Decision.objects.count() == 3  # a second press
    assert "いま、決定を待つ提案はありません" in client.get(address(world)).content.decode()


def test_one_wrong_row_keeps_all_and_says_where(world, client_for):
    client = client_for(world.clerk)
    page = client.post(address(world), sent(world, ("adopted", "5万円", {}), ("adopted", "30万円", {}), LOST)).content.decode()
    said = "市が負担する額は、団体が求めた額（200,000円）までにしてください。"
    assert f'<li><a href="#id_p{world.second.pk}-amount">「{world.second.title}」：{said}</a></li>' in page
    assert f'<p class="kp-error">{said}</p>' in page  # at its box the row says it
    assert 'value="30万円"' in page and not Decision.objects.exists()
    page = client.post(address(world), sent(world, WON, WON, LOST)).content.decode()
    assert "予算の350,000円を50,000円こえます" in page and not Decision.objects.exists()
    page = client.post(address(world), sent(world, WON, WON, LOST, despite="市長の判断です。"))
    assert page.status_code == 302 and Decision.objects.filter(despite="市長の判断です。").count() == 1  # where it was needed


def test_what_is_not_decided_stays_open_and_a_reason_is_asked(world, client_for):
    client = client_for(world.clerk)
    assert "1つも決まっていません" in client.post(address(world), sent(world, OPEN, OPEN, OPEN)).content.decode()
    page = client.post(address(world), sent(world, WON, OPEN, OPEN, why_won="")).content.decode()
    assert "理由を、この行か、上の「伝える理由」に書いてください。" in page and not Decision.objects.exists()
    assert client.post(address(world), sent(world, WON, OPEN, OPEN)).status_code == 302
    assert sorted(Proposal.objects.values_list("status", flat=True)) == ["decided", "reviewing", "reviewing"]


def test_the_sum_is_seen_before_anything_is_recorded(world, client_for):
    said = sent(world, WON, WON, OPEN, document_number="")
    said = {name: value for name, value in said.items() if name != "record"} | {"sum": "1"}
    page = client_for(world.clerk).post(address(world), said).content.decode()
    assert "採択する額の合計は400,000円です" in page and "予算をこえます" in page and "入力を直してください" not in page
    unread = client_for(world.clerk).post(address(world), {**said, f"p{world.second.pk}-amount": "たくさん"}).content.decode()
    assert (
        "採択する額の合計は200,000円です" in unread and 'value="たくさん"' in unread and "入力を直してください（1件）" in unread
    )
    assert not Decision.objects.exists()


def bar_of(page):
    """{what the bar below the table counts: how much}."""
    bar = page[page.index('<dl class="kd-sum">') :].partition("</dl>")[0]
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", bar))


def test_the_bar_counts_what_is_recorded_and_what_the_rows_choose(world, client_for):
    client = client_for(world.clerk)
    before = {
        "採択": "0件",
        "採択しない": "0件",
        "まだ決めない": "3件",
        "採択する額": "0円",
        "予算": "350,000円",
        "残り": "350,000円",
    }
    assert bar_of(client.get(address(world)).content.decode()) == before
    client.post(address(world), sent(world, WON, OPEN, OPEN))
    said = {name: value for name, value in sent(world, OPEN, WON, LOST).items() if name != "record"} | {"sum": "1"}
    page = client.post(address(world), said).content.decode()
    over = {
        "採択": "2件",
        "採択しない": "1件",
        "まだ決めない": "0件",
        "採択する額": "400,000円",
        "残り": "-50,000円（予算をこえます）",
    }
    assert bar_of(page) == before | over
    assert '<meter class="kd-meter" min="0" max="350000" value="400000" aria-label="予算のうち採択する額">' in page


def test_results_are_filled_in_by_points_and_the_budget_and_recorded_by_nobody(world, client_for):
    client = client_for(world.clerk)
    said = {name: value for name, value in sent(world, OPEN, OPEN, OPEN).items() if name != "record"} | {"fill": "1"}
    page = client.post(address(world), said).content.decode()
    chosen = [
        re.search(rf'name="p{row.pk}-result".*?value="(\w*)" selected', page, re.S)
        for row in (world.proposal, world.second, world.third)
    ]
    assert [found and found[1] for found in chosen] == ["adopted", "", "declined"]  # the second one lies beyond the budget
    assert "採択する額の合計は200,000円です" in page and "ここから下は、最低点に届かないもの" in page
    kept = client.post(address(world), {**said, f"p{world.proposal.pk}-result": "continued"}).content.decode()
    assert re.search(rf'name="p{world.proposal.pk}-result".*?value="(\w*)" selected', kept, re.S)[1] == "continued"
    assert not Decision.objects.exists()


def test_one_form_is_given_for_all(world, client_for):
    said = sent(world, ("adopted", "200000", {"form": ""}), OPEN, OPEN)
    assert "協働の形態を選んでください" in client_for(world.clerk).post(address(world), said).content.decode()
    assert client_for(world.clerk).post(address(world), {**said, "form": str(world.form.pk)}).status_code == 302
    assert Decision.objects.get().form == world.form


def test_missing_sheets_want_a_reason_and_others_see_nothing(world, client_for):
    build.join(world.clerk, world.group)  # 利益相反: what one's own group proposed is not decided by oneself
    page = client_for(world.clerk).get(address(world)).content.decode()
    assert "冬の雪かき応援隊" not in page and "見守りの朝ごはん" in page
    assert client_for(world.official).get(address(world)).status_code == 404
    Call.objects.update(closes_at=timezone.now() + datetime.timedelta(days=3))
    assert "締切の前に決める理由" in client_for(world.clerk).get(address(world)).content.decode()


def test_the_page_asks_as_much_for_three_as_for_one(world, client_for, django_assert_max_num_queries):
    client = client_for(world.clerk)
    client.get(address(world))
    with django_assert_max_num_queries(30) as many:
        client.get(address(world))
    Proposal.objects.exclude(pk=world.proposal.pk).update(status="withdrawn")
    with django_assert_max_num_queries(30) as one:
        client.get(address(world))
    assert len(one) == len(many)


def test_an_example_stands_in_the_reason_for_all_before_anything_is_recorded(world, client_for):
    client = client_for(world.clerk)
    text = "点が、募集要項で示した最低点に届かなかったためです。"
    example = ReasonExample.objects.create(process="proposal", step="decide", name="見本の文例", text=text)
    said = sent(world, WON, OPEN, LOST, why_lost="", example=str(example.pk), example_into="why_lost")
    answer = client.post(address(world), said)
    once = answer.context["table"].once
    assert (once["why_lost"].value(), once["why_won"].value(), once["example"].value()) == (text, "役に立つからです。", "")
    assert "「採択しない団体に伝える理由」に入れました。まだ送っていません。" in answer.content.decode()
    assert not Decision.objects.exists()
    assert client.post(address(world), {**said, "example": "", "why_lost": text}).status_code == 302
    assert Decision.objects.get(result="declined").why == text
