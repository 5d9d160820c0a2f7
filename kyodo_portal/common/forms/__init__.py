"""Forms that read what people type in Japanese and answer in Japanese."""
