"""4月1日の担当替え: five people move in one table, by page and as a spreadsheet, and nobody's matter is ownerless."""

import datetime
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.task_actions import sync_due, sync_everything
from kyodo_portal.process.task_checks import wrong_tasks
from partners.directory.access import offices_of
from partners.models import Membership
from projects.entries.window_models import ContactWindow
from projects.handover.actions import turn_days
from projects.handover.ownerless import urgent_entries
from projects.ledger.window_actions import name_window
from projects.models import Handover
from tests import build
from tests.projects.ledger.build import World, join, partner, person

pytestmark = pytest.mark.django_db
TABLE = ["行の番号", "名前", "メール", "いまの課", "動く（○）", "新しい課", "案件の後任（メール）", "案件"]


@pytest.fixture(scope="module")
def laid_world(lay):
    def make():
        world = World()
        world.third = partner("農林課", "department", "department")
        world.people = {"課員1": world.clerk, "課員2": world.outsider}
        for name, office in (("課員3", world.office), ("課員4", world.elsewhere), ("課員5", world.third)):
            world.people[name] = join(person(name), office, "member")
        world.entries = []
        for user, office in (
            (world.clerk, world.office),
            (world.outsider, world.elsewhere),
            (world.people["課員5"], world.third),
        ):
            entry = world.entry(title=f"{office}の案件", department=office, by=world.chief)
            name_window(entry, by=user, main=user)
            world.entries.append(entry)
        return world

    return lay(make)


@pytest.fixture
def day():
    return build.days(20)


def page_of(day):
    return f"/staff/handover/{day}/"


def place(user):
    return Membership.objects.filter(user=user).order_by("pk").first()


def boxes(client, day, *offices):
    """What the rows of these offices send, unticked."""
    sent = {}
    for office in offices:
        form = client.get(page_of(day), {"office": getattr(office, "pk", office)}).context["form"]
        sent |= {name: form[name].value() for name in form.fields if name.startswith("etag-")}
    return sent


def tick(sent, user, to=None, taker=None):
    key = place(user).pk
    sent |= {f"go-{key}": "on", f"to-{key}": to.pk if to else "", f"taker-{key}": taker.pk if taker else ""}


def test_five_people_move_and_every_window_has_somebody(client_for, world, day, monkeypatch):
    chief, people = client_for(world.chief), world.people
    assert chief.get(page_of(day)).context["lines"] == []
    sent = boxes(chief, day, world.office, world.elsewhere, world.third)
    # 福祉課 → 土木課 → 農林課 → 福祉課 in a circle, one more follows, one leaves the city
    tick(sent, people["課員1"], to=world.elsewhere, taker=people["課員3"])
    tick(sent, people["課員2"], to=world.third, taker=people["課員1"])  # who arrives takes over
    tick(sent, people["課員5"], to=world.office, taker=people["課員2"])
    tick(sent, people["課員3"])
    sent[f"go-{place(people['課員3']).pk}"] = ""  # and is taken back: who takes over stays
    confirm = chief.post(page_of(day), sent)
    assert "3人が動きます。まだ、何も書いていません。" in build.markup(confirm) and not Handover.objects.exists()
    done = chief.post(page_of(day), {**confirm.context["sent"], "sure": "1"}, follow=True)
    assert "3人の担当替えを入れました。引継ぎは3件です。" in build.markup(done)
    assert place(people["課員1"]).until == day - datetime.timedelta(days=1)
    assert Membership.objects.get(user=people["課員1"], partner=world.elsewhere).since == day
    assert {(row.giver, row.taker) for row in Handover.objects.all()} == {
        (people["課員1"], people["課員3"]), (people["課員2"], people["課員1"]), (people["課員5"], people["課員2"]),
    }  # fmt: skip
    again = chief.post(page_of(day), {**confirm.context["sent"], "sure": "1", "twice": "1"})
    assert again.status_code == 200 and "この人の所属が変わりました" in build.markup(again) and Handover.objects.count() == 3
    at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(9)))
    monkeypatch.setattr(timezone, "now", lambda: at)
    for row in Handover.objects.all():
        take_step(row, "orally", by=world.chief, version=row.version, met_on=None)
    turn_days()
    mains = dict(ContactWindow.objects.open().filter(side="city").values_list("project__title", "main"))
    assert mains == {
        "福祉課の案件": people["課員3"].pk, "土木課の案件": people["課員1"].pk, "農林課の案件": people["課員2"].pk,
    }  # fmt: skip
    assert not urgent_entries(world.chief).exists()


