"""改組: it is laid out line by line, known to the offices, and done on its day: by the clock, or at once by the secretariat."""
from kyodo_portal.common.workflow import Process, Queue, State, Step, Undo, codes_of

DEPT, GROUP, OFFICE, SYSTEM = "department", "applicant", "secretariat", "system"
NOBODY = ()
PAGE = "reorganisations"

# fmt: off
STATES = (
    #     code       label       turn    next task                          stage      days      until     opens, readers
    State("planned", "案",       OFFICE, "改組の内容を入れて、各課に知らせる", "plan",  None,     "last_day", opens="write", readers=NOBODY),
    State("ready",   "予定",     OFFICE, "その日を待つ（自動で切り替わる）", "wait",    None,     "on",       opens="known", readers=NOBODY),
    State("done",    "済み",     stage="done", says="改組は終わりました", opens=("known", "moved"), readers=NOBODY,
          now="動いた案件は、新しい担当課の台帳にあります。"),
    State("dropped", "取りやめ", says="この改組は取りやめになりました", readers=NOBODY, now="することはありません。"),
)
S = ReorganisationStatus = codes_of("ReorganisationStatus", STATES)

STEPS = (
    #    name         label                from         to         who               asks      when
    Step("announce",  "各課に知らせる",    S.PLANNED,   S.READY,   OFFICE,           (),       "is_possible"),
    Step("reopen",    "内容を直す",        S.READY,     S.PLANNED, OFFICE,           "reason", marks="quiet"),
    Step("carry_out", "いますぐ切り替える", S.READY,    S.DONE,    OFFICE,           (),       "is_possible", marks="quiet"),
    Step("turn",      "その日に切り替える", S.READY,    S.DONE,    SYSTEM,           (),       "is_due"),
    Step("drop",      "改組をやめる",      (S.PLANNED, S.READY), S.DROPPED, OFFICE,  "reason", marks="quiet"),
)
UNTIL_NEXT, UNTIL_MOVED = "次の手続きまで、取り消せます。", "動いたものに、だれも手を付けていないあいだ、取り消せます。"

UNDOES = (
    #    takes back    who     while                    the same in words
    Undo("announce",   OFFICE, says=UNTIL_NEXT),
    Undo("reopen",     OFFICE, says=UNTIL_NEXT),
    Undo("carry_out",  OFFICE, "nothing_moved_since",   UNTIL_MOVED),
    Undo("turn",       OFFICE, "nothing_moved_since",   UNTIL_MOVED),
    Undo("drop",       OFFICE, says=UNTIL_NEXT),
)

NOTICES = {
    # step         who hears of it   the notice's title
    "announce":    (DEPT,            "{subject}の予定"),
    "reopen":      (DEPT,            "{subject}の内容を直しています"),
    "carry_out":   ((DEPT, GROUP),   "{subject}により、担当課が替わりました"),
    "turn":        ((DEPT, GROUP),   "{subject}により、担当課が替わりました"),
    "drop":        (DEPT,            "{subject}は取りやめになりました"),
}

SENTENCES = {
    # step or its taking back: who did what, as the history says it
    "announce":       "{who}が、改組の予定を各課に知らせました。",
    "reopen":         "{who}が、改組の内容を直しはじめました。",
    "carry_out":      "{who}が、改組のとおりに切り替えました。",
    "turn":           "その日になったので、改組のとおりに切り替わりました。",
    "drop":           "{who}が、改組をやめました。",
    "undo_announce":  "{who}が、各課に知らせたことを取り消しました。",
    "undo_reopen":    "{who}が、内容を直すのをやめました。",
    "undo_carry_out": "{who}が、切り替えを取り消しました。",
    "undo_turn":      "{who}が、切り替えを取り消しました。",
    "undo_drop":      "{who}が、改組をやめたことを取り消しました。",
}

QUEUES = (
    Queue("open", "改組（案・予定）", (S.PLANNED, S.READY), OFFICE, page=PAGE),
)
# fmt: on

REORGANISATION = Process(
    key="reorganisation",
    label="改組",
    access="projects.reorganisations.access.reorganisation",
    hooks=("projects.reorganisations.step_actions.HOOKS",),
    tasks="projects.reorganisations.todo.tasks_of",
    stages={"plan": "内容を入れる", "wait": "その日を待つ", "done": "切り替わる"},
    opens={"write": "改組の内容を書く", "known": "関係する課が読む", "moved": "動いた案件の団体も読む"},
    states=STATES,
    steps=STEPS,
    undoes=UNDOES,
    notices=NOTICES,
    sentences=SENTENCES,
    queues=QUEUES,
)
