"""紙の提案: entered by the secretariat with its 収受日, received as it came, and each later step of the group likewise."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Notice
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.task_models import Task
from partners.models import Errand
from projects.calls.announced_actions import admit_late
from projects.models import Call, Proposal, ProposalFiling
from projects.proposals.filing_actions import drop_filing, enter_proposal, file_for
from projects.proposals.formal_checks import form_checks
from tests import build
from tests.sent import opened

pytestmark = pytest.mark.django_db
D = datetime.date
PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class World:
    def __init__(self):
        self.call = build.call("令和9年度 市民提案型の募集")
        self.group, self.leader, self.mate = build.group("見本の花の会")
        self.centre, self.clerk = build.office("secretariat", "市民協働係")
        _, self.official = build.office("department", "福祉課")


@pytest.fixture
def world(db):
    return World()


def came(on=-2, **more):
    return {"channel": "mail", "received_on": build.days(on), "form_key": uuid.uuid4(), **more}


def entered(world, **more):
    return enter_proposal(world.call, world.group, by=world.clerk, title="花の道", **came(**more))


def now(proposal):
    return Proposal.objects.get(pk=proposal.pk)


def received(world, **more):
    made = entered(world, **more)
    return take_step(now(made), "enter", by=world.clerk, version=0)


def at(*when):
    return timezone.make_aware(datetime.datetime(*when))


def test_a_proposal_on_paper_is_entered_page_by_page_and_received(world, client_for):
    """In the browser's words: found from the blank form, which group, how it came, what it says, received; the group reads of it."""
    clerk, leader = client_for(world.clerk), client_for(world.leader)
    paper = f"/projects/calls/{world.call.pk}/paper/"
    assert "出すところ" in build.read(leader, paper) and "事務局）" not in build.read(leader, paper)
    assert f'href="/projects/calls/papers/?call={world.call.pk}"' in build.read(clerk, paper)
    address = f"/projects/calls/{world.call.pk}/papers/{world.group.pk}/"
    assert f'href="{address}"' in build.read(clerk, f"/projects/calls/papers/?call={world.call.pk}&q=花の会")
    said = opened(clerk, address, title="花の道", channel="mail", received_on=f"{build.days(-2):%Y-%m-%d}")
    for _ in range(2):  # pressed twice: one draft
        sent = clerk.post(address, {**said, "scan": SimpleUploadedFile("提案書.pdf", PDF, "application/pdf")})
    proposal = Proposal.objects.get()
    own = f"/projects/proposals/{proposal.pk}/"
    assert sent.url == f"{own}#main"
    assert "届いた紙を入れているところです" in build.read(clerk, own) and "紙で受け付ける" in build.read(clerk, own)
    assert "団体に代わって" not in build.read(leader, own) and "市が入れているところです" in build.read(leader, own)
    assert [leader.get(f"{own}{page}").status_code for page in ("edit/idea/", "check/", "delete/")] == [403] * 3
    idea = opened(clerk, f"{own}edit/idea/", summary="道に花を植えます。", starts_on="令和8年12月20日", next="1")
    assert clerk.post(f"{own}edit/idea/", idea).status_code == 302
    check = build.read(clerk, f"{own}check/")
    assert "紙とくらべて確かめてください" in check and "終える予定の日を入れてください。" in check
    ticks = opened(clerk, f"{own}check/")
    ticks |= {name: "on" for name in clerk.get(f"{own}check/").context["form"].fields if name not in ("version", "etag", "named")}
    done = clerk.post(f"{own}check/", ticks)
    assert done.url == f"/admin/projects/proposal/{proposal.pk}/change/#content-start"
    proposal = now(proposal)
    assert (proposal.status, proposal.number, proposal.summary) == ("received", "R8-P-0001", "道に花を植えます。")
    assert ProposalFiling.objects.get().used_version == 1 and proposal.revisions.count() == 1
    page = build.read(leader, own)
    assert "市が、提案を紙で受け付けました。" in page and "紙（郵送）、収受日" in page
    notice = Notice.objects.get(user=world.leader)
    assert notice.title == "「花の道」の提案を、紙で受け付けました" and "受付番号はR8-P-0001です。収受日は" in notice.body
    scan = f"{own}filed/{ProposalFiling.objects.get().pk}/scan/"
    assert [client_for(one).get(scan).status_code for one in (world.leader, world.clerk, world.official)] == [200, 200, 404]
    assert AuditEvent.objects.filter(act="look", note__startswith="届いた紙の写し").count() == 1
    desk = build.read(clerk, f"/admin/projects/proposal/{proposal.pk}/change/")
    assert "提案書（紙（郵送）、収受日" in desk and scan in desk and f"{own}receipt/" in desk
    assert "紙で受け付けました" in build.read(clerk, f"{own}receipt/")  # sent to a group that has no account
    again = clerk.post(f"{own}check/", ticks)  # the second press
    assert again.url == done.url and proposal.revisions.count() == 1


