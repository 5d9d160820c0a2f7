"""ガイドラインの公開: the table of one revision, from a draft to the day it stands on the page."""
from kyodo_portal.common.workflow import NO_LIMIT, Process, Queue, State, Step, Undo, codes_of

AUTHOR, OFFICE, SYSTEM = "author", "secretariat", "system"
EITHER = (AUTHOR, OFFICE)

# fmt: off
STATES = (
    #     code         label       whose turn  next task                      stage  days      until
    State("draft",     "下書き",   AUTHOR,     "改稿を書いて確認を依頼する",  "",    NO_LIMIT, opens="write"),
    State("checking",  "確認中",   OFFICE,     "改稿を確かめて公開する",      "",    NO_LIMIT),
    State("scheduled", "公開予約", SYSTEM,     "予約の日時に公開する",        "",    None,     "publish_on"),
    State("published", "公開済み", opens="page", now="公開されたページで確かめられます。直すときは、新しい改稿を始めます。"),
    State("discarded", "取りやめ", now="することはありません。もう一度直すときは、新しい改稿を始めます。"),
)
S = RevisionStatus = codes_of("RevisionStatus", STATES)

STEPS = (
    #    name          label                   from                   to           who     asks          when
    Step("ask_check",  "確認を依頼する",       S.DRAFT,               S.CHECKING,  EITHER),
    Step("send_back",  "差し戻す",             S.CHECKING,            S.DRAFT,     OFFICE, "reason"),
    Step("take_back",  "依頼を取り下げて直す", S.CHECKING,            S.DRAFT,     AUTHOR, undoes="ask_check"),
    Step("publish",    "公開する",             S.CHECKING,            S.PUBLISHED, OFFICE),
    Step("schedule",   "日時を決めて公開する", S.CHECKING,            S.SCHEDULED, OFFICE, "publish_at"),
    Step("unschedule", "公開の予約をやめる",   S.SCHEDULED,           S.CHECKING,  OFFICE, undoes="schedule"),
    Step("go_live",    "予約どおり公開する",   S.SCHEDULED,           S.PUBLISHED, SYSTEM, (),           "is_due"),
    Step("stop_live",  "予約を止める",         S.SCHEDULED,           S.CHECKING,  SYSTEM, "reason",     "is_due"),
    Step("load",       "ファイルから載せる",   S.DRAFT,               S.PUBLISHED, SYSTEM),
    Step("enter",      "台帳から直す",         S.DRAFT,               S.PUBLISHED, SYSTEM),
    Step("discard",    "取りやめる",           (S.DRAFT, S.CHECKING), S.DISCARDED, EITHER),
)

UNDOES = (
    #    takes back   who     while  in words
    Undo("take_back", AUTHOR, says="書き直して、もう一度確認を依頼するまで、取り消せます。"),
    Undo("publish",   OFFICE, "is_last_published", "同じガイドラインの次の改稿を公開するまで、取り消せます。"),
    Undo("unschedule", OFFICE, "moment_is_to_come", "予約していた日時まで、取り消せます。"),
    Undo("send_back", OFFICE, says="書いた人が直して、もう一度確認を依頼するまで、取り消せます。"),
    Undo("discard",   EITHER, says="いつでも取り消せます。"),
)

NOTICES = {
    # step         who hears of it  the notice's title
    "ask_check":  (OFFICE,          "{subject}の確認をお願いします"),
    "send_back":  (AUTHOR,          "{subject}に、直してほしいところがあります"),
    "take_back":  (OFFICE,          "{subject}の確認の依頼が取り下げられました"),
    "publish":    (AUTHOR,          "{subject}を公開しました"),
    "schedule":   (AUTHOR,          "{subject}の公開を予約しました"),
    "unschedule": (AUTHOR,          "{subject}の公開の予約をやめました"),
    "go_live":    (EITHER,          "{subject}を、予約どおり公開しました"),
    "stop_live":  (EITHER,          "{subject}を、予約どおりに公開できませんでした"),
    "discard":    (AUTHOR,          "{subject}を取りやめました"),
}

SENTENCES = {
    # step or its taking back: who did what, as the history says it
    "ask_check":      "{who}が、確認を依頼しました。",
    "send_back":      "{who}が、直すところを書いて差し戻しました。",
    "take_back":      "{who}が、確認の依頼を取り下げました。",
    "publish":        "{who}が、改稿を公開しました。",
    "schedule":       "{who}が、公開する日時を決めました。",
    "unschedule":     "{who}が、公開の予約をやめました。",
    "go_live":        "予約した日時に、公開されました。",
    "stop_live":      "予約した日時に公開できなかったので、予約を止めました。",
    "load":           "ファイルから載せました。",
    "enter":          "台帳の取り組みから、事例を直しました。",
    "discard":        "{who}が、改稿を取りやめました。",
    "undo_take_back": "{who}が、もう一度、確認を依頼しました。",
    "undo_publish":   "{who}が、公開を取り消しました。",
    "undo_unschedule": "{who}が、やめた公開の予約をもとに戻しました。",
    "undo_send_back": "{who}が、差し戻したことを取り消しました。",
    "undo_discard":   "{who}が、取りやめたことを取り消しました。",
}

QUEUES = (
    #     key         label                   where       whose   which of them
    Queue("checking", "確認を待つ改稿",       S.CHECKING, OFFICE),
    Queue("own",      "自分が書いている改稿", S.DRAFT,    AUTHOR, "written_by"),
)
# fmt: on

PUBLICATION = Process(
    key="publication",
    label="ガイドラインの公開",
    tasks="guidelines.revisions.todo.tasks_of",
    access="guidelines.revisions.access.revision",
    hooks=("guidelines.revisions.publication_actions.HOOKS",),
    questions=("guidelines.revisions.forms.QUESTIONS",),
    opens={"write": "改稿の文を直す", "page": "公開されたページを読む"},
    states=STATES,
    steps=STEPS,
    undoes=UNDOES,
    notices=NOTICES,
    sentences=SENTENCES,
    queues=QUEUES,
)
