"""実施: what was done, and what was changed on the way."""
