"""申込み・連絡: the table of one letter to a body and of what follows from it."""
from kyodo_portal.common.workflow import NO_LIMIT, Process, Queue, State, Step, Undo, codes_of

ASKER, DESK, HEAD, OFFICE, COORD, SYSTEM = "asker", "desk", "head", "secretariat", "coordinator", "system"
SIDES, GUARDS, NOBODY = (ASKER, DESK), (OFFICE, COORD), ()
ADMIN = "admin:partners_request_change"

# fmt: off
STATES = (
    #     code         label            whose turn  next task                    stage    days      until
    # Stands only where an introduction was taken back: a letter is sent by the press that makes it.
    State("draft",     "書きかけ",      COORD,      "ふたつの団体をつなぐ",      "write", NO_LIMIT, readers=NOBODY),
    State("held",      "確かめ中",      OFFICE,     "とまっている手紙を確かめる", "write", 3, "", ADMIN,
          says="同じ文の手紙が続いたので、市が確かめてから届けます。"),
    State("sent",      "返事を待つ",    DESK,       "返事を書く",                "wait",  None,     "answer_by", opens="talk"),
    State("talking",   "やりとり中",    SIDES,      "手紙を読んで、返事を書く",  "talk",  NO_LIMIT, opens="talk", then=SYSTEM,
          then_task="続きを待つ"),
    State("agreed",    "決まった",      SIDES,      "済んだら、どうなったかを知らせる", "agree", NO_LIMIT, opens="talk"),
    State("done",      "済み",          stage="end", says="このやりとりは、済みました",
          now="することはありません。また連絡したいときは、新しい手紙を書けます。"),
    State("declined",  "断られた",      stage="end", says="今回は、お断りの返事がありました", now="ほかの団体や、市にも聞けます。"),
    State("cancelled", "とりやめ",      stage="end", says="決まったことは、とりやめになりました",
          now="することはありません。また連絡したいときは、新しい手紙を書けます。"),
    State("withdrawn", "取り下げ",      stage="end", says="手紙は、取り下げられました", now="することはありません。"),
    State("stopped",   "止めた",        stage="end", says="やりとりは、止まっています", now="わからないことは、市に電話で聞いてください。"),
)
S = RequestStatus = codes_of("RequestStatus", STATES)
WAITING, LIVE = (S.SENT, S.TALKING), (S.SENT, S.TALKING, S.AGREED)
TIME, ENTRY, REFUSAL = ("on", "place", "note"), ("part", "since"), ("refusal", "note")

STEPS = (
    #    name           label                      from                   to           who              asks      when
    Step("send",        "送る",                    S.DRAFT,               S.SENT,      (ASKER, SYSTEM), (),       "is_asked"),
    Step("hold",        "確かめるまで止める",      S.DRAFT,               S.HELD,      SYSTEM,          (),       "is_asked"),
    Step("deliver",     "届ける",                  (S.HELD, S.STOPPED),   S.SENT,      OFFICE,          (),       "is_undelivered",
         undoes="close_held"),
    Step("introduce",   "つなぐ",                  S.DRAFT,               S.SENT,      COORD,           "text",   "is_introduction"),
    Step("reply",       "返事を書く",              S.SENT,                S.TALKING,   DESK,            "text"),
    Step("pass_on",     "別の担当に回す",          WAITING,               S.SENT,      DESK, ("to", "why"),       "is_to_city"),
    Step("agree",       "決める",                  WAITING,               S.AGREED,    DESK,            TIME,     "is_apply"),
    Step("admit",       "加わってもらう",          WAITING,               S.AGREED,    HEAD,            ENTRY,    "can_be_admitted"),
    Step("decline",     "断る",                    WAITING,               S.DECLINED,  DESK,            REFUSAL,  marks="quiet"),
    Step("cancel",      "とりやめる",              S.AGREED,              S.CANCELLED, SIDES,           "text",   marks="quiet"),
    Step("finish",      "済んだ",                  LIVE,                  S.DONE,      (*SIDES, COORD), "became", "was_talked_of",
         marks="quiet"),
    Step("withdraw",    "取り下げる",              (S.HELD, *WAITING),    S.WITHDRAWN, ASKER,           marks="quiet", undoes="send"),
    Step("stop",        "止める",                  (S.HELD, *LIVE),       S.STOPPED,   GUARDS, "cause", "is_reported", marks="quiet"),
    Step("reopen",      "もう一度開く",            (S.STOPPED, S.DONE),   S.TALKING,   GUARDS, (), "was_delivered", marks="quiet",
         undoes=("stop", "close_silent")),
    Step("close_silent", "手紙がないまま終える",   LIVE,                  S.DONE,      SYSTEM,          (),       "is_silent"),
    Step("close_held",   "届けないまま終える",     S.HELD,                S.STOPPED,   SYSTEM,          (),       "is_left_held"),
)
UNREAD, NEXT = "相手が読むまで、取り消せます。", "次の手続きまで、取り消せます。"

