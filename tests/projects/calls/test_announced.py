"""An announced call is changed before everybody's eyes; it is withdrawn and begun anew; one group is let in late."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from kyodo_portal.common.templatetags.kyodo import jdatetime
from kyodo_portal.notices.models import News, Notice
from kyodo_portal.pages.presenters import todos
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.task_actions import sync_matters
from projects.models import Call, Proposal
from tests import build
from tests.sent import opened

pytestmark = pytest.mark.django_db


class World:
    def __init__(self):
        self.call = build.call("市民提案 令和8年度", support="備品を貸します。")
        self.writers, self.chair, self.mate = build.group("雪かき隊")
        self.senders, self.sender, _ = build.group("花の会")
        self.others, self.other, _ = build.group("遠くの会")
        self.draft = build.draft(self.writers, self.chair, to=self.call)
        _, self.clerk = build.office("secretariat")


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def told(person):
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("title", flat=True))


class Desk:
    """The call's page in the admin: what a browser sends back of it, with what somebody changes."""

    def __init__(self, client, call):
        self.client, self.url, self.call = client, f"/admin/projects/call/{call.pk}/change/", call

    def save(self, **changes):
        page = self.client.get(self.url)
        form, sent = page.context["adminform"].form, {}
        for each in [form, *(row for one in page.context["inline_admin_formsets"] for row in one.formset.forms)]:
            for name in each.fields:
                value = each[name].value()
                if value is not None and value is not False and name != "change_reason":
                    sent[each.add_prefix(name)] = each.fields[name].prepare_value(value)
        for one in page.context["inline_admin_formsets"]:
            management = one.formset.management_form
            sent |= {management.add_prefix(name): management[name].value() for name in management.fields}
        hidden = re.search(r'name="row_token" value="([^"]*)"', page.content.decode())
        return self.client.post(self.url, {**sent, "row_token": hidden[1], **changes})


def test_what_takes_something_away_is_asked_about_told_and_stays_readable(world, client_for):
    desk = Desk(client_for(world.clerk), world.call)
    sent = build.submitted(world.senders, world.sender, to=build.call())  # of another call: not concerned
    before, soon = jdatetime(world.call.closes_at), timezone.now() + timedelta(days=3)
    less = {"closes_at": f"{timezone.localtime(soon):%Y-%m-%d} 17:00", "grant_limit": "100000", "eligibility": "市内の学校"}
    asked = desk.save(**less)
    text = asked.content.decode()
    assert asked.status_code == 200 and "公開した募集を変えます。よいか確かめてください" in text
    assert "書きかけの提案書：雪かき隊" in text and "300,000円" in text and "100,000円" in text and before in text
    assert "花の会" not in text and told(world.chair) == told(sent.created_by)[1:] == []
    assert Call.objects.get(pk=world.call.pk).grant_limit == 300_000
    assert desk.save(**less, change_reason="予算が減ったため。").status_code == 302
    assert told(world.chair) == told(world.mate) == ["「市民提案 令和8年度」の募集の内容が変わりました"]
    body = Notice.objects.get(user=world.mate).body
    assert "市が負担する上限\n前：300,000円\nこれから：100,000円" in body and "理由：予算が減ったため。" in body
    assert told(world.other) == []
    page = build.read(client_for(), world.call.get_absolute_url())
    assert "公開したあとに変わったところ" in page and before in page and "登録した団体" in page and "予算が減ったため。" in page
    # What only gives more is told and kept too, and nobody is asked; what promises nothing is saved without a word.
    assert desk.save(grant_limit="200000", summary="書きまちがいを直しました。").status_code == 302
    assert len(told(world.chair)) == 2 and world.call.changes.filter(label="市が負担する上限", former="100,000円").exists()
    assert desk.save(summary="もう一度。").status_code == 302 and len(told(world.chair)) == 2
    # A reason that was given stays in its box while another box is put right.
    wrong = desk.save(grant_limit="90000", rate_num="2", change_reason="予算がさらに減ったため。")
    assert wrong.status_code == 200 and "割合は、分子と分母の両方を入れてください。" in wrong.content.decode()
    assert wrong.context["adminform"].form["change_reason"].value() == "予算がさらに減ったため。"
    assert re.search(r'<textarea name="change_reason"[^>]*>\s*予算がさらに減ったため。</textarea>', wrong.content.decode())
    # A question that a draft answers.
    question = world.call.questions.get(section="after")
    row = {"questions-3-label": "次の年はどうしますか"}
    assert desk.save(**row).status_code == 200 and question.label == "終わったあとはどうしますか"
    assert desk.save(**row, change_reason="言葉を分かりやすくしました。").status_code == 302
    page = build.read(client_for(), world.call.get_absolute_url())
    assert "質問「終わったあとはどうしますか」を変える" in page and "次の年はどうしますか" in page