@pytest.mark.parametrize(
    ("closes", "last"),
    [
        ((2026, 10, 30, 17, 0), D(2026, 10, 30)),
        ((2026, 10, 30, 23, 59, 59), D(2026, 10, 30)),
        ((2026, 10, 31, 0, 0), D(2026, 10, 30)),
        ((2026, 10, 31, 0, 0, 1), D(2026, 10, 31)),
    ],
)
def test_the_deadline_is_judged_by_the_day_on_which_it_came(world, closes, last):
    Call.objects.update(opens_at=at(2026, 10, 1, 9), closes_at=at(*closes), published_at=at(2026, 9, 1))
    world.call.refresh_from_db()
    with pytest.raises(ValidationError) as caught:
        entered(world, received_on=last + datetime.timedelta(days=1))
    assert "この日に届いた提案は、受け付けられません" in caught.value.messages[0]
    with pytest.raises(ValidationError, match="受付は2026年10月1日（木）からです"):
        entered(world, received_on=D(2026, 9, 30))
    with pytest.raises(ValidationError, match="今日までの1年のあいだの日"):
        entered(world, on=1)
    made = take_step(now(entered(world, received_on=last)), "enter", by=world.clerk, version=0)
    assert made.status == "received"
    check = next(row for row in form_checks(now(made)) if row.label == "受付の時間のうちに届いたか")
    assert check.ok and check.note.startswith("収受日 2026年10月3")


def test_a_late_paper_comes_in_with_the_reason_for_which_the_group_was_let_in(world):
    Call.objects.update(
        closes_at=timezone.now() - datetime.timedelta(days=5), opens_at=timezone.now() - datetime.timedelta(days=30)
    )
    world.call.refresh_from_db()
    with pytest.raises(ValidationError, match="締切のあとに1つの団体を受け付ける"):
        entered(world)
    until = timezone.now() + datetime.timedelta(days=1)
    admit_late(world.call, by=world.clerk, partner=world.group, until=until, reason="大雪で郵便が遅れた", form_key=uuid.uuid4())
    made = received(world)
    check = next(row for row in form_checks(now(made)) if row.label == "受付の時間のうちに届いたか")
    assert check.ok and "受け付けることにした理由：大雪で郵便が遅れた" in check.note


def test_what_the_paper_lacks_is_put_right_by_paper_and_is_there_before_the_review(world, client_for):
    proposal = received(world)
    with pytest.raises(ValidationError, match="紙の提案に、まだ足りないところがあります"):
        take_step(now(proposal), "start_review", by=world.clerk, version=1, ahead_reason="ほかにありません。")
    items = [{"field": "summary", "reason": "ひとことを書いてください。"}]
    proposal = take_step(now(proposal), "ask_correct", by=world.clerk, version=1, items=items, due=build.days(14))
    clerk, own = client_for(world.clerk), f"/projects/proposals/{proposal.pk}/"
    assert clerk.get(f"{own}edit/idea/").status_code == 403
    filed = opened(clerk, f"{own}filed/", what="correct", channel="paper", received_on=f"{build.days(0):%Y-%m-%d}")
    assert clerk.post(f"{own}filed/", filed).url == f"{own}#main"
    assert Task.objects.open().filter(process="proposal", subject_id=proposal.pk, kind="state").get().party == "s"
    idea = opened(clerk, f"{own}edit/idea/", summary="花を植えます。", next="1")
    assert clerk.post(f"{own}edit/idea/", idea).status_code == 302
    ticks = opened(clerk, f"{own}check/")
    ticks |= {name: "on" for name in clerk.get(f"{own}check/").context["form"].fields if name not in ("version", "etag", "named")}
    assert clerk.post(f"{own}check/", ticks).url == f"{own}#main"
    proposal = now(proposal)
    assert (proposal.status, proposal.revisions.count()) == ("received", 2)
    told = Notice.objects.filter(user=world.leader).latest("pk")
    assert told.title == "「花の道」の直した提案書を、紙で受け取りました"
    assert "見本の花の会（紙で。市が入力）が、提案を直して出し直しました。" in build.read(client_for(world.leader), own)
    proposal = take_step(proposal, "undo_correct", by=world.clerk, version=proposal.version, reason="欄をまちがえました。")
    assert now(proposal).status == "correcting" and now(proposal).open_filing.what == "correct"


