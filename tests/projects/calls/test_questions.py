"""A call's questions that hang on an answer, may follow, or ask for a file; its themes; its form as who proposes sees it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from lxml import html

from guidelines.models import Guideline, Municipality, Principle
from kyodo_portal.process.actions import take_step
from projects.calls.actions import copy_call
from projects.calls.days import moved_days
from projects.models import Answer, Decision, Proposal, Question
from projects.proposals.drafting.completeness import missing_later, problems_of
from projects.proposals.drafting.pages import load_parts
from projects.proposals.formal_checks import form_checks
from projects.proposals.presenters import content_of
from projects.proposals.results import left_of
from tests import build
from tests.sent import opened

pytestmark = pytest.mark.django_db
D = datetime.date
PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class World:
    def __init__(self):
        self.call = build.call("知恵の募集", track="city")
        words = {"call": self.call, "required": True}
        self.money = Question.objects.create(
            section="why", label="お金の形", kind="choice", choices="補助金\n委託", order=10, **words
        )
        self.other = Question.objects.create(
            section="why", label="ほかの補助金", kind="line", order=11, only_if=self.money, only_if_answer="補助金", **words
        )
        self.cover = Question.objects.create(
            call=self.call, section="carry", label="保険", kind="line", order=12, required=False, later=True
        )
        self.paper = Question.objects.create(section="files", label="団体の規約", kind="file", order=13, **words)
        self.office, _ = build.office(name="見本の福祉課")
        self.theme = self.call.themes.create(title="ひとりにしない", aim="大雪の日の困りごと", department=self.office)
        self.group, self.chair, _ = build.group("雪かき隊")
        self.draft = build.draft(self.group, self.chair, to=self.call)
        Answer.objects.filter(question__in=(self.money, self.other, self.cover, self.paper)).delete()
        _, self.clerk = build.office("secretariat")


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def missing(world):
    world.draft.refresh_from_db()
    return [problem.message for problem in problems_of(world.draft, load_parts(world.draft))]


def answer(world, question, text):
    Answer.objects.update_or_create(proposal=world.draft, question=question, defaults={"text": text})


def test_what_hangs_on_an_answer_is_needed_where_it_was_given(world, client_for):
    theme, money, paper = (
        "どの題にこたえる企画かを選んでください。",
        "「お金の形」を選んでください。",
        "「団体の規約」の資料を付けてください。",
    )
    assert missing(world) == [theme, money, paper]
    answer(world, world.money, "委託")
    assert missing(world) == [theme, paper]
    answer(world, world.money, "補助金")
    assert missing(world) == [theme, "「ほかの補助金」を入れてください。", paper]
    member, page = client_for(world.chair), f"/projects/proposals/{world.draft.pk}/edit/why/"
    assert "「お金の形」に「補助金」と答えたときに書いてください。" in build.read(member, page)
    asked = member.post(page, opened(member, page, next="1"))
    assert "「お金の形」への答えから、ここも要ります。" in asked.content.decode()
    other = opened(member, page, next="1", **{world.money.name: "委託"})  # both on one page
    assert member.post(page, other).status_code == 302 and "ほかの補助金" not in str(content_of(world.draft))
    answer(world, world.money, "補助金")
    answer(world, world.other, "国の助成 10万円")
    assert "国の助成 10万円" in str(content_of(world.draft))


def test_a_file_that_is_asked_for_and_one_of_20_megabytes(world, client_for):
    member, page = client_for(world.chair), f"/projects/proposals/{world.draft.pk}/edit/files/"
    shown = html.fromstring(member.get(page).content)
    assert [label.text_content().strip() for label in shown.xpath("//input[@name='question']/..")] == [
        "団体の規約",
        "そのほかの資料",
    ]
    big = SimpleUploadedFile("kiyaku.pdf", PDF + b"0" * (20 * 1024 * 1024), "application/pdf")
    typed = opened(member, page, question=str(world.paper.pk), is_public="on", upload="1")
    refused = html.fromstring(member.post(page, {**typed, "file": big}).content)
    assert "資料が20.0メガバイトあります。10メガバイトより小さくしてください。" in refused.text_content()
    assert refused.xpath("//input[@name='question'][@checked]/@value") == [str(world.paper.pk)]
    assert refused.xpath("//input[@name='is_public'][@checked]") and not world.draft.files.exists()
    fits = SimpleUploadedFile("kiyaku.pdf", PDF + b"0" * (9 * 1024 * 1024), "application/pdf")
    assert member.post(page, {**typed, "file": fits}).status_code == 302
    assert world.draft.files.get().question == world.paper and "「団体の規約」の資料を付けてください。" not in missing(world)
    assert "付いています：kiyaku.pdf" in build.read(member, page)
    section = content_of(world.draft)[-1]
    assert section["rows"] == [{"key": world.paper.name, "label": "団体の規約", "value": "kiyaku.pdf"}]
    assert member.post(page, {**typed, "question": "999999"}).status_code == 200  # nobody's question


def test_what_may_follow_is_needed_before_the_panel(world):
    answer(world, world.money, "委託")
    world.draft.theme = world.theme
    world.draft.save()
    world.draft.files.create(
        name="規約.pdf",
        stored_as="x",
        content_type="application/pdf",
        size=3,
        sha256="0" * 64,
        uploaded_by=world.chair,
        question=world.paper,
    )
    sent = take_step(world.draft, "submit", by=world.chair, version=world.draft.version)
    assert missing_later(load_parts(sent)) == [world.cover]
    check = next(row for row in form_checks(sent) if row.label == "あとで必須の質問への答え")
    assert check.ok is False and check.note == "まだ：保険。補正で求めてください。"
    sent = take_step(sent, "receive", by=world.clerk, version=sent.version)
    with pytest.raises(ValidationError, match="あとで必須の質問に、まだ答えがありません：保険。"):
        take_step(sent, "start_review", by=world.clerk, version=sent.version, ahead_reason="先に見ます。")
    due, items = build.days(7), [{"field": world.cover.name, "reason": "入る保険を書いてください。"}]
    sent = take_step(sent, "ask_correct", by=world.clerk, version=sent.version, items=items, due=due)
    answer(world, world.cover, "行事の保険")
    sent = take_step(sent, "correct", by=world.chair, version=sent.version)
    sent = take_step(sent, "start_review", by=world.clerk, version=sent.version, ahead_reason="先に見ます。")
    assert sent.status == "reviewing"
    # The question changes afterwards: what was sent stays as it was read.
    Question.objects.filter(pk=world.money.pk).update(label="お金のかたち", choices="助成\n請負")
    assert "お金の形" in str(sent.revisions.last().content) and "委託" in str(sent.revisions.last().content)


def test_staff_see_the_form_as_who_proposes(world, client_for, django_assert_max_num_queries):
    world.call.published_at = None
    world.call.save()
    desk, address = client_for(world.clerk), f"/projects/calls/{world.call.pk}/preview/"
    with django_assert_max_num_queries(15):
        page = desk.get(address).content.decode()
    shown = html.fromstring(page)
    assert "ほかの補助金" in page and "団体の規約" in page and "ひとりにしない" in page and "空けたまま送れます。" in page
    assert len(shown.xpath("//main//fieldset[@disabled]")) == 9 and not shown.xpath("//main//form[@method='post']")
    assert address in desk.get(f"/admin/projects/call/{world.call.pk}/change/").content.decode()
    paper = build.read(desk, f"/projects/calls/{world.call.pk}/paper/")
    assert "こたえる題" in paper and "団体の規約" in paper and "保険" in paper


def test_a_copy_keeps_what_hangs_on_what_and_moves_the_days(world):
    world.call.starts_on, world.call.ends_on = D(2027, 4, 1), D(2028, 3, 31)
    world.call.costs.create(name="食べ物", counts=False)
    days = moved_days(world.call)
    new = copy_call(world.call, by=world.clerk, title="次", fiscal_year=2028, days=days, form_key=build.uuid4())
    hanging = new.questions.get(label="ほかの補助金")
    assert hanging.only_if == new.questions.get(label="お金の形") and hanging.only_if_answer == "補助金"
    assert new.themes.get().title == "ひとりにしない" and new.costs.get().counts is False
    assert (new.starts_on, new.ends_on) == (D(2028, 4, 1), D(2029, 3, 31)) and new.published_at is None


def test_the_page_of_a_call_costs_the_same_with_more(world, client_for, django_assert_num_queries):
    visitor, address = client_for(), world.call.get_absolute_url()
    visitor.get(address)
    with django_assert_num_queries(COST):
        visitor.get(f"{address}?a=1")
    for number in range(3):
        world.call.themes.create(title=f"題{number}", aim="困りごと", department=world.office, order=number)
        world.call.costs.create(name=f"経費{number}")
        Question.objects.create(call=world.call, label=f"質問{number}", only_if=world.money, only_if_answer="委託")
    with django_assert_num_queries(COST):
        page = visitor.get(f"{address}?a=2").content.decode()
    assert "題3" in page and "「お金の形」に「委託」と答えたときに聞きます。" in page


COST = 6


def test_the_principle_of_a_question_is_named_while_its_guideline_is_public(world, client_for):
    city, _ = Municipality.objects.get_or_create(
        is_own=True, defaults={"code": "152081", "name": "見本市", "kana": "みほんし", "prefecture": "新潟県"}
    )
    guide = Guideline.objects.create(municipality=city, title="見本の手引き", slug="mihon-guide", published_at=timezone.now())
    principle = Principle.objects.create(guideline=guide, key="equal", title="対等であること")
    Question.objects.filter(pk=world.other.pk).update(principle=principle)
    visitor, said = client_for(), "「対等であること」"
    page = build.read(visitor, world.call.get_absolute_url())
    assert said in page and guide.get_absolute_url() in page
    member, why = client_for(world.chair), f"/projects/proposals/{world.draft.pk}/edit/why/"
    assert "手引きの「対等であること」につながる質問です。" in build.read(member, why)
    desk = client_for(world.clerk).get(f"/admin/projects/call/{world.call.pk}/change/").content.decode()
    assert f'<option value="{principle.pk}">対等であること</option>' in desk
    Guideline.objects.update(published_at=None)
    assert said not in build.read(visitor, world.call.get_absolute_url()) and said not in build.read(member, why)
    principle.delete()
    assert Question.objects.get(pk=world.other.pk).principle is None


def test_what_is_left_of_the_budget_is_told_where_the_call_says_so(world, client_for):
    adopted = build.draft(world.group, world.chair, to=world.call)
    Proposal.objects.filter(pk=adopted.pk).update(status="adopted", number="R8-P-9999", submitted_at=timezone.now())
    Proposal.objects.filter(pk=adopted.pk).update(status_since=timezone.now() - datetime.timedelta(days=1))
    words = {"result": "adopted", "document_number": "1", "decided_on": build.days(0), "amount": 120_000, "why": "よいため"}
    Decision.objects.create(proposal=adopted, recorded_by=world.clerk, **words)
    world.call.budget = 500_000
    world.call.save()
    assert left_of(world.call) == 380_000
    visitor, address = client_for(), world.call.get_absolute_url()
    assert "500,000円" in build.read(visitor, address) and "380,000円" not in build.read(visitor, address)
    world.call.tell_left = True
    world.call.save()
    assert "残りは<b>380,000円</b>です" in build.read(visitor, address)
