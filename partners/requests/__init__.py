"""申込み・連絡: one letter to a body, the thread that follows from it, and what became of it."""
