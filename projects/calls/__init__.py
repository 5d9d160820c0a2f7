"""募集回: dates, questions, criteria, panel."""
