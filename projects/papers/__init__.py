"""Papers of a year: agreements, rosters, budgets, minutes, as the sides handed them in."""
