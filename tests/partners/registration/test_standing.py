"""Where a registered group stands: renewed with one press, in bulk, on paper; it pauses, is heard, ends by the clock."""

import datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.japanese.dates import add_working_days
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.models import Notice
from kyodo_portal.pages.reminders import remind
from kyodo_portal.personal.export import data_of
from kyodo_portal.process.models import Task
from kyodo_portal.process.task_actions import sync_everything
from partners.directory.standing import Standing
from partners.models import Errand, Partner, Pledge, Registration, RegistrationRule
from partners.registration.clock_actions import turn_days
from partners.registration.leaving_actions import hear
from partners.rules.models import rule_in_force
from tests import build
from tests.partners.registration.words import PLEDGE, opened, pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return build.office("secretariat")[1]


def ending(name="川べりの会", days=30, **rule):
    """(partner, representative) of a registered group whose time ends in so many days, under a rule of one 年度."""
    partner, boss = build.registered_group(name)
    RegistrationRule.objects.filter(pk=partner.rule_id).update(validity="years", years=1, **rule)
    Partner.objects.filter(pk=partner.pk).update(valid_until=build.days(days), registered_from=build.days(-400))
    partner.refresh_from_db()
    return partner, boss


def next_end(partner):
    """31 March a year after a time that ends on `valid_until`."""
    day = partner.valid_until + datetime.timedelta(days=1)
    return datetime.date(day.year + (day.month >= 4), 3, 31)


def press(client, partner, **more):
    page = client.get(f"/partners/{partner.pk}/renew/")
    form = page.context["form"]
    data = {"etag": form["etag"].value(), "form_key": form["form_key"].value(), "promised": "1", "renew": "1", **more}
    return client.post(f"/partners/{partner.pk}/renew/", data)


def test_the_same_as_last_year_is_one_press_and_the_office_accepts(client_for, clerk):
    partner, boss = ending(days_to_decide=3)
    theirs = client_for(boss)
    assert f'href="/partners/{partner.pk}/renew/"' in build.read(theirs, f"/partners/{partner.pk}/")
    answer = press(theirs, partner)
    paper = Registration.objects.get(purpose="renewal")
    assert answer.url == f"/partners/registrations/{paper.pk}/#main"
    assert (paper.status, paper.unchanged, paper.payload["pledge_safe"]) == ("submitted", True, True)
    assert Task.objects.open().get(process="registration").due_on == add_working_days(timezone.localdate(), 3)
    client_for(clerk).post(f"/admin/partners/registration/{paper.pk}/step/approve/", {"version": paper.version})
    end = next_end(partner)
    partner.refresh_from_db()
    assert (partner.valid_until, partner.standing) == (end, Standing.REGISTERED)
    assert Notice.objects.filter(user=boss).latest("pk").title == f"{partner.name}の登録を更新しました"


def test_where_the_rule_says_so_nobody_has_to_read_it(client_for, clerk):
    partner, boss = ending(auto_accept=True)
    press(client_for(boss), partner)
    paper = Registration.objects.get(purpose="renewal")
    assert [change.step for change in paper.changes.all()] == ["submit", "auto_accept"]
    end = next_end(partner)
    partner.refresh_from_db()
    assert (paper.status, partner.valid_until) == ("registered", end)
    office, address = client_for(clerk), f"/admin/partners/registration/{paper.pk}/step/undo_auto_accept/"
    office.post(address, {"version": paper.version, "reason": "まちがい"})
    partner.refresh_from_db()
    assert partner.valid_until == build.days(30)


def test_what_changed_while_the_page_was_open_is_read_first(client_for):
    partner, boss = ending()
    theirs = client_for(boss)
    page = theirs.get(f"/partners/{partner.pk}/renew/").context["form"]
    Partner.objects.filter(pk=partner.pk).update(schedule="毎週土曜")
    data = {"etag": page["etag"].value(), "form_key": page["form_key"].value(), "promised": "1", "renew": "1"}
    late = theirs.post(f"/partners/{partner.pk}/renew/", data)
    assert late.status_code == 409 and "登録の内容か約束が変わりました" in late.text
    assert not Registration.objects.filter(purpose="renewal").exists()
    assert "約束" in theirs.post(f"/partners/{partner.pk}/renew/", {**data, "promised": ""}).text


