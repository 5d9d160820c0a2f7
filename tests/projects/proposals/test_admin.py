"""What the secretariat and the departments do with calls and proposals in the admin."""

import re
import uuid

import pytest

from kyodo_portal.process.actions import take_step
from projects.models import Call, PanelSeat, Proposal, Talk
from tests import build

pytestmark = pytest.mark.django_db


def call_data(**more):
    """The add page of a call as the browser sends it, with one question and one criterion."""
    data = {
        "title": "市民提案 令和9年度", "track": "citizen", "fiscal_year": "2027", "department": "", "summary": "募集します。",
        "eligibility": "登録した団体", "support": "", "grant_limit": "300000", "opens_at_0": "", "opens_at": "2026年12月1日 9:00",
        "closes_at": "令和9年1月29日午後5時", "presentation_on": "", "result_on": "2027/3/1", "pass_mark": "50", "published_at": "",
        "questions-TOTAL_FORMS": "1", "questions-INITIAL_FORMS": "0", "questions-0-section": "idea", "questions-0-label": "何をしますか",
        "questions-0-kind": "text", "questions-0-max_length": "800", "questions-0-order": "1", "questions-0-required": "on",
        "criteria-TOTAL_FORMS": "1", "criteria-INITIAL_FORMS": "0", "criteria-0-name": "公益性", "criteria-0-max_points": "5",
        "criteria-0-weight": "1", "criteria-0-order": "1", "seats-TOTAL_FORMS": "0", "seats-INITIAL_FORMS": "0", "round_to": "1000",
        "themes-TOTAL_FORMS": "0", "themes-INITIAL_FORMS": "0", "costs-TOTAL_FORMS": "0", "costs-INITIAL_FORMS": "0",
    }  # fmt: skip
    return {**data, **more}


def without(rows):
    """What the page sends where the only line of these is not there."""
    return {f"{rows}-TOTAL_FORMS": "0", **{name: None for name in call_data() if name.startswith(f"{rows}-0-")}}


@pytest.fixture
def desk(client_for):
    """(client, user) of the secretariat."""
    _, official = build.office("secretariat")
    return client_for(official), official


def test_staff_open_a_call_with_questions_criteria_and_a_panel(desk, client_for):
    client, _ = desk
    judge = build.user(email="shinsa1@example.jp")
    seat = {
        "seats-TOTAL_FORMS": "1",
        "seats-0-email": "Shinsa1@example.jp",
        "seats-0-since": "2027-01-30",
        "seats-0-position": "会長",
    }
    answer = client.post("/admin/projects/call/add/", call_data(published_at="2026年11月30日 9:00", **seat))
    assert answer.status_code == 302, answer.context["errors"]
    call = Call.objects.get()
    assert (call.questions.count(), call.criteria.count(), call.seats.get().user) == (1, 1, judge)
    assert call.closes_at.isoformat() == "2027-01-29T08:00:00+00:00"
    page = client.get(f"/admin/projects/call/{call.pk}/change/").content.decode()
    assert "公開する前の確認" in page
    judges = {
        "seats-INITIAL_FORMS": "1",
        "seats-0-id": call.seats.get().pk,
        "seats-TOTAL_FORMS": "1",
        "seats-0-position": "桜色の会長",
    }
    judges |= {"seats-0-email": "shinsa1@example.jp", "seats-0-since": "2027-01-30"}
    changed = call_data(published_at="2026年11月30日 9:00", summary="新しい文です。", **judges)
    changed |= {"questions-INITIAL_FORMS": "1", "questions-0-id": call.questions.get().pk}
    changed |= {"criteria-INITIAL_FORMS": "1", "criteria-0-id": call.criteria.get().pk}
    assert client.post(f"/admin/projects/call/{call.pk}/change/", changed).status_code == 302
    department, history = client_for(build.office()[1]), f"/admin/projects/call/{call.pk}/history/"
    assert "桜色の会長" in client.get(history).content.decode()
    shown = department.get(history).content.decode()
    assert "募集します。" in shown and "新しい文です。" in shown and "桜色" not in shown


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"closes_at": "2026年11月1日 9:00"}, "受付を終える日時は、始める日時より後にしてください。"),
        ({"published_at": "2026年11月30日 9:00", **without("questions")}, "公開するには、質問を1つ以上入れてください。"),
        ({"published_at": "2026年11月30日 9:00", **without("criteria")}, "公開するには、審査基準を1つ以上入れてください。"),
        ({"questions-0-kind": "choice"}, "選択肢を、1行に1つずつ、2つ以上入れてください。"),
        (
            {"seats-TOTAL_FORMS": "1", "seats-0-email": "nobody@example.jp", "seats-0-since": "2027-01-30"},
            "このメールアドレスの利用者がいません。",
        ),
        ({"opens_at": "12/1/26"}, "受付を始める日時は、"),
        ({"pass_mark": "101"}, ""),
    ],
)
def test_what_does_not_fit_is_said_in_japanese(desk, changed, message):
    client, _ = desk
    sent = {name: value for name, value in call_data(**changed).items() if value is not None}
    answer = client.post("/admin/projects/call/add/", sent)
    assert answer.status_code == 200 and message in answer.content.decode()
    assert not Call.objects.exists()


