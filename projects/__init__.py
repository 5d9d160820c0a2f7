# The rooms of this app; each imports only from those before it.
ROOMS = (
    "specs", "entries", "cycles", "papers", "ledger", "calls", "applications", "proposals", "reviews", "board", "cases", "inventory", "snapshots",
    "committees", "report", "opinions", "asks", "voices", "handover", "reorganisations", "consultations",
)  # fmt: skip
