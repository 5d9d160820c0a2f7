"""One's own data as one file: a zip of data.json for programs, data.html for people, and the files that one handed in.

What somebody wrote for a group is in it while they belong to it; what staff and panel members wrote is the city's document
and is disclosed by the law's own way (開示請求).
"""

import json
import zipfile
from contextlib import suppress
from io import BytesIO

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import models
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from kyodo_portal.accounts.models import HelperCode, Invitation
from kyodo_portal.audit.acts import ACTS
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.city import the_city
from kyodo_portal.common.files import trash
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.templatetags.kyodo import jdate, jdatetime
from kyodo_portal.letters.models import OfficialLetter
from kyodo_portal.notices.models import CalendarKey, Delivery, Follow, MailChoice, Notice
from kyodo_portal.process.models import Photo, StageChange
from partners.models import (
    AbuseReport,
    Assignment,
    Consent,
    Desk,
    Membership,
    MembershipDispute,
    Message,
    Partner,
    Registration,
    RegistrationChange,
    RegistrationCorrection,
    RegistrationFile,
    Request,
    RequestChange,
    Signup,
    Takeover,
)
from projects.models import (
    Application,
    ApplicationChange,
    ApplicationCorrection,
    ApplicationPaper,
    AskedGroup,
    CarryOver,
    CaseDraftChange,
    ChangeRequest,
    CommitteeSeat,
    ContactWindow,
    CycleChange,
    CycleMeeting,
    DisclosureConsent,
    DraftComment,
    Evaluation,
    EvaluationTalk,
    EventRecord,
    Grant,
    GrantChange,
    GrantCorrection,
    GrantPaper,
    Handover,
    HandoverSheet,
    Improvement,
    JointGroup,
    MeToo,
    Objection,
    Opinion,
    PanelSeat,
    Paper,
    PlanConfirmation,
    ProjectChange,
    Proposal,
    ProposalChange,
    ProposalCorrection,
    ProposalFile,
    ProposalRevision,
    Remark,
    Report,
    SavedView,
    SignOff,
    Update,
    Voice,
    VoiceChange,
)

from .written import READ

STEM = "data"  # of the two readings of the same data
IN_WORDS = "（読むため）"  # behind the heading of a column whose names and codes are told in words
OF_A_PROJECT = "cycle__project__participations__partner"
WISHES = (
    "kind",
    "to",
    "about_label",
    "status",
    "sent_at",
    "wish1",
    "wish2",
    "people",
    "few_why",
    "place",
    "agreed_on",
    "is_shared",
)
OFFICIAL = ("number", "document_number", "dated_on", "to_name", "to_person", "title", "body", "appeal_text", "released_at")
APPLICATION = ("number", "title", "status", "starts_on", "place", "summary", "extra", "change_to", "change_what", "report_text")
GRANT = (
    "number",
    "title",
    "status",
    "purpose",
    "place",
    "difference",
    "despite",
    "change_what",
    "wanted_purpose",
    "wanted_place",
    "result",
    "report_difference",
    "report_despite",
)
# What one writes for a group: (model, who wrote it, where the group is, columns).
WRITTEN = (
    (Registration, "created_by", "partner", ("number", "purpose", "status", "submitted_at", "payload")),
    (RegistrationChange, "by", "subject__partner", ("at", "step", "reason")),
    (Consent, "given_by", "partner", ("field", "given_at", "withdrawn_at")),
    (Proposal, "created_by", "partner", ("number", "title", "summary", "status", "submitted_at", "typed")),
    (DraftComment, "by", "proposal__partner", ("at", "page", "text")),
    (SignOff, "by", "proposal__partner", ("at", "taken_back_at")),
    (ProposalRevision, "by", "proposal__partner", ("number", "submitted_at", "content")),
    (ProposalChange, "by", "subject__partner", ("at", "step", "reason")),
    (RegistrationCorrection, "closed_by", "subject__partner", ("resolved_at", "field_label", "reply")),
    (ProposalCorrection, "closed_by", "subject__partner", ("resolved_at", "field_label", "reply")),
    (Update, "by", OF_A_PROJECT, ("happened_on", "title", "body", "people", "is_public")),
    (Report, "by", OF_A_PROJECT, ("at", "done", "result", "trouble", "people", "income", "expense")),
    (Evaluation, "by", OF_A_PROJECT, ("submitted_at", "good", "hard", "private_note")),
    (ChangeRequest, "asked_by", OF_A_PROJECT, ("asked_at", "what", "why", "answer")),
    (CycleMeeting, "by", OF_A_PROJECT, ("on", "attendees", "talked", "decided", "who", "due")),
    (Grant, "created_by", "partner", GRANT),
    (GrantChange, "by", "subject__partner", ("at", "step", "reason")),
    (GrantCorrection, "closed_by", "subject__partner", ("resolved_at", "field_label", "reply")),
    (CarryOver, "by", OF_A_PROJECT, ("at", "outcome", "note")),
    (CycleChange, "by", "subject__project__participations__partner", ("at", "step", "reason")),
    (ProjectChange, "by", "subject__participations__partner", ("at", "step", "reason")),
    (CaseDraftChange, "by", "subject__project__participations__partner", ("at", "step", "reason")),
    (PlanConfirmation, "by", OF_A_PROJECT, ("at", "side")),
    (EvaluationTalk, "by", OF_A_PROJECT, ("held_on", "attendees", "summary", "private_note")),
    (DisclosureConsent, "by", OF_A_PROJECT, ("at", "layer", "withdrawn_at")),
    (Improvement, "by", OF_A_PROJECT, ("at", "outcome", "why", "next_plan")),
    (EventRecord, "by", "event__host", ("event", "minutes", "attendees", "visitors")),
    (Application, "created_by", "partner", APPLICATION),
    (ApplicationChange, "by", "subject__partner", ("at", "step", "reason")),
    (ApplicationCorrection, "closed_by", "subject__partner", ("resolved_at", "field_label", "reply")),
    (MembershipDispute, "by", "membership__partner", ("at", "upheld", "decided_at")),
    (Objection, "by", "partner", ("project", "at", "text", "withdrawn_at", "upheld", "answer")),
    (JointGroup, "answered_by", "partner", ("proposal", "state", "answered_at")),
    (AskedGroup, "answered_by", "partner", ("ask", "answer", "why", "answered_at")),
    (HandoverSheet, "handover__giver", "handover__partner", ("project", "advice", "open_points", "other_side", "met_note")),
)
FILES = (
    (RegistrationFile, "registration__partner"),
    (ProposalFile, "proposal__partner"),
    (GrantPaper, "grant__partner"),
    (ApplicationPaper, "application__partner"),
    (Paper, OF_A_PROJECT),
    (Paper, f"meeting__{OF_A_PROJECT}"),
)


