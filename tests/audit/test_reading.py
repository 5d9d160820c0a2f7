"""The trail is read, searched and taken out by the administrator; looks stand in it once a day."""

import io
import re
from datetime import datetime, timedelta

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kyodo_portal.audit.actions import record, record_look
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.text.secret import mark
from kyodo_portal.pages.sample import clock
from partners.models import Partner
from projects.models import PanelSeat
from tests import build
from tests.security.city import _in_review, people

pytestmark = pytest.mark.django_db
LIST = "/admin/audit/auditevent/"
EXPORT = "/admin/audit/auditevent/export/"


@pytest.fixture
def keeper():
    return build.system_admin()


def notes(client, query):
    """The notes of the events that the list shows, the newest first."""
    return [event.note for event in client.get(LIST, query).context["cl"].result_list]


def test_events_are_found_by_person_act_kind_text_and_address(client_for, keeper):
    """No numerals in the notes: 「一」 is 1, and finds whoever is called 見本 住民1."""
    group, representative, member = build.group("見本わかばの会")
    client = client_for(keeper)
    record("membership", by=keeper, target=group, note="松", person=member)
    record("edit", by=representative, target=group, note="竹")
    record("sign-in-refused", by=None, note=f"梅（登録のないアドレス {mark('dare@example.jp')}）")
    assert notes(client, {"q": member.email}) == ["松"]
    assert notes(client, {"q": representative.email}) == ["竹"]
    assert notes(client, {"q": "わかば"}) == ["竹", "松"]
    assert notes(client, {"q": "わかば 松"}) == ["松"]
    assert notes(client, {"q": "DARE@example.jp"}) == [f"梅（登録のないアドレス {mark('dare@example.jp')}）"]
    assert notes(client, {"act": "edit"}) == ["竹"]
    assert notes(client, {"kind": "partners.partner", "act": "membership"}) == ["松"]
    client_for(member, REMOTE_ADDR="203.0.113.9").post("/accounts/logout/")
    listed = client.get(LIST, {"q": "203.0.113.9"}).context["cl"].result_list
    assert [(event.act, event.by) for event in listed] == [("sign-out", member)]
    assert not client.get(LIST, {"q": "203.0.113.8"}).context["cl"].result_list


