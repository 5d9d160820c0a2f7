"""Japanese as people write it: dates, numbers, readings, variants, widths, where a line may break."""