def test_a_group_withdraws_by_paper_what_it_had_sent_in_the_portal(world, client_for):
    proposal = build.submitted(world.group, world.leader, to=world.call)
    clerk = client_for(world.clerk)
    for person in (world.clerk, world.official):
        with pytest.raises(PermissionDenied):
            take_step(now(proposal), "withdraw", by=person, version=1, reason="やめます")
    address = f"/projects/proposals/{proposal.pk}/filed/"
    sent = opened(clerk, address, what="withdraw", channel="phone", received_on=f"{build.days(0):%Y-%m-%d}")
    step = clerk.post(address, sent).url
    assert step == f"/projects/proposals/{proposal.pk}/step/withdraw/#main"
    clerk.post(step, opened(clerk, step, reason="人が集まりませんでした。"))
    proposal = now(proposal)
    assert proposal.status == "withdrawn" and proposal.was_filed
    page = build.read(client_for(world.leader), proposal.get_absolute_url())
    assert "見本の花の会（紙で。市が入力）が、提案を取り下げました。" in page and "取下げの届け" in page
    back = take_step(proposal, "undo_withdraw", by=world.clerk, version=proposal.version, reason="団体をまちがえました。")
    assert now(back).status == "submitted" and now(back).open_filing.what == "withdraw"
    with pytest.raises(ValidationError, match="まだ入れ終えていません"):
        file_for(now(back), by=world.clerk, what="withdraw", **came())
    drop_filing(now(back).open_filing, by=world.clerk)
    assert not ProposalFiling.objects.exists() and now(back).status == "submitted"


def test_a_wrong_entry_is_taken_back_and_a_wrong_receipt_too(world, client_for):
    made = entered(world)
    clerk, own = client_for(world.clerk), f"/projects/proposals/{made.pk}/"
    drop = f"{own}filed/{made.filings.get().pk}/drop/"
    assert clerk.post(drop).url == "/projects/calls/papers/" and not Proposal.objects.exists()
    assert clerk.post(drop).url == "/projects/calls/papers/"  # the second press
    proposal = received(world)
    proposal = take_step(now(proposal), "undo_enter", by=world.clerk, version=1, reason="団体をまちがえました。")
    assert now(proposal).status == "draft" and now(proposal).came_on_paper
    assert "花の道" in build.read(clerk, "/projects/calls/papers/")
    again = take_step(now(proposal), "enter", by=world.clerk, version=2)
    assert (again.status, again.number) == ("received", "R8-P-0001")


def test_a_group_that_was_faster_than_its_paper(world, client_for):
    proposal = build.submitted(world.group, world.leader, to=world.call)
    file_for(now(proposal), by=world.clerk, what="withdraw", **came())
    take_step(now(proposal), "withdraw", by=world.leader, version=1, reason="やめます")
    clerk, row = client_for(world.clerk), now(proposal).open_filing
    page = build.read(clerk, proposal.get_absolute_url())
    assert "この紙ではもう何もできません" in page and "内容を入れる</a>" not in page
    assert clerk.post(f"{proposal.get_absolute_url()}filed/{row.pk}/drop/").url == f"{proposal.get_absolute_url()}#main"
    assert not ProposalFiling.objects.exists()


def test_who_enters_and_for_whom(world, client_for):
    with pytest.raises(PermissionDenied):
        enter_proposal(world.call, world.group, by=world.official, title="花の道", **came())
    assert client_for(world.official).get("/projects/calls/papers/").status_code == 403
    made = entered(world)
    own = f"/projects/proposals/{made.pk}/"
    assert client_for(world.official).get(own).status_code == 404
    assert client_for(world.clerk).get(own).status_code == 200
    build.join(world.clerk, world.group)
    world.clerk = type(world.clerk).objects.get(pk=world.clerk.pk)
    with pytest.raises(PermissionDenied):
        entered(world)
    with pytest.raises(PermissionDenied):
        take_step(now(made), "enter", by=world.clerk, version=0)


