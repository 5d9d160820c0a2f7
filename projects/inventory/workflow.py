"""年次棚卸し: the tables of one year's round, and of the sheet that one office answers in it."""
from kyodo_portal.common.workflow import NO_LIMIT, SAME, Process, Queue, State, Step, Undo, codes_of

DEPT, OFFICE, SYSTEM = "department", "secretariat", "system"
CITY = (DEPT, OFFICE)
PAGE = "inventory"

# fmt: off
ROUND_STATES = (
    #     code         label     whose turn  next task                    stage     days      until        page  opens
    State("preparing", "準備中", OFFICE,     "棚卸しを始める",            "prepare", None,    "opens_on"),
    State("open",      "受付中", OFFICE,     "棚卸しの答えを集める",      "answer",  None,    "closes_on", opens="answer", least=7),
    State("checking",  "確認中", OFFICE,     "棚卸しの答えを確かめる",    "check",   31,      opens="answer"),
    State("frozen",    "確定",   OFFICE,     "棚卸しの結果を公表する",    "publish", NO_LIMIT, says="数は確定しました。公表はまだです。"),
    State("published", "公表",   stage="publish", says="この年度の棚卸しは公表されました",
          now="公表したページで、だれでも結果を読めます。することはありません。"),
)
R = RoundStatus = codes_of("RoundStatus", ROUND_STATES)

ROUND_STEPS = (
    #    name           label              from                   to           who     asks                     when
    Step("open",        "始める",          R.PREPARING,           R.OPEN,      OFFICE),
    Step("extend",      "期限をのばす",    R.OPEN,                SAME,        OFFICE, ("closes_on", "reason")),
    Step("close",       "締め切る",        R.OPEN,                R.CHECKING,  OFFICE),
    Step("close_whole", "締め切る",        R.OPEN,                R.CHECKING,  SYSTEM, (),                      "is_answered_and_over"),
    Step("reopen",      "受付を開き直す",  R.CHECKING,            R.OPEN,      OFFICE, ("closes_on", "reason"), marks="quiet"),
    Step("freeze",      "確定する",        R.CHECKING,            R.FROZEN,    OFFICE, (),                      "is_whole"),
    Step("correct",     "訂正版を出す",    (R.FROZEN, R.PUBLISHED), SAME,      OFFICE, "reason",                marks="quiet"),
    Step("publish",     "公表する",        R.FROZEN,              R.PUBLISHED, OFFICE, undoes="unpublish"),
    Step("unpublish",   "公表をやめる",    R.PUBLISHED,           R.FROZEN,    OFFICE, "reason",                marks="quiet",
         undoes="publish"),
)
UNTIL_NEXT = "次の手続きまで、取り消せます。"

ROUND_UNDOES = (
    #    takes back  who      while         the same in words
    Undo("open",     OFFICE,  "none_begun", "どこかの課が書き始めるか、期限がのびるまで、取り消せます。"),
    Undo("extend",   OFFICE,  says=UNTIL_NEXT),
    Undo("close",    OFFICE,  says=UNTIL_NEXT),
    Undo("close_whole", OFFICE, says=UNTIL_NEXT),
    Undo("reopen",   OFFICE,  says=UNTIL_NEXT),
)

ROUND_NOTICES = {
    # step        who hears  the notice's title
    "open":      (DEPT,      "{subject}が始まりました"),
    "extend":    (DEPT,      "{subject}の期限がのびました"),
    "reopen":    (DEPT,      "{subject}の受付を開き直しました"),
    "correct":   (DEPT,      "{subject}の一覧の訂正版が出ました"),
    "publish":   (DEPT,      "{subject}の結果を公表しました"),
    "unpublish": (DEPT,      "{subject}の結果の公表をやめました"),
}

ROUND_SENTENCES = {
    # step or its taking back: who did what, as the history says it
    "open":        "{who}が、棚卸しを始めました。",
    "extend":      "{who}が、答える期限をのばしました。",
    "close":       "{who}が、受付を締め切りました。",
    "close_whole": "期限をすぎ、どの課の答えもそろったので、受付を締め切りました。",
    "reopen":      "{who}が、受付を開き直しました。",
    "freeze":      "{who}が、この年度の数を確定しました。",
    "correct":     "{who}が、確定した一覧の訂正版を出しました。",
    "publish":     "{who}が、結果を公表しました。",
    "unpublish":   "{who}が、公表をやめました。",
    "undo_open":   "{who}が、棚卸しを始めたことを取り消しました。",
    "undo_extend": "{who}が、期限をのばしたことを取り消しました。",
    "undo_close":  "{who}が、締め切ったことを取り消しました。",
    "undo_close_whole": "{who}が、締め切ったことを取り消しました。",
    "undo_reopen": "{who}が、受付を開き直したことを取り消しました。",
}

ROUND_QUEUES = (
    Queue("turn", "年次棚卸し（準備中・受付中・確認中）", (R.PREPARING, R.OPEN, R.CHECKING), OFFICE, page=PAGE),
)

SHEET_STATES = (
    #     code        label       whose turn  next task              stage     days  until      page  opens
    State("waiting",  "まだ",     DEPT,       "年次棚卸しに答える",  "answer", None, "last_day", opens="answer", least=7),
    State("writing",  "書きかけ", DEPT,       "年次棚卸しに答える",  "answer", None, "last_day", opens="answer", least=7),
    State("in",       "出した",   OFFICE,     "棚卸しの答えを確かめて受け取る", "check", 31),
    State("accepted", "受け取り済み", stage="done", says="市民協働の担当が受け取り、台帳に書きました",
          now="することはありません。"),
    State("excused",  "回答なし", stage="done", says="答えのないまま、締めました",
          now="することはありません。載せたいことがあるときは、市民協働の担当に知らせてください。"),
)
S = SheetStatus = codes_of("SheetStatus", SHEET_STATES)
TO_WRITE = (S.WAITING, S.WRITING)

