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
from kyodo_portal.common.files import storage
from kyodo_portal.common.own_words import own_words
from kyodo_portal.letters.models import OfficialLetter
from kyodo_portal.notices.models import Delivery, Follow, MailChoice, Notice
from kyodo_portal.process.models import Photo
from partners.models import (
    AbuseReport,
    Assignment,
    Consent,
    Desk,
    Membership,
    Message,
    Partner,
    Registration,
    RegistrationChange,
    RegistrationCorrection,
    RegistrationFile,
    Request,
    Signup,
    Takeover,
)
from projects.models import (
    Application,
    ApplicationPaper,
    CarryOver,
    ChangeRequest,
    CommitteeSeat,
    ContactWindow,
    CycleMeeting,
    DraftComment,
    Evaluation,
    Grant,
    GrantChange,
    GrantCorrection,
    GrantPaper,
    Handover,
    HandoverSheet,
    MeToo,
    Opinion,
    PanelSeat,
    Paper,
    Proposal,
    ProposalChange,
    ProposalCorrection,
    ProposalFile,
    ProposalRevision,
    Remark,
    Report,
    SignOff,
    Update,
    Voice,
)

STEM = "data"  # of the two readings of the same data
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
    (Grant, "created_by", "partner", ("number", "title", "status", "purpose", "result", "despite", "report_despite")),
    (GrantChange, "by", "subject__partner", ("at", "step", "reason")),
    (GrantCorrection, "closed_by", "subject__partner", ("resolved_at", "field_label", "reply")),
    (CarryOver, "by", OF_A_PROJECT, ("at", "outcome", "note")),
    (Application, "created_by", "partner", ("number", "title", "status", "starts_on", "place", "summary", "report_text")),
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
        "見守り": _rows(Follow.objects.visible_to(user), ("key", "since")),
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


def _rows(rows, columns):
    return [{_column_name(row, name): _value(row, name) for name in columns} for row in rows]


def _column_name(row, name):
    return str(row._meta.get_field(name).verbose_name)


def _value(row, name):
    field = row._meta.get_field(name)
    if field.choices:
        return str(getattr(row, f"get_{name}_display")())
    return _said(getattr(row, name))


def _said(value):
    if isinstance(value, models.Model):
        return str(value)
    return timezone.localtime(value).isoformat(timespec="seconds") if hasattr(value, "tzinfo") and value else value


def archive_of(user):
    """The zip as bytes: data.json, data.html, files/. A file that is lost is named in the data and left out."""
    data, out = data_of(user), BytesIO()
    made = timezone.localtime()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        head = {
            "サイト": f"{the_city()['name']} {the_city()['site']}",
            "作った日時": made.isoformat(timespec="seconds"),
        }
        pack.writestr(f"{STEM}.json", json.dumps({**head, **data}, ensure_ascii=False, indent=1, default=str))
        pack.writestr(f"{STEM}.html", render_to_string("personal/export.html", {"sections": data, "made": made, "head": head}))
        for number, file in enumerate(own_files(user), start=1):
            with suppress(FileNotFoundError):
                pack.writestr(f"files/{number:03}-{file.name}", storage.content_of(file.stored_as))
    return out.getvalue()
