"""団体の登録: the table of one paper, whatever its purpose: what a group applies for, a notice that it pauses or leaves, somebody's
claim to belong to it, a revocation, an expiry.
"""

from kyodo_portal.common.workflow import NO_LIMIT, SAME, Part, Process, Queue, State, Step, Undo, codes_of

APPLICANT, MEMBER, FILER, CLAIMANT, OFFICE, SYSTEM = "applicant", "member", "filer", "claimant", "secretariat", "system"
BOTH, NOBODY = (OFFICE, APPLICANT), ()
THEIRS = (APPLICANT, FILER)  # the group itself, or whoever enters for it what came on paper or by telephone
DESK = "admin:partners_registration_change"

# fmt: off
STATES = (
    #     code          label     whose turn  next task                  stage    days      until         page
    State("draft",      "下書き", APPLICANT,  "登録の申請の続きを書く",  "write", NO_LIMIT, opens="write", readers=NOBODY,
          then=FILER, then_task="受け付けた紙の内容を入れて、出す"),
    State("submitted",  "申請中", OFFICE,     "登録の申請を確かめる",    "check", NO_LIMIT, "decide_by",  DESK,  opens="check",
          says="市が読んでいます。動きがあれば、お知らせとメールで伝えます。"),
    State("correcting", "補正中", APPLICANT,  "登録の申請を直す",        "check", NO_LIMIT, "correct_by", "registration-correct", opens="correct",
          then=FILER, then_task="届いた直しを入れる"),
    State("hearing",    "取消しの前に聞いている", APPLICANT, "登録の取消しについて、言い分を出す", "check", None, "hear_by"),
    State("heard",      "取消しを決めるところ", OFFICE, "言い分を読んで、取り消すかどうかを決める", "check", 14, "", DESK,
          says="市が言い分を読んで、決めています。決まったら、お知らせとメールで伝えます。"),
    State("claimed",    "名乗り出", OFFICE,   "名乗り出た人が団体の人かを確かめる", "check", NO_LIMIT, "", DESK, opens="evidence",
          says="市が、団体の人かどうかを確かめています。確かめが終わるまで、名乗り出た人は、団体の手続きをできません。"),
    State("registered", "登録",   stage="result", says="登録されました", opens="entry",
          now="募集に企画を提案したり、名簿に出す紹介や連絡先を整えたりできます。"),
    State("paused",     "休止",   stage="result", says="この団体は、活動を休んでいます",
          now="また始めるときは、「再開を申請する」から届けてください。"),
    State("proved",     "本人と確かめた", stage="result", says="団体の人であることを確かめました",
          now="団体のページから、登録や変更を申請できます。"),
    State("declined",   "不承認", stage="result", says="この申請は承認されませんでした",
          now="理由のところを直して、もう一度申請できます。わからないことは、事務局に聞いてください。"),
    State("withdrawn",  "取下げ", says="この申請は取り下げられました", now="必要になったら、新しく申請できます。"),
    State("done",       "名簿から外れた", stage="result", says="この団体は、協働の名簿から外れました",
          now="もう一度登録したいときは、団体のページから申請できます。"),
)
S = RegistrationStatus = codes_of("RegistrationStatus", STATES)
UNDECIDED = (S.SUBMITTED, S.CORRECTING)
SENT_ONCE = (S.DRAFT, *UNDECIDED)
HEARINGS = (S.HEARING, S.HEARD)
ITEMS, DROPPED, LEFT = ("items", "due"), ("which", "reason"), ("which", "remark")
CHECK, DECIDED = "registration-check", ("reason", "decided_on", "document_number")

