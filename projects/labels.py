"""Words that several pages share: what is to be done while a year stands in a state."""

CYCLE_WORK = {
    "preparing": "計画を決める", "agreed": "実施を始める", "running": "活動記録を書く", "change_pending": "変更の申請に答える",
    "suspended": "再開するか決める", "reporting": "実績報告を書く", "evaluating": "評価を書く", "discussing": "話し合いの結果を記録する",
    "improving": "見直しを決める",
}  # fmt: skip
