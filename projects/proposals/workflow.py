"""提案: from the draft to the result. The city's decision (決裁) is made outside; its number is carried over here."""
from kyodo_portal.common.workflow import SAME, Part, Process, Queue, State, Step, Undo, codes_of

APPLICANT, OFFICE, DEPARTMENT, PANEL, SYSTEM = "applicant", "secretariat", "department", "panel", "system"
THEIRS = (APPLICANT, "filer")  # the group, or the secretariat that took its step with what came on paper
BOTH, GROUP_AND_DEPARTMENT, ALL_SIDES = (APPLICANT, OFFICE), (APPLICANT, DEPARTMENT), (APPLICANT, OFFICE, DEPARTMENT)
NOBODY, JUDGES, EVERYBODY, IF_TOLD = (), ("city", "panel"), ("city", "public"), ("city", "public_if_told")
WRITING = ("write", "join")
PLAN_NOW = "つぎは、団体と担当課で、台帳に載った取り組みの計画を決めます。することは、マイページに出ます。"
COPY_NOW = "この提案の手続きは終わりました。受付中の募集には、これをもとに新しい提案書を書いて出せます。"
WON, OVER = ("marks", "result", "files", "entry"), ("marks", "result", "copy")

# fmt: off
STATES = (
    #     code            label         whose turn  next task                       stage      days  until
    State("draft",        "下書き",     APPLICANT,  "提案書を書いて送る",           "receipt", None, "closes_on", opens=WRITING, readers=NOBODY),
    State("submitted",    "提出済",     OFFICE,     "書類を確かめて受け付ける",     "receipt", 7, opens="join"),
    State("received",     "受付済",     OFFICE,     "担当課との協議か審査に進める", "check",   14, opens="join"),
    State("correcting",   "補正中",     APPLICANT,  "提案書を直して出し直す",       "check",   14,   "correct_by", opens=WRITING),
    State("in_talks",     "担当課協議", DEPARTMENT, "協議を記録する",               "talks",   30,
          opens=("talk", "record", "join"), then=OFFICE, then_task="審査に進める"),
    State("reviewing",    "審査中",     PANEL,      "審査票を書く",                 "review",  60,   "judge_by",
          opens=("mark", "marks", "record"), readers=JUDGES, then=OFFICE, then_task="決定を記録する"),
    State("decided",      "結果準備",   OFFICE,     "結果を知らせる",               "review",  14,   "result_on", opens="marks", readers=JUDGES),
    State("adopted",      "採択",       stage="result",     opens=WON,    readers=EVERYBODY, now=PLAN_NOW),
    State("adopted_with_conditions", "条件付採択", stage="result", opens=WON, readers=EVERYBODY, now=PLAN_NOW),
    State("declined",     "不採択",     stage="result",     opens=OVER,   readers=IF_TOLD,   now=COPY_NOW),
    State("continued",    "継続協議",   DEPARTMENT, "協議を続ける",                 "talks",   90,
          opens=("marks", "result", "talk", "record", "join")),
    State("withdrawn",    "取下げ",                         opens="copy", now=COPY_NOW),
    State("not_accepted", "不受理",                         opens="copy", now=COPY_NOW),
    State("renounced",    "辞退",                           opens=OVER,   now=COPY_NOW),
    State("lapsed",       "失効",                           opens=OVER,   now=COPY_NOW),
)
S = ProposalStatus = codes_of("ProposalStatus", STATES)
CONDITIONAL, ADOPTED = S.ADOPTED_WITH_CONDITIONS, (S.ADOPTED, S.ADOPTED_WITH_CONDITIONS)
UNREAD, READ = (S.SUBMITTED, S.RECEIVED, S.CORRECTING), (S.RECEIVED, S.IN_TALKS)
TO_CORRECT = (S.SUBMITTED, S.RECEIVED, S.IN_TALKS)
TALKING = (S.IN_TALKS, S.CONTINUED)
TOLD, TELLING = (*ADOPTED, S.DECLINED, S.CONTINUED), ("adopt", "adopt_with", "decline", "continue")
UNDER_WAY = (*UNREAD, S.IN_TALKS, S.REVIEWING, S.CONTINUED)
IN_CITY, SENT_ONCE = (*UNDER_WAY, S.DECIDED), (S.DRAFT, *UNDER_WAY)
ITEMS, DROPPED, LEFT, STOP = ("items", "due"), ("which", "reason"), ("which", "remark"), ("reason", "public_reason")
MOVE, ASK = ("department", "reason"), ("other_department", "reason")
RECORD = (
    "result", "office", "form", "document_number", "decided_on", "amount", "why", "conditions", "advice", "early", "early_reason",
    "ahead_reason", "despite", "tie_note",
)

