"""通知書 of an application: what its steps bring, each of many with one number, and what becomes of one whose step is taken back."""

import copy

import pytest
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.letters.appeals import ASK
from kyodo_portal.letters.clock_actions import let_go
from kyodo_portal.letters.models import OfficialLetter
from kyodo_portal.letters.template_actions import lay_templates
from kyodo_portal.letters.template_models import LetterTemplate, Signatory
from kyodo_portal.notices.models import Notice
from projects.applications.bulk_actions import take_all
from projects.models import FormField
from tests import build
from tests.letters.build import release, the_letter
from tests.projects.applications.build import World, document, spec, step

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(lay):
    def make():
        lay_templates()
        Signatory.objects.create(post="見本市長", name="見本 太郎", since=build.days(-400))
        FormField.objects.create(spec=spec(), key="city_part", label="市のすること", kind="line", asked="agree")
        return World()

    return lay(make)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def test_each_of_many_that_are_approved_with_one_number_gets_its_draft_and_loses_it_again(world):
    first = world.received()
    second = world.received(title="川の会")
    chosen = [(row.pk, row.version) for row in (first, second)]
    said = {"conditions": "ちらしを見せてください。", "agreed": {"city_part": "広報"}, **document("観発第5号")}
    results, _ = take_all("approve", chosen, by=world.official, **said)
    assert [row.is_done for row in results] == [True, True]
    drafts = OfficialLetter.objects.order_by("pk")
    assert [(row.template.name, row.document_number, row.received_number) for row in drafts] == [
        ("承認通知書", "観発第5号", first.number),
        ("承認通知書", "観発第5号", second.number),
    ]
    letter = drafts[1]
    assert (letter.to_name, letter.decided_on, letter.how) == ("見本の会", document()["decided_on"], "web")
    assert letter.title == f"{second.spec.title}の申請の承認について（通知）"
    for line in (
        "名前：川の会",
        "場所：見本広場",
        "承認の内容：市のすること（広報）",
        "条件：ちらしを見せてください。",
        "担当課：観光課",
    ):
        assert line in letter.body.splitlines()
    assert "｛" not in letter.title + letter.body + letter.file_name
    take_all("undo_approve", [(first.pk, first.version + 1)], by=world.official, reason="まちがえました。")
    assert [row.state_label for row in drafts.all()] == ["出さない", "下書き"]


def test_a_refusal_names_its_ground_and_says_how_to_object(world, client_for):
    row = world.received()
    ground = row.spec.grounds.filter(for_decline=True).first()
    step(row, "decline", world.official, ground=ground, reason="売上が目的です。", **document("観発第7号"))
    letter = the_letter()
    assert (letter.template.name, letter.document_number, letter.decided_on) == (
        "不承認通知書",
        "観発第7号",
        document()["decided_on"],
    )
    assert f"理由：{ground}\n理由の説明：売上が目的です。" in letter.body
    assert letter.appeal_text == ASK  # 後援 is no 処分
    assert "不承認通知書" in build.read(client_for(world.official), row.get_absolute_url())
    assert "不承認通知書" not in build.read(client_for(world.chair), row.get_absolute_url())
    assert client_for(world.outsider).get(f"/staff/letters/{letter.pk}/").status_code == 404
    release(letter, world.official)
    assert OfficialLetter.objects.released().get() == letter


