"""年度ごとの実施: one fiscal year of a collaboration, from Plan to Action. The phase is derived from the status."""
from django.db import models

from kyodo_portal.common.workflow import Process, Step


class S(models.TextChoices):
    PREPARING = "preparing", "準備"
    AGREED = "agreed", "合意"
    RUNNING = "running", "実施中"
    CHANGE_PENDING = "change_pending", "変更承認待ち"
    SUSPENDED = "suspended", "休止中"
    REPORTING = "reporting", "報告待ち"
    EVALUATING = "evaluating", "評価中"
    DISCUSSING = "discussing", "話し合い"
    IMPROVING = "improving", "見直し"
    CLOSED = "closed", "完了"
    CANCELLED = "cancelled", "中止"


CycleStatus = S


class Phase(models.TextChoices):
    PLAN = "plan", "計画"
    DO = "do", "実施"
    CHECK = "check", "ふりかえり"
    ACT = "act", "見直し"
    ENDED = "ended", "終了"


PHASES = {
    S.PREPARING: Phase.PLAN, S.AGREED: Phase.PLAN,
    S.RUNNING: Phase.DO, S.CHANGE_PENDING: Phase.DO, S.SUSPENDED: Phase.DO,
    S.REPORTING: Phase.CHECK, S.EVALUATING: Phase.CHECK, S.DISCUSSING: Phase.CHECK,
    S.IMPROVING: Phase.ACT, S.CLOSED: Phase.ENDED, S.CANCELLED: Phase.ENDED,
}
BOTH = ("applicant", "department")
CITY = ("department", "secretariat")

CYCLE = Process(
    key="cycle",
    label="年度ごとの実施",
    states=S,
    start=S.PREPARING,
    ends=frozenset({S.CLOSED, S.CANCELLED}),
    access="projects.access.cycle",
    holders={
        S.PREPARING: BOTH, S.AGREED: ("department",), S.RUNNING: BOTH, S.CHANGE_PENDING: ("department",), S.SUSPENDED: ("department",),
        S.REPORTING: ("applicant",), S.EVALUATING: BOTH, S.DISCUSSING: ("department", "coordinator"), S.IMPROVING: ("department",),
    },
    # fmt: off
    steps=(
        Step("agree",          "計画に合意する",         (S.PREPARING,),                   S.AGREED,         ("system",),    (),                               BOTH,        "「{subject}」の計画に双方が合意しました", "is_confirmed_by_both"),
        Step("agree_on_paper", "書面での合意を記録する", (S.PREPARING,),                   S.AGREED,         CITY,           ("document_number", "agreed_on"), BOTH,        "「{subject}」の合意を記録しました", "has_plan"),
        Step("start",          "実施を始める",           (S.AGREED,),                      S.RUNNING,        CITY,           (),                               BOTH,        "「{subject}」の実施が始まりました"),
        Step("start_small",    "実施を始める",           (S.PREPARING,),                   S.RUNNING,        CITY,           (),                               BOTH,        "「{subject}」の実施が始まりました", "is_small"),
        Step("ask_change",     "変更を申請する",         (S.RUNNING,),                     S.CHANGE_PENDING, BOTH,           ("what", "reason"),               BOTH,        "「{subject}」の変更の申請がありました"),
        Step("allow_change",   "変更を承認する",         (S.CHANGE_PENDING,),              S.RUNNING,        CITY,           (),                               BOTH,        "「{subject}」の変更が承認されました"),
        Step("refuse_change",  "変更を承認しない",       (S.CHANGE_PENDING,),              S.RUNNING,        CITY,           ("reason",),                      BOTH,        "「{subject}」の変更は承認されませんでした"),
        Step("suspend",        "休止する",               (S.RUNNING,),                     S.SUSPENDED,      CITY,           ("reason",),                      BOTH,        "「{subject}」を休止しました"),
        Step("resume",         "再開する",               (S.SUSPENDED,),                   S.RUNNING,        CITY,           (),                               BOTH,        "「{subject}」を再開しました"),
        Step("finish",         "実施を終えて報告に進む", (S.RUNNING,),                     S.REPORTING,      BOTH,           (),                               BOTH,        "「{subject}」の実績報告をお願いします"),
        Step("finish_small",   "実施を終える",           (S.RUNNING,),                     S.IMPROVING,      CITY,           (),                               BOTH,        "「{subject}」の実施が終わりました", "is_small"),
        Step("back_to_do",     "実施中に戻す",           (S.REPORTING,),                   S.RUNNING,        CITY,           ("reason",),                      BOTH,        "「{subject}」を実施中に戻しました"),
        Step("report",         "実績報告を出す",         (S.REPORTING,),                   S.EVALUATING,     ("applicant", "department"), (),                  BOTH,        "「{subject}」の実績報告が出されました", "has_report"),
        Step("back_to_report", "報告待ちに戻す",         (S.EVALUATING,),                  S.REPORTING,      CITY,           ("reason",),                      BOTH,        "「{subject}」を報告待ちに戻しました", "no_evaluation_yet"),
        Step("open_answers",   "双方の評価を開く",       (S.EVALUATING,),                  S.DISCUSSING,     ("system",),    (),                               (*BOTH, "coordinator"), "「{subject}」の評価がそろいました", "is_evaluated_by_both"),
        Step("talk",           "話し合いの結果を記録する", (S.DISCUSSING,),                 S.IMPROVING,      (*CITY, "coordinator"), (),                        BOTH,        "「{subject}」の話し合いの結果が記録されました", "has_talk"),
        Step("close",          "見直しを決めて完了する", (S.IMPROVING,),                   S.CLOSED,         CITY,           ("outcome", "new_form", "why", "next_plan"), BOTH,        "「{subject}」の見直しが決まりました"),
        Step("cancel",         "中止する",               (S.PREPARING, S.AGREED, S.RUNNING, S.CHANGE_PENDING, S.SUSPENDED), S.CANCELLED, CITY, ("reason",),      BOTH,        "「{subject}」は中止になりました"),
        Step("call_off",       "採択がなくなり中止する", (S.PREPARING,),                   S.CANCELLED,      ("system",),    ("reason",),                      ("department",), "「{subject}」は、採択がなくなったため中止になりました"),
    ),
    # fmt: on
)
