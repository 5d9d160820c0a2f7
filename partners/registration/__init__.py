"""団体の登録: the application, from the draft to the answer."""
