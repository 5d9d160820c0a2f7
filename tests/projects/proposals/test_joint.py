"""いっしょに提案する団体: named, asked, answered, left. A group counts once its representative said yes."""

import re
from datetime import timedelta

import pytest

from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.pages.presenters import todos
from kyodo_portal.pages.reminders import remind
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.task_actions import sync_tasks
from projects.models import JointGroup, Proposal
from tests import build
from tests.journey.browser import Browser, words

pytestmark = pytest.mark.django_db


class Story:
    """A complete draft of the leading group, and a second group that can be named on it."""

    def __init__(self, client_for):
        self.client_for = client_for
        self.lead, self.boss, self.mate = build.group("見本ひだまりの会")
        self.friend, self.chief, self.helper = build.group("見本雪かき隊")
        self.browser = client_for(self.boss)
        self.turn_to(build.draft(self.lead, self.boss))

    def turn_to(self, draft):
        self.draft, self.base = draft, f"/projects/proposals/{draft.pk}/"

    def name(self, *groups):
        """The leading group ticks these on 「提案する人」 and goes on; the answer of the page."""
        etag = self.browser.get(f"{self.base}edit/who/").context["etag"]
        ticked = {"co_partners": [group.pk for group in groups], "etag": etag, "next": "1"}
        return self.browser.post(f"{self.base}edit/who/", ticked)

    def row(self, group=None):
        return JointGroup.objects.get(proposal=self.draft, partner=group or self.friend)

    def says(self, person, answer, group=None, **more):
        return self.client_for(person).post(self.row(group).get_absolute_url(), {"answer": answer, **more})

    def send(self, **more):
        form = self.browser.get(f"{self.base}check/").context["form"]
        ticks = {
            "etag": form.initial["etag"],
            "version": 0,
            "named": form.named_now,
            "agreed": "on",
            "public": "on",
            "clean": "on",
            **more,
        }
        return self.browser.post(f"{self.base}check/", ticks)

    def frozen_names(self):
        return self.draft.revisions.get().content[0]["rows"]


@pytest.fixture
def story(client_for):
    return Story(client_for)


def test_naming_asks_the_representative_and_gives_nothing_before_the_yes(story, client_for):
    assert story.name(story.friend).status_code == 302
    assert story.row().state == "asked"
    notice = Notice.objects.get(user=story.chief)
    assert notice.title == "見本ひだまりの会から、いっしょに提案してほしいと言われています"
    assert Delivery.objects.get(to=story.chief.email).subject == notice.title
    assert [(one.label, one.due_on) for one in todos(story.chief).rows] == [("いっしょに提案するか返事をする", build.days(20))]
    assert todos(story.helper).rows == [] and not Notice.objects.filter(user=story.helper).exists()
    # The proposal itself is not theirs yet; the representative reads its text on the page of the answer, the others do not.
    for person in (story.chief, story.helper):
        assert client_for(person).get(story.base).status_code == 404
    page = story.row().get_absolute_url()
    assert "どんなことをしますかへの答え" in client_for(story.chief).get(page).text
    helper = client_for(story.helper).get(page)
    assert helper.status_code == 200 and "どんなことをしますかへの答え" not in helper.text
    assert client_for(story.helper).post(page, {"answer": "yes"}).status_code == 403
    assert client_for(build.group()[1]).get(page).status_code == 404


def test_a_yes_lets_the_group_write_and_the_proposer_sees_it(story, client_for):
    story.name(story.friend)
    page = Browser(story.chief).open(story.row().get_absolute_url())
    page.press("この内容で返事をする").sees("見本雪かき隊の返事を選んでください。")
    yes = page.form("この内容で返事をする")
    yes.fill("見本雪かき隊の返事", next(words(label) for label in page.page.iter("label") if "加わる。" in words(label))).send()
    page.sees("加わると返事をしました。")
    assert "見本雪かき隊が、いっしょに提案すると答えました" in Notice.objects.filter(user=story.mate).values_list(
        "title", flat=True
    )
    contents = story.browser.get(story.base).text
    assert "見本雪かき隊" in contents and "いっしょに提案します" in contents
    assert client_for(story.helper).get(f"{story.base}edit/idea/").status_code == 200
    assert todos(story.chief).rows == []


