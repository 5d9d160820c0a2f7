"""引継ぎ: what somebody knew of their matters goes to whoever comes after them, before the day on which they change."""
from kyodo_portal.common.workflow import Process, Queue, State, Step, Undo, codes_of

GIVER, TAKER, HEAD, OFFICE, SYSTEM = "giver", "taker", "head", "secretariat", "system"
NAMERS, NOBODY = (HEAD, OFFICE), ()
WRITING = ("write", "meet")

# fmt: off
STATES = (
    #     code         label           turn    next task              stage    days  until       page  opens
    State("planned",   "準備",         GIVER,  "引継書を書いて渡す",  "write", None, "last_day", opens=WRITING, readers=NOBODY,
          then=NAMERS, then_task="代わりに引継書を渡す"),
    State("handed",    "受け取り待ち", TAKER,  "引継ぎを受け取る",    "take",  None, "take_by",  opens="meet", readers=NOBODY),
    State("ownerless", "後任なし",     NAMERS, "後任を決める",        "write", 7,    opens=WRITING, readers=NOBODY),
    State("done",      "済み",         stage="done", says="引継ぎは終わりました", opens=("meet", "pass"), readers=NOBODY,
          now="わからないことは、前任の人に聞いてください。引継書は、この画面でいつでも読めます。"),
    State("dropped",   "取りやめ",     says="この引継ぎは取りやめになりました", readers=NOBODY,
          now="することはありません。"),
)
S = HandoverStatus = codes_of("HandoverStatus", STATES)
OPEN = (S.PLANNED, S.OWNERLESS, S.HANDED)

STEPS = (
    #    name        label                from                      to           who               asks      when
    Step("name",     "後任を決める",      (S.PLANNED, S.OWNERLESS), S.PLANNED,   NAMERS,           "taker"),
    Step("hand",     "渡す",              S.PLANNED,                S.HANDED,    GIVER,            (),       "has_taker"),
    Step("hand_for", "代わりに渡す",      S.PLANNED,                S.HANDED,    NAMERS,           (),       "was_left"),
    Step("take",     "受け取る",          S.HANDED,                 S.DONE,      TAKER,            "met_on"),
    Step("ask",      "聞き返す",          S.HANDED,                 S.PLANNED,   TAKER,            "reason"),
    Step("orally",   "口頭で済ませた",    S.PLANNED,                S.DONE,      NAMERS,           "met_on", "has_taker", marks="quiet"),
    Step("orphan",   "後任なしとする",    S.PLANNED,                S.OWNERLESS, SYSTEM,           (),       "is_orphaned"),
    Step("call_off", "引継ぎをやめる",    OPEN,                     S.DROPPED,   (*NAMERS, SYSTEM), "reason", marks="quiet"),
)
UNTIL_ANSWERED, UNTIL_THE_DAY = "後任の人が次の手続きをするまで、取り消せます。", "窓口が替わるまで、取り消せます。"

UNDOES = (
    #    takes back  who     while            the same in words
    Undo("name",     NAMERS, says="次の手続きまで、取り消せます。"),
    Undo("hand",     GIVER,  says=UNTIL_ANSWERED),
    Undo("hand_for", NAMERS, says=UNTIL_ANSWERED),
    Undo("ask",      TAKER,  says="前任の人がもう一度渡すまで、取り消せます。"),
    Undo("take",     TAKER,  "windows_wait",  UNTIL_THE_DAY),
    Undo("orally",   NAMERS, "windows_wait",  UNTIL_THE_DAY),
    Undo("call_off", NAMERS, "has_no_other",  "同じ人の新しい引継ぎができるまで、取り消せます。"),
)

NOTICES = {
    # step        who hears of it        the notice's title
    "name":      ((GIVER, TAKER),        "「{subject}」の後任が決まりました"),
    "hand":      ((TAKER, HEAD),         "「{subject}」の引継書が渡されました"),
    "hand_for":  ((TAKER, HEAD),         "「{subject}」の引継書が渡されました"),
    "ask":       (GIVER,                 "「{subject}」に、聞きたいことがあります"),
    "take":      ((GIVER, HEAD),         "「{subject}」を、後任の人が受け取りました"),
    "orally":    ((GIVER, TAKER),        "「{subject}」を、口頭で済ませたと記録しました"),
    "orphan":    (NAMERS,                "「{subject}」に後任がいません"),
    "call_off":  ((GIVER, TAKER, HEAD),  "「{subject}」は取りやめになりました"),
}

SENTENCES = {
    # step or its taking back: who did what, as the history says it
    "name":          "{who}が、後任を決めました。",
    "hand":          "{who}が、引継書を渡しました。",
    "hand_for":      "{who}が、前任の人に代わって、引継書を渡しました。",
    "ask":           "{who}が、聞き返しました。",
    "take":          "{who}が、引継ぎを受け取りました。",
    "orally":        "{who}が、口頭で済ませたと記録しました。",
    "orphan":        "後任が決まらないまま、その日になりました。",
    "call_off":      "{who}が、引継ぎをやめました。",
    "undo_name":     "{who}が、後任を決めたことを取り消しました。",
    "undo_hand":     "{who}が、渡した引継書を取りもどしました。",
    "undo_hand_for": "{who}が、代わりに渡した引継書を取りもどしました。",
    "undo_ask":      "{who}が、聞き返したことを取り消しました。",
    "undo_take":     "{who}が、受け取ったことを取り消しました。",
    "undo_orally":   "{who}が、口頭で済ませたという記録を取り消しました。",
    "undo_call_off": "{who}が、引継ぎをやめたことを取り消しました。",
}

QUEUES = (
    Queue("ownerless", "後任のいない引継ぎ", S.OWNERLESS, NAMERS),
)
# fmt: on

HANDOVER = Process(
    key="handover",
    label="引継ぎ",
    access="projects.handover.access.handover",
    hooks=("projects.handover.step_actions.HOOKS",),
    questions=("projects.handover.forms.QUESTIONS",),
    tasks="projects.handover.todo.tasks_of",
    done="projects.handover.progress.mark_done",
    stages={"write": "書く", "take": "渡す", "done": "受け取る"},
    opens={"write": "引継書を書く", "meet": "相手と会った日を書く", "pass": "その日から、窓口が替わる"},
    states=STATES,
    steps=STEPS,
    undoes=UNDOES,
    notices=NOTICES,
    sentences=SENTENCES,
    queues=QUEUES,
)