STEPS = (
    #    name                label                     from           to              who        asks, when, how
    Step("submit",           "提出する",               S.DRAFT,       S.SUBMITTED,    APPLICANT, (), "is_own_draft", page="proposal-check"),
    Step("enter",            "紙で受け付ける",         S.DRAFT,       S.RECEIVED,     OFFICE,    (), "came_on_paper", page="proposal-check"),
    Step("receive",          "受け付ける",             S.SUBMITTED,   S.RECEIVED,     OFFICE),
    Step("ask_correct",      "補正を求める",           TO_CORRECT,    S.CORRECTING,   OFFICE,    ITEMS),
    Step("add_correct",      "直すところを足す",       S.CORRECTING,  SAME,           OFFICE,    ITEMS),
    Step("accept_as_is",     "このままでよいとする",   S.CORRECTING,  SAME,           OFFICE,    LEFT),
    Step("drop_correct",     "補正の求めを取り消す",   S.CORRECTING,  SAME,           OFFICE,    DROPPED, marks="quiet"),
    Step("go_on_unread",     "補正を終えて受付に戻る", S.CORRECTING,  S.SUBMITTED,    SYSTEM,    (), "goes_back_unread"),
    Step("go_on_read",       "補正を終えて確認に戻る", S.CORRECTING,  S.RECEIVED,     SYSTEM,    (), "goes_back_read"),
    Step("go_on_talks",      "補正を終えて協議に戻る", S.CORRECTING,  S.IN_TALKS,     SYSTEM,    (), "goes_back_to_talks"),
    Step("correct",          "直して出し直す",         S.CORRECTING,  S.RECEIVED,     APPLICANT, page="proposal-check"),
    Step("not_accept",       "受理しない",             UNREAD,        S.NOT_ACCEPTED, OFFICE,    "reason", marks="quiet"),
    Step("start_talks",      "担当課との協議に進める", S.RECEIVED,    S.IN_TALKS,     OFFICE,    "department"),
    Step("change_department", "担当課を替える",        TALKING,       SAME,           OFFICE,    MOVE,   marks="quiet"),
    Step("also_ask",         "ほかの課にも協議を頼む", TALKING,       SAME,           OFFICE,    ASK,    marks="quiet"),
    Step("start_review",     "審査に進める",           READ,          S.REVIEWING,    OFFICE,    "ahead_reason"),
    Step("decide",           "決定を記録する",         S.REVIEWING,   S.DECIDED,      OFFICE,    RECORD, marks="inside"),
    Step("correct_decision", "決定の記録を直す",       S.DECIDED,     S.REVIEWING,    OFFICE,    "correction_note",
         marks="inside", undoes="decide"),
    Step("adopt",            "採択を知らせる",         S.DECIDED,     S.ADOPTED,      OFFICE,    (), "is_adopted"),
    Step("adopt_with",       "条件付採択を知らせる",   S.DECIDED,     CONDITIONAL,    OFFICE,    (), "is_adopted_with_conditions"),
    Step("decline",          "不採択を知らせる",       S.DECIDED,     S.DECLINED,     OFFICE,    (), "is_declined", marks="quiet"),
    Step("continue",         "継続協議を知らせる",     S.DECIDED,     S.CONTINUED,    OFFICE,    (), "is_continued"),
    Step("correct_result",   "知らせた結果を訂正する", TOLD,          S.REVIEWING,    OFFICE,    "reason", "not_started", marks="quiet",
         undoes=TELLING),
    Step("resume",           "協議を再開する",         S.CONTINUED,   S.IN_TALKS,     OFFICE),
    Step("withdraw",         "取り下げる",             SENT_ONCE,     S.WITHDRAWN,    APPLICANT, "reason", "was_sent", marks="quiet"),
    Step("renounce",         "辞退する",               ADOPTED,       S.RENOUNCED,    APPLICANT, "reason", "not_started", marks="quiet"),
    Step("lapse",            "失効を記録する",         ADOPTED,       S.LAPSED,       OFFICE,    STOP,     "not_started", marks="quiet"),
)

