"""ガイドラインの公開: the table of one revision, from a draft to the day it stands on the page."""
from django.db import models

from kyodo_portal.common.workflow import Process, Step


class S(models.TextChoices):
    """Where one revision stands."""

    DRAFT = "draft", "下書き"
    CHECKING = "checking", "確認中"
    SCHEDULED = "scheduled", "公開予約"
    PUBLISHED = "published", "公開済み"
    DISCARDED = "discarded", "取りやめ"


RevisionStatus = S

PUBLICATION = Process(
    key="publication",
    label="ガイドラインの公開",
    states=S,
    start=S.DRAFT,
    ends=frozenset({S.PUBLISHED, S.DISCARDED}),
    access="guidelines.access.revision",
    holders={S.DRAFT: ("author",), S.CHECKING: ("secretariat",), S.SCHEDULED: ("system",)},
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