UNDOES = (
    #    takes back   who             while        the same in words: what is said here goes to a stranger, so nothing is asked
    Undo("deliver",   OFFICE,         "is_unread", UNREAD, asks=()),
    Undo("introduce", COORD,          "is_unread", UNREAD, asks=()),
    Undo("reply",     DESK,           "is_unread", UNREAD, asks=()),
    Undo("pass_on",   DESK,           says="返事を書くまで、前の担当に戻せます。", asks=()),
    Undo("agree",     DESK,           says=NEXT, asks=()),
    Undo("admit",     HEAD,           says=NEXT, asks=()),
    Undo("decline",   DESK,           says=NEXT, asks=()),
    Undo("cancel",    SIDES,          says=NEXT, asks=()),
    Undo("finish",    (*SIDES, COORD), says=NEXT, asks=()),
    Undo("withdraw",  ASKER,          says=NEXT, asks=()),
    Undo("reopen",    GUARDS,         says=NEXT, asks=()),
)

NOTICES = {
    # step          who hears  the notice's title
    "send":         (DESK,     "{subject}が届きました"),
    "hold":         (OFFICE,   "{subject}がとまっています"),
    "deliver":      (DESK,     "{subject}が届きました"),
    "introduce":    (SIDES,    "コーディネーターがつなぎました：{subject}"),
    "reply":        (ASKER,    "{subject}に、返事が届きました"),
    "pass_on":      (SIDES,    "{subject}を、別の担当に回しました"),
    "agree":        (ASKER,    "{subject}が決まりました"),
    "admit":        (ASKER,    "{subject}が決まりました"),
    "decline":      (ASKER,    "{subject}に、お断りの返事が届きました"),
    "cancel":       (SIDES,    "{subject}がとりやめになりました"),
    "finish":       (SIDES,    "{subject}が済みました"),
    "withdraw":     (DESK,     "{subject}が取り下げられました"),
    "stop":         (SIDES,    "{subject}のやりとりを止めました"),
    "reopen":       (SIDES,    "{subject}のやりとりを、もう一度開きました"),
    "close_silent": ((*SIDES, COORD), "{subject}を、手紙がないまま終えました"),
    "close_held":   ((ASKER, OFFICE), "{subject}は、届けないまま終わりました"),
}

SENTENCES = {
    # step or its taking back: who did what, as the history says it
    "send":           "{who}が、手紙を送りました。",
    "hold":           "同じ文の手紙が続いたので、届ける前に市が確かめます。",
    "deliver":        "{who}が、手紙を届けました。",
    "introduce":      "{who}が、ふたつの団体をつなぎました。",
    "reply":          "{who}が、返事を書きました。",
    "pass_on":        "{who}が、別の担当に回しました。",
    "agree":          "{who}が、決めました。",
    "admit":          "{who}が、加わってもらうことにしました。",
    "decline":        "{who}が、断りました。",
    "cancel":         "{who}が、とりやめました。",
    "finish":         "{who}が、済んだことを知らせました。",
    "withdraw":       "{who}が、手紙を取り下げました。",
    "stop":           "{who}が、やりとりを止めました。",
    "reopen":         "{who}が、もう一度開きました。",
    "close_silent":   "60日のあいだ手紙がなかったので、終えました。",
    "close_held":     "14日のあいだ市が確かめられなかったので、届けないまま終えました。",
    "undo_deliver":   "{who}が、届けたことを取り消しました。",
    "undo_introduce": "{who}が、つないだことを取り消しました。",
    "undo_reply":     "{who}が、返事を取り消しました。",
    "undo_pass_on":   "{who}が、前の担当に戻しました。",
    "undo_agree":     "{who}が、決めたことを取り消しました。",
    "undo_admit":     "{who}が、加わってもらうことを取り消しました。",
    "undo_decline":   "{who}が、断ったことを取り消しました。",
    "undo_cancel":    "{who}が、とりやめたことを取り消しました。",
    "undo_finish":    "{who}が、済んだという知らせを取り消しました。",
    "undo_withdraw":  "{who}が、取り下げたことを取り消しました。",
    "undo_reopen":    "{who}が、もう一度開いたことを取り消しました。",
}

QUEUES = (
    Queue("held",    "とまっている手紙",         S.HELD, OFFICE),
    Queue("late",    "返事がおくれている手紙",   WAITING, OFFICE, asks="late"),
)
# fmt: on

REQUEST = Process(
    key="request",
    label="申込み・連絡",
    access="partners.requests.access.request",
    hooks=("partners.requests.step_actions.HOOKS",),
    questions=("partners.requests.step_forms.QUESTIONS",),
    tasks="partners.requests.todo.tasks_of",
    done="partners.requests.todo.mark_done",
    stages={"write": "書く", "wait": "返事を待つ", "talk": "やりとりする", "agree": "決まる", "end": "済む"},
    opens={"talk": "手紙を書く"},
    states=STATES,
    steps=STEPS,
    undoes=UNDOES,
    notices=NOTICES,
    letters=("send", "deliver", "introduce", "reply", "pass_on"),
    sentences=SENTENCES,
    queues=QUEUES,
)
