"""自分のデータ: the own name, everything in one file, and proving who one is first."""

import io
import json
import zipfile

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import CharField, EmailField, JSONField, QuerySet, TextField
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kyodo_portal.accounts.models import HelperCode, User
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.files import trash, uploads
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.models import CalendarKey
from kyodo_portal.pages.models import City
from kyodo_portal.personal.export import data_of
from kyodo_portal.personal.own_parts import own_files, parts_of
from kyodo_portal.process.edits import etag_of
from partners.models import Membership
from partners.registration.file_actions import add_file
from projects.models import Application, ApplicationCorrection, EvaluationTalk, Improvement, SavedView
from tests import build
from tests.projects.applications import build as applications
from tests.projects.ledger import build as ledger

from .build import MAIL, NAME, PASSWORD, apply, later, signed_in

pytestmark = pytest.mark.django_db


def test_a_person_changes_the_own_name():
    user, client = signed_in()
    assert "名前を変える" in build.read(client, "/me/data/")
    seen = etag_of({"name": user.name})
    answer = client.post("/me/data/name/", {"name": "雲居　みお", "etag": seen})
    assert answer.url == "/me/data/#main"
    assert User.objects.get(pk=user.pk).name == "雲居　みお"
    event = AuditEvent.objects.get(act="rename")
    assert (event.by, event.note) == (user, "自分の名前")
    assert "お名前を入れてください。" in client.post("/me/data/name/", {"name": " "}).text
    late = client.post("/me/data/name/", {"name": "雲居　澪", "etag": seen})  # from a window that was opened before
    assert "いまの内容：雲居　みお" in late.text and 'value="雲居　澪"' in late.text
    assert User.objects.get(pk=user.pk).name == "雲居　みお"


def test_everything_comes_as_one_file():
    user, client = signed_in()
    row = apply(user, name="読み聞かせの会", status="draft")
    paper = uploads.accept(SimpleUploadedFile("規約.pdf", b"%PDF-1.4 kiyaku"))
    add_file(registration=row, by=user, accepted=paper, kind="rules")
    answer = client.post("/me/data/download/")
    assert answer["Content-Type"] == "application/zip"
    pack = zipfile.ZipFile(io.BytesIO(answer.content))
    assert pack.namelist() == ["data.json", "data.html", "files/001-規約.pdf"]
    assert pack.read("files/001-規約.pdf") == b"%PDF-1.4 kiyaku"
    data = json.loads(pack.read("data.json"))
    assert data["利用者"][0]["メールアドレス"] == MAIL
    assert data["所属"] == [{"団体": "読み聞かせの会", "役": "代表者", "いつから": build.days(0).isoformat(), "いつまで": None}]
    assert data["登録の申請"][0]["申請の内容"]["representative"] == NAME
    said = data["登録の申請"][0]["申請の内容（読むため）"]  # the words beside the names that programs use
    assert {"項目": "代表者の名前", "内容": NAME, "記号": "representative"} in said
    assert {"項目": "団体の種類", "内容": "NPO法人", "記号": "kind"} in said
    assert [one for one in said if one["項目"] == "いまの様式にない項目"] == []
    page = pack.read("data.html").decode()
    assert NAME in page and "<dt>代表者の名前</dt>" in page and "representative" not in page and "{&#x27;" not in page
    assert f"{jdate(build.days(0))}" in page and ">True<" not in page
    columns = {
        name for rows in data.values() if isinstance(rows, list) for line in rows if isinstance(line, dict) for name in line
    }
    assert [name for name in columns if name.isascii()] == []  # words of the city, also of what others' models keep
    event = AuditEvent.objects.get(act="export")
    assert (event.by, event.note, event.rows) == (user, "自分のデータ", 1)


def test_a_file_that_is_taken_off_meanwhile_comes_along():
    user, client = signed_in()
    row = apply(user, name="読み聞かせの会", status="draft")
    accepted = uploads.accept(SimpleUploadedFile("規約.pdf", b"%PDF-1.4 kiyaku"))
    add_file(registration=row, by=user, accepted=accepted, kind="rules")
    trash.put_away(row.files.get().stored_as)
    pack = zipfile.ZipFile(io.BytesIO(client.post("/me/data/download/").content))
    assert pack.read("files/001-規約.pdf") == b"%PDF-1.4 kiyaku"