def test_who_alone_knows_an_office_hands_over_to_whoever_comes(client_for, world, day):
    """農林課 has one clerk, who leaves on the day on which another one comes, and nobody was named as window."""
    chief, people = client_for(world.chief), world.people
    ContactWindow.objects.all().delete()
    sent = boxes(chief, day, "all")
    tick(sent, people["課員5"], to=world.office)
    tick(sent, people["課員1"], to=world.third)
    confirm = chief.post(page_of(day), sent)
    assert "後任が決まっていません" in build.markup(confirm)
    table = chief.post(page_of(day), {**confirm.context["sent"], "again": "1"})
    (line,) = [line for line in table.context["lines"] if line["row"].user == people["課員5"]]
    assert line["go"].value() and line["to"].value() == str(world.office.pk) and table.context["form"].error_list == []
    assert (str(people["課員1"].pk), str(people["課員1"])) in line["taker"].field.choices
    tick(sent, people["課員5"], to=world.office, taker=people["課員1"])
    done = chief.post(page_of(day), {**sent, "sure": "1"}, follow=True)
    assert "2人の担当替えを入れました。引継ぎは1件です。" in build.markup(done)
    (made,) = Handover.objects.all()
    assert (made.giver, made.taker, made.sheets.count()) == (people["課員5"], people["課員1"], 1)
    assert "農林課に来ることが、入れてあります。その日までは、えらび直せます。" in build.markup(chief.get(page_of(day)))
    # The office that was entered becomes another one, and none: what has not begun goes.
    one = place(people["課員1"])
    for office in (world.centre, None):
        old, sent = sent, boxes(chief, day, "all")
        tick(sent, people["課員1"], to=office)
        assert "この人の所属が変わりました" in build.markup(chief.post(page_of(day), old))
        assert chief.post(page_of(day), {**sent, "sure": "1"}, follow=True).status_code == 200
        coming = Membership.objects.filter(user=people["課員1"], since=day).values_list("partner", flat=True)
        assert list(coming) == ([office.pk] if office else [])
    one.refresh_from_db()
    assert one.until == day - datetime.timedelta(days=1) and Handover.objects.count() == 1


def test_the_page_refuses_what_cannot_be(client_for, world, day):
    chief, people = client_for(world.chief), world.people
    sent = boxes(chief, day, world.office, world.centre)
    assert "動く人に、しるしを付けてください。" in build.markup(chief.post(page_of(day), sent))
    tick(sent, people["課員1"], to=world.office, taker=people["課員1"])
    tick(sent, world.chief)
    text = build.markup(chief.post(page_of(day), sent))
    for words in (
        "いまの課と同じです",
        "並んでいるものから選び直してください",
        "自分の異動は、ほかの事務局の人か、システム管理者に入れてもらってください",
    ):
        assert words in text
    assert not Handover.objects.exists() and place(people["課員1"]).until is None
    assert client_for(world.clerk).get(page_of(day)).status_code == 403
    assert [client_for(user).get(page_of(day)).status_code for user in (world.representative, None)] == [404, 302]
    assert [chief.get(f"/staff/handover/{wrong}/").status_code for wrong in ("2027-02-30", "2027-4-1")] == [404, 404]
    assert chief.get("/staff/handover/").url.endswith("-04-01/")


def sheet_of(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.content)).active


