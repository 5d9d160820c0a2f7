"""団体の登録: the table of one application (new, change or renewal), and of the paper by which a group leaves."""
from kyodo_portal.common.workflow import NO_LIMIT, SAME, Part, Process, Queue, State, Step, Undo, codes_of

APPLICANT, OFFICE, SYSTEM = "applicant", "secretariat", "system"
BOTH, NOBODY = (OFFICE, APPLICANT), ()
DESK = "admin:partners_registration_change"

# fmt: off
STATES = (
    #     code          label     whose turn  next task                  stage    days      until         page
    State("draft",      "下書き", APPLICANT,  "登録の申請の続きを書く",  "write", NO_LIMIT, opens="write", readers=NOBODY),
    State("submitted",  "申請中", OFFICE,     "登録の申請を確かめる",    "check", NO_LIMIT, "",           DESK,
          says="市が読んでいます。動きがあれば、お知らせとメールで伝えます。"),
    State("correcting", "補正中", APPLICANT,  "登録の申請を直す",        "check", NO_LIMIT, "correct_by", "registration-correct", opens="correct"),
    State("registered", "登録",   stage="result", says="登録されました", opens="entry",
          now="募集に企画を提案したり、名簿に出す紹介や連絡先を整えたりできます。"),
    State("declined",   "不承認", stage="result", says="この申請は承認されませんでした",
          now="理由のところを直して、もう一度申請できます。わからないことは、事務局に聞いてください。"),
    State("withdrawn",  "取下げ", says="この申請は取り下げられました", now="必要になったら、新しく申請できます。"),
    State("done",       "退会",   stage="result", says="この団体は、協働の名簿から外れました",
          now="することはありません。もう一度登録したいときは、事務局に連絡してください。"),
)
S = RegistrationStatus = codes_of("RegistrationStatus", STATES)
UNDECIDED = (S.SUBMITTED, S.CORRECTING)
SENT_ONCE = (S.DRAFT, *UNDECIDED)
ITEMS, DROPPED, LEFT = ("items", "due"), ("which", "reason"), ("which", "remark")

STEPS = (
    #    name            label                     from          to            who        asks      when
    Step("submit",       "申請する",               S.DRAFT,      S.SUBMITTED,  APPLICANT, (),       "is_application", "registration-check"),
    Step("ask_correct",  "補正を求める",           S.SUBMITTED,  S.CORRECTING, OFFICE,    ITEMS,    "is_application"),
    Step("add_correct",  "直すところを足す",       S.CORRECTING, SAME,         OFFICE,    ITEMS),
    Step("accept_as_is", "このままでよいとする",   S.CORRECTING, SAME,         OFFICE,    LEFT),
    Step("drop_correct", "補正の求めを取り消す",   S.CORRECTING, SAME,         OFFICE,    DROPPED,  marks="quiet"),
    Step("go_on",        "補正を終えて確認に戻る", S.CORRECTING, S.SUBMITTED,  SYSTEM,    (),       "has_nothing_to_correct"),
    Step("correct",      "直して出し直す",         S.CORRECTING, S.SUBMITTED,  APPLICANT, page="registration-correct"),
    Step("approve",      "承認する",               S.SUBMITTED,  S.REGISTERED, OFFICE,    (),       "is_ready"),
    Step("decline",      "承認しない",             UNDECIDED,    S.DECLINED,   OFFICE,    "reason", "is_application", marks="quiet"),
    Step("withdraw",     "取り下げる",             SENT_ONCE,    S.WITHDRAWN,  APPLICANT, (),       "can_be_withdrawn", marks="quiet"),
    Step("leave",        "退会を届け出る",         S.DRAFT,      S.SUBMITTED,  APPLICANT, "reason", "is_leave"),
    Step("stay",         "退会をやめる",           S.SUBMITTED,  S.WITHDRAWN,  APPLICANT, (),       "is_leave", marks="quiet", undoes="leave"),
    Step("accept",       "退会を受理する",         S.SUBMITTED,  S.DONE,       OFFICE,    (),       "is_leave"),
    Step("take_off",     "名簿から外す",           S.DRAFT,      S.DONE,       OFFICE,    "reason", "is_removal", marks="quiet"),
    Step("put_back",     "名簿に戻す",             S.DONE,       S.WITHDRAWN,  OFFICE,    "reason", "is_last_removal", undoes="take_off"),
)
UNTIL_SENT, UNTIL_NEXT = "団体が直しはじめるまで、取り消せます。", "団体が次の申請を始めるまで、取り消せます。"
UNTIL_CORRECTED = "団体が出し直すまで、取り消せます。"
UNTIL_READ = "市が次の手続きをするまで、取り消せます。入れた内容は残ります。"

UNDOES = (
    #    takes back     who        while                  the same in words
    Undo("submit",      APPLICANT, says=UNTIL_READ),
    Undo("correct",     APPLICANT, says=UNTIL_READ),
    Undo("ask_correct", OFFICE,    says=UNTIL_SENT),
    Undo("add_correct", OFFICE,    says=UNTIL_SENT),
    Undo("accept_as_is", OFFICE,   says=UNTIL_CORRECTED),
    Undo("drop_correct", OFFICE,   says=UNTIL_CORRECTED),
    Undo("go_on",       OFFICE,    says="次の手続きまで、取り消せます。"),
    Undo("approve",     OFFICE,    "group_has_not_begun", "団体が提案や次の申請を始めるまで、取り消せます。"),
    Undo("decline",     OFFICE,    "has_no_later",        UNTIL_NEXT),
    Undo("withdraw",    APPLICANT, "has_no_later",        "次の申請を始めるまで、取り消せます。"),
    Undo("stay",        APPLICANT, "has_no_later",        "次の申請を始めるまで、取り消せます。"),
    Undo("accept",      OFFICE,    "has_no_later",        UNTIL_NEXT),
    Undo("put_back",    OFFICE,    "has_no_later",        UNTIL_NEXT),
)

