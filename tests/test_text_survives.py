"""Nobody's words are lost: whatever state a matter has come to, a page answers what is sent to it by taking the text or by giving
it back. One person of each side sends a long text to every address of every matter in every state."""

import re
from functools import partial
from html import unescape
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from lxml import html

from guidelines.models import Revision
from guidelines.revisions.loading_actions import load_guideline
from guidelines.revisions.workflow import PUBLICATION
from partners.registration.workflow import REGISTRATION
from projects.cycles.check.evaluation_actions import etag_of_evaluation
from projects.cycles.check.item_actions import ensure_evaluation_items
from projects.cycles.workflow import CYCLE
from projects.proposals.workflow import PROPOSAL
from tests import build, newer_doors
from tests.emptied import filled
from tests.partners.registration import start
from tests.presses import evaluating
from tests.release import WHOLE
from tests.sent import opened
from tests.test_states import YEARS, judged, made_once, whole  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

LONG = "冬のあいだ、三日おきに声をかけて回りました。「ありがとう」と言われたのは、はじめてです。<b>" * 3
# The names under which our pages take prose.
NAMES = (
    "title", "summary", "reason", "done", "result", "trouble", "good", "hard", "private_note", "opinion", "advice", "body", "why", "next_plan",
    "what", "note", "attendees", "purpose", "activities", "correction_note", "goal", "lead", "document_number", "q",
)  # fmt: skip


def kept():
    """Whether the text stands in any row of ours."""
    with connection.cursor() as cursor:  # most tables are empty: one question for all of them
        there = filled(cursor)
    for model in apps.get_models():
        if model._meta.db_table in there and model.__module__.split(".")[0] in (
            "projects",
            "partners",
            "guidelines",
            "kyodo_portal",
        ):
            texts = [
                f.name
                for f in model._meta.concrete_fields
                if isinstance(f, models.CharField | models.TextField | models.JSONField)
            ]
            for row in model._base_manager.values_list(*texts) if texts else ():
                if any(LONG[:60] in str(value) for value in row):
                    return True
    return False


def survives(client, url, *more):
    """Send the text; the page shows it, or it was taken. What is changed meanwhile is rolled back."""
    data = {**dict.fromkeys([*NAMES, *more], LONG), "version": "0", "etag": "", "draft": "1", "held_on": "2026-04-01"}
    with transaction.atomic():
        answer = client.post(url, urlencode(data), content_type="application/x-www-form-urlencoded")
        if answer.status_code == 302:
            assert kept(), f"{url}: 302 to {answer['Location']}, and the text is nowhere"
        else:
            assert answer.status_code < 500, url
            text = unescape(answer.content.decode().replace("<wbr>", ""))
            assert LONG in text, f"{url}: {answer.status_code} without the text"
        transaction.set_rollback(True)


def steps(process, state):
    """The steps that ask for a text on the common page: each that leads out of this state, and of those that do not, which one
    door refuses before their hooks are asked, one of each sort. `make test-slow` and `make coverage` send to all of them.
    """
    rows = [row for row in process.steps if not row.page and {"reason", "what", "why", "correction_note"} & {*row.questions}]
    if WHOLE:
        return [row.name for row in rows]
    refused = {(row.questions, row.roles, row.is_undo): row.name for row in rows if state not in row.source}
    return [row.name for row in rows if state in row.source] + [*refused.values()]


@made_once(judged, PROPOSAL)
def test_a_proposal(whole, client_for, state):  # noqa: F811
    world = whole()
    matter = world.proposal
    type(matter).objects.filter(pk=matter.pk).update(status=state)
    group, panel, city = (client_for(person) for person in (world.representative, world.panel[0], world.clerk))
    own, admin = f"/projects/proposals/{matter.pk}/", f"/admin/projects/proposal/{matter.pk}/"
    questions = [question.name for question in matter.call.questions.all()]
    for page in ("idea", "why", "carry", "after"):
        survives(group, f"{own}edit/{page}/", *questions)
    for name in steps(PROPOSAL, state):
        survives(group, f"{own}step/{name}/")
        survives(city, f"{admin}step/{name}/")
    survives(panel, f"/projects/review/{matter.pk}/")
    survives(panel, f"/projects/review/{matter.pk}/conflict/")
    survives(city, f"{admin}talk/")


def years():
    """Each state in the fullest way that leads to it, and again in each way that asks for a text there which those do not. Which way
    it is no page of a year's words asks; `make test-slow` and `make coverage` send to all ways.
    """
    asked, chosen = {}, []
    for param in reversed(YEARS):
        make, state = param.values
        names = {row.name for row in CYCLE.steps_from(state) if {"reason", "what", "why"} & {*row.questions}}
        names = {name for name in names if not CYCLE.step(name).ways or {*make.args} & {*CYCLE.step(name).ways}}
        if WHOLE or state not in asked or not names <= asked[state]:
            chosen.append(param)
        asked.setdefault(state, set()).update(names)
    return [param for param in YEARS if param in chosen]


