"""Whatever is written in the admin leaves an event: every model that somebody may add, change or delete there.

A new admin class needs its line in EDITED or ADDED; nothing else makes it traced.
"""

from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from guidelines.models import Guideline, Municipality
from kyodo_portal.accounts.models import User
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.letters.models import ReasonExample
from kyodo_portal.letters.template_models import LetterTemplate, Signatory
from kyodo_portal.pages.models import AccessibilityTest, City, PolicyText
from kyodo_portal.personal.models import Hold, RetentionRule
from kyodo_portal.process.models import Deadline, Promise
from partners.models import (
    Area,
    Assignment,
    Desk,
    Entitlement,
    Field,
    KnownAnswer,
    Membership,
    Partner,
    Pledge,
    RegistrationRule,
    Theme,
)
from projects.models import Call, Committee, CommitteeMeeting, FormSpec, Project, YearReport
from projects.report.actions import open_report
from tests import build
from tests.common.test_files import picture
from tests.projects.grants.build import rule as grant_rule
from tests.projects.grants.build import scheme as grant_scheme
from tests.projects.grants.build import sent_rule
from tests.projects.ledger.build import form as form_of_collaboration
from tests.projects.opinions.build import made as opinion_round
from tests.projects.proposals.test_admin import call_data
from tests.projects.report.build import counted
from tests.projects.report.build import row as one_row
from tests.security.city import people, settle

pytestmark = pytest.mark.django_db

# What is typed on the page of a row of which every private column carries a canary, and what the event then says.
EDITED = {
    "accounts.User": ({"name": "新しい名前", "is_active": None}, "rights", "お名前（値は残さない）\n使える: はい → いいえ"),
    "guidelines.Municipality": ({"prefecture": "山形県"}, "change", "都道府県: 新潟県 → 山形県"),
    "projects.EvaluationSet": ({"name": "新しい組"}, "change", "名前"),
    "pages.PolicyText": ({"note": "窓口を直した"}, "change", "変えたところ: 窓口を直した"),
    "pages.AccessibilityTest": ({"remark": "春までに直す"}, "change", "市の考え: 春までに直す"),
    "pages.City": ({"phone": "03-9999-9999"}, "change", "→ 03-9999-9999"),
    "partners.Area": ({"order": "7"}, "change", "並び順: 0 → 7"),
    "partners.Field": ({"short": "見本の分野"}, "change", "短い名前: 見本 → 見本の分野"),
    "partners.Partner": ({"pr": "よろしく", "phone": "0258-99-1234"}, "change", "電話番号（値は残さない）"),
    "partners.Membership": ({"until": "2099年3月31日"}, "rights", "いつまで: 2099-03-31"),
    "partners.Assignment": ({"until": "2099年3月31日"}, "rights", "いつまで: 2099-03-31"),
    "partners.PartnerName": ({"name": "見本の古い会"}, "change", "→ 見本の古い会"),
    "projects.Call": ({"title": "新しい募集", "criteria-0-max_points": "9"}, "change", "→ 新しい募集"),
    "personal.RetentionRule": ({"basis": "市の規程"}, "retention", "→ 市の規程"),
    "personal.Hold": ({"until": "2099年3月31日"}, "hold", "2099-03-31"),
    "projects.Project": ({"title": "新しい名前"}, "edit", ""),
    "process.Deadline": ({"days": "21"}, "change", "7 → 21"),
    "process.Promise": ({"days": "4"}, "change", "2 → 4"),
    "letters.LetterTemplate": ({"title": "新しい件名"}, "change", "→ 新しい件名"),
    "letters.Signatory": ({"name": "見本 次郎"}, "change", "→ 見本 次郎"),
    "letters.ReasonExample": ({"text": "新しい文例です。"}, "change", "→ 新しい文例です。"),
    "projects.FormSpec": ({"answer_days": "20"}, "change", "→ 20"),
    "projects.Committee": ({"purpose": "新しい役目"}, "change", "何をする委員会か: 新しい役目"),
    "projects.CommitteeMeeting": ({"agenda": "新しい議題"}, "change", "→ 新しい議題"),
    "projects.YearReport": ({"title": "新しいまとめ"}, "change", "→ 新しいまとめ"),
    "projects.ReportChapter": ({"title": "新しい章"}, "change", "→ 新しい章"),
    "projects.PolicyReview": ({"measure": "新しい取組"}, "change", "→ 新しい取組"),
    "projects.Remark": ({"text": "新しい意見"}, "change", "→ 新しい意見"),
    "projects.GrantScheme": ({"basis_text": "新しい要綱"}, "change", "根拠: 新しい要綱"),
    "projects.GrantRule": ({"budget_total": "200万円"}, "change", "1,000,000 → 2,000,000"),
    "projects.OpinionRound": ({"basis": "意見公募の要綱"}, "change", "根拠: 意見公募の要綱"),
    "partners.Theme": ({"name": "花と緑"}, "change", "→ 花と緑"),
    "partners.Pledge": ({"text": "花を守ります。"}, "change", "→ 花を守ります。"),
    "partners.Entitlement": ({"name": "花苗"}, "change", "→ 花苗"),
    "partners.RegistrationRule": ({"min_members": "8"}, "change", "会員は何人・何世帯以上か: 8"),
    "partners.Desk": ({"answer_days": "9", "away_until": ""}, "change", "→ 9"),
    "partners.KnownAnswer": ({"answer": "新しい答え"}, "change", "→ 新しい答え"),
}

