"""Texts that people write: as safe HTML, and what changed between two of them."""