def data_of(user):
    """{heading: [{name: value}]} of everything that the portal keeps about a person, in words that people read."""
    groups = Membership.objects.valid().filter(user=user).values("partner")
    found = {
        "利用者": _rows([user], ("email", "name", "date_joined", "agreed_to", "last_login")),
        "メールアドレス": _rows(EmailAddress.objects.filter(user=user), ("email", "verified", "primary")),
        "所属": _rows(Membership.objects.filter(user=user), ("partner", "part", "since", "until")),
        "伴走": _rows(Assignment.objects.filter(user=user), ("partner", "since", "until")),
        "審査委員の席": _rows(PanelSeat.objects.filter(user=user), ("call", "position", "since", "until")),
        "委員会の席": _rows(
            CommitteeSeat.objects.filter(user=user), ("committee", "name", "belongs", "category", "since", "until")
        ),
        "委員会に出した意見": _rows(Remark.objects.of_reports().filter(by=user), ("report", "on", "text", "answer")),
        "意見募集に出した意見": _rows(
            Opinion.objects.filter(by=user).select_related("round"),
            ("round", "number", "at", "part", "text", "name", "address", "category", "withdrawn_at"),
        ),
        "連絡窓口": _rows(
            ContactWindow.objects.filter(Q(main=user) | Q(deputy=user)),
            ("project", "side", "desk", "phone", "extension", "since", "until"),
        ),
        "引継ぎ": _rows(Handover.objects.filter(Q(giver=user) | Q(taker=user)), ("partner", "on", "met_on")),
        "招待": _rows(
            Invitation.objects.filter(Q(email__in=_mails_of(user)) | Q(accepted_by=user)),
            ("email", "at", "since", "until", "expires_at", "accepted_at"),
        ),
        "名乗り出": _rows(
            Registration.objects.claims().filter(created_by=user).select_related("partner").order_by("pk"),
            ("partner", "number", "submitted_at", "status", "proof", "checked_on"),
        ),
        "取消しへの言い分": _rows(_papers_answered(user, "reply"), ("partner", "number", "statement")),
        "名乗り出への「違う」": _rows(_papers_answered(user, "object"), ("partner", "number", "objection")),
        "代表の引継ぎ": _rows(
            Takeover.objects.filter(Q(from_user=user) | Q(to_user=user)), ("partner", "starts_on", "to_name", "memo", "done_at")
        ),
        "代表の引継ぎへの「違う」": _rows(
            Takeover.objects.filter(objected_by=user), ("partner", "objected_at", "objection", "answer")
        ),
        "いっしょに書いた下書き": _rows(HelperCode.objects.filter(Q(by=user) | Q(helper=user)), ("about", "at", "expires_at")),
        "2段階の確認": _rows(Authenticator.objects.filter(user=user), ("type", "created_at", "last_used_at")),
        "ほかのサインインの手段": _rows(
            SocialAccount.objects.filter(user=user), ("provider", "uid", "date_joined", "last_login")
        ),
        "サインイン中の端末": _rows(UserSession.objects.filter(user=user), ("created_at", "ip", "user_agent")),
        "催しの申込み": _rows(
            Signup.objects.filter(Q(user=user) | Q(mail__in=_mails_of(user))).select_related("event").order_by("pk"),
            ("event", "name", "people", "needs", "needs_note", "phone", "state", "created_at"),
        ),
        "お知らせの受けとりかた": _rows(MailChoice.objects.filter(user=user), ("kind", "how")),
        "声": _rows(
            Voice.objects.filter(Q(by=user) | Q(guest_mail__in=_mails_of(user))).order_by("pk"),
            ("number", "received_on", "status", "text", "theme", "area", "may_show", "shown_text", "topic", "answer", "memo"),
        ),
        "わたしも": _rows(MeToo.objects.filter(user=user), ("topic", "at", "note", "area")),
        "声の経過": _rows(VoiceChange.objects.filter(by=user, subject__by=user), ("subject", "at", "step", "reason")),
        "見守り": _rows(Follow.objects.visible_to(user), ("key", "since")),
        "自分のカレンダー": _rows(CalendarKey.objects.filter(user=user), ("made_at",)),
        "よく見る一覧": _rows(SavedView.objects.filter(user=user), ("name", "path", "query")),
        "お知らせ": _rows(Notice.objects.visible_to(user), ("created_at", "title", "body", "read_at")),
        "メール": _rows(Delivery.objects.filter(to=user.email).released(), ("created_at", "subject", "state", "sent_at")),
        "載せた写真": _rows(Photo.objects.kept().filter(added_by=user), ("added_at", "alt")),
        "操作の記録": [
            {"日時": _said(event.at), "行い": ACTS.get(event.act, event.act)}
            for event in AuditEvent.objects.filter(by=user).order_by("at", "pk")
        ],
    }
    for model, who, where, columns in WRITTEN:
        rows = model._base_manager.filter(**{who: user, f"{where}__in": groups}).distinct().order_by("pk")
        found[f"{model._meta.verbose_name}"] = _rows(rows, columns)
    found |= _letters_of(user, groups)
    found[own_words("市からの通知書")] = _rows(_official_letters_to(groups), OFFICIAL)
    found["渡した資料"] = _rows(own_files(user), ("name", "content_type", "size", "uploaded_at"))
    return {heading: rows for heading, rows in found.items() if rows}


