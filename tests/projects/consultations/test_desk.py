"""The coordinator's desk, its reports, the Monday summary."""

import uuid

import openpyxl
import pytest
from django.utils import timezone

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Notice
from kyodo_portal.pages.digest import tell_the_week
from kyodo_portal.process.actions import take_step
from partners.models import Assignment, Partner
from projects.consultations.actions import add_follow_up
from projects.models import DeskReport, SavedView
from tests import build

from .build import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    def make():
        world = Desk()
        world.quiet = build.partner("しずかな会")
        world.never = build.partner("まだの会")
        for group in (world.quiet, world.never):
            build.assign(world.one, group)
        return world

    return lay(make)


def test_the_desk_says_who_was_not_heard_of_and_what_is_due(client_for, world):
    world.consult(partner_id=world.quiet.pk, on=build.days(-50))
    world.consult(on=build.days(-20), next_on=build.days(-2))
    row = world.consult(next_on=build.days(40))
    world.consult(by=world.two, partner_id=world.quiet.pk, on=build.days(-60), next_on=build.days(1))  # a colleague's next day
    add_follow_up(row, by=world.two, opened=world.opened, form_key=uuid.uuid4(), on=build.days(4), text="ひみつの約束")
    client = client_for(world.one)
    desk = client.get("/desk/").context["desk"]
    assert [(line.name, line.days) for line in desk.silent] == [("まだの会", None), ("しずかな会", 50)]
    assert [line.name for line in client.get("/desk/?days=90").context["desk"].silent] == ["まだの会"]
    assert [(due.on, due.what, due.is_late) for due in desk.dues] == [
        (build.days(-2), "次の日", True),
        (build.days(4), "約束", False),
    ]
    assert desk.accompanied == 3 and "ひみつの約束" not in build.read(client, "/desk/")
    assert 'href="/desk/"' in build.read(client, "/me/") and 'href="/desk/"' not in build.read(client_for(world.leader), "/me/")
    assert "/consultations/" in build.read(client_for(world.clerk), "/me/")
    for user in (world.clerk, world.chief, world.leader):
        assert client_for(user).get("/desk/").status_code == 404


def test_silent_groups_are_read_page_by_page(client_for, world):
    Partner.objects.bulk_create(
        Partner(name=f"会{number:02}", kind="civic", standing="registered", registered_from=build.days(0)) for number in range(25)
    )
    several = Partner.objects.filter(name__startswith="会")
    Assignment.objects.bulk_create(Assignment(user=world.one, partner=row, since=build.days(-3)) for row in several)
    client = client_for(world.one)
    first, second = client.get("/desk/?days=30"), client.get("/desk/?days=30&silent=2")
    page = build.markup(first)
    assert 'href="?days=30&amp;silent=2#silent-h"' in page and 'id="silent-h"' in page and "28団体" in page
    shown, rest = ([line.name for line in answer.context["desk"].silent] for answer in (first, second))
    assert (len(shown), len(rest), len({*shown, *rest})) == (20, 8, 28)


def test_what_moved_since_the_last_look(client_for, world):
    build.registration(world.leader)
    body, leader, _ = build.group("うごく会")
    build.assign(world.one, body)
    proposal = build.submitted(body, leader)
    client = client_for(world.one)
    assert [row.title for row in client.get("/desk/").context["desk"].news] == [proposal.title]
    assert client.post("/desk/seen/").status_code == 302
    seen = client.get("/desk/").context["desk"].seen
    assert timezone.localdate(seen) == build.days(0)


def test_a_list_is_kept_under_a_name(client_for, world):
    client = client_for(world.one)
    page = "/desk/views/new/?path=consultations&query=state%3Dgoing%26evil%3D1%26page%3D3"
    form = client.get(page).context["form"]
    sent = {"path": form["path"].value(), "query": form["query"].value(), "name": "つづくもの"}
    assert "一覧の名前を入れてください。" in build.markup(client.post(page, {**sent, "name": ""}))
    for _ in range(2):
        assert client.post(page, sent).status_code == 302
    view = SavedView.objects.get()
    assert view.query == "state=going"
    assert 'href="/desk/consultations/?state=going"' in build.read(client, "/desk/")
    assert client.get("/desk/views/new/?path=http://evil.example/").status_code == 404
    client_for(world.two).post(f"/desk/views/{view.pk}/drop/")
    assert SavedView.objects.exists()
    client.post(f"/desk/views/{view.pk}/drop/")
    assert not SavedView.objects.exists()
    for number in range(20):
        SavedView.objects.create(user=world.one, name=f"一覧{number}", path="board")
    assert "しまえるのは20まで" in client.post(page, sent).text


