"""The panel's pages: who may open them, what they show, drafts, sending, conflicts, and that nobody sees others first."""

import re
import uuid

import pytest
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.pages.presenters import todos
from kyodo_portal.process.actions import take_step
from projects.models import Review
from tests import build

from .build import World, seat

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def page(client, proposal, tail=""):
    return client.get(f"/projects/review/{proposal.pk}/{tail}")


def sheet_data(world, *points, reasons="", **more):
    data = {"revision": "1", "opinion": "", "advice": ""}
    for criterion, number in zip(world.call.criteria.all(), points, strict=True):
        data |= {f"points_{criterion.pk}": str(number), f"reason_{criterion.pk}": reasons}
    return {**data, **more}


def test_the_panel_judges_the_latest_text_and_reads_nothing_of_what_was_put_right(world, client_for):
    world.proposal.corrections.create(
        field="title", field_label="企画の名前", reason="何をするか分かりません。", due=build.days(3), asked_by=world.clerk,
        outcome="changed", resolved_at=timezone.now(), closed_by=world.representative,
    )  # fmt: skip
    own, seen = f"/projects/proposals/{world.proposal.pk}/", {}
    for name, person in {"panel": world.panel[0], "secretariat": world.clerk, "applicant": world.representative}.items():
        text = build.read(client_for(person), own)
        seen[name] = "これまでの補正" in text and "何をするか分かりません。" in text
    assert seen == {"panel": False, "secretariat": True, "applicant": True}


def test_the_sheets_page_leads_to_each_of_its_parts(world, client_for):
    client = client_for(world.panel[0])
    parts = ["#content-h", "#opinion-h", "#past-h", "#sheet"]
    for expected in (parts, [*parts, "#others-h"]):
        text = page(client, world.proposal).text
        ways = text[text.index('aria-label="このページの中"') :].partition("</nav>")[0]
        assert re.findall(r'href="(#[\w-]+)"', ways) == expected
        assert [way for way in expected if f'id="{way[1:]}"' not in text] == []
        client.post(f"/projects/review/{world.proposal.pk}/", sheet_data(world, 4, 3, 5, check="1"))
        client.post(f"/projects/review/{world.proposal.pk}/check/", {"revision": "1"})


def test_who_opens_the_sheet(world, client_for):
    stale_seat, future_seat = seat(world.call, until=-1), seat(world.call, since=3)
    seat(world.call, world.mate)
    answers = {}
    for name, person in {
        "panel": world.panel[0], "member with a seat": world.mate, "secretariat": world.clerk, "department": world.official,
        "applicant": world.representative, "resident": build.user(), "seat ended": stale_seat, "seat begins later": future_seat, "keeper": build.system_admin(),
    }.items():  # fmt: skip
        answers[name] = page(client_for(person), world.proposal).status_code
    assert answers == {
        "panel": 200, "member with a seat": 403, "secretariat": 404, "department": 404, "applicant": 404, "resident": 404,
        "seat ended": 404, "seat begins later": 404, "keeper": 404,
    }  # fmt: skip
    assert page(client_for(), world.proposal).status_code == 302
    assert "利益相反" in page(client_for(world.mate), world.proposal).text


def test_one_notice_a_call_leads_to_the_sheets_and_the_departments_view_stands_there(world, client_for):
    world.another()
    member = world.panel[0]
    notice = member.notices.get()
    assert (notice.title, notice.url) == ("「令和9年度 市民提案型の募集」の審査が始まりました", "/projects/review/")
    assert f"審査票は{jdate(build.days(12))}までに出してください。" in notice.body
    assert "「冬の雪かき応援隊」の審査を始めます" in {row.title for row in world.representative.notices.all()}
    said = {"held_on": build.days(0), "attendees": "課", "summary": "道を見た", "opinion": "歩道だけにしてください。"}
    world.proposal.talks.create(by=world.official, form_key=uuid.uuid4(), **said)
    text = page(client_for(member), world.proposal).text
    assert "歩道だけにしてください。" in text and "道を見た" in text and str(world.office) in text
    assert f'href="/projects/review/{world.proposal.pk}/#main"' in client_for(member).get(world.proposal.get_absolute_url()).text


def test_joint_proposers_do_not_judge_either(world, client_for):
    other, _, friend = build.group("いっしょに提案する会")
    build.joined(world.proposal, other)
    seat(world.call, friend)
    assert page(client_for(friend), world.proposal).status_code == 403


def test_not_open_before_the_review_begins(world, client_for):
    group, representative, _ = build.group()
    early = world.submitted(group, representative)
    assert page(client_for(world.panel[0]), early).status_code == 404


