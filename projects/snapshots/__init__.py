"""The ledger of a year as it was counted: frozen, corrected by new versions, published; old lists stand beside it."""
