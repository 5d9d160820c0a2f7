# The rooms of this app; each imports only from those before it.
ROOMS = (
    "specs", "entries", "cycles", "papers", "ledger", "calls", "proposals", "reviews", "board", "cases", "inventory", "snapshots",
    "committees", "report", "grants", "opinions", "asks", "voices", "handover", "reorganisations", "consultations",
)  # fmt: skip
