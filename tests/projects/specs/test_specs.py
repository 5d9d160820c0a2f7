"""形態の決めごと: what the city settles, in versions, and what follows for entries, years, reports and pages."""

import datetime
import io
import uuid

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.pages.presenters import todos
from kyodo_portal.process.errors import Stale
from projects.cycles.check.item_actions import ensure_evaluation_items
from projects.cycles.clock_actions import note_by_the_clock
from projects.cycles.creation import new_cycle, spec_of
from projects.ledger.adoption_actions import open_from_proposal
from projects.models import Cycle, Evaluation, EvaluationAnswer, EvaluationSet, FormField, FormSpec, Project
from projects.specs.actions import etag_of_spec, new_version, put_in_use
from projects.specs.lookup import spec_in_use
from projects.specs.seed_actions import evaluation_set
from tests.projects.ledger.build import World, adopted_proposal, unsettled
from tests.sent import opened

pytestmark = pytest.mark.django_db
ADD = "/admin/projects/project/add/"


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def settled(world, form, *, version=2, **values):
    """A second version of the city's own, in use."""
    spec = new_version(spec_in_use(form), by=world.chief, form=form)
    FormSpec.objects.filter(pk=spec.pk).update(**values)
    spec.refresh_from_db()
    return put_in_use(spec, by=world.chief, etag=etag_of_spec(spec))


def test_every_common_kind_has_its_way_and_its_questions():
    ways = {spec.code: (spec.way, spec.evaluation and spec.evaluation.code) for spec in FormSpec.objects.filter(form=None)}
    assert ways == {
        "nominal": ("name", None), "joint_host": ("name", "short"), "inkind": ("name", None), "grant": ("pact", "short"),
        "commission": ("pact", "short"), "cooperation": ("pact", "short"), "committee": ("record", None), "planning": ("record", None),
        "council": ("record", None), "dialogue": ("record", None), "designated": ("record", None), "info": ("record", None),
        "volunteer": ("record", None), "other": ("pact", "short"), "adopted": ("full", "full"), "granted": ("grant", "short"),
    }  # fmt: skip


def test_a_year_keeps_the_version_that_it_began_by(world):
    """A city's own version goes before the common kind; the years that began before stay as they were."""
    form = unsettled("commission")
    first = world.cycle(form=form)
    assert (first.spec.form, first.way) == (None, "pact")
    with pytest.raises(PermissionDenied):
        new_version(first.spec, by=world.clerk, form=form)
    own = settled(world, form, way="record", evaluation=None)
    assert (own.form, own.version, own.state, own.way) == (form, 1, "in_use", "record")
    assert own.fields.count() == first.spec.fields.count() == 5 and own.papers.count() == 3
    assert spec_in_use(form) == own and Cycle.objects.get(pk=first.pk).way == "pact"
    second = world.cycle(form=form, title="つぎの年から")
    assert (second.spec, second.status) == (own, "running")
    third = settled(world, form, way="name")
    own.refresh_from_db()
    assert (third.version, own.state) == (2, "retired")


def test_what_came_out_of_a_proposal_goes_on_as_that(world):
    project = open_from_proposal(adopted_proposal(world), by=world.chief)
    assert project.cycles.get().way == "full"
    assert spec_of(project).code == "adopted"
    assert new_cycle(project, 2031).spec.evaluation.code == "full"


def test_the_clock_notes_what_nobody_has_to_agree_to(world):
    year = fiscal_year(timezone.localdate())
    coming = world.cycle(only_record=True, fiscal_year=year + 1)
    under_way = world.cycle(only_record=True, title="いま")
    assert (coming.status, under_way.status) == ("preparing", "running")
    assert note_by_the_clock() == 0
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Cycle.objects.filter(pk=coming.pk).update(starts_on=yesterday)
    Cycle.objects.filter(pk=under_way.pk).update(ends_on=yesterday)
    world.representative.notices.all().delete()
    assert note_by_the_clock() == 2 and note_by_the_clock() == 0
    assert list(Cycle.objects.order_by("pk").values_list("status", flat=True)) == ["running", "closed"]
    assert not world.representative.notices.exists()
    world.step(under_way, "undo_note_over", by=world.clerk, reason="まだ続く")
    assert note_by_the_clock() == 0  # what somebody took back stays


