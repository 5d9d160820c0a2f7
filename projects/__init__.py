# The rooms of this app; each imports only from those before it.
ROOMS = (
    "specs", "entries", "cycles", "papers", "ledger", "calls", "filings", "applications", "proposals", "reviews", "prints", "voices", "board", "cases", "inventory",
    "snapshots", "committees", "report", "grants", "opinions", "asks", "handover", "reorganisations", "consultations",
)  # fmt: skip