def test_a_department_reads_a_call_and_not_who_judges(desk, client_for):
    _, clerk = build.office()
    call = build.call()
    judge = build.user("見本 審査委員")
    PanelSeat.objects.create(call=call, user=judge, since=build.days(-1), position="山吹色の会長")
    url = f"/admin/projects/call/{call.pk}/change/"
    page = client_for(clerk).get(url).content.decode()
    assert call.questions.first().label in page and "見本 審査委員" not in page and "山吹色" not in page
    assert judge.email in desk[0].get(url).content.decode()


def test_questions_stay_as_groups_read_them_once_a_proposal_was_sent(desk):
    client, _ = desk
    body, representative, _ = build.group()
    proposal = build.submitted(body, representative)
    call, question = proposal.call, proposal.call.questions.first()
    url = f"/admin/projects/call/{call.pk}/change/"
    assert "質問、審査基準、題、経費の区分は変えられません" in client.get(url).content.decode()
    data = call_data(
        title="名前は変えられる",
        change_reason="日程を直しました。",
        **{"questions-INITIAL_FORMS": "1", "questions-0-id": question.pk, "questions-0-DELETE": "on"},
    )
    client.post(url, data)
    call.refresh_from_db()
    assert (call.title, call.questions.count(), call.criteria.count(), call.fiscal_year) == ("名前は変えられる", 4, 2, 2026)


def test_last_years_call_is_the_start_of_a_new_one_once(desk):
    client, _ = desk
    call = build.call("市民提案 令和8年度")
    picked = client.post("/admin/projects/call/", {"action": "start_from_this", "_selected_action": [call.pk]})
    assert picked.url == f"/admin/projects/call/{call.pk}/copy/"
    page = client.get(picked.url).content.decode()
    assert 'value="市民提案 令和9年度"' in page and 'value="令和9年度"' in page
    data = {
        "title": "市民提案 令和9年度",
        "fiscal_year": "令和9年度",
        "opens_at": "2027年5月1日 9:00",
        "closes_at": "2027年6月30日 17:00",
    }
    key = str(uuid.uuid4())
    for _ in range(2):
        assert client.post(picked.url, {**data, "form_key": key}).status_code == 302
    new = Call.objects.exclude(pk=call.pk).get()
    assert (new.fiscal_year, new.questions.count(), new.criteria.count(), new.published_at) == (2027, 4, 2, None)


