"""補助金: the table of one grant, from 交付申請 to 額の確定 and 返還."""

from kyodo_portal.common.workflow import SAME, Process, Queue, State, Step, Undo, codes_of

GROUP, DEPT = "applicant", "department"
THEIRS = (GROUP, "filer")  # the group, or whoever took its step with what came on paper
SYSTEM = "system"
CITY, BOTH = ("department", "secretariat"), ("applicant", "department", "secretariat")
TOLD = ("applicant", "department")
ALL, NOBODY = ("city", "public"), ()
DONE = ("page", "reported", "settled")

# fmt: off
STATES = (
    #     code            label             turn   next task                          stage     days      until          page, what is open
    State("draft",        "下書き",         GROUP, "交付申請の続きを書いて出す",      "apply",  None,     "closes_on",   "grant-edit",
          opens="write", readers=NOBODY),
    State("submitted",    "申請中",         DEPT,  "交付申請を受け付ける",            "apply",  14),
    State("correcting",   "補正中",         GROUP, "交付申請を直して出し直す",        "apply",  None,     "correct_by",  "grant-correct",
          opens="correct"),
    State("received",     "審査中",         DEPT,  "交付するかどうかを決める",        "decide", 30),
    State("decided",      "交付決定",       GROUP, "事業を進めて、実績を報告する",    "do",     None,     "report_by",   "grant-report",
          opens=("page", "change", "report"), readers=ALL),
    State("changing",     "変更の承認待ち", DEPT,  "変更や中止を承認するか決める",    "do",     14,       opens="page",   readers=ALL),
    State("report_due",   "実績報告待ち",   GROUP, "実績を報告する",                  "report", None,     "report_by",   "grant-report",
          opens=("page", "report"), readers=ALL),
    State("reported",     "実績報告あり",   DEPT,  "実績報告を検査する",              "report", 30,       opens=DONE[:2], readers=ALL),
    State("inspected",    "検査済み",       DEPT,  "補助金の額を確定する",            "settle", 14,       opens=DONE[:2], readers=ALL),
    State("confirmed",    "額の確定",       (GROUP, DEPT), "請求する、支払う、または返還を求める", "settle", 30,
          opens=DONE, readers=ALL),
    State("claimed",      "請求あり",       DEPT,  "補助金を支払う",                  "settle", 30,       opens=DONE, readers=ALL),
    State("refund_due",   "返還待ち",       (GROUP, DEPT), "補助金を返す・納付を記録する", "settle", None, "refund_by", opens=DONE,
          readers=ALL),
    State("settled",      "精算済み",       stage="settle", opens=DONE, readers=ALL, now="手続きは終わりました。領収書などの書類は、5年間とっておいてください。"),
    State("declined",     "不交付",         stage="decide", now="理由を読んで、次の年度に申請できます。わからないことは、担当課に聞いてください。"),
    State("withdrawn",    "取下げ",         now="必要になったら、新しく申請できます。"),
    State("renounced",    "決定後の取下げ", now="必要になったら、新しく申請できます。"),
    State("revoked",      "決定の取消し",   now="理由を読んで、わからないことは担当課に聞いてください。"),
)
S = GrantStatus = codes_of("GrantStatus", STATES)
UNDECIDED = (S.SUBMITTED, S.CORRECTING, S.RECEIVED)
AFTER = (S.DECIDED, S.CHANGING, S.REPORT_DUE, S.REPORTED, S.INSPECTED, S.CONFIRMED, S.CLAIMED, S.SETTLED)
RUNNING = (S.DECIDED, S.REPORT_DUE)
DOC = ("document_number", "decided_on")
TO_READ, ITEMS, DROPPED, LEFT = (S.SUBMITTED, S.RECEIVED), ("items", "due"), ("which", "reason"), ("which", "remark")
DECIDE = ("decided_lines", "amount", "cut_reason", "conditions", *DOC)
INSPECT = ("confirmed_lines", "inspected_on", "how", "found", "despite")
PAID = ("amount", "paid_on", "document_number")
CAME_BACK = ("amount", "late_interest", "surcharge", "paid_on", "document_number")

