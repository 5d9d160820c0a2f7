"""Forms on paper: ruled boxes that ask what the pages ask, with what is written, and a code that leads back."""

import re

import pytest
from lxml import html

from kyodo_portal.common.drawing.qr import qr_code
from projects.models import Call, Question
from tests import build

pytestmark = pytest.mark.django_db
SHEET = "//section[contains(@class, 'kp-paper')]"


def words(page, path):
    return [" ".join(node.text_content().split()) for node in html.fromstring(page.content).xpath(path)]


def ruled(page, heading):
    """How many lines stand ruled under a question."""
    box = html.fromstring(page.content).xpath(f"//div[contains(@class, 'kp-paper__q')][h3[starts-with(., '{heading}')]]")[0]
    return len(box.xpath(".//span[contains(@class, 'kp-paper__line')]"))


def test_the_form_of_a_call_is_asked_on_paper_as_on_the_screen(client_for, django_assert_max_num_queries):
    _, representative, _ = (group := build.group())
    proposal = build.draft(group[0], representative)
    call = Call.objects.get(pk=proposal.call_id)
    visitor, member = client_for(), client_for(representative)
    with django_assert_max_num_queries(12):
        blank = visitor.get(f"/projects/calls/{call.pk}/paper/")
    asked = words(blank, f"{SHEET}//h3")
    assert asked[:4] == ["提案する団体", "いっしょに提案する団体任意", "企画の名前", "ひとことで言うと"]
    assert all(any(question.label in words for words in asked) for question in call.questions.all())
    assert ruled(blank, "ひとことで言うと") == 5 and ruled(blank, "企画の名前") == 1
    assert words(blank, f"{SHEET}//tr[@class='is-empty']") == [""] * 30  # goals, plan, roles, income, expense: six rows each
    assert "しるしを付けて保存すると" not in blank.content.decode()  # nobody presses a button on paper
    leads_to = qr_code(f"http://testserver/projects/calls/{call.pk}/", "")
    assert re.search(r' d="([^"]+)"', str(leads_to))[1] in blank.content.decode()
    assert visitor.get(f"/projects/calls/{call.pk}/").content.decode().count(f"/projects/calls/{call.pk}/paper/") == 1

    draft = member.get(f"/projects/proposals/{proposal.pk}/paper/")
    said = [page.content.decode() for page in (blank, visitor.get(f"/projects/calls/{call.pk}/"), draft)]
    assert "出すところ" in said[0] and "に出してください" in said[0] and "持ってくるか、郵送してください" in said[1]
    assert "に出してください" not in said[2]  # what stands in the portal is sent from there
    assert proposal.title in draft.content.decode() and proposal.partner.name in draft.content.decode()
    proposal.summary = ""
    proposal.save()
    assert ruled(member.get(f"/projects/proposals/{proposal.pk}/paper/"), "ひとことで言うと") == 5  # as on the blank form


def test_what_hangs_on_an_answer_is_asked_on_the_paper_of_a_draft_until_that_answer_is_there(client_for):
    body, representative, _ = build.group()
    proposal, member = build.draft(body, representative), client_for(representative)
    head = Question.objects.create(
        call=proposal.call, section="carry", label="工事が要りますか", kind="choice", choices="要る\n要らない", order=90
    )
    Question.objects.create(
        call=proposal.call, section="carry", label="工事の業者", kind="line", only_if=head, only_if_answer="要る", order=91
    )
    page, edit = f"/projects/proposals/{proposal.pk}/paper/", f"/projects/proposals/{proposal.pk}/edit/carry/"
    assert "答えによって必須" in words(member.get(edit), "//label[contains(., '工事の業者')]")[0]

    def asked():
        return [found.removesuffix("任意") for found in words(member.get(page), f"{SHEET}//h3") if found.startswith("工事")]

    assert asked() == ["工事が要りますか", "工事の業者"]
    for answer, there in (("要らない", ["工事が要りますか"]), ("要る", ["工事が要りますか", "工事の業者"])):
        proposal.answers.update_or_create(question=head, defaults={"text": answer})
        assert asked() == there


def test_kinds_of_cost_the_citys_part_and_a_file_that_may_follow_are_asked_on_paper_too(client_for):
    call = build.call()
    call.costs.create(name="印刷費", counts=True)
    call.costs.create(name="飲食費", counts=False)
    Question.objects.create(call=call, section="files", label="団体の規約", kind="file", later=True, required=False, order=90)
    page = client_for().get(f"/projects/calls/{call.pk}/paper/")
    heads = [
        [" ".join(cell.text_content().split()) for cell in table.xpath(".//th")]
        for table in html.fromstring(page.content).xpath(f"{SHEET}//table")
    ]
    assert ["費目", "経費の区分", "金額", "内訳・説明"] in heads and ["費目", "金額", "内訳・説明"] in heads
    text = " ".join(words(page, SHEET))
    assert "印刷費、飲食費（市の負担の対象になりません）" in text and "「費目」に「（市の負担）」と書き足してください" in text
    assert "空けたまま送れます。審査に進むまでに要ります。" in text


def test_an_application_is_asked_on_paper(client_for, django_assert_max_num_queries):
    visitor = client_for()
    with django_assert_max_num_queries(8):
        blank = visitor.get("/partners/register/paper/")
    asked = words(blank, f"{SHEET}//h3")
    assert asked[0] == "団体名" and "電話番号の公開" in asked and asked[-1] == "代表者の署名"
    assert ruled(blank, "団体の目的") == 10 and ruled(blank, "郵便番号") == 1
    assert "町内会・自治会" in words(blank, f"{SHEET}//li") and "公開する" in words(blank, f"{SHEET}//li")
