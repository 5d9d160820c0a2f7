"""Lists: searching, paging, taking them out as tables."""
