"""A year's report through the front door: begun, answered by offices, remarked on, answered, published, corrected, read."""

import copy
import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guidelines.models import Policy, Revision
from kyodo_portal.notices.models import News, Notice
from kyodo_portal.process.models import Task
from projects.models import PolicyReview, Remark, YearReport
from projects.report.actions import begin_revision, open_report
from tests import build

from .build import World, counted, row

pytestmark = pytest.mark.django_db
ADMIN = "/admin/projects/yearreport/"


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def step(client, report, name, **said):
    """Take a step in the admin as its page asks it."""
    address = f"{ADMIN}{report.pk}/step/{name}/"
    version = client.get(address).context["form"].initial["version"]
    answer = client.post(address, {"version": version, **said})
    assert answer.status_code == 302, build.markup(answer)
    report.refresh_from_db()


def begun(world, client):
    address = f"{ADMIN}add/"
    form = client.get(address).context["form"]
    key = re.search(r'name="form_key" value="([^"]+)"', client.get(address).content.decode())[1]
    assert [value for value, _ in form.fields["fiscal_year"].choices] == ["2025", "2024"]
    for _ in range(2):  # pressed twice
        assert client.post(address, {"fiscal_year": "2025", "form_key": key}).status_code == 302
    return YearReport.objects.get()


def chapter_page(report):
    return f"/admin/projects/reportchapter/{report.chapters.first().pk}/change/"


def test_a_year_becomes_a_report_that_residents_read(world, client_for):
    clerk, official, member, visitor = map(client_for, (world.clerk, world.official, world.member, None))
    report = begun(world, clerk)
    assert [chapter.figure for chapter in report.chapters.all()] == ["years", "kinds", "flow", "offices", "money", "form_kind"]
    assert [row.measure for row in report.reviews.all()] == ["広報に載せる", "出前講座を開く", "人を育てる"]
    assert visitor.get("/report/2025/").status_code == 404 and "公表した年のまとめは" in build.read(visitor, "/report/")

    # Its title and lead, and a chapter's words, are written in the admin.
    for address, typed in (
        (f"{ADMIN}{report.pk}/change/", {"lead": "数えました。"}),
        (chapter_page(report), {"text": "増えました。"}),
    ):
        page = clerk.get(address)
        sent = {name: value or "" for name, value in page.context["adminform"].form.initial.items()}
        for formset in page.context["inline_admin_formsets"]:
            sent |= {f"{formset.formset.prefix}-{name}": value for name, value in formset.formset.management_form.initial.items()}
        assert clerk.post(address, {**sent, **typed, "row_token": page.context["row_token"]}).status_code == 302, address
        assert 'name="chapters-TOTAL_FORMS"' in build.markup(clerk.get(f"{ADMIN}{report.pk}/change/"))

    # One office answers for one measure: the task is there, then done.
    first, second, _ = report.reviews.all()
    review_page = f"{'/admin/projects/policyreview/'}{first.pk}/change/"
    shown = clerk.get(review_page).context["adminform"].form
    said = {name: shown.initial.get(name) or "" for name in ("order", "policy", "policy_title", "measure")}
    assert clerk.post(review_page, {**said, "office": world.office.pk}).status_code == 302
    assert "市がすすめることのふりかえりを書く" in build.read(official, "/me/")
    assert client_for(world.outsider).get(f"/report/policies/{first.pk}/").status_code == 403
    answer = {"progress": "late", "did": "2回載せました。", "problem": "原稿が遅れました。", "next": "締切を早めます。"}
    token = official.get(f"/report/policies/{first.pk}/").context["form"].initial["etag"]
    assert official.post(f"/report/policies/{first.pk}/", {**answer, "etag": token}).status_code == 302
    overtaken = official.post(f"/report/policies/{first.pk}/", {**answer, "did": "3回載せました。", "etag": token})
    assert "いまの内容：2回載せました。" in build.markup(overtaken)
    assert not Task.objects.open().filter(party=f"p{world.office.pk}").exists()

    # The committee is asked; who has an account finds it among the tasks, and others find nothing.
    step(clerk, report, "ask_opinions", committee=world.committee.pk, opinions_due=build.days(20).isoformat())
    assert "年のまとめを読んで、意見を書く" in build.read(member, "/me/")
    assert client_for(world.resident).get("/report/2025/").status_code == 404
    assert client_for(world.resident).get("/report/2025/remarks/").status_code == 404
    chapter = report.chapters.first()
    page = member.get("/report/2025/remarks/", {"part": f"c{chapter.pk}"})
    key = re.search(r'name="form_key" value="([^"]+)"', page.content.decode())[1]
    for _ in range(2):
        member.post("/report/2025/remarks/", {"form_key": key, "part": f"c{chapter.pk}", "text": "終わり方を決めてください。"})
    remark = Remark.objects.get()
    assert (remark.chapter, remark.by, remark.committee) == (chapter, world.member, world.committee)
    edit = f"/report/remarks/{remark.pk}/"
    token = member.get(edit).context["form"].initial["etag"]
    assert member.post(edit, {"text": "終わり方も決めてください。", "etag": token}).status_code == 302
    assert clerk.get(edit).status_code == 403

    step(clerk, report, "close_opinions")
    assert member.post(edit, {"text": "おそい意見", "etag": token}).status_code == 403
    assert ">年のまとめを公表する</a>" not in build.read(clerk, f"{ADMIN}{report.pk}/change/")  # a remark waits for its answer
    address = f"/admin/projects/remark/{remark.pk}/change/"
    base = {"committee": world.committee.pk, "chapter": chapter.pk, "on": build.days(0).isoformat(), "is_public": "on"}
    base |= {"text": "終わり方も決めてください。", "effect": "reflected"}
    assert "市の扱いと、市の答えは、両方書いてください。" in build.markup(clerk.post(address, {**base, "answer": ""}))
    assert clerk.post(address, {**base, "answer": "見直しの欄に足します。"}).status_code == 302

    Notice.objects.all().delete()
    step(clerk, report, "publish")
    assert {notice.user for notice in Notice.objects.all()} >= {world.member, world.official}
    text = build.read(visitor, "/report/2025/")
    assert "数えました。" in text and "増えました。" in text
    assert "令和7年度、いっしょにできたこと" in text and "<b>3</b> <small>件</small>" in text
    for words in ("終わり方も決めてください。", "市の答え：取り入れます", "見直しの欄に足します。", "協働推進委員会（"):
        assert words in text
    assert "見本 委員" not in text and "令和6年度は2件" in text
    assert "令和7年度、いっしょにできたこと" in build.read(visitor, "/report/")
    became = build.read(visitor, "/report/2025/policies/")
    assert "<b>遅れている</b>" in became and "締切を早めます。" in became and "答えを書く" not in became
    assert official.get(f"/report/policies/{second.pk}/").status_code == 403
    assert News.objects.shown().get(source="report:2025:whole").url == "/report/2025/"
    step(clerk, report, "unpublish", reason="数字のまちがい")
    assert visitor.get("/report/2025/").status_code == 404
    assert list(News.objects.filter(kind="report").values_list("source", flat=True).order_by("pk")) == [
        "report:2024:list", "report:2025:list",
    ]  # fmt: skip


