"""Lists of events that a city has, taken in: イベント一覧 of 自治体標準オープンデータセット, the portal's own, or any other table."""
