"""An application through the front door: written, sent, received, put right, approved, reported, closed; and who reads what of it."""

import copy
import datetime
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.audit.blanking import blanking
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Notice
from kyodo_portal.personal.export import data_of
from kyodo_portal.personal.retention_records import FINDERS
from projects.applications.blank_actions import erase_applications
from projects.applications.clock_actions import turn_days
from projects.models import Application, Cycle, Project
from tests import build
from tests.sent import opened

from .build import World, days, document, spec, step

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def take(client, row, name, **said):
    """Take a step as its page asks it."""
    address = f"/applications/{row.pk}/step/{name}/"
    form = client.get(address).context["form"]
    hidden = {name: form.initial[name] for name in ("version", "etag") if form.initial.get(name) is not None}
    answer = client.post(address, {**hidden, **said})
    assert answer.status_code == 302, build.markup(answer)
    row.refresh_from_db()
    return row


def key_on(answer):
    return re.search(r'name="form_key" value="([^"]+)"', answer.content.decode())[1]


TYPED = {
    "title": "春の音楽会", "place": "見本ホール", "expected": "80人", "fee": "500円", "summary": "だれでも聞けます。",
    "starts_on": build.days(40).isoformat(), "ends_on": build.days(40).isoformat(),
}  # fmt: skip


def test_a_group_writes_stops_comes_back_and_sends(world, client_for):
    chair, kind = client_for(world.chair), spec()
    everybody = build.read(client_for(), "/apply/")
    assert "後援を申請する" in everybody and "からのものに間に合います" in everybody and "営利を主な目的とするもの" in everybody
    assert f'id="form-{kind.pk}-h"' in everybody
    address = f"/apply/{kind.pk}/new/"
    half = {"form_key": key_on(chair.get(address)), "title": "春の音楽会", "save": "1"}
    for _ in range(2):
        assert chair.post(address, half).status_code == 302
    row = Application.objects.get(title="春の音楽会")
    assert row.number is None and "続きを書く" in build.read(chair, row.get_absolute_url())
    assert "春の音楽会" in build.read(chair, "/apply/")
    check = build.read(chair, f"/applications/{row.pk}/step/submit/")
    assert "まだ書いていないところがあります" in check and "<li>場所</li>" in check
    assert "書き足すと、ここから送れます。" in check and 'value="申請する"' not in check and ">申請する</button>" not in check
    edit = f"/applications/{row.pk}/edit/"
    etag = chair.get(edit).context["form"].initial["etag"]
    wrong = chair.post(edit, {**TYPED, "ends_on": build.days(39).isoformat(), "etag": etag, "check": "1"})
    assert "始まる日か、それより後の日にしてください" in build.markup(wrong) and 'value="見本ホール"' in build.markup(wrong)
    answer = chair.post(edit, {**TYPED, "etag": etag, "check": "1"})
    assert answer["Location"].startswith(f"/applications/{row.pk}/step/submit/")
    Notice.objects.all().delete()
    take(chair, row, "submit")
    assert (row.status, row.number[-4:], row.received_on, row.is_late_filed) == ("submitted", "0002", timezone.localdate(), False)
    page = build.read(chair, row.get_absolute_url())
    assert "いまは、市の番です" in page and "担当課を決めて受け付ける" in page and "500円" in page
    assert {notice.user for notice in Notice.objects.all()} == {world.chair, world.clerk}
    assert client_for(world.member).get(f"/applications/{row.pk}/step/withdraw/").status_code == 403


def test_two_windows_of_one_draft(world, client_for):
    row = world.made()
    chair, member, edit = client_for(world.chair), client_for(world.member), f"/applications/{row.pk}/edit/"
    first = {name: value or "" for name, value in chair.get(edit).context["form"].initial.items()}
    assert chair.post(edit, {**first, "place": "一つ目", "save": "1"}).status_code == 302
    second = member.post(edit, {**first, "place": "二つ目", "save": "1"})
    assert second.status_code == 409 and "いまの内容：一つ目" in build.markup(second) and 'value="二つ目"' in build.markup(second)
    assert member.post(edit, {**first, "summary": "ほかのところ", "save": "1"}).status_code == 302
    row.refresh_from_db()
    assert (row.place, row.summary) == ("一つ目", "ほかのところ")