STEPS = (
    #    name            label                     from          to            who        asks      when
    Step("submit",       "申請する",               S.DRAFT,      S.SUBMITTED,  APPLICANT, (),       "is_to_send", CHECK),
    Step("file",         "受け付けた紙を出す",     S.DRAFT,      S.SUBMITTED,  FILER,     (),       "is_to_file", CHECK),
    Step("ask_correct",  "補正を求める",           S.SUBMITTED,  S.CORRECTING, OFFICE,    ITEMS,    "is_application"),
    Step("add_correct",  "直すところを足す",       S.CORRECTING, SAME,         OFFICE,    ITEMS),
    Step("accept_as_is", "このままでよいとする",   S.CORRECTING, SAME,         OFFICE,    LEFT),
    Step("drop_correct", "補正の求めを取り消す",   S.CORRECTING, SAME,         OFFICE,    DROPPED,  marks="quiet"),
    Step("go_on",        "補正を終えて確認に戻る", S.CORRECTING, S.SUBMITTED,  SYSTEM,    (),       "has_nothing_to_correct"),
    Step("correct",      "直して出し直す",         S.CORRECTING, S.SUBMITTED,  THEIRS,    page="registration-correct"),
    Step("meet",         "面談を終えたと記す",     S.SUBMITTED,  SAME,         OFFICE,    "met_on", "waits_for_talk"),
    Step("approve",      "承認する",               S.SUBMITTED,  S.REGISTERED, OFFICE,    (),       "is_ready"),
    Step("auto_accept",  "変わりなしを受理する",   S.SUBMITTED,  S.REGISTERED, SYSTEM,    (),       "is_plain_renewal"),
    Step("decline",      "承認しない",             UNDECIDED,    S.DECLINED,   OFFICE,    "reason", "is_application", marks="quiet"),
    Step("withdraw",     "取り下げる",             SENT_ONCE,    S.WITHDRAWN,  THEIRS,    (),       "can_be_withdrawn", marks="quiet"),
    Step("pause",        "休止を届け出る",         S.DRAFT,      S.SUBMITTED,  THEIRS,    "reason", "is_pause"),
    Step("go_on_active", "休止をやめる",           S.SUBMITTED,  S.WITHDRAWN,  THEIRS,    (),       "is_pause", marks="quiet", undoes="pause"),
    Step("accept_pause", "休止を受理する",         S.SUBMITTED,  S.PAUSED,     OFFICE,    (),       "is_pause"),
    Step("leave",        "退会を届け出る",         S.DRAFT,      S.SUBMITTED,  THEIRS,    "reason", "is_leave"),
    Step("stay",         "退会をやめる",           S.SUBMITTED,  S.WITHDRAWN,  THEIRS,    (),       "is_leave", marks="quiet", undoes="leave"),
    Step("accept",       "退会を受理する",         S.SUBMITTED,  S.DONE,       OFFICE,    (),       "is_leave"),
    Step("leave_now",    "登録をやめる",           S.DRAFT,      S.DONE,       THEIRS,    (),       "is_own_word"),
    Step("hear",         "取消しの前に聞く",       S.DRAFT,      S.HEARING,    OFFICE,    ("reason", "hear_by"), "is_revocation"),
    Step("reply",        "言い分を出す",           HEARINGS,     S.HEARD,      BOTH,      "statement"),
    Step("hear_out",     "聞く期限が過ぎた",       S.HEARING,    S.HEARD,      SYSTEM,    (),       "is_heard_out"),
    Step("revoke",       "登録を取り消す",         S.HEARD,      S.DONE,       OFFICE,    DECIDED,  marks="quiet"),
    Step("drop",         "取り消さないと決める",   HEARINGS,     S.WITHDRAWN,  OFFICE,    "reason"),
    Step("take_off",     "聞かずに名簿から外す",   S.DRAFT,      S.DONE,       OFFICE,    "reason", "is_revocation", marks="quiet"),
    Step("expire",       "期限で切れた",           S.DRAFT,      S.DONE,       SYSTEM,    (),       "is_expiry"),
    Step("put_back",     "名簿に戻す",             S.DONE,       S.WITHDRAWN,  OFFICE,    "reason", "is_last_removal",
         undoes=("take_off", "revoke", "expire")),
    Step("claim",        "名乗り出る",             S.DRAFT,      S.CLAIMED,    CLAIMANT,  (),       "is_claim"),
    Step("unclaim",      "名乗り出るのをやめる",   S.CLAIMED,    S.WITHDRAWN,  CLAIMANT,  (),       marks="quiet", undoes="claim"),
    Step("object",       "違うと知らせる",         S.CLAIMED,    SAME,         MEMBER,    "objection", "has_people"),
    Step("set_aside",    "「違う」を退ける",       S.CLAIMED,    SAME,         OFFICE,    "reason", "has_objection", marks="quiet"),
    Step("prove",        "団体の人と確かめた",     S.CLAIMED,    S.PROVED,     OFFICE,    ("proof", "checked_on"), "may_prove"),
    Step("refuse",       "認めない",               S.CLAIMED,    S.DECLINED,   OFFICE,    "reason", marks="quiet"),
)
UNTIL_SENT, UNTIL_NEXT = "団体が直しはじめるまで、取り消せます。", "団体が次の申請を始めるまで、取り消せます。"
UNTIL_CORRECTED = "団体が出し直すまで、取り消せます。"
UNTIL_READ = "市が次の手続きをするまで、取り消せます。入れた内容は残ります。"
UNTIL_OWN_NEXT, UNTIL_STEP = "次の申請を始めるまで、取り消せます。", "次の手続きまで、取り消せます。"
UNTIL_REPLIED, UNTIL_USED = "団体が言い分を出すまで、取り消せます。", "団体が提案や次の申請を始めるまで、取り消せます。"

