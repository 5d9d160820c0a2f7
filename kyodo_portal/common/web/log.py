"""What of a record is written to the server's log."""

import logging


class StacksOfFaults(logging.Filter):
    """Takes the stack off Django's records about refused requests: 403, 404, broken uploads, forged addresses and tokens."""

    def filter(self, record):
        """Every record passes; a refused request loses its stack and keeps its line."""
        refused = record.name == "django.request" and record.levelno < logging.ERROR
        if refused or record.name.startswith("django.security."):
            record.exc_info = record.exc_text = None
        return True
