"""The ledger's own table: an entry is cancelled and restored, merged and parted; nothing of it is deleted."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.notices.models import Notice
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.models import Task
from partners.models import Errand, Membership
from projects.cycles.creation import new_cycle
from projects.models import Cycle, Project
from tests import build

from .build import World, join, partner, person

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def hidden(client, page):
    """What the page's form carries unseen: version, token, one-time key."""
    form = client.get(page).context["form"]
    return {field.name: "" if field.value() is None else field.value() for field in form.hidden_fields()}


def rows_of(client):
    return b"".join(client.get("/open-data/projects.csv")).decode("utf-8-sig")


def now(entry):
    return Project.objects.get(pk=entry.pk)


def step(entry, name, by, **answers):
    return take_step(now(entry), name, by=by, version=now(entry).version, **answers)


def test_entries_are_numbered_in_the_order_in_which_they_come_and_found_by_number(world, client_for):
    mark = f"R{fiscal_year(timezone.localdate()) - 2018}"
    first, second = world.entry(), world.entry(title="花を植える", fiscal_year=2024)
    assert (first.number, second.number) == (f"{mark}-K-0001", f"{mark}-K-0002")
    visitor, desk = client_for(), client_for(world.chief)
    assert second.number in build.read(visitor, "/projects/")
    assert second.number in build.read(visitor, second.get_absolute_url())
    assert "花を植える" in build.read(visitor, f"/search/?q={second.number}")
    found = build.read(visitor, f"/projects/?q={second.number}")
    assert "花を植える" in found and "見守り配達" not in found
    assert second.number in build.read(desk, f"/admin/projects/project/?q={second.number}")
    assert f",{second.number}," in rows_of(visitor)


def test_a_cancelled_entry_is_nowhere_and_comes_back_as_it_was(world, client_for):
    entry = world.entry()
    cycle, page = entry.cycles.get(), entry.get_absolute_url()
    visitor, group, desk = client_for(), client_for(world.representative), client_for(world.chief)
    address = f"/admin/projects/project/{entry.pk}/step/cancel/"
    assert "台帳から取り消す" in build.read(desk, f"/admin/projects/project/{entry.pk}/change/")
    assert client_for(world.clerk).get(address).status_code == 403  # its year goes through a procedure of both sides
    assert desk.post(address, {**hidden(desk, address), "reason": ""}).status_code == 200
    assert desk.post(address, {**hidden(desk, address), "reason": "2度入れたためです。"}).status_code == 302
    gone = now(entry)
    assert (gone.status, gone.published_at, gone.version) == ("cancelled", None, 1)
    assert visitor.get(page).status_code == 404
    for where in ("/projects/", "/search/?q=見守り配達"):
        assert f'href="{page}"' not in build.read(visitor, where), where
    assert "見守り配達" not in rows_of(visitor)
    assert not Task.objects.open().filter(process="cycle", subject_id=cycle.pk).exists()
    assert "台帳から取り消されました" in build.read(group, page)
    assert "見守り配達" in build.read(group, cycle.get_absolute_url())  # read, and nothing done with it
    assert group.get(cycle.page_url("cycle-plan")).status_code == 403
    listed = f"/admin/projects/project/{entry.pk}/change/"
    assert listed not in build.read(desk, "/admin/projects/project/")
    assert listed in build.read(desk, "/admin/projects/project/?standing=cancelled")
    story = build.read(desk, listed)
    assert "台帳から取り消しました。（取消し）" in story and "2度入れたためです。" in story
    assert client_for(world.outsider).get(listed).status_code in (302, 404)
    told = Notice.objects.filter(title="「見守り配達」が台帳から取り消されました")
    assert {notice.user for notice in told} == {world.representative, world.clerk}
    step(entry, "restore", world.chief, reason="まちがいでした。")
    assert now(entry).is_published and visitor.get(page).status_code == 200
    assert Task.objects.open().filter(process="cycle", subject_id=cycle.pk).exists()