def _papers_answered(user, step):
    """The papers about a body to which a person said something by this step: what it says stands in the paper, not in its history."""
    said = RegistrationChange.objects.filter(by=user, step=step).values("subject")
    return Registration.objects.filter(pk__in=said).select_related("partner").order_by("pk")


def _mails_of(user):
    """The addresses that a person proved."""
    return EmailAddress.objects.filter(user=user, verified=True).values("email")


def _letters_of(user, groups):
    """Whole threads that a person began in the own name or as a guest, and what the person wrote for groups of today."""
    own = Q(by=user, from_partner=None) | Q(guest_mail__in=_mails_of(user))
    begun = Request.objects.filter(own | Q(by=user, from_partner__in=groups))
    theirs = Q(request__in=Request.objects.filter(own).values("pk")) & ~Q(side=Message.Side.NOTE)
    of_group = Q(request__from_partner__in=groups) | Q(request__to__in=groups, request__to__office=Partner.Office.NONE)
    letters = Message.objects.filter(theirs | Q(by=user) & of_group).select_related("request")
    return {
        "申込み・連絡": _rows(begun.select_related("to").order_by("pk"), WISHES),
        "申込み・連絡の経過": _rows(
            RequestChange.objects.filter(by=user, subject__in=begun).select_related("subject").order_by("pk"),
            ("subject", "at", "step", "reason"),
        ),
        "手紙": _rows(letters.order_by("request", "number"), ("request", "side", "at", "text")),
        "困った手紙の知らせ": _rows(
            AbuseReport.objects.filter(by=user).select_related("request"), ("request", "at", "why", "decided_at")
        ),
        "受付の代わりの人": _rows(Desk.objects.filter(deputy=user).select_related("partner"), ("partner", "away_until")),
    }