def test_what_is_to_be_put_right_changed_reported_and_revoked(world):
    row = world.received()
    step(row, "ask_correct", world.official, items=[{"field": "place", "reason": "番地も。"}], due=build.days(10))
    assert (the_letter().template.name, "直すところ：場所（番地も。）" in the_letter().body) == ("補正のお願い", True)
    step(row, "add_correct", world.official, items=[{"field": "summary", "reason": "くわしく。"}], due=build.days(10))
    assert the_letter().template.name == "補正の追加のお願い"
    assert "直すところ：場所（番地も。）\n　どんなことをするか（くわしく。）" in the_letter().body
    step(row, "accept_as_is", world.official, which=[item.pk for item in row.corrections.all()])
    step(row, "approve", world.official, **document())
    ground = row.spec.grounds.filter(for_revoke=True).first()
    for answer, said in (
        ("refuse_change", {"ground": ground, "reason": "遠いためです。"}),
        ("allow_change", document("観発第8号")),
    ):
        step(row, "ask_change", world.chair, wanted={"place": "川原"}, what="雨のときは中止します。", reason="広いからです。")
        step(row, answer, world.official, **said)
    allowed, refused = OfficialLetter.objects.order_by("-pk")[:2]
    assert refused.template.name == "変更不承認通知書"
    change = "変更の内容：場所：見本広場 → 川原\n　雨のときは中止します。"
    assert f"{change}\n理由：{ground}\n理由の説明：遠いためです。" in refused.body
    assert (allowed.template.name, allowed.document_number) == ("変更承認通知書", "観発第8号")
    assert change in allowed.body
    step(row, "ask_report", world.official, due=build.days(90))
    assert (the_letter().template.name, "報告の期限：令和" in the_letter().body) == ("実施の報告のお願い", True)
    step(row, "revoke", world.official, ground=ground, reason="内容がちがいました。", **document("観発第9号"))
    assert (the_letter().template.name, the_letter().document_number) == ("承認取消通知書", "観発第9号")
    assert "理由の説明：内容がちがいました。" in the_letter().body and the_letter().appeal_text == ASK


def test_a_form_whose_refusal_is_a_disposition_says_how_to_object(world):
    """減免 by 条例: 審査請求 and 取消訴訟 with whom, what and until when, below what is decided, and below no 補正."""
    row = world.received(code="inkind")
    step(row, "ask_correct", world.official, items=[{"field": "place", "reason": "番地も。"}], due=build.days(10))
    assert the_letter().appeal_text == ASK
    step(row, "accept_as_is", world.official, which=[item.pk for item in row.corrections.all()])
    ground = row.spec.grounds.filter(for_decline=True).first()
    step(row, "decline", world.official, ground=ground, reason="売上が目的です。", **document("観発第7号"))
    said = the_letter().appeal_text
    for words in (
        "この決定があったことを知った日の翌日から起算して3か月以内に、市長に審査請求をすることができます。",
        "6か月以内に、市を被告として（市長が市を代表します）、決定の取消しを求める訴えを裁判所に起こすことができます。",
        "審査請求をしたときは、取消しを求める訴えは、その裁決があったことを知った日の翌日から起算して6か月以内",
    ):
        assert words in said


def test_what_was_decided_before_there_was_a_template_gets_its_letter_by_one_press_or_many(
    world, client_for, django_assert_max_num_queries
):
    LetterTemplate.objects.filter(process="application").update(in_use=False)
    rows = [world.approved(title=f"会{number}") for number in range(3)]
    undone = world.approved(title="取り消した会")
    step(undone, "undo_approve", world.official, reason="まちがえました。")
    LetterTemplate.objects.filter(process="application", step="approve").update(in_use=True)
    desk, page = client_for(world.official), f"/staff/letters/of/application/{rows[0].pk}/"
    version = rows[0].changes.get(step="approve").version
    assert f'action="{page}"' in build.read(desk, rows[0].get_absolute_url())
    admin = build.read(desk, f"/admin/projects/application/{rows[0].pk}/change/")
    assert f'formaction="{page}"' in admin and f'<form method="post" action="{page}"' not in admin
    for _ in range(2):
        assert desk.post(page, {"version": version}).status_code == 302
    assert (the_letter().subject, the_letter().document_number) == (rows[0], "観発第1号")
    assert f'action="{page}"' not in build.read(desk, rows[0].get_absolute_url())
    assert (
        desk.post(
            f"/staff/letters/of/application/{undone.pk}/", {"version": undone.changes.get(step="approve").version}
        ).status_code
        == 302
    )
    late = "/staff/letters/late/?place=application+approve"
    desk.get(late)
    with django_assert_max_num_queries(12):
        listed = desk.get(late)
    assert [change.subject for change in listed.context["filter"].page] == [rows[2], rows[1]]
    keys = [change.pk for change in listed.context["filter"].page]
    assert desk.post(late, {"change": keys}).status_code == 302
    assert [letter.subject for letter in OfficialLetter.objects.order_by("pk")] == rows
    assert "どの手続きにも、通知書があります" in build.read(desk, late)
    stranger = client_for(world.outsider)
    assert stranger.post(page, {"version": version}).status_code == 404
    assert len(stranger.get(late).context["filter"].page.object_list) == 0