STEPS = (
    #    name             label                        from          to            who    asks                              when
    Step("submit",        "交付を申請する",            S.DRAFT,      S.SUBMITTED,  GROUP, "despite",                        "takes_now"),
    Step("receive",       "受け付ける",                S.SUBMITTED,  S.RECEIVED,   CITY),
    Step("ask_correct",   "補正を求める",              TO_READ,      S.CORRECTING, CITY,  ITEMS),
    Step("add_correct",   "直すところを足す",          S.CORRECTING, SAME,         CITY,  ITEMS),
    Step("accept_as_is",  "このままでよいとする",      S.CORRECTING, SAME,         CITY,  LEFT),
    Step("drop_correct",  "補正の求めを取り消す",      S.CORRECTING, SAME,         CITY,  DROPPED,                          marks="quiet"),
    Step("go_on_unread",  "補正を終えて受付に戻る",    S.CORRECTING, S.SUBMITTED,  SYSTEM, (),                              "goes_back_unread"),
    Step("go_on_read",    "補正を終えて審査に戻る",    S.CORRECTING, S.RECEIVED,   SYSTEM, (),                              "goes_back_read"),
    Step("correct",       "直して出し直す",            S.CORRECTING, S.RECEIVED,   GROUP, page="grant-correct"),
    Step("withdraw",      "取り下げる",                UNDECIDED,    S.WITHDRAWN,  GROUP, "reason",                         marks="quiet"),
    Step("decide",        "交付決定を記録する",        S.RECEIVED,   S.DECIDED,    CITY,  DECIDE),
    Step("decline",       "不交付を記録する",          S.RECEIVED,   S.DECLINED,   CITY,  ("ground", "reason", *DOC),       marks="quiet"),
    Step("renounce",      "決定を受けずに取り下げる",  S.DECIDED,    S.RENOUNCED,  GROUP, "reason",                         "may_renounce",
         marks="quiet"),
    Step("note_change",   "軽微な変更を届ける",        S.DECIDED,    SAME,         GROUP, "what",                           "is_minor_change"),
    Step("ask_change",    "変更の承認を求める",        S.DECIDED,    S.CHANGING,   GROUP, ("what", "reason"),               "is_major_change"),
    Step("ask_stop",      "中止の承認を求める",        S.DECIDED,    S.CHANGING,   GROUP, "reason",                         marks="quiet"),
    Step("allow_change",  "変更を承認する",            S.CHANGING,   S.DECIDED,    CITY,  ("amount", *DOC),                 "asks_change"),
    Step("allow_stop",    "中止を承認する",            S.CHANGING,   S.REPORT_DUE, CITY,  ("due", *DOC),                    "asks_stop"),
    Step("refuse_change", "承認しない",                S.CHANGING,   S.DECIDED,    CITY,  ("reason", *DOC),                 marks="quiet"),
    Step("drop_change",   "変更の申請を取り下げる",    S.CHANGING,   S.DECIDED,    GROUP, marks="quiet"),
    Step("ask_advance",   "概算払を請求する",          S.DECIDED,    SAME,         GROUP, ("amount", "reason"),             "may_ask_advance"),
    Step("pay_advance",   "概算払を記録する",          RUNNING,      SAME,         CITY,  PAID,                             "has_asked_advance"),
    Step("progress",      "遂行状況を報告する",        S.DECIDED,    SAME,         GROUP, ("spent", "text"),                marks="quiet"),
    Step("direct",        "遂行を命じる",              S.DECIDED,    SAME,         CITY,  ("reason", "due"),                marks="quiet"),
    Step("finish",        "事業を終える",              S.DECIDED,    S.REPORT_DUE, BOTH,  "ended_on",                       marks="quiet"),
    Step("report",        "実績報告を出す",            RUNNING,      S.REPORTED,   GROUP, "despite",                        "has_actuals"),
    Step("send_back",     "報告を差し戻す",            S.REPORTED,   S.REPORT_DUE, CITY,  ("reason", "due"),                marks="quiet"),
    Step("inspect",       "検査を記録する",            S.REPORTED,   S.INSPECTED,  CITY,  INSPECT),
    Step("confirm",       "額を確定する",              S.INSPECTED,  S.CONFIRMED,  CITY,  ("amount", "why_differs", "despite", *DOC)),
    Step("claim",         "請求する",                  S.CONFIRMED,  S.CLAIMED,    GROUP, (),                               "owes_group"),
    Step("pay",           "支払を記録する",            (S.CONFIRMED, S.CLAIMED), S.SETTLED, CITY, (*PAID, "despite"),         "owes_group"),
    Step("settle",        "過不足なしで終える",        S.CONFIRMED,  S.SETTLED,    SYSTEM, (),                              "is_even"),
    Step("ask_refund",    "返還を求める",              S.CONFIRMED,  S.REFUND_DUE, CITY,  ("due", *DOC),                    "is_overpaid"),
    Step("refund_part",   "返還の一部を記録する",      S.REFUND_DUE, SAME,         CITY,  PAID),
    Step("refund",        "返還が済んだことを記録する", S.REFUND_DUE, S.SETTLED,   CITY,  CAME_BACK),
    Step("revoke",        "決定を取り消す",            AFTER,        S.REVOKED,    CITY,  ("ground", "reason", *DOC),       "nothing_paid",
         marks="quiet"),
    Step("revoke_paid",   "取り消して返還を求める",    AFTER,        S.REFUND_DUE, CITY,  ("ground", "reason", "amount", "due", *DOC), "has_paid",
         marks="quiet"),
    Step("report_vat",    "消費税の控除額を報告する",  S.SETTLED,    SAME,         GROUP, "vat",                            "asks_vat", marks="quiet"),
)
UNTIL_READ, UNTIL_NEXT = "市が次の手続きをするまで、取り消せます。", "次の手続きまで、取り消せます。"
UNTIL_GROUP = "団体が次の手続きをするまで、取り消せます。"