def test_any_year_can_become_only_a_record_and_goes_on_where_that_was_wrong(world, client_for):
    cycle = world.cycle()
    page = cycle.get_absolute_url()
    assert [todo.label for todo in todos(world.representative).rows] == ["計画を決める"]
    world.step(cycle, "only_record", by=world.clerk, reason="手続きは紙で済みました")
    text = client_for(world.representative).get(page).content.decode().replace("<wbr>", "")
    assert "記録だけを残しています。手続きはありません" in text and "いまは、あなたの番です" not in text
    assert todos(world.representative).rows == [] == todos(world.clerk).rows
    assert "手続きは紙で済みました" in world.representative.notices.get(title__contains="記録だけ").body
    world.step(cycle, "undo_only_record", by=world.clerk, reason="まちがい")
    now = Cycle.objects.get(pk=cycle.pk)
    assert (now.status, now.way, now.next_task) == ("preparing", "full", "計画を決める")


def test_a_pact_without_evaluation_ends_with_its_report(world):
    cycle = world.improving()
    assert (cycle.status, cycle.goal) == ("improving", "")  # agreed to on paper, without a plan here
    closed = world.step(cycle, "close", by=world.clerk, outcome="end", why="終わり")
    assert closed.status == "closed"
    with pytest.raises(PermissionDenied):
        world.step(cycle, "reopen", by=world.clerk, reason="やりなおす")
    assert world.step(cycle, "reopen", by=world.chief, reason="やりなおす").status == "improving"
    assert world.step(cycle, "close", by=world.clerk, outcome="continue", why="続ける").improvement.outcome == "continue"


def test_short_questions_open_without_a_talk_where_both_see_it_alike(world, settings):
    cycle = world.step(world.host(), "to_check", by=world.clerk)
    assert [item.name for item in ensure_evaluation_items(cycle)] == ["目的", "役割", "成果"]
    world.evaluate(cycle, world.representative, points=4)
    assert world.evaluate(cycle, world.clerk, points=3).status == "improving"
    apart = world.step(world.host(fiscal_year=2024), "to_check", by=world.clerk)
    world.evaluate(apart, world.representative, points=5)
    assert world.evaluate(apart, world.clerk, points=3).status == "discussing"
    settings.KYODO_UNDO_MINUTES = 10
    waits = world.step(world.host(fiscal_year=2023), "to_check", by=world.clerk)
    world.evaluate(waits, world.representative, points=4)
    world.evaluate(waits, world.clerk, points=4)
    with pytest.raises(Stale):  # nobody decides before both may read the other's answers
        world.step(waits, "close", by=world.clerk, outcome="end", why="終わり")


def test_the_entry_asks_what_its_form_needs(world, client_for):
    form = unsettled("nominal")
    client = client_for(world.clerk)
    fee = FormField.objects.get(spec=spec_in_use(form), key="fee")
    assert "参加費" not in client.get(ADD).content.decode()
    data = {
        "form_key": str(uuid.uuid4()),
        "title": "夏まつり",
        "form": form.pk,
        "partners": [world.group.pk],
        "department": world.office.pk,
    }
    asked = client.post(ADD, {**data, "ask": "1"}).content.decode()
    assert f'name="x_{fee.pk}"' in asked and "夏まつり" in asked and "error-summary" not in asked.split("<form")[0]
    answer = client.post(
        ADD, {**data, f"x_{fee.pk}": "５００円", "place": "雪の広場", "fiscal_year": "令和5年度", "published": "on"}
    )
    assert answer.status_code == 302
    cycle = Cycle.objects.get()
    assert (cycle.status, cycle.fiscal_year, cycle.extra, cycle.place) == ("closed", 2023, {"fee": 500}, "雪の広場")
    page = client_for().get(f"/projects/{cycle.project_id}/").content.decode().replace("<wbr>", "")
    assert "参加費" in page and "500円" in page and "雪の広場" in page
    assert [card.pk for card in client_for().get("/projects/?q=雪の広場").context["cards"]] == [cycle.project_id]
    sheet = client.post("/admin/projects/project/xlsx/", {"purpose": "点検のため"})
    lines = list(
        openpyxl.load_workbook(io.BytesIO(b"".join(sheet.streaming_content) if sheet.streaming else sheet.content)).active.values
    )
    assert dict(zip(lines[0], lines[1], strict=True))["後援：参加費"] == 500