NEXT, TO_TELL = "次の手続きまで、取り消せます。", "団体に知らせるまで、取り消せます。知らせたあとは「知らせた結果を訂正する」で直します。"
UNTIL_WRITTEN, UNTIL_SENT = "団体が直しはじめるまで、取り消せます。", "団体が出し直すまで、取り消せます。"
NO_TALK, ANEW = "担当課が協議を記録するまで、取り消せます。", "まだ始まっていないあいだ、取り消せます。"

UNDOES = (
    #    takes back           who        while                    the same in words
    Undo("submit",            APPLICANT, "is_taken",              "事務局が受け付けるまで、締切の前なら、取り消せます。入れた内容は残ります。"),
    Undo("enter",             "filer",   says=NEXT),
    Undo("correct",           THEIRS,   says="市が次の手続きをするまで、取り消せます。入れた内容は残ります。"),
    Undo("receive",           OFFICE,    says=NEXT),
    Undo("ask_correct",       OFFICE,    says=UNTIL_WRITTEN),
    Undo("add_correct",       OFFICE,    says=UNTIL_WRITTEN),
    Undo("accept_as_is",      OFFICE,    says=UNTIL_SENT),
    Undo("drop_correct",      OFFICE,    says=UNTIL_SENT),
    Undo("go_on_unread",      OFFICE,    says=NEXT),
    Undo("go_on_read",        OFFICE,    says=NEXT),
    Undo("go_on_talks",       OFFICE,    "no_talk_since",         NO_TALK),
    Undo("not_accept",        OFFICE,    says="いつでも取り消せます。"),
    Undo("start_talks",       OFFICE,    "no_talk_since",         NO_TALK),
    Undo("change_department", OFFICE,    "no_talk_since",         NO_TALK),
    Undo("also_ask",          OFFICE,    "no_talk_since",         NO_TALK),
    Undo("start_review",      OFFICE,    "no_sheet_since",        "審査委員が審査票を書きはじめるまで、取り消せます。"),
    Undo("correct_decision",  OFFICE,    "no_sheet_since",        "審査票が書きかえられるまで、取り消せます。"),
    Undo("adopt",             OFFICE,    "result_is_untold",      TO_TELL),
    Undo("adopt_with",        OFFICE,    "result_is_untold",      TO_TELL),
    Undo("decline",           OFFICE,    "result_is_untold",      TO_TELL),
    Undo("continue",          OFFICE,    "result_is_untold",      TO_TELL),
    Undo("correct_result",    OFFICE,    "is_untold",             "訂正を知らせるまで、取り消せます。"),
    Undo("resume",            OFFICE,    "no_talk_since",         NO_TALK),
    Undo("withdraw",          THEIRS,   says="いつでも取り消せます。"),
    Undo("renounce",          THEIRS,   says=ANEW),
    Undo("lapse",             OFFICE,    says=ANEW),
)