def test_others_are_not_in_it():
    """What somebody else wrote, and papers of a group that one has left."""
    user, client = signed_in()
    body, boss, _ = build.group("雪割草の会")
    row = apply(user, name="読み聞かせの会", status="draft")
    add_file(registration=row, by=user, accepted=uploads.Accepted("名簿.pdf", "application/pdf", b"%PDF-1.4"), kind="members")
    Membership.objects.filter(user=user).update(since=build.days(-9), until=build.days(-1))
    pack = zipfile.ZipFile(io.BytesIO(client.post("/me/data/download/").content))
    assert pack.namelist() == ["data.json", "data.html"]
    text = pack.read("data.json").decode()
    assert boss.email not in text and "名簿" not in text


def test_it_has_to_be_proved_again_after_ten_minutes(monkeypatch):
    _, client = signed_in()
    later(monkeypatch, 11)
    for page in ("/me/data/download/", "/me/data/close/"):
        assert client.post(page, {"sure": "on"}).url == "/accounts/reauthenticate/?next=%2Fme%2Fdata%2F"
    assert client.get("/me/data/").status_code == 200
    answer = client.post("/accounts/reauthenticate/?next=/me/data/", {"password": PASSWORD})
    assert answer.url == "/me/data/"
    assert client.post("/me/data/download/").status_code == 200


def test_who_has_no_password_signs_in_again_by_code(client_for):
    client = client_for(build.user())
    assert client.post("/me/data/download/").url == "/me/data/again/"
    assert "10分以内にサインインした人だけが使えます" in build.read(client, "/me/data/again/")
    assert client.post("/me/data/again/").url == "/accounts/login/code/?next=%2Fme%2Fdata%2F"
    assert client.get("/me/data/").status_code == 302


def test_the_page_costs_few_queries(django_assert_max_num_queries, client_for):
    client = client_for(build.group()[1])
    client.get("/me/data/")
    with django_assert_max_num_queries(25):
        client.get("/me/data/")


def test_my_page_leads_there(client_for):
    assert 'href="/me/data/"' in build.read(client_for(build.user()), "/me/")


# Tables that name a person and are not in the file, with the reason.
AT_WORK = "what somebody of the city, a panel or the desk did at work: the city's document, disclosed by 開示請求"
BY_HAND = "files and rows that staff read in or photograph"
NOTHING_SAID = "keeps no word of the person and nothing that another part does not say: marks of what was read, keys, what waits"
OF_ANOTHER = "what the other side decided for itself"
THE_GROUPS = "a page of its own that all its people read and write, and what their rows of history say of it is in it"
NOT_IN_IT = {
    AT_WORK: """guidelines.CaseStudy guidelines.Chapter guidelines.CollaborationForm guidelines.Column guidelines.ContactPoint
        guidelines.Effect guidelines.FirstStep guidelines.ActivityField guidelines.Guideline guidelines.Policy guidelines.Principle
        guidelines.Revision guidelines.RevisionChange guidelines.Role guidelines.Step guidelines.SupportScheme guidelines.Term
        guidelines.Trouble letters.LetterSending partners.ClaimLetter partners.Errand partners.ListingChange partners.PartnerMerge
        partners.RegistrationCheck personal.Closing personal.DisposalList personal.Hold projects.Absence projects.Agreement
        projects.Ask projects.CallChange projects.CaseDraft projects.CommentInvitation projects.Consultation projects.Decision
        projects.DepartmentChange projects.DeskReport projects.EligibilityWaiver projects.Exclusion projects.FollowUp
        projects.HandoverChange projects.InventoryRoundChange projects.InventorySheet projects.InventorySheetChange
        projects.LateAdmission projects.OpinionRoundChange projects.Payment projects.Possibility projects.Preparation
        projects.PublishedYear projects.ReorganisationChange projects.Review projects.SeatCall projects.Snapshot
        projects.Substitute projects.Talk projects.TalkPart projects.TopicChange projects.YearReport projects.YearReportChange""",
    BY_HAND: """guidelines.Picture partners.EventImport partners.PartnerImport process.PhotoFile process.PhotoRequest
        projects.ApplicationFiling projects.FilingScan projects.GrantFiling projects.MeetingPaper projects.OldList projects.ProposalFiling
        projects.RoundFile projects.SheetScan projects.SignOffScan""",
    NOTHING_SAID: """admin.LogEntry notices.LastLook partners.RequestReader process.FormKey process.Task projects.DeskVisit
        projects.Keyring projects.Zone projects.ZoneKey""",
    OF_ANOTHER: "partners.Block",
    THE_GROUPS: "partners.Partner projects.Project projects.Topic",
}


