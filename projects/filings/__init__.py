"""届いた紙: what a proposal and a grant have in common where the city takes a group's step by what came on paper or by telephone."""