UNDOES = (
    #    takes back     who        while                  the same in words
    Undo("submit",      APPLICANT, says=UNTIL_READ),
    Undo("file",        FILER,     says=UNTIL_READ),
    Undo("correct",     THEIRS,    says=UNTIL_READ),
    Undo("ask_correct", OFFICE,    says=UNTIL_SENT),
    Undo("add_correct", OFFICE,    says=UNTIL_SENT),
    Undo("accept_as_is", OFFICE,   says=UNTIL_CORRECTED),
    Undo("drop_correct", OFFICE,   says=UNTIL_CORRECTED),
    Undo("go_on",       OFFICE,    says=UNTIL_STEP),
    Undo("meet",        OFFICE,    says=UNTIL_STEP),
    Undo("approve",     OFFICE,    "group_has_not_begun", UNTIL_USED),
    Undo("auto_accept", OFFICE,    "group_has_not_begun", UNTIL_USED),
    Undo("decline",     OFFICE,    "has_no_later",        UNTIL_NEXT),
    Undo("withdraw",    THEIRS,    "has_no_later",        UNTIL_OWN_NEXT),
    Undo("go_on_active", THEIRS,   "has_no_later",        UNTIL_OWN_NEXT),
    Undo("accept_pause", OFFICE,   "has_no_later",        UNTIL_NEXT),
    Undo("stay",        THEIRS,    "has_no_later",        UNTIL_OWN_NEXT),
    Undo("accept",      OFFICE,    "has_no_later",        UNTIL_NEXT),
    Undo("leave_now",   THEIRS,    "has_no_later",        UNTIL_OWN_NEXT),
    Undo("hear",        OFFICE,    says=UNTIL_REPLIED),
    Undo("reply",       BOTH,      says=UNTIL_READ),
    Undo("drop",        OFFICE,    "has_no_later",        UNTIL_NEXT),
    Undo("put_back",    OFFICE,    "has_no_later",        UNTIL_NEXT),
    Undo("unclaim",     CLAIMANT,  says="次に名乗り出るまで、取り消せます。"),
    Undo("object",      MEMBER,    says=UNTIL_READ),
    Undo("set_aside",   OFFICE,    says=UNTIL_STEP),
    Undo("prove",       OFFICE,    "claimant_has_not_begun", UNTIL_USED),
    Undo("refuse",      OFFICE,    says="名乗り出た人が、もう一度名乗り出るまで、取り消せます。"),
)