def test_many_are_printed_in_one_job_and_noted_as_sent(world, client_for):
    for number in range(2):
        world.approved(title=f"会{number}")
        release(the_letter(), world.official)
    world.approved(title="三つめの会")
    desk = client_for(world.official)
    everything = build.read(desk, "/staff/letters/print/?state=sent")
    assert (everything.count('class="kp-ofl"'), "三つめの会" in everything) == (2, False)
    ticked = build.markup(desk.post("/staff/letters/print/", {"letter": [the_letter().pk, "x"]}))
    assert (ticked.count('class="kp-ofl"'), "三つめの会" in ticked) == (1, True)
    assert client_for(world.outsider).post("/staff/letters/print/", {"letter": [the_letter().pk]}).status_code == 302
    OfficialLetter.objects.filter(pk=the_letter().pk).update(how="post")
    letter = release(the_letter(), world.official)
    page = build.markup(desk.post("/staff/letters/print/", {"letter": [letter.pk]}))
    assert "1通を、きょう送ったと記す" in page
    for _ in range(2):
        assert desk.post("/staff/letters/sent/", {"letter": [letter.pk]}).status_code == 302
    assert [(row.how, row.sent_on) for row in letter.sendings.all()] == [("post", timezone.localdate())]


def test_who_accompanies_the_group_reads_its_letters_once_they_went(world, client_for):
    _, guide = build.office("coordinator")
    build.assign(guide, world.group)
    row, reader = world.approved(), client_for(guide)
    address = the_letter().get_absolute_url()
    assert (reader.get(address).status_code, "承認通知書" in build.read(reader, row.get_absolute_url())) == (404, False)
    release(the_letter(), world.official)
    assert "承認することに決めた" in build.read(reader, address)
    assert address in build.read(reader, row.get_absolute_url())
    assert "step/" not in build.read(reader, row.get_absolute_url())
    assert reader.get(f"/staff/letters/{the_letter().pk}/").status_code == 404


def test_a_letter_that_asks_for_what_came_meanwhile_says_so_and_goes_only_where_it_is_ticked(world, client_for):
    row, other = world.received(), world.received(title="川の会")
    for asked in (row, other):
        step(asked, "ask_correct", world.official, items=[{"field": "place", "reason": "番地も。"}], due=build.days(10))
    open_yet, letter, desk = the_letter(), OfficialLetter.objects.order_by("pk").first(), client_for(world.official)
    page = f"/staff/letters/{letter.pk}/"
    assert "もう答えがあります" not in build.read(desk, page)
    unread = desk.post("/staff/letters/check/", {"letter": letter.pk}).context["plan"].ready[0].value
    step(row, "correct", world.chair, values={"place": "東の広場"})
    said = f"求めたことには、もう答えがあります（{jdate(timezone.now())}の「直して出し直す」）。"
    for address in (page, row.get_absolute_url(), f"/admin/projects/application/{row.pk}/change/"):
        assert said in build.read(desk, address), address
    assert build.read(desk, "/staff/letters/?state=draft").count("答えがありました") == 1
    late = desk.post("/staff/letters/check/", {"run": "1", "row": unread})  # the answer came between reading and pressing
    assert "「確かめて出す」の画面で、しるしを付けてください" in build.markup(late) and not late.context["done"]

    asked = desk.post("/staff/letters/check/", {"letter": [letter.pk, open_yet.pk]})
    plan = asked.context["plan"]
    assert [[item.letter for item in found] for found in (plan.ready, plan.answered)] == [[open_yet], [letter]]
    assert f"{said}<a href" in build.markup(asked)
    assert "1通も出していません" in build.markup(desk.post("/staff/letters/check/", {"run": "1"}))
    desk.post("/staff/letters/check/", {"run": "1", "row": plan.ready[0].value})
    letter.refresh_from_db()
    assert letter.state_label == "下書き"
    step(row, "undo_correct", world.chair, reason="まだ書きます。")
    assert "もう答えがあります" not in build.read(desk, page)
    step(row, "correct", world.chair, values={"place": "東の広場"})
    desk.post("/staff/letters/check/", {"run": "1", "answered": plan.answered[0].value})
    letter.refresh_from_db()
    assert letter.state_label in ("出した", "出すところ")


