"""Counting what visitors look for, so that the city sees which words nobody finds. Nothing says who looked."""

import datetime
import logging
import re
import unicodedata

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from .models import SoughtWords

log = logging.getLogger(__name__)
LONGEST = 60
KEPT = datetime.timedelta(days=400)
# An address, a number with which somebody could be meant: not written down.
_OF_SOMEBODY = re.compile(r"@|\d(?:[\s()-]*\d){5}")


def count_sought(query, *, found):
    """One more visitor looked for these words this month. What could name a person by address or number is not counted.

    A search is answered even where it cannot be counted.
    """
    words = " ".join(unicodedata.normalize("NFKC", query).casefold().split())
    if not words or len(words) > LONGEST or _OF_SOMEBODY.search(words) or not words.isprintable():
        return
    month, missed = timezone.localdate().replace(day=1), 0 if found else 1
    try:
        with transaction.atomic():
            made, is_new = SoughtWords.objects.get_or_create(words=words, month=month, defaults={"times_without_hit": missed})
            if not is_new:
                again = {"times": F("times") + 1, "times_without_hit": F("times_without_hit") + missed}
                SoughtWords.objects.filter(pk=made.pk).update(**again)
    except DatabaseError:
        log.warning("a search was not counted", exc_info=True)


def forget_old():
    """A job of the clock: counts go after a year, so that the same season stays beside this one."""
    SoughtWords.objects.filter(month__lt=timezone.localdate() - KEPT).delete()