def test_the_record_of_a_year_is_put_right_with_its_history(world, client_for):
    cycle = world.cycle(small=True)
    at = f"{cycle.get_absolute_url()}facts/"
    client = client_for(world.clerk)
    sent = opened(client, at, place="公民館", people="120人", starts_on=f"{cycle.fiscal_year}-04-02")
    assert client.post(at, sent).status_code == 302
    cycle.refresh_from_db()
    assert (cycle.place, cycle.people, cycle.starts_on) == ("公民館", 120, datetime.date(cycle.fiscal_year, 4, 2))
    page = client_for(world.representative).get(cycle.get_absolute_url()).content.decode()
    assert "この年度の記録を直しました" in page and "場所：なし→公民館" in page
    assert client.post(at, sent).status_code == 302 and cycle.changes.count() == 2  # nothing changed
    assert client_for(world.representative).get(at).status_code == 403
    agreed = client.get(f"{world.cycle().get_absolute_url()}facts/").content.decode()
    assert 'name="place"' in agreed and 'name="starts_on"' not in agreed  # what both sides agree on


def test_a_report_of_each_form_asks_what_the_form_asks_at_its_end(world, client_for):
    """A change of data only: after `finish` a form asks two things more, one of which it must be told."""
    draft = new_version(spec_in_use(world.pact), by=world.chief, form=world.pact)
    asked = {"spec": draft, "asked": "finish", "public": True}
    must = FormField.objects.create(key="inspected", label="検査した日", kind="date", required=True, **asked)
    may = FormField.objects.create(key="left", label="納めたもの", kind="choices", options="冊子\n写真", order=2, **asked)
    put_in_use(draft, by=world.chief, etag=etag_of_spec(draft))
    cycle = world.walked("finish")
    at, client = f"{cycle.get_absolute_url()}report/", client_for(world.representative)
    said = opened(client, at, done="した", result="できた", send="1")
    assert "検査した日を入れてください。" in client.post(at, said).content.decode()
    assert client.post(at, {**said, f"x_{must.pk}": "2026-11-20", f"x_{may.pk}": ["写真"]}).status_code == 302
    cycle.refresh_from_db()
    assert (cycle.status, cycle.extra) == ("improving", {"inspected": "2026-11-20", "left": ["写真"]})
    page = client_for().get(f"/projects/{cycle.project_id}/").content.decode()
    assert "検査した日" in page and "2026年11月20日" in page and "写真" in page


def test_the_office_settles_a_form_and_what_is_used_stays(world, client_for):
    world.cycle(pact=True)
    used = world.pact.specs.get()
    chief, base = client_for(world.chief), "/admin/projects/formspec"
    assert client_for(world.representative).get(f"{base}/").status_code == 404
    listed = client_for(world.clerk).get(f"{base}/").content.decode()
    assert "委託" in listed and "1件" in listed and "採択された提案" in listed
    assert client_for(world.clerk).get(f"{base}/{used.pk}/change/").status_code == 200
    assert client_for(world.clerk).get(f"{base}/{used.pk}/version/").status_code == 403
    page = chief.get(f"{base}/{used.pk}/change/").content.decode()
    assert "この版で始まった年度か申請があるので、変えられません。" in page and 'name="way"' not in page
    for _ in range(2):  # the second press finds the same draft
        asked = opened(chief, f"{base}/{used.pk}/version/")
        assert chief.post(f"{base}/{used.pk}/version/", asked).status_code == 302
    draft = world.pact.specs.get(version=2)
    assert 'name="way"' in chief.get(f"{base}/{draft.pk}/change/").content.decode()
    use = opened(chief, f"{base}/{draft.pk}/use/")
    draft.way = "name"
    draft.save()
    refused = chief.post(f"{base}/{draft.pk}/use/", use)
    assert "この画面を開いたあとに" in refused.content.decode() and spec_in_use(world.pact) == used
    assert chief.post(f"{base}/{draft.pk}/use/", opened(chief, f"{base}/{draft.pk}/use/")).status_code == 302
    assert spec_in_use(world.pact) == draft and Project.objects.count() == 1


