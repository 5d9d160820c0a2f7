"""保存期間: the rules, the yearly 廃棄 list, holds, and what is cleaned every day.

rule: a document counts from 1 April after it was completed; what is no document from its day
"""

import datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.accounts.models import User
from kyodo_portal.audit.actions import record
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.files import uploads
from kyodo_portal.common.files.stores import file_store
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.personal.disposal_actions import dispose, make_disposal
from kyodo_portal.personal.erasing_actions import close_account
from kyodo_portal.personal.models import Closing, DisposalItem, DisposalList, Hold, RetentionRule
from kyodo_portal.personal.retention import BY_CODE, last_day
from kyodo_portal.personal.retention_actions import clean_daily, settle_rules
from kyodo_portal.process.actions import take_step
from partners.models import Partner, Registration
from partners.registration.file_actions import add_file
from projects.models import PanelSeat, Proposal, Voice
from tests import build
from tests.projects.applications import build as applications

from .build import NAME, apply, everywhere, signed_in, traces_in

pytestmark = pytest.mark.django_db
WIDE = {ord(sign): chr(ord(sign) + 0xFEE0) for sign in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
YEAR = build.days(0).year - (build.days(0).month < 4)  # the present 年度


@pytest.fixture
def boss(client_for):
    user = build.system_admin()
    return user, client_for(user)


def years_ago(row, years):
    """The matter came into its state in an earlier 年度."""
    day = timezone.make_aware(datetime.datetime(YEAR - years, 6, 1))
    type(row)._base_manager.filter(pk=row.pk).update(status_since=day)


def ended(user, step, *, years, name="読み聞かせの会", staff=None):
    row = apply(user, name=name, status="draft")
    add_file(registration=row, by=user, accepted=uploads.Accepted("名簿.pdf", "application/pdf", b"%PDF-1.4"), kind="members")
    row = take_step(row, "submit", by=user, version=row.version)
    answers = {"reason": f"{NAME}さんは市外です。"} if step == "decline" else {}
    take_step(row, step, by=staff or user, version=row.version, **answers)
    years_ago(row, years)
    return Registration.objects.get(pk=row.pk)


def test_terms_count_from_the_next_first_of_april():
    assert last_day("registration_declined", datetime.date(2026, 11, 26)) == datetime.date(2030, 3, 31)
    assert last_day("registration_withdrawn", datetime.date(2027, 3, 31)) == datetime.date(2028, 3, 31)
    assert last_day("registration_withdrawn", datetime.date(2027, 4, 1)) == datetime.date(2029, 3, 31)
    assert last_day("mail", datetime.date(2026, 11, 26)) == datetime.date(2027, 2, 24)


def test_each_kind_has_its_rule_and_what_a_city_changed_stays(boss):
    _, client = boss
    assert set(RetentionRule.objects.values_list("kind", flat=True)) == set(BY_CODE)
    rule = RetentionRule.objects.get(kind="registration_declined")
    page = f"/admin/personal/retentionrule/{rule.pk}/change/"
    client.post(page, {"label": rule.label, "years": "5", "days": "", "basis": "文書管理規程 第40条"})
    settle_rules()
    rule.refresh_from_db()
    assert (rule.term, rule.basis) == ("5年", "文書管理規程 第40条")
    assert last_day("registration_declined", datetime.date(2026, 11, 26)) == datetime.date(2032, 3, 31)
    assert AuditEvent.objects.get(act="retention").note.startswith("5年\n")


def test_the_yearly_list_is_made_shown_confirmed_and_erased(boss, django_capture_on_commit_callbacks):
    admin, client = boss
    user, _ = signed_in()
    old, young = ended(user, "withdraw", years=2), ended(user, "withdraw", years=1, name="朗読の会")
    paper = old.files.get().stored_as
    answer = client.post("/admin/personal/disposallist/add/", {"fiscal_year": str(YEAR)})
    disposal = DisposalList.objects.get()
    assert answer.url == f"/admin/personal/disposallist/{disposal.pk}/change/"
    page = build.read(client, answer.url)
    assert "取り下げた登録の申請（1件）" in page and old.number in page and young.number not in page
    assert "この一覧を廃棄する（1件）" in page
    assert "取り下げた登録の申請：1件" in build.read(client, f"/admin/personal/disposallist/{disposal.pk}/dispose/")
    assert Registration.objects.get(pk=old.pk).payload["representative"] == NAME
    assert file_store().exists(paper)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/personal/disposallist/{disposal.pk}/dispose/")
    assert not file_store().exists(paper)
    old, young = Registration.objects.get(pk=old.pk), Registration.objects.get(pk=young.pk)
    assert (old.payload["name"], old.payload.get("representative"), old.payload.get("phone")) == ("読み聞かせの会", None, None)
    assert not old.files.exists()
    assert young.payload["representative"] == NAME and young.files.exists()
    disposal.refresh_from_db()
    assert disposal.confirmed_by == admin
    event = AuditEvent.objects.get(act="dispose")
    assert (event.by, event.note, event.rows) == (admin, "取り下げた登録の申請", 1)
    with pytest.raises(ValidationError, match="この年度の廃棄は、もう済んでいます。"):
        make_disposal(year=YEAR, by=admin)


def test_a_declined_application_loses_its_reasons_too_after_three_years(boss):
    admin, _ = boss
    user, _ = signed_in()
    staff = build.office("secretariat")[1]
    row = ended(user, "decline", years=4, staff=staff)
    dispose(disposal=make_disposal(year=YEAR, by=admin), by=admin)
    assert [(change.step, change.reason, change.details) for change in row.changes.all()] == [
        ("submit", "", {}),
        ("decline", "", {}),
    ]
    body = Partner.objects.get(pk=row.partner_id)
    assert (body.name, body.representative, body.phone) == ("読み聞かせの会", "", "")


def test_what_is_held_stays_and_the_list_says_why(boss):
    admin, client = boss
    user, _ = signed_in()
    ended_rows = [ended(user, "withdraw", years=3, name=name) for name in ("読み聞かせの会", "朗読の会", "語りの会")]
    assert "種類を選んでください。" in client.post("/admin/personal/hold/add/", {}).text
    empty = {"kind": "audit", "reason": "監第7号", "since": build.days(0).isoformat()}
    assert "どれか1つに入れてください。" in client.post("/admin/personal/hold/add/", empty).text
    wrong = {**empty, "partner": ended_rows[0].partner_id, "until": build.days(-1).isoformat()}
    assert "日の前後と、空いている欄を見直してください。" in client.post("/admin/personal/hold/add/", wrong).text
    client.post(
        "/admin/personal/hold/add/",
        {"kind": "audit", "partner": ended_rows[0].partner_id, "reason": "監第7号", "since": build.days(0).isoformat()},
    )
    Hold.objects.create(kind="disclosure", subject=ended_rows[1].number, reason="情公第12号")
    listed = make_disposal(year=YEAR, by=admin)
    at = f"/admin/personal/disposallist/{listed.pk}/"
    before = client.get(f"{at}change/").text
    assert (
        "この一覧を廃棄する（1件）" in before
        and "残す：監査のため、終わるまで" in before
        and "残す：開示請求のため、終わるまで" in before
    )
    assert before.count("<td>まだ</td>") == 1
    asked = client.get(f"{at}dispose/").text
    assert "：1件（消すもの：" in asked and "：2件は残します（一覧に理由があります）" in asked
    dispose(disposal=listed, by=admin)
    assert "残した：監査のため、終わるまで" in client.get(f"{at}change/").text
    kept = [Registration.objects.get(pk=row.pk).payload.get("representative") for row in ended_rows]
    assert kept == [NAME, NAME, None]
    words = [item.held for item in DisposalItem.objects.order_by("target")]
    assert words == ["監査のため、終わるまで", "開示請求のため、終わるまで", ""]
    assert AuditEvent.objects.get(act="hold").target_type == "personal.hold"


def test_a_hold_names_something_that_is_there_however_its_number_is_typed(boss):
    """A wrong number would keep nothing, and nobody would notice before it is gone."""
    admin, client = boss
    row = ended(signed_in()[0], "withdraw", years=3)
    said = {"kind": "lawsuit", "reason": "法第3号", "since": build.days(0).isoformat()}
    wrong = client.post("/admin/personal/hold/add/", {**said, "subject": "R8-T-9999"})
    assert "「R8-T-9999」という番号のものはありません。" in wrong.text and not Hold.objects.exists()
    client.post("/admin/personal/hold/add/", {**said, "subject": row.number.translate(WIDE).replace("-", "－") + "　"})
    assert Hold.objects.get().subject == row.number
    assert dispose(disposal=make_disposal(year=YEAR, by=admin), by=admin) == 0
    held = client.get(f"/admin/personal/hold/{Hold.objects.get().pk}/change/").text
    assert "登録・提案・申請・補助金・声の番号" in held


def test_what_a_hold_keeps_by_its_number_stays_on_the_daily_rounds_too(settings):
    """A voice of somebody without an account, which nothing but its number names."""
    voices = [
        Voice.objects.create(
            number=f"R8-V-000{n}", text="道が暗い", phone="0258-00-0000", received_on=build.days(-900), form_key=uuid4()
        )
        for n in (1, 2)
    ]
    Voice.objects.update(status="answered", status_since=timezone.now() - datetime.timedelta(days=800))
    Hold.objects.create(kind="disclosure", subject=voices[0].number, reason="情公第12号")
    clean_daily()
    assert [voice.phone for voice in Voice.objects.order_by("number")] == ["0258-00-0000", ""]


def test_a_list_is_for_a_year_that_has_begun_and_for_the_administrator(boss, client_for):
    _, client = boss
    answer = client.post("/admin/personal/disposallist/add/", {"fiscal_year": str(YEAR + 1)})
    assert "まだ始まっていない年度の一覧は作れません。" in answer.text
    staff = client_for(build.office("secretariat")[1])
    for page in ("disposallist", "closing"):
        assert staff.get(f"/admin/personal/{page}/").status_code == 403
    assert staff.get("/admin/personal/hold/").status_code == 200
    assert staff.get("/admin/personal/retentionrule/").status_code == 200


def test_an_ended_proposal_is_emptied_after_five_years(boss):
    admin, _ = boss
    body, leader, _ = build.group("雪割草の会")
    proposal = build.draft(body, leader, to=build.call(), title="見守り")
    proposal.answers.update(text="見守りの中身")
    take_step(proposal, "submit", by=leader, version=proposal.version)
    proposal = Proposal.objects.get(pk=proposal.pk)
    take_step(proposal, "withdraw", by=leader, version=proposal.version, reason="都合です。")
    years_ago(proposal, 6)
    assert dispose(disposal=make_disposal(year=YEAR, by=admin), by=admin) == 1
    proposal = Proposal.objects.get(pk=proposal.pk)
    assert (proposal.title, {answer.text for answer in proposal.answers.all()}) == ("見守り", {""})
    assert [revision.content for revision in proposal.revisions.all()] == [[]]
    assert "見守りの中身" not in str(everywhere())


def test_a_page_of_which_something_was_taken_says_when_and_what(boss, client_for):
    """An empty place of it does not say any more that nobody wrote there."""
    admin, _ = boss
    user, _ = signed_in()
    world = applications.World()
    asked = world.sent
    applications.step(asked, "withdraw", world.chair, reason="都合です。")
    old, young = ended(user, "withdraw", years=2), ended(user, "withdraw", years=1, name="朗読の会")
    before = [client_for(user).get(row.get_absolute_url()) for row in (old, young)]
    years_ago(asked, 6)
    dispose(disposal=make_disposal(year=YEAR, by=admin), by=admin)
    note = "保存期間が過ぎたので、消したものがあります"
    said = build.read(client_for(user), old.get_absolute_url())
    assert note in said and f"{jdate(build.days(0))}に消しました：代表者と連絡先、審査用の資料、やりとりの理由" in said
    assert note not in build.read(client_for(user), young.get_absolute_url())
    assert all(note not in page.content.decode() for page in before)
    said = build.read(client_for(world.chair), asked.get_absolute_url())
    assert "消しました：申請と報告の文、補正のやりとり、理由（台帳に載ったことは残ります）" in said


def test_the_name_of_a_panel_member_goes_after_ten_years(boss):
    admin, _ = boss
    judge, _ = signed_in()
    PanelSeat.objects.create(call=build.call(), user=judge, since=build.days(-9), position="公募の市民")
    close_account(user=judge, by=judge)
    Closing.objects.update(
        closed_at=timezone.make_aware(datetime.datetime(YEAR - 12, 6, 1)), erased_at=timezone.make_aware(datetime.datetime(YEAR - 12, 6, 1))
    )  # fmt: skip
    dispose(disposal=make_disposal(year=YEAR, by=admin), by=admin)
    assert User.objects.get(pk=judge.pk).name == ""
    assert traces_in(everywhere()) == []


def test_the_trail_forgets_names_after_five_years_and_keeps_what_happened(boss, monkeypatch):
    admin, _ = boss
    old = timezone.make_aware(datetime.datetime(YEAR - 7, 6, 1))
    monkeypatch.setattr(timezone, "now", lambda: old)
    event = record("look", by=admin, target=admin, note="連絡先")
    monkeypatch.undo()
    dispose(disposal=make_disposal(year=YEAR, by=admin), by=admin)
    event.refresh_from_db()
    assert (event.act, event.target_id, event.target_name, event.note) == ("look", str(admin.pk), "", "")


def test_mails_lose_their_text_after_ninety_days_and_notices_go_after_two_years():
    _, boss, _ = build.group()
    for key in ("new", "mail", "notice"):
        notify([boss], title="見本", body="本文", key=key)
    Delivery.objects.update(state=Delivery.State.SENT, sent_at=timezone.now())
    old = {key: timezone.now() - datetime.timedelta(days=days) for key, days in (("mail", 91), ("notice", 731))}
    for key, day in old.items():
        Notice.objects.filter(key=key).update(created_at=day)
        Delivery.objects.filter(notice__key=key).update(created_at=day)
    clean_daily()
    assert sorted(Notice.objects.values_list("key", flat=True)) == ["mail", "new"]
    assert Delivery.objects.get(notice__key="mail").to == ""
    assert "本文" in Delivery.objects.get(notice__key="new").body
    assert Delivery.objects.get(notice__key="mail").body == ""


def test_a_sign_in_forgets_whose_it_was_after_a_year(boss, monkeypatch):
    admin, _ = boss
    old = timezone.now() - datetime.timedelta(days=366)
    monkeypatch.setattr(timezone, "now", lambda: old)
    event = record("sign-in-refused", by=None, target=admin, note="番号が違う")
    monkeypatch.undo()
    young = record("sign-in", by=admin, note="パスワード")
    clean_daily()
    event.refresh_from_db()
    young.refresh_from_db()
    assert (event.act, event.target_name, event.note, young.note) == ("sign-in-refused", "", "", "パスワード")


def test_a_hold_keeps_the_mails_and_notices_of_a_groups_people():
    body, boss, _ = build.group()
    notify([boss], title="見本", body="本文", key="held")
    Notice.objects.update(created_at=timezone.now() - datetime.timedelta(days=800))
    Delivery.objects.update(
        state=Delivery.State.SENT, sent_at=timezone.now(), created_at=timezone.now() - datetime.timedelta(days=800)
    )
    hold = Hold.objects.create(kind="audit", partner=body, reason="監第7号")
    clean_daily()
    assert Notice.objects.count() == 1 and Delivery.objects.get().to == boss.email
    hold.delete()
    clean_daily()
    assert not Notice.objects.exists()


def test_the_administrator_closes_somebodys_account(boss):
    _, client = boss
    user, _ = signed_in()
    client.post("/admin/personal/closing/add/", {"user": "sazare.kumoi@example.jp"})
    assert traces_in(everywhere()) == []
    assert Closing.objects.get().user == user
    last = build.group("川べりの会")[1]
    answer = client.post("/admin/personal/closing/add/", {"user": last.email})
    assert "「川べりの会」の代表者が1人もいなくなります。" in answer.text
    assert User.objects.get(pk=last.pk).is_active
