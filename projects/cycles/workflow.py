"""年度ごとの実施: one fiscal year of a collaboration, from Plan to Action."""
from kyodo_portal.common.phases import PHASES
from kyodo_portal.common.workflow import Process, State, Step, codes_of

BOTH = ("applicant", "department")
CITY = ("department", "secretariat")
GUIDE = ("department", "coordinator")

# fmt: off
STATES = (
    #     code              label           whose turn       next task                   stage    days  until         page                 opens
    State("preparing",      "準備",         BOTH,            "計画を決める",             "plan",  None, "starts_on",  "cycle",             ("plan",), least=14),
    State("agreed",         "合意",         ("department",), "実施を始める",             "plan",  None, "starts_on"),
    State("running",        "実施中",       BOTH,            "活動記録を書く",           "do",    None, "ends_on",    "update-new",        ("update", "change")),
    State("change_pending", "変更承認待ち", ("department",), "変更の申請に答える",       "do",    14,   "",           "",                  ("update",), queue="変更の承認を待つもの"),
    State("suspended",      "休止中",       ("department",), "再開するか決める",         "do",    90,   "",           "",                  ("update",)),
    State("reporting",      "報告待ち",     ("applicant",),  "実績報告を書く",           "check", 30,   "",           "cycle-report",      ("update", "report")),
    State("evaluating",     "評価中",       BOTH,            "評価を書く",               "check", 30,   "",           "cycle-evaluation",  ("evaluate",)),
    State("discussing",     "話し合い",     GUIDE,           "話し合いの結果を記録する", "check", 30,   "",           "cycle-talk",        ("talk", "answers"), queue="話し合いを待つもの"),
    State("improving",      "見直し",       ("department",), "見直しを決める",           "act",   30,   "",           "",                  ("answers",), queue="見直しを待つもの"),
    State("closed",         "完了",         stage="ended", opens=("answers",)),
    State("cancelled",      "中止",         says="この年度の取り組みは中止になりました。"),
)
# fmt: on
S = CycleStatus = codes_of("CycleStatus", STATES)
HALTED = (S.PREPARING, S.AGREED, S.RUNNING, S.CHANGE_PENDING, S.SUSPENDED)