def test_page_shows_everything_of_the_revision(world, client_for):
    text = page(client_for(world.panel[0]), world.proposal).text
    for words in (
        "冬の雪かき応援隊",
        "見本雪かき隊",
        "人を集める",
        "道具を貸す",
        "市の負担金",
        "200,000円",
        "250,000円",
        "第1版",
        "公益性を見ます。",
    ):
        assert words in text
    assert "5点　とてもよい" in text and "1点　むずかしい" in text


def test_page_shows_what_was_submitted_not_what_was_changed_later(world, client_for):
    world.proposal.title = "あとから変えた名前"
    world.proposal.role_shares.update(task="あとから変えた役割")
    assert "あとから変えた役割" not in page(client_for(world.panel[0]), world.proposal).text


def test_draft_is_kept_with_gaps(world, client_for):
    client, (first, second, _) = client_for(world.panel[0]), world.call.criteria.all()
    data = {
        "revision": "1",
        f"points_{first.pk}": "4",
        f"reason_{second.pk}": "点はまだ。理由だけ。",
        "opinion": "所見",
        "draft": "1",
    }
    assert client.post(f"/projects/review/{world.proposal.pk}/", data).status_code == 302
    text = page(client, world.proposal).text
    assert "点はまだ。理由だけ。" in text and "書きかけ" in text
    chosen = re.findall(r'<input type="radio" name="(\w+)" value="(\d)"[^>]*checked', text)
    assert chosen == [(f"points_{first.pk}", "4")]
    assert "まだ選んでいません" in page(client, world.proposal, "check/").text
    assert "審査票を出す</button>" not in page(client, world.proposal, "check/").text


def test_checking_asks_for_every_point_and_for_reasons_of_low_ones(world, client_for):
    client, (first, second, _) = client_for(world.panel[0]), world.call.criteria.all()
    data = {"revision": "1", f"points_{first.pk}": "1", f"points_{second.pk}": "2", "opinion": "消えない所見", "check": "1"}
    answer = client.post(f"/projects/review/{world.proposal.pk}/", data)
    assert answer.status_code == 200
    assert "「公益性」を1点にした理由を書いてください。" in answer.text
    assert "「実現できるか」の点を選んでください。" in answer.text
    assert "「協働の必要性」を2点にした理由" not in answer.text
    assert "消えない所見" in answer.text
    assert not Review.objects.exists()


@pytest.mark.parametrize("points", ["6", "-1", "たくさん", "5.5", "9" * 40])
def test_other_points_are_refused(world, client_for, points):
    answer = client_for(world.panel[0]).post(f"/projects/review/{world.proposal.pk}/", sheet_data(world, points, 3, 3, check="1"))
    assert answer.status_code == 200 and "選び直してください" in answer.text
    assert not Review.objects.exists()


def test_check_and_send(world, client_for):
    client = client_for(world.panel[0])
    answer = client.post(f"/projects/review/{world.proposal.pk}/", sheet_data(world, 4, 3, 5, check="1"))
    assert answer.url == f"/projects/review/{world.proposal.pk}/check/#main"
    text = page(client, world.proposal, "check/").text
    assert "まだ出していません" in text and "4点" in text
    assert Review.objects.get().submitted_at is None
    client.post(f"/projects/review/{world.proposal.pk}/check/", {"revision": "1"})
    sheet = Review.objects.get()
    assert sheet.submitted_at and sheet.revision.number == 1
    assert "審査票は、もう出してあります" in page(client, world.proposal).text
    # A double click sends nothing twice and breaks nothing.
    assert client.post(f"/projects/review/{world.proposal.pk}/check/", {"revision": "1"}).status_code == 302


def test_a_sent_sheet_is_final_and_nothing_typed_is_lost(world, client_for):
    world.sheet(world.panel[0], 4, 3, 5)
    answer = client_for(world.panel[0]).post(
        f"/projects/review/{world.proposal.pk}/", sheet_data(world, 0, 0, 0, opinion="あとから書いた所見", draft="1")
    )
    assert answer.status_code == 409 and "あとから書いた所見" in answer.text
    assert "<title>審査票はもう変えられません" in answer.text
    assert f'href="/projects/review/{world.proposal.pk}/#main"' in answer.text
    assert [score.points for score in Review.objects.get().scores.all()] == [4, 3, 5]


def test_others_are_seen_only_after_ones_own(world, client_for):
    world.sheet(world.panel[0], 5, 5, 5, opinion="カナリア所見", advice="カナリア助言")
    client = client_for(world.panel[1])
    for address in (
        f"/projects/review/{world.proposal.pk}/",
        f"/projects/review/{world.proposal.pk}/conflict/",
        "/projects/review/",
    ):
        text = client.get(address).text
        assert "カナリア" not in text and "100.0" not in text and "見本 春子" not in text
    world.sheet(world.panel[1], 1, 1, 1)
    text = page(client, world.proposal).text
    assert "カナリア所見" in text and "100.0" in text and "60.0" in text  # the average of 100 and 20