@pytest.mark.parametrize(("hour", "late"), [(datetime.time(23, 59, 59), False), (datetime.time(0, 0, 0), True)])
def test_the_last_second_of_the_last_day(world, monkeypatch, hour, late):
    """30 days before the event, in the city's time: the last day counts to its end, and the first second after it is late."""
    row = world.made()
    last = row.starts_on - datetime.timedelta(days=30)
    moment = timezone.make_aware(datetime.datetime.combine(last + datetime.timedelta(days=late), hour))
    monkeypatch.setattr(timezone, "now", lambda: moment)
    step(row, "submit", world.chair)
    assert (row.is_late_filed, row.received_on) == (late, last + datetime.timedelta(days=late))


def test_late_ones_are_taken_and_marked(world, client_for):
    row = world.made(**days(starts=10))
    check = build.read(client_for(world.chair), f"/applications/{row.pk}/step/submit/")
    assert "申請の期限を過ぎています。送ると「期限後」の印がつき" in check
    step(row, "submit", world.chair)
    desk = build.read(client_for(world.clerk), "/staff/applications/?queue=late")
    assert row.title in desk and "期限後" in desk
    assert "期限のあとに出た申請です。" in build.read(client_for(world.clerk), f"/applications/{row.pk}/step/receive/")


def test_where_the_city_refuses_late_ones_the_page_says_what_to_do(world, client_for):
    kind = spec()
    type(kind).objects.filter(pk=kind.pk).update(late="refuse")
    row, chair = world.made(**days(starts=10)), client_for(world.chair)
    form = chair.get(f"/applications/{row.pk}/step/submit/").context["form"]
    answer = chair.post(f"/applications/{row.pk}/step/submit/", {name: form.initial[name] for name in ("version", "etag")})
    assert "事情があるときは、担当課か事務局に相談してください" in build.markup(answer)
    row.refresh_from_db()
    assert row.status == "draft"


def test_corrections_item_by_item(world, client_for):
    row = world.received()
    asked = [{"field": name, "reason": f"{name}を直してください。"} for name in ("place", "x:for_whom")]
    step(row, "ask_correct", world.official, items=asked, due=build.days(14))
    chair, address = client_for(world.chair), f"/applications/{row.pk}/correct/"
    form = chair.get(address).context["form"]
    own = next(name for name in form.fields if name.startswith("x_"))
    assert {"title", "summary"}.isdisjoint(form.fields) and "placeを直してください。" in build.read(chair, row.get_absolute_url())
    half = chair.post(address, {"version": row.version, "place": "東の広場", own: ""})
    assert "まだ直していないところがあります：だれのための催し" in build.markup(half) and 'value="東の広場"' in build.markup(half)
    assert chair.post(address, {"version": row.version, "place": "東の広場", own: "こども", "title": "別の名"}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.place, row.extra, row.title) == ("received", "東の広場", {"for_whom": "こども"}, "見本のまつり")
    page = build.read(client_for(world.official), row.get_absolute_url())
    assert "直しました" in page and "これまでの補正" in page
    assert client_for(world.member).get(address).status_code == 403


def test_what_was_put_right_and_taken_back_stands_in_the_form(world, client_for):
    row = world.received()
    began = row.starts_on
    asked = [{"field": name, "reason": "直してください。"} for name in ("place", "starts_on", "x:for_whom")]
    step(row, "ask_correct", world.official, items=asked, due=build.days(14))
    chair, address = client_for(world.chair), f"/applications/{row.pk}/correct/"
    fields = opened(chair, address)
    own = next(name for name in chair.get(address).context["form"].fields if name.startswith("x_"))
    day = began - datetime.timedelta(days=1)
    assert chair.post(address, {**fields, "place": "東の広場", own: "こども", "starts_on": day.isoformat()}).status_code == 302
    row.refresh_from_db()
    step(row, "undo_correct", world.chair, reason="もう一度直します。")
    row.refresh_from_db()
    assert (row.status, row.place, row.starts_on) == ("correcting", "見本広場", began) and "for_whom" not in row.extra
    again = opened(chair, address)
    assert (again["place"], again[own]) == (["東の広場"], ["こども"])
    assert "東の広場" not in build.read(client_for(world.official), row.get_absolute_url())
    assert chair.post(address, again).status_code == 302  # sent as the form began
    row.refresh_from_db()
    assert (row.place, row.starts_on, row.extra) == ("東の広場", day, {"for_whom": "こども"})


