"""Questions that the same person's pages ask again and again, put into SQL once a day in each process: building them takes longer than
their answers. The database is asked every time; kept is only what is asked.
"""

import datetime

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from kyodo_portal.common import upwards

from .memo import Memo
from .together import Compiled

KEPT = 1_000  # questions, of some three kilobytes each
NEAR = datetime.timedelta(minutes=1)
_kept = Memo(KEPT)


class Kept(Compiled):
    """A compiled QuerySet that is asked at later moments too: a moment among its parameters moves along with the clock.

    began: a moment before the QuerySet was put together. What lies between it and the end is "now", and is asked as the very now;
    a moment reckoned from now moves as far as the clock did, and is at most as much ahead as putting together took.
    """

    def __init__(self, queryset, began=None):
        self.began = began or timezone.now()
        super().__init__(queryset)
        self.made = timezone.now()
        found = ((place, _moment(value)) for place, value in enumerate(self._parameters))
        # A moment that was reckoned from the clock has its microseconds; a midnight has none, and stays for the day for which all is kept.
        self._all_moments = [(place, moment) for place, moment in found if moment]
        self._moments = [(place, moment) for place, moment in self._all_moments if moment.microsecond]

    @property
    def is_exact(self):
        """False where a moment could be taken for a midnight: the clock has no microseconds, or it is a midnight's minute."""
        even = (moment for _, moment in self._all_moments if not moment.microsecond)
        return self.began.microsecond != 0 and not any(abs(moment - self.began) < NEAR for moment in even)

    @property
    def parameters(self):
        """As they are asked at this moment."""
        now, values = timezone.now(), list(self._parameters)
        for place, moment in self._moments:
            later = now if self.began <= moment <= self.made else moment + (now - self.began)
            values[place] = connection.ops.adapt_datetimefield_value(later)
        return values

    @parameters.setter
    def parameters(self, values):
        self._parameters = tuple(values)


def _moment(value):
    """The aware datetime that a parameter is, or None. SQLite stores one as text, in its own time zone."""
    if isinstance(value, str) and len(value) in (19, 26) and value[10:11] == " ":
        try:
            value = datetime.datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime.datetime):
        return None
    return value if timezone.is_aware(value) else value.replace(tzinfo=connection.timezone)


def whose(user):
    """What the questions about what somebody finds are made of besides the database: who it is today, and the day. At most three queries."""
    parties = frozenset(upwards.parties_of(user))
    return user.pk, user.is_superuser, user.is_staff, parties, timezone.localdate(), settings.KYODO_UNDO_MINUTES


def kept(name, own, make):
    """The Kept of `make()`, a QuerySet that follows from `own` (`whose`) alone; what else `make()` gives is not kept, and is given back.

    name: which question it is, the same in every process.
    """
    made = []

    def once():
        began = timezone.now()
        made.append(make())
        return Kept(made[0], began) if isinstance(made[0], QuerySet) else None

    found = _kept.get((connection.vendor, name, own), once)
    if found is not None:
        return found
    return made[0] if made else make()