def test_a_promise_in_other_words_is_given_by_whoever_read_them(client_for):
    partner, boss = ending()
    theirs, address = client_for(boss), f"/partners/{partner.pk}/renew/"
    page = theirs.get(address).context["form"]
    data = {"etag": page["etag"].value(), "form_key": page["form_key"].value(), "promised": "1", "renew": "1"}
    rule = rule_in_force(partner.kind)
    rule.pledges.remove(rule.pledges.get(code="safe"))
    rule.pledges.add(Pledge.objects.create(code="safe", version=2, text="新しい約束の文です。", since=build.days(0), order=2))
    late = theirs.post(address, data)
    assert late.status_code == 409 and "登録の内容か約束が変わりました" in late.text and "新しい約束の文です。" in late.text
    assert not Registration.objects.filter(purpose="renewal").exists()
    assert theirs.post(address, {**data, "etag": late.context["form"]["etag"].value()}).status_code == 302
    assert Registration.objects.get(purpose="renewal").payload["pledge_safe"] is True


def test_with_changes_it_is_an_application(client_for):
    partner, boss = ending()
    theirs = client_for(boss)
    theirs.post(f"/partners/{partner.pk}/renew/", {"changes": "1", "form_key": uuid4()})
    paper = Registration.objects.get(purpose="renewal")
    assert (paper.status, paper.unchanged) == ("draft", False)
    assert "書きかけの申請があります。" in build.read(theirs, f"/partners/{partner.pk}/renew/")
    sync_everything()
    assert Task.objects.open().get(process="renewal").due_on == partner.valid_until  # begun is not sent: it is said again


@pytest.mark.parametrize(("days", "status"), [(61, 302), (60, 200), (-30, 200), (-31, 302)])
def test_when_a_renewal_is_taken(client_for, days, status):
    partner, boss = ending(days=days)
    assert client_for(boss).get(f"/partners/{partner.pk}/renew/").status_code == status


@pytest.mark.parametrize("days", [60, 14, 1, 0])
def test_the_last_day_is_said_again_as_it_comes_near(days):
    partner, boss = ending(days=days)
    sync_everything()
    assert Task.objects.open().get(process="renewal").due_on == partner.valid_until
    remind()
    words = "今日が期限です" if days == 0 else "期限が近づいています"
    assert Notice.objects.filter(user=boss, title=f"{words}：登録を更新する（川べりの会）").count() == 1
    remind()
    assert Notice.objects.filter(user=boss, title__endswith="登録を更新する（川べりの会）").count() == 1


def test_after_thirty_days_of_grace_it_ends_and_can_be_put_back(client_for, clerk):
    partner, boss = ending(days=-30)
    assert turn_days() == 0
    Partner.objects.filter(pk=partner.pk).update(valid_until=build.days(-31))
    assert turn_days() == 1 and turn_days() == 0
    paper = Registration.objects.get(purpose="expire")
    partner.refresh_from_db()
    assert (paper.status, paper.created_by, partner.standing) == ("done", None, Standing.LEFT)
    assert Notice.objects.filter(user=boss, title="川べりの会の登録の期限が切れました").exists()
    office = client_for(clerk)
    office.post(
        f"/admin/partners/registration/{paper.pk}/step/put_back/", {"version": paper.version, "reason": "届いていました。"}
    )
    partner.refresh_from_db()
    assert partner.standing == Standing.REGISTERED


def test_who_sent_a_renewal_in_time_does_not_end(client_for):
    partner, boss = ending(days=0)
    press(client_for(boss), partner)
    Partner.objects.filter(pk=partner.pk).update(valid_until=build.days(-40))
    assert turn_days() == 0


def test_a_group_without_accounts_is_written_to_once_and_gets_the_paper_to_sign(client_for, clerk):
    partner, boss = ending()
    boss.memberships.all().delete()
    assert turn_days() == 1 and turn_days() == 0
    assert Errand.objects.get().what.startswith("登録の更新の案内（期限 ")
    paper = f"/partners/{partner.pk}/renew/paper/"
    office = client_for(clerk)
    assert f'href="{paper}"' in office.get("/staff/errands/").text
    assert f'href="{paper}"' in office.get("/staff/registrations/renewals/").text
    sheet = build.read(office, paper)
    for words in ("去年と同じです", partner.activities, partner.rule.pledges.first().text, "代表者の署名"):
        assert words in sheet
    assert AuditEvent.objects.filter(act="look", by=clerk, note="連絡先").count() == 1
    assert client_for(boss).get(paper).status_code == 403
    notice = build.read(client_for(boss), "/partners/register/paper/?kind=notice")
    assert "<li>退会する</li>" in notice and "代表者の署名" in notice


