# The rooms of this app; each imports only from those before it.
ROOMS = ("entries", "cycles", "ledger", "calls", "proposals", "reviews", "board", "handover")
