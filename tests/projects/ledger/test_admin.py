"""The ledger in the admin: entering, putting right, taking out, the queues — each department its own."""

import datetime
import io
import uuid

import openpyxl
import pytest

from kyodo_portal.audit.models import AuditEvent
from partners.models import Partner
from projects.models import Cycle, Project

from .build import World, partner

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
ADD = "/admin/projects/project/add/"


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def entry_data(world, **more):
    return {
        "form_key": str(uuid.uuid4()), "title": "夏まつり", "form": world.small.pk, "partners": [world.group.pk], "department": world.office.pk,
        "fiscal_year": "令和8年度", "summary": "いっしょに開きます。", "published": "on", "save": "1", **more,
    }  # fmt: skip


def test_a_department_enters_a_collaboration_without_a_proposal(world, client_for):
    client = client_for(world.clerk)
    assert client.get(ADD).status_code == 200
    answer = client.post(ADD, entry_data(world, only_record="on", city_cost="５万円（税込）"))
    assert answer.status_code == 200 and "夏まつり" in answer.content.decode() and Project.objects.count() == 0
    key = str(uuid.uuid4())
    for _ in range(2):
        answer = client.post(
            ADD,
            entry_data(world, only_record="on", city_cost="５万円", form_key=key, form=world.form.pk, fiscal_year="令和5年度"),
        )
        assert answer.status_code == 302
    cycle = Cycle.objects.get()
    assert (cycle.status, cycle.fiscal_year, cycle.city_cost) == ("closed", 2023, 50000)
    assert "夏まつり" in client_for().get("/projects/").content.decode()


def test_a_year_that_is_over_and_would_begin_with_its_plan_is_asked_about(world, client_for):
    client, sent = client_for(world.clerk), {"form": world.form.pk, "fiscal_year": "令和5年度"}
    asked = client.post(ADD, entry_data(world, **sent))
    assert "令和5年度は、もう終わっています。手続きをしないときは「記録だけを残す」" in asked.content.decode()
    token = asked.context["form"].fields["sure"].widget.attrs["value"]
    assert not Project.objects.exists()
    assert client.post(ADD, entry_data(world, **sent, sure=token)).status_code == 302
    assert Cycle.objects.get().status == "preparing"


def test_a_partner_who_is_not_in_the_directory_is_listed_by_name(world, client_for):
    client = client_for(world.clerk)
    answer = client.post(ADD, entry_data(world, partners=[], new_partner="山の会", new_partner_kind="civic"))
    assert answer.status_code == 302
    partner = Partner.objects.get(name="山の会")
    assert (partner.standing, partner.kind) == ("listed", "civic")
    assert list(Project.objects.get().partners.filter(office="none")) == [partner]


def test_the_search_for_partners_keeps_what_was_typed(world, client_for):
    client = client_for(world.clerk)
    world.group.search_text = "ひだまりの会"
    world.group.save()
    page = client.post(ADD, {"title": "書きかけ", "find": "ヒダマリ", "search": "1"}).content.decode()
    assert "書きかけ" in page and "ひだまりの会" in page and 'id="error-summary"' not in page
    for number in range(30):
        partner(f"友{number}")
    left = Partner.objects.published().count() - 30
    assert left > 0 and f"ここに出ていない団体が、ほかに{left}あります。" in client.get(ADD).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "あ" * 10_000}, {"title": "\u200b"}, {"form": "9" * 30}, {"partners": ["x", "9" * 30]}, {"department": ""}, {"fiscal_year": "平成999"},
        {"starts_on": "平成32年4月1日"}, {"city_cost": "-1"}, {"city_cost": "9" * 40}, {"form_key": "x"}, {"kana": "kanji"},
        {"starts_on": "2026-05-01", "ends_on": "2026-04-01"}, {"starts_on": "2027-04-01"}, {"new_partner": "名だけ"},
    ],
)  # fmt: skip
def test_hostile_values_are_answered_at_the_form(world, client_for, wrong):
    answer = client_for(world.clerk).post(ADD, entry_data(world, **wrong))
    assert answer.status_code == 200 and "error-summary" in answer.content.decode() and not Project.objects.exists()


def test_each_department_acts_on_its_own_entries_and_reads_what_is_published_of_others(world, client_for):
    project = world.entry()
    cycle = project.cycles.get()
    at, year = f"/admin/projects/project/{project.pk}/change/", f"/admin/projects/cycle/{cycle.pk}/change/"
    for user, of_the_year in ((world.clerk, 200), (world.chief, 200), (world.outsider, 404)):
        assert client_for(user).get(at).status_code == 200 and client_for(user).get(year).status_code == of_the_year
    about = {"title": "新しい名", "form": world.form.pk, "summary": "s", "published": "on"}
    about["etag"] = client_for(world.clerk).get(at).context["form"]["etag"].value()
    assert client_for(world.outsider).post(at, about).status_code == 403
    assert client_for(world.outsider).get(f"/admin/projects/cycle/{cycle.pk}/step/cancel/").status_code == 404
    hidden = world.entry(title="まだ公開しない見守り", published=False)
    assert client_for(world.outsider).get(f"/admin/projects/project/{hidden.pk}/change/").status_code == 404
    listed = client_for(world.outsider).get("/admin/projects/project/").content.decode()
    assert "見守り配達" in listed and "まだ公開しない見守り" not in listed
    assert client_for(world.clerk).post(at, about).status_code == 302
    project.refresh_from_db()
    assert project.title == "新しい名" and "新しい名" in project.search_text
    assert client_for(world.representative).get(at).status_code == 404
    assert client_for(world.clerk).get("/admin/projects/cycle/99999999999999999999/change/").status_code == 404
    assert "中止する" in client_for(world.clerk).get(year).content.decode()