# What the row's history page then says of before and after.
ON_THE_HISTORY = {
    "partners.PartnerName": ("見本の会", "見本の古い会"),
    "accounts.User": ("<td>使える</td><td>はい</td><td>いいえ</td>", "<td>お名前</td><td>―</td><td>（値は残していません）</td>"),
    "guidelines.Municipality": ("<td>新潟県</td><td>山形県</td>",),
    "pages.PolicyText": ("<td>窓口を直した</td>",),
    "pages.AccessibilityTest": ("<td>春までに直す</td>",),
    "pages.City": ("<td>03-9999-9999</td>",),
    "partners.Area": ("<td>並び順</td><td>0</td><td>7</td>",),
    "partners.Field": ("<td>見本</td><td>見本の分野</td>",),
    "partners.Partner": ("<td>なし</td><td>よろしく</td>", "<td>電話番号</td>"),
    "partners.Membership": ("<td>いつまで</td><td>なし</td><td>2099年3月31日（火）</td>",),
    "partners.Assignment": ("<td>いつまで</td><td>なし</td><td>2099年3月31日（火）</td>",),
    "projects.Call": ("<td>古い募集</td><td>新しい募集</td>", "満点: 5 → 9"),
    "personal.RetentionRule": ("<td>市の規程</td>",),
    "personal.Hold": ("<td>2099年3月31日（火）</td>",),
    "projects.Project": ("<td>新しい名前</td>",),
    "process.Deadline": ("<td>7</td><td>21</td>",),
    "process.Promise": ("<td>2</td><td>4</td>",),
    "letters.LetterTemplate": ("見本の通知書 第1版",),
    "letters.Signatory": ("<td>見本 次郎</td>",),
    "letters.ReasonExample": ("<td>新しい文例です。</td>",),
    "projects.FormSpec": ("<td>20</td>",),
    "projects.Committee": ("<td>新しい役目</td>",),
    "projects.CommitteeMeeting": ("<td>新しい議題</td>",),
    "projects.YearReport": ("<td>新しいまとめ</td>",),
    "projects.ReportChapter": ("<td>新しい章</td>",),
    "projects.PolicyReview": ("<td>新しい取組</td>",),
    "projects.Remark": ("<td>新しい意見</td>",),
    "projects.OpinionRound": ("<td>意見公募の要綱</td>",),
    "projects.GrantScheme": ("<td>新しい要綱</td>",),
    "projects.GrantRule": ("<td>1,000,000</td><td>2,000,000</td>",),
    "partners.Theme": ("<td>花と緑</td>",),
    "partners.Pledge": ("<td>花を守ります。</td>",),
    "partners.Entitlement": ("<td>花苗</td>",),
    "partners.RegistrationRule": ("<td>8</td>",),
    "partners.Desk": ("<td>9</td>",),
    "partners.KnownAnswer": ("<td>新しい答え</td>",),
}


