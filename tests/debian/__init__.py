"""`make test-debian`: docs/operations.md typed as written on a bare Debian, in a container of its own."""
