"""The board: every matter by stage, for coordinators and staff."""