@pytest.mark.parametrize(("whole", "state"), years(), indirect=["whole"], scope="module")
def test_a_cycle(whole, client_for, state):  # noqa: F811
    _, world, cycle = whole()
    type(cycle).objects.filter(pk=cycle.pk).update(status=state)
    comments = [f"comment_{item.pk}" for item in ensure_evaluation_items()]
    for person in (world.representative, world.clerk):
        client, own = client_for(person), cycle.get_absolute_url()
        for page in ("plan/", "change/", "updates/new/", "facts/", "report/", "talk/"):
            survives(client, f"{own}{page}")
        survives(client, f"{own}evaluation/", *comments)
        for name in steps(CYCLE, state):
            survives(client, f"/projects/cycles/{cycle.pk}/step/{name}/")


@pytest.mark.parametrize("state", [row.code for row in REGISTRATION.states])
def test_a_registration(client_for, state):
    representative, (_, clerk) = build.user(), build.office("secretariat")
    made = build.registration(representative, status="draft" if state == REGISTRATION.start else "correcting", secretary=clerk)
    type(made).objects.filter(pk=made.pk).update(status=state)
    group, city, own = client_for(representative), client_for(clerk), made.get_absolute_url()
    for page in ("about", "activity", "correct"):
        survives(group, f"{own}{page}/")
    for name in steps(REGISTRATION, state):
        survives(group, f"{own}step/{name}/")
        survives(city, f"/admin/partners/registration/{made.pk}/step/{name}/")


@made_once(partial(load_guideline, build.OJIYA), PUBLICATION)
def test_a_revision(whole, client_for, state):  # noqa: F811
    guide, (_, clerk) = whole(), build.office("secretariat")
    made = Revision.objects.create(
        guideline=guide, title="要点を直す", author=clerk, status=state, publish_at=build.timezone.now()
    )
    client, base = client_for(clerk), f"/admin/guidelines/revision/{made.pk}/"
    for page in ("words/", "row/chapters/3/", "add/principles/", *(f"step/{name}/" for name in steps(PUBLICATION, state))):
        survives(client, f"{base}{page}")


def test_a_second_colleagues_sheet_stands_beside_the_one_that_is_in(client_for):
    world, cycle = evaluating()
    items = ensure_evaluation_items()
    sheet = {
        "etag": etag_of_evaluation(None),
        "good": "会長が書いた評価です。",
        "check": "1",
        **{f"points_{item.pk}": "4" for item in items},
    }
    page = f"{cycle.get_absolute_url()}evaluation/"
    head = client_for(world.representative)
    check = head.get(head.post(page, sheet).url)
    assert head.post(f"{page}check/", {"etag": check.context["form"]["etag"].value(), "send": "1"}).status_code == 302
    late = {"etag": etag_of_evaluation(None), "good": LONG, f"comment_{items[0].pk}": "会員が書いた説明です。", "draft": "1"}
    answer = client_for(world.mate).post(page, late)
    text = unescape(answer.content.decode().replace("<wbr>", ""))
    assert answer.status_code == 409 and "もう出されています" in text
    assert LONG in text and "会員が書いた説明です。" in text and "会長が書いた評価です。" in text
    assert cycle.evaluations.get().good == "会長が書いた評価です。"


def test_a_detour_to_the_sign_in_or_the_second_factor_keeps_the_text(client_for, settings):
    settings.KYODO_STAFF_MFA = True
    _, clerk = build.office("secretariat")
    for client, url in ((client_for(), "/partners/register/"), (client_for(clerk), "/admin/partners/area/add/")):
        answer = client.post(url, {"name": LONG, "kind": "npo"})
        text = unescape(answer.content.decode())
        assert answer.status_code == 403 and LONG in text and "先に本人の確認が要ります" in text and 'href="/accounts/' in text


def given_back(answer):
    """{words of a box: what was typed there} of the part of the answer that gives it back."""
    parts = html.fromstring(answer.content.decode().replace("<wbr>", "")).xpath("//main//section[@aria-labelledby='typed-h']//dl")
    return {term.text_content().strip(): term.getnext().text_content().strip() for part in parts for term in part.xpath(".//dt")}