NOTICES = {
    # step           who hears of it  the notice's title
    "submit":       (BOTH,            "{subject}の登録の申請を受け付けました"),
    "file":         (APPLICANT,       "{subject}の登録の申請を、市が代わりに入れました"),
    "ask_correct":  (APPLICANT,       "{subject}の登録の申請に、直してほしいところがあります"),
    "add_correct":  (APPLICANT,       "{subject}の登録の申請に、直してほしいところが増えました"),
    "accept_as_is": (APPLICANT,       "{subject}の登録の申請に、そのままでよいところがあります"),
    "drop_correct": (APPLICANT,       "{subject}の登録の申請の、補正の求めを取り消しました"),
    "correct":      (OFFICE,          "{subject}の登録の申請が、直して出し直されました"),
    "approve":      (APPLICANT,       "{subject}を登録しました"),
    "auto_accept":  (APPLICANT,       "{subject}の登録を、去年と同じ内容で更新しました"),
    "decline":      (APPLICANT,       "{subject}の登録は承認されませんでした"),
    "withdraw":     (BOTH,            "{subject}の登録の申請が取り下げられました"),
    "pause":        (BOTH,            "{subject}の休止の届けを受け付けました"),
    "go_on_active": (BOTH,            "{subject}の休止の届けが取り下げられました"),
    "accept_pause": (APPLICANT,       "{subject}の休止を受理しました"),
    "leave":        (BOTH,            "{subject}の退会の届けを受け付けました"),
    "stay":         (BOTH,            "{subject}の退会の届けが取り下げられました"),
    "accept":       (APPLICANT,       "{subject}の退会を受理しました"),
    "leave_now":    (BOTH,            "{subject}の登録をやめました"),
    "hear":         (APPLICANT,       "{subject}の登録の取消しについて、言い分を聞きます"),
    "reply":        (BOTH,            "{subject}の登録の取消しについて、言い分を受け付けました"),
    "hear_out":     (OFFICE,          "{subject}の言い分を聞く期限が過ぎました"),
    "revoke":       (APPLICANT,       "{subject}の登録を取り消しました"),
    "drop":         (APPLICANT,       "{subject}の登録は取り消しません"),
    "take_off":     (APPLICANT,       "{subject}を、協働の名簿から外しました"),
    "expire":       (BOTH,            "{subject}の登録の期限が切れました"),
    "put_back":     (APPLICANT,       "{subject}を、協働の名簿に戻しました"),
    "claim":        ((OFFICE, MEMBER, CLAIMANT), "{subject}の人だと名乗り出た人がいます"),
    "unclaim":      ((OFFICE, MEMBER), "{subject}の人だと名乗り出た人が、やめました"),
    "object":       (OFFICE,          "{subject}の人から、名乗り出た人は違うと知らせがありました"),
    "set_aside":    (MEMBER,          "{subject}の「違う」という知らせを確かめました"),
    "prove":        ((CLAIMANT, MEMBER), "{subject}に名乗り出た人を、団体の人と確かめました"),
    "refuse":       (CLAIMANT,        "{subject}に名乗り出たことを、認められませんでした"),
}

SENTENCES = {
    # step or its taking back: who did what, as the history says it
    "submit":            "{who}が、登録を申請しました。",
    "file":              "{who}が、受け付けた紙の内容を団体に代わって入れました。",
    "ask_correct":       "{who}が、申請の直してほしいところを知らせました。",
    "add_correct":       "{who}が、直してほしいところを足しました。",
    "accept_as_is":      "{who}が、そのままでよいところを知らせました。",
    "drop_correct":      "{who}が、直してほしいと言ったところを取り消しました。",
    "go_on":             "直すところがなくなったので、市の確認に戻りました。",
    "correct":           "{who}が、申請を直して出し直しました。",
    "meet":              "{who}が、面談を終えたと記しました。",
    "approve":           "{who}が、登録を承認しました。",
    "auto_accept":       "去年と同じ内容なので、登録が更新されました。",
    "decline":           "{who}が、登録を承認しないと決めました。",
    "withdraw":          "{who}が、申請を取り下げました。",
    "pause":             "{who}が、休止を届け出ました。",
    "go_on_active":      "{who}が、休止をやめました。",
    "accept_pause":      "{who}が、休止の届けを受理しました。",
    "leave":             "{who}が、退会を届け出ました。",
    "stay":              "{who}が、退会をやめました。",
    "accept":            "{who}が、退会の届けを受理しました。",
    "leave_now":         "{who}が、登録をやめました。",
    "hear":              "{who}が、登録の取消しの前に言い分を聞くと知らせました。",
    "reply":             "{who}が、取消しについての言い分を出しました。",
    "hear_out":          "言い分を聞く期限が過ぎたので、市が決める番になりました。",
    "revoke":            "{who}が、登録を取り消しました。",
    "drop":              "{who}が、登録を取り消さないと決めました。",
    "take_off":          "{who}が、団体を名簿から外しました。",
    "expire":            "登録の期限が切れ、名簿から外れました。",
    "put_back":          "{who}が、団体を名簿に戻しました。",
    "claim":             "{who}が、団体の人だと名乗り出ました。",
    "unclaim":           "{who}が、名乗り出るのをやめました。",
    "object":            "{who}が、名乗り出た人は違うと知らせました。",
    "set_aside":         "{who}が、違うという知らせを確かめて、退けました。",
    "prove":             "{who}が、名乗り出た人を団体の人と確かめました。",
    "refuse":            "{who}が、名乗り出たことを認めないと決めました。",
    "undo_submit":       "{who}が、送った申請を取りもどしました。",
    "undo_file":         "{who}が、代わりに入れた申請を取りもどしました。",
    "undo_correct":      "{who}が、出し直した申請を取りもどしました。",
    "undo_put_back":     "{who}が、名簿に戻したことを取り消しました。",
    "undo_ask_correct":  "{who}が、直してほしいという知らせを取り消しました。",
    "undo_add_correct":  "{who}が、足した直すところを取り消しました。",
    "undo_accept_as_is": "{who}が、そのままでよいという知らせを取り消しました。",
    "undo_drop_correct": "{who}が、やめた補正の求めをもとに戻しました。",
    "undo_go_on":        "{who}が、申請をもう一度、補正に戻しました。",
    "undo_meet":         "{who}が、面談を終えたという記録を取り消しました。",
    "undo_approve":      "{who}が、登録の承認を取り消しました。",
    "undo_auto_accept":  "{who}が、登録の更新を取り消しました。",
    "undo_decline":      "{who}が、承認しないという決定を取り消しました。",
    "undo_withdraw":     "{who}が、申請の取下げを取り消しました。",
    "undo_go_on_active": "{who}が、休止の届けをもとに戻しました。",
    "undo_accept_pause": "{who}が、休止の受理を取り消しました。",
    "undo_stay":         "{who}が、退会の届けをもとに戻しました。",
    "undo_accept":       "{who}が、退会の受理を取り消しました。",
    "undo_leave_now":    "{who}が、登録をやめたことを取り消しました。",
    "undo_hear":         "{who}が、言い分を聞くという知らせを取り消しました。",
    "undo_reply":        "{who}が、言い分を取りもどしました。",
    "undo_drop":         "{who}が、取り消さないという決定を取り消しました。",
    "undo_unclaim":      "{who}が、もう一度名乗り出ました。",
    "undo_object":       "{who}が、違うという知らせを取りもどしました。",
    "undo_set_aside":    "{who}が、違うという知らせをもとに戻しました。",
    "undo_prove":        "{who}が、団体の人と確かめたことを取り消しました。",
    "undo_refuse":       "{who}が、認めないという決定を取り消しました。",
}

