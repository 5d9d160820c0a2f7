"""下書き: a proposal as its group writes it, page by page."""
