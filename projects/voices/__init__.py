"""困った声 and みんなの声: what people say, what many of them say, and what became of it."""
