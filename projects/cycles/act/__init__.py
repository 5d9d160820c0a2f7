"""見直し: what becomes of the collaboration after this year."""
