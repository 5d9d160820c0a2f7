"""年のまとめ: the report of a year out of its snapshot, chapters with the committee's remarks, and what became of the guideline's policies."""
