"""提案: from the draft to the result. The city's decision (決裁) is made outside; its number is carried over here."""
from django.db import models

from kyodo_portal.common.workflow import Process, Step


class S(models.TextChoices):
    DRAFT = "draft", "下書き"
    SUBMITTED = "submitted", "提出済"
    RECEIVED = "received", "受付済"
    CORRECTING = "correcting", "補正中"
    IN_TALKS = "in_talks", "担当課協議"
    REVIEWING = "reviewing", "審査中"
    DECIDED = "decided", "結果準備"
    ADOPTED = "adopted", "採択"
    ADOPTED_WITH_CONDITIONS = "adopted_with_conditions", "条件付採択"
    DECLINED = "declined", "不採択"
    CONTINUED = "continued", "継続協議"
    WITHDRAWN = "withdrawn", "取下げ"
    NOT_ACCEPTED = "not_accepted", "不受理"
    RENOUNCED = "renounced", "辞退"
    LAPSED = "lapsed", "失効"


ProposalStatus = S
BOTH = ("applicant", "secretariat")
OPEN = (S.SUBMITTED, S.RECEIVED, S.CORRECTING, S.IN_TALKS, S.REVIEWING)
WON = (S.ADOPTED, S.ADOPTED_WITH_CONDITIONS)

PROPOSAL = Process(
    key="proposal",
    label="協働の提案",
    states=S,
    start=S.DRAFT,
    ends=frozenset({S.ADOPTED, S.ADOPTED_WITH_CONDITIONS, S.DECLINED, S.WITHDRAWN, S.NOT_ACCEPTED, S.RENOUNCED, S.LAPSED}),
    access="projects.access.proposal",
    holders={
        S.DRAFT: ("applicant",), S.SUBMITTED: ("secretariat",), S.RECEIVED: ("secretariat",), S.CORRECTING: ("applicant",),
        S.IN_TALKS: ("department",), S.REVIEWING: ("panel",), S.DECIDED: ("secretariat",), S.CONTINUED: ("department",),
    },
    # fmt: off
    steps=(
        Step("submit",       "提出する",             (S.DRAFT,),                              S.SUBMITTED,    ("applicant",),   (),                          BOTH,                         "「{subject}」の提案を受け取りました"),
        Step("receive",      "受け付ける",           (S.SUBMITTED,),                          S.RECEIVED,     ("secretariat",), (),                          ("applicant",),               "「{subject}」の提案を受け付けました"),
        Step("ask_correct",  "補正を求める",         (S.SUBMITTED, S.RECEIVED, S.CORRECTING, S.IN_TALKS), S.CORRECTING,   ("secretariat",), ("field", "reason", "due"),  ("applicant",),               "「{subject}」の提案に、直してほしいところがあります"),
        Step("correct",      "直して出し直す",       (S.CORRECTING,),                         S.RECEIVED,     ("applicant",),   (),                          ("secretariat",),             "「{subject}」の提案が、直して出し直されました"),
        Step("not_accept",   "受理しない",           (S.SUBMITTED, S.RECEIVED, S.CORRECTING), S.NOT_ACCEPTED, ("secretariat",), ("reason",),                 ("applicant",),               "「{subject}」の提案は受理されませんでした"),
        Step("start_talks",  "担当課との協議に進める", (S.RECEIVED,),                          S.IN_TALKS,     ("secretariat",), ("department",),             ("applicant", "department"),  "「{subject}」の担当課との協議を始めます"),
        Step("start_review", "審査に進める",         (S.RECEIVED, S.IN_TALKS),                S.REVIEWING,    ("secretariat",), (),                          ("applicant", "panel"),       "「{subject}」の審査を始めます"),
        Step("decide",       "決定を記録する",       (S.REVIEWING,),                          S.DECIDED,      ("secretariat",), ("result", "office", "form", "document_number", "decided_on", "amount", "why", "conditions", "advice", "early", "early_reason"), ()),
        Step("correct_decision", "決定の記録を直す", (S.DECIDED,),                            S.REVIEWING,    ("secretariat",), ("correction_note",),        ()),
        Step("adopt",        "採択を知らせる",       (S.DECIDED,),                            S.ADOPTED,      ("secretariat",), (),                          ("applicant", "department"),  "「{subject}」が採択されました", "is_adopted"),
        Step("adopt_with",   "条件付採択を知らせる", (S.DECIDED,),                            S.ADOPTED_WITH_CONDITIONS, ("secretariat",), (),               ("applicant", "department"),  "「{subject}」が条件付きで採択されました", "is_adopted_with_conditions"),
        Step("decline",      "不採択を知らせる",     (S.DECIDED,),                            S.DECLINED,     ("secretariat",), (),                          ("applicant",),               "「{subject}」の審査の結果をお知らせします", "is_declined"),
        Step("continue",     "継続協議を知らせる",   (S.DECIDED,),                            S.CONTINUED,    ("secretariat",), (),                          ("applicant", "department"),  "「{subject}」は継続協議となりました", "is_continued"),
        Step("resume",       "協議を再開する",       (S.CONTINUED,),                          S.IN_TALKS,     ("secretariat",), (),                          ("applicant", "department"),  "「{subject}」の協議を再開します"),
        Step("withdraw",     "取り下げる",           (*OPEN, S.CONTINUED),                    S.WITHDRAWN,    ("applicant",),   ("reason",),                 BOTH,                         "「{subject}」の提案が取り下げられました"),
        Step("renounce",     "辞退する",             WON,                                     S.RENOUNCED,    ("applicant",),   ("reason",),                 ("applicant", "secretariat", "department"), "「{subject}」の採択が辞退されました", "not_started"),
        Step("lapse",        "失効を記録する",       WON,                                     S.LAPSED,       ("secretariat",), ("reason",),                 ("applicant", "department"),  "「{subject}」の採択は効力を失いました", "not_started"),
    ),
    # fmt: on
)
