"""Registration as data: from a rule's rows to the pages of an application, its checks, and the directory."""

import csv
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from kyodo_portal.accounts.models import User
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.files.uploads import Accepted
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.models import Notice
from kyodo_portal.personal.models import Hold
from kyodo_portal.personal.paper_actions import remove_old_papers
from kyodo_portal.process.actions import take_step
from partners.models import Partner, Pledge, Registration, RegistrationRule
from partners.registration.actions import save_page, start_registration
from partners.registration.clock_actions import turn_days
from partners.registration.file_actions import add_file
from partners.registration.receipts import Receipt
from partners.rules.actions import new_version
from partners.rules.choosing import kind_of
from partners.rules.models import rule_in_force
from tests import build
from tests.partners.registration.words import opened, pages

pytestmark = pytest.mark.django_db
TOWN = {
    "extra_households": "96世帯", "extra_groups": "8", "extra_circulars": "9", "extra_district": "若葉町の全部", "extra_term": "2年",
    "extra_authorised": "no", "extra_notified_on": "", "extra_all_households": "",
}  # fmt: skip


def begun(by, kind, **values):
    """A draft of this kind in which every page is written."""
    row = start_registration(by=by, name="若葉町内会", kind=kind, form_key=uuid4())
    typed = {name: value for page in pages().values() for name, value in page.items()}
    return save_page(registration=row, by=by, values={**typed, "name": "若葉町内会", "kind": kind, **values})


def paper(row, by, kind="rules", content=b"%PDF-1.4\n%%EOF\n"):
    add_file(registration=row, by=by, accepted=Accepted("規約.pdf", "application/pdf", content), kind=kind)


def admin_of(row, page):
    return f"/admin/partners/registration/{row.pk}/{page}/"


def test_what_a_rule_asks_goes_from_its_rows_to_the_directory(client_for):
    representative, (_, clerk) = build.user(), build.office("secretariat")
    row = begun(representative, "neighbourhood", **TOWN)
    group, office, own = client_for(representative), client_for(clerk), f"/partners/registrations/{row.pk}/"
    about = group.get(f"{own}about/").content.decode()
    assert "加入している世帯の数" in about and 'value="96世帯"' in about and "班・組の数" in about
    blank = client_for().get("/partners/register/paper/?kind=neighbourhood").content.decode()
    assert "加入している世帯の数" in blank and "所轄庁" not in blank
    # Without the paper that must go with it nothing is sent.
    check = group.get(f"{own}check/").content.decode()
    assert "「規約・会則」を付けてください" in check and "この内容で申請する" not in check.partition("まだ送れません")[2]
    paper(row, representative)
    group.post(f"{own}check/", build.sure(group, f"{own}check/", version="0"))
    assert office.post(admin_of(row, "step/approve"), {"version": "1"}).status_code == 302
    partner = Partner.objects.get(pk=row.partner_id)
    assert (partner.extra["households"], partner.extra["term"], partner.rule.kind) == (96, "2年", "neighbourhood")
    assert partner.registered_from == timezone.localdate() and (partner.valid_until.month, partner.valid_until.day) == (3, 31)
    public = client_for().get(f"/partners/{partner.pk}/").content.decode()
    assert "加入している世帯の数" in public and "若葉町の全部" in public
    assert "回覧の数" not in public and "会長の任期" not in public
    head, *bodies = csv.reader(client_for().get("/open-data/partners.csv").getvalue().decode("utf-8-sig").splitlines())
    (town,) = [dict(zip(head, row, strict=True)) for row in bodies if "若葉町内会" in row]
    assert (town["加入している世帯の数"], town["班・組の数"], town["区域"]) == ("96", "8", "若葉町の全部")
    assert "回覧の数" not in head and "会長の任期" not in head
    assert "若葉町の全部" in partner.search_text and "2年" not in partner.search_text
    edit = group.get(f"/partners/{partner.pk}/edit/").content.decode()
    assert "会長の任期" in edit and 'value="96"' in edit


