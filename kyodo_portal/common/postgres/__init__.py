"""Django's PostgreSQL with a limit on the client's side (DATABASES["default"]["ENGINE"])."""
