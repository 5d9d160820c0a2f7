"""申請（後援・共催・減免など）: the table of one application, from the draft to the report that was looked at."""

from kyodo_portal.common.workflow import SAME, Part, Process, Queue, State, Step, Undo, codes_of

GROUP, DEPT, OFFICE, SYSTEM = "applicant", "department", "secretariat", "system"
CITY, BOTH, ANYBODY, BY_ITSELF = (DEPT, OFFICE), (GROUP, DEPT), (GROUP, DEPT, OFFICE), (DEPT, SYSTEM)
THEIRS = (GROUP, "filer")  # the group, or the city that took its step with what came on paper
NOBODY, HELD = (), ("decided", "stands")
COPY = "来年も行うときは、「これをもとに、もう一度申請する」を押すと、内容が写った下書きができます。"

# fmt: off
STATES = (
    #     code              label           turn   next task                    stage    days  until         opens
    State("draft",          "下書き",       GROUP, "申請書を書いて送る",        "apply", None, "apply_by",   opens=("write", "assign"),
          readers=NOBODY),
    State("submitted",      "申請中",       CITY,  "担当課を決めて受け付ける",  "check", 3,    opens="assign"),
    State("received",       "審査中",       DEPT,  "承認するか決める",          "check", 14,   "answer_by"),
    State("correcting",     "補正中",       GROUP, "申請を直して出し直す",      "check", 14,   "correct_by", opens="correct"),
    State("approved",       "承認",         GROUP, "実施を報告する",            "run",   None, "report_due", opens=HELD + ("wait",)),
    State("change_pending", "変更の承認待ち", DEPT, "変更を承認するか決める",   "run",   14,   opens=HELD),
    State("reported",       "報告の確認中", DEPT,  "報告を確かめる",            "report", 14,  opens=HELD + ("report",)),
    State("closed",         "終了",         stage="report", opens=HELD + ("report", "copy"), now=COPY),
    State("declined",       "不承認",       opens=("decided", "copy"),
          now="わからないことは、担当課に聞いてください。直して、新しく申請できます。"),
    State("withdrawn",      "取下げ",       opens=("assign", "copy"), now="必要になったら、これをもとに、新しく申請できます。"),
    State("called_off",     "中止",         opens=("decided", "copy"), now=COPY),
    State("revoked",        "承認の取消し", opens=("decided", "copy"), now="わからないことは、担当課に聞いてください。"),
)
S = ApplicationStatus = codes_of("ApplicationStatus", STATES)
UNDECIDED, TO_READ = (S.SUBMITTED, S.RECEIVED, S.CORRECTING), (S.SUBMITTED, S.RECEIVED)
UNSENT = (S.DRAFT, *UNDECIDED)
HOLDS = (S.APPROVED, S.CHANGE_PENDING)
ITEMS, DROPPED, LEFT, MOVE = ("items", "due"), ("which", "reason"), ("which", "remark"), ("department", "reason")
DOC = ("document_number", "decided_on")
YES, NO = ("agreed", *DOC, "conditions"), ("ground", "reason", *DOC)
OTHERWISE = ("wanted", "what", "reason")
DONE = ("people", "report_text", "income", "expense", "finished")