def test_a_condition_that_does_not_hold_is_said_with_its_reason_and_confirmed_or_waived(client_for):
    representative, (_, clerk), (_, official) = build.user(), build.office("secretariat"), build.office("department")
    row = begun(representative, "civic", members_count="4人", address="長岡市大手通1-1")
    group, office, own = client_for(representative), client_for(clerk), f"/partners/registrations/{row.pk}/"
    assert "申請の会員数は4人です。" in group.get(f"{own}check/").content.decode()
    row = take_step(row, "submit", by=representative, version=0)
    assert [(check.label, check.machine, check.why) for check in row.checks.all()] == [
        ("会員数が5以上", "no", "申請の会員数は4人です。"),
        ("所在地が小千谷市にある", "no", "所在地が「長岡市」になっています。"),
    ]
    assert client_for(official).get(admin_of(row, "checks")).status_code == 403
    page = office.get(admin_of(row, "checks"))
    assert "所在地が「長岡市」になっています。" in page.content.decode()
    members, base = row.checks.all()
    said = {"etag": page.context["form"]["etag"].value(), f"said_{members.pk}": "waived", f"said_{base.pk}": "ok"}
    assert "認める理由を書いてください" in office.post(admin_of(row, "checks"), said).content.decode()
    assert office.post(admin_of(row, "step/approve"), {"version": "1"}).status_code != 302
    said |= {f"note_{members.pk}": "おおむね5人とみます。"}
    assert office.post(admin_of(row, "checks"), said).status_code == 302
    members.refresh_from_db()
    assert (members.staff, members.note, members.by) == ("waived", "おおむね5人とみます。", clerk)
    said_of_both = "要件の確認：「会員数が5以上」まだ→合っていないが、認める、「所在地が小千谷市にある」まだ→確かめて、合っていた"
    assert AuditEvent.objects.filter(by=clerk, act="edit", note=said_of_both).count() == 1
    waits = build.read(group, own)
    assert "申請の会員数は4人です。市が確かめます。" in waits and "認めました" not in waits
    # A page from before does not write over it.
    assert office.post(admin_of(row, "checks"), {**said, f"note_{members.pk}": "別"}).status_code == 409
    assert office.post(admin_of(row, "step/approve"), {"version": "1"}).status_code == 302
    assert Registration.objects.get(pk=row.pk).status == "registered"
    decided = build.read(group, own)
    assert "申請の会員数は4人です。合っていませんが、市がわけを確かめて、認めました。" in decided
    assert "所在地が「長岡市」になっています。市が確かめて、合っているとしました。" in decided and "おおむね5人" not in decided
    assert "登録の要件について" not in build.read(client_for(official), own)


@pytest.mark.parametrize(
    ("city", "address", "found"),
    [
        ("見本県", "見本市大手通1-1", "unknown"), ("見本県", "見本県見本市大手通1-1", "ok"), ("見本県", "新潟県見本市大手通1-1", "no"),
        ("見本市緑区", "緑区大手通1-1", "ok"), ("見本市緑区", "青葉区大手通1-1", "no"), ("見本村", "大字見本1", "ok"),
    ],
)  # fmt: skip
def test_where_a_group_has_its_seat_is_judged_by_what_the_city_is(settings, city, address, found):
    settings.KYODO_CITY = {**settings.KYODO_CITY, "name": city}
    row = begun(build.user(), "civic", members_count="12人", address=address)
    row = take_step(row, "submit", by=row.created_by, version=0)
    assert [check.machine for check in row.checks.all() if check.code == "base"] == [found]


def test_what_a_rule_leaves_to_the_group_is_public_by_its_consent(client_for):
    representative, (_, clerk) = build.user(), build.office("secretariat")
    row = begun(representative, "civic", members_count="12人", extra_join="例会で申し込みます", publish_extra_join="yes")
    row = take_step(take_step(row, "submit", by=representative, version=0), "approve", by=clerk, version=1)
    address, group = f"/partners/{row.partner_id}/", client_for(representative)
    assert "例会で申し込みます" in client_for().get(address).content.decode()
    page = group.get(f"{address}publish/")
    choices = {name: "no" for name in page.context["form"].fields if name != "etag"}
    assert "extra:join" in choices
    group.post(f"{address}publish/", {**choices, "etag": page.context["form"]["etag"].value()})
    assert "例会で申し込みます" not in client_for().get(address).content.decode()
    assert "例会で申し込みます" in group.get(address).content.decode()
    assert "入会のしかた" in group.get(f"{address}publish/").content.decode().partition("同意の記録")[2]