def published(world):
    report = world.report()
    YearReport.objects.filter(pk=report.pk).update(status="published")
    return report


def test_a_correction_moves_no_report_until_its_figures_are_renewed(world, client_for):
    report, visitor, clerk = published(world), client_for(None), client_for(world.clerk)
    counted(2025, [row("花いっぱい")], world.clerk, why="二重に数えていました。")
    text = build.read(visitor, "/report/2025/")
    assert "<b>3</b> <small>件</small>" in text and "数字は、訂正したものです" not in text
    assert "<b>1</b> <small>件</small>" in build.read(visitor, "/report/statistics/")
    step(clerk, report, "renew")
    text = build.read(visitor, "/report/2025/")
    assert "<b>1</b> <small>件</small>" in text and "直したわけ：二重に数えていました。" in text
    # A year before it is read as it stood then, too.
    counted(2024, [row("花いっぱい")], world.clerk, why="取り違え")
    assert "令和6年度は2件" in build.read(visitor, "/report/2025/")
    step(clerk, report, "undo_renew", reason="まちがい")
    assert "<b>3</b> <small>件</small>" in build.read(visitor, "/report/2025/")


def test_the_tables_leave_as_one_book_and_the_years_as_lines(world, client_for, django_assert_max_num_queries):
    published(world)
    visitor = client_for(None)
    book = openpyxl.load_workbook(io.BytesIO(visitor.get("/report/2025/tables.xlsx").content))
    assert book.sheetnames[0] == "年ごと、形ごとの件数"
    assert [cell.value for cell in book.worksheets[0][3]] == ["令和7年度", 2, 1, 3]
    lines = b"".join(visitor.get("/report/statistics.csv")).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("年度,年度（西暦）,版,件数") and lines[2].startswith(
        "令和7年度,2025,1,3,3,4,0,0,2,1,50.0,40,2,420000,1"
    )
    with django_assert_max_num_queries(12):
        visitor.get("/report/2025/")
    with django_assert_max_num_queries(6):
        page = build.read(visitor, "/report/statistics/")
    assert "確定前の数" in page and "確定前</span>" in page


