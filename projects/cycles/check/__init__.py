"""ふりかえり: the report, the evaluations of both sides, their talk."""
