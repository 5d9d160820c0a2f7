"""団体の登録: the table of one application (new, change or renewal)."""
from django.db import models

from kyodo_portal.common.workflow import Process, Step


class S(models.TextChoices):
    """Where one application stands."""

    DRAFT = "draft", "下書き"
    SUBMITTED = "submitted", "申請中"
    CORRECTING = "correcting", "補正中"
    REGISTERED = "registered", "登録"
    DECLINED = "declined", "不承認"
    WITHDRAWN = "withdrawn", "取下げ"


RegistrationStatus = S

REGISTRATION = Process(
    key="registration",
    label="団体の登録",
    states=S,
    start=S.DRAFT,
    ends=frozenset({S.REGISTERED, S.DECLINED, S.WITHDRAWN}),
    access="partners.access.registration",
    holders={S.DRAFT: ("applicant",), S.SUBMITTED: ("secretariat",), S.CORRECTING: ("applicant",)},
    # fmt: off
    steps=(
        Step("submit",      "申請する",       (S.DRAFT,),                   S.SUBMITTED,  ("applicant",),   (),                         ("secretariat", "applicant"), "{subject}の登録の申請を受け付けました"),
        Step("ask_correct", "補正を求める",   (S.SUBMITTED,),               S.CORRECTING, ("secretariat",), ("field", "reason", "due"), ("applicant",),               "{subject}の登録の申請に、直してほしいところがあります"),
        Step("correct",     "直して出し直す", (S.CORRECTING,),              S.SUBMITTED,  ("applicant",),   (),                         ("secretariat",),             "{subject}の登録の申請が、直して出し直されました"),
        Step("approve",     "承認する",       (S.SUBMITTED,),               S.REGISTERED, ("secretariat",), (),                         ("applicant",),               "{subject}を登録しました"),
        Step("decline",     "承認しない",     (S.SUBMITTED, S.CORRECTING),  S.DECLINED,   ("secretariat",), ("reason",),                ("applicant",),               "{subject}の登録は承認されませんでした"),
        Step("withdraw",    "取り下げる",     (S.SUBMITTED, S.CORRECTING),  S.WITHDRAWN,  ("applicant",),   (),                         ("secretariat", "applicant"), "{subject}の登録の申請が取り下げられました"),
    ),
    # fmt: on
)


class Standing(models.TextChoices):
    """What a partner is to the portal, whatever its applications do. Written only by steps."""

    APPLYING = "applying", "申請中"
    REGISTERED = "registered", "登録"
    DECLINED = "declined", "不承認"
    WITHDRAWN = "withdrawn", "取下げ"
    LISTED = "listed", "資料にもとづく掲載"  # bodies that a published source names; nobody signed them up
    DORMANT = "dormant", "休止"
    LEFT = "left", "退会"
