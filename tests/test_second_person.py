"""Two people open one page, the first one sends: the second one's POST is answered with 409 that names what happened and gives the text back."""

import pytest

from partners.models import Takeover
from partners.requests.care_actions import report
from projects.models import Evaluation, EvaluationTalk, JointGroup, Paper, Report
from tests import build
from tests.partners.requests.build import World as Letters
from tests.projects.cycles.test_journey import Side, evaluating, reporting, sheet
from tests.projects.ledger.build import World, join, person
from tests.projects.papers.test_papers import hand_in, upload
from tests.sent import opened, text_of

pytestmark = pytest.mark.django_db
OTHERS_MOVED = "ほかの人が先に進めました。新しい内容を見て、もう一度確かめてください。"
PAPER_GONE = "この画面を開いたあとに、この書類が差し替えられたか、取り下げられました。いまのようすを確かめてください。"


def refused(answer, cause, *texts):
    """409 with its cause and each text, and no word of a right that was never there."""
    page = text_of(answer)
    assert answer.status_code == 409
    assert cause in page
    assert [text for text in texts if text not in page] == []
    assert "権限" not in page and "開けません" not in page


@pytest.fixture
def world():
    return World()


@pytest.fixture
def paper(world, client_for):
    """(the paper of a year, its page)"""
    world.year = world.cycle()
    world.clerk_plan(world.year)
    assert hand_in(client_for(world.representative), world, label="令和8年度の協定書").status_code == 302
    made = Paper.objects.get()
    return made, f"{world.year.get_absolute_url()}papers/{made.pk}/"


def test_a_paper_that_a_colleague_withdrew(world, client_for, paper):
    made, page = paper
    first, second = client_for(world.representative), client_for(world.mate)
    described = opened(second, page, label="変更後の協定書")
    replaced = opened(second, f"{page}replace/", label="新しい協定書") | {"file": upload("新しい協定書.pdf")}
    withdrawn = opened(second, f"{page}withdraw/", why="印影が見えるため")
    assert first.post(f"{page}withdraw/", {"why": "別の団体のものだったため"}).status_code == 302
    refused(second.post(page, described), PAPER_GONE, "変更後の協定書")
    refused(second.post(f"{page}replace/", replaced), PAPER_GONE, "新しい協定書")
    refused(second.post(f"{page}withdraw/", withdrawn), PAPER_GONE, "印影が見えるため")
    made.refresh_from_db()
    stands = ("令和8年度の協定書", "別の団体のものだったため", world.representative)
    assert (made.label, made.removed_why, made.removed_by) == stands and Paper.objects.count() == 1


def test_a_paper_that_a_colleague_replaced(world, client_for, paper):
    made, page = paper
    first, second = client_for(world.representative), client_for(world.mate)
    described = opened(second, page, label="変更後の協定書")
    newer = opened(first, f"{page}replace/", label="新しい協定書") | {"file": upload("新しい協定書.pdf")}
    assert first.post(f"{page}replace/", newer).status_code == 302
    refused(second.post(page, described), PAPER_GONE, "変更後の協定書")
    assert [*Paper.objects.order_by("pk").values_list("label", flat=True)] == ["令和8年度の協定書", "新しい協定書"]


def test_the_report_of_a_year_that_the_other_side_handed_in(world, client_for):
    cycle = reporting(world)
    group, city = client_for(world.representative), client_for(world.clerk)
    page = f"{cycle.get_absolute_url()}report/"
    indicator = cycle.goals.get().indicators.get()
    written = {"done": "配った", "result": "つながった", "people": "300", f"actual_{indicator.pk}": "80", "send": "1"}
    late = opened(city, page, **written | {"done": "名簿を作った"})
    assert group.post(page, opened(group, page, **written)).status_code == 302
    refused(city.post(page, late), OTHERS_MOVED, "名簿を作った", "つながった")
    assert Report.objects.get().done == "配った"
    never = client_for(world.guide)  # who never wrote it is told so still
    assert never.get(page).status_code == 403