SHEET_STEPS = (
    #    name         label                    from        to          who      asks      when
    Step("begin",     "書き始める",            S.WAITING,  S.WRITING,  SYSTEM),
    Step("extend",    "この課の期限をのばす",  TO_WRITE,   SAME,       OFFICE,  ("later_until", "reason"), "is_unfrozen"),
    Step("hand_in",   "提出する",              S.WRITING,  S.IN,       CITY,    (),       "is_complete"),
    Step("nothing",   "該当なしで提出する",    TO_WRITE,   S.IN,       CITY,    (),       "has_no_line"),
    Step("send_back", "差し戻す",              S.IN,       S.WRITING,  OFFICE,  "reason", "is_unfrozen", marks="quiet"),
    Step("accept",    "受け取る",              S.IN,       S.ACCEPTED, OFFICE,  (),       "is_unfrozen"),
    Step("reopen",    "受け取りを取り消す",    S.ACCEPTED, S.IN,       OFFICE,  "reason", "is_unfrozen", marks="quiet", undoes="accept"),
    Step("excuse",    "回答なしで締める",      TO_WRITE,   S.EXCUSED,  OFFICE,  "reason", "is_unfrozen", marks="quiet"),
)
UNTIL_READ = "受け取られるまで、取り消せます。"

SHEET_UNDOES = (
    #    takes back   who      while          the same in words
    Undo("extend",    OFFICE,  "is_unfrozen", "課が書き始めるか出すまで、取り消せます。そのあとは、もう一度「のばす」で日を直します。"),
    Undo("hand_in",   CITY,    "is_unfrozen", UNTIL_READ),
    Undo("nothing",   CITY,    "is_unfrozen", UNTIL_READ),
    Undo("send_back", OFFICE,  "is_unfrozen", "課が出し直すまで、取り消せます。"),
    Undo("reopen",    OFFICE,  "is_unfrozen", UNTIL_NEXT),
    Undo("excuse",    OFFICE,  "is_unfrozen", "確定するまで、取り消せます。"),
)

SHEET_NOTICES = {
    # step         who hears  the notice's title
    "extend":     (DEPT,      "{subject}の期限がのびました"),
    "send_back":  (DEPT,      "{subject}に、直してほしいところがあります"),
    "excuse":     (DEPT,      "{subject}を、回答なしで締めました"),
}

SHEET_SENTENCES = {
    # step or its taking back: who did what, as the history says it
    "begin":          "書き始められました。",
    "extend":         "{who}が、この課の答える期限をのばしました。",
    "hand_in":        "{who}が、答えを提出しました。",
    "nothing":        "{who}が、該当なしで提出しました。",
    "send_back":      "{who}が、答えを差し戻しました。",
    "accept":         "{who}が、答えを受け取り、台帳に書きました。",
    "reopen":         "{who}が、受け取りを取り消しました。",
    "excuse":         "{who}が、回答なしで締めました。",
    "undo_extend":    "{who}が、この課の期限をのばしたことを取り消しました。",
    "undo_hand_in":   "{who}が、提出した答えを取りもどしました。",
    "undo_nothing":   "{who}が、「該当なし」を取り消しました。",
    "undo_send_back": "{who}が、差し戻しを取り消しました。",
    "undo_reopen":    "{who}が、受け取りの取消しをもとに戻しました。",
    "undo_excuse":    "{who}が、「回答なし」を取り消しました。",
}

SHEET_QUEUES = (
    Queue("answer", "年次棚卸しに答える",             TO_WRITE, DEPT,   page=PAGE),
    Queue("accept", "棚卸しの答え（受け取り待ち）",   S.IN,     OFFICE, page=PAGE),
)
# fmt: on

ROUND = Process(
    key="inventory",
    label="年次棚卸し",
    access="projects.inventory.access.round",
    hooks=("projects.inventory.round_actions.HOOKS", "projects.snapshots.actions.HOOKS"),
    questions=("projects.inventory.forms.QUESTIONS",),
    tasks="projects.inventory.todo.rounds",
    stages={"prepare": "準備", "answer": "各課が答える", "check": "確かめる", "publish": "確定・公表"},
    opens={"answer": "各課が表に答える"},
    states=ROUND_STATES,
    steps=ROUND_STEPS,
    undoes=ROUND_UNDOES,
    notices=ROUND_NOTICES,
    sentences=ROUND_SENTENCES,
    queues=ROUND_QUEUES,
)

SHEET = Process(
    key="inventory_sheet",
    label="課の棚卸し",
    access="projects.inventory.access.sheet",
    questions=("projects.inventory.forms.SHEET_QUESTIONS",),
    hooks=("projects.inventory.sheet_actions.HOOKS", "projects.inventory.accept_actions.HOOKS"),
    tasks="projects.inventory.todo.sheets",
    stages={"answer": "課が答える", "check": "確かめる", "done": "受け取り"},
    opens={"answer": "表に答える"},
    states=SHEET_STATES,
    steps=SHEET_STEPS,
    undoes=SHEET_UNDOES,
    notices=SHEET_NOTICES,
    sentences=SHEET_SENTENCES,
    queues=SHEET_QUEUES,
)
