"""What the search box of the trail finds."""

from django.db.models import Q

from kyodo_portal.accounts.networks import line_of
from kyodo_portal.common.lists.search import spellings
from kyodo_portal.common.lists.typed_text import typed_pattern
from kyodo_portal.common.text.secret import mark

PEOPLE = ("by__email", "by__name", "person__email", "person__name")
TEXTS = ("target_name", "note", "origin")
LONGEST = 100


def searched(events, asked):
    """The events in which every word stands: of whoever did it, of whom it is about, of the row, of the note.

    A network address or a mail address is looked for by its mark too: neither is kept as such.
    """
    for word in asked[:LONGEST].split():
        found, pattern = Q(), typed_pattern(word, *(form for forms in spellings(word) for form in forms))
        for name in (*PEOPLE, *TEXTS) if pattern else ():
            found |= Q(**{f"{name}__regex": pattern})
        if "@" in word:
            found |= Q(note__contains=mark(word))
        elif "." in word or ":" in word:
            found |= Q(origin__endswith=mark(line_of(word)))
        events = events.filter(found)
    return events