def test_an_approval_opens_the_ledger_and_the_report_closes_it(world, client_for):
    official = client_for(world.official)
    row = world.received(fee=500)
    take(official, row, "approve", **document(), conditions="ちらしを見せてください。")
    project = row.cycle.project
    assert (project.title, project.form.code, row.cycle.extra["fee"]) == ("見本のまつり", "nominal", 500)
    assert row.report_due == row.ends_on + datetime.timedelta(days=30)
    page = build.read(client_for(world.chair), row.get_absolute_url())
    assert "ちらしを見せてください。" in page and "を待っています" in page and project.get_absolute_url() in page
    public = build.read(client_for(), project.get_absolute_url())
    assert "見本の会" in public and "観発第1号" not in public and "ちらしを見せて" not in public
    assert client_for().get(row.get_absolute_url()).status_code == 302
    world.begun(row)
    Cycle.objects.filter(pk=row.cycle_id).update(starts_on=row.starts_on, ends_on=row.ends_on)
    turn_days()
    chair = client_for(world.chair)
    assert "実施を報告する" in build.read(chair, "/me/")
    take(chair, row, "report", people="120人", report_text="よく晴れました。", income="60000", expense="6万円")
    assert "よく晴れました。" in build.read(official, row.get_absolute_url())
    take(official, row, "take_report")
    row.cycle.refresh_from_db()
    assert (row.status, row.cycle.status, row.cycle.people) == ("closed", "closed", 120)
    assert Notice.objects.filter(user=world.chair, title__contains="確かめました").count() == 1
    assert not Notice.objects.filter(user=world.chair, title__contains="は終わりました").exists()


def test_last_years_is_copied_and_becomes_the_next_year_of_its_entry(world, client_for):
    row, chair = world.approved(), client_for(world.chair)
    address = f"/applications/{row.pk}/copy/"
    key = {"form_key": key_on(chair.get(address))}
    for _ in range(2):
        assert chair.post(address, key).status_code == 302
    again = Application.objects.get(previous=row)
    assert (again.title, again.starts_on, again.summary) == (row.title, None, row.summary)
    assert "<b>催しの要項</b></p>" in build.read(chair, again.get_absolute_url())
    type(row.spec).objects.filter(pk=row.spec_id).update(omit_years=5)
    assert "<b>催しの要項</b>（5年のうちに承認されたものなので、省けます）" in build.read(chair, again.get_absolute_url())
    Application.objects.filter(pk=again.pk).update(**days(starts=425))
    step(again, "submit", world.chair)
    assert again.department == world.office
    step(again, "receive", world.official, department=world.office)
    step(again, "approve", world.official, **document("観発第9号"))
    assert again.cycle.project == row.cycle.project and Project.objects.count() == 1
    step(again, "undo_approve", world.official, reason="まちがえました。")
    assert again.cycle is None and list(row.cycle.project.cycles.all()) == [row.cycle]


def test_calling_off_and_revoking_cancel_the_year(world):
    row = world.approved()
    step(row, "call_off", world.chair, reason="大雨のため")
    row.cycle.refresh_from_db()
    assert (row.status, row.cycle.status) == ("called_off", "cancelled") and "大雨" not in row.cycle.ended_because
    step(row, "undo_call_off", world.chair, reason="行います。")
    row.cycle.refresh_from_db()
    assert (row.status, row.cycle.status, row.cycle.ended_because) == ("approved", "preparing", "")
    ground = row.spec.grounds.filter(for_revoke=True).first()
    step(row, "revoke", world.official, ground=ground, reason="届けと違いました。", **document("観発第2号"))
    row.cycle.refresh_from_db()
    assert (row.status, row.cycle.status, row.ground) == ("revoked", "cancelled", ground)


