"""Calls in the admin."""