def test_a_months_report_is_handed_in_frozen_and_taken_back(client_for, world):
    key = f"{build.days(0):%Y-%m}"
    world.consult(
        is_first=True, minutes=25, words={"gist": "ひみつ"}, responses=["introduce"], introduced=[world.quiet, world.rival]
    )
    world.consult(topics=["people", "money"], method="visit", state="done")
    client, page = client_for(world.one), f"/desk/report/{key}/"
    content = client.get(page).context["content"]
    facts = dict(content["facts"])
    assert (facts["相談"], facts["はじめて"], facts["かかった時間（分）"], facts["団体を紹介した（のべ）"]) == (2, 1, 35, 2)
    assert facts["まだつづいている"] == 1
    tables = {table["title"]: dict(table["rows"]) for table in content["tables"]}
    assert (tables["方法"]["電話"], tables["方法"]["来所"], tables["内容（いくつでも）"]["人や団体の紹介"]) == (1, 1, 2)
    assert "ひみつ" not in build.read(client, page) and key in [
        row.period.key for row in client.get("/desk/report/").context["rows"]
    ]
    book = client.post(f"{page}xlsx/")
    sheet = openpyxl.load_workbook(__import__("io").BytesIO(book.content)).active
    assert [cell.value for cell in sheet[2]] == ["まとめ", "相談", 2] and "ひみつ".encode() not in book.content
    assert AuditEvent.objects.get(act="export").target_name == world.body.name
    form = client.get(page).context["form"]
    sent = {"form_key": form["form_key"].value(), "sha256": form["sha256"].value()}
    world.consult()  # the numbers move on
    assert "数が変わりました" in client.post(page, sent).text and not DeskReport.objects.exists()
    form = client.get(page).context["form"]
    sent = {"form_key": form["form_key"].value(), "sha256": form["sha256"].value()}
    for _ in range(2):
        assert client.post(page, sent).status_code == 302
    report, chief = DeskReport.objects.get(), client_for(world.chief)
    assert Notice.objects.filter(user=world.chief, title__contains="相談の報告が出ました").count() == 1
    world.consult()
    text = build.read(chief, report.get_absolute_url())
    assert report.content["facts"][0] == ["相談", 3] and report.sha256 in text and "書きかえられています" not in text
    assert report.get_absolute_url() in build.read(chief, "/consultations/")
    for user, status in ((world.clerk, 404), (world.other, 404), (world.leader, 404), (world.two, 200)):
        assert client_for(user).get(report.get_absolute_url()).status_code == status
    assert "そのあとに数が変わりました" in build.read(client, page)
    again = client.get(page).context["form"]
    answer = client.post(page, {"form_key": again["form_key"].value(), "sha256": again["sha256"].value()})
    assert "もう市に出してあります" in answer.text and DeskReport.objects.count() == 1
    DeskReport.objects.update(content={**report.content, "facts": [["相談", 30]]})
    assert "書きかえられています" in build.read(chief, report.get_absolute_url())
    assert client_for(world.other).post(f"/desk/report/sent/{report.pk}/withdraw/").status_code == 404
    for _ in range(2):
        assert client.post(f"/desk/report/sent/{report.pk}/withdraw/").status_code == 302
    assert chief.get(report.get_absolute_url()).status_code == 404
    assert Notice.objects.filter(user=world.chief, title__contains="取り下げました").count() == 1
    for bad in ("2026-13", "x", "2099", "2099-01"):
        assert client.get(f"/desk/report/{bad}/").status_code == 404


def test_the_year_counts_what_letters_became(client_for, world):
    year = build.days(0).year if build.days(0).month > 3 else build.days(0).year - 1
    facts = dict(client_for(world.one).get(f"/desk/report/{year}/").context["content"]["facts"])
    assert (facts["手紙でつないだ"], facts["そのうち、いっしょに行った"]) == (0, 0)


def test_the_monday_summary_is_numbers_and_an_address(world):
    world.consult(words={"gist": "ひみつ"}, next_on=build.days(-1))
    tell_the_week()
    told = Notice.objects.get(user=world.one, key__startswith="digest:")
    for line in ("相談の机", "・日をすぎた約束・次の日：1件", "・45日のあいだ音さたのない団体：2件", "/desk/"):
        assert line in told.body
    assert "栄町の会" not in told.body and "ひみつ" not in told.body
    assert not Notice.objects.filter(user=world.clerk, key__startswith="digest:").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_ten_questions_and_tells_nothing_untold(client_for, world, settings, count, django_assert_max_num_queries):
    client = client_for(world.one)
    for number in range(count):
        world.consult(next_on=build.days(number))
        body, leader, _ = build.group(f"うごく会{number}")
        build.assign(world.one, body)
        moved = build.submitted(body, leader)
    settings.KYODO_UNDO_MINUTES = 10
    take_step(moved, "receive", by=world.chief, version=moved.version)  # nobody was told yet
    with django_assert_max_num_queries(15):  # five more: who is signed in, in whose name, how many notices are unread
        desk = client.get("/desk/").context["desk"]
    assert len(desk.news) == count - 1 and len(desk.dues) == count