NOTICES = {
    # step           who hears of it        the notice's title
    "submit":       (BOTH,                 "「{subject}」の提案を受け取りました"),
    "enter":        (APPLICANT,            "「{subject}」の提案を、紙で受け付けました"),
    "receive":      (APPLICANT,            "「{subject}」の提案を受け付けました"),
    "ask_correct":  (APPLICANT,            "「{subject}」の提案に、直してほしいところがあります"),
    "add_correct":  (APPLICANT,            "「{subject}」の提案に、直してほしいところが増えました"),
    "accept_as_is": (APPLICANT,            "「{subject}」の提案に、そのままでよいところがあります"),
    "drop_correct": (APPLICANT,            "「{subject}」の提案の、補正の求めを取り消しました"),
    "correct":      (OFFICE,               "「{subject}」の提案が、直して出し直されました"),
    "not_accept":   (APPLICANT,            "「{subject}」の提案は受理されませんでした"),
    "start_talks":  (GROUP_AND_DEPARTMENT, "「{subject}」の担当課との協議を始めます"),
    "change_department": (GROUP_AND_DEPARTMENT, "「{subject}」の担当課が替わりました"),
    "also_ask":     (APPLICANT,            "「{subject}」の協議に、ほかの課も加わります"),
    "start_review": (APPLICANT,            "「{subject}」の審査を始めます"),
    "adopt":        (GROUP_AND_DEPARTMENT, "「{subject}」が採択されました"),
    "adopt_with":   (GROUP_AND_DEPARTMENT, "「{subject}」が条件付きで採択されました"),
    "decline":      (APPLICANT,            "「{subject}」の審査の結果をお知らせします"),
    "continue":     (GROUP_AND_DEPARTMENT, "「{subject}」は継続協議となりました"),
    "correct_result": (GROUP_AND_DEPARTMENT, "「{subject}」の結果の知らせを訂正します"),
    "resume":       (GROUP_AND_DEPARTMENT, "「{subject}」の協議を再開します"),
    "withdraw":     (BOTH,                 "「{subject}」の提案が取り下げられました"),
    "renounce":     (ALL_SIDES,            "「{subject}」の採択が辞退されました"),
    "lapse":        (GROUP_AND_DEPARTMENT, "「{subject}」の採択は効力を失いました"),
}

SENTENCES = {
    # step or its taking back: who did what, as the history says it
    "submit":                 "{who}が、提案を出しました。",
    "enter":                  "{who}が、提案を紙で受け付けました。",
    "receive":                "{who}が、提案を受け付けました。",
    "ask_correct":            "{who}が、提案の直してほしいところを知らせました。",
    "add_correct":            "{who}が、直してほしいところを足しました。",
    "accept_as_is":           "{who}が、そのままでよいところを知らせました。",
    "drop_correct":           "{who}が、直してほしいと言ったところを取り消しました。",
    "go_on_unread":           "直すところがなくなったので、受付の前に戻りました。",
    "go_on_read":             "直すところがなくなったので、書類の確認に戻りました。",
    "go_on_talks":            "直すところがなくなったので、担当課との協議に戻りました。",
    "correct":                "{who}が、提案を直して出し直しました。",
    "not_accept":             "{who}が、提案を受理しないと決めました。",
    "start_talks":            "{who}が、担当課との協議に進めました。",
    "change_department":      "{who}が、担当課を替えました。",
    "also_ask":               "{who}が、ほかの課にも協議に加わるよう頼みました。",
    "start_review":           "{who}が、提案を審査に進めました。",
    "decide":                 "{who}が、審査の決定を記録しました。",
    "correct_decision":       "{who}が、決定の記録を直すために審査に戻しました。",
    "adopt":                  "{who}が、採択を知らせました。",
    "adopt_with":             "{who}が、条件を付けた採択を知らせました。",
    "decline":                "{who}が、採択しないという結果を知らせました。",
    "continue":               "{who}が、話し合いを続けるという結果を知らせました。",
    "correct_result":         "{who}が、知らせた結果を訂正するために審査に戻しました。",
    "resume":                 "{who}が、担当課との協議を再開しました。",
    "withdraw":               "{who}が、提案を取り下げました。",
    "renounce":               "{who}が、採択を辞退しました。",
    "lapse":                  "{who}が、採択が効力を失ったことを記録しました。",
    "undo_submit":            "{who}が、送った提案を取りもどしました。",
    "undo_correct":           "{who}が、出し直した提案を取りもどしました。",
    "undo_correct_decision":  "{who}が、直しはじめた決定の記録をもとに戻しました。",
    "undo_correct_result":    "{who}が、結果の訂正を取り消しました。",
    "undo_enter":             "{who}が、紙の受付を取り消しました。",
    "undo_receive":           "{who}が、受付を取り消しました。",
    "undo_ask_correct":       "{who}が、直してほしいという知らせを取り消しました。",
    "undo_add_correct":       "{who}が、足した直すところを取り消しました。",
    "undo_accept_as_is":      "{who}が、そのままでよいという知らせを取り消しました。",
    "undo_drop_correct":      "{who}が、やめた補正の求めをもとに戻しました。",
    "undo_go_on_unread":      "{who}が、提案をもう一度、補正に戻しました。",
    "undo_go_on_read":        "{who}が、提案をもう一度、補正に戻しました。",
    "undo_go_on_talks":       "{who}が、提案をもう一度、補正に戻しました。",
    "undo_not_accept":        "{who}が、受理しないという決定を取り消しました。",
    "undo_start_talks":       "{who}が、協議に進めたことを取り消しました。",
    "undo_change_department": "{who}が、担当課をもとに戻しました。",
    "undo_also_ask":          "{who}が、ほかの課への頼みを取り消しました。",
    "undo_start_review":      "{who}が、審査に進めたことを取り消しました。",
    "undo_adopt":             "{who}が、採択の知らせを取り消しました。",
    "undo_adopt_with":        "{who}が、条件を付けた採択の知らせを取り消しました。",
    "undo_decline":           "{who}が、採択しないという知らせを取り消しました。",
    "undo_continue":          "{who}が、話し合いを続けるという知らせを取り消しました。",
    "undo_resume":            "{who}が、協議の再開を取り消しました。",
    "undo_withdraw":          "{who}が、提案の取下げを取り消しました。",
    "undo_renounce":          "{who}が、採択の辞退を取り消しました。",
    "undo_lapse":             "{who}が、採択が効力を失った記録を取り消しました。",
}