def test_a_reduction_stands_on_an_approval(world, client_for):
    basis = world.received()
    reduction = world.made("inkind", title="広場の使用料", basis=basis, fee=None)
    step(reduction, "submit", world.chair)
    step(reduction, "receive", world.clerk, department=world.office)
    official, address = client_for(world.official), f"/applications/{reduction.pk}/step/approve/"
    asked = official.get(address)
    assert "もとになる「見本のまつり」は、いま「審査中」です。" in build.markup(asked)
    refused = official.post(address, {"version": asked.context["form"].initial["version"], **document()})
    assert "もとになる「見本のまつり」が、まだ承認されていません" in build.markup(refused)
    step(basis, "approve", world.official, **document())
    take(official, reduction, "approve", **document("観発第4号"))
    assert "広場の使用料" in build.read(client_for(world.chair), basis.get_absolute_url())


def test_what_is_over_unasked_ends_by_itself(world):
    row = world.approved()
    assert row.report_due is None  # no fee, and 後援 asks only where one was taken
    world.over(row)
    Cycle.objects.filter(pk=row.cycle_id).update(starts_on=row.starts_on, ends_on=row.ends_on)
    assert turn_days() == 1
    row.refresh_from_db()
    row.cycle.refresh_from_db()
    assert (row.status, row.cycle.status) == ("closed", "closed")
    step(row, "undo_end_quietly", world.official, reason="報告を求めます。")
    assert turn_days() == 0 and row.status == "approved"


def test_an_overdue_report_warns_the_next_application(world, client_for):
    first = world.approved(title="去年の会")
    world.over(first)
    Application.objects.filter(pk=first.pk).update(report_due=build.days(-1))
    row = world.made(title="今年の会")
    said = "前の申請「去年の会」の報告が、まだ出ていません。"
    assert said in build.read(client_for(world.chair), row.get_absolute_url())
    step(row, "submit", world.chair)
    step(row, "receive", world.clerk, department=world.office)
    assert said in build.read(client_for(world.official), f"/applications/{row.pk}/step/approve/")


def test_paper_is_entered_received_and_led_on_by_the_city(world, client_for):
    official = client_for(world.official)
    found = build.read(official, "/staff/applications/enter/", {"q": "見本の会"})
    address = f"/staff/applications/enter/{spec().pk}/{world.group.pk}/"
    assert address in found
    came = {"channel": "phone", "received_on": build.days(-2).isoformat(), "department": world.office.pk}
    said = {**TYPED, **came, "form_key": key_on(official.get(address)), "enter": "1"}
    for _ in range(2):
        assert official.post(address, said).status_code == 302
    row = Application.objects.get(title="春の音楽会")
    assert (row.status, row.channel, row.entered_by, row.received_on) == ("received", "phone", world.official, build.days(-2))
    assert row.answer_by == build.days(12)
    step(row, "approve", world.official, **document())
    step(row, "call_off", world.official, reason="電話で届け")
    assert row.status == "called_off" and client_for(world.chair).get(address).status_code == 403


def test_many_are_received_and_approved_with_one_number_and_taken_back(world, client_for):
    rows = [world.sent, *(world.made(title=f"会{number}") for number in range(2))]
    for row in rows[1:]:
        step(row, "submit", world.chair)
    clerk, official, bulk = client_for(world.clerk), client_for(world.official), "/staff/applications/bulk/"
    keys = {"application": [row.pk for row in rows]}
    check = clerk.post(bulk, {**keys, "step": "receive"})
    values = check.context["form"].initial["row"]
    clerk.post(bulk, {"step": "receive", "row": values, "department": world.office.pk, "run": "1"})
    check = official.post(bulk, {**keys, "step": "approve"})
    said = {"step": "approve", "row": check.context["form"].initial["row"], "run": "1", **document("観発第5号")}
    empty = official.post(bulk, {**said, "document_number": ""})
    assert "文書番号" in build.markup(empty) and Application.objects.filter(status="approved").count() == 0
    done = [official.post(bulk, said) for _ in range(2)]
    assert all("3件、終わりました" in build.markup(answer) for answer in done)
    assert set(Application.objects.values_list("status", "document_number")) == {("approved", "観発第5号")}
    assert Project.objects.count() == 3
    undo = done[0].context["undo"].initial
    official.post(bulk, {**undo, "reason": "まちがえました。", "run": "1"})
    assert (
        set(Application.objects.values_list("status", "document_number")) == {("received", "")} and not Project.objects.exists()
    )
    refused = client_for(world.outsider).post(bulk, {**keys, "step": "approve"})
    assert "いまは「審査中」なので、できません。" in build.markup(refused)