def test_a_group_that_is_not_registered_yet_keeps_its_day(world, client_for):
    new = build.partner("わかば会", standing="applying")
    listed = build.partner("見本の古い会", standing="listed")
    clerk = client_for(world.clerk)
    page = build.read(clerk, "/projects/calls/papers/?q=会")
    assert f"/projects/calls/{world.call.pk}/papers/{new.pk}/" in page
    assert f"/projects/calls/{world.call.pk}/papers/{listed.pk}/" not in page and f"?partner={listed.pk}" in page
    made = enter_proposal(world.call, new, by=world.clerk, title="花の道", **came())
    assert "締切のあとでもかまいません" not in build.read(clerk, f"/projects/proposals/{made.pk}/check/")
    Call.objects.update(closes_at=timezone.now() - datetime.timedelta(days=1))
    with pytest.raises(ValidationError, match="団体が登録されていないので"):
        take_step(now(made), "enter", by=world.clerk, version=0)
    new.standing, new.registered_from = "registered", build.days(0)
    new.save()
    assert take_step(now(made), "enter", by=world.clerk, version=0).status == "received"
    assert Errand.objects.filter(partner=new).exists()  # nobody of it has an account: it is written to


def test_a_paper_for_a_call_of_long_ago_finds_its_call(world, client_for):
    """The page offers the twelve that close last, says that there are others, and where they are; their own page leads to each."""
    clerk = client_for(world.clerk)
    for number in range(12):
        build.call(f"第{number}次募集", questions=False, criteria=False, department=world.call.department, closes=60 + number)
    address = f"/projects/calls/{world.call.pk}/papers/{world.group.pk}/"
    page = build.read(clerk, "/projects/calls/papers/?q=花の会")
    assert f'href="{address}"' not in page and "締切の新しい12件です" in page
    assert f'href="{address}"' in build.read(clerk, f"/projects/calls/papers/?call={world.call.pk}&q=花の会")


def test_lists_ask_the_same_with_papers(world, client_for, django_assert_num_queries):
    clerk = client_for(world.clerk)
    for _ in range(3):
        group, leader, _ = build.group()
        proposal = build.submitted(group, leader, to=world.call)
        file_for(now(proposal), by=world.clerk, what="withdraw", **came())
    address = f"/admin/projects/proposal/?call__id__exact={world.call.pk}"
    clerk.get(address)
    with django_assert_num_queries(COST):
        assert clerk.get(address).status_code == 200


COST = 8  # the tabs of the call's stages count in one


def test_what_came_incomplete_on_paper_is_sent_again_by_the_group_itself(world, client_for):
    """What it was not asked for is not open to it, and does not hold it back; what it was asked for and left may be answered."""
    proposal = received(world)
    items = [{"field": field, "reason": "わかりにくいです。"} for field in ("title", "budget")]
    take_step(now(proposal), "ask_correct", by=world.clerk, version=1, items=items, due=build.days(14))
    leader, own = client_for(world.leader), f"/projects/proposals/{proposal.pk}/"
    title, budget = now(proposal).corrections.order_by("pk")
    check = build.read(leader, f"{own}check/")
    assert "まだ送れません" not in check and "「予算」を直さないときは、その理由" in check and "※直すか、理由を書く" in check
    sent = opened(leader, f"{own}check/", agreed="on", public="on", clean="on")
    refused = build.markup(leader.post(f"{own}check/", sent))
    assert "まだ直していないところがあります：企画の名前、予算。" in refused
    answered = {**sent, f"reply_{title.pk}": "総会で決めました。", f"reply_{budget.pk}": "お金は要りません。"}
    assert leader.post(f"{own}check/", answered).status_code == 302
    assert now(proposal).status == "received"
    assert {row.outcome for row in now(proposal).corrections.all()} == {"answered"}


def test_what_the_group_changed_is_still_judged_before_it_is_sent_again(world, client_for):
    proposal = received(world)
    items = [{"field": "summary", "reason": "短くしてください。"}]
    Proposal.objects.filter(pk=proposal.pk).update(summary="道に花を植えます。")
    take_step(now(proposal), "ask_correct", by=world.clerk, version=1, items=items, due=build.days(14))
    Proposal.objects.filter(pk=proposal.pk).update(summary="")
    check = build.read(client_for(world.leader), f"/projects/proposals/{proposal.pk}/check/")
    assert "まだ送れません。直すところが1件あります。" in check and "「ひとことで言うと」を入れてください。" in check