QUEUES = (
    #     key         label                   where        whose       which of them     where it is done
    Queue("excluded", "除斥を確かめる提案",   IN_CITY,     OFFICE,     asks="exclusion"),
    Queue("new",      "受付を待つ提案",       S.SUBMITTED, OFFICE),
    Queue("answered", "補正の回答を見る提案", S.RECEIVED,  OFFICE,     "just_corrected"),
    Queue("ready",    "審査に進める提案",     READ,        OFFICE,     "ready_to_go_on"),
    Queue("talks",    "協議を記録する提案",   S.IN_TALKS,  DEPARTMENT),
    Queue("review",   "審査中の提案",         S.REVIEWING, OFFICE,     page="admin:projects_review_changelist", turns=(PANEL, OFFICE)),
    Queue("decided",  "結果を知らせる提案",   S.DECIDED,   OFFICE,     page="admin:projects_review_changelist"),
)

LOST = (S.DECLINED, S.WITHDRAWN, S.NOT_ACCEPTED, S.RENOUNCED, S.LAPSED)
PARTS = (
    #    key        what happens              on the way                 and beside it
    Part("write",   "考えて、書いて出す",     S.DRAFT),
    Part("check",   "受けとり、確かめる",     (S.SUBMITTED, S.RECEIVED), S.CORRECTING),
    Part("talks",   "担当課と話し合う",       S.IN_TALKS,                S.CONTINUED),
    Part("review",  "審査する",               (S.REVIEWING, S.DECIDED)),
    Part("result",  "結果を知り、約束する",   ADOPTED,                   LOST),
)
# fmt: on

PROPOSAL = Process(
    key="proposal",
    label="協働の提案",
    access="projects.proposals.access.proposal",
    hooks=(
        "projects.proposals.actions.HOOKS",
        "projects.reviews.decision_actions.HOOKS",
        "projects.reviews.release_actions.HOOKS",
    ),
    questions=("projects.proposals.forms.QUESTIONS", "projects.reviews.decision_forms.QUESTIONS"),
    tasks="projects.reviews.todo.tasks_of",
    done="projects.reviews.progress.mark_done",
    stages={"receipt": "受付", "check": "書類の確認", "talks": "担当課との協議", "review": "審査", "result": "結果"},
    opens={
        "write": "団体の人が提案書を直す",
        "join": "いっしょに提案する団体が、加わるかどうかを答える",
        "talk": "担当課が協議を記録する",
        "record": "協議の記録を訂正する",
        "mark": "審査委員が審査票を書く",
        "marks": "審査票を読む",
        "result": "知らされた結果を読む",
        "files": "公開してよい資料をだれでも開く",
        "entry": "採択された取り組みとして、台帳に載る",
        "copy": "これをもとに新しい提案書を書く",
    },
    states=STATES,
    steps=STEPS,
    undoes=UNDOES,
    notices=NOTICES,
    sentences=SENTENCES,
    queues=QUEUES,
    parts=PARTS,
)
