"""The decision: what it asks, putting it right, telling it, and that nothing of it shows before."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from guidelines.models import CollaborationForm, Guideline
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import EditConflict, Stale
from projects.models import Cycle, Decision, Project, Proposal, Review
from projects.proposals.results import results_of
from projects.reviews.actions import give_back
from projects.reviews.release_actions import ready_to_release, release_all
from projects.reviews.results import decision_for
from tests import build

from .build import AHEAD, World, form

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def refused(world, **changed):
    """{field: [message]} of a decision that is not taken."""
    with pytest.raises(ValidationError) as caught:
        world.decide(**changed)
    assert Proposal.objects.get(pk=world.proposal.pk).status == "reviewing"
    assert not Decision.objects.exists()
    return caught.value.message_dict


def test_recorded_and_kept_in_the_details(world):
    world.all_sheets()
    world.decide(advice="広く知らせてください。")
    decision = Decision.objects.get()
    assert (decision.result, decision.form, decision.document_number, decision.amount) == (
        "adopted",
        world.form,
        "観交第123号",
        200000,
    )
    assert decision.recorded_by == world.clerk and decision.released_at is None
    change = world.proposal.changes.get(step="decide")
    assert change.reason == ""
    # Each sheet is 4*2 + 3 + 5 = 16 of 20.
    assert (change.details["result"], change.details["average"], change.details["sheets"]) == ("adopted", "80.0", 3)


def test_missing_sheets_need_a_tick_and_a_reason(world):
    world.sheet(world.panel[0], 4, 3, 5)
    assert refused(world)["early"] == [
        "まだそろっていない審査票があります（見本 夏男、見本 秋江）。このまま決めるときは、しるしを付けてください。"
    ]
    assert "early_reason" in refused(world, early=True)
    world.decide(early=True, early_reason="ふたりが入院したため")
    assert Decision.objects.get().early_reason == "ふたりが入院したため"


def test_conflicts_are_not_waited_for(world):
    world.sheet(world.panel[0], 4, 3, 5)
    world.conflict(world.panel[1])
    world.conflict(world.panel[2])
    world.decide()
    assert Decision.objects.get().early_reason == ""


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        (
            {"result": "adopted_with_conditions"},
            "conditions",
            "条件を書いてください。条件がないときは、結果を「採択」にしてください。",
        ),
        ({"conditions": "毎月知らせる"}, "conditions", "条件を付けるときは、結果を「条件付採択」にしてください。"),
        ({"form": None}, "form", "協働の形態を選んでください。採択すると、この形態で台帳に入ります。"),
        ({"amount": 200001}, "amount", "市が負担する額は、団体が求めた額（200,000円）までにしてください。"),
        ({"result": "declined", "amount": 150000}, "amount", "市が負担する額は、採択するときだけ入れてください。"),
        ({"decided_on": build.days(1)}, "decided_on", "決裁日は、今日より前の日にしてください。今日でもかまいません。"),
    ],
)
def test_what_does_not_fit_is_refused(world, changed, field, message):
    world.all_sheets()
    assert refused(world, **changed) == {field: [message]}


def test_the_calls_limit_holds_where_it_is_lower(world):
    world.all_sheets()
    world.call.grant_limit = 150000
    world.call.save()
    assert refused(world, amount=150001)["amount"] == ["市が負担する額は、この募集の上限（150,000円）までにしてください。"]


def test_put_right_before_it_is_told(world):
    world.all_sheets()
    proposal = world.decide(result="declined", amount=None, why="はじめの理由")
    proposal = take_step(
        proposal, "correct_decision", by=world.clerk, version=proposal.version, correction_note="結果の写しまちがい"
    )
    assert proposal.status == "reviewing" and Proposal.objects.get(pk=proposal.pk).recorded_decision is None
    world.decide()
    assert Decision.objects.get().result == "adopted"
    assert [change.details.get("result") for change in world.proposal.changes.filter(step="decide")] == ["declined", "adopted"]
    assert "写しまちがい" not in "".join(change.reason for change in world.proposal.changes.all())
    assert AuditEvent.objects.filter(act="decision", note="決定の記録を直す：結果の写しまちがい").count() == 1
    with pytest.raises(ValidationError):
        now = Proposal.objects.get(pk=world.proposal.pk)
        take_step(now, "correct_decision", by=world.clerk, version=now.version, correction_note=" ")


def test_the_amount_that_the_form_filled_in_is_dropped_where_nothing_is_won(world):
    world.all_sheets()
    world.decide(result="declined", amount=200000)
    assert Decision.objects.get().amount is None


def test_not_put_right_once_told(world):
    world.all_sheets()
    world.decide()
    proposal = world.tell()
    with pytest.raises(Stale):
        take_step(proposal, "correct_decision", by=world.clerk, version=proposal.version, correction_note="直したい")


@pytest.mark.parametrize("who", ["official", "representative", "mate", "panel", "stranger"])
def test_only_the_secretariat_decides_and_tells(world, who):
    world.all_sheets()
    person = {"panel": world.panel[0], "stranger": build.user()}.get(who) or getattr(world, who)
    now = Proposal.objects.get(pk=world.proposal.pk)
    with pytest.raises(PermissionDenied):
        take_step(now, "decide", by=person, version=now.version, **world.answers())
    world.decide()
    now.refresh_from_db()
    with pytest.raises(PermissionDenied):
        take_step(now, "adopt", by=person, version=now.version)


def test_staff_of_the_group_do_not_decide(world):
    world.all_sheets()
    build.join(world.clerk, world.group)
    world.clerk = type(world.clerk).objects.get(pk=world.clerk.pk)  # memberships are asked once per request
    with pytest.raises(PermissionDenied):
        world.decide()


def test_only_the_recorded_result_can_be_told(world):
    world.all_sheets()
    world.decide(result="declined", amount=None)
    for step in ("adopt", "adopt_with", "continue"):
        with pytest.raises(Stale):
            world.tell(step)
    assert world.tell("decline").status == "declined"


def test_adoption_tells_the_group_and_opens_the_ledger(world):
    world.all_sheets()
    world.decide(
        result="adopted_with_conditions",
        conditions="毎月、市に知らせてください。",
        advice="若い人にも声をかけてください。",
        why="役に立つからです。",
    )
    before = Notice.objects.count()
    world.tell("adopt_with")
    notice = Notice.objects.get(user=world.representative, title="「冬の雪かき応援隊」が条件付きで採択されました")
    for words in (
        "理由：役に立つからです。",
        "条件：毎月、市に知らせてください。",
        "審査委員会からの助言：若い人にも声をかけてください。",
        "200,000円",
    ):
        assert words in notice.body and words in notice.delivery.body
    assert Notice.objects.count() == before + 2  # the representative and the department
    decision = Decision.objects.get()
    assert decision.released_by == world.clerk and decision.released_at
    project = Project.objects.get(proposal=world.proposal)
    cycle = project.cycles.get()
    assert (project.form, cycle.status, cycle.fiscal_year, cycle.city_cost) == (world.form, "preparing", 2027, 200000)
    assert cycle.role_shares.get().task == "雪かき" and cycle.budget_lines.count() == 3


def test_declined_opens_no_entry(world):
    world.all_sheets()
    world.decide(result="declined", amount=None, why="ほかの制度が使えるため")
    world.tell("decline")
    assert not Project.objects.exists()
    assert "ほかの制度が使えるため" in Notice.objects.get(user=world.representative, title__contains="結果").body


def test_all_results_at_once_or_none(world):
    second, other_representative = world.another()
    world.all_sheets()
    world.all_sheets(second)
    world.decide()
    world.decide(second, result="declined", amount=None, tie_note="話し合った。")
    versions = {proposal.pk: proposal.version for proposal in ready_to_release(world.call, world.clerk)}
    assert len(versions) == 2
    with pytest.raises(Stale):
        release_all(world.call, by=world.clerk, versions={**versions, second.pk: versions[second.pk] - 1})
    assert not Decision.objects.filter(released_at__isnull=False).exists()
    with pytest.raises(PermissionDenied):
        release_all(world.call, by=world.official, versions=versions)
    assert [proposal.status for proposal in release_all(world.call, by=world.clerk, versions=versions)] == ["adopted", "declined"]
    assert AuditEvent.objects.get(act="release").rows == 2
    again = release_all(world.call, by=world.clerk, versions=versions)  # a second click is answered like the first
    assert [proposal.status for proposal in again] == ["adopted", "declined"]
    with pytest.raises(PermissionDenied):  # somebody else's finds nothing more to tell
        release_all(world.call, by=world.official, versions=versions)
    assert AuditEvent.objects.filter(act="release").count() == 1
    assert Notice.objects.filter(user=other_representative, title__contains="結果").count() == 1


def test_a_sheet_is_given_back(world):
    sheet = world.sheet(world.panel[0], 4, 3, 5)
    with pytest.raises(PermissionDenied):
        give_back(sheet, by=world.official, reason="まちがい")
    with pytest.raises(ValidationError):
        give_back(sheet, by=world.clerk, reason=" ")
    give_back(sheet, by=world.clerk, reason="点を書きまちがえたとのこと")
    assert Notice.objects.get(user=world.panel[0], title__contains="もう一度").body == "点を書きまちがえたとのこと"
    sheet.refresh_from_db()
    assert sheet.submitted_at is None and [score.points for score in sheet.scores.all()] == [4, 3, 5]
    with pytest.raises(EditConflict):
        give_back(sheet, by=world.clerk, reason="二度め")
    world.sheet(world.panel[0], 5, 5, 5)
    assert Review.objects.get().submitted_at


# ---- who reads the result ----------------------------------------------------------------------------------------
def test_nobody_outside_reads_a_result_before_it_is_told(world):
    world.all_sheets()
    world.decide()
    now = Proposal.objects.get(pk=world.proposal.pk)
    for person in (world.representative, world.mate, world.panel[0], build.user()):
        assert decision_for(person, now) is None
    assert results_of(world.call) == []


def test_group_reads_advice_and_residents_do_not(world):
    world.all_sheets()
    world.decide(advice="助言です。")
    world.tell()
    now = Proposal.objects.get(pk=world.proposal.pk)
    inside, outside = decision_for(world.mate, now), decision_for(build.user(), now)
    assert inside.inside and not outside.inside
    assert inside.points == [] and outside.points == []
    assert [str(proposal) for proposal in results_of(world.call)] == ["冬の雪かき応援隊"]


def test_a_told_result_and_the_working_page_say_no_word_of_a_guideline_that_is_a_draft(world, client_for):
    CollaborationForm.objects.update(title="藤色のやり方")
    Guideline.objects.update(published_at=None)
    world.all_sheets()
    world.decide()
    world.tell()
    cycle = Cycle.objects.get(project__proposal=world.proposal)
    result = f"/projects/proposals/{world.proposal.pk}/"
    for reader, address in ((None, result), (world.representative, result), (world.representative, cycle.get_absolute_url())):
        page = client_for(reader).get(address).content.decode()
        assert cycle.project.form.get_code_display() in page and "藤色" not in page


def test_points_are_told_only_where_the_call_says_so(world):
    world.call.tell_scores = True
    world.call.save()
    world.all_sheets()
    world.decide()
    world.tell()
    now = Proposal.objects.get(pk=world.proposal.pk)
    assert [(str(criterion), str(mean), most) for criterion, mean, most in decision_for(world.representative, now).points] == [
        ("公益性", "4.0", 5), ("協働の必要性", "3.0", 5), ("実現できるか", "5.0", 5),
    ]  # fmt: skip
    assert decision_for(build.user(), now).points == []


@pytest.mark.parametrize(("publish", "names"), [(False, []), (True, ["冬の雪かき応援隊"])])
def test_declined_ones_are_published_only_where_the_call_says_so(world, publish, names):
    world.call.publish_declined = publish
    world.call.save()
    world.all_sheets()
    world.decide(result="declined", amount=None)
    world.tell("decline")
    assert [str(proposal) for proposal in results_of(world.call)] == names
    now = Proposal.objects.get(pk=world.proposal.pk)
    assert (decision_for(build.user(), now) is not None) is publish


def test_continued_talks_are_for_the_group_only_and_can_be_judged_again(world):
    world.all_sheets()
    world.decide(result="continued", amount=None)
    world.tell("continue")
    assert results_of(world.call) == []
    now = Proposal.objects.get(pk=world.proposal.pk)
    assert decision_for(world.representative, now).decision.result == "continued" and decision_for(build.user(), now) is None
    now = take_step(now, "resume", by=world.clerk, version=now.version)
    assert decision_for(world.representative, Proposal.objects.get(pk=now.pk)) is None
    now = take_step(now, "start_review", by=world.clerk, version=now.version, **AHEAD)
    assert take_step(now, "decide", by=world.clerk, version=now.version, **world.answers()).status == "decided"
    assert Decision.objects.get().result == "adopted" and Decision.objects.get().released_at is None


CANARY = (
    "カナリア理由",
    "カナリア条件",
    "カナリア助言",
    "カナリア所見",
    "カナリア点の理由",
    "観交第999号",
    "条件付採択",
    "写しまちがいカナリア",
)


def test_nothing_leaks_before_it_is_told(world, client_for):
    for member in world.panel:
        sheet_words = {"opinion": "カナリア所見", "advice": "カナリア助言"}
        world.sheet(member, 1, 1, 1, **sheet_words)
    Review.objects.first().scores.update(reason="カナリア点の理由")
    world.decide(result="declined", amount=None, why="カナリア理由")
    now = Proposal.objects.get(pk=world.proposal.pk)
    take_step(now, "correct_decision", by=world.clerk, version=now.version, correction_note="写しまちがいカナリア")
    world.decide(
        result="adopted_with_conditions",
        despite="カナリアのわけ",
        why="カナリア理由",
        conditions="カナリア条件",
        advice="カナリア助言",
        document_number="観交第999号",
    )
    seen = [f"{notice.title}{notice.body}" for notice in Notice.objects.all()] + [
        f"{delivery.subject}{delivery.body}" for delivery in Delivery.objects.all()
    ]
    number = world.proposal.pk
    addresses = [
        f"/projects/proposals/{number}/", f"/projects/calls/{world.call.pk}/", "/projects/calls/", "/projects/", "/", "/me/", "/inbox/",
        f"/partners/{world.group.pk}/", f"/projects/review/{number}/", "/search/?q=カナリア", f"/admin/projects/proposal/{number}/change/",
        f"/admin/projects/review/call/{world.call.pk}/",
    ]  # fmt: skip
    for person in (world.representative, world.mate, None):
        client = client_for(person)
        seen += [client.get(address, follow=True).text for address in addresses]
    assert [word for word in CANARY for text in seen if word in text] == []
    assert [text for text in seen if "20.0" in text] == []


def test_today_is_a_day_to_decide(world):
    world.all_sheets()
    world.decide(decided_on=timezone.localdate())
    assert Decision.objects.get().decided_on == timezone.localdate()


def test_a_renounced_adoption_ends_the_ledger_entry_that_had_not_begun(world):
    world.all_sheets()
    world.decide()
    proposal = world.tell("adopt")
    take_step(proposal, "renounce", by=world.representative, version=proposal.version, reason="担い手がいなくなりました。")
    cycle = Project.objects.get(proposal=proposal).cycles.get()
    assert (cycle.status, cycle.changes.get().reason, cycle.changes.get().by) == ("cancelled", "担い手がいなくなりました。", None)


def test_the_page_that_tells_one_result_shows_what_the_group_will_read(world, client_for):
    world.all_sheets()
    world.decide(why="困っている人がはっきりしているためです。")
    page = client_for(world.clerk).get(f"/admin/projects/proposal/{world.proposal.pk}/step/adopt/").content.decode()
    assert "団体に届く文" in page and "困っている人がはっきりしているためです。" in page


def test_the_department_of_the_decision_is_in_charge_once_it_is_told_and_unknown_before(world, client_for):
    world.all_sheets()
    other, official = build.office("department", "水辺の課")
    state = f"/projects/proposals/{world.proposal.pk}/"
    world.decide(office=other)
    assert "水辺の課" not in client_for(world.representative).get(state).content.decode()
    page = f"/admin/projects/proposal/{world.proposal.pk}/change/"
    assert "水辺の課" in client_for(world.clerk).get(page).content.decode()
    world.tell("adopt")
    project = Project.objects.get(proposal=world.proposal)
    assert project.participations.get(side="city").partner == other
    assert "水辺の課" in client_for(world.representative).get(state).content.decode()
    assert Notice.objects.filter(user=official, title__contains="採択されました").count() == 1
    after = client_for(world.clerk).get(page).content.decode()
    assert f"/admin/projects/project/{project.pk}/change/" in after and "台帳を開く" in after


@pytest.mark.parametrize(("answer", "chosen"), [("市と共催で行う", True), ("相談して決めたい", False)])
def test_the_form_of_the_decision_starts_from_what_the_group_chose(world, client_for, answer, chosen):
    joint = form("joint_host", "共催")
    question = world.call.questions.create(
        section="why", label="協働の形", kind="choice", choices=f"{answer}\nほか", max_length=40
    )
    world.proposal.answers.create(question=question, text=answer)
    page = client_for(world.clerk).get(f"/admin/projects/proposal/{world.proposal.pk}/step/decide/")
    assert page.context["form"]["form"].value() == (joint.pk if chosen else None)
    assert page.context["form"]["office"].value() == world.office.pk
