"""団体・主体: who collaborates, who belongs where, what the public sees of it."""