def test_who_has_a_conflict_never_sees_others(world, client_for):
    world.sheet(world.panel[0], 5, 5, 5, opinion="カナリア所見")
    client = client_for(world.panel[1])
    client.post(f"/projects/review/{world.proposal.pk}/", sheet_data(world, 4, 4, 4, opinion="捨てる所見", draft="1"))
    assert "審査しない" in page(client, world.proposal, "conflict/").text
    client.post(f"/projects/review/{world.proposal.pk}/conflict/", {"revision": "1", "note": "家族が役員"})
    sheet = Review.objects.get(reviewer=world.panel[1])
    assert (sheet.has_conflict, sheet.conflict_note, sheet.opinion, sheet.scores.count()) == (True, "家族が役員", "", 0)
    text = page(client, world.proposal).text
    assert "カナリア" not in text and "100.0" not in text
    assert client.post(f"/projects/review/{world.proposal.pk}/", sheet_data(world, 4, 4, 4, draft="1")).status_code == 409


def test_after_the_decision_nothing_changes(world, client_for):
    world.sheet(world.panel[0], 4, 3, 5)
    client = client_for(world.panel[1])
    world.decide(early=True, early_reason="欠席のため")
    assert client.post(f"/projects/review/{world.proposal.pk}/", sheet_data(world, 4, 4, 4, draft="1")).status_code == 409
    assert client.post(f"/projects/review/{world.proposal.pk}/conflict/", {"revision": "1"}).status_code == 409
    text = page(client, world.proposal).text
    assert "審査は終わりました" in text and "観交第123号" not in text
    assert "出さずに終わりました" in client.get("/projects/review/").text


def test_a_newer_revision_asks_to_look_again(world, client_for):
    world.sheet(world.panel[0], 4, 3, 5)
    world.proposal.revisions.create(number=2, content=world.proposal.revisions.get().content, by=world.representative)
    client = client_for(world.panel[0])
    text = page(client, world.proposal).text
    assert "提案が出し直されました" in text and "あなたの審査票は第1版" in text
    answer = client.post(f"/projects/review/{world.proposal.pk}/", sheet_data(world, 4, 4, 4, check="1"))
    assert "提案が出し直されました" in answer.text and 'name="revision" value="2"' in answer.text
    answer = client.post(f"/projects/review/{world.proposal.pk}/", sheet_data(world, 4, 4, 4, check="1", revision="2"))
    assert answer.status_code == 409 and "いまの内容：3点" in answer.text  # what stands was not on the page that was sent
    seen = {"etag": answer.context["form"]["etag"].value(), "revision": "2"}
    answer = client.post(f"/projects/review/{world.proposal.pk}/", sheet_data(world, 4, 4, 4, check="1", **seen))
    assert answer.status_code == 302
    assert Review.objects.get().revision.number == 2


def test_list_says_how_far_each_sheet_is(world, client_for):
    second, _ = world.another()
    third, _ = world.another("まちの本だな")
    world.sheet(world.panel[0], 4, 3, 5)
    world.conflict(world.panel[0], second)
    text = client_for(world.panel[0]).get("/projects/review/").text
    assert "審査票がまだの提案が<b>1件</b>" in text and "あと12日" in text
    for label in ("出しました", "審査しない", "まだ"):
        assert f">{label}</span>" in text


def test_list_needs_the_same_queries_for_one_and_for_three(world, client_for, django_assert_num_queries):
    client = client_for(world.panel[0])
    client.get("/projects/review/")
    # session, user, unread, seats, proposals, joint groups, exclusions, own sheets, absences, memberships
    with django_assert_num_queries(10):
        client.get("/projects/review/")
    world.another()
    world.another()
    with django_assert_num_queries(10):
        client.get("/projects/review/")


def test_what_waits_stands_in_my_page(world):
    assert [(todo.label, todo.matter, todo.due_on) for todo in todos(world.panel[0]).rows] == [
        ("審査票を書く", "冬の雪かき応援隊", build.days(12))
    ]
    world.sheet(world.panel[0], 4, 3, 5)
    assert todos(world.panel[0]).rows == []
    assert todos(world.representative).rows == []


def test_withdrawn_proposal_is_gone(world, client_for):
    take_step(world.proposal, "withdraw", by=world.representative, version=world.proposal.version, reason="人が集まらない")
    assert page(client_for(world.panel[0]), world.proposal).status_code == 404