def test_the_way_of_a_proposal_through_the_admin(desk, client_for):
    client, official = desk
    office, clerk = build.office("department", "見本道路課")
    body, representative, _ = build.group()
    proposal = build.submitted(body, representative)
    index = client.get("/admin/").content.decode()
    for label in ("受付を待つ提案", "補正の回答を見る提案", "審査に進める提案"):
        assert label in index
    base = f"/admin/projects/proposal/{proposal.pk}/"
    assert str(proposal) in client.get("/admin/projects/proposal/?queue=new").content.decode()
    page = client.get(f"{base}change/").content.decode()
    for text in ("どんなことをしますかへの答え", "花を植える", "100,000円", "書類の確認", "受け付ける", "補正を求める"):
        assert text in page
    client.post(f"{base}step/receive/", {"version": 1})
    asked = {"version": 2, "why_roles": "市の役割をくわしく書いてください。", "due": f"{build.days(10)}"}
    assert client.post(f"{base}step/ask_correct/", asked).status_code == 302
    assert client.post(f"{base}step/add_correct/", {**asked, "version": 3}).status_code == 200
    assert proposal.corrections.get().before == "花を植える / 人を集めて植える / 苗を用意する"
    proposal.role_shares.update(city_part="苗と土を用意する")
    take_step(proposal, "correct", by=representative, version=3)
    assert str(proposal) in client.get("/admin/projects/proposal/?queue=answered").content.decode()
    assert client.post(f"{base}step/start_talks/", {"version": 4, "department": office.pk}).status_code == 302
    assert clerk.notices.count() == 1
    desk2 = client_for(clerk)
    assert str(proposal) in desk2.get("/admin/projects/proposal/?queue=talks").content.decode()
    talk = {
        "held_on": f"{build.days(0)}",
        "attendees": "団体2人、道路課1人",
        "summary": "植える場所を決めた。",
        "form_key": str(uuid.uuid4()),
    }
    for _ in range(2):
        assert desk2.post(f"{base}talk/", talk).status_code == 302
    assert Talk.objects.get().by == clerk
    assert desk2.get(f"{base}step/start_review/").status_code == 403
    assert str(proposal) in client.get("/admin/projects/proposal/?queue=ready").content.decode()
    asked = client.post(f"{base}step/start_review/", {"version": 5, "ahead_reason": ""})
    assert asked.status_code == 200 and "締切の前に進める理由を入れてください。" in asked.content.decode()
    early = {"version": 5, "ahead_reason": "緑色の締切前の理由です。"}
    assert client.post(f"{base}step/start_review/", early).status_code == 302
    assert "緑色の締切前" in client.get(f"{base}change/").content.decode()
    assert "緑色の締切前" not in client_for(representative).get(f"/projects/proposals/{proposal.pk}/").content.decode()
    proposal.refresh_from_db()
    assert (proposal.status, proposal.department, proposal.revisions.count()) == ("reviewing", office, 2)


def test_a_talk_is_asked_for_with_the_citys_own_coordinator(client_for, settings):
    office, clerk = build.office("department")
    body, representative, _ = build.group()
    _, secretary = build.office("secretariat")
    proposal = take_step(build.submitted(body, representative), "receive", by=secretary, version=1)
    take_step(proposal, "start_talks", by=secretary, version=2, department=office)
    settings.KYODO_CITY = {**settings.KYODO_CITY, "coordinator": "まちの縁"}
    page = client_for(clerk).get(f"/admin/projects/proposal/{proposal.pk}/talk/").content.decode()
    assert "例：団体から2人、道路課から1人、まちの縁から1人" in page