def test_a_group_without_an_account_is_written_to_of_what_became_of_an_entry(world):
    on_paper = partner("紙の町内会", "neighbourhood")
    entry = world.entry(title="花を植える", partners=[on_paper])
    Errand.objects.all().delete()
    step(entry, "cancel", world.chief, reason="2度入れたためです。")
    errand = Errand.objects.get()
    assert (errand.partner, errand.what) == (on_paper, "「花を植える」が台帳から取り消されました")
    assert errand.body.startswith("2度入れたためです。")
    step(entry, "undo_cancel", world.chief, reason="まちがいでした。")
    assert not Errand.objects.open().exists()


def test_a_group_of_a_published_source_is_written_to_when_its_year_is_cancelled(world):
    on_paper = partner("紙の町内会", "neighbourhood")
    entry = world.entry(title="花を植える", partners=[on_paper])
    Project.objects.filter(pk=entry.pk).update(source_note="手引き 10ページ")
    cycle = entry.cycles.get()
    Errand.objects.all().delete()
    take_step(cycle, "cancel", by=world.clerk, version=cycle.version, reason="町内会の都合です。", public_reason="中止です。")
    assert [(row.partner, row.what) for row in Errand.objects.open()] == [(on_paper, "「花を植える」は中止になりました")]


def test_a_department_takes_back_what_it_only_recorded(world):
    small = world.entry(small=True)
    step(small, "cancel_own", world.clerk, reason="別の年度でした。")
    assert now(small).status == "cancelled"
    step(small, "undo_cancel_own", world.clerk, reason="やはり正しい年度でした。")
    assert now(small).published_at == small.published_at and now(small).stands


def test_whoever_may_take_it_back_in_two_roles_finds_one_button(world, client_for):
    own = world.entry(small=True, department=world.centre, by=world.chief)
    page = client_for(world.chief).get(f"/admin/projects/project/{own.pk}/change/").text
    assert page.count(">台帳から取り消す<") == 1 and f"/{own.pk}/step/cancel/" in page


def test_a_merged_entry_leads_to_the_other_one_and_its_years_go_there_and_back(world, client_for):
    known, double = world.entry(fiscal_year=2024), world.entry(title="見守り", fiscal_year=2024)
    older = new_cycle(double, 2023)
    other = world.entry(title="見守りの会", partners=[partner("こども食堂の会")], fiscal_year=2022)
    step(other, "merge", world.chief, into=known, reason="同じものです。")
    visitor, group = client_for(), client_for(world.representative)
    step(double, "merge", world.chief, into=known, reason="同じものです。")
    assert list(known.cycles.order_by("fiscal_year").values_list("fiscal_year", flat=True)) == [2022, 2023, 2024]
    assert list(double.cycles.values_list("fiscal_year", flat=True)) == [2024]
    answer = visitor.get(double.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, known.get_absolute_url())
    assert answer["Cache-Control"] == "no-cache"  # a browser that kept it would never come back once they are parted
    moved = group.get(f"/projects/{double.pk}/2023/")
    assert (moved.status_code, moved["Location"]) == (301, f"/projects/{known.pk}/2023/")
    assert "見守り" in build.read(group, f"/projects/{double.pk}/2024/")
    assert f"{double.number} 令和6年度" in build.read(group, known.get_absolute_url())
    assert {row.partner.name for row in now(known).taking_part()} == {"ひだまりの会", "福祉課", "こども食堂の会"}
    assert now(known).cycles.get(fiscal_year=2023).merged_from == double
    with pytest.raises(ValidationError, match="まとめられています"):
        step(known, "merge", world.chief, into=world.entry(title="ほか"), reason="x")
    step(double, "unmerge", world.chief, reason="別のものでした。")
    step(other, "undo_merge", world.chief, reason="まちがえました。")
    assert list(double.cycles.order_by("fiscal_year").values_list("fiscal_year", flat=True)) == [2023, 2024]
    assert Cycle.objects.get(pk=older.pk).project == double and now(double).is_published
    assert {row.partner.name for row in now(known).taking_part()} == {"ひだまりの会", "福祉課"}
    assert visitor.get(other.get_absolute_url()).status_code == 200


