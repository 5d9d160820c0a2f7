"""提案: from the draft to the result. The city's decision (決裁) is made outside; its number is carried over here."""
from kyodo_portal.common.workflow import Process, State, Step, codes_of

APPLICANT, OFFICE, DEPARTMENT, PANEL = ("applicant",), ("secretariat",), ("department",), ("panel",)
BOTH = (*APPLICANT, *OFFICE)
GROUP, CITY, JUDGES, ALL = (), ("city",), ("city", "panel"), ("city", "public")
RESULT = ("marks", "result")

# fmt: off
STATES = (
    #     code            label         whose turn   next task                         stage      days  until         page              opens                      who finds it besides the group
    State("draft",        "下書き",     APPLICANT,   "提案書を書いて送る",             "receipt", None, "closes_on",  "",               ("write",),                GROUP),
    State("submitted",    "提出済",     OFFICE,      "書類を確かめて受け付ける",       "receipt", 7),
    State("received",     "受付済",     OFFICE,      "担当課との協議か審査に進める",   "check",   14),
    State("correcting",   "補正中",     APPLICANT,   "提案書を直して出し直す",         "check",   14,   "correct_by", "",               ("write",)),
    State("in_talks",     "担当課協議", DEPARTMENT,  "協議を記録する",                 "talks",   30,   "",           "",               ("talk",)),
    State("reviewing",    "審査中",     PANEL,       "審査票を書く",                   "review",  60,   "result_on",  "",               ("mark", "marks"),         JUDGES, then=OFFICE),
    State("decided",      "結果準備",   OFFICE,      "結果を知らせる",                 "review",  14,   "result_on",  "",               ("marks",),                JUDGES),
    State("adopted",      "採択",       stage="result", opens=(*RESULT, "files"), readers=ALL),
    State("adopted_with_conditions", "条件付採択", stage="result", opens=(*RESULT, "files"), readers=ALL),
    State("declined",     "不採択",     stage="result", opens=(*RESULT, "copy"),  readers=("city", "public_if_told")),
    State("continued",    "継続協議",   DEPARTMENT,  "協議を続ける",                   "talks",   90,   "",           "",               (*RESULT, "talk")),
    State("withdrawn",    "取下げ",     opens=("copy",)),
    State("not_accepted", "不受理",     opens=("copy",)),
    State("renounced",    "辞退",       opens=(*RESULT, "copy")),
    State("lapsed",       "失効",       opens=(*RESULT, "copy")),
)
# fmt: on
S = ProposalStatus = codes_of("ProposalStatus", STATES)
OPEN = (S.SUBMITTED, S.RECEIVED, S.CORRECTING, S.IN_TALKS, S.REVIEWING)
WON = (S.ADOPTED, S.ADOPTED_WITH_CONDITIONS)
DECISION = ("result", "office", "form", "document_number", "decided_on", "amount", "why", "conditions", "advice", "early", "early_reason")