def test_the_talk_that_a_colleague_recorded(world, client_for):
    cycle = evaluating(world)
    group, city = Side(client_for(world.representative), cycle), Side(client_for(world.clerk), cycle)
    assert group.hand_in(**sheet(4)).status_code == 302 and city.hand_in(**sheet(4)).status_code == 302
    chief, page = client_for(world.chief), f"{cycle.get_absolute_url()}talk/"
    said = {"held_on": "2026-07-01", "attendees": "両者", "summary": "よく話した"}
    late = opened(chief, page, **said | {"summary": "来年は場所を変える"})
    assert city.client.post(page, opened(city.client, page, **said)).status_code == 302 and city.status == "improving"
    refused(chief.post(page, late), OTHERS_MOVED, "来年は場所を変える", "両者")
    assert EvaluationTalk.objects.get(cycle=cycle).summary == "よく話した" and Evaluation.objects.count() == 2


def test_a_report_on_a_letter_that_a_colleague_dismissed(client_for):
    letters = Letters()
    row, first = letters.send(), client_for(letters.clerk)
    second = client_for(join(person("同僚"), letters.office, "member"))
    report(row, by=letters.member, why="しつこい")
    page = f"/requests/{row.pk}/dismiss/"
    late = opened(second, page)
    assert first.post(page, opened(first, page)).status_code == 302
    refused(second.post(page, late), "この知らせは、この画面を開いたあとに、もう決められています。")
    assert row.reports.get().decided_by == letters.clerk and row.reports.get().upheld is False
    assert client_for(letters.member).post(page, late).status_code == 403


def test_an_objection_that_a_colleague_raised(client_for):
    body, chair, member = build.group("南町内会")
    office = client_for(build.office("secretariat")[1])
    entry = {
        "to_name": "次野 春子",
        "to_email": "tsugi@example.jp",
        "starts_on": build.days(0).isoformat(),
        "why": "4月3日の届け",
    }
    assert (
        office.post(f"/partners/{body.pk}/takeover/", opened(office, f"/partners/{body.pk}/takeover/", **entry)).status_code
        == 302
    )
    row = Takeover.objects.get()
    page = f"/partners/{body.pk}/takeover/{row.pk}/object/"
    first, second = client_for(chair), client_for(member)
    late = opened(second, page, text="総会は、まだ開いていません。")
    assert first.post(page, opened(first, page, text="わたしは続けます。")).status_code == 302
    cause = "ほかの人が、先に「違う」と知らせています。書き足すことは、事務局に連絡してください。"
    refused(second.post(page, late), cause, "総会は、まだ開いていません。")
    row.refresh_from_db()
    assert (row.objected_by, row.objection) == (chair, "わたしは続けます。")


@pytest.mark.parametrize(
    ("sooner", "later", "stands", "words"),
    [
        ("yes", "no", "accepted", "いっしょに提案します"),
        ("yes", "yes", "accepted", "いっしょに提案します"),
        ("no", "no", "declined", "加わらないと答えました"),
    ],
)
def test_a_joint_proposal_that_a_colleague_answered(client_for, sooner, later, stands, words):
    lead, boss, _ = build.group("見本ひだまりの会")
    friend, chief, helper = build.group("見本雪かき隊")
    draft = build.draft(lead, boss)
    client = client_for(boss)
    etag = client.get(f"/projects/proposals/{draft.pk}/edit/who/").context["etag"]
    ticked = {"co_partners": [friend.pk], "etag": etag, "next": "1"}
    assert client.post(f"/projects/proposals/{draft.pk}/edit/who/", ticked).status_code == 302
    row = JointGroup.objects.get()
    page, second = row.get_absolute_url(), client_for(build.join(build.user(), friend, "representative").user)
    late = opened(second, page, answer=later)
    assert client_for(chief).post(page, {"answer": sooner}).status_code == 302
    refused(second.post(page, late), f"この返事は、いまは受け付けられません。いまの状態は「{words}」です。")
    row.refresh_from_db()
    assert (row.state, row.answered_by) == (stands, chief)
    assert client_for(helper).post(page, late).status_code == 403