def test_a_call_that_is_hidden_is_withdrawn_and_says_why_and_can_begin_anew(world, client_for):
    desk, visitor = Desk(client_for(world.clerk), world.call), client_for()
    sent = build.submitted(world.senders, world.sender, to=world.call)
    asked = desk.save(published_at="")
    assert asked.status_code == 200 and "取りやめます。" in asked.content.decode()
    assert "出された提案：花の会" in asked.content.decode()
    for _ in range(2):
        assert desk.save(published_at="", change_reason="予算が議決されなかったため。").status_code == 302
    page = build.read(visitor, world.call.get_absolute_url())
    assert (
        "この募集は取りやめになりました" in page and "予算が議決されなかったため。" in page and "この募集に提案する" not in page
    )
    assert "この日程では行いません。" in page and "受付の最後の日までに届いたものを受け付けます" not in page
    assert (
        "取りやめ" in visitor.get("/projects/calls/").content.decode()
        and world.call.title not in visitor.get("/").content.decode()
    )
    days = Calendar.from_ical(visitor.get("/calls.ics").content).events
    assert {str(day["status"]) for day in days} == {"CANCELLED"} and all(day["summary"].startswith("取りやめ：") for day in days)
    for person in (world.chair, world.mate, world.sender):
        assert told(person)[-1] == "「市民提案 令和8年度」の募集は取りやめになりました"
        assert told(person).count("「市民提案 令和8年度」の募集は取りやめになりました") == 1
    writer = client_for(world.chair)
    assert "取りやめになりました。" in build.read(writer, f"/projects/proposals/{world.draft.pk}/")
    own = build.read(client_for(world.sender), sent.get_absolute_url())
    assert "この提案をどうするかは、事務局に聞いてください。" in own and "（予定）" not in own
    refused = writer.post(
        f"/projects/proposals/{world.draft.pk}/check/",
        build.sure(writer, f"/projects/proposals/{world.draft.pk}/check/", version="0"),
    )
    assert Proposal.objects.get(pk=world.draft.pk).status == "draft" and refused.status_code == 200
    assert todos(world.chair).rows == [] and Proposal.objects.get(pk=sent.pk).status == "submitted"
    again = f"/admin/projects/call/{world.call.pk}/resume/"
    assert "雪かき隊" in desk.client.get(again).content.decode()
    token = {"etag": desk.client.get(again).context["form"]["etag"].value()}
    for _ in range(2):
        assert desk.client.post(again, {"reason": "予算が決まりました。", **token}).status_code == 302
    assert Call.objects.open_now().get() == world.call and told(world.chair)[-1].endswith("の募集をもう一度始めました")
    assert "CANCELLED" not in visitor.get("/calls.ics").text
    back = f"/admin/projects/call/{world.call.pk}/withdraw/"
    assert "理由を入れてください" in desk.client.post(back, {"reason": ""}).content.decode()
    old = desk.client.post(back, {"reason": "古い画面から", **token})  # from before it was begun anew
    assert (
        old.status_code == 409 and "もう一度始められています" in old.content.decode() and "古い画面から" in old.content.decode()
    )
    token = {"etag": desk.client.get(back).context["form"]["etag"].value()}
    assert desk.client.post(back, {"reason": "やはり、やめます。", **token}).status_code == 302
    assert build.read(visitor, world.call.get_absolute_url()).count("やはり、やめます。") == 2