def test_every_table_that_names_a_person_is_in_it_or_says_why_not():
    user, _ = signed_in()
    with CaptureQueriesContext(connection) as asked:
        data_of(user)
        own_files(user)
    said = " ".join(query["sql"] for query in asked)
    left_out = {
        model._meta.label
        for model in apps.get_models()
        if not hasattr(model, "instance_type") and model not in (User, City) and _names_people(model)
        if f'FROM "{model._meta.db_table}"' not in said
    }
    assert left_out == {label for labels in NOT_IN_IT.values() for label in labels.split()}


# Columns of text of these tables that are not in the file, with the reason.
CODES = "a name, a key or a code that programs use, and of which another column says what it means"
THE_CITYS = "what the city wrote or worked out"
BEFORE = "what stood before, put back by taking back; other columns and the rows of history say it"
NO_WORDS = "made by the program out of a secret, to know it again"
NOT_SAID = {
    CODES: """accounts.Invitation.kind accounts.Invitation.target accounts.Invitation.part partners.Consent.wording notices.Notice.url
        notices.Notice.key partners.Request.about process.Photo.place projects.Voice.trouble""",
    THE_CITYS: """letters.OfficialLetter.process letters.OfficialLetter.matter letters.OfficialLetter.step
        letters.OfficialLetter.replaces_why letters.OfficialLetter.signatory letters.OfficialLetter.contact
        letters.OfficialLetter.received_number letters.OfficialLetter.file_name letters.OfficialLetter.sha256 notices.Delivery.error
        partners.MembershipDispute.why partners.Registration.filed_for partners.Takeover.why projects.Application.document_number
        projects.Application.conditions projects.Application.agreed_changes projects.Application.search_text
        projects.AskedGroup.withdrawn_why projects.Grant.document_number projects.Grant.conditions projects.Grant.cut_reason
        projects.Grant.ground projects.Grant.inspection projects.Grant.confirmed_number projects.Grant.why_differs
        projects.HandoverSheet.facts projects.Opinion.late_why projects.Proposal.ahead_reason projects.Remark.change
        partners.Desk.phone partners.Desk.extension partners.Desk.hours projects.ContactWindow.main_name
        projects.SignOff.signed_by""",
    BEFORE: "projects.ChangeRequest.before",
    NO_WORDS: """accounts.HelperCode.code_hash accounts.Invitation.token_hash mfa.Authenticator.data notices.CalendarKey.digest
        partners.Request.text_key projects.MeToo.token_hash projects.MeToo.mail_hash projects.SignOff.etag
        socialaccount.SocialAccount.extra_data usersessions.UserSession.session_key usersessions.UserSession.data""",
    "what the person was told is in it as お知らせ; the outbox holds it encrypted": "notices.Delivery.to notices.Delivery.body",
}
OF_EACH = {  # of every history and every correction
    "StageChange": {"from_state", "to_state", "kept"},
    "Correction": {
        "field",
        "reason",
        "asked_in",
        "sent",
        "typed",
        "note",
    },  # the city asked; in words they are `before` and `after`
}
# Tables of text that name nobody, with the reason why nothing of them is in the file.
NOBODYS = {
    THE_GROUPS: """partners.Event partners.KnownAnswer partners.Offer partners.OfferTerms partners.PartnerName projects.Cycle
        projects.Goal projects.Indicator""",
    BY_HAND: "partners.EventImportRow partners.PartnerImportRow",
    THE_CITYS: """guidelines.CaseRole guidelines.Municipality guidelines.RevisionRow letters.LetterTemplate letters.ReasonExample
        letters.Signatory partners.Area partners.ConsentWording partners.Entitlement partners.Field partners.Pledge
        partners.RegistrationRule partners.RuleField partners.Theme projects.Call projects.CallCost projects.CallTheme
        projects.Committee projects.CommitteeMeeting projects.CostItem projects.Criterion projects.EvaluationItem
        projects.EvaluationSet projects.FormField projects.GrantRule projects.GrantScheme projects.Ground projects.HearingSlot
        projects.InventoryLine projects.OpinionRound projects.PaperAsk projects.PolicyReview projects.Question
        projects.RenamedOffice projects.Reorganisation projects.ReorganisationLine projects.ReportChapter projects.ReviewPlan
        projects.RoundPaper projects.SnapshotRow pages.AccessibilityTest pages.PolicyText personal.DisposalItem
        personal.RetentionRule process.Deadline""",
    "an opinion's own words, cut into points by the office": "projects.OpinionPoint",
    "what a member of a panel wrote at work": "projects.Score",
    "keeps no word of a person": """accounts.Counter audit.Blanking notices.News notices.NewsKey notices.ScheduledJob
        pages.DataVersion pages.Installation pages.PublicPage pages.SearchProgress pages.SoughtWords process.NumberSeries""",
}
OURS = {"accounts", "audit", "guidelines", "letters", "notices", "pages", "partners", "personal", "process", "projects"}