def test_other_offices_read_title_stage_and_days_and_others_nothing(world, client_for):
    row, stranger = world.received(), build.user()
    short = build.read(client_for(world.outsider), row.get_absolute_url())
    assert "見本のまつり" in short and "審査中" in short and "みんなで歌います。" not in short and "見本広場" not in short
    for page in ("paper/", "step/approve/"):
        assert client_for(world.outsider).get(f"{row.get_absolute_url()}{page}").status_code == 403
    assert client_for(stranger).get(row.get_absolute_url()).status_code == 404
    admin = build.read(client_for(world.outsider), f"/admin/projects/application/{row.pk}/change/")
    assert "見本のまつり" in admin and "みんなで歌います。" not in admin
    build.read(client_for(world.official), row.get_absolute_url())
    assert AuditEvent.objects.filter(act="look", by=world.official, note="申請の全文").exists()
    coordinator, guide = build.office("coordinator")
    build.assign(guide, world.group)
    assert "みんなで歌います。" in build.read(client_for(guide), row.get_absolute_url())


def test_whoever_is_of_the_group_does_not_decide(world, client_for):
    build.join(world.official, world.group)
    row = world.received()
    assert client_for(world.official).get(f"/applications/{row.pk}/step/approve/").status_code == 403


def test_forms_on_paper_blank_and_filled(world, client_for):
    blank = build.read(client_for(), f"/apply/{spec().pk}/paper/")
    assert "後援の申請書" in blank and "代表者の名前" in blank and "どんなことをするか" in blank
    row = world.received()
    assert "みんなで歌います。" in build.read(client_for(world.chair), f"/applications/{row.pk}/paper/")


def test_lists_cost_the_same_with_one_row_and_three(world, client_for):
    clerk, chair = client_for(world.clerk), client_for(world.chair)
    counts = []
    for number in range(2):
        for client, page in ((clerk, "/staff/applications/"), (chair, "/applications/"), (chair, world.sent.get_absolute_url())):
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            counts.append((number, page, len(asked)))
        for more in range(2):
            step(world.made(title=f"会{number}{more}"), "submit", world.chair)
    assert [count for number, _, count in counts if number == 0] == [count for number, _, count in counts if number == 1]
    assert max(count for _, _, count in counts) <= 20


def test_a_draft_is_thrown_away_and_what_was_sent_is_not(world, client_for):
    row, chair = world.made(title="やめる会"), client_for(world.chair)
    assert chair.post(f"/applications/{row.pk}/discard/", {}).status_code == 302
    assert not Application.objects.filter(pk=row.pk).exists()
    assert chair.get(f"/applications/{world.sent.pk}/discard/").status_code == 403


def test_a_person_takes_their_words_out_and_their_term_ends(world):
    row = world.approved()
    assert {"受付番号": row.number} == {
        key: value for key, value in data_of(world.chair)["後援・共催・減免の申請"][0].items() if key == "受付番号"
    }
    assert [*FINDERS["application"]()] == []
    step(row, "call_off", world.chair, reason="大雨のため")
    (kept,) = FINDERS["application"]()
    assert (kept.pk, kept.label) == (row.pk, f"申請 {row.number}")
    with transaction.atomic(), blanking(record("erase", by=world.clerk, target=row)):
        erase_applications([row.pk])
    row.refresh_from_db()
    assert (row.title, row.summary, row.place, row.number is None) == ("見本のまつり", "", "", False)
    assert not row.changes.exclude(reason="").exists() and [*FINDERS["application"]()] == []


def test_totals_that_differ_are_said_to_both_sides_before_the_report_is_taken(world, client_for):
    row, official = world.received(fee=500), client_for(world.official)
    take(official, row, "approve", **document(), conditions="")
    world.begun(row)
    chair = client_for(world.chair)
    take(chair, row, "report", people="120人", report_text="よく晴れました。", income="60000", expense="9万円")
    doubt = "収入の合計（60,000円）と支出の合計（90,000円）が違います。"
    assert doubt in build.read(chair, row.get_absolute_url()) and doubt in build.read(official, row.get_absolute_url())
    assert doubt in Notice.objects.get(user=world.official, title__contains="報告").body
    assert doubt in build.read(official, f"/applications/{row.pk}/step/take_report/")