def test_a_group_pauses_and_goes_on(client_for, clerk):
    partner, boss = build.registered_group("川べりの会")
    theirs, office = client_for(boss), client_for(clerk)
    theirs.post(f"/partners/{partner.pk}/pause/", {"reason": "会長が療養するため。", "form_key": uuid4()})
    paper = Registration.objects.get(purpose="pause")
    receipt = build.read(theirs, f"/partners/registrations/{paper.pk}/receipt/")
    assert "休止の届けを受け付けました" in receipt and "受理したら" in receipt and "登録が決まったら" not in receipt
    office.post(f"/admin/partners/registration/{paper.pk}/step/accept_pause/", {"version": paper.version})
    partner.refresh_from_db()
    assert partner.standing == Standing.DORMANT
    page = build.read(theirs, f"/partners/{partner.pk}/")
    assert f'href="/partners/{partner.pk}/resume/"' in page and "いまは活動を休んでいるので、おくれることがあります。" in page
    theirs.post(f"/partners/{partner.pk}/resume/", {"form_key": uuid4()})
    again = Registration.objects.get(purpose="resume")
    assert (again.status, again.payload["name"]) == ("draft", "川べりの会")


def test_what_is_said_of_a_group_that_begins_again_is_said_of_that(client_for, clerk):
    partner, boss = build.registered_group("川べりの会")
    theirs, office = client_for(boss), client_for(clerk)
    Partner.objects.filter(pk=partner.pk).update(standing=Standing.DORMANT)
    theirs.post(f"/partners/{partner.pk}/resume/", {"form_key": uuid4()})
    again = Registration.objects.get(purpose="resume")
    Partner.objects.filter(pk=partner.pk).update(valid_until=build.days(200))
    own = f"/partners/registrations/{again.pk}/"
    contents = build.read(theirs, own)
    assert "再開のもくじ" in contents and "再開の申請の続きを書く" in contents
    last = build.days(200)
    assert f"登録は{last.year}年{last.month}月{last.day}日" in contents and "年度のあいだ" not in contents
    theirs.post(f"{own}pledge/", {**PLEDGE, **opened(again, "pledge"), "next": "1"})
    again.refresh_from_db()
    sent = build.markup(theirs.post(f"{own}check/", build.sure(theirs, f"{own}check/", version=again.version), follow=True))
    assert "再開の申請を受け付けました" in sent and "再開が決まったら" in sent and "一覧に載ります" not in sent
    stands = build.read(theirs, own)
    assert "再開の申請の進みぐあいです" in stands and "再開を申請しました。" in stands
    assert Notice.objects.filter(title="川べりの会の再開の申請を受け付けました", user=clerk).exists()
    assert Task.objects.filter(label="再開の申請を確かめる").exists()
    again.refresh_from_db()
    office.post(f"/admin/partners/registration/{again.pk}/step/approve/", {"version": again.version})
    partner.refresh_from_db()
    assert (partner.standing, partner.valid_until) == (Standing.REGISTERED, build.days(200))
    over = build.read(theirs, own)
    assert "活動を再開しました" in over and "再開を承認しました。" in over and "登録されました" not in over


def test_the_city_hears_a_group_before_it_revokes(client_for, clerk):
    partner, boss = build.registered_group("川べりの会")
    theirs, office = client_for(boss), client_for(clerk)
    page = f"/admin/partners/registration/removal/{partner.pk}/"
    last = build.days(10)
    office.post(page, {"hear": "1", "reason": "報告がありません。", "hear_by": last.isoformat(), "form_key": uuid4()})
    paper = Registration.objects.get(purpose="revoke")
    assert (paper.status, paper.hear_by) == ("hearing", last)
    own = f"/partners/registrations/{paper.pk}/"
    assert "言い分を出す" in build.read(theirs, own)
    theirs.post(f"{own}step/reply/", {"version": paper.version, "statement": "来月、出します。"})
    paper.refresh_from_db()
    assert (paper.status, paper.statement) == ("heard", "来月、出します。")
    assert [row["言い分"] for row in data_of(boss)["取消しへの言い分"]] == [
        "来月、出します。"
    ]  # one's own words are in the own data
    assert "来月、出します。" not in str(paper.changes.get(step="reply").details)
    desk = f"/admin/partners/registration/{paper.pk}/"
    assert "来月、出します。" in build.read(office, f"{desk}change/")
    assert "団体の言い分：来月、出します。" in build.read(office, f"{desk}step/revoke/")
    shown = build.read(theirs, own)
    assert "登録の取消しの進みぐあいです" in shown and "来月、出します。" in shown and "申請を書く" not in shown
    assert "来月、出します。" not in build.read(client_for(build.office("department")[1]), f"{desk}change/")
    said = {"version": paper.version, "reason": "期限までに出ていません。", "decided_on": build.days(0).isoformat()}
    office.post(f"{desk}step/revoke/", {**said, "document_number": "市協第1号"})
    partner.refresh_from_db()
    assert partner.standing == Standing.LEFT