NOTICES = {
    # step           who hears of it  the notice's title
    "submit":       (BOTH,            "{subject}の登録の申請を受け付けました"),
    "ask_correct":  (APPLICANT,       "{subject}の登録の申請に、直してほしいところがあります"),
    "add_correct":  (APPLICANT,       "{subject}の登録の申請に、直してほしいところが増えました"),
    "accept_as_is": (APPLICANT,       "{subject}の登録の申請に、そのままでよいところがあります"),
    "drop_correct": (APPLICANT,       "{subject}の登録の申請の、補正の求めを取り消しました"),
    "correct":      (OFFICE,          "{subject}の登録の申請が、直して出し直されました"),
    "approve":      (APPLICANT,       "{subject}を登録しました"),
    "decline":      (APPLICANT,       "{subject}の登録は承認されませんでした"),
    "withdraw":     (BOTH,            "{subject}の登録の申請が取り下げられました"),
    "leave":        (BOTH,            "{subject}の退会の届けを受け付けました"),
    "stay":         (BOTH,            "{subject}の退会の届けが取り下げられました"),
    "accept":       (APPLICANT,       "{subject}の退会を受理しました"),
    "take_off":     (APPLICANT,       "{subject}を、協働の名簿から外しました"),
    "put_back":     (APPLICANT,       "{subject}を、協働の名簿に戻しました"),
}

SENTENCES = {
    # step or its taking back: who did what, as the history says it
    "submit":            "{who}が、登録を申請しました。",
    "ask_correct":       "{who}が、申請の直してほしいところを知らせました。",
    "add_correct":       "{who}が、直してほしいところを足しました。",
    "accept_as_is":      "{who}が、そのままでよいところを知らせました。",
    "drop_correct":      "{who}が、直してほしいと言ったところを取り消しました。",
    "go_on":             "直すところがなくなったので、市の確認に戻りました。",
    "correct":           "{who}が、申請を直して出し直しました。",
    "approve":           "{who}が、登録を承認しました。",
    "decline":           "{who}が、登録を承認しないと決めました。",
    "withdraw":          "{who}が、申請を取り下げました。",
    "leave":             "{who}が、退会を届け出ました。",
    "stay":              "{who}が、退会をやめました。",
    "accept":            "{who}が、退会の届けを受理しました。",
    "take_off":          "{who}が、団体を名簿から外しました。",
    "put_back":          "{who}が、団体を名簿に戻しました。",
    "undo_submit":       "{who}が、送った申請を取りもどしました。",
    "undo_correct":      "{who}が、出し直した申請を取りもどしました。",
    "undo_put_back":     "{who}が、名簿に戻したことを取り消しました。",
    "undo_ask_correct":  "{who}が、直してほしいという知らせを取り消しました。",
    "undo_add_correct":  "{who}が、足した直すところを取り消しました。",
    "undo_accept_as_is": "{who}が、そのままでよいという知らせを取り消しました。",
    "undo_drop_correct": "{who}が、やめた補正の求めをもとに戻しました。",
    "undo_go_on":        "{who}が、申請をもう一度、補正に戻しました。",
    "undo_approve":      "{who}が、登録の承認を取り消しました。",
    "undo_decline":      "{who}が、承認しないという決定を取り消しました。",
    "undo_withdraw":     "{who}が、申請の取下げを取り消しました。",
    "undo_stay":         "{who}が、退会の届けをもとに戻しました。",
    "undo_accept":       "{who}が、退会の受理を取り消しました。",
}

QUEUES = (
    Queue("new", "登録の申請（申請中）", S.SUBMITTED, OFFICE),
)

PARTS = (
    #    key        what happens                 on the way     and beside it
    Part("write",   "集まって、書く",            S.DRAFT),
    Part("read",    "市が読む",                  S.SUBMITTED),
    Part("mend",    "求められたところを直す",    S.CORRECTING),
    Part("listed",  "登録され、名簿に載る",      S.REGISTERED,  (S.DECLINED, S.WITHDRAWN)),
    Part("leave",   "変わったら届ける、やめる",  S.DONE),
)
# fmt: on

REGISTRATION = Process(
    key="registration",
    label="団体の登録",
    tasks="partners.registration.todo.tasks_of",
    access="partners.registration.access.registration",
    hooks=("partners.registration.step_actions.HOOKS",),
    questions=("partners.registration.forms.QUESTIONS",),
    stages={"write": "申請を書く", "check": "市が確かめる", "result": "結果"},
    opens={"write": "申請を書く", "correct": "求められたところを直す", "entry": "名簿の公開ページを読む"},
    states=STATES,
    steps=STEPS,
    undoes=UNDOES,
    notices=NOTICES,
    sentences=SENTENCES,
    queues=QUEUES,
    parts=PARTS,
)