STEPS = (
    #    name            label                    from          to                who       asks      when, where, how
    Step("submit",       "申請する",              S.DRAFT,      S.SUBMITTED,      GROUP,    (),       "is_own"),
    Step("enter",        "届いた申請を入れる",    S.DRAFT,      S.RECEIVED,       CITY,     (),       "is_entered"),
    Step("receive",      "受け付ける",            S.SUBMITTED,  S.RECEIVED,       CITY,     "department"),
    Step("hand_over",    "担当課を替える",        TO_READ,      SAME,             CITY,     MOVE,     marks="quiet"),
    Step("ask_correct",  "補正を求める",          TO_READ,      S.CORRECTING,     CITY,     ITEMS,    "has_department"),
    Step("add_correct",  "直すところを足す",      S.CORRECTING, SAME,             CITY,     ITEMS),
    Step("accept_as_is", "このままでよいとする",  S.CORRECTING, SAME,             CITY,     LEFT),
    Step("drop_correct", "補正の求めを取り消す",  S.CORRECTING, SAME,             CITY,     DROPPED,  marks="quiet"),
    Step("go_on_unread", "補正を終えて受付に戻る", S.CORRECTING, S.SUBMITTED,     SYSTEM,   (),       "goes_back_unread"),
    Step("go_on_read",   "補正を終えて審査に戻る", S.CORRECTING, S.RECEIVED,      SYSTEM,   (),       "goes_back_read"),
    Step("correct",      "直して出し直す",        S.CORRECTING, S.RECEIVED,       GROUP,    page="application-correct"),
    Step("withdraw",     "取り下げる",            UNSENT,       S.WITHDRAWN,      GROUP,    "reason", "was_sent", marks="quiet"),
    Step("approve",      "承認を記録する",        S.RECEIVED,   S.APPROVED,       DEPT,     YES),
    Step("decline",      "不承認を記録する",      S.RECEIVED,   S.DECLINED,       DEPT,     NO,       marks="quiet"),
    Step("report",       "実施を報告する",        S.APPROVED,   S.REPORTED,       GROUP,    DONE,     "has_begun"),
    Step("ask_change",   "変更を届ける",          S.APPROVED,   S.CHANGE_PENDING, GROUP,    OTHERWISE, "is_not_over", marks="quiet"),
    Step("allow_change", "変更を承認する",        S.CHANGE_PENDING, S.APPROVED,   DEPT,     DOC),
    Step("refuse_change", "変更を承認しない",     S.CHANGE_PENDING, S.APPROVED,   DEPT,     ("ground", "reason"), marks="quiet"),
    Step("call_off",     "中止を届ける",          S.APPROVED,   S.CALLED_OFF,     ANYBODY,  "reason", marks="quiet"),
    Step("ask_report",   "報告を求める",          S.APPROVED,   SAME,             DEPT,     "due",    "is_not_asked"),
    Step("lift_bar",     "次の申請を受け取れるようにする", S.APPROVED, SAME,   OFFICE,   "reason", "bars_the_next", marks="quiet"),
    Step("take_report",  "報告を確かめて終える",  S.REPORTED,   S.CLOSED,         DEPT),
    Step("send_back",    "報告を差し戻す",        S.REPORTED,   S.APPROVED,       DEPT,     ("reason", "due"), marks="quiet"),
    Step("end_quietly",  "報告を求めずに終える",  S.APPROVED,   S.CLOSED,         BY_ITSELF, (),      "is_over_unasked"),
    Step("revoke",       "承認を取り消す",        HOLDS,        S.REVOKED,        CITY,     NO,       marks="quiet"),
)
NEXT, UNTIL_READ = "次の手続きまで、取り消せます。", "市が次の手続きをするまで、取り消せます。入れた内容は残ります。"
UNTIL_SENT, UNTIL_BEGUN = "団体が出し直すまで、取り消せます。", "催しなどが始まり、台帳の記録が進むまで、取り消せます。"

UNDOES = (
    #    takes back      who      while                  the same in words
    Undo("submit",       GROUP,   says=UNTIL_READ),
    Undo("enter",        CITY,    says=NEXT),
    Undo("receive",      CITY,    says=NEXT),
    Undo("hand_over",    CITY,    says=NEXT),
    Undo("ask_correct",  CITY,    says=UNTIL_SENT),
    Undo("add_correct",  CITY,    says=UNTIL_SENT),
    Undo("accept_as_is", CITY,    says=UNTIL_SENT),
    Undo("drop_correct", CITY,    says=UNTIL_SENT),
    Undo("go_on_unread", CITY,    says=NEXT),
    Undo("go_on_read",   CITY,    says=NEXT),
    Undo("correct",      THEIRS,  says=UNTIL_READ),
    Undo("withdraw",     THEIRS,  says="いつでも取り消せます。"),
    Undo("approve",      DEPT,    "entry_is_untouched",  UNTIL_BEGUN),
    Undo("decline",      DEPT,    says="いつでも取り消せます。"),
    Undo("report",       THEIRS,  says="市が報告を確かめるまで、取り消せます。"),
    Undo("ask_change",   THEIRS,  says="市が答えるまで、取り消せます。"),
    Undo("allow_change", DEPT,    says=NEXT),
    Undo("refuse_change", DEPT,   says=NEXT),
    Undo("call_off",     ANYBODY, says=NEXT),
    Undo("ask_report",   DEPT,    says=NEXT),
    Undo("lift_bar",     OFFICE,  says=NEXT),
    Undo("take_report",  DEPT,    "entry_can_go_back",   "台帳のふりかえりが書かれはじめるまで、取り消せます。"),
    Undo("send_back",    DEPT,    says="団体がもう一度報告するまで、取り消せます。"),
    Undo("end_quietly",  DEPT,    "entry_can_go_back",   "台帳のふりかえりが書かれはじめるまで、取り消せます。"),
    Undo("revoke",       CITY,    says=NEXT),
)

