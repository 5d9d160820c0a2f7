"""A year's inventory from the opening to the ledger: prefill, answers, handing in, acceptance, excuse, close, extend."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.models import Task
from projects.cycles.creation import new_cycle
from projects.inventory.accept_actions import accept_all
from projects.inventory.line_actions import Refused, Typed, drop_line, say_the_same, write_rows
from projects.inventory.round_actions import close_due, remind
from projects.models import Cycle, InventoryLine, InventorySheet, Project
from projects.snapshots.actions import newest
from tests.build import markup, read
from tests.projects.inventory.build import YEAR, a_round, go, matter, round_now, say, sheet_of
from tests.projects.ledger.build import World, partner


def test_opening_lays_out_every_office_with_last_years_values(city):
    sheets = {sheet.office.name: sheet.lines.count() for sheet in InventorySheet.objects.select_related("office")}
    assert sheets == {"福祉課": 3, "土木課": 0, "市民協働課": 0}
    lines = {line.title: line for line in sheet_of(city.office).lines.all()}
    drill = lines["防災訓練"]
    assert (drill.partner_name, drill.city_cost, drill.answer, drill.source) == ("ひだまりの会", 50_000, "", "last")
    assert (drill.starts_on, drill.ends_on) == (datetime.date(2025, 4, 1), datetime.date(2026, 3, 31))
    assert lines["見守り配達"].source == "portal"
    assert Task.objects.open().filter(process="inventory_sheet", party=f"p{city.office.pk}").count() == 1


def test_opening_is_taken_back_until_somebody_writes(city):
    round = go(round_now(), "undo_open", by=city.chief, reason="まだ早い")
    assert round.status == "preparing" and not InventorySheet.objects.exists()
    assert not Task.objects.open().filter(process="inventory_sheet").exists()
    go(round, "open", by=city.chief)
    say(sheet_of(city.office), city.clerk, 防災訓練={"answer": "same"})
    assert "undo_open" not in [row.name for row in round_now().offered_to(city.chief)]


def test_a_sheet_is_answered_handed_in_and_written_into_the_ledger(city):
    sheet = sheet_of(city.office)
    say(sheet, city.clerk, 防災訓練={"answer": "changed", "city_cost": "12万円", "people": "340人"})
    say(
        sheet,
        city.clerk,
        花いっぱい運動={"answer": "ended"},
        夜の自習室={"title": "夜の自習室", "partner_name": "若葉高校", "form_id": "協定"},
    )
    assert say_the_same(sheet, by=city.clerk).changed == 1
    go(sheet, "hand_in", by=city.clerk)
    assert sheet_of(city.office).handed_in_by == city.clerk
    go(sheet, "accept", by=city.chief)
    drill = Cycle.objects.get(project__title="防災訓練", fiscal_year=YEAR)
    assert (drill.status, drill.only_record, drill.city_cost, drill.people) == ("closed", True, 120_000, 340)
    assert [change.step for change in drill.changes.all()] == ["note_over"]
    assert drill.project.current_cycle == drill
    assert not Cycle.objects.filter(project__title="花いっぱい運動", fiscal_year=YEAR).exists()
    new = Project.objects.get(title="夜の自習室")
    assert new.cycles.get().status == "closed" and new.partners.filter(name="若葉高校", standing="listed").exists()
    assert InventoryLine.objects.get(title="夜の自習室").project == new


def test_acceptance_taken_back_and_given_again_writes_the_same_year(city):
    sheet = sheet_of(city.office)
    say_the_same(sheet, by=city.clerk)
    go(sheet, "hand_in", by=city.clerk)
    go(sheet, "accept", by=city.chief)
    go(sheet, "reopen", by=city.chief, reason="直します")
    go(sheet, "send_back", by=city.chief, reason="人数を入れてください")
    say(sheet, city.clerk, 防災訓練={"people": "12"})
    go(sheet, "hand_in", by=city.clerk)
    go(sheet, "accept", by=city.chief)
    assert Cycle.objects.get(project__title="防災訓練", fiscal_year=YEAR).people == 12
    go(sheet, "reopen", by=city.chief, reason="直します")
    go(sheet, "send_back", by=city.chief, reason="終わっています")
    say(sheet, city.clerk, 防災訓練={"answer": "ended"})
    go(sheet, "hand_in", by=city.clerk)
    with pytest.raises(ValidationError, match="前の受け取りで台帳に入っています"):
        go(sheet, "accept", by=city.chief)


def test_days_of_another_year_are_refused_and_accepted_again_they_stay_within_theirs(city):
    sheet, new = sheet_of(city.office), {"title": "夜の自習室", "partner_name": "若葉高校", "form_id": "協定"}
    with pytest.raises(Refused) as refused:
        late, early = {"answer": "changed", "starts_on": "2026/4/1", "ends_on": "2026/4/5"}, {"ends_on": "2025/3/31"}
        say(sheet, city.clerk, 防災訓練=late, 夜の自習室=new | early)
    assert [(one.title, one.column) for one in refused.value.problems] == [("防災訓練", "始めた日"), ("夜の自習室", "終えた日")]
    assert "令和7年度（2026年3月31日（火）まで）" in refused.value.problems[0].says
    say(sheet, city.clerk, 防災訓練={"answer": "changed", "starts_on": "2019/4/1", "ends_on": "2026/3/31"})  # since many years
    say(sheet, city.clerk, 花いっぱい運動={"answer": "changed", "starts_on": "2025/6/1", "ends_on": "2025/6/2"})
    say_the_same(sheet, by=city.clerk)
    go(sheet, "hand_in", by=city.clerk)
    go(sheet, "accept", by=city.chief)
    go(sheet, "reopen", by=city.chief, reason="直します")
    go(sheet, "send_back", by=city.chief, reason="終えた日だけ分かります")
    say(sheet, city.clerk, 防災訓練={"people": "3"}, 花いっぱい運動={"starts_on": "", "ends_on": "2025/5/1"})
    go(sheet, "hand_in", by=city.clerk)
    go(sheet, "accept", by=city.chief)
    days = dict(Cycle.objects.filter(fiscal_year=YEAR).values_list("project__title", "starts_on"))
    assert days["防災訓練"] == days["花いっぱい運動"] == datetime.date(2025, 4, 1)
    assert Cycle.objects.get(project__title="花いっぱい運動", fiscal_year=YEAR).ends_on == datetime.date(2025, 5, 1)


def test_a_further_acceptance_writes_what_was_changed_in_the_sheet_and_leaves_what_was_put_right_in_the_ledger(city):
    sheet = sheet_of(city.office)
    say(
        sheet, city.clerk, 防災訓練={"answer": "changed", "city_cost": "500万円", "people": "340"}, 花いっぱい運動={"people": "8"}
    )
    say_the_same(sheet, by=city.clerk)
    go(sheet, "hand_in", by=city.clerk)
    go(sheet, "accept", by=city.chief)
    years = Cycle.objects.filter(fiscal_year=YEAR)
    years.filter(project__title="防災訓練").update(place="中央公民館")
    years.filter(project__title="見守り配達").update(city_cost=60_000)  # as both sides agreed
    go(sheet, "reopen", by=city.chief, reason="直します")
    go(sheet, "send_back", by=city.chief, reason="額が、ほかの行のものです")
    say(sheet, city.clerk, 防災訓練={"city_cost": ""}, 見守り配達={"people": "12"})
    go(sheet, "hand_in", by=city.clerk)
    go(sheet, "accept", by=city.chief)
    drill, rounds = (years.get(project__title=title) for title in ("防災訓練", "見守り配達"))
    assert (drill.city_cost, drill.people, drill.place) == (None, 340, "中央公民館")
    assert (rounds.city_cost, rounds.people) == (60_000, 12)


def accept_again(city, sheet, **answers):
    """It is accepted, opened again because of this, answered and accepted."""
    say_the_same(sheet, by=city.clerk)
    go(sheet, "hand_in", by=city.clerk)
    go(sheet, "accept", by=city.chief)
    go(sheet, "reopen", by=city.chief, reason="直します")
    go(sheet, "send_back", by=city.chief, reason="日を直してください")
    say(sheet, city.clerk, **answers)
    go(sheet, "hand_in", by=city.clerk)
    go(sheet, "accept", by=city.chief)


def test_a_further_acceptance_moves_no_day_and_no_money_of_a_year_that_the_portal_ran(city):
    agreed = new_cycle(Project.objects.get(title="防災訓練"), YEAR, city_cost=60_000)  # between the opening and the answers
    sheet = sheet_of(city.office)
    say(sheet, city.clerk, 防災訓練={"people": "12"})
    kept = (agreed.starts_on, agreed.ends_on, 60_000)
    answers = {"answer": "changed", "ends_on": "2025/10/31", "starts_on": "2025/6/1", "city_cost": "70,000", "people": "15"}
    accept_again(city, sheet, 防災訓練=answers)
    now = Cycle.objects.get(pk=agreed.pk)
    assert (now.starts_on, now.ends_on, now.city_cost) == kept
    assert now.people == 15  # which only the sheet has told


def test_a_year_that_is_over_is_not_moved_into_days_to_come(client_for):
    world, today = World(), timezone.localdate()
    year, over = fiscal_year(today), (today - datetime.timedelta(days=1)).isoformat()
    later, last = (today + datetime.timedelta(days=1)).isoformat(), (today - datetime.timedelta(days=2)).isoformat()
    matter(world, "防災訓練", year=year - 1)
    a_round(world, fiscal_year=year, opens_on=today, closes_on=today)
    sheet = sheet_of(world.office, year)
    say(sheet, world.clerk, 防災訓練={"answer": "changed", "starts_on": f"{year}-04-01", "ends_on": over})
    with pytest.raises(ValidationError, match="台帳では終わっています。終えた日が、今日より後の日になっています。"):
        accept_again(world, sheet, 防災訓練={"ends_on": later})
    accepts = client_for(world.chief).post(
        f"{sheet.get_absolute_url()}step/accept/", {"version": sheet_of(world.office, year).version}
    )
    assert "終えた日を今日までの日にしてもらう" in markup(accepts)
    found = accept_all(sheet.round, {world.office.pk: sheet_of(world.office, year).version}, by=world.chief)
    assert (found.count, found.left) == (0, ["福祉課"])
    drill = Cycle.objects.get(fiscal_year=year)
    assert (drill.status, drill.ends_on.isoformat()) == ("closed", over)
    go(sheet, "send_back", by=world.chief, reason="日を直してください")
    say(sheet, world.clerk, 防災訓練={"ends_on": last})
    go(sheet, "hand_in", by=world.clerk)
    go(sheet, "accept", by=world.chief)
    drill.refresh_from_db()
    assert (drill.status, drill.ends_on.isoformat()) == ("closed", last)


def test_what_left_the_ledger_meanwhile_gets_no_year_and_is_said_before(city, client_for):
    sheet = sheet_of(city.office)
    say_the_same(sheet, by=city.clerk)
    go(sheet, "hand_in", by=city.clerk)
    drill, flowers = (Project.objects.get(title=title) for title in ("防災訓練", "花いっぱい運動"))
    go(drill, "cancel", by=city.chief, reason="二重に入れました")
    go(flowers, "merge", by=city.chief, into=Project.objects.get(title="見守り配達"), reason="同じものです")
    text = read(client_for(city.chief), f"{sheet.get_absolute_url()}step/accept/")
    assert "防災訓練：台帳から取り消されています" in text and "花いっぱい運動：ほかの1件（" in text
    go(sheet, "accept", by=city.chief)
    assert not Cycle.objects.filter(project__in=(drill, flowers), fiscal_year=YEAR).exists()
    assert not InventoryLine.objects.untaken().exists()


def test_a_new_matter_stays_new_after_the_ledger_has_it(city):
    sheet = sheet_of(city.office)
    say(sheet, city.clerk, 夜の自習室={"title": "夜の自習室", "partner_name": "若葉高校", "form_id": "協定"})
    say_the_same(sheet, by=city.clerk)
    go(sheet, "hand_in", by=city.clerk)
    go(sheet, "accept", by=city.chief)
    assert say(sheet, city.chief, complete=True, 夜の自習室={"answer": "新しい"}).alike == 1
    go(sheet, "reopen", by=city.chief, reason="直します")
    go(sheet, "send_back", by=city.chief, reason="名前を直してください")
    say(sheet, city.clerk, 夜の自習室={"title": "夜の自習室とお茶の会"})
    go(sheet, "hand_in", by=city.clerk)
    go(sheet, "accept", by=city.chief)
    assert [project.title for project in Project.objects.filter(title__startswith="夜の自習室")] == ["夜の自習室とお茶の会"]


def test_a_name_like_a_persons_is_not_taken_for_a_bodys(city):
    sheet, row = sheet_of(city.office), {"title": "水辺の見守り", "partner_name": "若葉 太郎", "form_id": "協定"}
    with pytest.raises(Refused) as refused:
        say(sheet, city.clerk, 水辺の見守り=row)
    assert [(one.column, one.anchor) for one in refused.value.problems] == [("相手の種類", "id_水辺の見守り-partner_kind")]
    for name in (
        "若葉 太郎",
        "若葉太郎",
        "グエン・アン",
        "Anh Nguyen",
    ):  # 「そのほか」 and no kind at all say nothing of what it is
        for kind in ("", "そのほか"):
            with pytest.raises(Refused):
                say(sheet, city.clerk, 水辺の見守り=row | {"partner_name": name, "partner_kind": kind})
    assert say(sheet, city.clerk, 水辺の見守り=row | {"partner_kind": "市民（個人）"}).new == 1
    known = partner("小千谷みらい", kind="other")
    rows = {"会": "若葉まちづくり会", "校": "若葉高校", "本": known.name}
    said = {title: {"title": title, "partner_name": body, "form_id": "協定"} for title, body in rows.items()}
    assert say(sheet_of(city.office), city.clerk, **said).new == 3


def test_what_the_portal_ran_gets_only_what_it_lacks(city):
    sheet = sheet_of(city.office)
    with pytest.raises(Refused) as refused:
        say(sheet, city.clerk, 見守り配達={"answer": "same", "city_cost": "1"})
    assert [(one.column, one.written) for one in refused.value.problems] == [("市の負担(円)", "1")]
    say(sheet, city.clerk, 見守り配達={"answer": "same", "people": "8"})
    say_the_same(sheet, by=city.clerk)
    go(sheet, "hand_in", by=city.clerk)
    assert accept_all(round_now(), {city.office.pk: sheet_of(city.office).version}, by=city.chief).count == 1
    cycle = Cycle.objects.get(project__title="見守り配達", fiscal_year=YEAR)
    assert (cycle.city_cost, cycle.people) == (50_000, 8)


def test_handing_in_waits_for_every_answer(city):
    sheet = sheet_of(city.office)
    assert "hand_in" not in [row.name for row in sheet.offered_to(city.clerk)]
    say(sheet, city.clerk, 防災訓練={"answer": "same"})
    assert "hand_in" not in [row.name for row in sheet_of(city.office).offered_to(city.clerk)]
    say_the_same(sheet, by=city.clerk)
    assert "hand_in" in [row.name for row in sheet_of(city.office).offered_to(city.clerk)]
    assert [row.name for row in sheet_of(city.elsewhere).offered_to(city.outsider)] == ["nothing"]


def test_an_office_writes_its_own_sheet_only_and_only_until_it_is_in(city):
    sheet = sheet_of(city.office)
    with pytest.raises(PermissionDenied):
        say(sheet, city.outsider, 防災訓練={"answer": "same"})
    say_the_same(sheet, by=city.chief)  # on paper or by telephone
    go(sheet, "hand_in", by=city.chief)
    with pytest.raises(EditConflict):
        say(sheet, city.clerk, 防災訓練={"answer": "ended"})


def test_a_value_over_another_version_is_refused_and_both_are_shown(city):
    sheet = sheet_of(city.office)
    line = sheet.lines.get(title="防災訓練")
    say(sheet, city.clerk, 防災訓練={"answer": "changed", "people": "10"})
    late = Typed("防災訓練", line.mark, line.version, {"answer": "changed", "people": "20"})
    with pytest.raises(Refused) as refused:
        write_rows([sheet], [late], by=city.clerk)
    assert [(one.column, one.written) for one in refused.value.problems] == [("参加した人", "20")]
    assert "いまは「10」" in refused.value.problems[0].says
    code = Typed("防災訓練", line.mark, line.version, {"answer": "ended"})  # as the page sends it
    with pytest.raises(Refused) as refused:
        write_rows([sheet], [code], by=city.clerk)
    assert [(one.column, one.written) for one in refused.value.problems] == [("答え", "終わった")]
    alike = Typed("防災訓練", line.mark, line.version, {"answer": "changed", "people": "10"})
    assert write_rows([sheet], [alike], by=city.clerk).alike == 1


def test_a_row_of_ones_own_is_added_once_and_taken_out(city):
    sheet = sheet_of(city.elsewhere)
    cells = {"title": "道なおし隊", "partner_name": "北町内会", "form_id": "協定"}
    assert say(sheet, city.outsider, 道なおし隊=cells).new == 1
    assert write_rows([sheet], [Typed("2", "", None, {**cells, "title": "道なおし隊 "})], by=city.outsider).alike == 1
    assert drop_line(sheet, sheet.lines.get().mark, by=city.outsider) == 1
    assert not sheet.lines.exists()
    laid_out = sheet_of(city.office).lines.get(title="防災訓練")
    assert drop_line(sheet_of(city.office), laid_out.mark, by=city.clerk) == 0


def test_the_silent_are_reminded_once_a_day(city):
    go(sheet_of(city.elsewhere), "nothing", by=city.outsider)
    assert remind(round_now(), by=city.chief) == 2
    assert remind(round_now(), by=city.chief) == 0
    notices = [notice.title for notice in city.clerk.notices.all()]
    assert "令和7年度の棚卸しの答えを待っています" in notices
    with pytest.raises(PermissionDenied):
        remind(round_now(), by=city.clerk)


def test_extending_moves_the_days_of_the_tasks(city):
    go(round_now(), "extend", by=city.chief, closes_on=datetime.date(2027, 7, 15), reason="システムが止まりました")
    task = Task.objects.open().get(process="inventory_sheet", party=f"p{city.office.pk}")
    assert task.due_on == datetime.date(2027, 7, 15)


def test_one_office_gets_more_time_and_reads_why(city, client_for):
    chief, clerk = client_for(city.chief), client_for(city.clerk)
    progress = "/ledger/inventory/2025/"
    own = f"{progress}{city.office.pk}/"
    today = timezone.localdate()
    ask = f"{own}step/extend/"
    said = {"version": "0", "reason": "担当が休んでいるため", "later_until": "2026-06-29", "sure": "1"}
    assert client_for(city.outsider).get(ask).status_code == 404 and clerk.get(ask).status_code == 403
    assert "みんなの期限（2026年6月30日（火））か、それより後の日に" in chief.post(ask, said).content.decode()
    assert "今日か、それより後の日に" in chief.post(ask, {**said, "later_until": "2026-07-01"}).content.decode()
    later = today + datetime.timedelta(days=9)
    assert chief.post(ask, {**said, "later_until": later.isoformat()}).status_code == 302
    sheet, task = sheet_of(city.office), Task.objects.open().get(process="inventory_sheet", party=f"p{city.office.pk}")
    assert (sheet.last_day, sheet.days_late, task.due_on) == (later, 0, later)
    for client, address in ((clerk, own), (clerk, progress), (chief, progress)):
        page = read(client, address)
        assert "担当が休んでいるため" in page and jdate(later) in page, address
    assert "日おくれ" not in read(clerk, own) and "日おくれ" in read(client_for(city.outsider), progress)
    assert "undo_open" not in [row.name for row in round_now().offered_to(city.chief)]
    say(sheet, city.clerk, 防災訓練={"answer": "same"})  # what was begun keeps the day; it is taken back by the others' day
    assert sheet_of(city.office).last_day == later
    go(round_now(), "extend", by=city.chief, closes_on=later, reason="みんなのばす")
    assert not sheet_of(city.office).is_longer
    go(round_now(), "undo_extend", by=city.chief, reason="まちがえました。")
    assert sheet_of(city.office).is_longer
    go(sheet_of(city.office), "extend", by=city.chief, later_until=datetime.date(2026, 6, 30), reason="みんなと同じ")
    assert (sheet_of(city.office).later_until, sheet_of(city.office).later_why) == (None, "")


def test_the_clock_closes_what_is_past_and_answered_and_freezing_waits_for_all(city):
    assert close_due() == 0
    go(sheet_of(city.elsewhere), "nothing", by=city.outsider)
    go(sheet_of(city.centre), "excuse", by=city.chief, reason="人がいません")
    say_the_same(sheet_of(city.office), by=city.clerk)
    go(sheet_of(city.office), "hand_in", by=city.clerk)
    assert close_due() == 1
    assert "freeze" not in [row.name for row in round_now().offered_to(city.chief)]
    versions = {sheet.office_id: sheet.version for sheet in InventorySheet.objects.all()}
    accepted = accept_all(round_now(), versions, by=city.chief)
    assert (accepted.count, accepted.left) == (2, ["市民協働課"])
    assert "freeze" in [row.name for row in round_now().offered_to(city.chief)]


def test_a_year_has_one_round(city):
    with pytest.raises(ValidationError, match="もうあります"):
        a_round(city)


def test_what_was_called_off_is_not_asked(city):
    gone = matter(city, "なくなった催し", year=2023)
    city.step(gone.cycles.get(), "undo_note_over", by=city.clerk, reason="まちがい")
    city.step(gone.cycles.get(), "cancel", by=city.clerk, reason="やめた", public_reason="やめました")
    round = a_round(city, fiscal_year=2024)
    assert not InventoryLine.objects.filter(sheet__round=round, title="なくなった催し").exists()


def test_a_year_is_frozen_corrected_and_published_from_its_round(city):
    sheet = sheet_of(city.office)
    say_the_same(sheet, by=city.clerk)
    go(sheet, "hand_in", by=city.clerk)
    go(sheet, "accept", by=city.chief)
    for office in (city.elsewhere, city.centre):
        go(sheet_of(office), "excuse", by=city.chief, reason="回答がありません")
    go(round_now(), "close", by=city.chief)
    go(round_now(), "freeze", by=city.chief)
    assert (newest(YEAR).version, newest(YEAR).row_count) == (1, 3)
    assert "reopen" not in [row.name for row in sheet_of(city.office).offered_to(city.chief)]
    with pytest.raises(ValidationError, match="いまの台帳は、最後の版と同じです"):
        go(round_now(), "correct", by=city.chief, reason="書きまちがい")
    Cycle.objects.filter(project__title="防災訓練", fiscal_year=YEAR).update(city_cost=70_000)
    go(round_now(), "correct", by=city.chief, reason="市の負担を直しました。")
    assert newest(YEAR).version == 2
    assert go(round_now(), "publish", by=city.chief).status == "published"
    assert go(round_now(), "unpublish", by=city.chief, reason="確かめます").status == "frozen"