UNDOES = (
    #    takes back       who    in words
    *(Undo(name, THEIRS, says=UNTIL_READ) for name in (
        "submit", "correct", "withdraw", "renounce", "note_change", "ask_change", "ask_stop", "drop_change", "ask_advance", "progress",
        "report", "claim", "report_vat",
    )),
    *(Undo(name, CITY, says=UNTIL_GROUP) for name in (
        "receive", "ask_correct", "add_correct", "accept_as_is", "drop_correct", "go_on_unread", "go_on_read",
        "decide", "decline", "allow_change", "allow_stop", "refuse_change", "pay_advance", "direct",
        "send_back", "inspect", "confirm", "pay", "settle", "ask_refund", "refund_part", "refund", "revoke", "revoke_paid",
    )),
    Undo("finish", BOTH, says=UNTIL_NEXT),
)

NOTICES = {
    # step           who hears  the notice's title
    "submit":        (TOLD,     "{subject}の交付申請を受け取りました"),
    "receive":       (GROUP,    "{subject}の交付申請を受け付けました"),
    "ask_correct":   (GROUP,    "{subject}の交付申請に、直してほしいところがあります"),
    "correct":       (DEPT,     "{subject}の交付申請が、直して出し直されました"),
    "add_correct":   (GROUP,    "{subject}の交付申請に、直してほしいところが増えました"),
    "accept_as_is":  (GROUP,    "{subject}の交付申請に、そのままでよいところがあります"),
    "drop_correct":  (GROUP,    "{subject}の交付申請の、補正の求めを取り消しました"),
    "withdraw":      (TOLD,     "{subject}の交付申請が取り下げられました"),
    "decide":        (GROUP,    "{subject}の交付を決定しました"),
    "decline":       (GROUP,    "{subject}は交付しないことになりました"),
    "renounce":      (TOLD,     "{subject}の申請が、決定のあとに取り下げられました"),
    "note_change":   (DEPT,     "{subject}の軽微な変更の届けがありました"),
    "ask_change":    (DEPT,     "{subject}の変更の承認が求められました"),
    "ask_stop":      (DEPT,     "{subject}の中止の承認が求められました"),
    "allow_change":  (GROUP,    "{subject}の変更を承認しました"),
    "allow_stop":    (GROUP,    "{subject}の中止を承認しました"),
    "refuse_change": (GROUP,    "{subject}の変更や中止は承認されませんでした"),
    "drop_change":   (DEPT,     "{subject}の変更の申請が取り下げられました"),
    "ask_advance":   (DEPT,     "{subject}の概算払の請求がありました"),
    "pay_advance":   (GROUP,    "{subject}の概算払を支払いました"),
    "progress":      (DEPT,     "{subject}の遂行状況の報告がありました"),
    "direct":        (GROUP,    "{subject}について、決定のとおりに進めてください"),
    "finish":        (TOLD,     "{subject}の事業が終わりました"),
    "report":        (DEPT,     "{subject}の実績報告が出されました"),
    "send_back":     (GROUP,    "{subject}の実績報告に、直してほしいところがあります"),
    "confirm":       (GROUP,    "{subject}の補助金の額が確定しました"),
    "claim":         (DEPT,     "{subject}の補助金の請求がありました"),
    "pay":           (GROUP,    "{subject}の補助金を支払いました"),
    "ask_refund":    (GROUP,    "{subject}の補助金の返還をお願いします"),
    "refund_part":   (GROUP,    "{subject}の返還の一部を受け取りました"),
    "refund":        (GROUP,    "{subject}の返還が済みました"),
    "revoke":        (GROUP,    "{subject}の交付決定を取り消しました"),
    "revoke_paid":   (GROUP,    "{subject}の交付決定を取り消し、返還をお願いします"),
    "report_vat":    (DEPT,     "{subject}の消費税の控除額の報告がありました"),
}

