"""What is in one's own data: which rows of which tables, and which of their columns."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q

from kyodo_portal.accounts.models import HelperCode, Invitation
from kyodo_portal.common.own_words import own_words
from kyodo_portal.letters.models import OfficialLetter
from kyodo_portal.notices.models import CalendarKey, Delivery, Follow, MailChoice, Notice
from kyodo_portal.process.correction_models import Outcome
from kyodo_portal.process.models import Photo
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
    Answer,
    Application,
    ApplicationChange,
    ApplicationCorrection,
    ApplicationPaper,
    AskedGroup,
    BudgetLine,
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
    EvaluationAnswer,
    EvaluationTalk,
    EventRecord,
    Gap,
    Grant,
    GrantChange,
    GrantCorrection,
    GrantLine,
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
    PlannedGoal,
    PlannedStep,
    ProjectChange,
    Proposal,
    ProposalChange,
    ProposalCorrection,
    ProposalFile,
    ProposalRevision,
    Remark,
    Report,
    RoleShare,
    SavedView,
    SignOff,
    Update,
    Voice,
    VoiceChange,
)

OF_A_PROJECT = "cycle__project__participations__partner"
WISHES = (
    "kind",
    "to",
    "guest_name",
    "guest_mail",
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
VOICE = (
    "number", "received_on", "status", "text", "theme", "area", "name", "guest_mail", "phone", "may_show", "shown_text", "topic",
    "answer", "why", "memo",
)  # fmt: skip
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
    (RegistrationChange, "by", "subject__partner", ("at", "step", "reason", "details")),
    (Consent, "given_by", "partner", ("field", "given_at", "withdrawn_at")),
    (Proposal, "created_by", "partner", ("number", "title", "summary", "status", "submitted_at", "typed")),
    (Answer, "proposal__created_by", "proposal__partner", ("proposal", "question", "text")),
    (PlannedGoal, "proposal__created_by", "proposal__partner", ("proposal", "text", "name", "unit")),
    (PlannedStep, "proposal__created_by", "proposal__partner", ("proposal", "when", "what", "who")),
    (RoleShare, "proposal__created_by", "proposal__partner", ("proposal", "task", "group_part", "city_part", "other_part")),
    (BudgetLine, "proposal__created_by", "proposal__partner", ("proposal", "side", "item", "amount", "note")),
    (DraftComment, "by", "proposal__partner", ("at", "page", "text")),
    (SignOff, "by", "proposal__partner", ("at", "taken_back_at")),
    (ProposalRevision, "by", "proposal__partner", ("number", "submitted_at", "content")),
    (ProposalChange, "by", "subject__partner", ("at", "step", "reason", "details")),
    (Update, "by", OF_A_PROJECT, ("happened_on", "title", "body", "people", "is_public")),
    (Report, "by", OF_A_PROJECT, ("at", "done", "result", "trouble", "people", "income", "expense")),
    (Evaluation, "by", OF_A_PROJECT, ("submitted_at", "good", "hard", "private_note")),
    (EvaluationAnswer, "evaluation__by", "evaluation__cycle__project__participations__partner", ("item", "comment")),
    (Gap, "talk__by", "talk__cycle__project__participations__partner", ("item", "cause", "next_step", "who")),
    (ChangeRequest, "asked_by", OF_A_PROJECT, ("asked_at", "what", "why", "answer", "after")),
    (CycleMeeting, "by", OF_A_PROJECT, ("on", "attendees", "talked", "decided", "who", "due")),
    (Grant, "created_by", "partner", GRANT),
    (GrantLine, "grant__created_by", "grant__partner", ("grant", "side", "item", "note")),
    (GrantChange, "by", "subject__partner", ("at", "step", "reason", "details")),
    (CarryOver, "by", OF_A_PROJECT, ("at", "outcome", "note")),
    (CycleChange, "by", "subject__project__participations__partner", ("at", "step", "reason", "details")),
    (ProjectChange, "by", "subject__participations__partner", ("at", "step", "reason", "details")),
    (CaseDraftChange, "by", "subject__project__participations__partner", ("at", "step", "reason", "details")),
    (PlanConfirmation, "by", OF_A_PROJECT, ("at", "side")),
    (EvaluationTalk, "by", OF_A_PROJECT, ("held_on", "attendees", "summary", "private_note")),
    (DisclosureConsent, "by", OF_A_PROJECT, ("at", "layer", "withdrawn_at")),
    (Improvement, "by", OF_A_PROJECT, ("at", "outcome", "why", "next_plan")),
    (EventRecord, "by", "event__host", ("event", "minutes", "attendees", "visitors")),
    (Application, "created_by", "partner", APPLICATION),
    (ApplicationChange, "by", "subject__partner", ("at", "step", "reason", "details")),
    (MembershipDispute, "by", "membership__partner", ("at", "upheld", "decided_at")),
    (Objection, "by", "partner", ("project", "at", "text", "withdrawn_at", "upheld", "answer")),
    (JointGroup, "answered_by", "partner", ("proposal", "state", "answered_at")),
    (AskedGroup, "answered_by", "partner", ("ask", "answer", "why", "answered_at")),
    (HandoverSheet, "handover__giver", "handover__partner", ("project", "advice", "open_points", "other_side", "met_note")),
)
# 補正: what was answered or sent for an item, also where that was taken back, or the city let the item off.
CORRECTIONS = (RegistrationCorrection, ProposalCorrection, GrantCorrection, ApplicationCorrection)
CORRECTED = ("asked_at", "field_label", "before", "after", "reply", "outcome", "resolved_at")
FILES = (
    (RegistrationFile, "registration__partner"),
    (ProposalFile, "proposal__partner"),
    (GrantPaper, "grant__partner"),
    (ApplicationPaper, "application__partner"),
    (Paper, OF_A_PROJECT),
    (Paper, f"meeting__{OF_A_PROJECT}"),
)


# What belongs to a proposal and is called so there alone.
HEADINGS = {Answer: "提案の答え", RoleShare: "提案の役割分担", BudgetLine: "提案の予算"}


def heading_of(model):
    """What a part of WRITTEN is called in the file."""
    return HEADINGS.get(model) or str(model._meta.verbose_name)


def parts_of(user):
    """{heading: (rows, columns)} of everything that the portal keeps about a person, but for what the trail says."""
    groups = Membership.objects.valid().filter(user=user).values("partner")
    found = {
        "利用者": ([user], ("email", "name", "date_joined", "agreed_to", "last_login")),
        "メールアドレス": (EmailAddress.objects.filter(user=user), ("email", "verified", "primary")),
        "所属": (Membership.objects.filter(user=user), ("partner", "part", "since", "until")),
        "伴走": (Assignment.objects.filter(user=user), ("partner", "since", "until")),
        "審査委員の席": (PanelSeat.objects.filter(user=user), ("call", "position", "since", "until")),
        "委員会の席": (CommitteeSeat.objects.filter(user=user), ("committee", "name", "belongs", "category", "since", "until")),
        "委員会に出した意見": (Remark.objects.of_reports().filter(by=user), ("report", "on", "text", "answer")),
        "意見募集に出した意見": (
            Opinion.objects.filter(by=user).select_related("round"),
            ("round", "number", "at", "part", "text", "name", "address", "category", "withdrawn_at"),
        ),
        "連絡窓口": (
            ContactWindow.objects.filter(Q(main=user) | Q(deputy=user)),
            ("project", "side", "desk", "phone", "extension", "since", "until"),
        ),
        "引継ぎ": (Handover.objects.filter(Q(giver=user) | Q(taker=user)), ("partner", "on", "met_on")),
        "招待": (
            Invitation.objects.filter(Q(email__in=_mails_of(user)) | Q(accepted_by=user)),
            ("email", "at", "since", "until", "expires_at", "accepted_at"),
        ),
        "名乗り出": (
            Registration.objects.claims().filter(created_by=user).select_related("partner").order_by("pk"),
            ("partner", "number", "submitted_at", "status", "proof", "checked_on"),
        ),
        "取消しへの言い分": (_papers_answered(user, "reply"), ("partner", "number", "statement")),
        "名乗り出への「違う」": (_papers_answered(user, "object"), ("partner", "number", "objection")),
        "代表の引継ぎ": (
            Takeover.objects.filter(Q(from_user=user) | Q(to_user=user)),
            ("partner", "starts_on", "to_name", "to_email", "memo", "done_at"),
        ),
        "代表の引継ぎへの「違う」": (
            Takeover.objects.filter(objected_by=user),
            ("partner", "objected_at", "objection", "answer"),
        ),
        "いっしょに書いた下書き": (HelperCode.objects.filter(Q(by=user) | Q(helper=user)), ("about", "at", "expires_at")),
        "2段階の確認": (Authenticator.objects.filter(user=user), ("type", "created_at", "last_used_at")),
        "ほかのサインインの手段": (SocialAccount.objects.filter(user=user), ("provider", "uid", "date_joined", "last_login")),
        "サインイン中の端末": (UserSession.objects.filter(user=user), ("created_at", "ip", "user_agent")),
        "催しの申込み": (
            Signup.objects.filter(Q(user=user) | Q(mail__in=_mails_of(user))).select_related("event").order_by("pk"),
            ("event", "name", "people", "needs", "needs_note", "phone", "mail", "state", "created_at"),
        ),
        "お知らせの受けとりかた": (MailChoice.objects.filter(user=user), ("kind", "how")),
        "声": (
            Voice.objects.filter(Q(by=user) | Q(guest_mail__in=_mails_of(user))).order_by("pk"),
            VOICE,
        ),
        "わたしも": (MeToo.objects.filter(user=user), ("topic", "at", "note", "area")),
        "声の経過": (VoiceChange.objects.filter(by=user, subject__by=user), ("subject", "at", "step", "reason", "details")),
        "見守り": (Follow.objects.visible_to(user), ("key", "since")),
        "自分のカレンダー": (CalendarKey.objects.filter(user=user), ("made_at",)),
        "よく見る一覧": (SavedView.objects.filter(user=user), ("name", "path", "query")),
        "お知らせ": (Notice.objects.visible_to(user), ("created_at", "title", "body", "read_at")),
        "メール": (Delivery.objects.filter(to=user.email).released(), ("created_at", "subject", "state", "sent_at")),
        "載せた写真": (
            Photo.objects.kept().filter(added_by=user),
            ("added_at", "alt", "people", "asked_whom", "asked_by", "asked_on"),
        ),
    }
    for model, who, where, columns in WRITTEN:
        rows = model._base_manager.filter(**{who: user, f"{where}__in": groups}).distinct().order_by("pk")
        found[heading_of(model)] = (rows, columns)
    for model in CORRECTIONS:
        found[f"{model._meta.verbose_name}"] = (_corrected_by(model, user, groups), CORRECTED)
    found |= _letters_of(user, groups)
    found[own_words("市からの通知書")] = (_official_letters_to(groups), OFFICIAL)
    found["渡した資料"] = (own_files(user), ("name", "content_type", "size", "uploaded_at"))
    return found


def _papers_answered(user, step):
    """The papers about a body to which a person said something by this step: what it says stands in the paper, not in its history."""
    said = RegistrationChange.objects.filter(by=user, step=step).values("subject")
    return Registration.objects.filter(pk__in=said).select_related("partner").order_by("pk")


def _corrected_by(model, user, groups):
    """The items that this person answered or changed: who sent for one stands at it, or, of one that is open again or was let off, in the
    history of the matter."""
    rows = model._base_manager.filter(subject__partner__in=groups)
    sent = rows.filter(subject__changes__step="correct", subject__changes__by=user).exclude(after="", reply="")
    kept = sent.filter(Q(resolved_at=None) | Q(outcome__in=(Outcome.ACCEPTED, Outcome.DROPPED)))
    return rows.filter(Q(closed_by=user) | Q(pk__in=kept.values("pk"))).order_by("pk")


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
        "申込み・連絡": (begun.select_related("to").order_by("pk"), WISHES),
        "申込み・連絡の経過": (
            RequestChange.objects.filter(by=user, subject__in=begun).select_related("subject").order_by("pk"),
            ("subject", "at", "step", "reason", "details"),
        ),
        "手紙": (letters.order_by("request", "number"), ("request", "side", "at", "text")),
        "困った手紙の知らせ": (
            AbuseReport.objects.filter(by=user).select_related("request"),
            ("request", "at", "why", "decided_at"),
        ),
        "受付の代わりの人": (Desk.objects.filter(deputy=user).select_related("partner"), ("partner", "away_until")),
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
