"""A question of the city's own: worded in the admin without a script, put on a form, answered by both sides, shown to everybody."""

import pytest
from django.utils import timezone

from projects.models import Cycle, EvaluationSet
from tests.journey.browser import Browser
from tests.projects.ledger.build import World, form

pytestmark = pytest.mark.django_db
MARKS = "とても使えた｜とても\n使えた\nふつう\n使いにくい｜にくい\n使えない｜だめ"


@pytest.fixture
def world():
    return World()


@pytest.fixture
def chief(world):
    return Browser(world.chief)


def own_set(chief):
    """The office words it, on a page whose scripts never ran."""
    page = chief.open("/admin/projects/evaluationset/").follow("評価のひとそろい を追加")
    sheet = page.form("保存").fill("名前", "会場のふりかえり").fill("話し合い", "差があるときに話し合う")
    sheet.fill("項目", "会場", within="#items-0").fill("質問", "会場を、気持ちよく使えましたか。", within="#items-0")
    sheet.fill("市の点の言葉", MARKS, within="#items-0").send()
    return EvaluationSet.objects.get(name="会場のふりかえり")


def put_on(chief, spec):
    chief.open(f"/admin/projects/formspec/{spec.pk}/change/").follow("新しい版をつくる").press("新しい版をつくる")
    empty = {field.get("name") for field in chief.page.iter("input", "textarea", "select")}
    assert {"fields-0-label", "papers-0-label", "grounds-0-text"} <= empty  # rows to write in, without a script
    chief.form("保存して編集を続ける").fill("評価", "会場のふりかえり").send()
    chief.follow("この版を使い始める").press("この版を使い始める").sees("第2版")


def answers(person, year, choice, why=""):
    page = Browser(person).open(f"{year}evaluation/").sees("会場を、気持ちよく使えましたか。", "とても", "にくい")
    sheet = page.form("書いたことを確かめる").fill("1 / 1 会場", choice)
    if why:
        sheet.fill("会場の理由・説明", why)
    return sheet.send().press("この評価を出す")


def test_a_question_of_its_own_goes_from_the_admin_to_the_public_page(world, chief):
    hosted = form("joint_host", "共催", way="name")
    world.cycle(form=hosted, title="去年からの会")  # by the version that stood before: it is asked nothing
    own_set(chief)
    put_on(chief, hosted.specs.get())
    cycle = world.step(world.cycle(form=hosted, title="会場をいっしょに使う会"), "to_check", by=world.clerk)
    year = cycle.get_absolute_url()
    answers(world.representative, year, "5とても（とても使えた）")
    answers(world.clerk, year, "2にくい（使いにくい）", "椅子が足りませんでした。")
    Browser(world.representative).open(year).sees("食い違い（3点の差）")
    assert Cycle.objects.get(project__title="去年からの会").spec.evaluation is None
    talk = Browser(world.clerk).open(f"{year}talk/").form("話し合いの結果を記録する")
    talk.fill("話し合った日", timezone.localdate().isoformat()).fill("出た人", "両方").fill(
        "話し合ったこと", "椅子を数えました。"
    )
    talk.fill("会場：食い違ったわけ", "数えていませんでした。").fill("会場：次にすること", "前の週に数える。").fill(
        "会場：だれが", "福祉課"
    )
    talk.fill("会場：いつまでに", timezone.localdate().isoformat()).send().sees("見直し")
    world.step(cycle, "close", by=world.clerk, outcome="end", new_form=None, why="よかった。", next_plan="")
    Browser().open(cycle.project.get_absolute_url()).sees("会場", "平均 5.0点", "平均 2.0点")