def _texts(model):
    """The columns in which words may stand that somebody wrote."""
    kinds = (TextField, CharField, JSONField)
    return {field.name for field in model._meta.concrete_fields if isinstance(field, kinds) and not field.choices}


def test_every_column_of_text_is_in_it_or_says_why_not():
    """A new column: into its part of personal/own_parts.py, or into a row above."""
    user, _ = signed_in()
    parts = {}
    for rows, columns in parts_of(user).values():
        if isinstance(rows, QuerySet):
            parts.setdefault(rows.model, set()).update(columns)
    said = {name for names in NOT_SAID.values() for name in names.split()}
    missing = set()
    for model, columns in parts.items():
        of_each = {name for base in model.__mro__ for name in OF_EACH.get(base.__name__, ())}
        missing |= {f"{model._meta.label}.{name}" for name in _texts(model) - columns - of_each}
    assert missing == said
    tables = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in OURS and model not in parts and not hasattr(model, "instance_type")
        if not _names_people(model) and _texts(model)
    }
    assert tables == {label for labels in NOBODYS.values() for label in labels.split()}


def _names_people(model):
    """Whether a column leads to a person, by the key or by the mail address."""
    return any(field.related_model is User or isinstance(field, EmailField) for field in model._meta.concrete_fields)


def test_what_somebody_did_in_the_matters_of_the_group_is_in_it():
    """Its reasons and answers, of every process; what the city wrote there is not."""
    world = applications.World()
    row = world.received()
    applications.step(row, "withdraw", world.chair, reason="会場が取れませんでした")
    ApplicationCorrection.objects.create(
        subject=row, field="place", field_label="場所", reason="市が求めた理由", due=build.days(3), asked_by=world.clerk,
        closed_by=world.chair, resolved_at=timezone.now(), reply="広場のままです", outcome="answered",
    )  # fmt: skip
    wants = {"place": "広場", "x:gone": "前の様式の答え"}
    Application.objects.filter(pk=row.pk).update(extra={"gone": "前の様式の答え"}, change_to=wants, change_what="雨なら体育館")
    cycle = build.cycle(world.group, world.office, world.official, title="見守り")
    EvaluationTalk.objects.create(
        cycle=cycle, held_on=build.days(-1), attendees="会長、課長", summary="声がけを続けます", by=world.chair
    )
    Improvement.objects.create(cycle=cycle, outcome="improve", why="人が足りない", next_plan="回数を減らす", by=world.official)
    data = data_of(world.chair)
    assert [(line["手続き"], line["理由"]) for line in data["申請の経過"]] == [
        ("申請する", ""),
        ("取り下げる", "会場が取れませんでした"),
    ]
    assert [line["直さない理由"] for line in data["申請の補正"]] == ["広場のままです"]
    asked, was = data["後援・共催・減免の申請"][0], {"項目": "いまの様式にない項目", "内容": "前の様式の答え", "記号": "gone"}
    assert (asked["ほかに変えたいこと"], asked["種類ごとに聞くこと（読むため）"]) == ("雨なら体育館", [was])
    assert asked["変えたいところ（読むため）"] == [{"項目": "場所", "内容": "広場", "記号": "place"}, was]
    assert [line["話し合ったこと(公開)"] for line in data["評価の話し合い"]] == ["声がけを続けます"]
    assert "見直し" not in data and "市が求めた理由" not in str(data)