SAID = {
    # step: what was done, as the history says it
    "submit": "交付を申請しました", "receive": "申請を受け付けました", "ask_correct": "補正を求めました", "correct": "直して出し直しました",
    "add_correct": "直してほしいところを足しました", "accept_as_is": "そのままでよいところを知らせました",
    "drop_correct": "直してほしいと言ったところを取り消しました", "withdraw": "申請を取り下げました", "decide": "交付決定を記録しました",
    "decline": "不交付を記録しました", "renounce": "決定を受けずに取り下げました", "note_change": "軽微な変更を届けました",
    "ask_change": "変更の承認を求めました", "ask_stop": "中止の承認を求めました", "allow_change": "変更を承認しました",
    "allow_stop": "中止を承認しました", "refuse_change": "変更や中止を承認しませんでした", "drop_change": "変更の申請を取り下げました",
    "ask_advance": "概算払を請求しました", "pay_advance": "概算払を支払いました", "progress": "遂行状況を報告しました",
    "direct": "決定のとおりに進めるよう命じました", "finish": "事業を終えたと記しました", "report": "実績報告を出しました",
    "send_back": "実績報告を差し戻しました", "inspect": "検査を記録しました", "confirm": "補助金の額を確定しました",
    "claim": "補助金を請求しました", "pay": "補助金を支払いました", "ask_refund": "返還を求めました", "refund_part": "返還の一部を受け取りました", "refund": "返還がすべて済んだと記しました",
    "revoke": "交付決定を取り消しました", "revoke_paid": "交付決定を取り消して、返還を求めました",
    "report_vat": "消費税の控除額を報告しました",
}
EVEN = {
    "settle": "支払った額と確定額が同じなので、精算が終わりました。",
    "undo_settle": "{who}が、額の確定を取り消すために、精算の終わりを取り消しました。",
}
WENT_ON = {"go_on_unread": "直すところがなくなったので、受付に戻りました。", "go_on_read": "直すところがなくなったので、審査に戻りました。"}
SENTENCES = {name: f"{{who}}が、{words}。" for name, words in SAID.items()} | WENT_ON | EVEN | {
    f"undo_{name}": f"{{who}}が、「{words}」を取り消しました。" for name, words in SAID.items()
} | {f"undo_{name}": "{who}が、申請をもう一度、補正に戻しました。" for name in WENT_ON}

QUEUES = (
    #     key        label                        where                               whose
    Queue("receive", "受け付ける交付申請",         S.SUBMITTED,                        CITY, turns=CITY),
    Queue("decide",  "交付を決める申請",           S.RECEIVED,                         CITY, turns=CITY),
    Queue("change",  "変更の承認を待つ補助金",     S.CHANGING,                         CITY, turns=CITY),
    Queue("inspect", "検査する実績報告",           S.REPORTED,                         CITY, turns=CITY),
    Queue("settle",  "額を確定する・支払う補助金", (S.INSPECTED, S.CONFIRMED, S.CLAIMED), CITY, turns=CITY),
    Queue("late",    "期限をすぎた補助金",         (),                                 CITY, turns=BOTH, is_late=True),
)
# fmt: on

GRANT = Process(
    key="grant",
    label="補助金",
    tasks="projects.grants.todo.tasks_of",
    done="projects.grants.todo.mark_done",
    access="projects.grants.access.grant",
    hooks=(
        "projects.grants.apply_actions.HOOKS", "projects.grants.correct_actions.HOOKS",
        "projects.grants.run_actions.HOOKS", "projects.grants.settle_actions.HOOKS",
    ),
    questions=("projects.grants.forms.QUESTIONS", "projects.grants.correct_forms.QUESTIONS"),
    stages={"apply": "申請", "decide": "決定", "do": "実施", "report": "報告", "settle": "精算"},
    opens={
        "write": "申請と予算を書く",
        "correct": "求められたところを直す",
        "page": "公開のページに、団体と決定した額が出る",
        "change": "変更したい予算を書く",
        "report": "実績と決算を書く",
        "reported": "台帳の年度が、報告に進む",
        "settled": "公開のページに、確定した額が出る",
    },
    states=STATES,
    steps=STEPS,
    undoes=UNDOES,
    notices=NOTICES,
    sentences=SENTENCES,
    queues=QUEUES,
)