def test_what_is_refused_comes_back_under_the_words_of_its_boxes(client_for):
    """A draft thrown away in another window, a call taken off, another person at the screen, an address that takes nothing: W16."""
    person, (body, leader, _) = build.user(), build.group()
    row, client = build.registration(person, status="draft"), client_for(person)
    page = f"{row.get_absolute_url()}activity/"
    sent = opened(client, page, activities=LONG, schedule="毎週火曜日", website="https://example.jp/mihon", next="1")
    discard = f"{row.get_absolute_url()}discard/"
    assert client.post(discard, build.sure(client, discard)).status_code == 302
    answer = client.post(page, sent)
    assert answer.status_code == 404
    assert given_back(answer) == {
        "主な活動": LONG, "活動する日・場所": "毎週火曜日", "ホームページ": "https://example.jp/mihon", "ひとこと紹介": sent["pr"][0],
        "活動する地域（あてはまるものをすべて選ぶ）": "岩沢", "活動の分野（3つまで選ぶ）": "健康・医療・福祉、まちづくり",
    }  # fmt: skip
    draft = build.draft(body, leader)
    question, idea = draft.call.questions.get(section="idea"), f"{draft.get_absolute_url()}edit/idea/"
    sent = opened(
        client_for(leader), idea, summary="冬の花いっぱい", starts_on="2026年10月1日", next="1", **{question.name: LONG}
    )
    answer = client.post(idea, sent)  # somebody else's session by now
    said = given_back(answer)
    assert answer.status_code == 404 and said["どんなことをしますか"] == LONG and said["ひとことで言うと"] == "冬の花いっぱい"
    assert said["始めたい日"] == "2026年10月1日" and "入れた内容" not in said
    rows = f"{draft.get_absolute_url()}edit/roles/"
    assert "1行目のやること" in given_back(client.post(rows, opened(client_for(leader), rows, **{"rows-0-task": "会場の準備"})))
    refused = client.post(f"{draft.get_absolute_url()}receipt/", {"reason": "取り下げたいわけ", "version": "12"})
    assert refused.status_code in (404, 405) and given_back(refused)["理由"] == "取り下げたいわけ"
    refused = client.post("/partners/registrations/1/receipt/", {"name": "名前", "form_key": "0f0f", "criteria-0-id": "123"})
    assert refused.status_code == 405 and [*given_back(refused).values()] == ["名前"]
    call = f"/admin/projects/call/{draft.call_id}/change/"
    _, clerk = build.office("secretariat")
    said = given_back(client.post(call, opened(client_for(clerk), call, summary=LONG)))
    assert said["どんな募集か"] == LONG
    assert "公益性" in said["1行目の項目"] and not {"criteria-row_token", "row_token"} & {*said}


@pytest.mark.parametrize("door", newer_doors.DOORS, ids=lambda door: door.__name__)
def test_the_newer_pages_give_back_what_a_stranger_sends_from_them(client_for, door):
    """Another person at the screen meanwhile: each part comes back under the words of its box, and nothing internal is listed."""
    door = door()
    sent = door.page(client_for(door.by), **{door.prose: LONG}, **door.typed)
    answer = client_for(build.user()).post(door.address, sent)
    said = given_back(answer)
    assert answer.status_code in (403, 404) and LONG in said.values()
    assert not [label for label in said if re.search(r"[a-z]{3}", label)], said.keys()
    typed = set(door.typed.values()) - {""}
    assert typed <= set(said.values()), typed - {*said.values()}


def test_a_long_list_and_what_a_box_began_with_are_no_words_of_anybody(client_for):
    """What was chosen of more than a page can name is a key of ours, and so is the hidden day that a box of the admin began with."""
    _, clerk = build.office("secretariat")
    for address, typed, told in (
        (
            "/admin/process/deadline/add/",
            {"place": "publication scheduled", "after": "1,7,9"},
            {"期限の何日後に知らせるか": "1,7,9"},
        ),
        ("/admin/projects/remark/add/", {"on": "2026年12月1日", "text": LONG}, {"意見の日": "2026年12月1日", "意見": LONG}),
    ):
        sent = opened(client_for(clerk), address, **typed)
        said = given_back(client_for(build.user()).post(address, sent))
        assert told.items() <= said.items() and "入れた内容" not in said, said


def test_a_form_of_before_another_person_signed_in_says_who_is_signed_in_now(client_for):
    first, second = build.user("見本 一郎"), build.user("見本 二郎")
    client = client_for(first, enforce_csrf_checks=True)
    sent = opened(client, "/partners/register/", name="雪かき隊", **start.CIVIC)
    client.force_login(second)
    client.get("/me/")
    answer = client.post("/partners/register/", {**sent, "csrfmiddlewaretoken": "a" * 64})
    text = unescape(answer.content.decode())
    assert answer.status_code == 403 and "いまは「見本 二郎」としてサインインしています" in text and "雪かき隊" in text
    assert given_back(answer) == {
        "団体名": "雪かき隊",
        "1. どんな集まりですか": "同じ目的や関心がある（サークル・ボランティアなど）",
        "2. 法人ですか": "法人ではない",
        "3. おもに何をしますか": "自分たちで活動する",
    }


@pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_what_another_site_sent_is_not_shown(headers):
    answer = Client(enforce_csrf_checks=True).post("/partners/register/", {"name": LONG}, headers=headers)
    assert answer.status_code == 403 and "三日おきに" not in answer.content.decode()


def test_what_is_secret_is_not_given_back(client_for):
    answer = client_for().post(
        "/nai-peeji/", {"password1": "雪のふる町の合い言葉", "code": "１２３ ４５６", "body": "残したい文です。"}
    )
    text = answer.content.decode()
    assert answer.status_code == 404 and "残したい文です。" in text and "合い言葉" not in text and "１２３" not in text
