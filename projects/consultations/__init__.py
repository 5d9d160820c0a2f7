"""相談: what coordinators are asked, what of it is sealed, and what they tell the city of it."""
