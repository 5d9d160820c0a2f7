"""形態えらび: what fits which answers, and the answer as a page that one can send."""

import pytest

from guidelines.advice.choosing import choose
from guidelines.models import CollaborationForm
from guidelines.revisions.loading_actions import load_guideline
from tests import build
from tests.build import read
from tests.projects.ledger.build import World

pytestmark = pytest.mark.usefixtures("shared_library")

NIIGATA = build.OJIYA.with_name("niigata.json")


def own_forms():
    return list(CollaborationForm.objects.offered().exclude(code="other").order_by("order", "pk"))


@pytest.mark.parametrize(
    ("answers", "first"),
    [
        ({"lead": "both", "money": "none"}, "共催"),
        ({"lead": "both", "money": "none", "span": "once", "body": "as_is"}, "共催"),
        ({"lead": "group", "money": "none", "span": "once"}, "後援"),
        ({"lead": "group", "money": "part", "duty": "own"}, "補助金"),
        ({"money": "whole", "duty": "city"}, "委託"),
        ({"body": "new"}, "実行委員会"),
        ({"lead": "group", "money": "things", "span": "lasting"}, "協定・連携"),
        ({}, "補助金"),
    ],
)
def test_the_form_that_people_would_name_comes_first(ojiya, answers, first):
    assert choose(own_forms(), answers)[0].form.title == first


def test_reasons_are_sentences_and_a_form_without_a_word_on_a_question_has_none():
    quiet = CollaborationForm(title="何でも")
    lasting = CollaborationForm(title="協定", fit_span=["term", "lasting"], fit_money=["none"])
    fits = choose([quiet, lasting], {"span": "once", "money": "none", "lead": ""})
    assert [(fit.form.title, fit.matches, fit.misses) for fit in fits] == [
        ("何でも", (), ()),
        (
            "協定",
            ("「市のお金は使わない」というお答えに合います。",),
            ("「一度きり」というお答えには合いません。この形態に向いているのは「期間を決めて（1年など）」「長く続ける」です。",),
        ),
    ]


def test_a_joint_event_without_money_is_answered_in_full(client_for, ojiya):
    load_guideline(NIIGATA)
    html = read(client_for(), "/guidelines/forms/?lead=both&money=none&body=&span=&duty=")
    assert "<title>共催などが合います｜形態えらび" in html
    first = html.split("<article")[1]
    for told in (
        "「団体と市がいっしょに」というお答えに合います。", "「市のお金は使わない」というお答えに合います。", "効果", "気をつけること",
        "役割分担の表", 'href="/guidelines/forms/ojiya/kyosai/"', "ほかの自治体での呼び名", 'href="/guidelines/forms/niigata/kyosai/"',
    ):  # fmt: skip
        assert told in first, told
    assert "http://testserver/guidelines/forms/?lead=both&amp;money=none</a>" in html
    assert 'href="/guidelines/help/#first"' in html and 'href="/projects/calls/"' in html


def test_where_nothing_fits_the_nearest_says_what_does_not(client_for, ojiya):
    html = read(client_for(), "/guidelines/forms/?lead=city&money=things&body=new&span=once&duty=own")
    assert "合いません。この形態に向いているのは「団体・地域が中心」「団体と市がいっしょに」です。" in html.split("<article")[1]
    assert "お答えにいちばん近い形態を出しています。" in html


@pytest.mark.parametrize(
    "query", ["lead=zzz&money=none", "lead=%F0%9F%8C%B8", "lead=both&lead=group", f"span={'x' * 3000}", "lead="]
)
def test_odd_answers_harm_nothing(client_for, ojiya, query):
    answer = client_for().get(f"/guidelines/forms/?{query}")
    assert answer.status_code == 200 and "<article" in answer.content.decode()


def test_without_a_guideline_the_page_still_leads_on(client_for, db):
    for query in ("", "?lead=both"):
        assert "まず相談する" in read(client_for(), f"/guidelines/forms/{query}")


def test_a_form_tells_all_of_itself(client_for, ojiya):
    load_guideline(NIIGATA)
    grant = read(client_for(), "/guidelines/forms/ojiya/hojokin/")
    for told in (
        "補助・助成・負担金",
        "収支予算書",
        "こんなときに向いています",
        "団体・地域が中心",
        "市の支えかた",
        "補助金交付等",
        "第6節",
    ):
        assert told in grant, told
    added = read(client_for(), "/guidelines/forms/ojiya/kyotei/")
    assert "ポータルで足した説明" in added and "災害応援協定" in added
    other = read(client_for(), "/guidelines/forms/niigata/kyosai/")
    assert "この資料には記載なし" in other and "企画を提案する" not in other


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_pages_ask_a_constant_number_of_questions(client_for, ojiya, django_assert_num_queries, how_many):
    load_guideline(NIIGATA)
    world = World()
    for number in range(how_many):
        world.entry(title=f"いっしょの祭り{number}", form=CollaborationForm.objects.get(guideline=ojiya, key="kyosai"))
    client = client_for()
    with django_assert_num_queries(3):
        assert "いっしょの祭り0" in read(client, "/guidelines/forms/?lead=both&money=none")
    with django_assert_num_queries(0):
        client.get("/guidelines/forms/")
    with django_assert_num_queries(8):
        assert "いっしょの祭り0" in read(client, "/guidelines/forms/ojiya/kyosai/")