def test_one_group_is_let_in_late_and_nobody_else(world, client_for):
    closed = Call.objects.get(pk=world.call.pk)
    closed.closes_at = timezone.now() - timedelta(days=1)
    closed.save()
    sync_matters(closed.proposals.all())
    desk, url = client_for(world.clerk), f"/admin/projects/call/{closed.pk}/late/"
    writer, other = client_for(world.chair), client_for(world.other)
    assert todos(world.chair).rows == [] and "受付は" in build.read(writer, f"/projects/proposals/{world.draft.pk}/")
    late = {"partner": world.writers.pk, "until": f"{timezone.localdate() + timedelta(days=2):%Y-%m-%d} 17:00"}
    late |= {"reason": "大雪で役所が閉まっていたため。", "form_key": str(uuid.uuid4()), "csrfmiddlewaretoken": "x"}
    early = desk.post(url, {**late, "until": f"{timezone.localdate() - timedelta(days=2):%Y-%m-%d} 17:00"})
    assert "いまより後の日時にしてください。" in early.content.decode()
    for _ in range(2):
        assert desk.post(url, late).status_code == 302
    assert len(told(world.chair)) == 1 and "大雪で役所が閉まっていたため。" in Notice.objects.get(user=world.chair).body
    assert "大雪で役所" in desk.get(f"/admin/projects/call/{closed.pk}/change/").content.decode()
    seen = build.read(client_for(build.office()[1]), f"/admin/projects/call/{closed.pk}/change/")
    assert (
        "大雪で役所" not in seen and "締切のあとに受け付ける団体" not in seen
    )  # which group wants to, and why, is no other office's affair
    assert "大雪" not in build.read(client_for(), closed.get_absolute_url())
    todo = todos(world.chair).rows
    assert [str(line.due_on) for line in todo] == [f"{timezone.localdate() + timedelta(days=2)}"]
    propose = f"{closed.get_absolute_url()}propose/"
    for address in (propose, closed.get_absolute_url()):
        assert "締切のあとも、この団体の提案は受け付けます" in build.read(writer, address)
        assert "締切のあとも、この団体" not in build.read(other, address)
    assert "いまは受け付けていません" in build.read(other, propose)
    refused = other.post(propose, {"partner": world.others.pk, "form_key": str(uuid.uuid4())})
    assert refused.status_code == 200 and not Proposal.objects.filter(partner=world.others).exists()
    draft = Proposal.objects.get(pk=world.draft.pk)
    take_step(draft, "submit", by=world.chair, version=draft.version)
    assert "大雪で役所が閉まっていたため" in desk.get(f"/admin/projects/proposal/{draft.pk}/change/").content.decode()
    admission = closed.late_admissions.get()
    end = f"/admin/projects/call/{closed.pk}/late/{admission.pk}/end/"
    assert desk.get(end).status_code == 200 and desk.post(end).status_code == 302 and desk.post(end).status_code == 302
    assert len([title for title in told(world.chair) if "取り消します" in title]) == 1
    assert not closed.takes_from(world.writers.pk)
    again = desk.post(url, late)  # the first page once more, as a browser sends it
    assert again.status_code == 409 and "そのあとで取り消されました" in again.content.decode()
    department = client_for(build.office()[1])
    assert department.get(url).status_code == department.get(f"/admin/projects/call/{closed.pk}/withdraw/").status_code == 403


def test_waiting_for_its_registration_a_group_writes_and_sends_once_it_is_registered(world, client_for):
    person, propose = build.user(), f"{world.call.get_absolute_url()}propose/"
    browser = client_for(person)
    row = build.registration(person, status="draft", name="若葉町町内会")
    assert "書きかけの登録の申請があります。" in build.read(browser, propose)
    assert browser.post(propose, {"partner": row.partner_id, "form_key": str(uuid.uuid4())}).status_code == 403
    row = take_step(row, "submit", by=person, version=row.version)
    assert f"受付番号 {row.number}" in build.read(browser, propose)
    assert browser.post(propose, {"partner": row.partner_id, "form_key": str(uuid.uuid4())}).status_code == 302
    Proposal.objects.filter(partner=row.partner).delete()
    draft = build.draft(row.partner, person, to=world.call)
    at = f"/projects/proposals/{draft.pk}/"
    assert "登録されると、送れるようになります。" in build.read(browser, at)
    assert "登録されると、この画面から送れます。" in build.read(browser, f"{at}check/")
    sent = build.sure(browser, f"{at}check/", version=draft.version, agreed="on", public="on", clean="on")
    answer = browser.post(f"{at}check/", sent)
    assert answer.status_code == 200 and "登録されると送れます。" in answer.content.decode()
    take_step(row, "approve", by=world.clerk, version=row.version)
    assert browser.post(f"{at}check/", sent).status_code == 302
    assert Proposal.objects.get(pk=draft.pk).status == "submitted"


def test_of_a_wrong_press_no_visitor_reads_once_it_was_put_back(world, client_for, ten_minutes, later):
    """Withdrawn and begun anew, a sum made smaller and put back: within the minutes in which nobody was told, the page and the news say
    nothing of it; later both say both."""
    desk, visitor, page = Desk(client_for(world.clerk), world.call), client_for(), world.call.get_absolute_url()
    news = News.objects.filter(source__startswith=f"call:{world.call.pk}:change:")

    def press(name, reason):
        address = f"/admin/projects/call/{world.call.pk}/{name}/"
        assert desk.client.post(address, opened(desk.client, address, reason=reason)).status_code == 302

    press("withdraw", "予算がなくなったため。")
    assert "予算がなくなったため。" in build.read(visitor, page) and not news.shown().exists()
    press("resume", "まちがえました。")
    assert desk.save(grant_limit="10000", change_reason="0を1つ落としました。").status_code == 302
    assert desk.save(grant_limit="300000", change_reason="もとにもどします。").status_code == 302
    shown = build.read(visitor, page)
    assert "公開したあとに変わったところ" not in shown and "まちがえました。" not in shown and not news.exists()
    press("withdraw", "予算がなくなったため。2度目")
    later(minutes=11)
    desk.client.force_login(world.clerk)
    assert news.shown().count() == 1
    press("resume", "予算がつきました。")
    shown = build.read(visitor, page)
    assert "予算がなくなったため。2度目" in shown and "予算がつきました。" in shown
