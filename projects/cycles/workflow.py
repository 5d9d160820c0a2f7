"""年度ごとの実施: one fiscal year of a collaboration, from Plan to Action."""
from kyodo_portal.common.phases import PHASES
from kyodo_portal.common.workflow import Part, Process, Queue, State, Step, Undo, codes_of

GROUP, DEPT = "applicant", "department"
BOTH, CITY, SYSTEM = (GROUP, DEPT), (DEPT, "secretariat"), "system"
GUIDE, GUIDED, TALKERS = (DEPT, "coordinator"), (*BOTH, "coordinator"), (*CITY, "coordinator")
WORK, REPORT, TALK, ASKED = ("update", "change"), ("update", "report"), ("talk", "answers"), ("update", "answer")

# fmt: off
STATES = (
    #     code              label           turn   next task                   stage    days  until        page                opens
    State("preparing",      "準備",         BOTH,  "計画を決める",             "plan",  None, "starts_on", "cycle",            "plan", least=14),
    State("agreed",         "合意",         DEPT,  "実施を始める",             "plan",  None, "starts_on", least=14),
    State("running",        "実施中",       BOTH,  "活動記録を書く",           "do",    None, "ends_on",   "update-new",       WORK, least=14,
          ends_by=("finish_small", "finish"), active="active_on"),
    State("change_pending", "変更承認待ち", BOTH,  "変更の申請に答える",       "do",    14,   opens=ASKED),
    State("suspended",      "休止中",       DEPT,  "再開するか決める",         "do",    90,   opens="update"),
    State("reporting",      "報告待ち",     GROUP, "実績報告を書く",           "check", 30,   "",          "cycle-report",     REPORT),
    State("evaluating",     "評価中",       BOTH,  "評価を書く",               "check", 30,   "",          "cycle-evaluation", "evaluate"),
    State("discussing",     "話し合い",     GUIDE, "話し合いの結果を記録する", "check", 30,   "",          "cycle-talk",       TALK,
          began="{day}に評価がそろう"),
    State("improving",      "見直し",       DEPT,  "見直しを決める",           "act",   30,   opens="answers"),
    State("closed",         "完了",         stage="ended", opens="answers", began="{day}に見直しを決定",
          now="この年度の手続きは終わりました。記録と評価は、この画面でいつでも読めます。"),
    State("cancelled",      "中止",         says="この年度の取り組みは中止になりました。",
          now="することはありません。わからないことは、担当課か事務局に聞いてください。"),
)
S = CycleStatus = codes_of("CycleStatus", STATES)
HALTED = (S.PREPARING, S.AGREED, S.RUNNING, S.CHANGE_PENDING, S.SUSPENDED)
PAPER, CHANGE, STOP = ("document_number", "agreed_on"), ("what", "reason"), ("reason", "public_reason")
REVIEW = ("outcome", "new_form", "why", "next_plan")

