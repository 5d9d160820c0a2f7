"""Another partner than last year's: shown before acceptance, written by the ledger's own steps, dated to the year."""

import datetime

from projects.inventory.prefill_actions import values_of
from projects.models import InventoryLine, Participation, Project
from tests.projects.inventory.build import YEAR, go, matter, say, sheet_of
from tests.projects.ledger.build import partner
from tests.sent import text_of


def handed_in(city, **answers):
    """The office's sheet, on which everything but these answers is the same, handed in."""
    sheet = sheet_of(city.office)
    same = {line.title: {"answer": "same"} for line in sheet.lines.all()}
    say(sheet, city.clerk, **(same | answers))
    go(sheet, "hand_in", by=city.clerk)
    return sheet_of(city.office)


def rows_of(title):
    rows = Participation.objects.filter(project__title=title, side="group").order_by("pk")
    return [(row.partner.name, row.is_lead, row.since, row.until) for row in rows.select_related("partner")]


def test_a_new_partner_joins_and_leads_and_the_former_one_leaves_the_day_before(city, client_for):
    sheet, chief = handed_in(city, 防災訓練={"answer": "changed", "partner_name": "若葉高校"}), client_for(city.chief)
    shown = "「若葉高校」が2025年4月1日（火）から相手になります（「ひだまりの会」は2025年3月31日（月）まで）。"
    ticked = {"office": city.office.pk, f"version-{city.office.pk}": sheet.version}
    partner("若葉・高校")
    asked = text_of(chief.post(f"{sheet.round.get_absolute_url()}accept/", ticked))
    assert shown in asked and "相手の「若葉高校」は、名簿の「若葉・高校」と同じですか。" in asked
    assert f"防災訓練：{shown}" in text_of(chief.get(f"{sheet.get_absolute_url()}step/accept/"))
    assert rows_of("防災訓練") == [("ひだまりの会", True, None, None)]
    assert chief.post(f"{sheet.round.get_absolute_url()}accept/", ticked | {"sure": "1"}).status_code == 302
    last, first = datetime.date(2025, 3, 31), datetime.date(2025, 4, 1)
    assert rows_of("防災訓練") == [("ひだまりの会", True, None, last), ("若葉高校", True, first, None)]
    steps = Project.objects.get(title="防災訓練").changes.values_list("step", flat=True)
    assert set(steps) == {"join", "leave"}
    assert "「防災訓練」への参加が終わりました" in [notice.title for notice in city.representative.notices.all()]


def test_accepted_again_nothing_is_written_twice_and_what_turns_back_is_left_to_a_hand(city):
    sheet = handed_in(city, 防災訓練={"answer": "changed", "partner_name": "若葉高校"})
    go(sheet, "accept", by=city.chief)
    go(sheet, "reopen", by=city.chief, reason="直します")
    go(sheet, "accept", by=city.chief)
    assert len(rows_of("防災訓練")) == 2
    go(sheet, "reopen", by=city.chief, reason="直します")
    go(sheet, "send_back", by=city.chief, reason="相手は前のままです")
    say(sheet_of(city.office), city.clerk, 防災訓練={"partner_name": "ひだまりの会"})
    go(sheet, "hand_in", by=city.clerk)
    go(sheet, "accept", by=city.chief)
    assert [row[0] for row in rows_of("防災訓練")] == ["ひだまりの会", "若葉高校"]


def test_a_partner_of_a_later_year_is_changed_by_hand(city, client_for):
    year = Project.objects.get(title="花いっぱい運動").cycles.get()
    project = matter(city, "夜まわり", year=YEAR + 1).pk
    year.pk, year.project_id, year.fiscal_year = None, project, YEAR - 1
    year.starts_on, year.ends_on = datetime.date(2024, 4, 1), datetime.date(2025, 3, 31)
    year.save(force_insert=True)
    line = InventoryLine(
        sheet=sheet_of(city.office), project_id=project, title="夜まわり", partner_name="ひだまりの会", form=city.form
    )
    line.former = values_of(line)
    line.source = "last"
    line.save()
    sheet = handed_in(city, 夜まわり={"answer": "changed", "partner_name": "若葉高校"})
    page = text_of(client_for(city.chief).get(f"{sheet.get_absolute_url()}step/accept/"))
    assert "これは台帳のその1件の画面で替えてください" in page
    go(sheet, "accept", by=city.chief)
    assert rows_of("夜まわり") == [("ひだまりの会", True, None, None)]


def test_of_several_groups_only_the_leading_one_is_replaced(city):
    other = partner("北町内会", "neighbourhood")
    project = Project.objects.get(title="防災訓練")
    Participation.objects.create(project=project, partner=other, side="group")
    sheet = handed_in(city, 防災訓練={"answer": "changed", "partner_name": "若葉高校"})
    go(sheet, "accept", by=city.chief)
    leads = {name: is_lead for name, is_lead, _, until in rows_of("防災訓練") if until is None}
    assert leads == {"北町内会": False, "若葉高校": True}