def test_sending_counts_only_who_said_yes_and_the_promise_names_them(story):
    silent = build.group("見本だまりの会")[0]
    story.name(story.friend, silent)
    story.says(story.chief, "yes")
    check = story.browser.get(f"{story.base}check/").text
    assert "見本だまりの会の返事は、まだ届いていません。" in re.sub(r"\s+", "", check)
    assert "団体の名前（見本ひだまりの会、見本雪かき隊）" in check
    assert story.send().status_code == 302
    assert [(row["key"], row["value"]) for row in story.frozen_names()] == [
        ("partner", "見本ひだまりの会"),
        ("co_partners", "見本雪かき隊"),
    ]
    promised = story.draft.changes.get(step="submit").details["promises"]
    assert "見本雪かき隊" in promised[1] and "見本だまりの会" not in promised[1]


def test_an_answer_between_reading_and_sending_is_read_first(story):
    story.name(story.friend)
    story.browser.get(f"{story.base}check/")
    story.says(story.chief, "yes")
    answer = story.send(named="")
    assert answer.status_code == 200 and "公開される団体の名前を確かめて" in answer.text
    assert Proposal.objects.get().status == "draft"
    assert story.send().status_code == 302


def test_a_no_is_final_for_the_asking_group_and_survives_the_draft(story):
    story.name(story.friend)
    assert story.says(story.chief, "no").status_code == 302
    assert "見本雪かき隊が、加わらないと答えました" in Notice.objects.filter(user=story.boss).values_list("title", flat=True)
    again = story.name(story.friend)
    assert again.status_code == 200 and "この募集では加わらないと答えています" in again.text
    assert story.row().state == "declined" and Notice.objects.filter(user=story.chief).count() == 1
    delete = f"{story.base}delete/"
    assert story.browser.post(delete, build.sure(story.browser, delete)).status_code == 302
    story.turn_to(build.draft(story.lead, story.boss, to=story.draft.call))
    assert "この募集では加わらないと答えています" in story.name(story.friend).text
    assert not JointGroup.objects.filter(proposal=story.draft).exists()


def test_a_no_turns_into_a_yes_by_the_group_itself(story):
    story.name(story.friend)
    story.says(story.chief, "no")
    assert story.says(story.chief, "yes").status_code == 302
    assert story.row().state == "accepted"


def test_the_proposer_takes_a_name_back(story, client_for):
    story.name(story.friend)
    story.says(story.chief, "yes")
    assert story.name().status_code == 302
    assert story.row().state == "taken_back"
    told = Notice.objects.filter(user=story.chief).values_list("title", flat=True)
    assert "見本ひだまりの会が、いっしょに提案する団体から見本雪かき隊を外しました" in told
    assert client_for(story.helper).get(story.base).status_code == 404
    for _ in range(2):  # asked and let go again, on one day: each time it is said
        story.name(story.friend)
        story.name()
    told = list(Notice.objects.filter(user=story.chief).order_by("pk").values_list("title", flat=True))
    assert [title.endswith("言われています") for title in told[-4:]] == [True, False, True, False] and len(told) >= 6


def test_only_so_many_are_asked(story):
    many = [build.group(f"見本の会その{number}")[0] for number in range(11)]
    refused = story.name(*many)
    assert refused.status_code == 200 and "いっしょに提案する団体は、10までです。" in refused.text
    assert not JointGroup.objects.exists()
    assert story.name(*many[:10]).status_code == 302
    assert JointGroup.objects.filter(state="asked").count() == 10
    story.turn_to(build.draft(story.lead, story.boss, title="二つめの企画"))
    assert story.name(*many[:10]).status_code == 302
    story.turn_to(build.draft(story.lead, story.boss, title="三つめの企画"))
    assert "ほかの提案も合わせて20を超えます" in story.name(many[0]).text


def test_nobody_names_the_own_group(story):
    assert "提案する団体とは別の" in story.name(story.lead).text
    assert not JointGroup.objects.exists()


