# The rooms of this app; each imports only from those before it.
ROOMS = ("directory", "registration", "takeover", "offers", "requests")