def test_a_used_rule_is_read_only_and_followed_by_a_version_from_a_day(client_for):
    _, clerk = build.office("secretariat")
    office, old = client_for(clerk), rule_in_force("school")
    row = begun(build.user(), "school")
    page = f"/admin/partners/registrationrule/{old.pk}/"
    assert "新しい版をつくる" in office.get(f"{page}change/").content.decode()
    assert 'name="min_members"' not in office.get(f"{page}change/").content.decode()
    office.post(f"{page}version/", {"etag": office.get(f"{page}version/").context["form"]["etag"].value()})
    new = RegistrationRule.objects.get(kind="school", version=2)
    assert [field.key for field in new.fields.all()] == ["students", "classes", "in_charge"] and new.pledges.count() == 4
    assert 'name="min_members"' in office.get(f"/admin/partners/registrationrule/{new.pk}/change/").content.decode()
    use = f"/admin/partners/registrationrule/{new.pk}/use/"
    token = {"etag": office.get(use).context["form"]["etag"].value()}
    assert office.post(use, {**token, "since": build.days(-1).isoformat()}).status_code == 200
    assert office.post(use, {**token, "since": build.days(30).isoformat()}).status_code == 302
    assert (rule_in_force("school"), rule_in_force("school", on=build.days(30))) == (old, new)
    assert Registration.objects.get(pk=row.pk).rule == old and RegistrationRule.objects.get(pk=old.pk).until == build.days(29)
    assert client_for(build.office("department")[1]).post(use, token).status_code == 403
    mine, said = client_for(row.created_by), "までの要件（第1版）で書き始めた下書きです。その要件と約束のまま送れます。"
    assert said not in build.read(mine, f"/partners/registrations/{row.pk}/")
    RegistrationRule.objects.filter(pk=old.pk).update(in_force_from=build.days(-9), until=build.days(-1))
    page = build.read(mine, f"/partners/registrations/{row.pk}/")
    assert f"{jdate(build.days(-1))}{said}" in page and f"{jdate(build.days(59))}を過ぎると、いまの要件に移ります" in page


def ended(kind, days, **changed):
    """The rule of this kind ended so many days ago; its second version holds since."""
    RegistrationRule.objects.filter(pk=rule_in_force(kind).pk).update(until=build.days(-days))
    first = RegistrationRule.objects.get(kind=kind)
    new = RegistrationRule.objects.get(pk=new_version(first, by=build.system_admin()).pk)
    RegistrationRule.objects.filter(pk=new.pk).update(in_force_from=build.days(1 - days), **changed)
    return RegistrationRule.objects.get(pk=new.pk)


@pytest.mark.parametrize(("days", "version", "machine"), [(60, 1, "ok"), (61, 2, "no")])
def test_what_nobody_sent_in_sixty_days_goes_by_the_rule_of_today(client_for, days, version, machine):
    row = begun(build.user(), "civic", members_count="12人", address="見本町1-2-3", pledge_aims="on")
    ended("civic", days, min_members=20)
    assert turn_days() == version - 1 and turn_days() == 0
    row.refresh_from_db()
    assert (row.rule.version, row.payload["members_count"]) == (version, "12人")
    mine, own = client_for(row.created_by), f"/partners/registrations/{row.pk}/"
    told = Notice.objects.filter(user=row.created_by, title="若葉町内会の下書きは、いまの要件で送ってください")
    assert told.count() == version - 1
    if version == 2:
        assert "で書き始めた下書きです" not in build.read(mine, own) and "pledge_aims" not in row.payload
        assert "まだ送れません" in build.read(mine, f"{own}check/")  # the promises are given anew
        pledge = dict.fromkeys(pages()["pledge"], "on")
        mine.post(f"{own}pledge/", {**pledge, **opened(row, "pledge"), "next": "1"})
        row.refresh_from_db()
    sent = take_step(row, "submit", by=row.created_by, version=row.version)
    assert [check.machine for check in sent.checks.all() if check.code == "members"] == [machine]