def file_of(rows, header=TABLE):
    book = openpyxl.Workbook()
    for row in (header, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("異動表.xlsx", out.getvalue())


def test_the_table_goes_out_and_comes_back(client_for, world, day):
    chief, people = client_for(world.chief), world.people
    assert "何に使いますか" in chief.post(f"{page_of(day)}xlsx/").text and not AuditEvent.objects.filter(act="export").exists()
    out = sheet_of(chief.post(f"{page_of(day)}xlsx/", {"purpose": "内示を入れるため"}))
    rows = [[cell.value for cell in row] for row in out.iter_rows()]
    assert rows[0] == TABLE and len(rows) == 7
    assert "内示を入れるため" in AuditEvent.objects.get(act="export", by=world.chief).note
    mine = next(row for row in rows if row[1] == "担当")
    assert (mine[3], mine[7]) == ("福祉課", 1)
    mine[4:7] = ["○", "農林課", people["課員3"].email]
    other = next(row for row in rows if row[1] == "課員5")
    other[4:7] = ["○", None, people["課員1"].email]  # arrives there by this very table
    confirm = chief.post(f"{page_of(day)}file/", {"table": file_of([mine, other])})
    assert "2人が動きます" in build.markup(confirm)
    chief.post(page_of(day), {**confirm.context["sent"], "sure": "1"})
    assert {(row.giver, row.taker) for row in Handover.objects.all()} == {
        (people["課員1"], people["課員3"]), (people["課員5"], people["課員1"]),
    }  # fmt: skip


def test_what_a_table_moves_is_followed_to_the_first_of_april(client_for, world, day, monkeypatch):
    """Tasks, rights, windows, the paper between two people, and a pact that nobody takes over."""
    chief, people = client_for(world.chief), world.people
    pact = world.cycle(pact=True, title="川の清掃の委託", department=world.third, by=world.chief)
    world.step(pact, "agree_on_paper", by=people["課員5"], agreed_on=None, document_number="")
    world.step(pact, "start", by=people["課員5"])
    name_window(pact.project, by=people["課員5"], main=people["課員5"])
    rows = {place(user).pk: [place(user).pk, str(user), user.email] for user in people.values()}
    table = file_of(
        [
            [*rows[place(people["課員1"]).pk], "福祉課", "○", "農林課", people["課員3"].email, 1],
            [*rows[place(people["課員5"]).pk], "農林課", "○", "", "", 2],  # leaves the city hall, and nobody is named
        ]
    )
    confirm = chief.post(f"{page_of(day)}file/", {"table": table})
    assert "後任が決まっていません" in build.markup(confirm)
    chief.post(page_of(day), {**confirm.context["sent"], "sure": "1"})
    leaver, taker, gone = (client_for(people[name]) for name in ("課員1", "課員3", "課員5"))
    entry = world.entries[0]
    assert "福祉課の案件" in build.read(leaver, "/me/")  # until the day all is theirs
    assert gone.get("/admin/").status_code == 200
    handover = Handover.objects.get(giver=people["課員1"])
    giving = {"advice": "月に1回、会長に電話します。", "open_points": ""}
    sheet = handover.sheets.get(project=entry)
    assert leaver.get(f"/handovers/{handover.pk}/sheets/{entry.pk}/").status_code == 200
    type(sheet).objects.filter(pk=sheet.pk).update(**giving)
    take_step(handover, "hand", by=people["課員1"], version=handover.version)
    assert "月に1回、会長に電話します。" in build.read(taker, f"/handovers/{handover.pk}/sheets/{entry.pk}/")
    at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(9)))
    monkeypatch.setattr(timezone, "now", lambda: at)
    turn_days()
    sync_due()
    sync_everything()
    chief, leaver, taker, gone = (client_for(user) for user in (world.chief, *(people[f"課員{n}"] for n in (1, 3, 5))))
    now = Handover.objects.get(pk=handover.pk)
    take_step(now, "take", by=people["課員3"], version=now.version, met_on=None)
    # windows: who was named is asked now, and the pact that nobody took lies open for the city
    mains = dict(ContactWindow.objects.open().filter(side="city").values_list("project__title", "main"))
    assert mains["福祉課の案件"] == people["課員3"].pk
    ownerless = build.read(chief, "/staff/ownerless/")
    assert "川の清掃の委託" in ownerless and "農林課の案件" in ownerless and "福祉課の案件" not in ownerless
    # rights: of the new office there, of the old one no more, and none at all for who left the city hall
    people["課員1"].forget_rights()
    assert offices_of(people["課員1"]) == {world.third.pk}
    window = f"{entry.get_absolute_url()}window/"
    assert (taker.get(window).status_code, leaver.get(window).status_code) == (200, 403)
    assert gone.get("/admin/").status_code == 404
    # tasks: what waits for an office waits for whoever is there today
    assert "福祉課の案件" not in build.read(leaver, "/me/") and "福祉課の案件" in build.read(taker, "/me/")
    assert "川の清掃の委託" in build.read(leaver, "/me/") and "川の清掃の委託" not in build.read(gone, "/me/")
    assert list(wrong_tasks()) == []


