"""年のまとめ: the table of one year's report, from a draft through the committee's remarks to the day on which everybody reads it."""

from kyodo_portal.common.workflow import NO_LIMIT, Process, Queue, State, Step, Undo, codes_of

OFFICE, COMMITTEE, DEPARTMENT = "secretariat", "committee", "department"

# fmt: off
STATES = (
    #     code         label             whose turn next task                              stage days     until
    State("draft",     "下書き",         OFFICE,    "年のまとめを書いて、意見をもらう",    "",   NO_LIMIT, opens=("write", "reviews")),
    State("opinions",  "意見をもらう間", COMMITTEE, "年のまとめを読んで、意見を書く",      "",   None,     "opinions_due", "report-remarks",
          opens=("remarks", "answers", "reviews")),
    State("ready",     "公表の準備",     OFFICE,    "意見に答えて、年のまとめを公表する",  "",   NO_LIMIT, opens=("write", "answers", "reviews")),
    State("published", "公表済み",       opens="page", readers=("city", "public"), now="公表したページで、だれでも読めます。"),
)
S = ReportStatus = codes_of("ReportStatus", STATES)

STEPS = (
    #    name              label                      from         to            who     asks                            when
    Step("ask_opinions",   "委員会に意見をもらう",    S.DRAFT,     S.OPINIONS,   OFFICE, ("committee", "opinions_due"), "has_chapters"),
    Step("skip_opinions",  "意見をもらわずに進める",  S.DRAFT,     S.READY,      OFFICE, "reason", "has_chapters", marks=("quiet", "inside")),
    Step("extend",         "意見の期限をのばす",      S.OPINIONS,  "=",          OFFICE, "later_due"),
    Step("close_opinions", "意見をしめきる",          S.OPINIONS,  S.READY,      OFFICE),
    Step("reopen",         "下書きにもどす",          S.READY,     S.DRAFT,      OFFICE, "reason", marks="quiet"),
    Step("renew",          "新しい数字に替える",      (S.DRAFT, S.READY, S.PUBLISHED), "=", OFFICE, (), "has_newer_figures", marks="inside"),
    Step("publish",        "年のまとめを公表する",    S.READY,     S.PUBLISHED,  OFFICE, (), "is_whole"),
    Step("unpublish",      "公表をやめて直す",        S.PUBLISHED, S.READY,      OFFICE, "reason", marks="quiet"),
)

UNDOES = (
    #    takes back        who     while         in words
    Undo("ask_opinions",   OFFICE, "no_remarks", "委員会から意見が届くまで、取り消せます。"),
    Undo("skip_opinions",  OFFICE, says="公表するまで、取り消せます。"),
    Undo("extend",         OFFICE, says="意見をしめきるまで、取り消せます。"),
    Undo("close_opinions", OFFICE, says="公表するまで、取り消せます。"),
    Undo("reopen",         OFFICE, says="もう一度意見をもらうまで、取り消せます。"),
    Undo("renew",          OFFICE, says="次の手続きまで、取り消せます。"),
    Undo("publish",        OFFICE, says="公表をやめるまで、いつでも取り消せます。"),
    Undo("unpublish",      OFFICE, says="もう一度公表するまで、取り消せます。"),
)

NOTICES = {
    # step             who hears of it         the notice's title
    "ask_opinions":   (COMMITTEE,              "{subject}について、意見をお願いします"),
    "extend":         (COMMITTEE,              "{subject}の意見の期限をのばしました"),
    "close_opinions": (COMMITTEE,              "{subject}への意見をしめきりました"),
    "publish":        ((COMMITTEE, DEPARTMENT), "{subject}を公表しました"),
    "unpublish":      ((COMMITTEE, DEPARTMENT), "{subject}の公表をやめて、直しています"),
}

SENTENCES = {
    # step or its taking back: who did what, as the history says it
    "ask_opinions":        "{who}が、委員会に意見を求めました。",
    "skip_opinions":       "{who}が、意見をもらわずに公表の準備に進めました。",
    "extend":              "{who}が、意見の期限をのばしました。",
    "close_opinions":      "{who}が、意見をしめきりました。",
    "reopen":              "{who}が、下書きにもどしました。",
    "renew":               "{who}が、数字を新しい版に替えました。",
    "publish":             "{who}が、年のまとめを公表しました。",
    "unpublish":           "{who}が、公表をやめて直しはじめました。",
    "undo_ask_opinions":   "{who}が、意見を求めたことを取り消しました。",
    "undo_skip_opinions":  "{who}が、公表の準備に進めたことを取り消しました。",
    "undo_extend":         "{who}が、期限をのばしたことを取り消しました。",
    "undo_close_opinions": "{who}が、しめきったことを取り消しました。",
    "undo_reopen":         "{who}が、下書きにもどしたことを取り消しました。",
    "undo_renew":          "{who}が、数字を替えたことを取り消しました。",
    "undo_publish":        "{who}が、公表を取り消しました。",
    "undo_unpublish":      "{who}が、公表をやめたことを取り消しました。",
}

QUEUES = (
    #     key         label                                  where        whose
    Queue("draft",    "書いている年のまとめ",                S.DRAFT,     OFFICE),
    Queue("opinions", "委員会の意見を待つ年のまとめ",        S.OPINIONS,  OFFICE, turns=(COMMITTEE, OFFICE)),
    Queue("ready",    "意見に答えて公表する年のまとめ",      S.READY,     OFFICE),
    Queue("policies", "市がすすめることの、ふりかえりの答え", (),          DEPARTMENT, asks="policies"),
)
# fmt: on

REPORT = Process(
    key="year_report",
    label="年のまとめ",
    tasks="projects.report.todo.tasks_of",
    access="projects.report.access.report",
    hooks=("projects.report.step_actions.HOOKS",),
    questions=("projects.report.forms.QUESTIONS",),
    opens={
        "write": "章の文を書く",
        "reviews": "市がすすめることのふりかえりを書く",
        "remarks": "委員会が意見を書く",
        "answers": "意見に答える",
        "page": "公表されたページを読む",
    },
    states=STATES,
    steps=STEPS,
    undoes=UNDOES,
    notices=NOTICES,
    sentences=SENTENCES,
    queues=QUEUES,
)
