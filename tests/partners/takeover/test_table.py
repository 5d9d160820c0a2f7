"""April on one table: every 町内会, on the page and as a spreadsheet; checked, then entered row by row."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from django.utils import timezone

from kyodo_portal.accounts.models import Invitation
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Notice
from partners.models import Membership, Takeover
from partners.takeover.clock_actions import turn_days
from partners.takeover.table_presenters import turn_of_the_year
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
PAGE = "/staff/takeovers/"
DAY = turn_of_the_year()


@pytest.fixture
def city(client_for):
    """(the secretariat's client, its official, {name: group}): 川, 山 and 谷 are 町内会 of which 谷 has nobody in the portal"""
    _, clerk = build.office("secretariat")
    made = {"川": build.group("川町内会")[0], "山": build.group("山町内会")[0]}
    made["谷"] = build.partner("谷町内会", representative="谷口 三郎")
    made["森"] = build.group("森の会", kind="civic")[0]
    Membership.objects.update(since=build.days(-900))
    return client_for(clerk), clerk, made


def said(client, groups, **boxes):
    """What is sent from the page: boxes as how_川="new"."""
    form = client.get(PAGE).context["form"]
    rows = {f"{part}_{group.pk}": "" for group in groups.values() for part in ("how", "name", "email")}
    named = {f"{name.split('_')[0]}_{groups[name.split('_')[1]].pk}": value for name, value in boxes.items()}
    shared = {"starts_on": DAY.isoformat(), "why": "連合会の名簿", "form_key": form["form_key"].value()}
    return {**rows, **named, **shared}


def test_the_table_shows_every_neighbourhood_and_who_stands_for_it(client_for, city, django_assert_max_num_queries):
    client, _, groups = city
    with django_assert_max_num_queries(12):
        page = build.read(client, PAGE)
    assert "谷口 三郎" in page and "ポータルは使っていない" in page and "森の会" not in page
    assert "森の会" in build.read(client, f"{PAGE}?kind=all") and "山町内会" not in build.read(client, f"{PAGE}?q=川")
    assert client_for(build.office("department")[1]).get(PAGE).status_code == 403
    assert client_for(build.user()).get(PAGE).status_code == 404


def test_it_is_checked_and_entered_with_what_became_of_each_row(client_for, city):
    client, clerk, groups = city
    build.join(clerk, groups["山"])
    data = said(
        client,
        groups,
        how_川="new",
        name_川="川田 一",
        email_川="kawa@example.jp",
        how_山="same",
        how_谷="new",
        name_谷="谷川 二",
    )
    data["starts_on"] = build.days(0).isoformat()
    shown = build.markup(client.post(PAGE, data))
    assert "kawa@example.jp に招待を送ります" in shown and not Takeover.objects.exists()
    for _ in range(2):  # pressed twice
        shown = build.markup(client.post(PAGE, {**data, "sure": "1"}))
    assert "3件のうち2件を入れました" in shown and "代わりました" in shown and "自分が入っている団体です" in shown
    assert "谷川 二：" in shown and "写して使えます" not in shown  # what was taken needs no copy
    rows = {row.partner_id: row for row in Takeover.objects.all()}
    assert len(rows) == 2 and Invitation.objects.filter(kind="takeover", email="kawa@example.jp").count() == 1
    valley = rows[groups["谷"].pk]
    groups["谷"].refresh_from_db()
    assert (valley.way, valley.done_at is None, groups["谷"].representative) == ("paper", False, "谷川 二")
    assert "返事待ち" in build.read(client, PAGE)
    again = build.markup(client.post(PAGE, {**said(client, groups, how_川="same"), "sure": "1"}))
    assert "もう1件、返事を待っています" in again


def test_what_cannot_be_is_said_at_its_box(city):
    client, _, groups = city
    for boxes, text in (
        ({"how_川": "new"}, "川町内会：新しい代表者の名前を入れてください。"),
        ({"how_川": "same", "name_川": "川田 一"}, "川町内会：「代わる」を選ぶか、名前とメールを空にしてください。"),
        ({}, "どの団体にも、まだ何も入っていません。"),
    ):
        answer = client.post(PAGE, {**said(client, groups, **boxes), "sure": "1"})
        assert text in build.markup(answer)
    assert not Takeover.objects.exists()
    back = client.post(PAGE, {**said(client, groups, how_川="new", name_川="川田 一"), "again": "1"})
    assert 'value="川田 一"' in build.markup(back)


def sheet(answer):
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer) if answer.streaming else answer.content))