NOTICES = {
    # step           who hears of it  the notice's title
    "submit":       (BOTH,    "「{subject}」の申請を受け取りました"),
    "enter":        (GROUP,   "「{subject}」の申請を、市が代わりに入れました"),
    "receive":      (GROUP,   "「{subject}」の申請を受け付けました"),
    "hand_over":    (BOTH,    "「{subject}」の申請の担当課が替わりました"),
    "ask_correct":  (GROUP,   "「{subject}」の申請に、直してほしいところがあります"),
    "add_correct":  (GROUP,   "「{subject}」の申請に、直してほしいところが増えました"),
    "accept_as_is": (GROUP,   "「{subject}」の申請に、そのままでよいところがあります"),
    "drop_correct": (GROUP,   "「{subject}」の申請の、補正の求めを取り消しました"),
    "correct":      (DEPT,    "「{subject}」の申請が、直して出し直されました"),
    "withdraw":     (BOTH,    "「{subject}」の申請が取り下げられました"),
    "approve":      (GROUP,   "「{subject}」の申請が承認されました"),
    "decline":      (GROUP,   "「{subject}」の申請は承認されませんでした"),
    "report":       (BOTH,    "「{subject}」の実施の報告がありました"),
    "ask_change":   (BOTH,    "「{subject}」の変更の届けがありました"),
    "allow_change": (GROUP,   "「{subject}」の変更が承認されました"),
    "refuse_change": (GROUP,  "「{subject}」の変更は承認されませんでした"),
    "call_off":     (BOTH,    "「{subject}」の中止の届けがありました"),
    "ask_report":   (GROUP,   "「{subject}」の実施の報告をお願いします"),
    "lift_bar":     (GROUP,   "「{subject}」の報告を待たずに、次の申請を送れます"),
    "take_report":  (GROUP,   "「{subject}」の実施の報告を確かめました"),
    "send_back":    (GROUP,   "「{subject}」の実施の報告を、もう一度出してください"),
    "revoke":       (BOTH,    "「{subject}」の承認を取り消しました"),
}

SENTENCES = {
    # step or its taking back: who did what, as the history says it
    "submit":             "{who}が、申請しました。",
    "enter":              "{who}が、届いた申請を団体に代わって入れました。",
    "receive":            "{who}が、申請を受け付けました。",
    "hand_over":          "{who}が、担当課を替えました。",
    "ask_correct":        "{who}が、直してほしいところを知らせました。",
    "add_correct":        "{who}が、直してほしいところを足しました。",
    "accept_as_is":       "{who}が、そのままでよいところを知らせました。",
    "drop_correct":       "{who}が、直してほしいと言ったところを取り消しました。",
    "go_on_unread":       "直すところがなくなったので、受付に戻りました。",
    "go_on_read":         "直すところがなくなったので、審査に戻りました。",
    "correct":            "{who}が、申請を直して出し直しました。",
    "withdraw":           "{who}が、申請を取り下げました。",
    "approve":            "{who}が、申請を承認しました。",
    "decline":            "{who}が、申請を承認しないと決めました。",
    "report":             "{who}が、実施を報告しました。",
    "ask_change":         "{who}が、変更を届けました。",
    "allow_change":       "{who}が、変更を承認しました。",
    "refuse_change":      "{who}が、変更を承認しませんでした。",
    "call_off":           "{who}が、中止を届けました。",
    "ask_report":         "{who}が、実施の報告を求めました。",
    "lift_bar":           "{who}が、報告を待たずに、次の申請を受け取れるようにしました。",
    "take_report":        "{who}が、報告を確かめて終えました。",
    "send_back":          "{who}が、報告を差し戻しました。",
    "end_quietly":        "報告を求めずに終わりました（{who}）。",
    "revoke":             "{who}が、承認を取り消しました。",
    "undo_submit":        "{who}が、送った申請を取りもどしました。",
    "undo_enter":         "{who}が、代わりに入れた申請を取りもどしました。",
    "undo_receive":       "{who}が、受付を取り消しました。",
    "undo_hand_over":     "{who}が、担当課をもとに戻しました。",
    "undo_ask_correct":   "{who}が、直してほしいという知らせを取り消しました。",
    "undo_add_correct":   "{who}が、足した直すところを取り消しました。",
    "undo_accept_as_is":  "{who}が、そのままでよいという知らせを取り消しました。",
    "undo_drop_correct":  "{who}が、やめた補正の求めをもとに戻しました。",
    "undo_go_on_unread":  "{who}が、申請をもう一度、補正に戻しました。",
    "undo_go_on_read":    "{who}が、申請をもう一度、補正に戻しました。",
    "undo_correct":       "{who}が、出し直した申請を取りもどしました。",
    "undo_withdraw":      "{who}が、申請の取下げを取り消しました。",
    "undo_approve":       "{who}が、承認を取り消して、審査に戻しました。",
    "undo_decline":       "{who}が、承認しないという決定を取り消しました。",
    "undo_report":        "{who}が、出した報告を取りもどしました。",
    "undo_ask_change":    "{who}が、変更の届けを取り消しました。",
    "undo_allow_change":  "{who}が、変更の承認を取り消しました。",
    "undo_refuse_change": "{who}が、変更を承認しないという答えを取り消しました。",
    "undo_call_off":      "{who}が、中止の届けを取り消しました。",
    "undo_ask_report":    "{who}が、報告の求めを取り消しました。",
    "undo_lift_bar":      "{who}が、次の申請を受け取ることを、取り消しました。",
    "undo_take_report":   "{who}が、終えたことを取り消して、報告の確認に戻しました。",
    "undo_send_back":     "{who}が、報告の差戻しを取り消しました。",
    "undo_end_quietly":   "{who}が、終えたことを取り消しました。",
    "undo_revoke":        "{who}が、承認の取消しを、取り消しました。",
}