def test_the_office_words_the_questions_of_an_evaluation_and_what_was_answered_stays(world, client_for):
    chief, asked = client_for(world.chief), evaluation_set("full")
    page = f"/admin/projects/evaluationset/{asked.pk}/change/"
    assert 'name="items-0-name"' not in chief.get(page).text and client_for(world.representative).get(page).status_code == 404
    ensure_evaluation_items()
    first = asked.items.first()
    assert 'name="items-0-name"' not in client_for(world.clerk).get(page).text  # who only reads it
    assert chief.post(page, opened(chief, page, **{"items-0-question": "約束を守れましたか。"})).status_code == 302
    evaluation = Evaluation.objects.create(cycle=world.cycle(), side="city", by=world.clerk)
    EvaluationAnswer.objects.create(evaluation=evaluation, item=first, points=4)
    refused = chief.post(page, opened(chief, page, **{"items-0-question": "べつの質問ですか。"}))
    assert "答えのある質問の言葉は、変えられません。" in refused.text
    assert chief.post(page, opened(chief, page, **{"items-0-is_active": None})).status_code == 302
    first.refresh_from_db()
    assert (first.question, first.is_active) == ("約束を守れましたか。", False)


def test_the_office_makes_a_set_of_questions_of_its_own(world, client_for):
    chief, page = client_for(world.chief), "/admin/projects/evaluationset/add/"
    evaluation_set("full")
    assert client_for(world.clerk).get(page).status_code == 403
    said = {"name": "かんたんな評価", "talk": "on_gap", "items-TOTAL_FORMS": "1", "items-0-name": "目的", "items-0-order": "1"}
    said |= {"items-0-question": "めざすことが、同じでしたか。", "items-0-scale": "kept", "items-0-is_active": "on"}
    taken = chief.post(page, opened(chief, page, **{**said, "name": evaluation_set("full").name}))
    assert "同じ名前のひとそろいが、もうあります。" in taken.text
    assert chief.post(page, opened(chief, page, **said)).status_code == 302
    made = EvaluationSet.objects.get(name="かんたんな評価")
    assert (made.talk, [item.question for item in made.items.all()]) == ("on_gap", ["めざすことが、同じでしたか。"])
    draft = FormSpec.objects.create(
        form=world.pact, code=world.pact.code, version=9, way="full", evaluation=evaluation_set("full"), state="draft"
    )
    assert "かんたんな評価" in chief.get(f"/admin/projects/formspec/{draft.pk}/change/").text


def test_a_question_is_answered_in_the_citys_own_words(world, client_for):
    """Five lines from 5 points down to 1; what was answered keeps the words that were read then."""
    chief, asked = client_for(world.chief), evaluation_set("short")
    cycle = world.step(world.host(), "to_check", by=world.clerk)
    first = ensure_evaluation_items(cycle)[0]
    page, marks = (
        f"/admin/projects/evaluationset/{asked.pk}/change/",
        "とてもよかった | とても\nよかった\nふつう\nいまひとつ\nだめ",
    )
    for wrong, why in (
        ("よい\nわるい", "5行で書いてください。いまは2行です。"),
        (marks.replace(" | とても", ""), "5点の「とてもよかった」に、「｜」のあとに5文字までの短い言葉を書いてください。"),
        (marks.replace("だめ", "ふつう"), "「ふつう」が、2つの点の言葉になっています。"),
        (marks.replace("だめ", "｜だめ"), "1点の行を、「言葉｜短い言葉」の形で書いてください。"),
    ):
        refused = chief.post(page, opened(chief, page, **{"items-0-marks": wrong}))
        assert why in refused.text and wrong.split("\n")[0] in refused.text
    assert "5点：よく守れた、4点：だいたい守れた" in chief.get(page).text
    assert chief.post(page, opened(chief, page, **{"items-0-marks": marks})).status_code == 302
    assert "5点：とてもよかった、4点：よかった、3点：ふつう" in chief.get(page).text
    sheet = client_for(world.representative).get(f"{cycle.get_absolute_url()}evaluation/?part=all").text
    assert "<span>とても</span>" in sheet and "（とてもよかった）" in sheet
    answer = Evaluation.objects.create(cycle=cycle, side="group", by=world.representative).answers.create(item=first, points=5)
    assert EvaluationAnswer.objects.get(pk=answer.pk).words == "5点：とてもよかった"
    refused = chief.post(page, opened(chief, page, **{"items-0-marks": marks.replace("ふつう", "そこそこ")}))
    assert "答えのある質問の言葉は、変えられません。" in refused.text


def test_the_page_of_a_form_tells_way_papers_and_days(client_for):
    form = unsettled("nominal")
    text = client_for().get(form.get_absolute_url()).content.decode().replace("<wbr>", "")
    for word in (
        "市が認めたら始められます。",
        "催しの日の30日前まで",
        "催しの要項",
        "規約と名簿",
        "申し出るとき、参加費を取るときだけ",
        "暴力団や、その関係者が行うもの",
    ):
        assert word in text
