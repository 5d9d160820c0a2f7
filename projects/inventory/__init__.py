"""年次棚卸し: once a year every office says what it does together with whom, and the ledger learns of it."""
