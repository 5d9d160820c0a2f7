"""団体の登録: the table of one application (new, change or renewal)."""

from kyodo_portal.common.workflow import NO_LIMIT, Process, State, Step, codes_of

APPLICANT, OFFICE = ("applicant",), ("secretariat",)

# fmt: off
STATES = (
    #     code          label     whose turn   next task                    stage  days      until         page                                   opens
    State("draft",      "下書き", APPLICANT,   "登録の申請の続きを書く",    "",    NO_LIMIT, "",           "",                                    ("write",), readers=()),
    State("submitted",  "申請中", OFFICE,      "登録の申請を確かめる",      "",    NO_LIMIT, "",           "admin:partners_registration_change",  queue="登録の申請（申請中）", says="市が読んでいます。動きがあれば、お知らせとメールで伝えます。"),
    State("correcting", "補正中", APPLICANT,   "登録の申請を直す",          "",    NO_LIMIT, "correct_by", "registration-correct",                ("correct",)),
    State("registered", "登録",   says="登録されました"),
    State("declined",   "不承認", says="この申請は承認されませんでした"),
    State("withdrawn",  "取下げ", says="この申請は取り下げられました"),
)

# fmt: on
S = RegistrationStatus = codes_of("RegistrationStatus", STATES)

REGISTRATION = Process(
    key="registration",
    label="団体の登録",
    access="partners.registration.access.registration",
    hooks=("partners.registration.actions.HOOKS",),
    questions=("partners.registration.forms.QUESTIONS",),
    opens={"write": "申請を書く", "correct": "求められたところを直す"},
    states=STATES,
    # fmt: off
    steps=(
        Step("submit",      "申請する",       (S.DRAFT,),                   S.SUBMITTED,  ("applicant",),   (),                         ("secretariat", "applicant"), "{subject}の登録の申請を受け付けました", page="registration-check"),
        Step("ask_correct", "補正を求める",   (S.SUBMITTED,),               S.CORRECTING, ("secretariat",), ("field", "reason", "due"), ("applicant",),               "{subject}の登録の申請に、直してほしいところがあります"),
        Step("correct",     "直して出し直す", (S.CORRECTING,),              S.SUBMITTED,  ("applicant",),   (),                         ("secretariat",),             "{subject}の登録の申請が、直して出し直されました", page="registration-correct"),
        Step("approve",     "承認する",       (S.SUBMITTED,),               S.REGISTERED, ("secretariat",), (),                         ("applicant",),               "{subject}を登録しました"),
        Step("decline",     "承認しない",     (S.SUBMITTED, S.CORRECTING),  S.DECLINED,   ("secretariat",), ("reason",),                ("applicant",),               "{subject}の登録は承認されませんでした", marks=("quiet",)),
        Step("withdraw",    "取り下げる",     (S.SUBMITTED, S.CORRECTING),  S.WITHDRAWN,  ("applicant",),   (),                         ("secretariat", "applicant"), "{subject}の登録の申請が取り下げられました", marks=("quiet",)),
    ),
    # fmt: on
)
