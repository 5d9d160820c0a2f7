"""Papers of a year."""
