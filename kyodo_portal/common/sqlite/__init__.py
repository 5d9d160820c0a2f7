"""Django's SQLite with a fair line of writers (DATABASES["default"]["ENGINE"])."""
