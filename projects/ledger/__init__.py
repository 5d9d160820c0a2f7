"""台帳: how entries come in, the public list and page, the department's admin."""