def test_the_ledger_is_taken_out_as_xlsx_and_the_trail_says_so(world, client_for):
    world.entry(title="=cmd|' /C calc'!A0")
    answer = client_for(world.clerk).post("/admin/projects/project/xlsx/", {"purpose": "点検のため"})
    lines = list(
        openpyxl.load_workbook(
            io.BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content)
        ).active.values
    )
    assert (
        lines[0][:5] == ("台帳番号", "年度", "名前", "ひとことで言うと", "形態")
        and lines[1][2] == "'=cmd|' /C calc'!A0"
        and lines[1][9] == "準備"
    )
    event = AuditEvent.objects.get(act="export")
    assert (event.by, event.rows, event.note) == (world.clerk, 1, "協働の台帳（点検のため）")


def test_the_first_page_counts_what_waits(world, client_for):
    cycle = world.running()
    world.ask_change(cycle)

    def shown(user):
        return client_for(user).get("/admin/").context["queues"]

    counts = {queue["label"]: queue["count"] for queue in shown(world.clerk)}
    assert counts["変更の承認を待つもの"] == 1 and counts["話し合いを待つもの"] == 0
    assert {queue["label"]: queue["count"] for queue in shown(world.outsider)}["変更の承認を待つもの"] == 0
    for queue in shown(world.chief):
        if "projects/cycle" in queue["url"]:
            assert client_for(world.chief).get(queue["url"]).status_code == 200


def test_an_entry_stands_once_in_the_list_whichever_of_its_years_is_asked_for(world, client_for):
    entry = world.entry(fiscal_year=2024)
    for year in (2025, 2026):
        days = {"starts_on": datetime.date(year, 4, 1), "ends_on": datetime.date(year + 1, 3, 31)}
        days |= {"spec": world.form.specs.get(), "status": "preparing" if year == 2025 else "running"}
        Cycle.objects.create(project=entry, fiscal_year=year, **days)
    Cycle.objects.filter(fiscal_year=2024).update(status="running")
    client = client_for(world.chief)
    for query, found, line in (
        ("", 1, "令和8年度 実施中"), ("?status=running", 1, "令和8年度 実施中"), ("?status=preparing", 0, "準備"),
        ("?fiscal_year=2025&status=preparing", 1, "令和7年度 準備"), ("?fiscal_year=2025&status=running", 0, "令和7年度"),
        ("?fiscal_year=2024", 1, "令和6年度 実施中"), ("?status=suspended", 0, "休止中"),
    ):  # fmt: skip
        page = client.get(f"/admin/projects/project/{query}")
        lines = page.content.decode().split('id="result_list"')[-1].split("</table>")[0] if found else ""
        assert page.context["cl"].result_count == found == lines.count(line), query


def test_lists_in_the_admin_take_filters_and_nonsense(world, client_for):
    world.entry()
    client = client_for(world.clerk)
    for query in (
        "?q=見守り",
        "?department=1",
        "?department=x",
        "?late=1",
        "?late=9",
        "?status=x",
        "?fiscal_year=" + "9" * 40,
        "?p=99999",
    ):
        for page in ("cycle", "project"):
            assert client.get(f"/admin/projects/{page}/{query}", follow=True).status_code == 200, (page, query)


def test_the_page_of_a_year_leads_to_the_work_and_a_late_answer_keeps_its_words(world, client_for):
    cycle = world.cycle()
    page = f"/admin/projects/cycle/{cycle.pk}/change/"
    assert "計画を決める（サイトのページへ）" in client_for(world.clerk).get(page).content.decode()
    assert client_for(world.outsider).get(page).status_code == 404
    cycle.refresh_from_db()
    version = cycle.version
    world.step(cycle, "cancel", by=world.chief, reason="先に決めました", public_reason="先に決めました")
    answer = client_for(world.clerk).post(
        f"/admin/projects/cycle/{cycle.pk}/step/cancel/", {"version": version, "reason": "雪が多いため", "take": "1"}
    )
    text = answer.content.decode()
    assert answer.status_code == 409 and "雪が多いため" in text


def test_what_may_be_left_out_is_folded_and_opens_for_what_was_typed_or_is_wrong(world, client_for):
    client = client_for(world.clerk)
    folds = lambda answer: [part.is_open for part in answer.context["form"].folded]  # noqa: E731
    assert folds(client.get(ADD)) == [False, False, False]
    refused = client.post(ADD, entry_data(world, title="", place="川べり", city_cost="たくさん"))
    assert folds(refused) == [True, False, True]
    text = refused.content.decode()
    assert text.count('<details class="kp-fold" open>') == 2 and 'value="川べり"' in text


def test_what_leads_out_of_the_ledger_is_the_last_and_the_quiet_button(world, client_for):
    entry = world.entry(title="夏まつり")
    buttons = client_for(world.chief).get(f"/admin/projects/project/{entry.pk}/change/").context["step_links"]
    assert [(label, quiet) for _, label, quiet in buttons][-1] == ("台帳から取り消す", True)
    assert not buttons[0][2]
