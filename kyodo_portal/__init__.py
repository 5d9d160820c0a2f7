# The rooms of this app; each imports only from those before it.
ROOMS = ("common", "accounts", "audit", "notices", "process", "letters", "personal", "pages")