def test_leaving_after_sending_is_told_to_both_sides(story, client_for):
    clerk = build.office("secretariat")[1]
    story.name(story.friend)
    story.says(story.chief, "yes")
    story.send()
    assert story.says(story.chief, "leave").status_code == 302
    for person in (story.boss, clerk):
        told = Notice.objects.filter(user=person).values_list("title", flat=True)
        assert "見本雪かき隊が、いっしょに提案する団体から抜けました" in told
    assert client_for(story.helper).get(story.base).status_code == 404
    page = client_for(clerk).get(f"/admin/projects/proposal/{story.draft.pk}/change/").text
    assert "抜けました" in page


def test_an_answer_may_come_after_sending_until_the_review(story):
    clerk = build.office("secretariat")[1]
    story.name(story.friend)
    story.send()
    assert [one.due_on for one in todos(story.chief).rows] == [None]
    proposal = Proposal.objects.get()
    for step, answers in (("receive", {}), ("start_review", {"ahead_reason": "急ぐからです。"})):
        proposal = take_step(proposal, step, by=clerk, version=proposal.version, **answers)
    assert todos(story.chief).rows == []
    assert story.says(story.chief, "yes").status_code == 409
    assert story.row().state == "asked"


def test_after_the_deadline_nothing_is_asked_of_a_draft(story):
    story.name(story.friend)
    call = story.draft.call
    type(call).objects.filter(pk=call.pk).update(closes_at=build.timezone.now())
    sync_tasks(story.draft)  # as the call's page does
    assert todos(story.chief).rows == []
    assert story.says(story.chief, "yes").status_code == 409


def test_the_clock_reminds_before_the_deadline(story):
    call = story.draft.call
    type(call).objects.filter(pk=call.pk).update(closes_at=build.timezone.now() + timedelta(days=2))
    story.name(story.friend)
    remind()
    title = "期限が近づいています：いっしょに提案するか返事をする（見本ひだまりの会「通学路の花いっぱい見守り」）"
    assert title in Notice.objects.filter(user=story.chief).values_list("title", flat=True)


def test_a_group_without_anybody_answers_on_paper(story, client_for):
    clerk = build.office("secretariat")[1]
    silent = build.partner("見本第二町内会")
    story.name(silent)
    notice = Notice.objects.get(user=clerk)
    assert "見本第二町内会に、いっしょに提案するかどうかを紙でたずねてください" == notice.title
    assert "通学路" not in notice.body  # a draft is not the secretariat's to read
    browser, row = client_for(clerk), story.row(silent)
    queue = browser.get("/admin/").text
    assert "紙の返事を待つ団体" in queue
    assert "見本第二町内会" in browser.get("/admin/projects/jointgroup/").text
    opened = browser.get(f"/admin/projects/jointgroup/{row.pk}/change/", follow=True)
    assert "紙の返事の収受日" in opened.text and "通学路" not in opened.text
    page = row.get_absolute_url()
    assert "紙の返事の収受日" in browser.post(page, {"answer": "yes"}).text and story.row(silent).state == "asked"
    assert browser.post(page, {"answer": "yes", "received_on": "令和8年11月20日"}).status_code in (200, 302)
    row = story.row(silent)
    assert (row.state, row.answered_by) == ("accepted", clerk)
    assert f"{row.received_on:%Y-%m-%d}" == "2026-11-20"


def test_paper_is_no_way_round_a_representative_or_for_ones_own_group(story, client_for):
    body, clerk = build.office("secretariat")
    story.name(story.friend)
    page = story.row().get_absolute_url()
    assert client_for(clerk).get(page).status_code == 404
    silent = build.partner("見本第二町内会")
    story.name(story.friend, silent)
    build.join(clerk, story.lead)
    paper = {"answer": "yes", "received_on": "2026-11-20"}
    assert client_for(clerk).post(story.row(silent).get_absolute_url(), paper).status_code == 403
    assert story.row(silent).state == "asked"


def test_a_copy_asks_anew(story, client_for):
    story.name(story.friend)
    story.says(story.chief, "yes")
    story.send()
    take_step(Proposal.objects.get(), "withdraw", by=story.boss, version=1, reason="都合が変わりました。")
    call = build.call("次の募集")
    copied = story.browser.post(f"{story.base}copy/", {"call": call.pk, "form_key": build.uuid4()})
    assert copied.status_code == 302
    assert JointGroup.objects.get(call=call).state == "asked"
