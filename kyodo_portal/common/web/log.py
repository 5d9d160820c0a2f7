"""What of a record is written to the server's log."""

import logging
import re

KEY = "token"  # what an address calls its word that opens something: an invitation, a guest's letter, somebody's calendar
HIDDEN = "-"
# A part of an address as long as such a word, in an address that leads nowhere: a mail program took the full stop behind it along.
LONG = re.compile(r"(?<=/)[\w:.~=-]{24,}", re.ASCII)
OURS = "/static/"  # whose names are as long, and open nothing


class StacksOfFaults(logging.Filter):
    """Takes the stack off Django's records about refused requests: 403, 404, broken uploads, forged addresses and tokens."""

    def filter(self, record):
        """Every record passes; a refused request loses its stack and keeps its line."""
        refused = record.name == "django.request" and record.levelno < logging.ERROR
        if refused or record.name.startswith("django.security."):
            record.exc_info = record.exc_text = None
        return True


class NoKeys(logging.Filter):
    """Takes out of a record the word by which its address alone opens something: who reads the log holds no key."""

    def filter(self, record):
        """Every record passes, the key of its request's address hidden."""
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        key = match.kwargs.get(KEY) if match else None
        if isinstance(record.args, tuple) and (key or request is not None and match is None):
            record.args = tuple(_hidden(word, key) if isinstance(word, str) else word for word in record.args)
        return True


def _hidden(word, key):
    if key:
        return word.replace(str(key), HIDDEN)
    return LONG.sub(HIDDEN, word) if word.startswith("/") and not word.startswith(OURS) else word


class Plain(logging.Formatter):
    """A fault's stack without what PostgreSQL adds to say which values met: addresses and names of people."""

    def formatException(self, ei):
        """The stack as ever, but for lines that begin with DETAIL."""
        lines = super().formatException(ei).splitlines()
        return "\n".join(line for line in lines if not line.startswith("DETAIL:"))
