"""Public pages of calls."""