PROPOSAL = Process(
    key="proposal",
    label="協働の提案",
    access="projects.proposals.access.proposal",
    hooks=("projects.proposals.actions.HOOKS", "projects.reviews.decision_actions.HOOKS"),
    questions=("projects.proposals.forms.QUESTIONS", "projects.reviews.decision_forms.QUESTIONS"),
    done="projects.reviews.scoring.mark_done",
    stages={"receipt": "受付", "check": "書類の確認", "talks": "担当課との協議", "review": "審査", "result": "結果"},
    opens={
        "write": "団体の人が提案書を直す",
        "talk": "担当課が協議を記録する",
        "mark": "審査委員が審査票を書く",
        "marks": "審査票を読む",
        "result": "知らされた結果を読む",
        "files": "公開してよい資料をだれでも開く",
        "copy": "これをもとに新しい提案書を書く",
    },
    states=STATES,
    # fmt: off
    steps=(
        #    name                label                  from                                      to              who        asks                         tells                           notice's title                                           when
        Step("submit",           "提出する",            (S.DRAFT,),                               S.SUBMITTED,    APPLICANT, (),                          BOTH,                           "「{subject}」の提案を受け取りました",                   page="proposal-check"),
        Step("receive",          "受け付ける",          (S.SUBMITTED,),                           S.RECEIVED,     OFFICE,    (),                          APPLICANT,                      "「{subject}」の提案を受け付けました"),
        Step("ask_correct",      "補正を求める",        (S.SUBMITTED, S.RECEIVED, S.CORRECTING, S.IN_TALKS), S.CORRECTING, OFFICE, ("field", "reason", "due"), APPLICANT,                   "「{subject}」の提案に、直してほしいところがあります"),
        Step("correct",          "直して出し直す",      (S.CORRECTING,),                          S.RECEIVED,     APPLICANT, (),                          OFFICE,                         "「{subject}」の提案が、直して出し直されました",         page="proposal-check"),
        Step("not_accept",       "受理しない",          (S.SUBMITTED, S.RECEIVED, S.CORRECTING),  S.NOT_ACCEPTED, OFFICE,    ("reason",),                 APPLICANT,                      "「{subject}」の提案は受理されませんでした",             marks=("quiet",)),
        Step("start_talks",      "担当課との協議に進める", (S.RECEIVED,),                         S.IN_TALKS,     OFFICE,    ("department",),             (*APPLICANT, *DEPARTMENT),      "「{subject}」の担当課との協議を始めます"),
        Step("start_review",     "審査に進める",        (S.RECEIVED, S.IN_TALKS),                 S.REVIEWING,    OFFICE,    (),                          (*APPLICANT, *PANEL),           "「{subject}」の審査を始めます"),
        Step("decide",           "決定を記録する",      (S.REVIEWING,),                           S.DECIDED,      OFFICE,    DECISION,                    (),                             marks=("inside",)),
        Step("correct_decision", "決定の記録を直す",    (S.DECIDED,),                             S.REVIEWING,    OFFICE,    ("correction_note",),        (),                             marks=("inside",)),
        Step("adopt",            "採択を知らせる",      (S.DECIDED,),                             S.ADOPTED,      OFFICE,    (),                          (*APPLICANT, *DEPARTMENT),      "「{subject}」が採択されました",                         "is_adopted"),
        Step("adopt_with",       "条件付採択を知らせる", (S.DECIDED,),                            S.ADOPTED_WITH_CONDITIONS, OFFICE, (),                  (*APPLICANT, *DEPARTMENT),      "「{subject}」が条件付きで採択されました",               "is_adopted_with_conditions"),
        Step("decline",          "不採択を知らせる",    (S.DECIDED,),                             S.DECLINED,     OFFICE,    (),                          APPLICANT,                      "「{subject}」の審査の結果をお知らせします",             "is_declined", marks=("quiet",)),
        Step("continue",         "継続協議を知らせる",  (S.DECIDED,),                             S.CONTINUED,    OFFICE,    (),                          (*APPLICANT, *DEPARTMENT),      "「{subject}」は継続協議となりました",                   "is_continued"),
        Step("resume",           "協議を再開する",      (S.CONTINUED,),                           S.IN_TALKS,     OFFICE,    (),                          (*APPLICANT, *DEPARTMENT),      "「{subject}」の協議を再開します"),
        Step("withdraw",         "取り下げる",          (*OPEN, S.CONTINUED),                     S.WITHDRAWN,    APPLICANT, ("reason",),                 BOTH,                           "「{subject}」の提案が取り下げられました",               marks=("quiet",)),
        Step("renounce",         "辞退する",            WON,                                      S.RENOUNCED,    APPLICANT, ("reason",),                 (*BOTH, *DEPARTMENT),           "「{subject}」の採択が辞退されました",                   "not_started", marks=("quiet",)),
        Step("lapse",            "失効を記録する",      WON,                                      S.LAPSED,       OFFICE,    ("reason",),                 (*APPLICANT, *DEPARTMENT),      "「{subject}」の採択は効力を失いました",                 "not_started", marks=("quiet",)),
    ),
    # fmt: on
)
