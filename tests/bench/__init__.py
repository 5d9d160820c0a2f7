"""Measurements run by hand; see README.md. pytest does not collect them."""
