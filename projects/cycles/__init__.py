"""年度ごとの実施: plan, do, check and act of one fiscal year."""
