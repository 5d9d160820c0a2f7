"""意見募集: the table of one round, from its preparation to the day on which everybody reads what became of the opinions."""

from kyodo_portal.common.workflow import NO_LIMIT, SAME, Process, Queue, State, Step, Undo, codes_of

DEPT, OFFICE, SENDER, SYSTEM = "department", "secretariat", "sender", "system"
CITY = (DEPT, OFFICE)
ALL = ("city", "public")

# fmt: off
STATES = (
    #     code         label           whose turn  next task                                stage days      until         opens, readers
    State("preparing", "準備中",       DEPT,       "意見募集の案と日にちを決めて、予告する", "",   NO_LIMIT, opens="write"),
    State("announced", "予告",         DEPT,       "意見募集の始まりを待つ（自動）",         "",   None,     "opens_on",
          opens=("page", "send"), readers=ALL),
    State("open",      "受付中",       DEPT,       "届いた意見を読み、紙の意見を入れる",     "",   None,     "closes_on",
          opens=("page", "send", "enter"), readers=ALL),
    State("closed",    "受付終了",     DEPT,       "意見をまとめはじめる",                   "",   14,       opens=("page", "enter"), readers=ALL),
    State("answering", "意見のまとめ中", DEPT,     "意見をまとめ、市の考えを書いて公表する", "",   None,     "result_due",
          opens=("page", "enter", "answers"), readers=ALL),
    State("published", "結果を公表",   opens=("page", "result"), readers=ALL, now="公表したページで、だれでも結果を読めます。"),
    State("stopped",   "とりやめ",     opens="page", readers=ALL, now="とりやめたわけを、公開のページで読めます。"),
    State("dropped",   "準備をやめた", now="することはありません。"),
)
S = RoundStatus = codes_of("OpinionRoundStatus", STATES)
PUBLIC_WAY = (S.ANNOUNCED, S.OPEN, S.CLOSED, S.ANSWERING)

STEPS = (
    #    name         label                    from         to           who     asks                             when
    Step("announce",  "予告する",              S.PREPARING, S.ANNOUNCED, CITY,   (),                              "is_ready"),
    Step("rework",    "準備にもどす",          S.ANNOUNCED, S.PREPARING, CITY,   "reason",                        marks="quiet"),
    Step("open",      "受付を始める",          S.ANNOUNCED, S.OPEN,      SYSTEM, (),                              "has_begun"),
    Step("extend",    "しめきりをのばす",      (S.ANNOUNCED, S.OPEN), SAME, CITY, ("closes_later", "public_reason"), "is_not_over"),
    Step("close",     "受付を終える",          S.OPEN,      S.CLOSED,    SYSTEM, (),                              "is_over"),
    Step("summarise", "意見をまとめはじめる",  S.CLOSED,    S.ANSWERING, CITY),
    Step("publish",   "結果を公表する",        S.ANSWERING, S.PUBLISHED, CITY,   (),                              "is_answered"),
    Step("unpublish", "公表をやめて直す",      S.PUBLISHED, S.ANSWERING, CITY,   "reason",                        marks="quiet"),
    Step("stop",      "意見募集をとりやめる",  PUBLIC_WAY,  S.STOPPED,   CITY,   "public_reason",                 marks="quiet"),
    Step("drop",      "準備をやめる",          S.PREPARING, S.DROPPED,   CITY,   "reason",                        marks="quiet"),
)
UNTIL_NEXT = "次の手続きまで、取り消せます。"

UNDOES = (
    #    takes back   who   while             in words
    Undo("announce",  CITY, "is_still_ahead", "受付が始まるまで、取り消せます。"),
    Undo("rework",    CITY, "is_still_ahead", UNTIL_NEXT),
    Undo("extend",    CITY, "was_not_needed", "前のしめきりの日まで、取り消せます。"),
    Undo("summarise", CITY, "has_no_points",  "意見を分けはじめるまで、取り消せます。"),
    Undo("publish",   CITY, says="公表をやめるまで、いつでも取り消せます。"),
    Undo("unpublish", CITY, says="もう一度公表するまで、取り消せます。"),
    Undo("stop",      CITY, says=UNTIL_NEXT),
    Undo("drop",      CITY, says=UNTIL_NEXT),
)

NOTICES = {
    # step          who hears of it         the notice's title
    "open":        (DEPT,                   "{subject}の受付が始まりました"),
    "extend":      (SENDER,                 "{subject}のしめきりがのびました"),
    "close":       ((DEPT, OFFICE),         "{subject}の受付が終わりました"),
    "publish":     ((SENDER, DEPT),         "{subject}の結果を公表しました"),
    "unpublish":   ((SENDER, DEPT),         "{subject}の結果を直しています"),
    "stop":        ((SENDER, DEPT),         "{subject}をとりやめました"),
}

SENTENCES = {
    # step or its taking back: who did what, as the history says it
    "announce":       "{who}が、意見募集を予告しました。",
    "rework":         "{who}が、準備にもどしました。",
    "open":           "その日になったので、受付が始まりました。",
    "extend":         "{who}が、しめきりをのばしました。",
    "close":          "しめきりをすぎたので、受付が終わりました。",
    "summarise":      "{who}が、意見をまとめはじめました。",
    "publish":        "{who}が、結果を公表しました。",
    "unpublish":      "{who}が、公表をやめて直しはじめました。",
    "stop":           "{who}が、意見募集をとりやめました。",
    "drop":           "{who}が、準備をやめました。",
    "undo_announce":  "{who}が、予告を取り消しました。",
    "undo_rework":    "{who}が、準備にもどしたことを取り消しました。",
    "undo_extend":    "{who}が、しめきりをのばしたことを取り消しました。",
    "undo_summarise": "{who}が、まとめはじめたことを取り消しました。",
    "undo_publish":   "{who}が、公表を取り消しました。",
    "undo_unpublish": "{who}が、公表をやめたことを取り消しました。",
    "undo_stop":      "{who}が、とりやめたことを取り消しました。",
    "undo_drop":      "{who}が、準備をやめたことを取り消しました。",
}

QUEUES = (
    #     key       label                              where                      whose
    Queue("before", "準備している意見募集",            S.PREPARING,               CITY, turns=CITY),
    Queue("now",    "予告・受付中の意見募集",          (S.ANNOUNCED, S.OPEN),     CITY, turns=CITY),
    Queue("after",  "意見をまとめて答える意見募集",    (S.CLOSED, S.ANSWERING),   CITY, turns=CITY),
)
# fmt: on

ROUND = Process(
    key="opinion_round",
    label="意見募集",
    tasks="projects.opinions.todo.tasks_of",
    access="projects.opinions.access.round",
    hooks=("projects.opinions.step_actions.HOOKS",),
    questions=("projects.opinions.forms.QUESTIONS",),
    opens={
        "write": "案と日にちを書く",
        "page": "公開のページを読む",
        "send": "受付の期間のうちに、意見を出す",
        "enter": "紙などで届いた意見を入れる",
        "answers": "意見を分けて、まとめ、市の考えを書く",
        "result": "公表された結果を読む",
    },
    states=STATES,
    steps=STEPS,
    undoes=UNDOES,
    notices=NOTICES,
    sentences=SENTENCES,
    queues=QUEUES,
)