def test_who_says_nothing_until_the_day_is_decided_about(clerk):
    partner, boss = build.registered_group("川べりの会")
    paper = hear(partner=partner, by=clerk, reason="報告がない", hear_by=build.days(5), form_key=uuid4())
    assert turn_days() == 0
    Registration.objects.filter(pk=paper.pk).update(hear_by=build.days(-1))
    assert turn_days() == 1
    paper.refresh_from_db()
    assert paper.status == "heard"


def test_a_person_is_gone_with_their_own_word(client_for):
    person = build.user("見本 花子")
    body = build.partner("見本 花子", kind="citizen", name_consent=True)
    build.join(person, body, "representative")
    page = build.read(client_for(person), f"/partners/{body.pk}/leave/")
    assert "市の返事を待つことはありません" in page and "書かなくてもかまいません" in page and "受け付ける前なら" not in page
    client_for(person).post(f"/partners/{body.pk}/leave/", {"form_key": uuid4()})
    body.refresh_from_db()
    assert (body.standing, body.name_consent) == (Standing.LEFT, False)


def test_what_came_on_paper_is_entered_with_its_day(client_for, clerk):
    office = client_for(clerk)
    day = build.days(-3)
    said = {
        "what": "new",
        "channel": "phone",
        "received_on": day.isoformat(),
        "filed_for": "見本 三郎（会長）",
        "form_key": uuid4(),
    }
    answer = office.post("/staff/registrations/file/", {**said, "name": "岩沢を語る会", "kind": "other"})
    row = Registration.objects.get()
    assert answer.url == f"/partners/registrations/{row.pk}/#main"
    assert (row.channel, row.received_on, row.filed_for) == ("phone", day, "見本 三郎（会長）")
    assert not row.partner.memberships.exists()
    begun = build.read(office, f"/partners/registrations/{row.pk}/")
    assert f"{jdate(day)}に受け付けたものを、市が代わりに入れています（電話で聞き取り）。" in begun
    assert "受け付けた紙の内容を入れて、出す" in build.read(office, "/me/")
    values = {}
    for page in pages().values():
        values |= page
    values |= {"name": "岩沢を語る会", "kind": "other", "email": "", "phone": "0258-83-0000"}
    Registration.objects.filter(pk=row.pk).update(payload=values)
    known = build.partner("ひまわり福祉会", phone="0258-83-0000")
    check = f"/partners/registrations/{row.pk}/check/"
    assert known.name in build.read(office, check)  # by its telephone, which the office knows
    office.post(check, build.sure(office, check, version="0"))
    row.refresh_from_db()
    assert (row.status, row.filed_on, row.decide_by) == ("submitted", day, add_working_days(day, 10))
    assert Errand.objects.get().what == "岩沢を語る会の登録の申請を、市が代わりに入れました"
    stranger = client_for(build.office("department")[1])
    assert stranger.get("/staff/registrations/file/").status_code == 403
    scan = SimpleUploadedFile("写し.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    late = office.post(
        "/staff/registrations/file/",
        {**said, "received_on": build.days(1).isoformat(), "name": "あ", "kind": "npo", "scan": scan},
    )
    assert late.status_code == 200 and Registration.objects.count() == 1
    assert "ファイルは残っていません。もう一度選んでください：「写し.pdf」" in build.markup(late)
    early = {**said, "received_on": build.days(-370).isoformat(), "name": "あ", "kind": "npo", "form_key": build.uuid4()}
    refused = build.markup(office.post("/staff/registrations/file/", early))
    assert "エラー（1件）" in refused and 'href="#id_received_on' in refused and Registration.objects.count() == 1