def _official_letters_to(groups):
    """The 通知書 that reached groups of today."""
    of_groups = OfficialLetter.objects.released().of_matters(lambda kind: kind.model._base_manager.filter(partner__in=groups))
    return of_groups.order_by("released_at", "pk")


def own_files(user):
    """The stored files that a person handed in for groups of today."""
    groups = Membership.objects.valid().filter(user=user).values("partner")
    return [
        file
        for model, where in FILES
        for file in model._base_manager.filter(uploaded_by=user, **{f"{where}__in": groups}).distinct().order_by("pk")
    ]


# What the models of others call their columns is no word of ours.
THEIR_APPS = ("account", "mfa", "socialaccount", "usersessions")
THEIR_COLUMNS = {
    "email": "メールアドレス", "verified": "確認済み", "primary": "メイン", "created_at": "始めた日時", "ip": "IPアドレス",
    "user_agent": "ブラウザー", "type": "種類", "last_used_at": "最後に使った日時", "provider": "サインインの入口", "uid": "入口での番号",
    "date_joined": "結んだ日時", "last_login": "最後に使った日時",
}  # fmt: skip
THEIR_TYPES = {"totp": "アプリの番号", "recovery_codes": "予備の番号", "webauthn": "パスキー"}


def _rows(rows, columns):
    return [{heading: value for name in columns for heading, value in _told(row, name)} for row in rows]


def _told(row, name):
    """(heading, value) of a column; of one that is kept under names of programs, what they say in words behind it."""
    heading = _column_name(row, name)
    yield heading, _value(row, name)
    if read := READ.get((row._meta.model_name, name)):
        yield f"{heading}{IN_WORDS}", [{"項目": one.label, "内容": one.text, "記号": one.key} for one in read(row)]


def _column_name(row, name):
    if row._meta.app_label not in THEIR_APPS:
        return str(row._meta.get_field(name).verbose_name)
    return THEIR_COLUMNS[name]


def _value(row, name):
    field = row._meta.get_field(name)
    if row._meta.app_label in THEIR_APPS and name == "type":
        return THEIR_TYPES[row.type]
    if isinstance(row, StageChange) and name == "step":
        with suppress(KeyError):  # a step of an earlier version of the table
            return str(row._meta.get_field("subject").related_model.process.step(row.step).label)
    if isinstance(row, Consent) and name == "field":
        return row.label
    if field.choices:
        return str(getattr(row, f"get_{name}_display")())
    return _said(getattr(row, name))


def _said(value):
    if isinstance(value, models.Model):
        return str(value)
    return timezone.localtime(value) if hasattr(value, "tzinfo") and value else value


def _for_programs(value):
    return value.isoformat(timespec="seconds") if hasattr(value, "tzinfo") else str(value)


def data_to_read(data):
    """What people read of `data_of`: days and yes in words, of a column that is told in words only the words."""
    return {
        heading: [{name: _for_people(value) for name, value in row.items() if f"{name}{IN_WORDS}" not in row} for row in rows]
        for heading, rows in data.items()
    }


def _for_people(value):
    if isinstance(value, list):
        return [one for one in value if not isinstance(one, dict) or one["内容"]]
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if hasattr(value, "isoformat"):
        return jdatetime(value) if hasattr(value, "tzinfo") else jdate(value)
    return value


def archive_of(user):
    """The zip as bytes: data.json, data.html, files/. A file that is lost is named in the data and left out."""
    data, out = data_of(user), BytesIO()
    made = timezone.localtime()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        head = {
            "サイト": f"{the_city()['name']} {the_city()['site']}",
            "作った日時": made.isoformat(timespec="seconds"),
        }
        pack.writestr(f"{STEM}.json", json.dumps({**head, **data}, ensure_ascii=False, indent=1, default=_for_programs))
        page = {"sections": data_to_read(data), "made": made, "head": head}
        pack.writestr(f"{STEM}.html", render_to_string("personal/export.html", page))
        for number, file in enumerate(own_files(user), start=1):
            with suppress(FileNotFoundError), trash.open_anywhere(file.stored_as) as content:  # taken off meanwhile: in the trash
                pack.writestr(f"files/{number:03}-{file.name}", content.read())
    return out.getvalue()
