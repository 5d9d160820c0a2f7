"""The library: whose guideline, its chapters, the items that stand in them, and their pages."""