def test_a_measure_is_met_again_in_the_next_year_with_what_was_said_of_it(world, client_for):
    report = published(world)
    first = report.reviews.first()
    type(first).objects.filter(pk=first.pk).update(
        office=world.office, progress="late", did="x", next="締切を早めます。", answered_at=build.timezone.now()
    )
    Policy.objects.filter(key="a").update(measures="広報に載せる\n動画をつくる")  # the guideline was revised meanwhile
    counted(2026, [row("花いっぱい")], world.clerk)
    later = open_report(2026, by=world.clerk)
    assert [(row.measure, row.office) for row in later.reviews.all()] == [
        ("広報に載せる", world.office), ("動画をつくる", None), ("人を育てる", None),
    ]  # fmt: skip
    assert report.reviews.get(order=2).measure == "出前講座を開く"
    text = build.read(client_for(world.official), "/report/2026/policies/")
    assert "前の年：遅れている。次にすると書いたこと：締切を早めます。" in text


def test_a_revision_of_the_guideline_begins_with_what_its_measures_came_to(world, client_for):
    report = published(world)
    first = report.reviews.first()
    type(first).objects.filter(pk=first.pk).update(
        progress="stopped", problem="人が足りません。", answered_at=build.timezone.now()
    )
    clerk = client_for(world.clerk)
    said = {"action": "revise", "_selected_action": [first.pk]}
    row = {"report": report, "policy_title": "方針", "order": 99}
    many = PolicyReview.objects.bulk_create(PolicyReview(**row, measure=f"取組{n}") for n in range(51))
    answer = clerk.post("/admin/projects/policyreview/", {**said, "_selected_action": [one.pk for one in many]}, follow=True)
    assert "1回に選べるのは、50件までです。" in build.markup(answer) and not Revision.objects.exists()
    for _ in range(2):
        answer = clerk.post("/admin/projects/policyreview/", said)
        revision = Revision.objects.get()
        assert answer.url == f"/admin/guidelines/revision/{revision.pk}/change/"
    assert revision.title == "令和7年度のまとめから見直す" and "人が足りません。" in revision.note
    text = build.read(clerk, f"/admin/guidelines/revision/{revision.pk}/change/")
    assert "もとになったふりかえりと意見" in text and "広報に載せる" in text
    remark = Remark.objects.create(report=report, committee=world.committee, text="原則を見直してください。", by=world.member)
    other = begin_revision([remark], by=world.clerk)
    assert other.note == "協働推進委員会の意見：原則を見直してください。"
    assert "この意見から" in build.read(clerk, "/report/2025/") and "改稿を始めました（下書き）" in build.read(
        client_for(None), "/report/2025/policies/"
    )


def test_three_measures_and_remarks_ask_no_more_than_one(world, client_for, django_assert_num_queries):
    report, visitor, member = published(world), client_for(None), client_for(world.member)
    YearReport.objects.filter(pk=report.pk).update(committee=world.committee, opinions_due=build.days(5))
    first, *others = report.reviews.all()
    said = {"report": report, "committee": world.committee, "by": world.member}

    def counted_by(client, page):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        return len(queries)

    for review in others:
        review.delete()
    Remark.objects.create(**said, review=first, text="一つ目")
    Remark.objects.create(**said, chapter=report.chapters.first(), text="章に")
    pages = ["/report/2025/", "/report/2025/policies/"]
    one = [counted_by(visitor, page) for page in pages]
    for number in range(3):
        row = type(first).objects.create(report=report, policy_title="人を育てる", measure=f"取組{number}", office=world.office)
        Remark.objects.create(**said, review=row, text="もう一つ")
        Remark.objects.create(**said, chapter=report.chapters.last(), text="章にも")
    assert [counted_by(visitor, page) for page in pages] == one
    YearReport.objects.filter(pk=report.pk).update(status="opinions")
    asked = counted_by(member, "/report/2025/remarks/")
    Remark.objects.create(**said, text="全体に")
    with django_assert_num_queries(asked):
        member.get("/report/2025/remarks/")


def test_a_year_that_was_not_counted_or_has_a_report_begins_none(world, client_for):
    client = client_for(world.clerk)
    world.report()
    form = client.get(f"{ADMIN}add/").context["form"]
    assert [value for value, _ in form.fields["fiscal_year"].choices] == ["2024"]
    again = client.post(f"{ADMIN}add/", {"fiscal_year": "2025", "form_key": str(build.uuid4())})
    assert "この年度のまとめは、もう始まっています。" in build.markup(again)
    assert client.post(f"{ADMIN}add/", {"fiscal_year": "2019", "form_key": str(build.uuid4())}).status_code == 200
    assert client_for(world.official).get(f"{ADMIN}add/").status_code == 403
    assert YearReport.objects.count() == 1


def test_the_tables_leave_as_json_with_numbers_as_numbers(world, client_for):
    published(world)
    sent = client_for(None).get("/report/2025/tables.json").json()
    first = sent["tables"][0]
    assert (sent["fiscal_year"], first["name"]) == (2025, "年ごと、形ごとの件数")
    assert first["rows"][1] == ["令和7年度", 2, 1, 3]