class Typed(HTMLParser):
    """What a browser would send of a page: {name: value or list of values} of all its forms' fields."""

    def __init__(self, page):
        super().__init__()
        self.sent, self.area, self.select = {}, None, None
        self.feed(page)

    def put(self, name, value):
        if name:
            self.sent.setdefault(name, []).append(value or "")

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "input" and given.get("type") not in ("submit", "file", "search"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.put(given.get("name"), given.get("value", "on" if given.get("type") == "checkbox" else ""))
        elif tag == "textarea":
            self.area = given.get("name")
            self.put(self.area, "")
        elif tag == "select":
            self.select = given.get("name")
        elif tag == "option" and "selected" in given:
            self.put(self.select, given.get("value"))

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None

    def handle_data(self, text):
        if self.area:
            self.sent[self.area][-1] += text


def asking(person):
    request = RequestFactory().get("/admin/")
    request.user = person
    return request


def labels(permission, person):
    return {model._meta.label for model, face in admin.site._registry.items() if getattr(face, permission)(asking(person))}


def rows(who):
    """The row of each editable model that is changed."""
    Area.objects.create(name="見本の地区")
    Field.objects.filter(number=1).update(short="見本")
    draft = YearReport.objects.writable().get()
    return {
        "accounts.User": who.kaiin, "guidelines.Municipality": Municipality.objects.first(), "partners.Area": Area.objects.get(name="見本の地区"),
        "pages.PolicyText": PolicyText.objects.create(kind="terms", version=1, body="見本の文"),
        "pages.AccessibilityTest": AccessibilityTest.objects.create(fiscal_year=2026, tested_on=build.days(-1)),
        "pages.City": City.objects.create(
            name="見本市", kana="みほんし", code="131016", office="見本市役所 協働課", address="見本市1-1", phone="03-1234-5678", pk=1
        ),
        "partners.Field": Field.objects.get(number=1), "partners.Partner": who.group, "partners.Membership": who.kaiin.memberships.get(),
        "partners.Assignment": Assignment.objects.first(),
        "partners.PartnerName": who.group.former_names.create(name="見本の会", until=build.days(-1)),
        "projects.Call": build.call("古い募集"),
        "projects.Project": Project.objects.first(),
        "personal.RetentionRule": RetentionRule.objects.first(),
        "personal.Hold": Hold.objects.first(),
        "process.Deadline": Deadline.objects.create(process="proposal", state="submitted", days=7),
        "process.Promise": Promise.objects.create(kind="voice", days=2, since=build.days(1)),
        "projects.FormSpec": FormSpec.objects.filter(cycles=None, answer_days__gt=0).exclude(state="retired").first(),
        "projects.Committee": Committee.objects.get(), "projects.CommitteeMeeting": CommitteeMeeting.objects.get(),
        "projects.YearReport": draft, "projects.ReportChapter": draft.chapters.first(),
        "projects.PolicyReview": draft.reviews.create(policy_title="伝える", measure="古い取組"),
        "projects.Remark": YearReport.objects.taking_answers().get().remarks.get(),
        "projects.GrantScheme": grant_scheme(who.office), "projects.GrantRule": grant_rule(grant_scheme(who.office, "別の補助金")),
        "projects.OpinionRound": opinion_round(who.office),
        "partners.Theme": Theme.objects.create(code="hana", name="花", kana="はな"),
        "partners.Pledge": Pledge.objects.create(code="hana", text="花を植えます。", since=build.days(-1)),
        "partners.Entitlement": Entitlement.objects.create(code="hana", name="苗"),
        "partners.RegistrationRule": RegistrationRule.objects.filter(registrations=None, partners=None).first(),
        "partners.Desk": Desk.objects.get_or_create(partner=who.group)[0],
        "letters.LetterTemplate": LetterTemplate.objects.get(),
        "letters.Signatory": Signatory.objects.create(post="見本市長", name="見本 太郎", since=build.days(-9)),
        "letters.ReasonExample": ReasonExample.objects.create(
            process="application", step="decline", name="見本の文例", text="古い文例です。"
        ),
        "partners.KnownAnswer": KnownAnswer.objects.create(partner=who.group, question="何曜日ですか", answer="土曜日です。"),
    }  # fmt: skip


def test_every_change_leaves_an_event_without_anybodys_data(client_for):
    who, _, planted = settle()
    assert labels("has_change_permission", who.kanri) == set(EDITED)
    assert labels("has_change_permission", who.jimukyoku) <= set(EDITED)
    untold, told = [], []
    for label, row in rows(who).items():
        person = who.kanri if label in ("accounts.User", "personal.RetentionRule") else who.jimukyoku
        client, (values, act, note) = client_for(person), EDITED[label]
        page = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"
        sent = Typed(client.get(page).content.decode()).sent
        before = AuditEvent.objects.latest("pk").pk
        data = {name: value for name, value in {**sent, **values}.items() if value is not None}
        answer = client.post(page, data)
        if answer.status_code == 200:  # a canary that is no valid number: it is put right, and still stood there before
            valid = {name: VALID[name] for name in answer.context["adminform"].form.errors}
            answer = client.post(page, {**data, **valid})
        assert answer.status_code == 302, (label, answer.context["adminform"].form.errors)
        events = AuditEvent.objects.filter(pk__gt=before, by=person)
        if not [event for event in events.filter(target_type=row._meta.label_lower, act=act) if note in event.note]:
            untold.append((label, list(events.values_list("act", "note"))))
        if (written := events.exclude(act="look")).count() != 1:
            untold.append((label, "one act, one event", list(written.values_list("act", "note"))))
        history = build.read(client, page.replace("/change/", "/history/"))
        untold += [(label, word) for word in ON_THE_HISTORY[label] if word not in history]
        told += [(label, planted.found_in(f"{event.note} {event.target_name}")) for event in events]
    assert untold == []
    assert [entry for entry in told if entry[1]] == []


VALID = {"phone": "0258-99-1234", "fax": "0258-99-1235", "postal_code": "947-0028", "email": "kaite@example.jp"}


WALK = b'{"tested_on": "2026-11-20", "pages": [{"path": "/", "found": []}]}'
BESIDE = ("projects.panelseat", "guidelines.revision")


def reports_of(who):
    """(a committee, a report that is written, one of which remarks are answered), and a year that was counted and has none."""
    for year in (2023, 2024, 2025):
        counted(year, [one_row("朝市")], who.jimukyoku, published=False)
    made, asked = (open_report(year, by=who.jimukyoku) for year in (2023, 2024))
    YearReport.objects.filter(pk=asked.pk).update(status="ready")
    return Committee.objects.create(name="見本の推進委員会"), made, asked


def test_every_new_row_leaves_an_event(client_for):
    who = people()
    town = form_of_collaboration().guideline.municipality
    Municipality.objects.update(is_own=False)
    key = str(build.uuid4())
    committee, report, asked = reports_of(who)
    joins = {"user": who.dantai.email, "partner": who.group.pk, "since": "2026年4月1日"}
    added = {
        "guidelines.Municipality": {"name": "見本市", "kana": "みほんし", "code": "012025", "prefecture": "北海道"},
        "guidelines.Guideline": {
            "municipality": town.pk, "title": "見本の手引き", "slug": "mihon", "summary": "短い説明", "form_key": key,
        },
        "guidelines.Revision": {"guideline": Guideline.objects.first().pk, "title": "改稿", "form_key": str(build.uuid4())},
        "guidelines.Picture": {"guideline": Guideline.objects.first().pk, "alt": "花の絵", "file": SimpleUploadedFile("hana.png", picture("PNG"), "image/png")},
        "pages.PolicyText": {"kind": "terms", "body": "見本の文"},
        "pages.AccessibilityTest": {"file": SimpleUploadedFile("a11y.json", WALK, "application/json")},
        "pages.City": {
            "name": "見本市", "kana": "みほんし", "kind": "city", "code": "131016", "site": "協働ポータル", "office": "見本市役所 協働課",
            "address": "見本市1-1", "phone": "03-1234-5678", "answer_days": "0", "licence": "CC BY", "licence_url": "https://example.jp/",
        },
        "partners.Area": {"name": "新しい地区", "order": "1"},
        "partners.Theme": {"code": "hana", "name": "花", "kana": "はな", "order": "1"},
        "partners.Pledge": {"code": "flowers", "text": "花を大切にします。", "version": "1", "since": "2026年4月1日", "order": "1"},
        "partners.Entitlement": {"code": "flowers", "name": "花苗の提供", "order": "1"},
        "partners.ConsentWording": {"version": "2", "since": "2026年4月1日", "consequence": "だれでも読めるようになります。", "name_consequence": "名前が出ます。"},
        "partners.Desk": {"partner": Partner.objects.filter(desk=None).first().pk, "answer_days": "5"},
        "partners.KnownAnswer": {"partner": who.group.pk, "question": "何曜日ですか", "answer": "土曜日です。", "order": "1", "is_open": "on"},
        "partners.Assignment": {**joins, "user": who.kosharu2.email},
        "partners.Membership": {**joins, "user": who.shinsa.email, "part": "member"},
        "partners.Partner": {"name": "見本の新しい会", "kind": "npo"},
        "partners.PartnerName": {"partner": who.group.pk, "name": "前の会", "until": "2026年3月31日"},
        "projects.Call": call_data(),
        "projects.Project": {},
        "projects.SignOff": {},
        "letters.LetterTemplate": {
            "place": "registration decline", "name": "見本の通知書", "title": "見本", "body": "｛団体名｝", "appeal": "none", "keep_years": "3", "in_use": "on",
        },
        "letters.Signatory": {"post": "見本市長", "name": "見本 太郎", "since": "2026年4月1日"},
        "letters.ReasonExample": {"place": "application decline", "name": "見本の文例", "text": "断る理由です。", "order": "1", "in_use": "on"},
        "personal.Closing": {"user": build.user().email},
        "personal.DisposalList": {"fiscal_year": "2026"},
        "process.Promise": {"kind": "claim", "days": "9", "since": "2099年4月1日"},
        "process.Deadline": {"place": "proposal submitted", "days": "14", "before": "3,0", "after": "1,7", "escalate_after": "14", "escalate_to": "secretariat", "counts_from": "since"},
        "personal.Hold": {"kind": "audit", "partner": who.group.pk, "reason": "監第7号", "since": "2026年4月1日"},
        "projects.Committee": {
            "name": "新しい委員会", "nature": "internal", "term_months": "24", "open_goal": "0", "seats-TOTAL_FORMS": "0", "seats-INITIAL_FORMS": "0",
        },
        "projects.EvaluationSet": {"name": "新しい評価", "talk": "never", "items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"},
        "projects.CommitteeMeeting": {"committee": committee.pk, "on": "2026年4月1日", "agenda": "年のまとめ"},
        "projects.YearReport": {"fiscal_year": "2025", "form_key": str(build.uuid4())},
        "projects.ReportChapter": {"report": report.pk, "order": "20", "title": "おわりに"},
        "projects.PolicyReview": {"report": report.pk, "order": "9", "policy_title": "伝える", "measure": "広報"},
        "projects.OpinionRound": {
            "title": "道の計画への意見", "what": "道を聞きます。", "department": who.office.pk, "opens_on": "2026年12月1日", "closes_on": "2027年1月31日",
            "papers-TOTAL_FORMS": "0", "papers-INITIAL_FORMS": "0",
        },
        "projects.GrantScheme": {"title": "新しい補助金", "summary": "花を植えます。", "who": "町内会。", "department": who.office.pk},
        "projects.GrantRule": sent_rule(scheme=grant_scheme(who.office).pk),
        "projects.Remark": {"report": asked.pk, "committee": committee.pk, "on": "2026年4月1日", "text": "会議で出た意見です。"},
    }  # fmt: skip
    assert labels("has_add_permission", who.kanri) == set(added)
    untold = []
    # tests/projects/ledger/test_admin.py and proposals/test_sign_off.py enter one; the action records it
    del added["projects.Project"], added["projects.SignOff"]
    for label, values in added.items():
        before = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        app, model = label.lower().split(".")
        person = who.kanri if app == "personal" else who.jimukyoku
        answer = client_for(person).post(f"/admin/{app}/{model}/add/", values)
        assert answer.status_code == 302, (label, answer.content.decode()[-3000:])
        events = AuditEvent.objects.filter(pk__gt=before, by=person).exclude(act="look").exclude(act="erase")
        # One act, one event; what is a row of its own beside it has its own.
        kind = f"{app}.{model}"
        if [one for one in events.values_list("target_type", flat=True) if one == kind or one not in BESIDE] != [kind]:
            untold.append((label, list(events.values_list("act", "target_type"))))
    assert untold == []


def test_a_row_that_is_taken_away_leaves_its_name(client_for, monkeypatch):
    keeper, area = build.system_admin(), Area.objects.create(name="見本の地区")
    monkeypatch.setattr(type(admin.site._registry[Area]), "deleters", staticmethod(lambda user, obj=None: user.is_superuser))
    assert client_for(keeper).post(f"/admin/partners/area/{area.pk}/delete/", {"post": "yes"}).status_code == 302
    event = AuditEvent.objects.get(act="delete")
    assert (event.by, event.target_type, event.target_id, event.target_name) == (
        keeper, "partners.area", str(area.pk), "見本の地区",
    )  # fmt: skip


def test_the_seats_of_a_panel_are_rights_of_people(client_for):
    _, official = build.office("secretariat")
    judge = build.user(email="shinsa1@example.jp")
    seat = {"seats-TOTAL_FORMS": "1", "seats-0-email": judge.email, "seats-0-since": "2027-01-30", "seats-0-position": "会長"}
    assert client_for(official).post("/admin/projects/call/add/", call_data(**seat)).status_code == 302
    event = AuditEvent.objects.get(act="rights", target_type="projects.panelseat")
    assert (event.person, event.by) == (judge, official)
    assert "いつから: 2027-01-30" in event.note and judge.email not in event.note
    assert AuditEvent.objects.get(act="add", target_type="projects.call").target_name == Call.objects.get().title


def test_a_membership_that_goes_to_somebody_else_stands_with_both(client_for):
    _, official = build.office("secretariat")
    group, _, member = build.group()
    other, row = build.user(), member.memberships.get()
    values = {"user": other.email, "partner": group.pk, "part": "member", "since": "2026年4月1日", "until": ""}
    assert client_for(official).post(f"/admin/partners/membership/{row.pk}/change/", values).status_code == 302
    events = AuditEvent.objects.filter(act="rights", target_type="partners.membership")
    assert {event.person for event in events} == {member, other}
    assert f"利用者: 利用者 {member.pk} → 利用者 {other.pk}" in events.get(person=other).note
    page = build.read(client_for(official), f"/admin/partners/membership/{row.pk}/history/")
    assert f"<td>利用者</td><td>{member.name}</td><td>{other.name}</td>" in page and f"利用者 {member.pk}" not in page


def test_an_administrator_made_by_a_command_stands_in_the_trail():
    keeper = User.objects.create_superuser("kanri@example.jp", name="見本 管理")
    event = AuditEvent.objects.get(act="rights")
    assert (event.by, event.person, event.target_name) == (None, keeper, f"利用者 {keeper.pk}")
    assert event.note == "システム管理者として登録した（コマンドから）"
    assert Partner.objects.count() == Membership.objects.count() == 0
