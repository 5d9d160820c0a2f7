"""Pages of the app: the directory, a partner, its registration."""