def test_what_cannot_be_merged_is_said(world, client_for):
    entry, gone = world.entry(), world.entry(title="ほかの1件")
    step(gone, "cancel", world.chief, reason="x")
    desk = client_for(world.chief)
    address = f"/admin/projects/project/{entry.pk}/step/merge/"
    for number, said in (
        (entry.number, "同じ1件にはまとめられません"),
        (gone.number, "その台帳番号の1件は、台帳にありません"),
        ("R8", "その台帳番号の1件は、台帳にありません"),
        ("", "台帳番号を入れてください"),
    ):
        answer = desk.post(address, {**hidden(desk, address), "into": number, "reason": "x"})
        assert answer.status_code == 200 and said in build.markup(answer), number
    other = world.entry(title="三つめ")
    typed = other.number.lower().replace("-k-00", "－ｋ－")  # as a Japanese keyboard writes it
    assert desk.post(address, {**hidden(desk, address), "into": typed, "reason": "x"}).status_code == 302
    assert now(entry).merged_into == other


def test_the_database_lets_nothing_be_public_that_does_not_stand(world):
    entry, other = world.entry(), world.entry(title="ほか")
    for wrong in (
        {"status": "cancelled"},
        {"status": "merged", "published_at": None},
        {"merged_into": other},
        {"status": "merged", "published_at": None, "merged_into": entry},
        {"number": other.number},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Project.objects.filter(pk=entry.pk).update(**wrong)


def test_the_same_matter_entered_twice_is_asked_about_once(world, client_for):
    world.entry()
    desk = client_for(world.clerk)
    page = "/admin/projects/project/add/"
    sent = {
        "title": "見守り 配達", "form": world.form.pk, "summary": "x", "partners": [world.group.pk], "department": world.office.pk,
        "fiscal_year": str(fiscal_year(timezone.localdate())), "published": "on",
    }  # fmt: skip
    answer = desk.post(page, {**hidden(desk, page), **sent})
    assert answer.status_code == 200 and Project.objects.count() == 1
    said = build.markup(answer)
    assert f"{Project.objects.get().number}「見守り配達」" in said and "と同じではありませんか" in said
    token = answer.context["form"].fields["sure"].widget.attrs["value"]
    assert desk.post(page, {**hidden(desk, page), **sent, "sure": token}).status_code == 302
    assert Project.objects.count() == 2


def test_the_desk_of_the_city_is_public_and_its_person_only_if_that_is_said(world, client_for):
    entry = world.entry()
    desk, page = client_for(world.clerk), f"/projects/{entry.pk}/window/"
    somebody = join(person("窓口花子"), world.office, "member")
    named = {"main": somebody.pk, "desk": "市役所2階 地域づくり係", "phone": "0256-00-0001", "extension": "90214"}
    form = hidden(desk, page)
    assert desk.post(page, {**form, **named, "main_name": "だれか"}).status_code == 200  # one or the other
    assert desk.post(page, {**form, **named}).status_code == 302
    group = client_for(world.representative)
    form = hidden(group, page)
    assert group.post(page, {**form, "main": "", "main_name": "区長の山田", "phone": "0256-00-0002"}).status_code == 302
    text = build.read(client_for(), entry.get_absolute_url())
    assert "市役所2階 地域づくり係" in text and "0256-00-0001" in text
    assert not {word for word in ("90214", "区長の山田", "0256-00-0002", "窓口花子") if word in text}
    both = build.read(desk, page)
    assert "区長の山田" in both and "電話 0256-00-0002" in both and "（内線 90214）" in both
    assert desk.post(page, {**hidden(desk, page), **named, "person_public": "on"}).status_code == 302
    assert "窓口花子" in build.read(client_for(), entry.get_absolute_url())
    Membership.objects.filter(user=somebody).update(until=build.days(-1))  # who has left is named no more
    assert "窓口花子" not in build.read(client_for(), entry.get_absolute_url())


def test_who_starts_without_a_window_is_told(world, client_for):
    cycle = world.cycle(pact=True)
    world.step(cycle, "agree_on_paper", by=world.clerk, document_number="福第1号", agreed_on=timezone.localdate())
    desk = client_for(world.clerk)
    address = f"/projects/cycles/{cycle.pk}/step/start/"
    text = build.read(desk, address)
    assert "連絡窓口（団体など）が、まだ決まっていません" in text and "連絡窓口（市）が、まだ決まっていません" in text
    cycle.project.windows.create(side="city", main=world.clerk, since=timezone.localdate())
    cycle.project.windows.create(side="group", main_name="区長", since=timezone.localdate() - datetime.timedelta(days=9))
    assert "まだ決まっていません" not in build.read(desk, address)
