"""事例にする: a collaboration that has ended becomes a case of the city's own guideline, with both sides' word for it."""
