"""意見募集: plans that the city lays open, what people say of them, and what became of it."""