CYCLE = Process(
    key="cycle",
    label="年度ごとの実施",
    access="projects.cycles.access.cycle",
    hooks=("projects.cycles.actions.HOOKS",),
    questions=("projects.cycles.forms.QUESTIONS",),
    done="projects.cycles.progress.mark_done",
    stages={**PHASES, "ended": "終了"},
    ways={"small": "手続きの短い形態（後援など）", "full": "そのほかの形態"},
    opens={
        "plan": "双方が計画を直し、よいと答える",
        "change": "承認された変更を、市が計画に入れる",
        "update": "活動記録を書く",
        "report": "実績報告を書く",
        "evaluate": "評価を書く",
        "talk": "話し合いの結果を書く",
        "answers": "双方の評価をだれでも読む",
    },
    states=STATES,
    # fmt: off
    steps=(
        #    name              label                     from                to                who                   asks                              tells                  notice's title                                       when                    what the public record says
        Step("agree",          "計画に合意する",         (S.PREPARING,),     S.AGREED,         ("system",),          (),                               BOTH,                  "「{subject}」の計画に双方が合意しました",           "is_confirmed_by_both", "計画に双方が合意しました"),
        Step("agree_on_paper", "書面での合意を記録する", (S.PREPARING,),     S.AGREED,         CITY,                 ("document_number", "agreed_on"), BOTH,                  "「{subject}」の合意を記録しました",                 "has_plan",             "合意を記録しました"),
        Step("start",          "実施を始める",           (S.AGREED,),        S.RUNNING,        CITY,                 (),                               BOTH,                  "「{subject}」の実施が始まりました",                 "",                     "実施が始まりました"),
        Step("start_small",    "実施を始める",           (S.PREPARING,),     S.RUNNING,        CITY,                 (),                               BOTH,                  "「{subject}」の実施が始まりました",                 "",                     "実施が始まりました", ways=("small",)),
        Step("ask_change",     "変更を申請する",         (S.RUNNING,),       S.CHANGE_PENDING, BOTH,                 ("what", "reason"),               BOTH,                  "「{subject}」の変更の申請がありました",             "",                     "変更の申請がありました"),
        Step("allow_change",   "変更を承認する",         (S.CHANGE_PENDING,),S.RUNNING,        CITY,                 (),                               BOTH,                  "「{subject}」の変更が承認されました",               "",                     "変更が承認されました"),
        Step("refuse_change",  "変更を承認しない",       (S.CHANGE_PENDING,),S.RUNNING,        CITY,                 ("reason",),                      BOTH,                  "「{subject}」の変更は承認されませんでした",         "",                     "変更は承認されませんでした"),
        Step("suspend",        "休止する",               (S.RUNNING,),       S.SUSPENDED,      CITY,                 ("reason",),                      BOTH,                  "「{subject}」を休止しました",                       "",                     "休止しました", marks=("quiet",)),
        Step("resume",         "再開する",               (S.SUSPENDED,),     S.RUNNING,        CITY,                 (),                               BOTH,                  "「{subject}」を再開しました",                       "",                     "再開しました"),
        Step("finish",         "実施を終えて報告に進む", (S.RUNNING,),       S.REPORTING,      BOTH,                 (),                               BOTH,                  "「{subject}」の実績報告をお願いします",             "",                     "実施が終わりました"),
        Step("finish_small",   "実施を終える",           (S.RUNNING,),       S.IMPROVING,      CITY,                 (),                               BOTH,                  "「{subject}」の実施が終わりました",                 "",                     "実施が終わりました", ways=("small",)),
        Step("back_to_do",     "実施中に戻す",           (S.REPORTING,),     S.RUNNING,        CITY,                 ("reason",),                      BOTH,                  "「{subject}」を実施中に戻しました",                 "",                     "実施中に戻りました"),
        Step("report",         "実績報告を出す",         (S.REPORTING,),     S.EVALUATING,     BOTH,                 (),                               BOTH,                  "「{subject}」の実績報告が出されました",             "has_report",           "実績報告が出されました", page="cycle-report"),
        Step("back_to_report", "報告待ちに戻す",         (S.EVALUATING,),    S.REPORTING,      CITY,                 ("reason",),                      BOTH,                  "「{subject}」を報告待ちに戻しました",               "no_evaluation_yet",    "報告をやり直しています"),
        Step("open_answers",   "双方の評価を開く",       (S.EVALUATING,),    S.DISCUSSING,     ("system",),          (),                               (*BOTH, "coordinator"),"「{subject}」の評価がそろいました",                 "is_evaluated_by_both", "評価がそろいました"),
        Step("talk",           "話し合いの結果を記録する", (S.DISCUSSING,),  S.IMPROVING,      (*CITY, "coordinator"), (),                             BOTH,                  "「{subject}」の話し合いの結果が記録されました",     "has_talk",             "話し合いの結果が記録されました", page="cycle-talk"),
        Step("close",          "見直しを決めて完了する", (S.IMPROVING,),     S.CLOSED,         CITY,                 ("outcome", "new_form", "why", "next_plan"), BOTH,       "「{subject}」の見直しが決まりました",               "",                     "見直しが決まりました"),
        Step("cancel",         "中止する",               HALTED,             S.CANCELLED,      CITY,                 ("reason",),                      BOTH,                  "「{subject}」は中止になりました",                   "",                     "中止になりました", marks=("quiet",)),
        Step("call_off",       "採択がなくなり中止する", (S.PREPARING,),     S.CANCELLED,      ("system",),          ("reason",),                      ("department",),       "「{subject}」は、採択がなくなったため中止になりました", "",                 "採択がなくなったため中止になりました"),
    ),
    # fmt: on
)
