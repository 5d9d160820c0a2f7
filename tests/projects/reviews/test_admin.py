"""What city staff see of the review in the admin, and who sees what."""

import io
import uuid

import openpyxl
import pytest
from django.urls import reverse

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Notice
from projects.models import Call, CriterionRule, Decision, Proposal, Review
from projects.reviews.actions import declare_conflict, save_draft
from tests import build
from tests.sent import opened

from .build import AHEAD, World

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def change(world):
    return reverse("admin:projects_proposal_change", args=[world.proposal.pk])


def step(proposal, name):
    return reverse("admin:projects_proposal_step", args=[proposal.pk, name])


def test_who_opens_the_summary(world, client_for):
    sheet = world.sheet(world.panel[0], 4, 3, 5)
    addresses = [
        reverse("admin:projects_review_changelist"),
        reverse("admin:projects_review_call", args=[world.call.pk]),
        reverse("admin:projects_review_release", args=[world.call.pk]),
        reverse("admin:projects_review_export", args=[world.call.pk]),
        reverse("admin:projects_review_back", args=[sheet.pk]),
    ]
    people = {
        "secretariat": (world.clerk, [200] * 5),
        "keeper": (build.system_admin(), [200] * 5),
        "department": (world.official, [404] * 5),
        "panel": (world.panel[0], [404] * 5),
        "applicant": (world.representative, [404] * 5),
        "resident": (build.user(), [404] * 5),
        "anonymous": (None, [302] * 5),
    }
    seen = {name: [client_for(person).get(address).status_code for address in addresses] for name, (person, _) in people.items()}
    assert seen == {name: answers for name, (_, answers) in people.items()}
    found = [
        world.call.title in client_for(world.clerk).get(addresses[0], {"q": words}).text
        for words in ("", world.call.title, "冬至の餅")
    ]
    assert found == [True, True, False]


def test_scores_stand_on_the_proposals_page_for_who_decides_and_its_department_learns_the_mean_later(world, client_for):
    world.sheet(world.panel[0], 1, 2, 3, opinion="内々の所見", advice="団体への助言です")
    _, elsewhere = build.office("department", "土木課")
    insider = build.user()
    build.join(insider, world.centre)
    build.join(insider, world.group)
    seen = {}
    for name, person in {"secretariat": world.clerk, "own": world.official, "other": elsewhere, "insider": insider}.items():
        text = client_for(person).get(change(world)).text
        seen[name] = ("内々の所見" in text, "35.0" in text, "見本 夏男" in text)  # 1*2 + 2 + 3 = 7 of 20
    assert seen == {"secretariat": (True,) * 3, "own": (False,) * 3, "other": (False,) * 3, "insider": (False,) * 3}
    # once the result is told, the department in charge reads the mean, and neither names nor opinions
    for sheet_of in world.panel[1:]:
        world.sheet(sheet_of, 1, 2, 3)
    world.decide(despite="灰色のわけです。")
    world.tell()
    assert "灰色のわけ" in client_for(world.clerk).get(change(world)).text
    text = client_for(world.official).get(change(world)).text
    assert "灰色のわけ" not in text
    assert ("審査票の平均" in text, "35.0" in text, "見本 夏男" in text, "内々の所見" in text) == (True, True, False, False)


def test_only_the_secretariat_gets_the_buttons(world, client_for):
    world.sheet(world.panel[0], 4, 3, 5)
    for person, offered in ((world.clerk, True), (world.official, False)):
        text = client_for(person).get(change(world)).text
        assert ("決定を記録する" in text) is offered
        assert ("の審査票を戻す" in text) is offered


def test_department_takes_no_step(world, client_for):
    assert client_for(world.official).get(step(world.proposal, "decide")).status_code == 403
    assert client_for(world.representative).get(step(world.proposal, "decide")).status_code == 404


def decision_data(world, proposal=None, **changed):
    version = Proposal.objects.get(pk=(proposal or world.proposal).pk).version
    given = {
        "version": version, "result": "adopted", "form": world.form.pk, "document_number": "観交第１２３号", "decided_on": "令和8年4月1日",
        "amount": "２００，０００円", "why": "役に立つから", "conditions": "", "advice": "", "early_reason": "",
        **AHEAD, "despite": "",
    }  # fmt: skip
    return {**given, **changed}


def test_decision_is_asked_with_the_panels_advice_and_what_was_requested(world, client_for):
    for member, words in zip(world.panel, ("声をかけて。", "", "見積もりを添えて。"), strict=True):
        world.sheet(member, 4, 3, 5, advice=words)
    Call.objects.filter(pk=world.call.pk).update(budget=500000)
    world.proposal.talks.create(
        held_on=build.days(-1),
        attendees="課",
        summary="話した",
        opinion="橙色の見解です。",
        by=world.official,
        form_key=uuid.uuid4(),
    )
    text = client_for(world.clerk).get(step(world.proposal, "decide")).text
    assert "橙色の見解です。" in text and "最低点は60点：届いています" in text and "80.0点" in text and "残り 500,000円" in text
    assert "声をかけて。\n見積もりを添えて。" in text
    assert "団体が求めた額は200,000円です。" in text
    assert 'name="amount" value="200000"' in text
    assert 'type="hidden" name="early"' in text