STEPS = (
    #    name              label                       from              to                who      asks      when, where, how
    Step("agree",          "計画に合意する",           S.PREPARING,      S.AGREED,         SYSTEM,  condition="is_confirmed_by_both"),
    Step("agree_on_paper", "書面での合意を記録する",   S.PREPARING,      S.AGREED,         CITY,    PAPER,    "has_plan"),
    Step("start",          "実施を始める",             S.AGREED,         S.RUNNING,        CITY,    (),       "has_come"),
    Step("start_early",    "始める日より前に始める",   S.AGREED,         S.RUNNING,        CITY,    "reason", "is_to_come", marks="quiet"),
    Step("start_small",    "実施を始める",             S.PREPARING,      S.RUNNING,        CITY,    (),       "has_come", ways="small"),
    Step("start_small_early", "始める日より前に始める", S.PREPARING,     S.RUNNING,        CITY,    "reason", "is_to_come", marks="quiet",
         ways="small"),
    Step("ask_change",     "変更を申請する",           S.RUNNING,        S.CHANGE_PENDING, BOTH,    CHANGE,   page="cycle-change"),
    Step("allow_change",   "変更を承認する",           S.CHANGE_PENDING, S.RUNNING,        CITY,    (),       "is_asked_by_group"),
    Step("refuse_change",  "変更を承認しない",         S.CHANGE_PENDING, S.RUNNING,        CITY,    "reason", "is_asked_by_group"),
    Step("unask_change",   "変更の申請を取り下げる",   S.CHANGE_PENDING, S.RUNNING,        GROUP,   (),       "is_asked_by_group",
         undoes="ask_change"),
    Step("accept_change",  "変更を承認する",           S.CHANGE_PENDING, S.RUNNING,        GROUP,   (),       "is_asked_by_city"),
    Step("accept_on_paper", "書面での承認を記録する",  S.CHANGE_PENDING, S.RUNNING,        CITY,    PAPER,    "is_asked_of_paper"),
    Step("reject_change",  "変更を承認しない",         S.CHANGE_PENDING, S.RUNNING,        GROUP,   "reason", "is_asked_by_city"),
    Step("city_unasks",    "変更の申請を取り下げる",   S.CHANGE_PENDING, S.RUNNING,        CITY,    (),       "is_asked_by_city",
         undoes="ask_change"),
    Step("suspend",        "休止する",                 S.RUNNING,        S.SUSPENDED,      CITY,    STOP,     marks="quiet"),
    Step("resume",         "再開する",                 S.SUSPENDED,      S.RUNNING,        CITY),
    Step("finish",         "実施を終えて報告に進む",   S.RUNNING,        S.REPORTING,      BOTH),
    Step("finish_small",   "実施を終える",             S.RUNNING,        S.IMPROVING,      CITY,    ways="small"),
    Step("back_to_do",     "実施中に戻す",             S.REPORTING,      S.RUNNING,        CITY,    "reason", undoes="finish"),
    Step("report",         "実績報告を出す",           S.REPORTING,      S.EVALUATING,     BOTH,    (),       "has_report", "cycle-report"),
    Step("back_to_report", "報告待ちに戻す",           S.EVALUATING,     S.REPORTING,      CITY,    "reason", "no_evaluation_yet",
         undoes="report"),
    Step("open_answers",   "双方の評価を開く",         S.EVALUATING,     S.DISCUSSING,     SYSTEM,  condition="is_evaluated_by_both"),
    Step("talk",           "話し合いの結果を記録する", S.DISCUSSING,     S.IMPROVING,      TALKERS, (),       "has_talk", "cycle-talk"),
    Step("close",          "見直しを決めて完了する",   S.IMPROVING,      S.CLOSED,         CITY,    REVIEW),
    Step("cancel",         "中止する",                 HALTED,           S.CANCELLED,      CITY,    STOP,     marks="quiet"),
    Step("call_off",       "採択がなくなり中止する",   S.PREPARING,      S.CANCELLED,      SYSTEM,  STOP),
)
NEXT, NO_UPDATE = "次の手続きまで、取り消せます。", "活動記録が書かれるまで、取り消せます。"

UNDOES = (
    #    takes back        who     while               the same in words
    Undo("agree",          BOTH,   says="実施を始めるまで、それぞれが自分の側の「この計画でよい」を取り消せます。"),
    Undo("agree_on_paper", CITY,   says=NEXT),
    Undo("start",          CITY,   "no_update_since",  NO_UPDATE),
    Undo("start_early",    CITY,   "no_update_since",  NO_UPDATE),
    Undo("start_small",    CITY,   "no_update_since",  NO_UPDATE),
    Undo("start_small_early", CITY, "no_update_since", NO_UPDATE),
    Undo("allow_change",   CITY,   "no_update_since",  NO_UPDATE),
    Undo("refuse_change",  CITY,   "no_update_since",  NO_UPDATE),
    Undo("unask_change",   GROUP,  "no_update_since",  NO_UPDATE),
    Undo("accept_change",  GROUP,  "no_update_since",  NO_UPDATE),
    Undo("accept_on_paper", CITY,  "no_update_since",  NO_UPDATE),
    Undo("reject_change",  GROUP,  "no_update_since",  NO_UPDATE),
    Undo("city_unasks",    CITY,   "no_update_since",  NO_UPDATE),
    Undo("suspend",        CITY,   "no_update_since",  NO_UPDATE),
    Undo("resume",         CITY,   "no_update_since",  NO_UPDATE),
    Undo("finish",         BOTH,   "no_report_since",  "実績報告が書かれはじめるまで、取り消せます。"),
    Undo("finish_small",   CITY,   says=NEXT),
    Undo("back_to_do",     CITY,   "no_update_since",  NO_UPDATE),
    Undo("report",         BOTH,   "no_evaluation_yet", "どちらかが評価を出すまで、取り消せます。"),
    Undo("back_to_report", CITY,   "no_report_since",  "実績報告が書きかえられるまで、取り消せます。"),
    Undo("open_answers",   BOTH,   "answers_wait",     "双方に知らせるまで、それぞれが自分の側の評価を取りもどせます。"),
    Undo("talk",           TALKERS, says="見直しを決めるまで、取り消せます。書いたものは残ります。"),
    Undo("close",          CITY,   "nothing_followed", "次の年度の計画が書かれはじめるまで、取り消せます。"),
    Undo("cancel",         CITY,   says="いつでも取り消せます。"),
    Undo("call_off",       SYSTEM),
)

