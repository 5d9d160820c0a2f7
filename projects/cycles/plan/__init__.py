"""計画: goals, roles and money that both sides agree to."""
