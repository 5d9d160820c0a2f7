"""What happens to a sheet."""

HOOKS = {}