def test_two_hundred_are_renewed_with_a_result_for_each(client_for, clerk):
    office = client_for(clerk)
    sent, boss = ending("申請した会")
    press(client_for(boss), sent)
    by_post, chair = ending("紙の会")
    chair.memberships.all().delete()
    lacks, _ = ending("ふりがなのない会")
    Partner.objects.filter(pk=lacks.pk).update(kana="")
    changed, other = ending("変わった会")
    client_for(other).post(f"/partners/{changed.pk}/renew/", {"changes": "1", "form_key": uuid4()})
    Registration.objects.filter(partner=changed, purpose="renewal").update(status="submitted")
    assert office.get("/staff/registrations/renewals/").text.count(" checked") == 1
    assert office.get("/staff/registrations/renewals/?tick=1").text.count(" checked") == 4
    page = build.read(office, "/staff/registrations/renewals/")
    assert all(name in page for name in ("申請した会", "紙の会", "変わった会"))
    check = "/staff/registrations/renewals/check/"
    asked = office.post(check, {"group": [sent.pk, by_post.pk, lacks.pk, changed.pk]})
    assert "3団体の登録を更新します" in asked.text
    assert "変わったところがあるので、1件ずつ読んで決めます。" in asked.text
    form = asked.context["form"]
    data = {"row": form["row"].value(), "form_key": form["form_key"].value(), "run": "1"}
    assert "選んでください" in office.post(check, {**data, "channel": "", "received_on": build.days(0).isoformat()}).text
    today = build.days(0)
    data |= {"channel": "paper", "received_on": f"令和{today.year - 2018}年{today.month}月{today.day}日"}
    done = office.post(check, data)
    assert "3件のうち3件まで終わりました。いま更新したのは2件です。" in " ".join(done.text.split())
    assert "届いたと記したのは、紙（持参）、収受日" in done.text and "写して使えます" not in done.text
    assert "足りないところがあります（「ふりがな」）" in done.text and "もくじで" not in done.text
    again = office.post(check, data)
    assert "もう更新されています" in again.text or again.status_code == 302
    for partner in (sent, by_post):
        end = next_end(partner)
        partner.refresh_from_db()
        assert partner.valid_until == end
    paper = Registration.objects.get(partner=by_post, purpose="renewal")
    assert (paper.channel, paper.unchanged, paper.status) == ("paper", True, "registered")
    assert [errand.what for errand in by_post.errands.all()] == ["紙の会の登録を更新しました"]  # one letter, not two
    changed.refresh_from_db()
    assert changed.valid_until == build.days(30)


def test_who_ticked_nothing_is_told_what_to_do(client_for, clerk):
    answer = client_for(clerk).post("/staff/registrations/renewals/check/", follow=True)
    assert "団体が選ばれていません。更新する団体の「選ぶ」に、しるしを付けてください。" in build.markup(answer)


@pytest.mark.parametrize("standing", [Standing.LISTED, Standing.REGISTERED])
def test_a_paper_of_a_body_that_may_stand_there_is_asked_about_once(client_for, clerk, standing):
    known = build.partner("川べりの会", standing=standing)
    office, address = client_for(clerk), "/staff/registrations/file/"
    said = {"what": "new", "channel": "paper", "received_on": build.days(0).isoformat(), "filed_for": "見本 三郎（会長）"}
    said |= {"name": "NPO法人 川べりの会", "kind": "npo", "form_key": uuid4()}
    asked = office.post(address, said)
    assert "よく似た名前の団体が、もう載っています" in asked.text and f'href="{known.get_absolute_url()}"' in asked.text
    assert not Registration.objects.exists()
    sure = {**said, "sure": asked.context["form"]["sure"].value()}
    assert office.post(address, {**sure, "name": "川べりの会"}).status_code == 200  # another name is looked at again
    rows = [office.post(address, sure).url for _ in range(2)]
    assert rows == [f"/partners/registrations/{Registration.objects.get().pk}/#main"] * 2


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_renewals_costs_the_same(client_for, clerk, rows, django_assert_max_num_queries):
    for number in range(rows):
        build.partner(f"第{number}町内会", valid_until=build.days(20))
    office = client_for(clerk)
    office.get("/staff/registrations/renewals/")
    with django_assert_max_num_queries(10):
        assert office.get("/staff/registrations/renewals/").status_code == 200