def test_what_came_on_paper_and_what_was_sent_stay_by_their_rule():
    _, clerk = build.office("secretariat")
    sent = begun(build.user(), "civic", members_count="12人")
    sent = take_step(sent, "submit", by=sent.created_by, version=0)
    receipt = Receipt("paper", build.days(-3), "見本 三郎（会長）")
    on_paper = start_registration(by=clerk, name="紙の会", kind="civic", form_key=uuid4(), receipt=receipt)
    ended("civic", 90)
    assert turn_days() == 0
    assert {Registration.objects.get(pk=row.pk).rule.version for row in (sent, on_paper)} == {1}


def test_another_kind_in_the_draft_is_another_rule(client_for):
    row = begun(build.user(), "neighbourhood", **TOWN)
    assert row.rule.kind == "neighbourhood"
    row = save_page(registration=row, by=row.created_by, values={"kind": "company"})
    assert row.rule.kind == "company"
    assert "ボランティア休暇" in client_for(row.created_by).get(f"/partners/registrations/{row.pk}/about/").content.decode()


def test_a_roster_goes_when_its_days_are_over_unless_it_is_held():
    representative, (_, clerk) = build.user(), build.office("secretariat")
    row = begun(representative, "neighbourhood", **TOWN)
    paper(row, representative)
    paper(row, representative, "members", b"%PDF-1.4\n%names\n%%EOF\n")
    row = take_step(take_step(row, "submit", by=representative, version=0), "approve", by=clerk, version=1)
    decided = Registration.objects.filter(pk=row.pk)
    decided.update(status_since=timezone.now() - timedelta(days=365))
    assert remove_old_papers() == 0
    decided.update(status_since=timezone.now() - timedelta(days=367))
    hold = Hold.objects.create(kind="audit", partner=row.partner, reason="監査", since=build.days(-1))
    assert remove_old_papers() == 0
    hold.until = build.days(-1)
    hold.save()
    assert remove_old_papers() == 1
    assert [file.kind for file in row.files.all()] == ["rules"]


@pytest.mark.parametrize(
    ("who", "corporate", "part", "kind"),
    [
        ("place", "none", "own", "neighbourhood"), ("place", "other", "own", "neighbourhood"), ("place", "none", "gathers", "community"),
        ("aim", "none", "own", "civic"), ("aim", "npo", "own", "npo"), ("place", "npo", "gathers", "npo"), ("aim", "none", "event", "committee"),
        ("aim", "none", "supports", "support"), ("aim", "other", "own", "other"), ("aim", "welfare", "own", "welfare"),
        ("work", "other", "own", "company"), ("school", "none", "own", "school"), ("one", "none", "own", "citizen"),
    ],
)  # fmt: skip
def test_three_answers_lead_to_the_kind(who, corporate, part, kind):
    assert kind_of(who, corporate, part) == kind


def test_a_new_promise_says_what_is_still_to_be_done_with_it(client_for):
    staff = client_for(build.office("secretariat")[1])
    sent = {"code": "aims", "version": "2", "text": "新しい約束の文です。", "since": "2026-11-28", "order": "1"}
    page = build.markup(staff.post("/admin/partners/pledge/add/", sent, follow=True))
    assert "この約束は、まだ使われていません。「登録の要件」で新しい版をつくり、この約束を選んで、使い始めてください。" in page


def test_two_versions_of_one_promise_are_not_in_force_together(client_for):
    """A paper has one answer for both: the group would have given the words of one of them only."""
    office = client_for(build.office("secretariat")[1])
    new = new_version(rule_in_force("school"), by=User.objects.get())
    later = Pledge.objects.create(code="safe", version=2, text="暴力団とかかわりません。", since=build.days(0), order=2)
    new.pledges.add(later)
    use = f"/admin/partners/registrationrule/{new.pk}/use/"
    sent = {"etag": office.get(use).context["form"]["etag"].value(), "since": build.days(1).isoformat()}
    refused = office.post(use, sent)
    assert "同じ約束の2つの版が選ばれています。使うほうの版だけを選んでください。" in build.markup(refused)
    assert rule_in_force("school", on=build.days(2)).version == 1
    new.pledges.remove(new.pledges.get(code="safe", version=1))
    sent["etag"] = office.get(use).context["form"]["etag"].value()
    assert office.post(use, sent).status_code == 302
    assert rule_in_force("school", on=build.days(2)) == new