NOTICES = {
    # step             who hears   the notice's title                                       what the public record says
    "agree":          (BOTH,       "「{subject}」の計画に双方が合意しました",               "計画に双方が合意しました"),
    "agree_on_paper": (BOTH,       "「{subject}」の合意を記録しました",                     "合意を記録しました"),
    "start":          (BOTH,       "「{subject}」の実施が始まりました",                     "実施が始まりました"),
    "start_early":    (BOTH,       "「{subject}」の実施が、始める日より前に始まりました",   "予定より早く、実施が始まりました"),
    "start_small":    (BOTH,       "「{subject}」の実施が始まりました",                     "実施が始まりました"),
    "start_small_early": (BOTH,    "「{subject}」の実施が、始める日より前に始まりました",   "予定より早く、実施が始まりました"),
    "ask_change":     (BOTH,       "「{subject}」の変更の申請がありました",                 "変更の申請がありました"),
    "allow_change":   (BOTH,       "「{subject}」の変更が承認されました",                   "変更が承認されました"),
    "refuse_change":  (BOTH,       "「{subject}」の変更は承認されませんでした",             "変更は承認されませんでした"),
    "unask_change":   (BOTH,       "「{subject}」の変更の申請が取り下げられました",         "変更の申請が取り下げられました"),
    "accept_change":  (BOTH,       "「{subject}」の変更が承認されました",                   "変更が承認されました"),
    "accept_on_paper": (BOTH,      "「{subject}」の変更が承認されました",                   "変更が承認されました"),
    "reject_change":  (BOTH,       "「{subject}」の変更は承認されませんでした",             "変更は承認されませんでした"),
    "city_unasks":    (BOTH,       "「{subject}」の変更の申請が取り下げられました",         "変更の申請が取り下げられました"),
    "suspend":        (BOTH,       "「{subject}」を休止しました",                           "休止しました"),
    "resume":         (BOTH,       "「{subject}」を再開しました",                           "再開しました"),
    "finish":         (BOTH,       "「{subject}」の実績報告をお願いします",                 "実施が終わりました"),
    "finish_small":   (BOTH,       "「{subject}」の実施が終わりました",                     "実施が終わりました"),
    "back_to_do":     (BOTH,       "「{subject}」を実施中に戻しました",                     "実施中に戻りました"),
    "report":         (BOTH,       "「{subject}」の実績報告が出されました",                 "実績報告が出されました"),
    "back_to_report": (BOTH,       "「{subject}」を報告待ちに戻しました",                   "報告をやり直しています"),
    "open_answers":   (GUIDED,     "「{subject}」の評価がそろいました",                     "評価がそろいました"),
    "talk":           (BOTH,       "「{subject}」の話し合いの結果が記録されました",         "話し合いの結果が記録されました"),
    "close":          (BOTH,       "「{subject}」の見直しが決まりました",                   "見直しが決まりました"),
    "cancel":         (BOTH,       "「{subject}」は中止になりました",                       "中止になりました"),
    "call_off":       (DEPT,       "「{subject}」は、採択がなくなったため中止になりました", "採択がなくなったため中止になりました"),
}

