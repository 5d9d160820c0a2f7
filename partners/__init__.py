# The rooms of this app; each imports only from those before it.
ROOMS = ("directory", "rules", "errands", "registration", "imports", "takeover", "offers", "requests", "events", "event_imports")
