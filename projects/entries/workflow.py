"""台帳の1件: whether it counts, and who takes part in it. Its work has a table a year (projects/cycles/workflow.py)."""
from kyodo_portal.common.workflow import SAME, Process, State, Step, Undo, codes_of

DEPT, DESK = "department", "secretariat"
CITY, TOLD = (DEPT, DESK), ("applicant", DEPT)

# fmt: off
STATES = (
    #     code         label         and what its page says of it
    State("active",    "台帳にある"),
    State("cancelled", "取消し",     says="この1件は台帳から取り消されました。公開のページと、数には入りません。",
          now="することはありません。わからないことは、担当課か事務局に聞いてください。"),
    State("merged",    "まとめた",   says="この1件は、ほかの1件にまとめられました。残った年度は、関係する人がこの画面で読めます。",
          now="することはありません。続きは、まとめた先の1件で進みます。"),
)
S = LedgerStatus = codes_of("LedgerStatus", STATES)
GONE = ("amends", "reason")  # `amends`: what of it stands in a frozen list is put right there by a further version
INTO, OFFICE, COMES, GOES = ("into", *GONE), ("office", "on", "reason"), ("partner", "on", "reason"), ("leaving", "last_day", "reason")

STEPS = (
    #    name          label                     from         to           who    asks      when
    Step("move",       "担当課を替える",         S.ACTIVE,    SAME,        CITY,  OFFICE),
    Step("join",       "相手を加える",           S.ACTIVE,    SAME,        CITY,  COMES),
    Step("leave",      "相手を抜く",             S.ACTIVE,    SAME,        CITY,  GOES,     marks="quiet"),
    Step("restore",    "取消しをもどす",         S.CANCELLED, S.ACTIVE,    DESK,  "reason"),
    Step("unmerge",    "まとめをほどく",         S.MERGED,    S.ACTIVE,    DESK,  "reason"),
    Step("merge",      "ほかの1件にまとめる",    S.ACTIVE,    S.MERGED,    DESK,  INTO,     marks="quiet"),
    Step("cancel",     "台帳から取り消す",       S.ACTIVE,    S.CANCELLED, DESK,  GONE,     marks="quiet"),
    Step("cancel_own", "台帳から取り消す",       S.ACTIVE,    S.CANCELLED, DEPT,  GONE,     "is_only_recorded", marks="quiet"),
)
NEXT = "次の手続きまで、取り消せます。"

UNDOES = (
    #    takes back    who    while             the same in words
    Undo("cancel",     DESK,  says=NEXT),
    Undo("cancel_own", CITY,  says=NEXT),
    Undo("restore",    DESK,  says=NEXT),
    Undo("merge",      DESK,  says=NEXT),
    Undo("unmerge",    DESK,  says=NEXT),
    Undo("move",       CITY,  says=NEXT),
    Undo("join",       CITY,  says=NEXT),
    Undo("leave",      CITY,  says=NEXT),
)

NOTICES = {
    # step         who hears  the notice's title
    "cancel":      (TOLD,     "「{subject}」が台帳から取り消されました"),
    "cancel_own":  (TOLD,     "「{subject}」が台帳から取り消されました"),
    "restore":     (TOLD,     "「{subject}」が台帳にもどりました"),
    "merge":       (TOLD,     "「{subject}」が、ほかの1件にまとめられました"),
    "unmerge":     (TOLD,     "「{subject}」が、もとの1件にもどりました"),
    "move":        (TOLD,     "「{subject}」の担当課が替わります"),
    "join":        (TOLD,     "「{subject}」に参加する団体・部署が増えます"),
    "leave":       (TOLD,     "「{subject}」から抜ける団体・部署があります"),
}

SENTENCES = {
    # step or its taking back: who did what, as the history says it
    "cancel":          "{who}が、台帳から取り消しました。",
    "cancel_own":      "{who}が、台帳から取り消しました。",
    "restore":         "{who}が、取消しをもどしました。",
    "merge":           "{who}が、ほかの1件にまとめました。",
    "unmerge":         "{who}が、まとめたものをほどきました。",
    "move":            "{who}が、担当課を替えました。",
    "join":            "{who}が、参加する団体・部署を加えました。",
    "leave":           "{who}が、抜ける団体・部署を記しました。",
    "undo_cancel":     "{who}が、台帳からの取消しをやめました。",
    "undo_cancel_own": "{who}が、台帳からの取消しをやめました。",
    "undo_restore":    "{who}が、取消しをもどしたことを取り消しました。",
    "undo_unmerge":    "{who}が、まとめをほどいたことを取り消しました。",
    "undo_merge":      "{who}が、まとめたことを取り消しました。",
    "undo_move":       "{who}が、担当課を替えたことを取り消しました。",
    "undo_join":       "{who}が、加えたことを取り消しました。",
    "undo_leave":      "{who}が、抜けることを取り消しました。",
}
# fmt: on

LEDGER = Process(
    key="ledger",
    label="台帳の1件",
    access="projects.entries.access.ledger",
    bodies="projects.entries.access.ledger_bodies",
    hooks=("projects.ledger.step_actions.HOOKS", "projects.ledger.part_actions.HOOKS"),
    questions=("projects.ledger.step_forms.QUESTIONS",),
    states=STATES,
    steps=STEPS,
    undoes=UNDOES,
    notices=NOTICES,
    sentences=SENTENCES,
)