SENTENCES = {
    # step or its taking back: who did what, as the history says it
    "agree":                  "双方が「この計画でよい」と答えたので、計画が決まりました。",
    "agree_on_paper":         "{who}が、書面での合意を記録しました。",
    "start":                  "{who}が、実施を始めました。",
    "start_early":            "{who}が、始める日より前に実施を始めました。",
    "start_small":            "{who}が、実施を始めました。",
    "start_small_early":      "{who}が、始める日より前に実施を始めました。",
    "ask_change":             "{who}が、計画の変更を申請しました。",
    "allow_change":           "{who}が、変更を承認しました。",
    "refuse_change":          "{who}が、変更を承認しませんでした。",
    "unask_change":           "{who}が、変更の申請を取り下げました。",
    "accept_change":          "{who}が、変更を承認しました。",
    "accept_on_paper":        "{who}が、書面での変更の承認を記録しました。",
    "reject_change":          "{who}が、変更を承認しませんでした。",
    "city_unasks":            "{who}が、変更の申請を取り下げました。",
    "suspend":                "{who}が、取り組みを休むことにしました。",
    "resume":                 "{who}が、取り組みを再開しました。",
    "finish":                 "{who}が、実施を終えて報告に進めました。",
    "finish_small":           "{who}が、実施を終えました。",
    "back_to_do":             "{who}が、実施中に戻しました。",
    "report":                 "{who}が、実績報告を出しました。",
    "back_to_report":         "{who}が、報告をやり直すために戻しました。",
    "open_answers":           "双方の評価がそろいました。",
    "talk":                   "{who}が、話し合いの結果を記録しました。",
    "close":                  "{who}が、これからの扱いを決めて、この年度を終えました。",
    "cancel":                 "{who}が、取り組みを中止しました。",
    "call_off":               "採択がなくなったので、中止になりました。",
    "undo_agree":             "{who}が、計画への合意を取り消しました。",
    "undo_back_to_do":        "{who}が、実施中に戻したことを取り消しました。",
    "undo_back_to_report":    "{who}が、報告待ちに戻したことを取り消しました。",
    "undo_open_answers":      "{who}が、出した評価を取りもどしました。",
    "undo_talk":              "{who}が、話し合いの記録を取り消しました。",
    "undo_agree_on_paper":    "{who}が、書面での合意の記録を取り消しました。",
    "undo_start":             "{who}が、実施を始めたことを取り消しました。",
    "undo_start_early":       "{who}が、実施を始めたことを取り消しました。",
    "undo_start_small":       "{who}が、実施を始めたことを取り消しました。",
    "undo_start_small_early": "{who}が、実施を始めたことを取り消しました。",
    "undo_allow_change":      "{who}が、変更の承認を取り消しました。",
    "undo_refuse_change":     "{who}が、承認しないという答えを取り消しました。",
    "undo_unask_change":      "{who}が、取り下げた変更の申請をもとに戻しました。",
    "undo_accept_change":     "{who}が、変更の承認を取り消しました。",
    "undo_accept_on_paper":   "{who}が、書面での変更の承認の記録を取り消しました。",
    "undo_reject_change":     "{who}が、承認しないという答えを取り消しました。",
    "undo_city_unasks":       "{who}が、取り下げた変更の申請をもとに戻しました。",
    "undo_suspend":           "{who}が、休むことを取り消しました。",
    "undo_resume":            "{who}が、再開を取り消しました。",
    "undo_finish":            "{who}が、実施を終えたことを取り消しました。",
    "undo_finish_small":      "{who}が、実施を終えたことを取り消しました。",
    "undo_report":            "{who}が、出した実績報告を取りもどしました。",
    "undo_close":             "{who}が、この年度を終えたことを取り消しました。",
    "undo_cancel":            "{who}が、中止を取り消しました。",
    "undo_call_off":          "採択がもとに戻ったので、中止を取り消しました。",
}

QUEUES = (
    #     key        label                   where             whose  which of them
    Queue("change",  "変更の承認を待つもの", S.CHANGE_PENDING, CITY),
    Queue("talk",    "話し合いを待つもの",   S.DISCUSSING,     CITY),
    Queue("improve", "見直しを待つもの",     S.IMPROVING,      CITY),
    Queue("late",    "期限をすぎた協働",     (),               CITY,  "in_charge_of", turns=(*BOTH, *GUIDE), is_late=True),
)

PARTS = (
    #    key        what happens                   on the way                  and beside it
    Part("plan",    "計画と役割を決める",          (S.PREPARING, S.AGREED)),
    Part("do",      "取り組み、記録する",          S.RUNNING,                  (S.CHANGE_PENDING, S.SUSPENDED)),
    Part("check",   "報告し、評価を書く",          (S.REPORTING, S.EVALUATING)),
    Part("talk",    "評価を開いて、話し合う",      S.DISCUSSING),
    Part("act",     "これからを決めて、公表する",  (S.IMPROVING, S.CLOSED),    S.CANCELLED),
)
# fmt: on

CYCLE = Process(
    key="cycle",
    label="年度ごとの実施",
    access="projects.cycles.access.cycle",
    hooks=("projects.cycles.actions.HOOKS", "projects.cycles.do.change_actions.HOOKS"),
    questions=("projects.cycles.forms.QUESTIONS",),
    tasks="projects.cycles.todo.tasks_of",
    done="projects.cycles.progress.mark_done",
    stages={**PHASES, "ended": "終了"},
    ways={"small": "手続きの短い形態（後援など）", "full": "そのほかの形態"},
    opens={
        "plan": "双方が計画を直し、よいと答える",
        "change": "計画の変更を申請する",
        "answer": "変更を申請されたほうが答える",
        "update": "活動記録を書く",
        "report": "実績報告を書く",
        "evaluate": "評価を書く",
        "talk": "話し合いの結果を書く",
        "answers": "双方がたがいの評価を読む",
    },
    states=STATES,
    steps=STEPS,
    undoes=UNDOES,
    notices=NOTICES,
    sentences=SENTENCES,
    queues=QUEUES,
    parts=PARTS,
)
