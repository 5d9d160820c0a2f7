"""Words that several pages share: what is to be done while a year stands in a state."""

CYCLE_WORK = {
    "preparing": "計画を決める", "agreed": "実施を始める", "running": "活動記録を書く", "change_pending": "変更の申請に答える",
    "suspended": "再開するか決める", "reporting": "実績報告を書く", "evaluating": "評価を書く", "discussing": "話し合いの結果を記録する",
    "improving": "見直しを決める",
}  # fmt: skip

# What whoever holds a proposal does next: the usual way on, not the first button of the table.
PROPOSAL_WORK = {
    "submitted": "書類を確かめて受け付ける", "received": "担当課との協議か審査に進める",
    "correcting": "提案書を直して出し直す", "in_talks": "協議を記録する",
    "reviewing": "審査票を書く", "decided": "結果を知らせる", "continued": "協議を続ける",
}  # fmt: skip