def test_what_is_ones_own_at_a_desk_and_in_threads_is_in_it():
    user, _ = signed_in()
    CalendarKey.objects.create(user=user, digest="x", made_at=timezone.now())
    SavedView.objects.create(user=user, name="伴走の団体", path="board", query="mine=on&kind=proposal&view=table&q=雪")
    HelperCode.objects.create(by=user, about="registration:1", code_hash="y", expires_at=timezone.now())
    data = data_of(user)
    assert data["よく見る一覧"] == [
        {
            "名前": "伴走の団体",
            "どの一覧": "board",
            "どの一覧（読むため）": [{"項目": "一覧", "内容": "進みぐあいの一覧", "記号": "board"}],
            "条件": "mine=on&kind=proposal&view=table&q=雪",
            "条件（読むため）": [
                {"項目": "自分が伴走しているものだけ", "内容": "はい", "記号": "mine"},
                {"項目": "種類", "内容": "提案", "記号": "kind"},
                {"項目": "見かた", "内容": "表", "記号": "view"},
                {"項目": "ことば", "内容": "雪", "記号": "q"},
            ],
        }
    ]
    assert len(data["自分のカレンダー"]) == 1 and len(data["いっしょに書いた下書き"]) == 1


def test_what_was_sent_for_a_correction_and_taken_back_is_in_it():
    """The answer of an item that is open again, and the text of one that the city let off; what a colleague sent is not."""
    world = applications.World()
    row = world.received()
    asked = {"items": [{"field": name, "reason": "くわしく"} for name in ("place", "summary")], "due": build.days(9)}
    applications.step(row, "ask_correct", world.official, **asked)
    place, summary = row.corrections.order_by("pk")
    answers = {"values": {"summary": "みんなで、ゆっくり歌います。"}, "replies": {place.pk: "広場でしか、できません。"}}
    applications.step(row, "correct", world.chair, **answers)
    applications.step(row, "undo_correct", world.chair, reason="まちがい")
    told = {one["項目の名前"]: one for one in data_of(world.chair)["申請の補正"]}
    assert told["場所"]["直さない理由"] == "広場でしか、できません。"
    assert told["どんなことをするか"]["直した後"] == "みんなで、ゆっくり歌います。"
    assert "申請の補正" not in data_of(world.member)
    row.corrections.filter(pk=summary.pk).update(outcome="accepted", closed_by=world.official, resolved_at=timezone.now())
    assert "みんなで、ゆっくり歌います。" in str(data_of(world.chair)["申請の補正"])


def test_what_stands_in_a_draft_and_what_a_step_asked_besides_is_in_it():
    body, leader, _ = build.group()
    draft = build.draft(body, leader)
    data = data_of(leader)
    assert {"質問": "どんなことをしますか", "答え": "どんなことをしますかへの答え"}.items() <= data["提案の答え"][0].items()
    assert (
        data["提案の役割分担"][0]["団体などが担うこと"] == "人を集めて植える"
        and data["提案の目標"][0]["目標（何が、どうなるようにするか）"] == "見守る人をふやす"
    )
    world = ledger.World()
    cycle = world.running()
    world.ask_change(cycle, what="雪の日のこと", goal="雪の日も声をかける")
    (asked,) = data_of(world.representative)["変更申請"]
    assert [(one["項目"], one["内容"]) for one in asked["変えた後の計画（読むため）"]] == [
        ("この年度の目標", "雪の日も声をかける")
    ]
    steps = [one for one in data_of(world.representative)["実施の経過"] if one["手続き"] == "変更を申請する"]
    assert "雪の日のこと" in str(steps[0]["記録（読むため）"])
    assert draft.pk