def asked_and_pressed(world):
    """An application that was asked for something, and its letter on the way."""
    row = world.received()
    step(row, "ask_correct", world.official, items=[{"field": "place", "reason": "番地も。"}], due=build.days(10))
    letter = release(the_letter(), world.official)
    assert (letter.state_label, the_letter()) == ("出すところ", letter)
    return row, letter


def test_a_letter_on_its_way_is_held_back_when_the_answer_comes_first(world, client_for, ten_minutes, later):
    row, letter = asked_and_pressed(world)
    step(row, "correct", world.chair, values={"place": "東の広場"})
    letter.refresh_from_db()
    assert (letter.state_label, letter.by, letter.number is None) == ("下書き", None, False)
    later(minutes=20)
    assert let_go() == 0
    assert not Notice.objects.filter(user=world.chair, title__contains="通知書").exists()
    told = Notice.objects.get(user=world.official, key__contains=":held:")
    assert told.title == f"「{letter.title}」は、答えが届いたので、出していません"
    assert told.url == f"/staff/letters/{letter.pk}/"

    desk, said = client_for(world.official), "「出す」を押したあとに答えが届いたので、出していません。"
    for address in (told.url, "/staff/letters/?state=draft", row.get_absolute_url()):
        assert said in build.read(desk, address), address
    assert client_for(world.chair).get(letter.get_absolute_url()).status_code == 404
    number, check = letter.number, desk.post("/staff/letters/check/", {"letter": letter.pk})
    assert said in build.markup(check) and check.context["plan"].ready == []
    desk.post("/staff/letters/check/", {"run": "1", "answered": check.context["plan"].answered[0].value})
    step(row, "approve", world.official, **document("観発第7号"))  # no answer: who let the letter go all the same has it go
    later(minutes=20)
    assert let_go() == 1
    letter.refresh_from_db()
    assert (letter.state_label, letter.number, letter.held_at) == ("出した", number, None)


def test_a_letter_that_was_held_back_says_so_when_the_answer_is_taken_back(world, client_for, ten_minutes):
    row, letter = asked_and_pressed(world)
    step(row, "correct", world.chair, values={"place": "東の広場"})
    step(row, "undo_correct", world.chair, reason="まだ書きます。")
    page = build.read(client_for(world.official), f"/staff/letters/{letter.pk}/")
    assert "その答えは取り消されています。要るときは、もう一度出してください。" in page
    assert release(letter, world.official).state_label == "出すところ"


def test_a_step_that_answers_nothing_lets_a_letter_go(world, ten_minutes, later):
    _, letter = asked_and_pressed(world)
    other = world.received(title="川の会")
    step(other, "approve", world.official, **document("観発第6号"))
    later(minutes=20)
    assert let_go() == 1
    letter.refresh_from_db()
    assert letter.state_label == "出した"