QUEUES = (
    #     key        label                        where                            whose
    Queue("new",     "受付を待つ申請",            S.SUBMITTED,                     CITY),
    Queue("judge",   "承認するか決める申請",      S.RECEIVED,                      DEPT),
    Queue("correct", "補正を待っている申請",      S.CORRECTING,                    CITY, turns=GROUP),
    Queue("change",  "変更の承認を待つ申請",      S.CHANGE_PENDING,                DEPT),
    Queue("report",  "報告を待っている申請",      S.APPROVED,                      CITY, turns=GROUP),
    Queue("reported", "報告を確かめる申請",       S.REPORTED,                      DEPT),
    Queue("late",    "期限後に出た申請",          UNDECIDED,                       CITY, "came_late", turns=ANYBODY),
)

LOST = (S.DECLINED, S.WITHDRAWN, S.CALLED_OFF, S.REVOKED)
PARTS = (
    #    key        what happens              on the way                 and beside it
    Part("write",   "書いて、送る",           S.DRAFT),
    Part("check",   "受けとり、担当課が読む", (S.SUBMITTED, S.RECEIVED), S.CORRECTING),
    Part("hold",    "承認されて、行う",       S.APPROVED,                S.CHANGE_PENDING),
    Part("report",  "行ったことを報告する",   S.REPORTED),
    Part("end",     "終わる",                 S.CLOSED,                  LOST),
)

# fmt: on

APPLICATION = Process(
    key="application",
    label="後援・共催・減免の申請",
    tasks="projects.applications.todo.tasks_of",
    done="projects.applications.todo.mark_done",
    access="projects.applications.access.application",
    hooks=("projects.applications.step_actions.HOOKS", "projects.applications.decision_actions.HOOKS"),
    questions=("projects.applications.step_forms.QUESTIONS",),
    stages={"apply": "申請を書く", "check": "市が確かめる", "run": "行う", "report": "報告する"},
    opens={
        "write": "申請を書く",
        "correct": "求められたところを直す",
        "assign": "担当課が、まだ決まっていないことがある",
        "decided": "決裁の文書番号と日、条件、理由を読む",
        "stands": "承認が続いている",
        "wait": "始まる日を待つ",
        "report": "実施の報告を読む",
        "copy": "これをもとに、もう一度申請する",
    },
    states=STATES,
    steps=STEPS,
    undoes=UNDOES,
    notices=NOTICES,
    sentences=SENTENCES,
    queues=QUEUES,
    parts=PARTS,
)