def brought(client, book, **more):
    out = io.BytesIO()
    book.save(out)
    file = io.BytesIO(out.getvalue())
    file.name = "daihyo.xlsx"
    return build.markup(client.post(f"{PAGE}file/", {"table": file, "starts_on": DAY.isoformat(), "why": "連合会の名簿", **more}))


def test_the_spreadsheet_goes_out_and_comes_back(city):
    client, _, groups = city
    assert "何に使いますか" in client.post(f"{PAGE}sheet/").text and not AuditEvent.objects.filter(act="export").exists()
    book = sheet(client.post(f"{PAGE}sheet/", {"purpose": "4月の届けと突き合わせるため"}))
    assert "突き合わせるため" in AuditEvent.objects.get(act="export").note
    page = book.worksheets[0]
    rows = {row[1].value: row for row in page.iter_rows(min_row=2)}
    assert [one.value for one in page[1]][:2] == ["団体の番号", "団体"] and set(rows) == {
        "川町内会",
        "山町内会",
        "谷町内会",
        "森の会",
    }
    rows["川町内会"][5].value, rows["川町内会"][6].value, rows["川町内会"][7].value = "代わる", "川田 一", "kawa@example.jp"
    rows["山町内会"][5].value = "留任"
    shown = brought(client, book)
    assert "kawa@example.jp に招待を送ります" in shown and "続けることを記録します" in shown and not Takeover.objects.exists()
    assert 'action="/staff/takeovers/"' in shown  # what is confirmed is entered there, not read as a file once more
    rows["山町内会"][5].value, rows["谷町内会"][0].value, rows["谷町内会"][5].value = "たぶん", 999_999, "代わる"
    shown = brought(client, book)
    assert "「代わる」か「続ける」と書いてください。" in shown and "この番号の団体は、名簿にありません。" in shown
    rows["山町内会"][5].value, rows["谷町内会"][5].value, rows["川町内会"][7].value = "", "", "kawa"
    assert "川町内会：新しい代表者のメールアドレス" in brought(client, book)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as broken:
        broken.writestr("[Content_Types].xml", "x")
        broken.writestr("xl/workbook.xml", "x")
    file.seek(0)
    file.name = "kowareta.xlsx"
    answer = client.post(f"{PAGE}file/", {"table": file, "starts_on": DAY.isoformat(), "why": "x"})
    assert "この表を読み取れませんでした。" in build.markup(answer)


def test_who_said_nothing_is_named_on_the_first_of_may(city, monkeypatch):
    client, clerk, groups = city
    last = DAY if DAY <= timezone.localdate() else DAY.replace(year=DAY.year - 1)
    noon = lambda *day: timezone.make_aware(datetime.datetime(last.year, *day, 12))  # noqa: E731
    monkeypatch.setattr(timezone, "now", lambda: noon(4, 30))
    turn_days()
    assert not Notice.objects.exists()
    client.post(PAGE, {**said(client, groups, how_谷="same"), "starts_on": last.isoformat(), "sure": "1"})
    monkeypatch.setattr(timezone, "now", lambda: noon(5, 1))
    turn_days()
    turn_days()
    assert Notice.objects.get().title == "4月に入ってから、代表者について何も届いていない団体が2件あります"
    page = build.read(client, f"{PAGE}?state=forgotten")
    assert "川町内会" in page and "谷町内会" not in page
    assert "谷町内会" in build.read(client, f"{PAGE}?state=said")
