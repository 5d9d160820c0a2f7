"""いっしょに提案する団体: who is asked to propose together, and what they answered."""
