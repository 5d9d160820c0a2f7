"""What of a record is written to the server's log."""

import logging


class StacksOfFaults(logging.Filter):
    """Takes the stack off Django's records about refused requests (403, 404, broken uploads): those below ERROR."""

    def filter(self, record):
        """Every record passes; a refused request loses its stack and keeps its line."""
        if record.name.startswith(("django.request", "django.security")) and record.levelno < logging.ERROR:
            record.exc_info = record.exc_text = None
        return True