QUEUES = (
    Queue("new",      "登録の申請（申請中）",       S.SUBMITTED, OFFICE, "applications"),
    Queue("renewals", "登録の更新（申請中）",       S.SUBMITTED, OFFICE, "renewals"),
    Queue("notices",  "休止・退会の届け（申請中）", S.SUBMITTED, OFFICE, "reports"),
    Queue("hearings", "登録の取消し（決めるところ）", S.HEARD,   OFFICE),
    Queue("claims",   "団体への名乗り出（確認中）", S.CLAIMED,   OFFICE),
)

PARTS = (
    #    key        what happens                 on the way     and beside it
    Part("write",   "集まって、書く",            S.DRAFT),
    Part("read",    "市が読む",                  S.SUBMITTED,   S.CLAIMED),
    Part("mend",    "求められたところを直す",    S.CORRECTING),
    Part("listed",  "登録され、名簿に載る",      S.REGISTERED,  (S.DECLINED, S.WITHDRAWN, S.PROVED)),
    Part("leave",   "変わったら届ける、やめる",  S.DONE,        (S.PAUSED, *HEARINGS)),
)
# fmt: on

REGISTRATION = Process(
    key="registration",
    label="団体の登録",
    tasks="partners.registration.todo.tasks_of",
    done="partners.registration.todo.mark_done",
    access="partners.registration.access.registration",
    hooks=tuple(f"partners.registration.{name}.HOOKS" for name in ("step_actions", "standing_actions", "claim_step_actions")),
    questions=("partners.registration.forms.QUESTIONS",),
    stages={"write": "申請を書く", "check": "市が確かめる", "result": "結果"},
    opens={
        "write": "申請を書く",
        "check": "要件を確かめる",
        "correct": "求められたところを直す",
        "evidence": "団体の人である証拠を出す",
        "entry": "名簿の公開ページを読む",
    },
    states=STATES,
    steps=STEPS,
    undoes=UNDOES,
    notices=NOTICES,
    sentences=SENTENCES,
    queues=QUEUES,
    parts=PARTS,
)