def test_decision_keeps_what_was_typed_and_says_what_is_missing(world, client_for):
    world.sheet(world.panel[0], 4, 3, 5)
    client = client_for(world.clerk)
    answer = client.post(
        step(world.proposal, "decide"),
        decision_data(world, why="消えない理由", result="adopted_with_conditions", decided_on="令和80年1月1日"),
    )
    assert answer.status_code == 200 and "消えない理由" in answer.text and "決裁日" in answer.text
    answer = client.post(
        step(world.proposal, "decide"), decision_data(world, why="消えない理由", result="adopted_with_conditions")
    )
    assert (
        "条件を書いてください" in answer.text
        and "まだそろっていない審査票があります" in answer.text
        and "消えない理由" in answer.text
    )
    assert not Decision.objects.exists()


@pytest.mark.parametrize("form", ["x", "9" * 30, "-1"])
def test_forged_form_of_collaboration(world, client_for, form):
    world.all_sheets()
    answer = client_for(world.clerk).post(step(world.proposal, "decide"), decision_data(world, form=form))
    assert answer.status_code == 200 and "選び直してください" in answer.text


def test_two_windows_decide_once(world, client_for):
    world.all_sheets()
    client, data = client_for(world.clerk), decision_data(world)
    assert client.post(step(world.proposal, "decide"), data).status_code == 302
    assert client.post(step(world.proposal, "decide"), data).status_code == 302  # the same button, pressed twice
    other = client.post(step(world.proposal, "decide"), decision_data(world, why="ほかの窓で書いたわけです。"))
    assert other.status_code == 409 and "ほかの窓で書いたわけです。" in other.text
    assert Decision.objects.count() == 1
    decision = Decision.objects.get()
    assert (decision.document_number, decision.amount, str(decision.decided_on)) == ("観交第１２３号", 200000, "2026-04-01")


def test_putting_right_starts_from_what_stood_there(world, client_for):
    world.all_sheets()
    client = client_for(world.clerk)
    client.post(step(world.proposal, "decide"), decision_data(world, why="はじめの理由"))
    version = Proposal.objects.get().version
    answer = client.post(step(world.proposal, "correct_decision"), {"version": version, "correction_note": "番号のまちがい"})
    assert answer.status_code == 302
    assert "はじめの理由" not in client.get(change(world)).text  # what was taken back decides nothing
    text = client.get(step(world.proposal, "decide")).text
    assert (
        "はじめの理由" in text and "観交第１２３号" in text and f'value="{world.form.pk}" selected' in text and "checked" in text
    )


def save_plan_with_floor(world):
    CriterionRule.objects.create(criterion=world.call.criteria.get(name="公益性"), floor=3)


