"""ガイドラインの公開: the table of one revision, from a draft to the day it stands on the page."""
from kyodo_portal.common.workflow import NO_LIMIT, Process, State, Step, codes_of

# fmt: off
STATES = (
    #     code         label       whose turn        next task                      stage  days      until
    State("draft",     "下書き",   ("author",),      "改稿を書いて確認を依頼する",  "",    NO_LIMIT, opens=("write",), queue="自分が書いている改稿"),
    State("checking",  "確認中",   ("secretariat",), "改稿を確かめて公開する",      "",    NO_LIMIT, queue="確認を待つ改稿"),
    State("scheduled", "公開予約", ("system",),      "予約の日時に公開する",        "",    None,     "publish_on"),
    State("published", "公開済み"),
    State("discarded", "取りやめ"),
)
# fmt: on
S = RevisionStatus = codes_of("RevisionStatus", STATES)

PUBLICATION = Process(
    key="publication",
    label="ガイドラインの公開",
    access="guidelines.revisions.access.revision",
    hooks=("guidelines.revisions.actions.HOOKS",),
    questions=("guidelines.revisions.forms.QUESTIONS",),
    opens={"write": "改稿の文を直す"},
    states=STATES,
    # fmt: off
    steps=(
        Step("ask_check",  "確認を依頼する",       (S.DRAFT,),                  S.CHECKING,  ("author", "secretariat"), (),                ("secretariat",),          "{subject}の確認をお願いします"),
        Step("send_back",  "差し戻す",             (S.CHECKING,),               S.DRAFT,     ("secretariat",),          ("reason",),       ("author",),               "{subject}に、直してほしいところがあります"),
        Step("take_back",  "依頼を取り下げて直す", (S.CHECKING,),               S.DRAFT,     ("author",),               (),                ("secretariat",),          "{subject}の確認の依頼が取り下げられました"),
        Step("publish",    "公開する",             (S.CHECKING,),               S.PUBLISHED, ("secretariat",),          (),                ("author",),               "{subject}を公開しました"),
        Step("schedule",   "日時を決めて公開する", (S.CHECKING,),               S.SCHEDULED, ("secretariat",),          ("publish_at",),   ("author",),               "{subject}の公開を予約しました"),
        Step("unschedule", "公開の予約をやめる",   (S.SCHEDULED,),              S.CHECKING,  ("secretariat",),          (),                ("author",),               "{subject}の公開の予約をやめました"),
        Step("go_live",    "予約どおり公開する",   (S.SCHEDULED,),              S.PUBLISHED, ("system",),               (),                ("author", "secretariat"), "{subject}を、予約どおり公開しました", "is_due"),
        Step("stop_live",  "予約を止める",         (S.SCHEDULED,),              S.CHECKING,  ("system",),               ("reason",),       ("author", "secretariat"), "{subject}を、予約どおりに公開できませんでした", "is_due"),
        Step("load",       "ファイルから載せる",   (S.DRAFT,),                  S.PUBLISHED, ("system",),               (),                (),                        ""),
        Step("discard",    "取りやめる",           (S.DRAFT, S.CHECKING),       S.DISCARDED, ("author", "secretariat"), (),                ("author",),               "{subject}を取りやめました"),
    ),
    # fmt: on
)
