"""The page of a call in the admin: what it refuses, what it keeps and tells of an announced call, what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kyodo_portal.notices.models import Notice
from projects.models import Call, Question
from tests import build
from tests.sent import opened

pytestmark = pytest.mark.django_db


class World:
    def __init__(self):
        self.call = build.call("知恵の募集")
        self.department, _ = build.office(name="見本の福祉課")
        _, self.clerk = build.office("secretariat")
        self.group, self.chair, _ = build.group("雪かき隊")


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


@pytest.fixture
def desk(world, client_for):
    client, address = client_for(world.clerk), f"/admin/projects/call/{world.call.pk}/change/"

    def save(**typed):
        return client.post(address, opened(client, address, **typed))

    return save


def test_wrong_values_are_refused_at_their_boxes(world, desk):
    page = desk(
        track="town", rate_num="3", rate_den="2", before="briefing", round_to="0", starts_on="令和7年4月1日", grant_limit="50万円",
        report_due_on="来年", **{"costs-0-name": "謝礼", "costs-0-share_max_percent": "120"},
    )  # fmt: skip
    text = page.content.decode()
    for said in (
        "区・自治会型では、提案できる団体の種類を選んでください。",
        "割合は、1分の1（全額）までにしてください。",
        "説明会に出ることを求めるので、説明会の日時を入れてください。",
        "1以上の数を入れてください。端数を切り捨てないときは 1 です。",
        "実施するのは令和8年度です。",
        "1から100までの数を入れてください。",
    ):
        assert said in text
    assert page.status_code == 200 and "令和7年4月1日" in text and "来年" in text and "謝礼" in text
    assert "割合は、分子と分母の両方を入れてください。" in desk(rate_num="2").content.decode()


def test_what_a_question_hangs_on_is_a_choice_asked_of_everybody_before_it(world, desk):
    first = world.call.questions.get(section="idea")
    wrong = desk(**{"questions-1-only_if": str(first.pk), "questions-1-only_if_answer": "はい"})
    assert wrong.status_code == 200 and not Question.objects.exclude(only_if=None).exists()
    row = {"questions-0-kind": "choice", "questions-0-choices": "はい\nいいえ"}
    assert desk(**row).status_code == 302
    hangs = {"questions-1-only_if": str(first.pk), "questions-1-only_if_answer": "たぶん"}
    assert "の選択肢と同じ文字で入れてください。" in desk(**hangs).content.decode()
    half = desk(**{"questions-1-only_if_answer": "はい"}).content.decode()
    assert "どの質問への答えかを選んでください。" in half
    assert desk(**hangs | {"questions-1-only_if_answer": "はい", "questions-2-later": "on"}).status_code == 302
    assert Question.objects.get(only_if=first).section == "why"
    assert Question.objects.get(later=True).required is False  # what may follow is not needed at first
    file = {"questions-3-kind": "file", "questions-3-section": "after"}
    assert desk(**file).status_code == 302 and Question.objects.get(kind="file").section == "files"
    gone = desk(**{"questions-0-DELETE": "on"})
    assert gone.status_code == 200 and world.call.questions.count() == 4  # another hangs on it


def test_what_an_announced_call_promises_anew_is_asked_about_told_and_kept(world, desk, client_for):
    build.draft(world.group, world.chair, to=world.call)
    less = {"kinds": ["neighbourhood", "npo"], "rate_num": "1", "rate_den": "2", "starts_on": "2026年6月1日"}
    asked = desk(**less)
    assert asked.status_code == 200 and "公開した募集を変えます。よいか確かめてください" in asked.content.decode()
    assert Call.objects.get().kinds == []
    assert desk(**less, change_reason="対象をしぼるため。").status_code == 302
    body = Notice.objects.get(user=world.chair).body
    assert (
        "提案できる団体の種類\n前：（決めていません）\nこれから：町内会・自治会、NPO法人" in body
        and "理由：対象をしぼるため。" in body
    )
    assert (
        desk(kinds=["neighbourhood", "npo", "civic"], screening_on="令和12年1月5日", report_due_on="2027年4月30日").status_code
        == 200
    )
    theme = {"themes-0-title": "ひとりにしない", "themes-0-aim": "大雪の日", "themes-0-department": str(world.department.pk)}
    assert desk(**theme).status_code == 200  # whoever has begun to write is asked for something more
    assert desk(**theme, change_reason="題を出すため。").status_code == 302
    page = build.read(client_for(), world.call.get_absolute_url())
    assert "題「ひとりにしない」を足す" in page and "見本の福祉課" in page and "対象をしぼるため。" in page
    more = desk(kinds=["neighbourhood", "npo", "civic"], result_on=f"{build.days(60):%Y-%m-%d}")
    assert more.status_code == 302 and Call.objects.get().kinds == ["neighbourhood", "npo", "civic"]


def test_once_a_proposal_was_sent_what_groups_read_stands(world, client_for):
    build.submitted(world.group, world.chair, to=world.call)
    client, address = client_for(world.clerk), f"/admin/projects/call/{world.call.pk}/change/"
    typed = opened(client, address, before="consult", rate_num="1", rate_den="3", closes_at="2030年1月5日 23:59")
    assert client.post(address, typed).status_code == 302
    call = Call.objects.get()
    assert call.before == "" and call.rate_num is None and call.closes_at.year == 2030
    page = client.get(address).content.decode()
    assert "題、経費の区分は変えられません" in page and 'name="themes-0-title"' not in page


def test_the_page_costs_the_same_with_more_rows(world, client_for):
    client, address = client_for(world.clerk), f"/admin/projects/call/{world.call.pk}/change/"
    client.get(address)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    before = cost()
    choice = Question.objects.create(call=world.call, label="形", kind="choice", choices="はい\nいいえ", order=5)
    for number in range(3):
        Question.objects.create(call=world.call, label=f"質問{number}", only_if=choice, only_if_answer="はい", order=6)
        world.call.themes.create(title=f"題{number}", aim="困りごと", department=world.department)
        world.call.costs.create(name=f"経費{number}")
    after = cost()
    assert after == before <= 20, (before, after)


def test_the_history_says_several_choices_of_one_box_in_words(world, client_for, desk):
    assert desk(kinds=["civic", "npo"], change_reason="対象をしぼるためです。").status_code == 302
    page = build.read(client_for(world.clerk), f"/admin/projects/call/{world.call.pk}/history/")
    assert "提案できる団体の種類" in page and "市民活動団体、NPO法人" in page and "civic" not in page


def test_from_ten_on_what_a_call_has_is_counted_by_another_word(world, client_for):
    for number in range(6):
        Question.objects.create(call=world.call, section="idea", label=f"見本の問い{number}", order=20 + number)
    page, address = client_for(world.clerk), f"/admin/projects/call/{world.call.pk}/change/"
    count = world.call.questions.count()
    assert count == 10 and "<td>10個</td>" in build.markup(page.get(address)) and "10つ" not in build.markup(page.get(address))