def test_events_are_found_by_period(client_for, keeper, monkeypatch):
    client, now = client_for(keeper), timezone.now()
    for days, note in ((0, "今日"), (8, "八日前"), (400, "四百日前")):
        monkeypatch.setattr(timezone, "now", lambda days=days: now - timedelta(days=days))
        record("edit", by=keeper, note=note)
    monkeypatch.setattr(timezone, "now", lambda: now)
    only = {"act": "edit"}
    assert notes(client, {**only, "period": "1"}) == ["今日"]
    assert notes(client, {**only, "period": "30"}) == ["今日", "八日前"]
    assert notes(client, only) == ["今日", "八日前", "四百日前"]
    day = timezone.localtime(now - timedelta(days=400))
    assert notes(client, {**only, "at__year": day.year, "at__month": day.month, "at__day": day.day}) == ["四百日前"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_was_found_is_taken_out_harmless_and_that_is_kept(client_for, keeper, form):
    record("edit", by=keeper, note='=HYPERLINK("https://wana.example")')
    record("start", by=keeper, note="ほかの行い")
    client = client_for(keeper)
    assert client.get(f"{EXPORT}{form}/?act=edit").status_code == 302
    asked = client.post(f"{EXPORT}{form}/?act=edit").content.decode()
    assert (
        "何に使いますか" in asked and f'href="{LIST}?act=edit"' in asked and not AuditEvent.objects.filter(act="export").exists()
    )
    answer = client.post(f"{EXPORT}{form}/?act=edit", {"purpose": "年1回の点検"})
    if form == "csv":
        lines = answer.getvalue().decode("utf-8-sig").splitlines()
        assert len(lines) == 2 and "'=HYPERLINK" in lines[1] and "内容を直した" in lines[1] and keeper.email in lines[1]
    else:
        header, line = openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
        assert (
            header[0] == "日時"
            and isinstance(line[0], datetime)
            and line[0].microsecond == 0
            and line[8] == '\'=HYPERLINK("https://wana.example")'
        )
    event = AuditEvent.objects.get(act="export")
    assert (event.by, event.rows, event.note) == (keeper, 1, "操作の記録（年1回の点検）")
    assert "操作の記録（年1回の点検）" in client_for(keeper).get(f"{LIST}?act=export").text  # what for, where it is found


def test_nobody_else_reads_or_takes_out_the_trail(client_for):
    _, official = build.office("secretariat")
    for person, code in ((official, 403), (build.user(), 404)):
        client = client_for(person)
        assert client.get(LIST).status_code == code
        assert client.post(f"{EXPORT}csv/").status_code == code
    assert not AuditEvent.objects.filter(act="export").exists()


def test_a_long_trail_comes_in_pages_and_costs_the_same(client_for, keeper):
    client, counts = client_for(keeper), []
    client.get(LIST)
    for _ in range(2):
        for number in range(60):
            record("edit", by=build.user(), note=str(number), person=keeper)
        with CaptureQueriesContext(connection) as seen:
            page = client.get(LIST)
        counts.append(len(seen))
        assert len(page.context["cl"].result_list) == 50
    assert counts[0] == counts[1]


def test_a_look_stands_once_a_person_thing_and_day_and_costs_one_query(monkeypatch):
    group, representative, member = build.group()
    for person in (representative, representative, member):
        with CaptureQueriesContext(connection) as seen:
            record_look(by=person, target=group, note="連絡先")
        assert len(seen) == 1
    record_look(by=representative, target=group, note="資料 1")
    assert AuditEvent.objects.filter(act="look").count() == 3
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    record_look(by=representative, target=group, note="連絡先")
    assert AuditEvent.objects.filter(act="look").count() == 4
    assert record("edit", by=AnonymousUser(), target=group).by is None


def test_whoever_reads_a_whole_proposal_by_office_or_seat_stands_in_the_trail(client_for):
    who, call = people(), build.call()
    PanelSeat.objects.create(call=call, user=who.shinsa, since=build.days(-1), position="委員")
    proposal = _in_review(who, call, "見本の審査中")
    AuditEvent.objects.filter(act="look").exists()
    for _ in range(2):
        client_for(who.shinsa).get(f"/projects/review/{proposal.pk}/")
        client_for(who.jimukyoku).get(f"/admin/projects/proposal/{proposal.pk}/change/")
        client_for(who.jimukyoku).get(f"/projects/proposals/{proposal.pk}/")
        client_for(who.dantai).get(f"/projects/proposals/{proposal.pk}/")
    looks = AuditEvent.objects.filter(act="look", target_type="projects.proposal")
    assert sorted(looks.values_list("by", "target_id", "note")) == sorted(
        (person.pk, str(proposal.pk), "提案の全文") for person in (who.shinsa, who.jimukyoku)
    )


def test_private_pages_and_lists_of_the_admin_are_looks(client_for, keeper):
    _, official = build.office("secretariat")
    _, other = build.office("department")
    body = build.partner("見本の会", phone="0258-99-1234")
    person = build.user()
    for _ in range(2):
        client_for(official).get(f"/admin/partners/partner/{body.pk}/change/")
        client_for(official).get("/admin/partners/partner/")
        client_for(other).get(f"/admin/partners/partner/{body.pk}/change/")
        client_for(keeper).get(f"/admin/accounts/user/{person.pk}/change/")
    looks = AuditEvent.objects.filter(act="look").order_by("pk").values_list("by", "target_type", "target_id", "person", "note")
    assert list(looks) == [
        (official.pk, "partners.partner", str(body.pk), None, "職員の画面：団体・主体"),
        (official.pk, "", "", None, "職員の画面：団体・主体"),
        (keeper.pk, "accounts.user", str(person.pk), person.pk, "職員の画面：利用者"),
    ]
    assert Partner.objects.filter(pk=body.pk).exists()


def test_the_row_of_dates_leads_to_the_years_months_and_days_of_the_city_in_which_something_happened(client_for, keeper):
    client = client_for(keeper)
    for moment in ("2023-12-31T14:59Z", "2023-12-31T15:00Z", "2024-02-29T03:00Z", "2024-02-29T05:00Z", "2024-12-31T14:59Z"):
        with clock.at(datetime.fromisoformat(moment)):
            record("edit", by=keeper, note=moment)

    def links(**query):
        page = client.get(LIST, query).content.decode()
        return re.findall(r'<a href="\?([^"]*)"', page[page.index('<nav class="toplinks') :].partition("</nav>")[0])

    assert links() == ["at__year=2023", "at__year=2024", f"at__year={timezone.localdate().year}"]
    assert links(at__year=2024)[1:] == [f"at__month={month}&amp;at__year=2024" for month in (1, 2, 12)]
    assert links(at__year=2024, at__month=2)[-1] == "at__day=29&amp;at__month=2&amp;at__year=2024"