def test_other_departments_and_the_public_find_nothing_and_nobody_sees_drafts(client_for):
    body, representative, _ = build.group()
    draft, sent = build.draft(body, representative), build.submitted(body, representative)
    _, clerk = build.office("department")
    client = client_for(clerk)
    for page in ("change", "step/receive", "talk", "history"):
        assert client.get(f"/admin/projects/proposal/{sent.pk}/{page}/").status_code == 404, page
    assert client.get(f"/projects/proposals/{sent.pk}/").status_code == 404
    _, secretary = build.office("secretariat")
    assert client_for(secretary).get(f"/admin/projects/proposal/{draft.pk}/change/").status_code == 404
    assert client.get("/admin/projects/call/add/").status_code == 403
    assert client.post(f"/admin/projects/proposal/{sent.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Proposal.objects.count() == 2
    outsider = client_for(representative)
    assert outsider.get(f"/admin/projects/proposal/{sent.pk}/change/").status_code == 404


def test_a_search_finds_number_title_and_group(desk):
    client, _ = desk
    body, representative, _ = build.group("見守りの会")
    build.submitted(body, representative)
    for word, count in (("R8-P-0001", 1), ("花いっぱい", 1), ("見守りの会", 1), ("ない", 0)):
        assert client.get("/admin/projects/proposal/", {"q": word}).context["cl"].result_count == count


def test_a_list_of_proposals_is_narrowed_by_departments_and_not_by_groups(desk, client_for):
    client, _ = desk
    call = build.call()
    page = client.get("/admin/projects/proposal/").content.decode()
    assert "提案の一覧" in page and "しぼり込み" in page
    page = client.get("/admin/projects/call/").content.decode()
    assert "募集の型" in page and "METHOD" not in page and call.title in page
    assert client.get("/admin/projects/call/?fiscal_year=x").status_code == 200
    assert client.get("/admin/projects/proposal/?department=x").status_code == 200


def test_a_copied_call_brings_its_panel_and_is_published_at_once(desk):
    client, _ = desk
    call = build.call("市民提案 令和8年度")
    now, gone = build.user(), build.user()
    call.seats.create(user=now, position="学識経験者", since="2020-04-01")
    call.seats.create(user=gone, position="市民", since="2020-04-01", until="2021-03-31")
    data = {"title": "次の募集", "fiscal_year": "2027", "opens_at": "2027年5月1日 9:00", "closes_at": "2027年6月30日 17:00"}
    url = f"/admin/projects/call/{call.pk}/copy/"
    sent = {**data, "form_key": str(uuid.uuid4()), "with_seats": "on", "publish": "on"}
    assert client.post(url, sent).status_code == 302
    new = Call.objects.get(title="次の募集")
    assert [(seat.user, seat.position, str(seat.since)) for seat in new.seats.all()] == [(now, "学識経験者", "2027-05-01")]
    assert f'href="/projects/calls/{new.pk}/"' in client.get("/projects/calls/").content.decode()
    empty = build.call("質問のない募集", questions=False, published=False)
    answer = client.post(f"/admin/projects/call/{empty.pk}/copy/", {**sent, "title": "空", "form_key": str(uuid.uuid4())})
    assert "公開するには、質問を1つ以上入れてください。" in answer.content.decode()
    assert not Call.objects.filter(title="空").exists()


def test_the_list_of_a_call_has_its_stages_as_tabs(desk, client_for):
    client, _ = desk
    body, representative, _ = build.group()
    proposal = build.submitted(body, representative)
    second = build.submitted(body, representative, to=proposal.call)
    address = f"/admin/projects/proposal/?call__id__exact={proposal.call_id}"
    client.post(f"/admin/projects/proposal/{second.pk}/step/receive/", {"version": second.version})
    page = client.get(f"{address}&state=received").content.decode()
    tabs = re.sub(r"\s+", " ", page[page.index('aria-label="この募集の段階"') :].partition("</nav>")[0])
    assert re.findall(r">([^<>]+?（\d+）)<", tabs) == [
        "すべて（2）", "提出済（1）", "受付済（1）", "補正中（0）", "担当課協議（0）", "審査中（0）", "結果準備（0）", "継続協議（0）",
    ]  # fmt: skip
    assert (
        '<b aria-current="page">受付済（1）</b>' in tabs
        and f'href="?call__id__exact={proposal.call_id}&amp;state=submitted"' in tabs
    )
    assert str(second) in page and f"/admin/projects/proposal/{proposal.pk}/change/" not in page
    everybody = client.get("/admin/projects/proposal/").content.decode()
    assert "この募集の段階" not in everybody
    assert client.get("/admin/projects/proposal/?call__id__exact=x").status_code in (200, 302)