def test_the_same_table_twice_and_then_one_wrong_row_taken_back(client_for, world, day):
    chief, one, five = client_for(world.chief), world.people["課員1"], world.people["課員5"]

    def table():
        going = [place(one).pk, str(one), one.email, "福祉課", "○", "農林課", world.people["課員3"].email, 1]
        return file_of([going, [place(five).pk, str(five), five.email, "農林課", "○", "福祉課", "", 1]])

    for _ in range(2):
        confirm = chief.post(f"{page_of(day)}file/", {"table": table()})
        said = chief.post(page_of(day), {**confirm.context["sent"], "sure": "1"}, follow=True)
        assert "2人の担当替えを入れました。引継ぎは2件です。" in build.markup(said)
        assert Membership.objects.filter(user__in=[one, five]).count() == 4 and Handover.objects.count() == 2
    sent = boxes(chief, day, world.office, world.third)  # the tick of 課員5 is taken away
    tick(sent, one, to=world.third, taker=world.people["課員3"])
    confirm = chief.post(page_of(day), sent)
    text = build.markup(confirm)
    assert "1人が動きます。" in text and "1人の異動を取り消します。" in text and "動きません（異動の取消し）" in text
    assert place(five).until == day - datetime.timedelta(days=1)  # nothing is written yet
    said = chief.post(page_of(day), {**confirm.context["sent"], "sure": "1"}, follow=True)
    assert "1人の担当替えを入れました。引継ぎは1件です。1人の異動を取り消しました。" in build.markup(said)
    assert [(row.partner, row.until) for row in Membership.objects.filter(user=five)] == [(world.third, None)]
    assert Membership.objects.get(user=one, partner=world.third).since == day
    assert dict(Handover.objects.values_list("giver", "status")) == {one.pk: "planned", five.pk: "dropped"}
    chief.post(page_of(day), {**confirm.context["sent"], "sure": "1"})  # pressed again: nothing more happens
    assert Membership.objects.filter(user__in=[one, five]).count() == 3 and Handover.objects.count() == 2
    assert AuditEvent.objects.filter(act="membership", note__contains="からの異動の取消し").count() == 1


def test_a_table_with_errors_takes_nothing(client_for, world, day):
    chief, people = client_for(world.chief), world.people
    one, five = place(people["課員1"]).pk, place(people["課員5"]).pk
    wrong = [
        [one, "担当", "", "", "たぶん", "土木かな", "だれか@example.jp", 1],
        [one, "担当", "", "", "○", "", "", 1],
        [987654, "いない人", "", "", "○", "", "", 0],
        ["=1+1", "式", "", "", "○", "", "", 0],
        [five, "課員5", "", "", "○", "", people["課員5"].email, 1],
    ]
    text = build.markup(chief.post(f"{page_of(day)}file/", {"table": file_of(wrong)}))
    for words in (
        "2行目", "動く人には○を", "「土木かな」という課はありません", "「だれか@example.jp」の人は、その日にこの課にいません",
        "この番号が2つあります", "4行目", "この番号の人は、その日にはいません",
    ):  # fmt: skip
        assert words in text, words
    assert not Handover.objects.exists() and not Membership.objects.exclude(until=None).exists()
    renamed = file_of([], header=["番号", *TABLE[1:]])
    assert "見出しが見つかりません：行の番号" in build.markup(chief.post(f"{page_of(day)}file/", {"table": renamed}))
    broken = SimpleUploadedFile("x.xlsx", b"PK\x03\x04 no book")
    assert chief.post(f"{page_of(day)}file/", {"table": broken}).status_code == 200
    himself = file_of([wrong[4]])
    assert "並んでいるものから選び直してください" in build.markup(chief.post(f"{page_of(day)}file/", {"table": himself}))
    assert not Handover.objects.exists()


def test_a_page_of_rows_costs_the_same_as_one(client_for, world, day):
    chief, counts = client_for(world.chief), []
    for office in (world.third, world.office):
        with CaptureQueriesContext(connection) as queries:
            chief.get(page_of(day), {"office": office.pk})
        counts.append(len(queries))
    assert counts[0] == counts[1] and counts[0] <= 25
