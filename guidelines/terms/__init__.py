"""ことば: the index of terms and their meanings in the texts."""
