"""Files: what people hand in, and locks between processes."""