def test_summary_and_export(world, client_for):
    second, _ = world.another("=二つめの提案")
    world.sheet(world.panel[0], 4, 3, 5, opinion="内々の所見")
    world.sheet(world.panel[1], 1, 1, 1)
    world.conflict(world.panel[2])
    client = client_for(world.clerk)
    text = client.get(reverse("admin:projects_review_call", args=[world.call.pk])).text
    assert "50.0" in text and "20.0〜80.0" in text and "最低点に届かない" in text
    save_plan_with_floor(world)
    address = reverse("admin:projects_review_export", args=[world.call.pk])
    assert "何に使いますか" in client.get(address).text and "何に使うか" in client.post(address, {"purpose": ""}).text
    answer = client.post(address, {"purpose": "審査委員会の資料にするため"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["まとめ", "点の一覧", "項目ごとの点", "審査票"]
    lines, grid, points, words = ([*sheet.values] for sheet in book)
    assert lines[1][:3] == (1, world.proposal.number, "冬の雪かき応援隊")
    assert lines[1][7:14] == (2, 0, 1, 0, 20, 80, 50) and lines[1][15:17] == ("公益性（2.5）", "届かない")
    assert lines[2][2] == "'=二つめの提案"
    assert grid[1] == (world.proposal.number, "冬の雪かき応援隊", "書類審査", 80, 20, "除", 50)
    assert points[1] == (world.proposal.number, "冬の雪かき応援隊", "書類審査", "見本 春子", "公益性", 5, 2, 4, "理由です。")
    assert len(points) == 1 + 6 and len(words) == 1 + 6
    assert words[1][3:10] == ("見本 春子", "公募の市民", "出しました", "このサイト", None, 80, "内々の所見")
    event = AuditEvent.objects.get(act="export")
    assert (event.by, event.rows) == (world.clerk, 2) and "審査委員会の資料にするため" in event.note


def test_all_results_are_confirmed_and_told(world, client_for):
    second, second_representative = world.another()
    world.all_sheets()
    world.all_sheets(second)
    world.decide(why="一つめの理由")
    world.decide(second, result="declined", amount=None, why="二つめの理由", tie_note="話し合った。")
    client, address = client_for(world.clerk), reverse("admin:projects_review_release", args=[world.call.pk])
    page = client.get(address)
    assert "一つめの理由" in page.text and "二つめの理由" in page.text
    form = page.context["form"]
    data = {bound.html_name: bound.value() for bound in form}
    assert client.post(address, {**data, f"version_{second.pk}": "0"}).status_code == 409
    assert client.post(address, {}).status_code == 409
    assert client.post(address, data).status_code == 302
    assert Notice.objects.filter(user=second_representative, body__contains="二つめの理由").count() == 1
    second_press = client.post(address, data, follow=True)
    assert second_press.redirect_chain[0][1] == 302 and "2件の結果を出しました。団体に知らせました。" in second_press.text
    assert Notice.objects.filter(user=second_representative, body__contains="二つめの理由").count() == 1
    assert "知らせる結果はありません" in client.get(address).text


def test_a_sheet_is_given_back_from_the_page(world, client_for):
    sheet = world.sheet(world.panel[0], 4, 3, 5)
    client, address = client_for(world.clerk), reverse("admin:projects_review_back", args=[sheet.pk])
    assert "理由" in client.post(address, {"reason": ""}).context["form"].errors["reason"][0]
    assert client.post(address, build.sure(client, address, reason="書きまちがい")).status_code == 302
    assert Review.objects.get().submitted_at is None
    again = client.post(address, {"reason": "もう一度読んでください"})
    assert again.status_code == 409 and "もう戻されています" in again.text and "もう一度読んでください" in again.text


def test_a_sheet_that_was_given_back_by_mistake_counts_as_it_did(world, client_for, ten_minutes, later):
    """Within the ten minutes its writer hears nothing; after them, that it need not be written anew; once written anew, it stands."""
    sheet, other = world.sheet(world.panel[0], 4, 3, 5), world.panel[1]
    declare_conflict(world.proposal, by=other, revision=1, note="いとこです")
    client, matter = client_for(world.clerk), reverse("admin:projects_proposal_change", args=[world.proposal.pk])
    before = Review.objects.get(pk=sheet.pk).submitted_at
    for member, row in ((world.panel[0], sheet), (other, Review.objects.get(reviewer=other))):
        address = reverse("admin:projects_review_back", args=[row.pk])
        told = Notice.objects.filter(user=member, key__startswith="sheet-back")
        assert (
            "に知らせます。それまでに取り消せば、伝わりません。"
            in client.post(address, opened(client, address, reason="ちがう人"), follow=True).text
        )
        assert address in client.get(matter).text and "戻したことを取り消す" in client.get(address).text
        undo = opened(client, address, undo="1")
        assert [client.post(address, undo).status_code for _ in range(2)] == [302, 302]
        assert not told.exists()
        client.post(address, opened(client, address, reason="ちがう人"))
        later(minutes=11)
        client.post(address, opened(client, address, undo="1"))
        later(minutes=11)
        assert told.latest("pk").title == "訂正：「冬の雪かき応援隊」の審査票は、書き直さなくてよくなりました"
    kept = [(row.submitted_at, row.has_conflict) for row in Review.objects.order_by("pk")]
    assert kept == [(before, False), (None, True)]
    address = reverse("admin:projects_review_back", args=[sheet.pk])
    client.post(address, opened(client, address, reason="もう一度"))
    undo = opened(client, address, undo="1")
    save_draft(world.proposal, by=world.panel[0], revision=1, marks={})
    assert client.post(address, undo).status_code == 409 and Review.objects.get(pk=sheet.pk).submitted_at is None


def test_queues_on_the_first_page(world, client_for):
    text = client_for(world.clerk).get("/admin/").text
    assert "審査中の提案" in text and "結果を知らせる提案" in text
    assert "結果を知らせる提案" not in client_for(world.official).get("/admin/").text


def test_the_list_of_one_calls_proposals_leads_to_its_review(world, client_for):
    listed = "/admin/projects/proposal/"
    narrowed, summary = f"{listed}?call__id__exact={world.call.pk}", reverse("admin:projects_review_call", args=[world.call.pk])
    clerk = client_for(world.clerk)
    assert summary in clerk.get(narrowed).text and summary not in clerk.get(listed).text
    assert summary not in client_for(world.official).get(narrowed).text  # the ranking is the secretariat's
